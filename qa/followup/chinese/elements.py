"""What a question such as 那2022年太仓的出口呢 names anew: a time, a name, a measure, or something that is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qa.followup.chinese.measures import MEASURE, measure_at_end
from qa.followup.chinese.nouns import HEAD
from qa.followup.chinese.verbs import ASPECT, VERB
from qa.followup.text import Span, Text

__all__ = ["Element", "element"]

_MEASURE: Final = re.compile(MEASURE)
_DONE: Final = re.compile(f"{VERB}{ASPECT}*")


@dataclass(frozen=True, slots=True)
class Element:
    """What a question names anew; all spans are in its folded text.

    :param text: the question.
    :param times: the times.
    :param name: an entity, or words of no telling form.
    :param measure: a measure.
    :param verb: what is done, in place of something else that is done.
    """

    text: Text
    times: tuple[Span, ...]
    name: Span | None
    measure: Span | None
    verb: Span | None = None

    def folded(self, span: Span) -> str:
        """A stretch of the question, folded.

        :param span: the stretch.
        :return: its words.
        """
        return self.text.folded[slice(*span)]


def element(text: Text, start: int, end: int, times: Sequence[Span]) -> Element | None:
    """Tell what a stretch of a question names.

    :param text: the question.
    :param start: where the stretch begins.
    :param end: where it ends.
    :param times: the times of the question.
    :return: what it names; None where that is more than a time, a name and a measure.
    """
    own = tuple(each for each in times if start <= each[0] and each[1] <= end)
    rests: list[Span] = []
    place = start
    for first, last in [*own, (end, end)]:
        if trimmed := _trimmed(text.folded, place, first):
            rests.append(trimmed)
        place = last
    if len(rests) > 2 or not (own or rests):
        return None
    if len(rests) == 2:
        return Element(text, own, rests[0], rests[1])
    return _told(text, own, rests[0]) if rests else Element(text, own, None, None)


def _trimmed(folded: str, start: int, end: int) -> Span | None:
    while start < end and folded[start] in "的在,于 、":
        start += 1
    while end > start and folded[end - 1] in "的, 、":
        end -= 1
    return (start, end) if start < end else None


def _told(text: Text, times: tuple[Span, ...], span: Span) -> Element:
    """A stretch without times, as a name, a measure, both, or something that is done."""
    first, last = span
    words = text.folded[first:last]
    if _MEASURE.fullmatch(words):
        return Element(text, times, None, span)
    if _DONE.fullmatch(words):
        return Element(text, times, None, None, span)
    begin = measure_at_end(words)
    if 1 < begin < len(words):
        stem = words[:begin].removesuffix("的")
        if len(stem) > 1:
            begin += words.startswith("的", begin)
            return Element(text, times, (first, first + len(stem)), (first + begin, last))
    heads = [match.end() for match in HEAD.finditer(words) if 0 < match.end() < len(words)]
    if heads and words.startswith("的", heads[-1]):
        middle = first + heads[-1]
        return Element(text, times, (first, middle), (middle + 1, last))
    return Element(text, times, span, None)
