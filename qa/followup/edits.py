"""Changes to an earlier question, and those that another time makes: 2022年呢？, 去年呢？, "what about 2022?"."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from qa.followup.frame import Frame
from qa.followup.text import Span, Text
from qa.followup.types import Piece

__all__ = ["Edit", "edited", "time_edit"]

Edit: TypeAlias = tuple[int, int, tuple[Piece, ...]]
"""A stretch of an earlier question, in its folded text, and what stands in its place."""

_YEAR: Final = re.compile(r"(?:[12]\d{3}|[一二][〇零○一二三四五六七八九]{3})(?=年|$|[^\d])")
_PART: Final = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月|[上下]半年|第?[一二三四1-4]季度|[前首]|\d{1,2}[日号]"
)
_WITHOUT_PREPOSITION: Final = re.compile("(?:last|this|next|today|yesterday|previous)")
_SAYS_UNIT: Final = re.compile("年|月|日|[上下]|季|期")


def edited(frame: Frame, edits: list[Edit]) -> tuple[Piece, ...]:
    """An earlier question, changed.

    :param frame: the question.
    :param edits: the changes, in any order, none overlapping.
    :return: its pieces.
    """
    pieces: list[Piece] = []
    done = frame.start
    for start, end, words in sorted(edits):
        pieces += [(frame.text.cut(done, start), True), *words]
        done = max(end, done)
    return (*pieces, (frame.text.cut(done), True))


def time_edit(text: Text, span: Span, frame: Frame, english: bool) -> Edit | None:
    """Where another time goes in an earlier question: in the place of a time, else beside the subject.

    :param text: the question that names the time.
    :param span: the time.
    :param frame: the earlier question.
    :param english: whether the earlier question is in English.
    :return: the change; None for a question that asks for a time itself.
    """
    own, folded = text.folded[slice(*span)], frame.text.folded
    words = _in_language(text.cut(*span), english)
    times = [each for each in frame.times if not re.search("[比较]$", folded[: each[0]])]
    if times:
        return _in_place(text, span, frame, times[0], words)
    if frame.kind == "time" or frame.ask[0] == frame.ask[1]:
        return None
    if english:
        end = len(folded.rstrip(" ?.!"))
        lead = "" if _WITHOUT_PREPOSITION.match(own) else "in "
        return end, end, ((f" {lead}{words}", False),)
    subject = frame.subject
    beside = subject is not None and subject.start == frame.start and frame.ask[0] >= subject.end
    place = subject.end if subject and beside else frame.start
    return place, place, ((words if _SAYS_UNIT.search(own) else f"{words}年", False),)


def _in_place(text: Text, span: Span, frame: Frame, old_span: Span, words: str) -> Edit:
    """A year for the year only, a part of a year behind the year, else the whole for the whole."""
    start, end = old_span
    own, folded = text.folded[slice(*span)], frame.text.folded
    old = folded[start:end]
    year, old_year = _YEAR.match(own), _YEAR.match(old)
    if year and old_year and own[year.end() :] in {"", "年"}:
        new = text.cut(span[0], span[0] + year.end())
        return start + old_year.start(), start + old_year.end(), ((new, False),)
    if old_year and not year and _PART.match(own):
        behind = start + old_year.end()
        return behind + folded.startswith("年", behind), end, ((words, False),)
    if year and not old_year and _PART.match(old):
        return start, start, ((words, False),)
    if year and own.isdecimal() and _WITHOUT_PREPOSITION.match(old):
        return start, end, ((f"in {words}", False),)
    if year and own.isdecimal() and re.search("[今去前明]年", old):
        return start, end, ((f"{words}年", False),)
    if _WITHOUT_PREPOSITION.match(own) and (before := re.search(r"\b(?:in|during) $", folded[:start])):
        start = before.start()
    return start, end, ((words, False),)


def _in_language(words: str, english: bool) -> str:
    return words[:-1] if english and re.fullmatch(r"\d{4}年", words) else words
