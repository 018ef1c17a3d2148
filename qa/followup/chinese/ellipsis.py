"""Chinese questions without a subject: 总投资多少？, 什么时候开工的？, 其中出口多少？

Whether one lacks its subject is told by what it is made of: question words, verbs, measures and small words only, as in
什么时候开工的, leave nothing that it could be about; any other noun (会议由谁主持？) makes it complete. Of what an
earlier question says, only what is missing is taken: Chinese drops topics, seldom anything else (Huang, "On the
distribution and reference of empty pronouns", Linguistic Inquiry 15, 1984).
"""

from __future__ import annotations

import re
from typing import Final

from qa.asked import asked
from qa.followup.chinese.apart import take_apart
from qa.followup.chinese.cover import cover
from qa.followup.chinese.measures import LISTED, MEASURE, SECTION, is_flow, whose
from qa.followup.chinese.persons import PERSON
from qa.followup.chinese.stops import UNIT
from qa.followup.chinese.verbs import ADVERB, ASPECT, CHANGE, SAYING, VERB, takes_a_person, whose_doing
from qa.followup.context import Context, Turn
from qa.followup.frame import Frame
from qa.followup.text import Text
from qa.followup.types import ANYTHING, Entity, Kinds, Piece
from qa.sense.towns import HAN

__all__ = ["fill_in"]

_MEASURE: Final = re.compile(MEASURE)
_LISTED: Final = re.compile(LISTED)
_CHANGE: Final = re.compile(CHANGE)
_VERB: Final = re.compile(VERB)
_AMONG: Final = re.compile("(?:这)?其中,?")
_OF_PEOPLE: Final = re.compile(
    "多大(?:年纪|岁数|年龄)|几岁|多少岁|哪里人|哪国人|什么学历|什么职务|什么职位|什么学校|什么专业|何职"
)
_MEASURE_AT_END: Final = re.compile(rf"(?:{MEASURE})[?？]$")
_VERB_AT_END: Final = re.compile(rf"(?P<verb>{VERB})(?P<aspect>{ASPECT}*)(?P<of>的)?[呢啊呀?？!。.]*$")
_MEASURE_OF_VERB: Final = re.compile(rf"{VERB}{ASPECT}*的(?:{MEASURE})")
_HAPPENS: Final = re.compile("(?:发生|出现)[了过]?(?:什么|哪些|哪几)")
_MOST: Final = re.compile(rf"最[^的]{{1,3}}的|^一(?![年天月周次]){UNIT}(?!.{{0,2}}(?:多|几))")
"""What makes a noun of its own of words that would name nothing: 问题最多的, 一个有效的地址."""

_IS_SAID: Final = re.compile(f"{SAYING}[了过的]")
_WHO: Final = re.compile("谁|何人|哪位|什么人")
_WHICH: Final = re.compile(rf"哪(?!一?[年天月日里儿])[一些几]?{UNIT}|哪个人")
_WHO_IS: Final = re.compile(rf"(?:谁|哪位|什么人)(?:是|担任)(?={MEASURE})")
_BESIDE: Final = re.compile(rf"^(?:[今去明前]年|\d{{4}}年|{ADVERB}|,)+")
_DOER: Final = re.compile(
    rf"(?:有|由|是|被|还有)*(?:{_WHO.pattern}|(?:哪(?!一?[年天月日里儿]|一?个月)些?|多少|几)(?:{UNIT}"
    rf"|些)*[{HAN}]{{0,4}}?(?={VERB}))"
)
"""Who does it is asked for, so that what lacks is what it is done to."""

_TAKES_MANY: Final = re.compile("参加|参展|参赛|出席|中标|获奖|参会|受|入选")
_PARTICLE: Final = re.compile("呢(?=[?？!。.]*$)")
_BEFORE_NUMBER: Final = re.compile("(?:是|为|有|达到|达|共有|共|了|总共|一共)+$")
_ROLE: Final = re.compile("(?P<of>[市县省区镇乡村校馆院局厂行台所站署厅团队社园店处场])长$")
_TOWN_OFFICE: Final = re.compile("[市县省镇乡村]")
_OWN_OFFICE: Final = re.compile("[市县省镇乡村校学馆院厂行台厅]")
_SCHOOL: Final = "[校学]"
_TURNS_OF_OFFICE: Final = 12
_ENDS: Final = "?？ "


def fill_in(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Give a question the subject it lacks.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where it is complete, or nothing fits.
    """
    own = take_apart(text)
    folded = text.folded[own.start :]
    if match := _AMONG.match(folded):
        return _among(text, own.start + match.end(), context)
    if not _lacks_subject(folded, own):
        return None
    if (change := _change(text, own, context)) is not None:
        return change
    wanted = _wanted(_without_times(folded, own))
    found = None if wanted is None else _topic(folded, wanted, context)
    return _with_topic(text, own, *found) if found else None


def _lacks_subject(folded: str, own: Frame) -> bool:
    """Whether question words, verbs, measures and small words are all that a question is made of."""
    if (own.times and _HAPPENS.search(folded)) or _MOST.search(folded):
        return False
    if _MEASURE_OF_VERB.search(folded) or not (own.has_question_word or _MEASURE_AT_END.search(folded)):
        return False
    made = cover(folded, [(start - own.start, end - own.start) for start, end in own.times])
    return made.whole and made.tells


def _without_times(folded: str, own: Frame) -> str:
    for start, end in reversed(own.times):
        folded = folded[: start - own.start] + folded[end - own.start :]
    return folded


def _wanted(folded: str) -> Kinds | None:
    """Of what kinds something is that a question can be about; None where nothing that was asked about can be."""
    if match := _MEASURE.search(folded):
        return whose(match[0]) or PERSON | ANYTHING
    if _OF_PEOPLE.search(folded):
        return PERSON
    is_doer = bool(_DOER.match(_BESIDE.sub("", folded)))
    if is_doer and _IS_SAID.search(folded):
        return None
    if verb := _VERB.search(folded):
        if is_doer:
            return PERSON if takes_a_person(verb[0]) else ANYTHING
        return whose_doing(folded) or ANYTHING
    return ANYTHING if asked(folded).kind in {"number", "thing", "name"} else frozenset()


def _topic(folded: str, wanted: Kinds, context: Context) -> tuple[Turn, Entity] | None:
    measure = _LISTED.search(folded)
    office = _ROLE.search(measure[0]) if measure else None
    return _of_office(folded, office["of"], wanted, context) if office else context.find(wanted)


def _of_office(folded: str, office: str, wanted: Kinds, context: Context) -> tuple[Turn, Entity] | None:
    """What has a 馆长 or a 县长: one whose name says so, else what has all kinds of heads, else an unknown name."""
    held = _SCHOOL if office == "校" else office
    candidates = list(context.candidates(wanted, _TURNS_OF_OFFICE))
    known = [each for each in candidates if each[1].kinds]
    named = [each for each in known if re.search(held, each[1].folded)]
    last = context.turns[0].frame.subject if context.turns else None
    if not named and last and "org" in last.kinds and not _TOWN_OFFICE.search(held):
        named = [(context.turns[0], last)]
    others = known if re.match(SECTION, folded) or not _OWN_OFFICE.search(held) else []
    return next(iter(named or others or [each for each in candidates if not each[1].kinds]), None)


def _with_topic(text: Text, own: Frame, turn: Turn, entity: Entity) -> tuple[Piece, ...]:
    folded, topic = text.folded[own.start :], (entity.words, True)
    typed = _PARTICLE.sub("", text.cut(own.start))
    if match := _WHO_IS.match(folded):
        place = own.start + match.end()
        return ((text.cut(own.start, place), False), topic, (text.cut(place), False))
    last = _VERB_AT_END.search(folded)
    if last is None or not (_WHO.match(folded) or _WHICH.match(folded)):
        return ((_with_time(text, own, turn, entity), True), (typed, False))
    if _WHO.match(folded) and takes_a_person(last["verb"]) and "person" in entity.kinds:
        asks = typed.rstrip(_ENDS)
        return ((asks, False), topic, (typed[len(asks) :], False))
    if last["of"] or last["aspect"].endswith("的"):
        return (topic, (f"是{typed}", False))
    return (topic, (f"{'有' if _TAKES_MANY.match(last['verb']) else '由'}{typed}", False))


def _with_time(text: Text, own: Frame, turn: Turn, entity: Entity) -> str:
    """The topic, with the time beside it where what is asked goes on being asked of that time."""
    frame = turn.frame
    measure = _MEASURE.search(text.folded)
    goes_on = (
        measure and is_flow(measure[0]) and is_flow(frame.words(frame.measure)) and frame.kind == "number"
    )
    if not goes_on or own.times or entity.start < 0 or not frame.times:
        return entity.words
    start, end = frame.times[0]
    first, last = sorted(((start, end), (entity.start, entity.end)))
    between = frame.text.folded[first[1] : last[0]].strip("的,在 ")
    return entity.words if between else frame.text.cut(first[0], last[1])


def _change(text: Text, own: Frame, context: Context) -> tuple[Piece, ...] | None:
    """增长了多少？, 为什么下降？: a change of the measure that was asked for."""
    folded = text.folded[own.start :]
    if not _CHANGE.search(folded) or _LISTED.search(_CHANGE.sub("", folded)):
        return None
    for turn in context.turns[:2]:
        frame = turn.frame
        asks = frame.kind in {"number", "reason", "way", "thing"}
        if frame.measure and asks and not turn.english and frame.measure[1] <= frame.ask[0]:
            return ((frame.text.cut(frame.start, frame.measure[1]), True), (text.cut(own.start), False))
    return None


def _among(text: Text, start: int, context: Context) -> tuple[Piece, ...] | None:
    """其中城镇人口多少？: the part of a number that was asked for."""
    turn = context.turns[0]
    frame = turn.frame
    if turn.english or frame.kind != "number" or not frame.entities:
        return None
    end = frame.measure[1] if frame.measure else frame.ask[0]
    whole = _BEFORE_NUMBER.sub("", frame.text.folded[frame.start : end])
    words = frame.text.cut(frame.start, frame.start + len(whole))
    noun = frame.text.cut(*frame.noun) if frame.noun and not frame.measure else ""
    return ((words + noun, True), ("中", False), (text.cut(start), False))
