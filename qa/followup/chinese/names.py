"""Entities that a Chinese question names behind its subject: titles, names by their head noun, persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.followup.chinese.nouns import HEAD, kinds_of, names_one
from qa.followup.chinese.persons import PERSON, looks_like_a_person, people_in
from qa.followup.chinese.stops import STOP, around_names
from qa.followup.chinese.subjects import DEICTIC
from qa.followup.chinese.verbs import VERB
from qa.followup.text import Span, Text, is_within
from qa.followup.types import Entity
from qa.sense.towns import HAN

__all__ = ["names_behind"]

_VERB: Final = re.compile(VERB)
_FOREIGN: Final = re.compile(rf"[{HAN}]{{1,8}}(?:[·•][{HAN}a-z]{{1,10}})+")
_GOING: Final = re.compile("[赴访问去来往]")
_ARTICLE: Final = re.compile("[一两每几][个座家条项部种款次届场份位名支所套台架艘枚颗只篇处片幅本]")
_TITLED: Final = re.compile(
    "(?:长|书记|主席|总统|总理|总裁|经理|主任|教授|院士|记者|专家|工程师|董事|委员|先生|女士|医生|老师|队员)"
    rf"(?P<name>[{HAN}]{{2,3}})(?=说|表示|在|率|是|为|的|还|担|主|出|提|认|强|指|介|去|何|什|哪|多)"
)
_MADE: Final = re.compile(rf"{VERB}[了过](?P<name>[{HAN}a-z0-9]{{2,12}})(?=[?]|$)")
_FARTHEST: Final = 14


def names_behind(
    text: Text, place: int, times: tuple[Span, ...], quoted: list[Span], ask: Span
) -> tuple[Entity, ...]:
    """The entities behind a place.

    :param text: the question.
    :param place: where the subject ends.
    :param times: the times it names.
    :param quoted: what it quotes.
    :param ask: its question word.
    :return: the entities from left to right, none within another.
    """
    folded = text.folded
    people = [
        (start, start + len(name)) for name in people_in(folded) if (start := folded.find(name, place)) >= 0
    ]
    people += [
        match.span("name") for match in _TITLED.finditer(folded, place) if looks_like_a_person(match["name"])
    ]
    found = [each for each in quoted if each[0] >= place]
    found += [
        *_by_head(folded, place, (*times, *quoted), ask),
        *map(_foreign, _FOREIGN.finditer(folded, place)),
        *people,
    ]
    if not found and (made := _MADE.search(folded, place)) and not around_names(made["name"]):
        found.append(made.span("name"))
    spans = sorted(set(found), key=lambda each: (each[0], -each[1]))
    kept = [
        (start, end)
        for number, (start, end) in enumerate(spans)
        if not any(first <= start and end <= last for first, last in spans[:number])
    ]
    return tuple(
        Entity(
            text.cut(*each),
            folded[slice(*each)],
            PERSON if each in people else kinds_of(folded[slice(*each)]),
            *each,
        )
        for each in kept
    )


def _by_head(folded: str, place: int, taken: tuple[Span, ...], ask: Span) -> Iterator[Span]:
    """Names that end in a head noun and begin behind the last word that stands around names."""
    verbs = [match.span() for match in _VERB.finditer(folded, place)]
    for head in HEAD.finditer(folded, place):
        if is_within(head.start(), (*taken, ask, *verbs)):
            continue
        begin = max(
            place, head.end() - _FARTHEST, *(last for _, last in ((0, 0), *taken) if last <= head.start())
        )
        begin = max([begin, *(stop.end() for stop in STOP.finditer(folded, begin, head.start()))])
        begin = ask[1] if begin <= ask[1] <= head.start() else begin
        begin += bool(_GOING.match(folded, begin))
        if article := _ARTICLE.search(folded, begin, head.end()):
            begin = article.end()
        words = folded[begin : head.end()]
        if names_one(words) and not DEICTIC.match(words):
            yield begin, head.end()


def _foreign(match: re.Match[str]) -> Span:
    """A foreign name, up to the first word behind its last dot that stands around names."""
    last = match.start() + max(match[0].rfind("·"), match[0].rfind("•")) + 1
    stop = STOP.search(match.string, last, match.end())
    return match.start(), stop.start() if stop and stop.start() > last else match.end()
