"""When a report was made: from its name, its title, datelines and lines that hold nothing but a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from qa.sense.parts import MONTHS, months_of
from qa.sense.period import Moment
from qa.sense.when import find_times, year_of

__all__ = ["holds_date", "report_date"]

_Y: Final = r"(?:[12]\d{3}|[一二][〇零○一二三四五六七八九]{3})"
_M: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D: Final = r"(?:[12]\d|3[01]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_CHINESE: Final = rf"(?P<year>{_Y})年(?P<month>{_M})月(?:{_D}日)?"
_ENGLISH: Final = rf"(?P<en_month>{MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?P<en_year>[12]\d{{3}})"
_BRITISH: Final = rf"\d{{1,2}}(?:st|nd|rd|th)? (?P<br_month>{MONTHS})\.?,? (?P<br_year>[12]\d{{3}})"
_NUMERIC: Final = (
    r"(?<![\da-z])(?P<n_year>(?:19|20)\d\d)(?P<sep>[-/._ ]?)(?P<n_month>1[0-2]|0[1-9]|(?<!\d)[1-9])"
    r"(?:(?P=sep)(?:[0-2]\d|3[01]|[1-9]))(?!\d)"
)
_DATE: Final = re.compile(f"{_CHINESE}|{_ENGLISH}|{_BRITISH}|{_NUMERIC}")
_MONTH_ONLY: Final = re.compile(
    rf"(?P<year>{_Y})年(?P<month>{_M})月|(?<!\d)(?P<n_year>(?:19|20)\d\d)[-_.](?P<n_month>1[0-2]|0[1-9])(?!\d)"
)
_DATELINE: Final = re.compile(
    rf"(?:社|网|报|台|讯|记者).{{0,14}}?(?:(?P<year>{_Y})年)?(?P<month>{_M})月{_D}日(?:电|讯)"
    rf"|^[a-z .]{{3,30}}, (?P<en_month>{MONTHS})\.? \d{{1,2}}(?:, (?P<en_year>[12]\d{{3}}))?\b.{{0,12}}(?:\(|--|—|-)"
)
_LABEL: Final = re.compile(
    r"(?:发布|发表|发文|成文|更新|印发|公布|刊发|报告|编制)?(?:时间|日期)\s*[:]"
    r"|(?:published|date|dated|updated|released)(?: on)?\s*:?\s"
)
_HINT: Final = re.compile(r"\d月|[一二三四五六七八九十]月|(?:19|20)\d\d|[a-z]{3}")
"""What no line with a date lacks."""

_STANDS_ALONE: Final = re.compile(
    r"[\s(\[【—–\-]*\|\s*(?:[)\]】]|在.*[会议厅上]\)?$|.*(?:通过|批准|发布|印发)\)?|$)"
)
_DOCUMENT: Final = re.compile(
    r"报告|[公通简快汇]报|统计|年鉴|计划|方案|决算|展望|通知|决定|决议|白皮书|年报|季报|月报|公告|纲要|总结|讲话|预算|要点|意见|report|bulletin|communique|review|statement|results|budget"
)


def _moment(match: re.Match[str]) -> Moment:
    groups = match.groupdict()
    for year, month in (
        ("year", "month"),
        ("en_year", "en_month"),
        ("br_year", "br_month"),
        ("n_year", "n_month"),
    ):
        if groups.get(year) and groups.get(month):
            return Moment(year_of(groups[year]), months_of(groups[month])[0])
    raise ValueError(f"{match[0]!r} is no date")


def _from_lines(lines: Sequence[str], alone: Sequence[bool]) -> Iterator[tuple[int, Moment]]:
    """Dates of the first lines, each with how surely it is the report's, the surest 0."""
    for line, whole in zip(lines, alone, strict=True):
        if not _HINT.search(line):
            continue
        date = _DATE.search(line[:120])
        if date and _LABEL.search(line[: date.start()]):
            yield 0, _moment(date)
        elif (
            date
            and whole
            and len(line) <= 60
            and _STANDS_ALONE.match(line[: date.start()] + "|" + line[date.end() :])
        ):
            yield 1, _moment(date)
        elif date and whole and len(line) <= 40 and date.end() >= len(line.rstrip(" )）]】")):
            yield 2, _moment(date)
        if dateline := _DATELINE.search(line[:80]):
            groups = dateline.groupdict()
            if groups["year"] or groups["en_year"]:
                yield 1, _moment(dateline)


def _dateline_month(line: str) -> int | None:
    """Month of a dateline without a year (新华社北京3月5日电)."""
    match = _DATELINE.search(line[:80]) if _HINT.search(line) else None
    return months_of(match["month"] or match["en_month"])[0] if match else None


def holds_date(line: str) -> bool:
    """Whether a line names a day or a month of a year.

    :param line: folded text.
    :return: True when it does.
    """
    return bool(_DATE.search(line))


def report_date(
    name: str, title: str, lines: Sequence[str], alone: Sequence[bool], last: Sequence[str]
) -> Moment | None:
    """The date of a report. All texts are folded.

    :param name: its file name.
    :param title: its title.
    :param lines: its first sentences.
    :param alone: whether each of them is a line of its own.
    :param last: its last sentences, where letters and decrees are dated.
    :return: the date; None when it does not tell.
    """
    if found := _DATE.search(name) or _MONTH_ONLY.search(name):
        return _moment(found)
    if dates := sorted(_from_lines(lines, alone), key=lambda each: each[0]):
        return dates[0][1]
    for line in last:
        signed = _DATE.search(line) if len(line) <= 24 else None
        if signed and signed.end() == len(line.rstrip()):
            return _moment(signed)
    for text in (title,) if title and name.startswith(title) else (title, name):
        if found := _MONTH_ONLY.search(text):
            return _moment(found)
        times = [time for time in find_times(text, bare=True) if time.named and not time.compared]
        period = times[0].period if times else None
        if period is None or period.end - period.first > 12:
            continue
        month = next((each for line in lines if (each := _dateline_month(line))), None)
        if month or _DOCUMENT.search(text):
            return Moment(period.first // 12, month)
    return None
