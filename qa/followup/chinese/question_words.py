"""Chinese question words alone, 什么时候？, 为什么？ and 哪些？: the last question, asked with another word.

The new word takes the place of the old one where both ask how, when or where something was done. Else the answer fills
the place of the old one, and the statement that it makes is asked about.
"""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.cover import ASK
from qa.followup.chinese.verbs import CHANGE, VERB
from qa.followup.context import Turn
from qa.followup.frame import Frame
from qa.followup.text import Text, is_within
from qa.followup.types import Piece

__all__ = ["WORDS", "asks_alone", "question_word", "which_they_are"]

WORDS: Final = {"time": "什么时候", "place": "在哪里", "reason": "为什么", "way": "如何"}
"""The plainest question word of each kind."""

_ALONE: Final = re.compile(
    "(?:具体|那|又)?(?:是|有|大概)?(?:(?P<time>什么时候|什么时间|何时|哪一?年|哪一?天|几月几[日号]|几时"
    "|几号|时间)"
    r"|(?P<place>在哪里?|哪里|在哪儿|哪儿|在什么地方|什么地方|何处|何地|地点)"
    r"|(?P<reason>为什么|为何|为啥|什么原因|原因是什么|原因|因为什么|怎么会这样|怎么回事)"
    "|(?P<way>怎么做的?|如何做的?|怎么做到的?|如何|怎么|怎样|通过什么方式))(?:的|呢|啊|呀|的呢"
    "|这样)?[?？!。.]*"
)
_WHICH: Final = re.compile(
    "(?:都|分别|具体)*(?:是|有|叫)?(?:哪些|哪几[个家座条项位名种届款]?|什么名字|哪几个)(?:呢|啊)?[?？!。.]*"
)
_ASK: Final = re.compile(f"在?{ASK}")
_VERB: Final = re.compile(f"{CHANGE}|{VERB}")
_END: Final = "?？!。. 的呢啊"
_COUNTED_BY: Final = re.compile("[个家座条项位名种届款场台架艘件部本首处所间户人支篇只]$")
_LONGEST: Final = 40


def asks_alone(folded: str) -> str:
    """What a question of one question word asks for.

    :param folded: the folded question.
    :return: "time", "place", "reason" or "way"; "" for any other question.
    """
    match = _ALONE.fullmatch(folded)
    return (match.lastgroup or "") if match else ""


def question_word(kind: str, turn: Turn, text: Text | None = None) -> tuple[Piece, ...] | None:
    """The last question asked with another question word.

    :param kind: what for: "time", "place", "reason" or "way".
    :param turn: a turn in Chinese.
    :param text: the question the word stands in; None for the plainest word.
    :return: its pieces; None where it has no place for the word.
    """
    frame, word = turn.frame, _typed(kind, text)
    if turn.english or frame.kind == kind:
        return None
    folded = frame.text.folded
    start, end = frame.ask
    behind = folded[end:].strip(_END)
    if frame.kind in WORDS and behind and _VERB.search(behind):
        start -= bool(re.search("[在于]$", folded[:start]))
        return ((frame.text.cut(frame.start, start), True), (word, False), (frame.text.cut(end), True))
    subject = frame.subject
    named = frame.measure[1] if frame.measure else 0
    if (
        kind == "place"
        and subject
        and frame.kind in {"number", "thing", "person", "name"}
        and not _verb_behind(frame, max(subject.end, named))
    ):
        return ((subject.words, True), (word + "？", False))
    return _filled(kind, word, turn)


def _typed(kind: str, text: Text | None) -> str:
    word = WORDS[kind]
    if (
        text is None
        or re.search("原因|怎么回事|怎么会", text.folded)
        or not (typed := _ASK.search(text.folded))
    ):
        return word
    word = text.cut(*typed.span())
    return f"在{word}" if kind == "place" and not word.startswith("在") else word


def _verb_behind(frame: Frame, place: int) -> int | None:
    """Where the first verb behind a place begins that is no part of a time."""
    found = (match.start() for match in _VERB.finditer(frame.text.folded, place))
    return next((start for start in found if not is_within(start, frame.times)), None)


def _filled(kind: str, word: str, turn: Turn) -> tuple[Piece, ...] | None:
    """The earlier question as a statement, its question word filled by the answer, and asked when, where or why."""
    frame = turn.frame
    folded, (start, end) = frame.text.folded, frame.ask
    answer = turn.answers[0].words if turn.asks_for_its_subject and turn.answers else turn.said.answer
    if start == end or not answer or len(answer) > _LONGEST or frame.kind in {"time", "reason"}:
        return None
    if turn.asks_for_its_subject and start == frame.start:
        return ((answer, True), (word, False), (frame.text.cut(end), True))
    end = frame.noun[1] if frame.noun else end
    verb = _verb_behind(frame, frame.subject.end if frame.subject else frame.start)
    if frame.kind == "number":
        begins = (
            frame.measure[1]
            if frame.measure and frame.measure[1] <= start
            else frame.subject.end
            if frame.subject
            else None
        )
        if kind != "reason" or begins is None:
            return None
        begins = verb if verb is not None and begins <= verb <= start else begins
        filled = frame.text.cut(begins, start) + answer
        return ((frame.text.cut(frame.start, begins), True), (word, False), (filled, True), ("？", False))
    if verb is None or verb > start:
        return None
    rest = frame.text.cut(end) if folded[end:].strip(_END) else ""
    filled = frame.text.cut(verb, start) + answer + rest
    return (
        (frame.text.cut(frame.start, verb), True),
        (word, False),
        (filled, True),
        ("" if rest else "？", False),
    )


def which_they_are(text: Text, turn: Turn) -> tuple[Piece, ...] | None:
    """哪些？: which are those that were counted.

    :param text: the question.
    :param turn: the last turn, in Chinese.
    :return: its pieces; None where it asks something else, or nothing was counted.
    """
    frame = turn.frame
    if not _WHICH.fullmatch(text.folded) or frame.kind != "number" or turn.english:
        return None
    if not frame.noun and not _COUNTED_BY.search(frame.text.folded[slice(*frame.ask)]):
        return None
    return (
        (frame.text.cut(frame.start, frame.ask[0]), True),
        ("哪些", False),
        (frame.text.cut(frame.ask[1]), True),
    )
