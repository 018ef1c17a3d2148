"""A Chinese question taken apart."""

from __future__ import annotations

import re
from typing import Final

from qa.asked import asked
from qa.followup.chinese.measures import MEASURE
from qa.followup.chinese.names import names_behind
from qa.followup.chinese.stops import UNIT, behind_lead, first_words
from qa.followup.chinese.subjects import named_together, subject_in
from qa.followup.chinese.verbs import ADVERB, ASPECT, COPULA, VERB
from qa.followup.frame import Frame
from qa.followup.text import Span, Text, quoted_spans, times_in
from qa.sense.towns import HAN

__all__ = ["take_apart"]

_UNIT: Final = re.compile(f"(?:{UNIT}|些|里|儿|个)")
_WITH_UNIT: Final = frozenset({"number", "name", "thing", "place"})
_TAIL: Final = re.compile(rf"(?:{COPULA}|{ADVERB}|的)+$")
_MEASURE: Final = re.compile(MEASURE)
_ENDS_IN_VERB: Final = re.compile(f"{VERB}{ASPECT}*$")
_NOUN: Final = re.compile(rf"[{HAN}]{{1,8}}")
_NOUN_ENDS: Final = re.compile(f"{VERB}|[的了在被由呢吗是为]")


def take_apart(text: Text) -> Frame:
    """Take a question apart.

    :param text: a Chinese question.
    :return: its parts.
    """
    folded = text.folded
    start, times, quoted = behind_lead(folded), tuple(times_in(folded)), quoted_spans(folded)
    ask, kind = _ask(folded)
    region = first_words(folded, start, times, quoted, ask[0])
    subject = subject_in(text, region) if region else None
    pair = named_together(text, subject, times, ask[0])
    behind = pair[1].end if pair else subject.end if subject else region[1] if region else start
    others = names_behind(text, behind, times, quoted, ask)
    if pair:
        others = (pair[1], *others)
    measure = _measure(folded, behind, ask, kind, times) if ask[0] >= behind else None
    return Frame(text, start, times, kind, ask, subject, measure, _noun(folded, ask), others, pair)


def _ask(folded: str) -> tuple[Span, str]:
    found = asked(folded)
    unit = _UNIT.match(folded, found.end) if found.start < found.end and found.kind in _WITH_UNIT else None
    return (found.start, unit.end() if unit else found.end), found.kind


def _measure(folded: str, start: int, ask: Span, kind: str, times: tuple[Span, ...]) -> Span | None:
    end = ask[0]
    while start < end:
        time = next((each for each in times if each[0] <= start < each[1]), None)
        if not time and folded[start] != "的":
            break
        start = time[1] if time else start + 1
    if start >= end:
        return None
    if match := _MEASURE.search(folded, start, end):
        last = match.end()
        while following := _MEASURE.match(folded, last, end):
            last = following.end()
        part = _MEASURE.match(folded, last + 1, end) if folded.startswith("中", last) else None
        return part.span() if part else (start, last)
    if kind != "number":
        return None
    if tail := _TAIL.search(folded, start, end):
        end = tail.start()
    return (start, end) if start < end and not _ENDS_IN_VERB.search(folded, start, end) else None


def _noun(folded: str, ask: Span) -> Span | None:
    match = _NOUN.match(folded, ask[1]) if ask[0] < ask[1] else None
    if match is None:
        return None
    stop = _NOUN_ENDS.search(folded, match.start(), match.end())
    end = stop.start() if stop else match.end()
    return (match.start(), end) if match.start() < end else None
