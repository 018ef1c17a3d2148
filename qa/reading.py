"""What the network makes of the sentences of a question's candidates, each passage read below its title and heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.features import SentenceRef
from qa.fold import fold
from qa.lead import lead
from qa.neural import MAX_ANSWER, PassageReader, is_chinese
from qa.prepare import Prepared
from qa.question import Question
from qa.sense.told import says_year
from qa.span_reader import SpanScores, best_spans

__all__ = ["READ_FEATURES", "Reading", "read"]

READ_FEATURES: Final = ("span", "begins", "ends", "lead", "odds")
"""Of a sentence, in logs: its best span's share, the share of all beginnings and of all ends that lie in it; how far
its best span is ahead of the best one elsewhere, and of no answer at all."""

_FLOOR: Final = -20.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network makes of the sentences of a question's candidates.

    :param raw: float64 of shape (sentences, 3): score of the best span, log-sums of all beginnings and of all ends; no
        answer at all would score 0.
    :param spans: int64 of shape (sentences, 2): the best span of each, in characters of its folded report; empty
        where there is none.
    """

    raw: NDArray[np.float64]
    spans: NDArray[np.int64]

    @classmethod
    def nothing(cls, count: int) -> Reading:
        """What there is to say of sentences that were not read.

        :param count: how many.
        :return: no scores and no spans.
        """
        return cls(np.full((count, 3), -np.inf), np.zeros((count, 2), dtype=np.int64))

    def of(self, places: Sequence[int]) -> Reading:
        """The same for some of the sentences.

        :param places: their places.
        :return: what was made of them.
        """
        return Reading(self.raw[list(places)], self.spans[list(places)])

    def features(self) -> NDArray[np.float32]:
        """How the sentences compare with one another.

        :return: float32 of shape (sentences, len(READ_FEATURES)).
        """
        if not np.isfinite(self.raw).any():
            return np.full((len(self.raw), len(READ_FEATURES)), _FLOOR, dtype=np.float32)
        shares = np.maximum(self.raw - np.logaddexp.reduce(self.raw, axis=0), _FLOOR)
        spans = self.raw[:, 0]
        read = np.isfinite(spans)
        ahead = np.full(len(spans), -np.inf)
        ahead[read] = lead(spans[read], np.inf)
        compared = (np.clip(each, _FLOOR, -_FLOOR) for each in (ahead, spans))
        return np.column_stack((shares, *compared)).astype(np.float32)


def read(question: Question, sentences: Sequence[SentenceRef], reader: PassageReader) -> Reading:
    """Read the passages of some sentences, all at once.

    :param question: the question.
    :param sentences: the sentences of its candidates.
    :param reader: the network.
    :return: what it makes of each.
    """
    passages: dict[tuple[int, int], list[int]] = {}
    for place, ref in enumerate(sentences):
        passages.setdefault((id(ref.prepared), ref.passage), []).append(place)
    texts, starts, asks = [], [], []
    for places in passages.values():
        prepared = sentences[places[0]].prepared
        start, end = prepared.passage_bounds(sentences[places[0]].passage)
        above = _above(prepared, sentences[places[0]].number)
        starts.append(start - len(above))
        texts.append(above + prepared.folded.text[start:end])
        asks.append(_as_asked_of(question, prepared, texts[-1]))
    scores = _score(reader, asks, texts)
    reading = Reading.nothing(len(sentences))
    for places, start, scored in zip(passages.values(), starts, scores, strict=True):
        bounds = [
            (int(left) - start, int(right) - start)
            for left, right in (sentences[place].prepared.bounds[sentences[place].number] for place in places)
        ]
        for place, (left, right), span in zip(
            places, bounds, best_spans(scored, bounds, MAX_ANSWER), strict=True
        ):
            reading.spans[place] = span.start + start, span.end + start
            if left < right:
                reading.raw[place] = span.score, _sum(scored.start[left:right]), _sum(scored.end[left:right])
    return reading


def _above(prepared: Prepared, sentence: int) -> str:
    """What a passage is about where its report says so above it: title and heading, each with a full stop behind it.

    A report names its subject there, and hardly in every passage.
    """
    first = prepared.sentence(0)
    titled = sentence > 0 and first == fold(prepared.sense.title).text.strip()
    heading = int(prepared.sense.headings[sentence])
    lines = [first] * titled + [prepared.sentence(heading)] * (heading > 0)
    return "".join(f"{line}。" for line in lines if is_chinese(line))


def _as_asked_of(question: Question, prepared: Prepared, passage: str) -> str:
    """A question as it is put to a passage: a dated report says its year once, so it is not asked for in every passage.

    Whether the passage is of that time is judged by its report's date (:mod:`qa.sense.agree`).
    """
    asked = question.sense
    if prepared.sense.date is None or not asked.spans or says_year(asked.periods, passage):
        return question.text
    kept, place = [], 0
    for start, end in asked.spans:
        kept.append(question.text[place:start])
        place = end
    return "".join([*kept, question.text[place:]]).lstrip("的,") or question.text


def _score(reader: PassageReader, asks: Sequence[str], texts: Sequence[str]) -> list[SpanScores]:
    """The scores of passages, each read with its own question."""
    scores: dict[int, SpanScores] = {}
    for asked in dict.fromkeys(asks):
        places = [place for place, other in enumerate(asks) if other == asked]
        found = reader.score(asked, [texts[place] for place in places])
        scores |= dict(zip(places, found, strict=True))
    return [scores[place] for place in range(len(texts))]


def _sum(scores: NDArray[np.float32]) -> float:
    return float(np.logaddexp.reduce(scores.astype(np.float64)))
