"""Numbers of reports and of moves: ascending with time, and those of several processes differ by their random bits."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from time import time
from typing import Final

__all__ = ["RANDOM", "is_abandoned", "new_numbers"]

_ABANDONED: Final = 24 * 3600.0
"""Seconds after which a change that was not completed is taken for interrupted; clocks need not agree."""

_RANDOM_BITS: Final = 20

RANDOM: Final = (1 << _RANDOM_BITS) - 1
"""Bits of a number that are random."""


def new_numbers(count: int, after: int = 0) -> Iterator[int]:
    """Numbers that nobody has.

    :param count: how many.
    :param after: they are greater than this one.
    :return: the numbers, ascending.
    """
    first = max(_milliseconds(0), (after >> _RANDOM_BITS) + 1)
    for place in range(count):
        yield (first + place) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)


def is_abandoned(number: int, *, alone: bool) -> bool:
    """Whether a change that is not complete will never be.

    :param number: made when the change began.
    :param alone: whether no other process can be at work on it.
    :return: whether nobody is.
    """
    return number >> _RANDOM_BITS <= _milliseconds(0 if alone else _ABANDONED)


def _milliseconds(ago: float) -> int:
    return int((time() - ago) * 1000)
