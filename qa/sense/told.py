"""What a sentence or a whole report tells of the times and places a question names.

What is looked for in a whole report is the same for each of its sentences, so it is looked for once: the caches know
texts by their hash, which a string computes only once.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from qa.sense.memory import remembers
from qa.sense.patterns import COMPARED_BEFORE, COMPARED_BEHIND
from qa.sense.period import Period, alike

__all__ = ["inside", "meets", "names_place", "says_year", "speaks"]

_LEAST: Final = 0.15
"""Likeness from which two times have to do with one another: a year and one of its months do."""

_LEAST_OF_YEARS: Final = 0.3
"""The same for what is asked and several years that hold it: one of five counts, a month of five years does not."""


def inside(own: Period, asked: Period) -> bool:
    """Whether a time lies within another.

    :param own: the one.
    :param asked: the other.
    :return: True when it does.
    """
    return asked.first <= own.first and own.end <= asked.end


def meets(asked: Period, own: Period) -> bool:
    """Whether a sentence about one time can answer what is asked about the other.

    The first ten months are no answer for the first seven: parts of a year that are asked for are met by themselves,
    by what lies in them, or by a sentence that speaks of the whole year.

    :param asked: the time a question names.
    :param own: the sentence's.
    :return: True when it can.
    """
    length, longest = asked.end - asked.first, own.end - own.first
    if length < 12 and longest < 12:
        return inside(own, asked)
    least = _LEAST_OF_YEARS if longest >= 24 and longest > length else _LEAST
    return alike(asked, own) >= least


@remembers(64)
def names_place(text: str, places: frozenset[str]) -> bool:
    """Whether a report names a place.

    :param text: its folded text.
    :param places: the places looked for.
    :return: True when it names one of them.
    """
    return any(place in text for place in places)


@remembers(256)
def says_year(asked: tuple[Period, ...], text: str) -> bool:
    """Whether the digits of a year stand in a text, be it in a name (《故事1988》), and not only for comparison.

    :param asked: the times a question names.
    :param text: folded text.
    :return: True when the year that one of them begins in does.
    """
    for year in {each.first // 12 for each in asked}:
        for match in re.finditer(rf"(?<!\d){year}(?!\d)年?", text):
            before = text[max(0, match.start() - 14) : match.start()]
            if not (COMPARED_BEFORE.search(before) or COMPARED_BEHIND.match(text, match.end())):
                return True
    return False


@remembers(64)
def speaks(asked: tuple[Period, ...], periods: bytes) -> bool:
    """Whether any time a report tells meets what is asked.

    :param asked: the times a question names.
    :param periods: the report's, the bytes of an int32 of shape (n, 2).
    :return: True when one does.
    """
    rows = np.unique(np.frombuffer(periods, dtype=np.int32).reshape(-1, 2), axis=0)
    own = [Period(*each) for each in rows.tolist()]
    return any(meets(one, each) for one in asked for each in own)
