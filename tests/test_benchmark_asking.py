"""How the benchmarks ask, on a small library; what their tables say, worked out by hand."""

import argparse
import importlib
import json
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import pytest

from embeddings.training.corpus import SquadQuestion
from qa.training.questions import QuestionSet
from qa.types import Document
from tests.benchmarks.asking import Outcome, Outcomes, PartialLibrary, ask_all, asked_or_loaded, open_library
from tests.fakes import BagEncoder, cover_scorers

BRIDGE = "澜江二桥建成通车。\n大桥全长3.86公里。\n大桥于2020年开工。"
HALL = "临澜市召开大会。市长林澄致辞。会议由贺兰舟主持。"
LENGTH = SquadQuestion("大桥全长多少公里？", BRIDGE, ((15, "3.86公里"),), "1")
CHAIR = SquadQuestion("会议由谁主持？", HALL, ((18, "贺兰舟"),), "2")
SET = QuestionSet("small", (LENGTH, CHAIR), (BRIDGE, HALL))


@pytest.fixture
def library() -> PartialLibrary:
    library = PartialLibrary(BagEncoder(), cover_scorers())
    library.add_documents(
        [Document(text, "report.txt", str(number)) for number, text in enumerate(SET.reports)]
    )
    return library


def test_asking_without_passages_leaves_the_library_as_it_was(library: PartialLibrary) -> None:
    before = library.ask(LENGTH.question)
    assert before.text == "大桥全长3.86公里。"
    without = library.ask_without(LENGTH.question, lambda hit: hit.prepared.document.text == BRIDGE)
    assert {quote.document_id for quote in without.quotes} == {"1"}
    assert {candidate.passage.document_id for candidate in without.candidates} == {"1"}
    assert library.ask(LENGTH.question) == before


def test_asking_without_leaving_anything_out_only_drops_the_threshold(library: PartialLibrary) -> None:
    usual, all_the_same = library.ask(LENGTH.question), library.ask_without(LENGTH.question, None)
    assert all_the_same.candidates == usual.candidates
    assert all_the_same.quotes[0] == usual.quotes[0]
    assert (usual.threshold, all_the_same.threshold) == (0.5, 0.0)
    silent = library.ask("澜江三桥哪天拆除？")
    assert not silent
    doubtful = library.ask_without("澜江三桥哪天拆除？", None)
    assert doubtful.quotes[0] == silent.nearest


def test_every_question_is_asked_in_its_ways(library: PartialLibrary) -> None:
    outcomes = ask_all("small", library, SET)
    assert (outcomes.key, outcomes.name, outcomes.reports, outcomes.threshold) == ("small", "small", 2, 0.5)
    found = {(each.number, each.kind): each for each in outcomes.outcomes}
    assert list(found) == [
        (0, "answerable"),
        (0, "report out"),
        (0, "passage out"),
        (1, "answerable"),
        (1, "report out"),
    ]
    first = found[0, "answerable"]
    assert (first.question, first.quote, first.right) == (LENGTH.question, "大桥全长3.86公里。", True)
    assert first.confidence > 0.5
    measures = first.measures
    assert [measures[name] for name in ("hit@1", "hit@3", "strict", "verbatim", "bm25 R@1", "fused R@5")] == [
        1
    ] * 6
    assert (measures["two sentences"], measures["one sentence hit@1"], measures["length"]) == (0, 1, 11)
    assert (measures["EM"], measures["F1"]) == (1, 1)
    assert "3.86" not in found[0, "passage out"].quote
    assert not any(found[key].right or found[key].measures for key in found if key[1] != "answerable")
    assert found[1, "report out"].quote in BRIDGE


def test_a_few_questions_in_all_their_ways(library: PartialLibrary) -> None:
    assert {each.number for each in ask_all("small", library, SET, most=1).outcomes} == {0}


def _outcome(number: int, kind: str, confidence: float, right: bool) -> Outcome:
    return Outcome(
        number, kind, "q", "s", confidence, right, {"hit@1": float(right)} if kind == "answerable" else {}
    )


OUTCOMES = Outcomes(
    "small",
    "small",
    9,
    0.5,
    (
        _outcome(0, "answerable", 0.9, True),
        _outcome(0, "report out", 0.6, False),
        _outcome(1, "answerable", 0.7, False),
        _outcome(1, "report out", 0.8, True),
        _outcome(1, "year", 0.1, False),
        _outcome(2, "answerable", 0.2, True),
        _outcome(2, "report out", 0.1, False),
    ),
)


def test_unanswerable_questions_stand_against_the_same_ones_as_they_are() -> None:
    assert [(each.number, each.kind) for each in OUTCOMES.against("year")] == [(1, "year"), (1, "answerable")]
    assert len(OUTCOMES.against("report out")) == 6
    assert OUTCOMES.against("subject") == []


def test_outcomes_are_kept_and_loaded(tmp_path: Path) -> None:
    source, copy = tmp_path / "a.json", tmp_path / "b.json"
    source.write_text("[]", encoding="utf-8")
    arguments = argparse.Namespace(load=source, save=copy, threshold=None)
    assert list(asked_or_loaded(arguments)) == []
    source.write_text(json.dumps([asdict(OUTCOMES)], ensure_ascii=False), encoding="utf-8")
    assert list(asked_or_loaded(arguments)) == [OUTCOMES]
    assert json.loads(copy.read_text(encoding="utf-8")) == json.loads(source.read_text(encoding="utf-8"))
    (other,) = asked_or_loaded(argparse.Namespace(load=copy, save=None, threshold=0.85))
    assert [other.answered(each) for each in other.of("answerable")] == [True, False, False]


def test_the_bundled_models_open() -> None:
    assert open_library(None, None).documents() == ()


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ModuleType:
    """A benchmark, imported as when it is started as a script: from the folder it lies in."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "benchmarks"))
    return importlib.import_module(request.param)


@pytest.mark.parametrize("script", ["quality"], indirect=True)
def test_summary(script: ModuleType) -> None:
    result = script.summary(OUTCOMES)
    assert (result["questions"], result["hit@1"], result["confidence"]) == (3, 0.6667, 0.6)
    assert result["answered"] == 0.6667
    # the right one of three is answered by another report and left aside
    assert (result["silent, report out"], result["asked, report out"]) == (0.5, 2)
    assert (result["silent, year"], result["silent, subject"], result["ECE, subject"]) == (1, None, None)
    # bins: 0.1, 0.2, 0.6, 0.7, 0.8, 0.9, one each
    gaps = [0.1, 0.8, 0.6, 0.7, 0.2, 0.1]
    assert result["ECE"] == pytest.approx(sum(gaps) / 6, abs=1e-4)
    assert result["ECE, year"] == pytest.approx((0.1 + 0.7) / 2)


@pytest.mark.parametrize("script", ["calibration"], indirect=True)
def test_calibration_tables(script: ModuleType, tmp_path: Path) -> None:
    assert script.at_threshold(OUTCOMES) == {
        "answerable": {"questions": 3, "right": 0.3333, "wrong": 0.3333, "silent": 0.3333},
        "report out": {"questions": 3, "right": 0.3333, "wrong": 0.3333, "silent": 0.3333},
        "year": {"questions": 1, "right": 0.0, "wrong": 0.0, "silent": 1.0},
    }
    groups = script.groups(OUTCOMES)
    assert {name: len(part) for name, part in groups.items()} == {
        "answerable": 3,
        "with report out": 6,
        "with year": 2,
        "all": 7,
    }
    # 0.9 right, 0.7 wrong, 0.2 right: risks 0, 1/2, 1/3
    assert script.measures(groups["answerable"]) == {
        "questions": 3,
        "right": 0.6667,
        "ECE": pytest.approx((0.1 + 0.7 + 0.8) / 3, abs=1e-4),
        "Brier": pytest.approx((0.1**2 + 0.7**2 + 0.8**2) / 3, abs=1e-4),
        "AURC": pytest.approx((1 / 2 + 1 / 3) / 3, abs=1e-4),
        "coverage@5%": 0.3333,
        "coverage@10%": 0.3333,
    }
    assert "0.1 to 0.2       2  0.100  0.000" in script.table(OUTCOMES.outcomes)
    pytest.importorskip("matplotlib", reason="only plots need it")
    script.plot([OUTCOMES], tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
