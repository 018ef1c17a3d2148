"""X呢？: the last complete question asked again with another year, place, name or measure.

The new element replaces the one of its kind; which that is, a shared ending tells (二号线 for 一号线), else the kind.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from qa.followup.chinese.counterparts import counterpart, opposite, written_alike
from qa.followup.chinese.elements import Element
from qa.followup.chinese.measures import MEASURE, Sort, is_flow, sort_of, whose
from qa.followup.chinese.nouns import HEAD, kinds_of
from qa.followup.chinese.verbs import VERB
from qa.followup.context import Context, Turn
from qa.followup.edits import Edit, edited, time_edit
from qa.followup.frame import Frame
from qa.followup.types import Piece

__all__ = ["edits_of", "substitute"]

_TAILS: Final[dict[Sort, str]] = {
    "number": "是多少", "time": "是什么时候", "person": "是谁", "org": "是谁", "place": "在哪里", "thing": "是什么",
}  # fmt: skip
_VERB: Final = re.compile(VERB)
_MEASURE: Final = re.compile(MEASURE)
_HOW_MUCH: Final = re.compile("多少|几成|百分之几|多少钱")
_TURNS: Final = 3


def substitute(new: Element, context: Context, taken: bool = False) -> tuple[Piece, ...] | None:
    """Ask the last question that has a place for it again, with the new element in that place.

    :param new: what is named anew.
    :param context: the earlier turns.
    :param taken: whether its name is itself taken over from an earlier turn.
    :return: the question; None where no earlier question has a place for it.
    """
    for turn in context.turns[:_TURNS]:
        if (edits := edits_of(new, turn, taken)) is not None:
            pieces = edited(turn.frame, edits)
            same = "".join(words for words, _ in pieces) == turn.said.question
            return None if same else pieces
    return None


def edits_of(new: Element, turn: Turn, taken: bool) -> list[Edit] | None:
    """What changes in an earlier question.

    :param new: what is named anew.
    :param turn: the earlier turn.
    :param taken: whether the new name is itself taken over.
    :return: the changes; None where it has no place for them all.
    """
    frame = turn.frame
    if frame.ask[0] == frame.ask[1] and "吗" not in frame.text.folded and not frame.subject:
        return None
    new = _as_measure(new, frame)
    edits: list[Edit] = []
    parts: list[list[Edit] | None] = [_timed(new, turn)]
    if new.name:
        place = counterpart(new.folded(new.name), frame)
        parts.append([(*place, ((new.text.cut(*new.name), taken),))] if place else None)
    if new.verb:
        parts.append(_done(new, frame))
    if new.measure:
        parts.append(_measured(new, turn))
    for part in parts:
        if part is None:
            return None
        edits += part
    return edits if all(one[1] <= two[0] for one, two in pairwise(sorted(edits))) else None


def _as_measure(new: Element, frame: Frame) -> Element:
    """货邮吞吐量 after 旅客吞吐量 is another measure; 太仓吞吐量 after 吞吐量 is another town's."""
    if not (new.name and new.measure and new.name[1] == new.measure[0]) or kinds_of(new.folded(new.name)):
        return new
    old = frame.text.folded[slice(*frame.measure)] if frame.measure else ""
    return (
        new
        if old == new.folded(new.measure)
        else replace(new, name=None, measure=(new.name[0], new.measure[1]))
    )


def _timed(new: Element, turn: Turn) -> list[Edit] | None:
    edits = [time_edit(new.text, span, turn.frame, turn.english) for span in new.times]
    return None if None in edits else [edit for edit in edits if edit]


def _done(new: Element, frame: Frame) -> list[Edit] | None:
    """完工呢？: what is done in place of what was, the last verb."""
    behind = frame.subject.end if frame.subject else frame.start
    verbs = [match.span() for match in _VERB.finditer(frame.text.folded, behind)]
    return [(*verbs[-1], ((new.text.cut(*new.verb or (0, 0)), False),))] if verbs else None


def _measured(new: Element, turn: Turn) -> list[Edit] | None:
    """Ask for another measure: in the place of the one that was asked for, else as a question of its own."""
    frame, folded = turn.frame, turn.frame.text.folded
    span = new.measure or (0, 0)
    measure, words = new.folded(span), new.text.cut(*span)
    sort, old = sort_of(measure), frame.measure
    place = opposite(measure, folded) or written_alike(measure, frame)
    if place is not None and (not old or place[0] >= old[0]):
        return [(*place, ((words, False),))]
    if frame.noun and (place := counterpart(measure, frame)) == frame.noun:
        return [(*frame.noun, ((words, False),))]
    if frame.noun and not _MEASURE.fullmatch(measure):
        return [(*frame.noun, ((words, False),))]
    if old and old[1] <= frame.ask[0] and (turn.english or sort == sort_of(folded[slice(*old)])):
        start = (
            min(old[0], _inner(frame))
            if frame.subject and frame.subject.end == old[0] and not _is_listed(measure)
            else old[0]
        )
        edits: list[Edit] = [(start, old[1], ((words, False),))]
        if sort == "number" and not _HOW_MUCH.fullmatch(folded[slice(*frame.ask)]):
            is_before = re.search("[是为有达到]$", folded[: frame.ask[0]])
            edits.append((*frame.ask, (("多少" if is_before else "是多少", False),)))
        return edits
    return _anew(new, sort, turn)


def _is_listed(measure: str) -> bool:
    return bool(_MEASURE.fullmatch(measure))


def _inner(frame: Frame) -> int:
    """Where the name ends that a subject such as 武陵县茶园 begins with; its own end where there is none."""
    subject = frame.subject
    if subject is None:
        return len(frame.text.folded)
    for match in HEAD.finditer(subject.folded, 1):
        if "place" in kinds_of(subject.folded[: match.end()]) and match.end() < len(subject.folded):
            return subject.start + match.end()
    return subject.end


def _anew(new: Element, sort: Sort, turn: Turn) -> list[Edit] | None:
    """The subject, its time where that goes on, and the new measure."""
    frame, subject = turn.frame, turn.frame.subject
    span = new.measure or (0, 0)
    measure, end = new.folded(span), len(frame.text.folded)
    if subject is None or not (new.name or subject.can_be(whose(measure))):
        return None
    asks = ((new.text.cut(*span) + _TAILS[sort], False),)
    goes_on = is_flow(measure) and frame.kind == "number"
    before = [each for each in frame.times if each[1] <= subject.start]
    behind = [each for each in frame.times if each[0] >= subject.end]
    if behind and goes_on and behind[0][0] - subject.end < 2:
        return [(behind[0][1], end, asks)]
    edits: list[Edit] = [(subject.end, end, asks)]
    return [*edits, (*before[0], ())] if before and not new.times and not goes_on else edits
