"""What a report is about: its date, title and places, the heading over every sentence and the time it speaks of.

A report says its year once. "今年发展主要预期目标是" in a report of March 2022 is about 2022, the sentences under
"一、2021年工作回顾" are about 2021 though none of them says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.fold import Folded, fold
from qa.sense.cells import header_rows
from qa.sense.dates import holds_date, report_date
from qa.sense.memory import remembers
from qa.sense.period import Moment, Period
from qa.sense.places import find_places
from qa.sense.when import Time, find_times
from qa.types import Document

__all__ = ["CARRIED", "DEFAULT", "NAMED", "SECTION", "UNTOLD", "ReportSense", "understand"]

UNTOLD, DEFAULT, SECTION, CARRIED, NAMED = range(5)
"""Where a sentence's time comes from: nowhere, the report, its heading, a sentence before it, its own words."""

_HEAD_LINES: Final = 14
_HEAD: Final = 1200
_TITLE: Final = 90
_HEADING: Final = 45
_LEADS: Final = 14
"""Characters of a sentence within which a time speaks for the sentences behind it, too."""

_ENDS: Final = re.compile(r"[。！？；，、：!?;,:….]\s*$")
_SENTENCE: Final = re.compile(r"[。;,:]\s*$")
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_LEVELS: Final = (
    re.compile(r"第[一二三四五六七八九十\d]+[章编部]|[一二三四五六七八九十]{1,3}[、.]|chapter \d|part \d"),
    re.compile(r"第[一二三四五六七八九十\d]+节|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)"),
    re.compile(r"\d{1,2}\.\d"),
)
_REVIEW: Final = re.compile(r"(?:回顾|总结|review of)")
_WORDS: Final = re.compile(r"[\u3400-\u9fff]{2}|[a-z]{3}")


@dataclass(frozen=True, slots=True)
class ReportSense:
    """What a report is about.

    :param date: when it was made; None when it does not say.
    :param title: its first line where that is a title, else its name.
    :param head: its name and its first lines.
    :param headings: int32 of shape (sentences,): index of the sentence that is the heading over each, -1 for none.
    :param periods: int32 of shape (n, 2): months ``[first, end)``, see :class:`qa.sense.period.Period`.
    :param bounds: int64 of shape (sentences + 1,): the periods of sentence i are ``periods[bounds[i]:bounds[i + 1]]``.
    :param sources: uint8 of shape (sentences,): where each sentence's time comes from, UNTOLD to NAMED.
    :param headers: int32 of shape (sentences,): where a sentence is a row of a table, index of the one with its
        headings, else -1.
    """

    date: Moment | None
    title: str
    head: str
    headings: NDArray[np.int32]
    periods: NDArray[np.int32]
    bounds: NDArray[np.int64]
    sources: NDArray[np.uint8]
    headers: NDArray[np.int32]

    @property
    def places(self) -> frozenset[str]:
        """Places its title, name and first lines name; looked for when a question names one."""
        return _places(self.head)

    def periods_of(self, sentence: int) -> tuple[Period, ...]:
        """What a sentence speaks of.

        :param sentence: index of the sentence.
        :return: its periods, none when it is not told.
        """
        start, end = self.bounds[sentence], self.bounds[sentence + 1]
        return tuple(Period(first, last) for first, last in self.periods[start:end].tolist())


def _paragraph_starts(text: str, spans: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each sentence begins a line; one more at the end, True."""
    breaks = np.flatnonzero(np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4") == ord("\n"))
    before = np.searchsorted(breaks, spans)
    starts = np.ones(len(spans) + 1, dtype=bool)
    starts[1:-1] = before[1:, 0] != before[:-1, 1]
    return starts


def _title(
    document: Document, folded: Folded, bounds: NDArray[np.int64], starts: NDArray[np.bool_]
) -> tuple[str, str]:
    """The first line where it is a title, else the name without its ending; and the same folded."""
    if len(bounds) > 1 and starts[1]:
        begin, end = bounds[0].tolist()
        first = folded.text[begin:end]
        if len(first) <= _TITLE and not _SENTENCE.search(first) and _WORDS.search(first):
            return document.text[slice(*folded.span(begin, end))], first
    stem = _ENDING.sub("", document.name)
    return stem, fold(stem).text


@remembers(4096)
def _places(head: str) -> frozenset[str]:
    return find_places(fold(head).text)


class _Reading:
    """Goes through a report from top to bottom and keeps the time it speaks of."""

    def __init__(self, anchor: Moment | None, default: tuple[Period, ...]) -> None:
        self._anchor = anchor
        self._default = default
        self._stack: list[tuple[int, tuple[Period, ...]]] = []
        self._carried: tuple[Period, ...] = ()

    def heading(self, text: str, level: int | None, times: Sequence[Time]) -> None:
        """Enter a section."""
        self._carried = ()
        periods = self._periods(times)
        if not periods and self._anchor and level == 0 and _REVIEW.search(text):
            periods = (Period.year(self._anchor.year - 1),)
        if level is None:
            if not periods:
                return
            level = 0
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        self._stack.append((level, periods))

    def sentence(self, times: Sequence[Time], offset: int, begins: bool) -> tuple[tuple[Period, ...], int]:
        """The periods of a sentence and where they come from; what is carried ends with the paragraph."""
        if begins:
            self._carried = ()
        periods = self._periods(times) if times else ()
        if periods:
            first = next(time for time in times if time.period and not time.compared)
            if first.start - offset <= _LEADS:
                self._carried = periods[:1]
            return periods, NAMED
        if self._carried:
            return self._carried, CARRIED
        for _, section in reversed(self._stack):
            if section:
                return section, SECTION
        return self._default, DEFAULT if self._default else UNTOLD

    def _periods(self, times: Sequence[Time]) -> tuple[Period, ...]:
        found = []
        for time in times:
            if time.compared or not time.period:
                continue
            above = self._carried or next((section for _, section in reversed(self._stack) if section), ())
            # A month alone is of the year the section speaks of.
            if time.months and len(above) == 1 and above[0].end - above[0].first <= 12:
                found.append(Period.month(above[0].first // 12, *time.months))
            else:
                found.append(time.period)
        return tuple(dict.fromkeys(found))


def _level(line: str) -> int | None:
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(line)), None)


def _times(folded: Folded, anchor: Moment | None, bounds: NDArray[np.int64]) -> dict[int, list[Time]]:
    """The times of every sentence that names some."""
    times = list(find_times(folded.text, anchor))
    owners = np.searchsorted(bounds[:, 0], [time.start for time in times], side="right") - 1
    found: dict[int, list[Time]] = {}
    for owner, time in zip(owners.tolist(), times, strict=True):
        found.setdefault(owner, []).append(time)
    return found


def _default(title: str, anchor: Moment | None) -> tuple[Period, ...]:
    """What a report is about where no sentence says otherwise: what its title names, else the year it was made in."""
    named = [
        time.period for time in find_times(title, anchor, bare=True) if time.period and not time.compared
    ]
    return tuple(dict.fromkeys(named)) or ((anchor.years,) if anchor else ())


def _is_heading(line: str) -> bool:
    return not _ENDS.search(line) and bool(_WORDS.search(line)) and not holds_date(line)


def understand(
    document: Document, folded: Folded, spans: NDArray[np.int64], bounds: NDArray[np.int64]
) -> ReportSense:
    """Tell what a report and each of its sentences are about.

    :param document: the report.
    :param folded: its folded text.
    :param spans: int64 of shape (sentences, 2): start and end of every sentence.
    :param bounds: the same in the folded text.
    :return: its sense.
    """
    starts = _paragraph_starts(document.text, spans)
    whole = starts[:-1] & starts[1:]
    title, plain_title = _title(document, folded, bounds, starts)
    plain_name = unicodedata.normalize("NFKC", document.name).lower()
    count = min(_HEAD_LINES, int(np.searchsorted(spans[:, 0], _HEAD)))
    lines = [folded.text[start:end] for start, end in bounds[:count].tolist()]
    last = [folded.text[start:end] for start, end in bounds[-2:].tolist()]
    anchor = report_date(plain_name, plain_title, lines, whole[:count].tolist(), last)
    head = [line for line, alone in zip(lines, whole.tolist(), strict=False) if alone and len(line) <= _TITLE]

    times = _times(folded, anchor, bounds)
    reading = _Reading(anchor, _default(plain_title, anchor))
    heading = -1
    headings: list[int] = []
    counts: list[int] = [0]
    sources: list[int] = []
    periods: list[tuple[int, int]] = []
    rows = zip(bounds.tolist(), starts.tolist(), whole.tolist(), strict=False)
    for number, ((start, end), begins, alone) in enumerate(rows):
        own = times.get(number, ())
        headings.append(heading)
        if alone and number and end - start <= _HEADING and _is_heading(line := folded.text[start:end]):
            reading.heading(line, _level(line), own)
            heading = number
        found, source = reading.sentence(own, start, begins)
        sources.append(source)
        counts.append(len(found))
        for period in found:
            periods.append((period.first, period.end))
    return ReportSense(
        date=anchor,
        title=title,
        head="\n".join([document.name, *head]),
        headings=np.array(headings, dtype=np.int32),
        periods=np.array(periods, dtype=np.int32).reshape(-1, 2),
        bounds=np.cumsum(counts),
        sources=np.array(sources, dtype=np.uint8),
        headers=header_rows(document.text, document.media_type, spans, whole),
    )
