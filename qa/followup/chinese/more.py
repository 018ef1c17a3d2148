"""还有呢？, 还有谁？, 另一座呢？: the last question asked once more.

What was asked is kept as it is, with 还 where Chinese has it; the answers that were given are not left out, as words of
theirs would only find them again.
"""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.stops import UNIT
from qa.followup.chinese.verbs import ASPECT, SAYING, VERB
from qa.followup.context import Context, Turn
from qa.followup.text import Text
from qa.followup.types import Piece
from qa.sense.towns import HAN

__all__ = ["again", "ask_more", "asks_for_more"]

_LEAD: Final = "(?:那么?|然后|除此之外|除此以外|此外|除了这些|除了这个|那|嗯|好的|,)*"
_END: Final = "(?:呢|吗|么|的|的呢|啊|呀|没有)*[?？!。.]*"
_MORE: Final = re.compile(
    rf"{_LEAD}(?:(?:还有|另外还有|别的|其他的?|其它的?|其余的?)(?:没有|别的|其他的?|其它的?|什么|哪些"
    r"|哪几个|吗|更多|些什么|什么别的|其他什么)*|还有吗|有没有别的|有没有其他的?|另外|此外|除此之外"
    rf"|更多)(?P<end>{_END})"
)
_WHO: Final = re.compile(
    rf"{_LEAD}(?:还有|有没有其他|另外还有)(?P<ask>谁|哪位|哪些人|其他人|别人|什么人){_END}"
)
_WHICH: Final = re.compile(
    rf"{_LEAD}(?P<more>还有|另外还有)(?P<ask>哪些|哪几{UNIT}?|哪{UNIT}|什么"
    rf"|多少)(?P<noun>[{HAN}]{{1,8}}?){_END}"
)
_OTHER: Final = re.compile(
    rf"{_LEAD}(?P<other>(?:另外?一?|别的|其他|其它|其余"
    rf"|剩下的?)(?:{UNIT})?(?P<noun>[{HAN}]{{0,6}}?))(?P<end>{_END})"
)
_UNIT: Final = re.compile(UNIT)
_TURNS: Final = 3
_SMALL: Final = re.compile("[有由是在]$")
_VERB: Final = re.compile(rf"(?:{SAYING}|{VERB}){ASPECT}*")


def ask_more(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Ask the last question once more, or of the other of two.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where it asks for nothing more.
    """
    turn = context.turns[0]
    if turn.english:
        return None
    if asks_for_more(text.folded) or (_WHO.fullmatch(text.folded) and turn.frame.kind == "person"):
        return again(turn)
    if match := _WHICH.fullmatch(text.folded):
        return _which(match, text, turn)
    if (match := _OTHER.fullmatch(text.folded)) and match["end"].startswith("呢"):
        return _other(match, text, context)
    return None


def asks_for_more(folded: str) -> bool:
    """Whether a question only asks for more.

    :param folded: the folded question.
    :return: True for 还有呢？
    """
    return bool(_MORE.fullmatch(folded))


def again(turn: Turn) -> tuple[Piece, ...] | None:
    """A Chinese question asked once more.

    :param turn: the turn.
    :return: its pieces; None where nothing more can be asked for.
    """
    frame, folded = turn.frame, turn.frame.text.folded
    start, end = frame.ask
    if start == end or frame.kind in {"time", "reason", "number"}:
        return None
    if frame.kind == "place" and "些" not in folded:
        return None
    words = frame.text.cut(frame.start)
    if "还" in folded:
        return ((words, True),)
    place = _before_ask(folded, frame.start, start, frame.subject.end if frame.subject else frame.start)
    if place is None:
        return ((words, True),)
    more = "还有" if frame.kind == "person" and place == start and place == frame.start else "还"
    return ((frame.text.cut(frame.start, place), True), (more, False), (frame.text.cut(place), True))


def _before_ask(folded: str, begin: int, ask: int, subject: int) -> int | None:
    """Where 还 goes: before the verb or small word that the question word depends on."""
    small = _SMALL.search(folded, begin, ask)
    verb = small or _VERB.search(folded, max(subject, begin), ask)
    return verb.start() if verb else ask if ask == begin else None


def _which(match: re.Match[str], text: Text, turn: Turn) -> tuple[Piece, ...] | None:
    """还有哪些国家？: of what was asked for, or of something else that the subject has."""
    frame, folded = turn.frame, turn.frame.text.folded
    asked = folded[slice(*frame.ask)] + (folded[slice(*frame.noun)] if frame.noun else "")
    start, end = frame.ask[0], frame.noun[1] if frame.noun else frame.ask[1]
    words = text.cut(*match.span("ask")) + text.cut(*match.span("noun"))
    if start < end and match["noun"] in asked:
        if folded[max(0, start - 1) : start] == "有":
            return (
                (frame.text.cut(frame.start, start - 1), True),
                (f"还有{words}", False),
                (frame.text.cut(end), True),
            )
        place = _before_ask(folded, frame.start, start, frame.subject.end if frame.subject else frame.start)
        if place is not None and place < start:
            return (
                (frame.text.cut(frame.start, place), True),
                ("还", False),
                (frame.text.cut(place, start), True),
                (words, False),
                (frame.text.cut(end), True),
            )
        return (
            (frame.text.cut(frame.start, start), True),
            (f"还有{words}", False),
            (frame.text.cut(end), True),
        )
    if frame.subject:
        return ((frame.subject.words, True), (text.cut(match.start("more")), False))
    return None


def _other(match: re.Match[str], text: Text, context: Context) -> tuple[Piece, ...] | None:
    """另一座呢？: the other of two that were named together, else words that say so in the place of the one."""
    frame = context.turns[0].frame
    if not (subject := frame.subject):
        return None
    words: Piece | None = None
    for turn in context.turns[:_TURNS]:
        for two in (turn.answers[1:], turn.frame.pair or ()):
            others = [each for each in two if each.folded != subject.folded]
            if words is None and len(two) == 2 and len(others) == 1:
                words = (others[0].words, True)
    if words is None and (match["noun"] or _UNIT.search(match["other"])):
        words = (text.cut(*match.span("other")), False)
    if words is None:
        return None
    return ((frame.text.cut(frame.start, subject.start), True), words, (frame.text.cut(subject.end), True))
