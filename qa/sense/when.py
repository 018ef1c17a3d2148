"""Times in folded text: years, parts of years, five-year plans, and words such as 去年 that need the report's date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qa.sense.parts import months_of
from qa.sense.patterns import COMPARED_BEFORE, COMPARED_BEHIND, NUMERALS, TIME, WEAK
from qa.sense.period import Moment, Period

__all__ = ["Time", "find_times", "year_of"]

_STEPS: Final = {
    "今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "下": 1, "this": 0, "last": -1, "next": 1, "previous": -1,
}  # fmt: skip
"""Years or months from the report's to the one that is meant."""

_DIGITS: Final = dict(zip(NUMERALS, (0, 0, 0, *range(1, 10)), strict=True))
_COUNTS: Final = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_ENGLISH_COUNTS: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_PLACES: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_ENDS: Final = re.compile(r"[。！？!?]")


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a text names: ``text[start:end]``.

    :param start: offset of its first character.
    :param end: offset behind its last.
    :param period: the months meant; None for one that needs a date which is not known.
    :param named: whether a year or a plan is named, so that no date is needed.
    :param compared: whether it is only what something else is compared with (比2019年).
    :param months: first and last month where no year stands with them, so that ``period`` has taken it from before
        or from the date.
    """

    start: int
    end: int
    period: Period | None
    named: bool
    compared: bool
    months: tuple[int, int] | None = None


def year_of(digits: str) -> int:
    """A year by its digits.

    :param digits: four digits, or two (of 1930 to 2029), in Arabic or Chinese numerals.
    :return: the year.
    """
    number = 0
    for digit in digits.replace(" ", ""):
        number = number * 10 + (_DIGITS[digit] if digit in _DIGITS else int(digit))
    if len(digits) == 2:
        number += 2000 if number < 30 else 1900
    return number


def _plan(numeral: str) -> Period:
    """The years of a five-year plan: the first ran from 1953, from the third of 1966 on every five years."""
    number = sum(_COUNTS[digit] for digit in numeral)
    start = {1: 1953, 2: 1958}.get(number, 1966 + 5 * (number - 3))
    return Period.year(start, start + 4)


def _lapse(count: int, anchor: Moment | None) -> Period | None:
    """The last years before a report: those that are over, or with this one where most of it is over."""
    if anchor is None:
        return None
    last = anchor.year - ((anchor.month or 1) <= 6)
    return Period.year(last - count + 1, last)


def _year(match: re.Match[str], anchor: Moment | None) -> Period:
    year = year_of(match["year"])
    if match["decade"]:
        return Period.year(year, year + 9)
    period = Period.month(year, *months_of(match["part"])) if match["part"] else Period.year(year)
    if match["since"] and anchor:
        return Period(period.first, max(period.end, anchor.last_month + 1))
    return period


def _years(match: re.Match[str], _: Moment | None) -> Period:
    return Period.year(*sorted((year_of(match["from"]), year_of(match["upto"]))))


def _relative(match: re.Match[str], anchor: Moment | None) -> Period | None:
    if anchor is None:
        return None
    year, part = anchor.year + _STEPS[match["relative"][0]], match["relative_part"]
    return Period.month(year, *months_of(part)) if part else Period.year(year)


def _month_from(step: int, anchor: Moment | None) -> Period | None:
    if anchor is None or anchor.month is None:
        return None
    month = anchor.last_month + step
    return Period(month, month + 1)


def _ahead(match: re.Match[str], anchor: Moment | None) -> Period | None:
    return Period.year(anchor.year, anchor.year + _COUNTS[match["ahead"]] - 1) if anchor else None


def _english_part(match: re.Match[str], _: Moment | None) -> Period:
    length = 3 if match["en_unit"] == "quarter" else 6
    last = min(_PLACES[match["en_which"]] * length, 12)
    return Period.month(int(match["en_part_year"]), last - length + 1, last)


def _iso(match: re.Match[str], _: Moment | None) -> Period:
    year, month, _day = match["iso"].split(match["sep"])
    return Period.month(int(year), int(month))


def _english_relative(match: re.Match[str], anchor: Moment | None) -> Period | None:
    step = _STEPS[match["en_relative"]]
    if match["en_relative_unit"] == "month":
        return _month_from(step, anchor)
    return Period.year(anchor.year + step) if anchor else None


_Reader = Callable[["re.Match[str]", "Moment | None"], "Period | None"]
_NAMED: Final[Mapping[str, _Reader]] = {
    "from": _years,
    "listed": lambda match, _: Period.year(year_of(match["listed"])),
    "year": _year,
    "era": lambda match, _: Period.year(1911 + int(match["era"])),
    "short": lambda match, _: Period.year(year_of(match["short"])),
    "plan": lambda match, _: _plan(match["plan"]),
    "en_month": lambda match, _: Period.month(int(match["en_year"]), *months_of(match["en_month"])),
    "en_quarter": lambda match, _: Period.month(
        int(match["en_quarter_year"]), int(match["en_quarter"]) * 3 - 2, int(match["en_quarter"]) * 3
    ),
    "en_which": _english_part,
    "iso": _iso,
    "en_plain": lambda match, _: Period.year(
        int(match["en_plain"]), int(match["en_upto"] or match["en_plain"])
    ),
    "bare": lambda match, _: Period.year(int(match["bare"])),
}
_DATED: Final[Mapping[str, _Reader]] = {
    "relative": _relative,
    "month_word": lambda match, anchor: _month_from(_STEPS[match["month_word"][0]], anchor),
    "lapse": lambda match, anchor: _lapse(_COUNTS[match["lapse_count"] or match["since_count"]], anchor),
    "ahead": _ahead,
    "en_relative": _english_relative,
    "en_lapse": lambda match, anchor: _lapse(_ENGLISH_COUNTS[match["en_lapse"]], anchor),
}
"""How each kind of time is read: those that name a year, and those that need the report's date."""


def _alone(months: tuple[int, int], anchor: Moment | None, year: int | None) -> Period | None:
    """Months without a year: of the year just named, else of the report's, or of the one before if far ahead."""
    if year is None and anchor:
        year = anchor.year - (anchor.month is not None and months[0] - anchor.month > 6)
    return None if year is None else Period.month(year, *months)


def find_times(text: str, anchor: Moment | None = None, bare: bool = False) -> Iterator[Time]:
    """Times of a text, from left to right.

    :param text: folded text.
    :param anchor: the report's date, which 今年 and "last year" count from; None leaves those without a period.
    :param bare: whether four digits alone are a year, too, as in "2022经济增长目标", and the name of a
        five-year plan a time; right for questions and titles.
    :return: the times. 3月 behind 2022年 in the same sentence is of 2022.
    """
    year: int | None = None
    behind = 0
    for match in TIME.finditer(text):
        if (match["bare"] or match["plan_word"] in WEAK) and not bare:
            continue
        start, end = match.span()
        if year is not None and _ENDS.search(text, behind, start):
            year = None
        months = None
        named = next((kind for kind in _NAMED if match[kind]), None)
        if named:
            period = _NAMED[named](match, anchor)
        elif match["alone"]:
            period = _alone(months_of(match["alone"]), anchor, year)
            months = months_of(match["alone"]) if year is None else None
        else:
            period = next(read for kind, read in _DATED.items() if match[kind])(match, anchor)
        compared = bool(
            COMPARED_BEFORE.search(text[max(0, start - 14) : start]) or COMPARED_BEHIND.match(text, end)
        )
        yield Time(start, end, period, named is not None, compared, months)
        if period is not None and not compared:
            year = period.first // 12 if period.end - period.first <= 12 else None
        behind = end
