"""The bundled reading network at work, and what is refused when it is loaded."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from qa.errors import ModelError
from qa.features import SentenceRef
from qa.neural import MAX_ANSWER, NeuralReader, load_neural
from qa.prepare import prepare
from qa.question import Question
from qa.reading import READ_FEATURES, read
from qa.span_reader import SpanScores
from qa.training.stages import save_network
from qa.types import Document
from tests.fakes import EMPTY
from tests.networks import small_network

SPAN, BEGINS, ENDS, LEAD, ODDS = range(len(READ_FEATURES))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    network, vocabulary = small_network("太仓市长今年谁是在哪里会议", seed=3)
    save_network(network, vocabulary, tmp_path)
    return tmp_path


@pytest.fixture
def reader(folder: Path) -> NeuralReader:
    return load_neural(folder)


def _sentences(*texts: str) -> list[SentenceRef]:
    refs = []
    for rank, text in enumerate(texts):
        prepared = prepare(Document(text, f"{rank}.txt", str(rank)))
        refs += [
            SentenceRef(prepared, number, prepared.passage_of(number), 1.0, rank)
            for number in range(len(prepared.bounds))
        ]
    return refs


def _question(text: str) -> Question:
    return Question.of(text, EMPTY)


def test_every_sentence_has_its_best_span_inside(reader: NeuralReader) -> None:
    sentences = _sentences("太倉市長在會議。今年在哪裡?", "會議(huì yì)在太倉。")
    reading = read(_question("誰是市長?"), sentences, reader)
    assert reading.features().shape == (3, len(READ_FEATURES))
    for ref, (start, end) in zip(sentences, reading.spans.tolist(), strict=True):
        left, right = ref.prepared.bounds[ref.number]
        assert left <= start < end <= right
        assert end - start <= MAX_ANSWER


def test_shares_of_beginnings_and_ends_add_up_to_all(reader: NeuralReader) -> None:
    reading = read(_question("谁是市长?"), _sentences("太仓市长在会议。今年在哪里?", "会议在太仓。"), reader)
    assert np.exp(reading.features()[:, BEGINS]).sum() == pytest.approx(1, abs=1e-4)
    assert np.exp(reading.features()[:, ENDS]).sum() == pytest.approx(1, abs=1e-4)
    assert np.exp(reading.features()[:, SPAN]).sum() == pytest.approx(1, abs=1e-4)


def test_only_the_best_span_leads(reader: NeuralReader) -> None:
    features = read(
        _question("谁是市长?"), _sentences("太仓市长在会议。今年在哪里?会议。"), reader
    ).features()
    best = int(features[:, SPAN].argmax())
    assert (np.flatnonzero(features[:, LEAD] > 0) == [best]).all()
    second = np.sort(features[:, SPAN])[-2]
    assert features[best, LEAD] == pytest.approx(features[best, SPAN] - second, abs=1e-4)


def test_odds_are_those_of_the_best_span_against_no_answer(reader: NeuralReader) -> None:
    question, sentences = _question("谁是市长?"), _sentences("太仓市长在会议。")
    (scored,) = reader.score(question.text, ["太仓市长在会议。"])
    best = max(
        float(scored.start[first] + scored.end[last]) for first in range(8) for last in range(first, 8)
    )
    assert read(question, sentences, reader).features()[0, ODDS] == pytest.approx(best, abs=1e-5)


class Listening:
    """Keeps what it is asked."""

    identity = "listening"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def score(self, question: str, passages: Sequence[str]) -> list[SpanScores]:
        self.asked += [(question, passage) for passage in passages]
        zeros = [np.zeros(len(passage), dtype=np.float32) for passage in passages]
        return [SpanScores(each, each, 0.0) for each in zeros]


def test_a_dated_report_is_not_asked_for_its_year_in_every_passage() -> None:
    listening = Listening()
    report = "工作报告\n\n2022年3月5日\n\n增长目标为5%。\n\n2022年增长5%。"
    read(_question("2022年的增长目标是多少?"), _sentences(report, "增长目标为6%。"), listening)
    asked = {passage: question for question, passage in listening.asked}
    assert asked["工作报告。增长目标为5%。"] == "增长目标是多少?"
    assert asked["工作报告。2022年增长5%。"] == "2022年的增长目标是多少?"
    assert asked["增长目标为6%。"] == "2022年的增长目标是多少?"  # its report has no date


def test_a_passage_is_read_below_its_title_and_heading() -> None:
    listening = Listening()
    report = "柳河大桥通车\n\n一、工程概况\n\n工程去年动工。"
    reading = read(_question("柳河大桥何时动工?"), _sentences(report), listening)
    passages = [passage for _, passage in listening.asked]
    assert passages == [
        "柳河大桥通车",
        "柳河大桥通车。一、工程概况",
        "柳河大桥通车。一、工程概况。工程去年动工。",
    ]
    folded = "柳河大桥通车一、工程概况工程去年动工。"
    assert [folded[start:end] for start, end in reading.spans.tolist()] == ["柳", "一", "工"]


def test_what_is_no_title_is_not_read_before_each_passage() -> None:
    listening = Listening()
    read(
        _question("何时动工?"),
        _sentences("桥去年动工。\n\n今年完工。", "The bridge\n\n今年完工。"),
        listening,
    )
    assert [passage for _, passage in listening.asked] == [
        "桥去年动工。",
        "今年完工。",
        "the bridge",
        "今年完工。",
    ]


def test_nothing_to_read(reader: NeuralReader) -> None:
    reading = read(_question("谁?"), [], reader)
    assert reading.features().shape == (0, len(READ_FEATURES))
    assert reading.spans.shape == (0, 2)


def test_the_rest_of_an_endless_line_is_not_read(reader: NeuralReader) -> None:
    scores = reader.score("谁?", ["太" * 3000])[0]
    assert scores.start.shape == (3000,)
    assert np.isfinite(scores.start[:1200]).all()
    assert (scores.start[1200:] == -np.inf).all()


@pytest.mark.parametrize("name", ["network.json", "network.safetensors"])
def test_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name.replace(".", r"\.")) as refused:
        load_neural(folder)
    assert "qa.training" in refused.value.remedy


def test_cut_weights_are_refused(folder: Path) -> None:
    weights = folder / "network.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_neural(folder)


def test_changed_weights_are_refused(folder: Path) -> None:
    weights = folder / "network.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(bytes(changed))
    with pytest.raises(ModelError, match="other weights"):
        load_neural(folder)


@pytest.mark.parametrize(
    ("key", "value", "cause"),
    [
        ("format", 99, "format 99"),
        ("sizes", {"characters": 5}, "cannot be loaded"),
        ("sizes", {"characters": 5, "pairs": 5, "layers": 2}, "cannot be loaded"),
        ("sizes", {"characters": 5, "pairs": 5}, "cannot be loaded"),
        ("sizes", None, "cannot be loaded"),
    ],
)
def test_other_architecture_is_refused(folder: Path, key: str, value: object, cause: str) -> None:
    config = folder / "network.json"
    settings = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps(settings | {key: value}), encoding="utf-8")
    with pytest.raises(ModelError, match=cause):
        load_neural(folder)


def test_passages_without_chinese_are_left_to_others(reader: NeuralReader) -> None:
    reading = read(_question("who is mayor?"), _sentences("The mayor is Li Wei. She said so."), reader)
    assert (reading.spans[:, 0] == reading.spans[:, 1]).all()
    assert len(np.unique(reading.features())) == 1
