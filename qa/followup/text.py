"""Text that is searched folded and cut as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from qa.fold import Folded, fold
from qa.sense.when import find_times

__all__ = ["Span", "Text", "is_within", "quoted_spans", "times_in"]

Span = tuple[int, int]
"""Start and end in folded text."""

_QUOTED: Final = re.compile(
    r"《[^《》]{1,60}》|“[^“”]{1,40}”|「[^「」]{1,40}」|『[^『』]{1,40}』|\"[^\"]{1,40}\""
)
_LEADING: Final = re.compile(r"(?:in|of|since|by|during|for|until|from|to|year|and|fy|the)\b ?")
_MORE: Final = re.compile(
    r"近[一二两三四五六七八九十\d]+年|(?<!\d)\d{1,2}[日号](?!线|楼|桥|院|机)|[上下]半年|[上下本]周"
    "|[昨今明]天|本届|上届"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)(?: "
    r"\d{1,2}\b)?(?! \d)"
    r"|(?:(?<=\bin )|(?<=\bby )|(?<=\bof )|(?<=\bsince )|(?<=\bfor ))may\b(?! \d)|\bq[1-4]\b(?! \d{4})"
    r"|\bthe (?:first|second) half\b(?! of \d)"
    r"|\b(?:today|yesterday)\b"
)


@dataclass(frozen=True, slots=True)
class Text:
    """A question or an answer.

    :param original: as it was typed or quoted.
    :param folded: for search.
    :param map: from ``folded.text`` to ``original``.
    """

    original: str
    folded: str
    map: Folded

    @classmethod
    def of(cls, original: str) -> Text:
        """Fold a text.

        :param original: any text.
        :return: the text with its folded form.
        """
        folded = fold(original)
        return cls(original, folded.text, folded)

    def cut(self, start: int, end: int | None = None) -> str:
        """The original of a stretch of folded text.

        :param start: its first character.
        :param end: behind its last; the end of the text when None.
        :return: as it was typed, "" for an empty stretch.
        """
        end = len(self.folded) if end is None else min(end, len(self.folded))
        return self.original[slice(*self.map.span(start, end))] if start < end else ""


def quoted_spans(folded: str) -> list[Span]:
    """Where a text quotes or names a title.

    :param folded: folded text.
    :return: spans with their quotation marks.
    """
    return [match.span() for match in _QUOTED.finditer(folded)]


def is_within(place: int, spans: Iterable[Span]) -> bool:
    """Whether a character stands in one of some stretches.

    :param place: its offset.
    :param spans: the stretches.
    :return: True when it does.
    """
    return any(start <= place < end for start, end in spans)


def times_in(folded: str) -> list[Span]:
    """Where a question names times, without the small words around them.

    :param folded: the folded question.
    :return: spans from left to right that do not overlap.
    """
    found: list[Span] = []
    for time in find_times(folded, bare=True):
        start, end = time.start, time.end
        if match := _LEADING.match(folded, start, end):
            start = match.end()
        while end > start and folded[end - 1] in "的 ":
            end -= 1
        found.append((start, end))
    for match in _MORE.finditer(folded):
        if not any(start < match.end() and match.start() < end for start, end in found):
            found.append(match.span())
    return _joined(folded, sorted(found))


def _joined(folded: str, spans: list[Span]) -> list[Span]:
    """Times that adjoin as one: 2022年 and 上半年."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not folded[joined[-1][1] : start].strip("的 "):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif not joined or start >= joined[-1][1]:
            joined.append((start, end))
    return [(start, end) for start, end in joined if start < end]
