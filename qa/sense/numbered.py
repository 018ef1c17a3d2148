"""Things that go by a number: line 2, bridge 3, lot 5. A report on line 1 says nothing of line 2."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final, TypeAlias

__all__ = ["Numbered", "is_about_others", "numbered"]

Numbered: TypeAlias = tuple[str, int]
"""What it is (号线, 桥) and its number."""

_THING: Final = re.compile(
    r"(?<![\d.月一二三四五六七八九十百])(\d{1,3}|[一二三四五六七八九十]{1,3})"
    r"(号线|号桥|号楼|号院|号机组|号泊位|号码头|号炉|号井|号矿|号隧道|号航站楼|标段|桥)"
)
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_ENDS: Final = "。!?;\n"


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[each]) for each in text))
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


@lru_cache(maxsize=256)
def _mentions(text: str) -> tuple[tuple[int, Numbered], ...]:
    """The things a text names by number and where, from left to right."""
    return tuple((match.start(), (match[2], _value(match[1]))) for match in _THING.finditer(text))


def numbered(text: str) -> frozenset[Numbered]:
    """The things a text names by number.

    :param text: folded text.
    :return: each once.
    """
    return frozenset(thing for _, thing in _mentions(text))


def is_about_others(asked: Collection[Numbered], report: str, bounds: tuple[int, int] | None = None) -> bool:
    """Whether a report, or a sentence of it, is about other things of the kind asked about by number.

    A sentence that names none of the kind goes on about the one that the last sentence naming any begins with.

    :param asked: what a question names.
    :param report: the folded report.
    :param bounds: ``(start, end)`` of the sentence in it; None for the report as a whole.
    :return: True when it cannot answer.
    """
    return any(_others(thing, report, bounds) for thing in asked)


def _others(asked: Numbered, report: str, bounds: tuple[int, int] | None) -> bool:
    alike = [(place, thing) for place, thing in _mentions(report) if thing[0] == asked[0]]
    if not alike:
        return False
    if bounds is None or all(thing != asked for _, thing in alike):
        return all(thing != asked for _, thing in alike)
    start, end = bounds
    if own := [thing for place, thing in alike if start <= place < end]:
        return asked not in own
    last = max((place for place, _ in alike if place < start), default=None)
    if last is None:
        return False
    begin = max(report.rfind(sign, 0, last) for sign in _ENDS)
    return next(thing for place, thing in alike if place > begin) != asked
