"""该公司, 这座桥, 这种药 and 这家: one that was spoken of, told by its noun or by the classifier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from qa.followup.chinese.measures import MEASURE
from qa.followup.chinese.nouns import HEAD, head_of
from qa.followup.chinese.persons import has_form_of_a_person
from qa.followup.chinese.sorts import Sort, sort_named
from qa.followup.chinese.verbs import ADVERB, COPULA, VERB
from qa.followup.context import Context, Turn
from qa.followup.frame import Frame
from qa.followup.text import Span, Text
from qa.followup.types import ANYTHING, Entity, Kinds

__all__ = ["DEMONSTRATIVE", "Found", "has_own", "the_one"]

Found: TypeAlias = tuple[str, Span]
"""Words as they stand in an earlier turn, and the stretch of the question they take the place of."""

_CLASSIFIER: Final = "[座家个条项部种款次届场份位名支所套台架艘枚颗只篇处片幅本段列株件]"
DEMONSTRATIVE: Final = (
    rf"该(?:[个项座家条种款部支所艘枚台](?=[^\W\d_]))?|此(?={_CLASSIFIER}?[^\W\d_])"
    rf"|[这那](?:一)?{_CLASSIFIER}(?!人)"
    "|[这那](?=公司|企业|学校|医院|桥|项目|工程|会议|论坛|活动|银行|城市|国家)"
)
"""Pattern of what stands before the noun."""

_NOT_ONE: Final = re.compile(
    "名字|名称|词|称号|说法|概念|称呼|头衔|国号|报告|文件|文章|资料|新闻|材料|报道|数据|问题|意思|情况"
    "|时候|方面|方式|样|么|些|会儿|边|时|点|段话"
    "|句话|图|表|月|天|周|季度|世纪"
)
"""Nouns of what is hardly an entity of an earlier turn: the reports themselves, words, times."""

_NAMED_BEFORE: Final = tuple('》”」』"')
_OF_CLASSIFIER: Final[dict[str, Kinds]] = {
    classifier: frozenset(kinds.split())
    for classifiers, kinds in (
        ("家所支", "org"), ("位名", "person"), ("座", "thing place"), ("条", "thing place work"),
        ("项", "thing work event"), ("部", "work thing"), ("届场次", "event"), ("份", "work"), ("台架艘枚颗", "thing"),
    )
    for classifier in classifiers
}  # fmt: skip
_GOES_ON: Final = re.compile(rf"的|{MEASURE}|{VERB}|{ADVERB}|{COPULA}|多|什么|谁|哪|几|为什么|何时")
_ASKS_ON: Final = re.compile(rf"的|{COPULA}|多|什么|谁|哪|几|为什么|何时")
_ENDS: Final = frozenset(",、?!。内外上中里下和与")
_LONGEST: Final = 8
_FAR: Final = 12
"""Turns that are looked at: a noun tells more than a kind."""


def has_own(own: Frame, wanted: Kinds, place: int) -> bool:
    """Whether a question names what a pronoun in it can stand for, before it.

    :param own: the question.
    :param wanted: the kinds it can stand for; empty for any.
    :param place: where the pronoun stands.
    :return: True when it does.
    """
    return any(
        entity.start < place and (entity.kinds & wanted or not wanted or not entity.kinds)
        for entity in own.entities
    )


def the_one(behind: int, span: Span, text: Text, own: Frame, context: Context) -> Found | None:
    """What 该公司 or 这座 stands for: something with that head noun, or of the kind that the noun or classifier tells.

    :param behind: where the noun begins.
    :param span: the demonstrative.
    :param text: the question.
    :param own: its parts.
    :param context: the earlier turns.
    :return: what it stands for; None where nothing fits, or the question itself says which one is meant.
    """
    words = text.folded[behind:]
    is_named = text.folded[: span[0]].endswith(_NAMED_BEFORE) or (own.subject and own.subject.end == span[0])
    if _NOT_ONE.match(words) or is_named:
        return None
    noun, sort = _sort_behind(words)
    by_head, size = _by_head(words, context)
    if sort and (entity := _centre(noun, sort, context)):
        by_head, size = entity.words, len(noun)
    elif sort and size < 2:
        by_sort = _said_to_be(noun, context) or _of_sort(sort, own, span[0], context)
        by_head, size = by_sort.words if by_sort else "", len(noun)
    if by_head or sort:
        return (by_head, (span[0], behind + size)) if by_head else None
    return _by_classifier(words, span, text, own, context)


def _by_classifier(words: str, span: Span, text: Text, own: Frame, context: Context) -> Found | None:
    """这家 and 这座 without a noun."""
    classifier = text.folded[span[1] - 1] if span[1] - span[0] > 1 else ""
    goes_on = _ASKS_ON if classifier == "个" else _GOES_ON
    if not classifier or (words and not goes_on.match(words)):
        return None
    wanted = _OF_CLASSIFIER.get(classifier, ANYTHING)
    found = None if has_own(own, wanted, span[0]) else context.find(wanted)
    return (found[1].words, span) if found else None


def _sort_behind(words: str) -> tuple[str, Sort | None]:
    named = sort_named(words)
    return named if named and (len(named[0]) > 1 or _ends_a_word(words, 1)) else ("", None)


def _centre(noun: str, sort: Sort, context: Context) -> Entity | None:
    """The subject of the last question, a firm or town by a name of no telling form, unless it asked for another."""
    frame = context.turns[0].frame if context.turns else None
    if frame is None or frame.subject is None or not sort.any_name:
        return None
    asked = frame.words((frame.ask[0], (frame.noun or frame.ask)[1]))
    fits = sort.holds(frame.subject) and not has_form_of_a_person(frame.subject.folded)
    return frame.subject if fits and noun not in asked else None


def _said_to_be(noun: str, context: Context) -> Entity | None:
    """The subject of a question that says what it is: 五彩河是一条什么样的河？"""
    for turn in context.turns[:2]:
        subject = turn.frame.subject
        if subject and re.search(f"(?:是|属于)[^,]*{noun}", turn.frame.text.folded[subject.end :]):
            return subject
    return None


def _of_sort(sort: Sort, own: Frame, place: int, context: Context) -> Entity | None:
    if any(entity.end <= place and entity.kinds and sort.holds(entity) for entity in own.entities):
        return None
    return next((entity for _, entity in context.candidates(sort.kinds, _FAR) if sort.holds(entity)), None)


def _by_head(words: str, context: Context) -> tuple[str, int]:
    """The one that shares most of its end with what is named, and how many characters that are."""
    best, most = "", 0
    for turn, entity in context.candidates(frozenset(), _FAR):
        for name, folded in _with_inner(turn, entity):
            if (size := _shared(folded, words)) > most:
                best, most = name, size
    return best, most


def _with_inner(turn: Turn, entity: Entity) -> Iterator[tuple[str, str]]:
    """A name, and those that it begins with (云州机场 in 云州机场扩建工程)."""
    yield entity.words, entity.folded
    if entity.start < 0 or entity.folded[0] in "《“「『":
        return
    for head in HEAD.finditer(entity.folded, 2):
        if len(head[0]) > 1 and head.end() < len(entity.folded):
            yield turn.frame.text.cut(entity.start, entity.start + head.end()), entity.folded[: head.end()]


def _shared(name: str, words: str) -> int:
    """Characters of a name's end that words begin with, where they make a noun."""
    name = name.strip("《》“”「」『』")
    for size in range(min(len(name) - 1, _LONGEST), 0, -1):
        if words.startswith(name[-size:]):
            is_noun = size > 1 or (head_of(name[-1]) == name[-1] and _ends_a_word(words, size))
            return size if is_noun else 0
    return 0


def _ends_a_word(words: str, size: int) -> bool:
    """Whether a noun of one character is not part of another word (该国, but not 该国号)."""
    return not words[size:] or bool(_GOES_ON.match(words, size)) or words[size] in _ENDS
