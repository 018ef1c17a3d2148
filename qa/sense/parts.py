"""Parts of a year: months, quarters, halves, in Chinese and English."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MONTHS", "PART", "months_of"]

_NUMBER: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
PART: Final = (
    rf"(?:[上下]半年|前半年|后半年|第?[一二三四1-4]季度|前[一二两三23]个?季度|[首前]{_NUMBER}个?月"
    rf"|(?<![\d.一二三四五六七八九十个]){_NUMBER}月?份?(?:-|—|–|~|至|到){_NUMBER}月份?"
    rf"|(?<![\d.一二三四五六七八九十个第]){_NUMBER}月(?!球|亮|票|经)(?:份|\d{{1,2}}[日号]|底|初|末|[上中下]旬)?)"
)
"""Pattern of a part of a year in folded Chinese text."""

MONTHS: Final = (
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
"""Pattern of an English month."""

_ABBREVIATED: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE: Final = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_QUARTER: Final = re.compile(r"[一二两三四1-4]")
_TO: Final = re.compile(r"-|—|–|~|至|到")


def _number(text: str) -> int:
    """A number up to twelve, in Arabic or Chinese numerals."""
    if text.isdecimal() and text.isascii():
        return int(text)
    return sum(10 if digit == "十" else _CHINESE[digit] for digit in text)


def _numbers(text: str) -> list[int]:
    return [_number(found) for found in re.findall(_NUMBER, text)]


def months_of(part: str) -> tuple[int, int]:
    """The months a part of a year covers.

    :param part: what :data:`PART` or :data:`MONTHS` matched.
    :return: first and last month, 1 to 12.
    """
    if part[:3] in _ABBREVIATED:
        month = _ABBREVIATED.index(part[:3]) + 1
        return month, month
    if part.endswith("半年"):
        return (1, 6) if part[0] in "上前" else (7, 12)
    if part.endswith("季度"):
        number = _number(_QUARTER.findall(part)[0])
        return (1, number * 3) if part[0] == "前" else (number * 3 - 2, number * 3)
    numbers = _numbers(part)
    if part[0] in "首前":
        return 1, numbers[0]
    if _TO.search(part):
        return numbers[0], max(numbers[1], numbers[0])
    return numbers[0], numbers[0]
