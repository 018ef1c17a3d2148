"""Things that go by a number: line 2, bridge 3, lot 5. A report on line 1 says nothing of line 2."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qa.sense.memory import remembers

__all__ = ["Numbered", "is_about_others", "numbered"]

Numbered: TypeAlias = tuple[str, int]
"""What it is (号线, 桥) and its number."""

_THING: Final = re.compile(
    r"(?<![\d.月一二三四五六七八九十百])(\d{1,3}|[一二三四五六七八九十]{1,3})"
    r"(号线|号桥|号楼|号院|号机组|号泊位|号码头|号炉|号井|号矿|号隧道|号航站楼|标段|桥)"
)
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[each]) for each in text))
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


def numbered(text: str) -> frozenset[Numbered]:
    """The things a text names by number.

    :param text: folded text.
    :return: each once.
    """
    return frozenset((match[2], _value(match[1])) for match in _THING.finditer(text))


@remembers(16)
def _mentions(report: str) -> dict[str, tuple[list[int], list[int], frozenset[int]]]:
    """Of every kind of thing where a report names one by number, which number it is, and all numbers."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for match in _THING.finditer(report):
        places, numbers = found.setdefault(match[2], ([], []))
        places.append(match.start())
        numbers.append(_value(match[1]))
    return {kind: (places, numbers, frozenset(numbers)) for kind, (places, numbers) in found.items()}


def is_about_others(
    asked: Collection[Numbered], report: str, bounds: NDArray[np.int64], sentence: int
) -> bool:
    """Whether a sentence is about other things of the kind asked about by number.

    One that names none of the kind goes on about the first that the last sentence naming any names.

    :param asked: what a question names.
    :param report: the folded report.
    :param bounds: int64 of shape (sentences, 2): start and end of its sentences.
    :param sentence: index of the sentence.
    :return: True when it cannot answer.
    """
    return any(_others(thing, report, bounds, sentence) for thing in asked)


def _others(asked: Numbered, report: str, bounds: NDArray[np.int64], sentence: int) -> bool:
    kind, number = asked
    if kind not in _mentions(report):
        return False
    places, numbers, told = _mentions(report)[kind]
    if number not in told:
        return True
    start, end = bounds[sentence].tolist()
    first, last = bisect_left(places, start), bisect_left(places, end)
    if first < last:
        return number not in numbers[first:last]
    if not first:
        return False
    owner = int(np.searchsorted(bounds[:, 0], places[first - 1], side="right")) - 1
    return numbers[bisect_left(places, int(bounds[owner, 0]))] != number
