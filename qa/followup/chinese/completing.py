"""Completing a follow-up question in Chinese."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.elements import element
from qa.followup.chinese.ellipsis import fill_in
from qa.followup.chinese.more import ask_more, asks_for_more
from qa.followup.chinese.numbers import name_in_full
from qa.followup.chinese.pronouns import has_pronoun, resolve
from qa.followup.chinese.question_words import asks_alone, question_word, which_they_are
from qa.followup.chinese.stops import LEAD
from qa.followup.chinese.substitute import substitute
from qa.followup.context import Context
from qa.followup.english.questions import ask_else, asked_with
from qa.followup.text import Span, Text, times_in
from qa.followup.types import Piece

__all__ = ["complete_chinese"]

_ASKS: Final = re.compile(
    "什么|谁|哪|何时|何地|何处|何人|多少|第?几|吗|为何|为啥|如何|怎么|怎样|是否|多[大高长远重久宽深快厚]"
    "|有没有|是不是"
)
_NOT_NAMED: Final = re.compile("[你我您,;:。]|觉得|认为|情况|详情|细节|结果|其余|其他|其它|别的")
_END: Final = re.compile(r"(?P<particle>(?:又|又是|怎么样|怎样|如何|的话)?呢)?[呢啊呀?？!。.\s]*$")
_NAMES: Final = re.compile("那|那么|至于|换成|换作|要是|如果")
_ENGLISH: Final = {"time": "when", "place": "where", "reason": "why", "way": "how"}
_LONGEST: Final = 30
_SHORT: Final = 12


def complete_chinese(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Complete a question in Chinese.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where it stands on its own.
    """
    if (asked := _asked_otherwise(text, context)) is not None:
        return asked
    resolved = resolve(text, context)
    if resolved is not None:
        text = Text.of("".join(words for words, _ in resolved))
        return _of_another(text, context, True) if _named(text.folded) else resolved
    if has_pronoun(text.folded):
        # A subject that nothing is known of is a subject all the same.
        return None
    return _of_another(text, context) or name_in_full(text, context) or fill_in(text, context)


def _asked_otherwise(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """A question of a word or two that asks the last question again, for more or with another question word."""
    turn = context.turns[0]
    lead = LEAD.match(text.folded)
    kind = asks_alone(text.folded[lead.end() :] if lead else text.folded)
    if kind:
        return asked_with(_ENGLISH[kind], turn) if turn.english else question_word(kind, turn, text)
    if turn.english and asks_for_more(text.folded):
        return ask_else(turn)
    return which_they_are(text, turn) or ask_more(text, context)


def _of_another(text: Text, context: Context, taken: bool = False) -> tuple[Piece, ...] | None:
    """X呢？, where X may be taken over from an earlier turn (它的总投资呢？)."""
    span = _named(text.folded)
    new = element(text, *span, times_in(text.folded)) if span else None
    return substitute(new, context, taken) if new and (new.name or not taken) else None


def _named(folded: str) -> Span | None:
    """The stretch that names something, of a question that names something and asks nothing; None for others."""
    lead, end = LEAD.match(folded), _END.search(folded)
    start, stop = lead.end() if lead else 0, end.start() if end else len(folded)
    if not start < stop <= start + _LONGEST:
        return None
    if _ASKS.search(folded, start, stop) or _NOT_NAMED.search(folded, start, stop):
        return None
    is_said = bool(end and end["particle"]) or (bool(_NAMES.match(folded)) and stop - start <= _SHORT)
    times = times_in(folded)
    is_time = bool(times) and times[0][0] == start and times[-1][1] >= stop
    return (start, stop) if is_said or is_time else None
