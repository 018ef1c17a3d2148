"""Libraries without what answers, on reports written by hand."""

import pytest

from embeddings.training.corpus import SquadQuestion
from qa.fold import fold
from qa.question import Question
from qa.retrieve import Hit, retrieve
from qa.training.examples import build_corpus
from qa.training.questions import QuestionSet
from qa.training.variants import ANSWERABLE, UNANSWERABLE, Variant, holds_gold, left_of, variants
from tests.fakes import BagEncoder

HALL = "大会由贺兰舟主持。市长林澄致辞。"
BRIDGE = "澜江大桥在1931年通车。\n大桥由工程师贺兰舟设计。\n大桥全长三公里。"
COPY = " 澜江大桥在1931年通車。大桥由工程师贺兰舟设计。大桥全长三公里。"
OTHER = "本市另有一座公园。公园里的塔由林澄设计。"
ASKED = SquadQuestion("1931年通车的大桥由谁设计？", BRIDGE, ((15, "贺兰舟"),), "1")


def _hits(question: str, reports: tuple[str, ...]) -> tuple[Hit, ...]:
    encoder = BagEncoder()
    corpus = build_corpus(reports, encoder)
    prepared = Question.of(question, corpus)
    return retrieve(corpus, prepared.terms, encoder.encode_queries([fold(question).text])[0], 40)


def _passages(hits: tuple[Hit, ...]) -> set[str]:
    return {hit.prepared.passage(hit.passage).text for hit in hits}


def _left(variant: Variant, reports: tuple[str, ...]) -> set[str]:
    hits = _hits(variant.question, reports)
    return _passages(left_of(hits, variant.left_out, 40))


def _by_kind(questions: QuestionSet) -> dict[str, Variant]:
    found = [each for each in variants(questions) if each.number == 0]
    assert len({each.kind for each in found}) == len(found)
    return {each.kind: each for each in found}


def test_each_question_comes_as_it_is_and_in_its_ways() -> None:
    reports = (BRIDGE, HALL, OTHER)
    ways = _by_kind(QuestionSet("small", (ASKED,), reports))
    assert list(ways) == [ANSWERABLE, "report out", "passage out", "year"]
    assert set(ways) <= {ANSWERABLE, *UNANSWERABLE}
    assert {each.question for kind, each in ways.items() if kind != "year"} == {ASKED.question}
    assert ways["year"].question.endswith("年通车的大桥由谁设计？")
    assert "1931" not in ways["year"].question
    whole = _left(ways[ANSWERABLE], reports)
    first, second, third = BRIDGE.split("\n")
    assert {first, second, third} <= whole
    assert _left(ways["report out"], reports) == whole - {first, second, third}
    assert _left(ways["passage out"], reports) == whole - {second}
    assert _left(ways["year"], reports) == whole


def test_where_any_report_may_answer_copies_and_tellers_are_out() -> None:
    reports = (BRIDGE, COPY, HALL, OTHER)
    ways = _by_kind(QuestionSet("small", (ASKED,), reports, anywhere=True))
    out = _left(ways["report out"], reports)
    assert COPY.strip() not in out
    assert HALL in out
    out = _left(ways["passage out"], reports)
    assert not any("贺兰舟" in passage for passage in out)
    assert BRIDGE.split("\n", maxsplit=1)[0] in out
    # elsewhere the report alone may answer, so that others keep what they say
    strict = _by_kind(QuestionSet("small", (ASKED,), reports))
    assert {COPY.strip(), HALL} <= _left(strict["report out"], reports)


def test_no_passage_out_where_none_would_remain() -> None:
    single = SquadQuestion("谁主持大会？", HALL, ((3, "贺兰舟"),), "1")
    assert list(_by_kind(QuestionSet("small", (single,), (HALL, OTHER)))) == [ANSWERABLE, "report out"]


@pytest.mark.parametrize(
    ("gold", "out"),
    [
        ("工程师贺兰舟和林澄", {1}),  # six of nine characters
        ("总工程师贺兰舟及其助手们", {1}),  # six of twelve, just half
        ("总工程师贺兰舟及其助手们等", set()),
        ("全长三公里", {2}),
        ("三公", {2}),
        ("林三公里", set()),  # fewer than four are shared, and not all
    ],
)
def test_a_passage_that_says_half_of_the_answer_is_out(gold: str, out: set[int]) -> None:
    question = SquadQuestion("大桥怎么样？", BRIDGE, ((0, gold),), "1")
    ways = _by_kind(QuestionSet("small", (question,), (BRIDGE, OTHER)))
    lines = BRIDGE.split("\n")
    hits = _hits("大桥怎么样？", (BRIDGE, OTHER))
    assert "passage out" in ways
    left_out = ways["passage out"].left_out
    assert left_out is not None
    gone = {hit.prepared.passage(hit.passage).text for hit in hits if left_out(hit)}
    assert gone == {lines[number] for number in out}


def test_reports_that_know_the_new_name_are_out() -> None:
    first = SquadQuestion("《江上》的作者是谁？", "《江上》的作者是林澄。", ((8, "林澄"),), "1")
    second = SquadQuestion("《瀾江》的作者是谁？", "《瀾江》的作者是贺兰舟。", ((8, "贺兰舟"),), "2")
    third = "我读过《澜江》。"
    questions = QuestionSet("small", (first, second), (first.context, second.context, third))
    ways = _by_kind(questions)
    assert ways["subject"].question == "《瀾江》的作者是谁？"
    assert _left(ways["subject"], questions.reports) == {first.context}


def test_of_what_is_kept_the_best_has_the_whole_lexical_share() -> None:
    hits = _hits("大桥由谁设计", (BRIDGE, OTHER, HALL))
    best = hits[0]
    kept = left_of(hits, lambda hit: hit is best, 1)
    assert len(kept) == 1
    assert kept[0].prepared is hits[1].prepared
    assert kept[0].passage == hits[1].passage
    rest = left_of(hits, lambda hit: hit is best, 9)
    assert max(hit.lexical_share for hit in rest) == pytest.approx(1)
    shares = {(id(hit.prepared), hit.passage): hit.lexical for hit in hits}
    top = max(hit.lexical or 0 for hit in rest)
    for hit in rest:
        assert hit.lexical_share == pytest.approx((shares[id(hit.prepared), hit.passage] or 0) / top)
    assert left_of(hits, lambda hit: True, 9) == ()


def test_chosen_questions_alone() -> None:
    other = SquadQuestion("谁主持大会？", HALL, ((3, "贺兰舟"),), "2")
    questions = QuestionSet("small", (ASKED, other), (BRIDGE, HALL, OTHER))
    found = list(variants(questions, lambda question: question.article == "2"))
    assert {(each.number, each.source) for each in found} == {(1, other)}
    assert [each.kind for each in found] == [ANSWERABLE, "report out"]


def test_gold_answers_are_looked_for_to_the_letter() -> None:
    assert holds_gold(ASKED, "设计者是贺兰舟。")
    assert not holds_gold(ASKED, "设计者是賀蘭舟。")
    assert holds_gold(SquadQuestion("谁？", BRIDGE, ((0, "林澄"), (0, " 贺兰舟 ")), "1"), "贺兰舟")
