"""Question and candidates -> the sentences that answer, each with a calibrated confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa.english.answer import find_answer
from qa.english.forms import asks_in_english, is_latin
from qa.errors import IntegrityError
from qa.evidence import Evidence, gather
from qa.features import SentenceRef
from qa.fold import readable
from qa.prepare import Prepared
from qa.question import Question
from qa.scorer import Scorers
from qa.spans import span_features
from qa.types import Document, Quote

__all__ = ["MAX_QUOTE", "Judged", "judge", "to_quote"]

MAX_QUOTE = 160
"""Characters a quote of two sentences may have; a single sentence may be longer."""


_ALIKE = math.log(1.5)
"""Lead of the best sentence over its neighbour, in log-odds, up to which both are quoted."""


_SAME = 0.5
_RUNNERS_UP = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence and what the reader makes of it.

    :param sentence: the sentence.
    :param last: index of the last sentence of the quote; ``sentence.number`` unless two adjoining ones answer.
    :param score: score among this question's sentences.
    :param confidence: calibrated probability, 0 to 1, that it answers.
    :param answer: the answer as a half-open range of the folded report's characters; None when it is still to be
        found.
    """

    sentence: SentenceRef
    last: int
    score: float
    confidence: float
    answer: tuple[int, int] | None = None


def judge(question: Question, sentences: Sequence[SentenceRef], scorers: Scorers) -> tuple[Judged, ...]:
    """Order sentences by how well they answer.

    :param question: the question.
    :param sentences: the sentences of its candidates.
    :param scorers: the fitted reader.
    :return: the sentences that do not speak of another time or place than the question names, best first; the two
        best as one where they adjoin and are alike.
    """
    evidence = gather(question, sentences, scorers.sentence, scorers.reader)
    judged = _with_company(evidence, _judged(evidence, scorers), scorers)
    if len(judged) > 1 and (joined := _joined(judged[0], judged[1])):
        judged[:2] = [joined]
    return tuple(judged)


def _judged(evidence: Evidence, scorers: Scorers) -> list[Judged]:
    """The sentences, best first."""
    scores = evidence.scores(scorers.blend)
    odds = scorers.confidence(evidence.to_confidence(scores)) - evidence.doubt
    confidence = 1 / (1 + np.exp(-odds.astype(np.float64)))
    return [
        Judged(
            sentence=evidence.sentences[place],
            last=evidence.sentences[place].number,
            score=float(scores[place]),
            confidence=float(confidence[place]),
            answer=_marked(evidence, place),
        )
        for place in np.argsort(-scores, kind="stable").tolist()
    ]


def _with_company(evidence: Evidence, judged: list[Judged], scorers: Scorers) -> list[Judged]:
    """Sentences of other reports that say what the best one says do not make it doubtful.

    How sure one may be depends on how far a sentence is ahead of the others; of those that say the same in two reports,
    with the same figure or another, none is ahead. So each is judged as if the others were not there.
    """
    company = [0] if judged else []
    for place, other in enumerate(judged[1:_RUNNERS_UP], start=1):
        apart = all(other.sentence.prepared is not judged[kept].sentence.prepared for kept in company)
        if apart and _alike(judged[0].sentence, other.sentence):
            company.append(place)
    for place in company if len(company) > 1 else ():
        others = {id(judged[other].sentence) for other in company if other != place}
        kept = [number for number, ref in enumerate(evidence.sentences) if id(ref) not in others]
        alone = _judged(evidence.of(kept, scorers.sentence), scorers)
        sure = next(each.confidence for each in alone if each.sentence is judged[place].sentence)
        judged[place] = replace(judged[place], confidence=max(sure, judged[place].confidence))
    return judged


def _alike(sentence: SentenceRef, other: SentenceRef) -> bool:
    """Whether two sentences share most of their characters and pairs (Dice's coefficient)."""
    one, two = (set(each.prepared.sentence_terms(each.number).tolist()) for each in (sentence, other))
    return 2 * len(one & two) >= _SAME * (len(one) + len(two)) > 0


def _marked(evidence: Evidence, place: int) -> tuple[int, int] | None:
    """The cell asked for, or what the network marked in a sentence, if that is any word."""
    if cell := evidence.fits[place].cell:
        start, end = np.searchsorted(evidence.sentences[place].prepared.folded.offsets, cell[:2]).tolist()
        return (start, end) if start < end else None
    start, end = evidence.reading.spans[place].tolist()
    says = any(map(str.isalnum, evidence.sentences[place].prepared.folded.text[start:end]))
    return (start, end) if says else None


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
    return Judged(
        sentence,
        last,
        best.score,
        min(best.confidence + second.confidence, 1.0),
        best.answer or second.answer,
    )


def _found(
    question: Question, prepared: Prepared, judged: Judged, scorers: Scorers
) -> tuple[int, int] | None:
    """The words that answer, as a range of the document: what the network marked, else what looks like it."""
    if judged.answer:
        return prepared.folded.span(*judged.answer)
    sentences = prepared.segmentation.sentences
    start, end = sentences[judged.sentence.number][0], sentences[judged.last][1]
    text = prepared.document.text[start:end]
    if asks_in_english(question.text) and is_latin(text):
        marked = find_answer(question.text, question.asked.kind, text)
        return marked and (start + marked[0], start + marked[1])
    first, last = prepared.bounds[judged.sentence.number][0], prepared.bounds[judged.last][1]
    spans, features = span_features(question, prepared.folded.text[first:last])
    if not spans:
        return None
    best = spans[int(np.argmax(scorers.span(features)))]
    return prepared.folded.span(int(first) + best.start, int(first) + best.end)


def to_quote(
    question: Question, judged: Judged, scorers: Scorers, answer: tuple[int, int] | None = None
) -> Quote:
    """Cut the quote out of its document.

    :param question: the question.
    :param judged: a sentence that answers.
    :param scorers: the fitted reader.
    :param answer: the answer as a half-open range of the document's characters, empty for none; None lets the
        fitted reader look for it.
    :return: the quote, verbatim, with the answer marked inside it.
    :raises IntegrityError: when it would not be verbatim.
    """
    prepared = judged.sentence.prepared
    document, sentences = prepared.document, prepared.segmentation.sentences
    start, end = sentences[judged.sentence.number][0], sentences[judged.last][1]
    marked = _found(question, prepared, judged, scorers) if answer is None else answer
    answer_start, answer_end = marked if marked and marked[0] < marked[1] else (start, start)
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
