"""Question and candidates -> the sentences that answer, each with a calibrated confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.errors import IntegrityError
from qa.features import SentenceRef, sentence_features
from qa.fold import readable
from qa.question import Question
from qa.scorer import Scorers
from qa.spans import span_features
from qa.types import Document, Quote

__all__ = ["MAX_QUOTE", "Judged", "confidence_features", "judge", "to_quote"]

MAX_QUOTE = 160
"""Characters a quote of two sentences may have; a single sentence may be longer."""


_ALIKE = math.log(1.5)
"""Lead of the best sentence over its neighbour, in log-odds, up to which both are quoted."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence and what the reader makes of it.

    :param sentence: the sentence.
    :param last: index of the last sentence of the quote; ``sentence.number`` unless two adjoining ones answer.
    :param score: score among this question's sentences.
    :param confidence: calibrated probability, 0 to 1, that it answers.
    """

    sentence: SentenceRef
    last: int
    score: float
    confidence: float


def confidence_features(
    question: Question, features: NDArray[np.float32], scores: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What tells how sure the reader may be of each sentence.

    :param question: the question.
    :param features: sentence features, shape (n, features).
    :param scores: their scores, shape (n,).
    :return: float32 of shape (n, len(CONFIDENCE_FEATURES)).
    """
    total = np.logaddexp.reduce(scores) if len(scores) else np.float32(0)
    order = np.sort(scores)[::-1]
    rival = np.where(scores == order[0], order[1] if len(order) > 1 else order[0] - 5, order[0])
    return np.column_stack(
        (
            features,
            np.exp(scores - total),
            scores,
            np.full(len(scores), total),
            scores - rival,
            np.full(len(scores), np.log1p(len(question.terms))),
        )
    ).astype(np.float32)


def judge(question: Question, sentences: Sequence[SentenceRef], scorers: Scorers) -> tuple[Judged, ...]:
    """Order sentences by how well they answer.

    :param question: the question.
    :param sentences: the sentences of its candidates.
    :param scorers: the fitted reader.
    :return: all sentences, best first; the two best as one where they adjoin and are alike.
    """
    if not sentences:
        return ()
    features = sentence_features(question, sentences)
    scores = scorers.sentence(features)
    odds = scorers.confidence(confidence_features(question, features, scores))
    confidence = 1 / (1 + np.exp(-odds.astype(np.float64)))
    order = np.argsort(-scores, kind="stable")
    judged = [
        Judged(sentences[place], sentences[place].number, float(scores[place]), float(confidence[place]))
        for place in order.tolist()
    ]
    if len(judged) > 1 and (joined := _joined(judged[0], judged[1])):
        judged[:2] = [joined]
    return tuple(judged)


def _joined(best: Judged, second: Judged) -> Judged | None:
    """The two best sentences as one quote, where they adjoin and the reader can hardly tell them apart."""
    if (
        best.sentence.prepared is not second.sentence.prepared
        or best.sentence.passage != second.sentence.passage
    ):
        return None
    first, last = sorted((best.sentence.number, second.sentence.number))
    spans = best.sentence.prepared.segmentation.sentences
    if (
        last - first != 1
        or spans[last][1] - spans[first][0] > MAX_QUOTE
        or best.score - second.score > _ALIKE
    ):
        return None
    sentence = best.sentence if best.sentence.number == first else second.sentence
    # An answer stands in one of the two, hardly ever in both, so their probabilities add up.
    return Judged(sentence, last, best.score, min(best.confidence + second.confidence, 1.0))


def _answer(question: Question, text: str, scorers: Scorers) -> tuple[int, int] | None:
    """The words of a folded sentence that answer, or None."""
    spans, features = span_features(question, text)
    if not spans:
        return None
    best = spans[int(np.argmax(scorers.span(features)))]
    return best.start, best.end


def to_quote(question: Question, judged: Judged, scorers: Scorers) -> Quote:
    """Cut the quote out of its document.

    :param question: the question.
    :param judged: a sentence that answers.
    :param scorers: the fitted reader.
    :return: the quote, verbatim, with the answer marked inside it.
    :raises IntegrityError: when it would not be verbatim.
    """
    prepared = judged.sentence.prepared
    document, sentences = prepared.document, prepared.segmentation.sentences
    start, end = sentences[judged.sentence.number][0], sentences[judged.last][1]
    folded_start, folded_end = prepared.bounds[judged.sentence.number][0], prepared.bounds[judged.last][1]
    answer_start = answer_end = start
    if marked := _answer(question, prepared.folded.text[folded_start:folded_end], scorers):
        answer_start, answer_end = prepared.folded.span(folded_start + marked[0], folded_start + marked[1])
    passage = prepared.passage(judged.sentence.passage)
    text = document.text[start:end]
    quote = Quote(
        text=text,
        start=start,
        end=end,
        answer=document.text[answer_start:answer_end],
        answer_start=answer_start - start,
        source=document.name,
        document_id=document.id,
        page=document.page_at(start),
        confidence=judged.confidence,
        readable=readable(text),
        context=passage.text,
        context_start=passage.start,
    )
    _check(quote, document)
    return quote


def _check(quote: Quote, document: Document) -> None:
    """Refuse to hand out a quote that is not what it claims to be."""
    answer_end = quote.answer_start + len(quote.answer)
    inside = quote.text[quote.answer_start : answer_end]
    lies_inside = 0 <= quote.answer_start <= answer_end <= len(quote.text)
    if document.text[quote.start : quote.end] != quote.text or inside != quote.answer or not lies_inside:
        cause = f"the quote at {quote.start} does not stand there to the letter"
        raise IntegrityError(document.name, cause, "Add the report again, and report this as a defect")
