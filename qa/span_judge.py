"""Passages and the scores of a reader -> the sentences that answer, each with the answer in it and a confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.features import SentenceRef, agrees
from qa.question import Question
from qa.reader import Judged
from qa.retrieve import Hit, sentences_of
from qa.sense.agree import FOR_OTHERS
from qa.span_reader import Span, SpanReader, SpanScores, best_spans

__all__ = ["MAX_ANSWER", "THRESHOLD", "Marked", "judge_spans"]

Floats: TypeAlias = NDArray[np.float64]

MAX_ANSWER: Final = 160
"""Characters an answer may have."""

THRESHOLD: Final = 0.5
"""Confidence below which nothing is quoted: a sentence must answer more likely than not."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence that was judged, and the answer in it.

    :param judged: the sentence.
    :param answer: the answer as a half-open range of the document's characters, empty when the best span holds
        no letter and no digit; None when it is still to be found.
    """

    judged: Judged
    answer: tuple[int, int] | None = None


def judge_spans(
    question: Question, asked: str, hits: Sequence[Hit], reader: SpanReader
) -> tuple[Marked, ...]:
    """Read the passages and order their sentences by how well they answer.

    A reader sees the passage alone; that a report of another time or place cannot answer, and hardly one that names
    others than those asked about, is judged here.

    A sentence stands for its best span s with the score z(s), and "no answer" is normalised over all passages
    together with all spans (shared normalisation, Clark & Gardner, arXiv:1710.10723). As a passage without an
    answer has a high score n of its own for that, "no answer" means that none of them answers: with at most one
    that does, P(s) = exp(z(s) - n(s)) / (1 + the sum of exp(z(t) - n(t)) over all spans t). The confidence is P(s)
    compared with the probability of no answer, P(s) / (P(s) + P(none)) = 1 / (1 + exp(n(s) - z(s))), so that
    a second report that says the same takes nothing away from the first. For a reader that has no score for "no
    answer", it is the share of exp(z(s)) among all sentences.

    :param question: the question.
    :param asked: its words, for the reader.
    :param hits: the passages, best first.
    :param reader: the reader.
    :return: every sentence in which a span was found, best first; none that speaks of another time or place than
        the question names.
    :raises ModelError: when the reader's scores do not fit the passages.
    """
    passages = [hit.prepared.passage(hit.passage) for hit in hits]
    texts = [passage.text for passage in passages]
    scores = reader.read(asked, texts) if texts else ()
    _check(scores, texts, reader)
    places = {(id(hit.prepared), hit.passage): place for place, hit in enumerate(hits)}
    refs: list[list[SentenceRef]] = [[] for _ in hits]
    doubted: set[int] = set()
    for ref in sentences_of(hits):
        fit = agrees(question, ref)
        if fit.contradicts:
            continue
        refs[places[id(ref.prepared), ref.passage]].append(ref)
        if fit.others:
            doubted.add(id(ref))
    found: list[tuple[SentenceRef, Span]] = []
    nulls: list[float] = []
    for inside, passage, scored in zip(refs, passages, scores, strict=True):
        for ref, span in zip(inside, _spans(inside, passage.start, scored), strict=True):
            if span.score > -np.inf:
                found.append((ref, _lowered(span) if id(ref) in doubted else span))
                nulls.append(scored.null)
    odds, confidence = _weigh(np.array([span.score for _, span in found]), np.array(nulls))
    return tuple(_marked(*found[place], odds[place], confidence[place]) for place in _best_first(odds))


def _spans(refs: Sequence[SentenceRef], start: int, scores: SpanScores) -> list[Span]:
    """The best span of each sentence of a passage, in characters of the document."""
    sentences = [ref.prepared.segmentation.sentences[ref.number] for ref in refs]
    bounds = [(first - start, last - start) for first, last in sentences]
    return [
        Span(span.start + start, span.end + start, span.score)
        for span in best_spans(scores, bounds, MAX_ANSWER)
    ]


def _lowered(span: Span) -> Span:
    """A span of a report that names others than those asked about."""
    return Span(span.start, span.end, span.score - FOR_OTHERS)


def _weigh(scores: Floats, nulls: Floats) -> tuple[Floats, Floats]:
    """What sentences are ordered by, and how sure it is that they answer."""
    if np.isfinite(nulls).all():
        odds = scores - nulls
        return odds, np.exp(-np.logaddexp(0, -odds))
    return scores, np.exp(scores - np.logaddexp.reduce(scores))


def _best_first(odds: Floats) -> list[int]:
    order: list[int] = np.argsort(-odds, kind="stable").tolist()
    return order


def _marked(ref: SentenceRef, span: Span, odds: np.float64, confidence: np.float64) -> Marked:
    says = any(map(str.isalnum, ref.prepared.document.text[span.start : span.end]))
    judged = Judged(ref, ref.number, float(odds), float(confidence))
    return Marked(judged, (span.start, span.end if says else span.start))


def _check(scores: Sequence[SpanScores], texts: Sequence[str], reader: SpanReader) -> None:
    """Refuse scores that are none, or of another number of passages or characters."""
    shapes = [(scored.start.shape, scored.end.shape) for scored in scores]
    fit = shapes == [((len(text),), (len(text),)) for text in texts]
    if not fit or any(np.isnan(part).any() or (part == np.inf).any() for part in _parts(scores)):
        cause = "returns scores that are not finite" if fit else "returns scores that do not fit the passages"
        raise ModelError(type(reader).__name__, cause, "Mend the reader, or leave it out for the bundled one")


def _parts(scores: Sequence[SpanScores]) -> list[Floats]:
    return [np.concatenate((each.start, each.end, [each.null])) for each in scores]
