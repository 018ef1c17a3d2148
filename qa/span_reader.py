"""What reads answers out of passages: the protocol of a reader, and its scores decoded into spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

__all__ = ["Span", "SpanReader", "SpanScores", "best_spans"]


@dataclass(frozen=True, slots=True)
class SpanScores:
    """Log-scale scores of one passage, comparable with those of the other passages of the same question.

    A span's score is ``start[first character] + end[last character]``.

    :param start: float32 of shape (characters,); ``start[i]``: the answer's first character is i. -inf where
        no token begins.
    :param end: float32 of shape (characters,); ``end[i]``: the answer's last character is i. -inf where no
        token ends.
    :param null: score that this passage does not answer; -inf when the model has none.
    """

    start: NDArray[np.float32]
    end: NDArray[np.float32]
    null: float


class SpanReader(Protocol):
    """What marks answers in passages. Safe for use by several threads."""

    @property
    def identity(self) -> str:
        """What tells one reader from another: a hash of its weights, in hexadecimal."""
        ...

    def read(self, question: str, passages: Sequence[str]) -> tuple[SpanScores, ...]:
        """Score where answers begin and end.

        :param question: the question as asked.
        :param passages: original text of the passages; offsets count their characters.
        :return: one for each passage, in their order.
        """
        ...


class Span(NamedTuple):
    """A stretch of a passage, half open; ``score`` is -inf (and the stretch empty) where there is none."""

    start: int
    end: int
    score: float


def best_spans(scores: SpanScores, bounds: Sequence[tuple[int, int]], max_length: int) -> tuple[Span, ...]:
    """The best span of each sentence.

    Exact: every span that begins and ends inside the sentence and has at most ``max_length`` characters is
    considered; of equal ones the first, then the shortest wins.

    :param scores: scores of the passage.
    :param bounds: the sentences as half-open ranges of characters of the passage.
    :param max_length: characters a span may have.
    :return: one span for each sentence, in their order.
    :raises ValueError: when ``max_length`` is not positive or a sentence lies outside the passage.
    """
    if max_length < 1:
        msg = f"max_length must be positive, not {max_length}"
        raise ValueError(msg)
    return tuple(_best_span(scores, first, last, max_length) for first, last in bounds)


def _best_span(scores: SpanScores, first: int, last: int, max_length: int) -> Span:
    if not 0 <= first <= last <= len(scores.start):
        msg = f"sentence ({first}, {last}) lies outside a passage of {len(scores.start)} characters"
        raise ValueError(msg)
    width = min(max_length, last - first)
    if not width:
        return Span(first, first, float("-inf"))
    ends = np.concatenate((scores.end[first:last], np.full(width - 1, -np.inf, dtype=np.float32)))
    sums = scores.start[first:last, np.newaxis] + sliding_window_view(ends, width)
    begin, length = divmod(int(sums.argmax()), width)
    score = float(sums[begin, length])
    if score == -np.inf:
        return Span(first, first, score)
    return Span(first + begin, first + begin + length + 1, score)
