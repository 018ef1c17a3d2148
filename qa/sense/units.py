"""What a number counts: the unit behind it, and the unit a question asks for."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["UNIT", "asked_unit", "unit_named", "units_of"]

_UNITS: Final = {
    "deadweight": r"载重吨",
    "visits": r"人次",
    "people": r"人(?!均|民币)|名|people",
    "rate": r"%|‰|个?百分点|percent|per cent",
    "dollar": r"美元|美金|u\.?s\. dollars|dollars",
    "yuan": r"元|人民币|yuan|rmb",
    "energy": r"千瓦时|度电|吨标准煤",
    "power": r"千瓦",
    "weight": r"吨|公斤|千克|斤|tonnes|tons",
    "volume": r"立方米|升",
    "area": r"平方公里|平方千米|平方米|公顷|亩",
    "length": r"公里|千米|里|kilometers|kilometres|km",
    "trains": r"列",
    "pieces": r"件",
    "vehicles": r"辆",
    "homes": r"套|户|间",
}
"""Units by what they measure; the longer of two that begin alike comes first."""

UNIT: Final = "|".join(_UNITS.values())
"""Pattern of a unit."""

_BY_NAME: Final = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
_NAMED: Final = re.compile(_BY_NAME)
_NUMBER: Final = r"(?:\d[\d.]*|[一二三四五六七八九十百千两零〇]+)"
_SCALE: Final = r"(?:多|余|几)?(?:万亿|亿|万|千|百)?(?:多|余)?(?:个)?"
_COUNTED: Final = re.compile(rf"{_NUMBER} ?{_SCALE} ?(?:{_BY_NAME})|(?P<parts>百分之|千分之)")
_ASKED: Final = re.compile(
    rf"(?:多少|几|how many|how much|what) ?(?:个)?(?:万亿|亿|万|千)?(?:个)? ?(?:{_BY_NAME})"
    r"|(?P<parts>百分之几|几成|多少个?百分)"
)
_RATE: Final = re.compile(
    r"(?:增长|上涨|下降|提高|上升|涨幅|降幅|增幅|增速)(?:率|了|到)?(?:的?(?:预期)?目标)?(?:是|为|了)?多少(?!\w*[元人吨斤万亿])|[率比占]\w{0,6}多少|(?:growth|rate|ratio)\b"
)


def unit_named(unit: str) -> str:
    """What a unit measures.

    :param unit: what :data:`UNIT` matched.
    :return: a name such as "weight"; "" for no unit.
    """
    match = _NAMED.match(unit)
    return (match.lastgroup or "") if match else ""


def units_of(sentence: str) -> frozenset[str]:
    """What the numbers of a sentence count.

    :param sentence: folded text.
    :return: names of units, alike for those that can be converted (吨, 斤, 公斤).
    """
    return frozenset(
        "rate" if match["parts"] else match.lastgroup or "" for match in _COUNTED.finditer(sentence)
    )


def asked_unit(question: str) -> str | None:
    """The unit a question asks for.

    :param question: a folded question.
    :return: its name as in :func:`units_of`; None when it names none.
    """
    if match := _ASKED.search(question):
        return "rate" if match["parts"] else match.lastgroup
    return "rate" if _RATE.search(question) else None
