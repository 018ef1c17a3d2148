"""Whether a Chinese question names anything of its own, or is made of question words, verbs and measures only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qa.followup.chinese.measures import LISTED, OWNED
from qa.followup.chinese.nouns import HEAD, kinds_of
from qa.followup.chinese.persons import has_form_of_a_person
from qa.followup.chinese.stops import UNIT, around_names
from qa.followup.chinese.verbs import ADVERB, ASPECT, COPULA, SMALL, VERB, whose_doing
from qa.followup.text import Span
from qa.sense.towns import HAN

__all__ = ["ASK", "Cover", "cover"]

ASK: Final = (
    "(?:什么时候|什么时间|什么时期|什么地方|什么地点|什么原因|什么样|什么人|哪一?(?:年|天|月|日|些|几)"
    "|哪里|哪儿|哪位|何时|何年|何地|何处|何人"
    "|几月几[日号]|几月|几[日号]|几点|为什么|为何|为啥|怎么样?|怎样|如何|是否|多少|百分之几|第几"
    "|多[大高长远重久宽深快厚]|几|"
    f"哪{UNIT}?|什么|谁|何)"
)
"""Pattern of a question word."""

_PARTICLE: Final = "(?:的|了|呢|啊|呀|吗|吧|没有|么|过|得|之|上|里|中|,|[?？!。.])"
_DEGREE: Final = "最[高低大小长短多少早晚快慢深远贵新重]"
_ABROAD: Final = re.compile(rf"[在于到从](?P<where>[{HAN}]{{2,6}}?)(?={VERB})")
_TOWARDS: Final = re.compile(rf"对[{HAN}]{{2,4}}?(?={OWNED}|{VERB})")
_COUNTS: Final = re.compile("多少|几|哪(?!一?[年天月日里儿])|什么(?!时|地|原)|第几")
_CHOOSES: Final = re.compile("哪(?!里|儿)")
_COUNTED: Final = re.compile(rf"(?:{UNIT}|些)+")
_NOUN: Final = re.compile(rf"[{HAN}]{{1,8}}")
_NOUN_ENDS: Final = re.compile(rf"{VERB}|{ASPECT}|{SMALL}|[呢吗啊呀]|可以|能")
_NO_OBJECT: Final = re.compile(rf"(?:{VERB}|{ASPECT}|{ADVERB}|{SMALL}|{_PARTICLE})+")
_VERB: Final = re.compile(VERB)
_CONDITION: Final = re.compile("情况下|情形下|条件下|时候")
_WITH_OBJECT: Final = re.compile(
    rf"[有由是]*(?:谁|何人|哪位)(?:{ADVERB}|{SMALL})*(?>{VERB}){ASPECT}*(?:{VERB}|{OWNED})[^的]*$"
)
_LONGEST_NOUN: Final = 5
_ASKS: Final = re.compile(ASK)
_TELLING: Final = tuple(map(re.compile, (LISTED, VERB, OWNED)))
_WITHIN: Final = tuple(map(re.compile, (ASPECT, rf"[一每两]{UNIT}")))
_SMALL: Final = tuple(map(re.compile, (ADVERB, COPULA, SMALL, _PARTICLE, _DEGREE)))
_ADVERBIAL: Final = re.compile(
    "什么时候|什么时间|何时|何年|哪一?[年天月日]|几月几?[日号]?|怎么样?|怎样|如何|哪里|哪儿|何处|何地"
    "|什么地方|什么地点"
)
_UNKNOWN: Final = re.compile(
    rf"(?P<why>[{HAN}]{{2}})(?P<more>(?:(?![的了过])[{HAN}])?)(?P<end>的|了|过)?[?？!。]*$"
)
_UNKNOWN_DOING: Final = re.compile(rf"[{HAN}]{{2,5}}的[?？!。]*$|[{HAN}]{{2}}(?:了|过)?[?？!。]*$")
_UNKNOWN_FIRST: Final = re.compile(
    rf"(?P<adverb>(?:{ADVERB})*)[{HAN}]{{1,2}}(?:[了过]|往(?=哪))+(?={ASK})"
    rf"|(?:(?:{ADVERB})(?<=[{HAN}]{{2}})|^[还又也已将])+(?P<alone>[{HAN}]{{2}})(?={ASK})|[{HAN}]{{2}}(?=什么(?![时地原人])[{HAN}]{{1,3}}[?？]?$)"
)
_TOKENS: Final = (_ASKS, *_TELLING, *_SMALL, *_WITHIN)


@dataclass(frozen=True, slots=True)
class Cover:
    """How far a question is made of words that name nothing.

    :param whole: whether all of it is.
    :param tells: whether it holds a verb or a measure, so that it is about something.
    """

    whole: bool
    tells: bool


def cover(folded: str, times: Sequence[Span] = ()) -> Cover:
    """Read a question token by token, the longest that fits first.

    :param folded: the question, or the beginning of one.
    :param times: where it names times.
    :return: how far it is made of words that name nothing.
    """
    if _WITH_OBJECT.match(folded):
        return Cover(False, True)
    place, tells = 0, False
    first = _UNKNOWN_FIRST.match(folded)
    if first and not _can_be_a_name(first):
        place, tells = first.end(), True
    while place < len(folded):
        if time := next((each for each in times if each[0] == place), None):
            place = time[1]
            continue
        abroad = _ABROAD.match(folded, place)
        if abroad and not _ASKS.search(abroad[0]) and "person" in whose_doing(folded[abroad.end() :]):
            place = abroad.end()
            continue
        towards = _TOWARDS.match(folded, place)
        if towards and not _ASKS.search(towards[0]):
            place = towards.end()
            continue
        token = max(
            (each for each in (token.match(folded, place) for token in _TOKENS) if each),
            key=lambda each: each.end(),
            default=None,
        )
        if (
            token is None
            or token.end() == place
            or (token.re in _WITHIN and not place and token[0][0] not in "一每两")
        ):
            return Cover(False, tells)
        tells = tells or token.re in _TELLING or bool(re.match("多[^少]", token[0]))
        place = token.end()
        if token.re is _ASKS and _is_doing(folded, place, token[0]):
            return Cover(True, True)
        if token.re is _ASKS:
            end = _counted(folded, token.start(), place)
            tells, place = tells or (end > place and not _CHOOSES.match(token[0])), end
    return Cover(True, tells)


def _can_be_a_name(first: re.Match[str]) -> bool:
    """Whether what looks like a verb that is not known can be somebody or something as well."""
    words = first[0].rstrip("了过往")
    is_split = first["alone"] is not None and around_names(first["alone"])
    return is_split or bool(HEAD.search(words)) or has_form_of_a_person(words)


def _is_doing(folded: str, place: int, ask: str) -> bool:
    """Whether what follows a question word of time, place, way or person can only be something that is done."""
    if re.search("[谁位]$|何人|什么人", ask):
        match = _UNKNOWN_DOING.match(folded, place)
    elif _ADVERBIAL.fullmatch(ask) or ask in {"为什么", "为何", "为啥"}:
        match = _UNKNOWN.match(folded, place)
        if match and match["more"] and not (match["end"] and _ADVERBIAL.fullmatch(ask)):
            match = None
    else:
        return False
    if match is None:
        return False
    words = match[0].rstrip("?？!。的了过")
    return not (kinds_of(words) or around_names(words[:-1]) or HEAD.search(words))


def _counted(folded: str, start: int, place: int) -> int:
    """Behind what a question word counts or chooses from; its own end where that is nothing, or has a name."""
    if not _COUNTS.match(folded, start):
        return place
    if unit := _COUNTED.match(folded, place):
        place = unit.end()
    noun = _NOUN.match(folded, place)
    if not noun:
        return place
    stop = _NOUN_ENDS.search(folded, noun.start(), noun.end())
    end = stop.start() if stop else noun.end()
    rest = folded[end:].strip("?？!。. 呢啊的")
    if end - noun.start() > _LONGEST_NOUN or _CONDITION.match(folded, noun.start()):
        return place
    # A verb with an object (有多少人参加了会议) makes a question complete; one without does not.
    is_bare = _NO_OBJECT.fullmatch(rest) and (
        len(_VERB.findall(rest)) < 2 or folded.rstrip("?？!。. ").endswith("的")
    )
    return end if not rest or is_bare else place
