"""What the reader is fitted on: overlaps, and right sentences."""

import pytest

from embeddings.training.corpus import SquadQuestion
from qa.prepare import prepare
from qa.training.examples import examples, holds_answer, overlap, span_example
from qa.training.questions import QuestionSet
from qa.types import Document
from tests.fakes import BagEncoder

CONTEXT = "市长林澄致辞。会议由贺兰舟主持。"
OTHER = "贺兰舟是常务副市长。"
QUESTION = SquadQuestion("会议由谁主持？", CONTEXT, ((10, "贺兰舟"),), "1")


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ((0, 4, 0, 4), 1.0),
        ((0, 4, 2, 6), 0.5),
        ((0, 2, 0, 6), 0.5),
        ((3, 5, 2, 8), 0.5),
        ((0, 2, 2, 4), 0.0),
        ((0, 0, 0, 0), 0.0),
    ],
)
def test_overlap(spans: tuple[int, int, int, int], expected: float) -> None:
    assert overlap(*spans) == pytest.approx(expected)


def test_a_sentence_of_another_report_is_right_only_where_any_report_may_answer() -> None:
    own, other = (prepare(Document(text, "a.txt", "1")) for text in (CONTEXT, OTHER))
    assert [holds_answer(own, number, QUESTION, anywhere=False) for number in range(2)] == [False, True]
    assert not holds_answer(other, 0, QUESTION, anywhere=False)
    assert holds_answer(other, 0, QUESTION, anywhere=True)


def test_a_question_comes_with_the_sentences_the_reader_sees() -> None:
    questions = QuestionSet("small", (QUESTION,), (CONTEXT, OTHER))
    (example,) = examples(questions, BagEncoder())
    texts = [each.prepared.sentence(each.number) for each in example.sentences]
    assert [text for text, right in zip(texts, example.right, strict=True) if right] == ["会议由贺兰舟主持。"]
    assert example.features.shape[0] == len(texts) == 3
    spans = span_example(example)
    assert spans is not None
    assert spans.overlap.max() == 1


def test_a_question_whose_report_is_not_there_has_no_right_span() -> None:
    questions = QuestionSet("small", (QUESTION,), (OTHER,))
    (example,) = examples(questions, BagEncoder())
    assert not example.right.any()
    assert span_example(example) is None
