"""Figures of a sentence: how much of what, so that two can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qa.sense.units import UNIT, unit_named

__all__ = ["Figure", "differ", "figures"]

_SCALES: Final = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12, "千万": 1e7, "百万": 1e6}
_TO_BASE: Final = {
    "公斤": 2.0,
    "千克": 2.0,
    "斤": 1.0,
    "吨": 2000.0,
    "里": 0.5,
    "公顷": 15.0,
    "平方公里": 1500.0,
    "平方千米": 1500.0,
}
"""Weights in 斤, lengths in 公里, areas in 亩."""

_FIGURE: Final = re.compile(
    r"(?P<rough>超过?|突破|近|约|逾|接近|达?不到)?(?P<digits>(?<![\d.])\d+(?:\.\d+)?)(?P<more>多|余)?"
    rf"(?P<scale>千万|百万|万亿|亿|万|千|百)?(?P<more_still>多|余)?个? ?(?P<unit>{UNIT})"
)
_EXACT, _ROUGH = 0.01, 0.06


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure.

    :param value: in the unit's base.
    :param unit: what it counts, see :mod:`qa.sense.units`.
    :param rough: whether it is said to be about that much.
    """

    value: float
    unit: str
    rough: bool


def figures(sentence: str, inside: tuple[int, int] | None = None) -> Iterator[Figure]:
    """Figures in Arabic numerals, with their units.

    :param sentence: folded text.
    :param inside: a half-open range of its characters; only figures whose digits share some with it are returned.
    :return: from left to right.
    """
    for match in _FIGURE.finditer(sentence):
        if inside and not (match.start("digits") < inside[1] and inside[0] < match.end("digits")):
            continue
        value = float(match["digits"]) * _SCALES[match["scale"] or ""] * _TO_BASE.get(match["unit"], 1.0)
        rough = bool(match["rough"] or match["more"] or match["more_still"])
        yield Figure(value, unit_named(match["unit"]), rough)


def _alike(one: Figure, other: Figure) -> bool:
    most = max(abs(one.value), abs(other.value))
    return one.unit == other.unit and abs(one.value - other.value) <= most * (
        _ROUGH if one.rough or other.rough else _EXACT
    )


def differ(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    """Whether two sentences give figures of the same kind and none of them is the same, rounding set aside.

    :param one: figures of a sentence.
    :param other: figures of another.
    :return: False where either has none of a kind that the other has.
    """
    kinds = {figure.unit for figure in one} & {figure.unit for figure in other}
    if not kinds:
        return False
    return not any(_alike(mine, yours) for mine in one for yours in other)
