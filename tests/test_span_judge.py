"""Order, confidence and answers from spans, with a reader whose scores are a table."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from qa.errors import ModelError
from qa.prepare import prepare
from qa.question import Question
from qa.retrieve import Hit
from qa.sense.agree import FOR_OTHERS
from qa.span_judge import MAX_ANSWER, Marked, judge_spans
from qa.span_reader import SpanReader, SpanScores
from qa.types import Document
from tests.fakes import EMPTY, WordReader

WHO = Question.of("谁？", EMPTY)
TEXT = "临澜市召开大会。市长林澄致辞。\n会议由贺兰舟主持。"


def hits(text: str = TEXT, name: str = "a.txt") -> list[Hit]:
    prepared = prepare(Document(text, name, name))
    return [
        Hit(prepared, passage, 1.0, None, 1.0, 1.0) for passage in range(len(prepared.segmentation.passages))
    ]


def read(words: Mapping[str, float], null: float = 0.0, *found: Hit) -> list[tuple[str, str, float]]:
    """Sentence, answer and confidence of all that was judged."""
    return [shown(each) for each in judge_spans(WHO, "谁？", found or hits(), WordReader(words, null))]


def shown(marked: Marked) -> tuple[str, str, float]:
    prepared = marked.judged.sentence.prepared
    first, last = prepared.segmentation.sentences[marked.judged.sentence.number]
    assert marked.judged.last == marked.judged.sentence.number
    assert marked.answer is not None
    assert first <= marked.answer[0] <= marked.answer[1] <= last
    text = prepared.document.text
    return text[first:last], text[slice(*marked.answer)], marked.judged.confidence


def probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def test_the_sentence_around_the_best_span_comes_first() -> None:
    judged = read({"林澄": 2.0, "贺兰舟": 4.0})
    assert [each[:2] for each in judged[:2]] == [("会议由贺兰舟主持。", "贺兰舟"), ("市长林澄致辞。", "林澄")]
    assert [each[0] for each in judged[2:]] == ["临澜市召开大会。"]


def test_confidence_is_the_span_against_no_answer() -> None:
    # e^z / (e^z + e^n): what another passage says takes nothing away.
    assert [each[2] for each in read({"林澄": 2.0, "贺兰舟": 4.0}, 1.0)] == pytest.approx(
        [probability(3.0), probability(1.0), probability(-21.0)]
    )


def test_a_passage_is_judged_by_its_own_score_of_no_answer() -> None:
    class Two(WordReader):
        def read(self, question: str, passages: Any) -> tuple[SpanScores, ...]:
            told = super().read(question, passages)
            return (replace(told[0], null=-5.0), replace(told[1], null=3.0))

    best, second, _ = judge_spans(WHO, "谁？", hits(), Two({"林澄": 2.0, "贺兰舟": 4.0}))
    assert (shown(best)[1], best.judged.score) == ("林澄", 7.0)
    assert (shown(second)[1], second.judged.score) == ("贺兰舟", 1.0)


def test_without_a_score_of_no_answer_confidence_is_the_share() -> None:
    total = math.exp(2.0) + math.exp(4.0) + math.exp(-20.0)
    assert [each[2] for each in read({"林澄": 2.0, "贺兰舟": 4.0}, -math.inf)] == pytest.approx(
        [math.exp(4.0) / total, math.exp(2.0) / total, math.exp(-20.0) / total]
    )


def test_extreme_scores_stay_probabilities() -> None:
    for null in (-30_000.0, 30_000.0, -math.inf):
        confidences = [each[2] for each in read({"林澄": 8_000.0}, null)]
        assert all(0 <= confidence <= 1 for confidence in confidences)
        assert confidences == sorted(confidences, reverse=True)


def test_every_sentence_stands_once() -> None:
    judged = read({"林": 5.0, "澄": 5.0, "市长": 4.0, "致辞": 4.0})
    assert sorted(each[0] for each in judged) == sorted(
        ["临澜市召开大会。", "市长林澄致辞。", "会议由贺兰舟主持。"]
    )


def test_equal_sentences_keep_the_order_of_the_passages() -> None:
    found = [*hits("甲公司。", "a.txt"), *hits("甲公司。", "b.txt")]
    judged = judge_spans(WHO, "谁？", found, WordReader({"甲": 3.0}))
    assert [each.judged.sentence.prepared.document.name for each in judged] == ["a.txt", "b.txt"]


def test_a_span_without_letter_or_digit_marks_nothing() -> None:
    assert read({"。": 5.0})[0] == ("临澜市召开大会。", "", pytest.approx(probability(5.0)))
    assert read({"。": 5.0, "林澄": 9.0})[0][1] == "林澄"


def test_the_reader_gets_the_original_text() -> None:
    text = "會(huì)議由　林澄(chéng)主持。"
    reader = WordReader({"林澄(chéng)": 4.0})
    (judged,) = judge_spans(WHO, "誰主持？", hits(text), reader)
    assert reader.asked == [("誰主持？", (text,))]
    assert shown(judged)[:2] == (text, "林澄(chéng)")


def test_a_sentence_about_another_year_does_not_answer() -> None:
    asked = "2025年大桥全长多少公里？"
    found = hits("2021年大桥全长九公里。\n2025年大桥全长八公里。")
    reader = WordReader({"九公里": 9.0, "八公里": 3.0})
    judged = judge_spans(Question.of(asked, EMPTY), asked, found, reader)
    assert [shown(each)[:2] for each in judged] == [("2025年大桥全长八公里。", "八公里")]


def test_a_report_that_names_others_is_doubted() -> None:
    same, other = (
        judge_spans(Question.of(asked, EMPTY), asked, hits("柳河大桥长三里。"), WordReader({"三里": 4.0}))[0]
        for asked in ("柳河大桥多长？", "赵河大桥多长？")
    )
    assert (shown(same)[2], shown(other)[2]) == pytest.approx(
        (probability(4.0), probability(4.0 - FOR_OTHERS))
    )


def test_an_answer_has_a_longest_length() -> None:
    class Whole(WordReader):
        def read(self, question: str, passages: Any) -> tuple[SpanScores, ...]:
            told = np.full(len(passages[0]), -10, dtype=np.float32)
            start, end = told.copy(), told.copy()
            start[0] = end[MAX_ANSWER] = 3
            end[MAX_ANSWER - 1] = 2
            return (SpanScores(start, end, 0.0),)

    (judged,) = judge_spans(WHO, "谁？", hits("长" * 300), Whole({}))
    assert judged.answer == (0, MAX_ANSWER)


def test_no_passage_is_no_answer_and_no_reading() -> None:
    reader = WordReader({})
    assert judge_spans(WHO, "谁？", [], reader) == ()
    assert reader.asked == []


def test_sentences_without_a_token_are_left_out() -> None:
    class Mute:
        identity = "mute"

        def read(self, question: str, passages: Any) -> tuple[SpanScores, ...]:
            none = [np.full(len(text), -np.inf, dtype=np.float32) for text in passages]
            return tuple(SpanScores(each, each, 0.0) for each in none)

    assert judge_spans(WHO, "谁？", hits(), Mute()) == ()


@pytest.mark.parametrize(
    ("spoilt", "cause"),
    [
        (lambda told: told[:1], "do not fit"),
        (lambda told: (*told, told[0]), "do not fit"),
        (lambda told: (told[1], told[0]), "do not fit"),
        (lambda told: (replace(told[0], end=told[0].end[:-1]), told[1]), "do not fit"),
        (lambda told: (replace(told[0], start=told[0].start * np.nan), told[1]), "not finite"),
        (lambda told: (replace(told[0], null=math.inf), told[1]), "not finite"),
        (lambda told: (replace(told[0], null=math.nan), told[1]), "not finite"),
    ],
)
def test_scores_that_cannot_be_are_refused(spoilt: Any, cause: str) -> None:
    class Spoilt(WordReader):
        def read(self, question: str, passages: Any) -> tuple[SpanScores, ...]:
            told: tuple[SpanScores, ...] = spoilt(super().read(question, passages))
            return told

    reader: SpanReader = Spoilt({"林澄": 2.0})
    with pytest.raises(ModelError, match=cause):
        judge_spans(WHO, "谁？", hits(), reader)
