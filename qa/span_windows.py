"""Scores of tokens -> scores of characters, for a passage that was read in overlapping windows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.span_reader import SpanScores

__all__ = ["Window", "character_scores"]


@dataclass(frozen=True, slots=True)
class Window:
    """What a model says to one window of a passage.

    :param offsets: int64 of shape (tokens, 2): half-open range of characters of the passage that each token
        stands for; ranges may overlap where a character is spelt by several tokens, and may be empty.
    :param start: float32 of shape (tokens,): score that the answer begins with the token.
    :param end: float32 of shape (tokens,): score that it ends with the token.
    """

    offsets: NDArray[np.int64]
    start: NDArray[np.float32]
    end: NDArray[np.float32]


def character_scores(text: str, windows: Iterable[Window], null: float) -> SpanScores:
    """Put the windows of one passage together; where several tokens meet in a character, the highest counts.

    A token is taken without the white space around it, which some tokenizers count to the word behind it.

    :param text: the passage.
    :param windows: its windows, scored on one scale.
    :param null: score that the passage does not answer.
    :return: scores of its characters.
    """
    start = np.full(len(text), -np.inf, dtype=np.float32)
    end = np.full(len(text), -np.inf, dtype=np.float32)
    places = np.arange(len(text))
    dark = np.fromiter((not character.isspace() for character in text), dtype=bool, count=len(text))
    # The nearest character that is no white space, from each place on and up to each place.
    following = np.minimum.accumulate(np.where(dark, places, len(text))[::-1])[::-1]
    preceding = np.maximum.accumulate(np.where(dark, places, -1))
    for window in windows:
        told = window.offsets[:, 0] < window.offsets[:, 1]
        first = following[window.offsets[told, 0]]
        last = preceding[window.offsets[told, 1] - 1]
        visible = first <= last
        np.maximum.at(start, first[visible], window.start[told][visible])
        np.maximum.at(end, last[visible], window.end[told][visible])
    return SpanScores(start, end, null)
