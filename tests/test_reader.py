"""Order, confidence and quotes, with scorers set by hand."""

import math
from dataclasses import replace

import pytest

from qa.english.meaning import MEANING_FEATURES
from qa.errors import IntegrityError
from qa.features import FEATURES, SentenceRef
from qa.prepare import Prepared, prepare
from qa.question import Question
from qa.reader import MAX_QUOTE, Judged, judge, to_quote
from qa.scorer import BLEND_FEATURES, CONFIDENCE_FEATURES, Scorers
from qa.spans import SPAN_FEATURES
from qa.types import Document
from tests.fakes import EMPTY, SilentReader, cover_scorers, linear

BY_SHARE = Scorers(
    sentence=linear(FEATURES, {"lexical_passage": 2.0}),
    span=linear(SPAN_FEATURES, {"person_for_person": 1.0}),
    blend=linear(BLEND_FEATURES, {"share": 1.0}, reach=100.0),
    confidence=linear(CONFIDENCE_FEATURES, {"lexical_passage": 2.0}, -1.0),
    meaning=linear(MEANING_FEATURES, {}),
    reader=SilentReader(),
    threshold=0.5,
    identity="by hand",
    encoder="",
)
"""A sentence scores the log of its share of exp(2 s), s being what retrieval gave it; its log-odds are 2 s - 1."""


def question(text: str = "谁是市长？") -> Question:
    return Question.of(text, EMPTY)


def prepared(text: str, name: str = "a.txt") -> Prepared:
    return prepare(Document(text, name, name))


def refs(report: Prepared, *shares: float) -> list[SentenceRef]:
    return [
        SentenceRef(report, number, report.passage_of(number), share, 0)
        for number, share in enumerate(shares)
    ]


def probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def test_sentences_are_ordered_by_their_score() -> None:
    judged = judge(question(), refs(prepared("甲。\n乙。\n丙。"), 0.1, 0.9, 0.5), BY_SHARE)
    assert [each.sentence.number for each in judged] == [1, 2, 0]
    assert [each.last for each in judged] == [1, 2, 0]
    total = math.log(math.exp(1.8) + math.exp(1.0) + math.exp(0.2))
    assert [each.score for each in judged] == pytest.approx([1.8 - total, 1.0 - total, 0.2 - total], rel=1e-5)
    expected = [probability(0.8), probability(0), probability(-0.8)]
    assert [each.confidence for each in judged] == pytest.approx(expected, rel=1e-5)


def test_equal_scores_keep_the_order_of_the_candidates() -> None:
    judged = judge(question(), refs(prepared("甲。\n乙。\n丙。"), 0.5, 0.5, 0.5), BY_SHARE)
    assert [each.sentence.number for each in judged] == [0, 1, 2]


def test_no_candidate_is_no_answer() -> None:
    assert judge(question(), [], BY_SHARE) == ()


@pytest.mark.parametrize("cosines", [(0.5, 0.4), (0.4, 0.5), (0.5, 0.5)])
def test_two_adjoining_sentences_that_are_alike_are_one_quote(cosines: tuple[float, float]) -> None:
    # Scores 1.0 and 0.8 lie within ln 1.5 = 0.405 of one another.
    (judged,) = judge(question(), refs(prepared("甲。乙。"), *cosines), BY_SHARE)
    assert (judged.sentence.number, judged.last) == (0, 1)
    total = math.log(sum(math.exp(2 * each) for each in cosines))
    assert judged.score == pytest.approx(2 * max(cosines) - total, rel=1e-5)
    assert judged.confidence == pytest.approx(sum(probability(2 * each - 1) for each in cosines), rel=1e-5)


def test_the_confidence_of_two_is_no_more_than_one() -> None:
    (judged,) = judge(question(), refs(prepared("甲。乙。"), 2.0, 2.0), BY_SHARE)
    assert judged.confidence == 1


@pytest.mark.parametrize(
    ("text", "cosines"),
    [
        ("甲。乙。", (0.9, 0.6)),  # the lead of 0.6 is more than ln 1.5
        ("甲。\n乙。", (0.5, 0.5)),  # two paragraphs
        ("甲。乙。丙。", (0.5, 0.0, 0.5)),  # one between them
        ("长" * (MAX_QUOTE - 2) + "。乙。", (0.5, 0.5)),  # one character too long
    ],
)
def test_others_stay_apart(text: str, cosines: tuple[float, ...]) -> None:
    judged = judge(question(), refs(prepared(text), *cosines), BY_SHARE)
    assert len(judged) == len(cosines)
    assert all(each.last == each.sentence.number for each in judged)


def test_two_sentences_may_be_exactly_as_long_as_the_limit() -> None:
    text = "长" * (MAX_QUOTE - 3) + "。乙。"
    assert len(judge(question(), refs(prepared(text), 0.5, 0.5), BY_SHARE)) == 1


def test_sentences_of_two_reports_stay_apart() -> None:
    sentences = [refs(prepared("甲。", name), 0.5)[0] for name in ("a.txt", "b.txt")]
    assert len(judge(question(), sentences, BY_SHARE)) == 2


TEXT = "開頭。\n會(huì)議結(jié)束。市長(zhǎng)林澄(chéng)，在台上。"


def quoted(number: int, last: int | None = None) -> tuple[Judged, Prepared]:
    report = prepare(Document(TEXT, "a.pdf", "1", page_starts=(0, 4)))
    sentence = refs(report, 0.1, 0.2, 0.3)[number]
    return Judged(sentence, number if last is None else last, 1.5, 0.625), report


def test_a_quote_is_cut_from_its_document() -> None:
    judged, _ = quoted(2)
    quote = to_quote(question(), judged, cover_scorers())
    assert quote.text == "市長(zhǎng)林澄(chéng)，在台上。"
    assert TEXT[quote.start : quote.end] == quote.text
    assert (quote.answer, quote.answer_start) == ("林澄", 9)
    assert quote.readable == "市長林澄，在台上。"
    assert (quote.source, quote.document_id, quote.page, quote.confidence) == ("a.pdf", "1", 2, 0.625)
    assert quote.context == TEXT[4:]
    assert quote.context_start == 4


def test_a_quote_of_two_sentences_holds_both() -> None:
    judged, _ = quoted(1, last=2)
    quote = to_quote(question(), judged, cover_scorers())
    assert quote.text == TEXT[4:]
    assert quote.answer == "林澄"
    assert quote.text[quote.answer_start :].startswith("林澄(chéng)")


def test_without_any_candidate_no_answer_is_marked() -> None:
    report = prepared("？。")
    quote = to_quote(question(), Judged(refs(report, 0.1)[0], 0, 0.0, 0.5), cover_scorers())
    assert (quote.text, quote.answer, quote.answer_start) == ("？。", "", 0)


@pytest.mark.parametrize("shift", [-12, 100])
def test_a_quote_that_does_not_stand_there_is_never_handed_out(shift: int) -> None:
    judged, report = quoted(2)
    # Offsets that lead elsewhere, as damage in memory or a defect would.
    offsets = report.folded.offsets.copy()
    offsets[report.bounds[2][0] :] += shift
    broken = replace(report, folded=replace(report.folded, offsets=offsets))
    with pytest.raises(IntegrityError, match=r"a\.pdf"):
        to_quote(
            question(), replace(judged, sentence=replace(judged.sentence, prepared=broken)), cover_scorers()
        )


def test_what_other_reports_say_alike_is_judged_by_itself() -> None:
    # A sentence is sure when it leads: alone by 5, and beside one that scores the same by 0.
    by_lead = replace(BY_SHARE, confidence=linear(CONFIDENCE_FEATURES, {"second": 1.0}))
    first, second = prepared("全市粮食总产量86.4万吨。"), prepared("全市粮食总产量91.7万吨。", "b.txt")
    other = prepared("会议由市长主持。", "c.txt")
    alike = judge(question("粮食总产量多少？"), [*refs(first, 0.5), *refs(second, 0.5)], by_lead)
    assert [each.confidence for each in alike] == pytest.approx([probability(5)] * 2, rel=1e-5)
    unlike = judge(question("粮食总产量多少？"), [*refs(first, 0.5), *refs(other, 0.5)], by_lead)
    assert [each.confidence for each in unlike] == pytest.approx([probability(0)] * 2, rel=1e-5)


def test_sentences_of_one_report_are_no_company() -> None:
    by_lead = replace(BY_SHARE, confidence=linear(CONFIDENCE_FEATURES, {"second": 1.0}))
    report = prepared("全市粮食总产量86.4万吨。\n全市粮食总产量91.7万吨。")
    judged = judge(question("粮食总产量多少？"), refs(report, 0.5, 0.5), by_lead)
    assert [each.confidence for each in judged] == pytest.approx([probability(0)] * 2, rel=1e-5)
