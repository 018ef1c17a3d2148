"""What the reader is fitted on: overlaps, right sentences, and libraries without the report that answers."""

import pytest

from embeddings.training.corpus import SquadQuestion
from qa.lexical import find_terms
from qa.library import READ_PASSAGES
from qa.prepare import prepare
from qa.retrieve import retrieve
from qa.training.examples import build_corpus, examples, holds_answer, overlap, span_example, without
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


def test_without_a_report_the_others_move_up() -> None:
    texts = [CONTEXT, OTHER, "会议结束。", *(f"会议第{number}号文件。" for number in range(15))]
    encoder = BagEncoder()
    corpus = build_corpus(texts, encoder)
    terms = find_terms("会议由谁主持")[0]
    hits = retrieve(corpus, terms, encoder.encode_queries(["会议由谁主持"])[0], 30)
    kept = without(hits, CONTEXT)
    assert len(kept) == READ_PASSAGES
    assert CONTEXT not in {hit.entry.prepared.document.text for hit in kept}
    assert max(hit.lexical_share for hit in kept) == 1
    order = [hit.entry.prepared.document.id for hit in hits if hit.entry.prepared.document.text != CONTEXT]
    assert [hit.entry.prepared.document.id for hit in kept] == order[:READ_PASSAGES]
    assert without([], CONTEXT) == []


def test_every_question_comes_with_and_without_its_report() -> None:
    questions = QuestionSet("small", (QUESTION,), (CONTEXT, OTHER))
    answerable, bare = examples(questions, BagEncoder())
    assert (answerable.answerable, bare.answerable) == (True, False)
    texts = [each.prepared.sentence(each.number) for each in answerable.sentences]
    assert [text for text, right in zip(texts, answerable.right, strict=True) if right] == [
        "会议由贺兰舟主持。"
    ]
    assert not bare.right.any()
    assert {each.prepared.document.text for each in bare.sentences} == {OTHER}
    spans = span_example(answerable)
    assert spans is not None
    assert spans.overlap.max() == 1
    assert span_example(bare) is None
