"""From questions to numbers: run the library's own retrieval and note what the reader sees and what is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.training.corpus import SquadQuestion
from qa.features import SentenceRef, sentence_features
from qa.fold import fold
from qa.library import READ_PASSAGES
from qa.prepare import Prepared, prepare
from qa.question import Question
from qa.retrieve import retrieve, sentences_of
from qa.spans import span_features
from qa.store.base import Addition, View
from qa.store.memory import MemoryStore
from qa.training.questions import QuestionSet
from qa.types import Document

__all__ = [
    "Example",
    "SpanExample",
    "build_corpus",
    "examples",
    "holds_answer",
    "overlap",
    "span_example",
]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the sentences the reader would see.

    :param question: the question.
    :param prepared: the same, folded and weighed.
    :param sentences: the sentences of its candidates.
    :param features: float32 of shape (sentences, features).
    :param right: bool of shape (sentences,): whether each holds a gold answer.
    """

    question: SquadQuestion
    prepared: Question
    sentences: list[SentenceRef]
    features: Floats
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SpanExample:
    """The candidates of a sentence that answers.

    :param features: float32 of shape (spans, span features).
    :param overlap: float32 of shape (spans,): F1 of each with the gold answer.
    """

    features: Floats
    overlap: Floats


def holds_answer(prepared: Prepared, number: int, question: SquadQuestion, anywhere: bool) -> bool:
    """Whether a sentence holds a gold answer: where the answer stands in its own report, by its words elsewhere.

    :param prepared: the sentence's report.
    :param number: index of the sentence.
    :param question: the question with its gold answers.
    :param anywhere: whether another report can answer.
    :return: True when it does.
    """
    start, end = prepared.segmentation.sentences[number]
    text = prepared.document.text[start:end]
    own = prepared.document.text == question.context
    return (own or anywhere) and any(answer.strip() in text for _, answer in question.answers)


def build_corpus(reports: Sequence[str], encoder: Encoder) -> View:
    """Texts made searchable.

    :param reports: the texts.
    :param encoder: the encoder.
    :return: what can be searched; reports are numbered as they are given.
    """
    prepared = [prepare(Document(text, "report.txt", str(number))) for number, text in enumerate(reports)]
    texts = [each.sentence(number) for each in prepared for number in range(len(each.bounds))]
    ends = np.cumsum([len(each.bounds) for each in prepared])
    vectors = np.split(encoder.encode_passages(texts), ends)[:-1]
    store = MemoryStore()
    store.put([Addition(each, rows) for each, rows in zip(prepared, vectors, strict=True)])
    with store.view() as view:
        return view


def examples(questions: QuestionSet, encoder: Encoder) -> Iterator[Example]:
    """Every question as the library would hear it.

    :param questions: a set.
    :param encoder: the encoder.
    :return: the examples, in the order of the questions.
    """
    corpus = build_corpus(questions.reports, encoder)
    vectors = encoder.encode_queries([fold(each.question).text for each in questions.questions])
    for question, vector in zip(questions.questions, vectors, strict=True):
        prepared = Question.of(question.question, corpus)
        hits = retrieve(corpus, prepared.terms, vector, READ_PASSAGES, question=prepared)
        sentences = sentences_of(hits)
        right = [holds_answer(ref.prepared, ref.number, question, questions.anywhere) for ref in sentences]
        features = sentence_features(prepared, sentences)
        yield Example(question, prepared, sentences, features, np.array(right, dtype=bool))


def overlap(start: int, end: int, gold_start: int, gold_end: int) -> float:
    """F1 of two spans, by their characters.

    :param start: first character of one.
    :param end: behind its last.
    :param gold_start: first character of the other.
    :param gold_end: behind its last.
    :return: 0 to 1.
    """
    shared = max(0, min(end, gold_end) - max(start, gold_start))
    return 2 * shared / max((end - start) + (gold_end - gold_start), 1)


def span_example(example: Example) -> SpanExample | None:
    """The spans of the first sentence of its own report that holds the answer.

    :param example: an example.
    :return: its spans, None when retrieval missed the sentence.
    """
    for ref, right in zip(example.sentences, example.right, strict=True):
        if not right:
            continue
        sentence = ref.prepared.sentence(ref.number)
        golds = []
        for _, answer in example.question.answers:
            folded = fold(answer.strip()).text
            place = sentence.find(folded)
            if place >= 0 and folded:
                golds.append((place, place + len(folded)))
        spans, features = span_features(example.prepared, sentence)
        if golds and spans:
            best = [max(overlap(span.start, span.end, *gold) for gold in golds) for span in spans]
            return SpanExample(features, np.array(best, dtype=np.float32))
        return None
    return None
