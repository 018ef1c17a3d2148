"""Whom or what a Chinese answer names, and who says something in a quote."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.nouns import kinds_of
from qa.followup.chinese.persons import PERSON, has_form_of_a_person, looks_like_a_person
from qa.followup.chinese.stops import around_names
from qa.followup.chinese.verbs import SAYING, VERB
from qa.followup.frame import Frame
from qa.followup.text import Text, times_in
from qa.followup.types import JOINED, Entity
from qa.sense.towns import HAN

__all__ = ["answers_in", "speakers_in"]

_TITLES: Final = (
    "书记|主席|总统|总理|首相|总裁|经理|主任|教授|副教授|研究员|院士|记者|专家|总?工程师|总?设计师|董事"
    "|委员|部长|市长|县长|省长|镇长|村长"
    "|局长|处长|所长|院长|校长|馆长|厂长|会长|社长|行长|站长|队长|团长|司长|厅长|秘书长|董事长|理事长"
    "|园长|店长|台长|场长|船长|机长|导演|作家"
    "|画家|诗人|演员|教练|博士|医生|老师|农民|工人|村民|市民|代表|负责人|发言人|创始人|运动员|选手|顾问"
)
_TITLED: Final = re.compile(
    rf"(?=[{HAN}]{{4}})[{HAN}]{{1,24}}[师长员家手官农工生民者授士任席记裁理人总匠星演夫妇帝王将帅监警医]"
    rf"(?P<name>[{HAN}]{{2,3}}|[{HAN}]{{1,8}}(?:[·•][{HAN}]{{1,8}})+)"
)
_TITLE: Final = re.compile(rf"(?:{_TITLES})$")
_STYLED: Final = re.compile(
    rf"(?P<name>[{HAN}]{{2,4}}?)(?:副?教授|院士|先生|女士|博士|研究员|主任|老师|同志|医生|等人?|等\d*人)"
)
_SPEAKER: Final = re.compile(
    rf"(?:^|[,。;:!?)”」》])(?:[{HAN}]{{0,24}}?(?:{_TITLES}))?(?P<name>[{HAN}]{{2,4}}?(?:[·•][{HAN}]{{1,8}})*)"
    rf"(?:还|也|则|又|在\w{{0,12}}?[中上时]|同时|最后|最近|昨天|今天){{0,2}}{SAYING}"
)
_INDEFINITE: Final = re.compile("[一两几数][个位名家座种条项部]")
_CLAUSE: Final = re.compile("[的,是(]")
_DOES: Final = re.compile(f"(?:{SAYING}|{VERB})[\u4e00-\u9fff]{{0,4}}$")
_SAID: Final = re.compile(rf"{SAYING}[了过的]?$")
_FIGURE: Final = re.compile(r"[\d.,%零〇一二两三四五六七八九十百千万亿]+[^,。]{0,6}")
_NAMED_BY: Final = re.compile(
    "公司|企业|单位|机构|学校|大学|医院|银行|国家|城市|地区|省|市|县|镇|村|桥|线路|项目|工程|产品|论坛"
    "|会议|书|奖|馆|部门|集团"
)
_NO_ENTITY: Final = frozenset({"time", "number", "reason", "way"})
_QUOTES: Final = frozenset("“「『")
_LONGEST: Final = 24
_LONGEST_NAME: Final = 12
_LONGEST_QUOTED: Final = 10


def answers_in(frame: Frame, answer: str) -> tuple[Entity, ...]:
    """Whom or what an answer names.

    :param frame: the question.
    :param answer: the answer, "" for none.
    :return: the entities; of several the whole before each of them.
    """
    text = Text.of(answer.strip().rstrip("。，,."))
    folded = text.folded
    if not 1 < len(folded) <= 3 * _LONGEST or frame.kind in _NO_ENTITY or _FIGURE.fullmatch(folded):
        return ()
    if times_in(folded)[:1] == [(0, len(folded))]:
        return ()
    if frame.kind == "thing" and not frame.noun and _SAID.search(frame.text.folded[: frame.ask[0]]):
        return ()
    cuts = [] if folded[0] in _QUOTES | {"《"} else [match.span() for match in JOINED.finditer(folded)]
    starts = [0, *(last for _, last in cuts)]
    ends = [*(first for first, _ in cuts), len(folded)]
    parts = [
        part for start, end in zip(starts, ends, strict=True) if (part := _named(frame, text, start, end))
    ]
    return (Entity(text.original, folded, parts[0].kinds), *parts) if len(parts) > 1 else tuple(parts)


def _person(frame: Frame, text: Text, start: int, end: int) -> Entity | None:
    """Somebody with a title, be it that the answer goes on (总工程师顾怀舟, 林若谷说)."""
    words = text.folded[start:end]
    tries = [words]
    if frame.kind == "person":
        first = _CLAUSE.split(words)[0]
        tries += [first, _DOES.sub("", first)]
    for tried in tries:
        for pattern in (_STYLED, _TITLED):
            if (match := pattern.fullmatch(tried)) and looks_like_a_person(match["name"]):
                span = (start + match.start("name"), start + match.end("name"))
                return Entity(text.cut(*span), match["name"], PERSON)
        if tried != words and has_form_of_a_person(tried):
            return Entity(text.cut(start, start + len(tried)), tried, PERSON)
    return None


def _named(frame: Frame, text: Text, start: int, end: int) -> Entity | None:
    if (person := _person(frame, text, start, end)) is not None:
        return person
    words = text.folded[start:end]
    if not 1 < len(words) <= _LONGEST or (words[0] != "《" and around_names(words.strip("“”「」『』"))):
        return None
    if _INDEFINITE.match(words) or (words[0] in _QUOTES and len(words) > _LONGEST_QUOTED):
        return None
    told = _NAMED_BY.findall(frame.words(frame.ask) + frame.words(frame.noun))
    is_person = frame.kind == "person" and not told
    kinds = PERSON if is_person and has_form_of_a_person(words) else kinds_of(words)
    kinds = kinds or (kinds_of(told[-1]) if told else frozenset())
    if not kinds and frame.kind == "place":
        kinds = frozenset({"place"})
    if not kinds and is_person and len(words) <= _LONGEST_QUOTED:
        kinds = PERSON
    if not kinds and not looks_like_a_person(words) and (frame.kind != "name" or len(words) > _LONGEST_NAME):
        return None
    if frame.kind == "thing" and (re.search(r"\d", words) or _TITLE.search(words)):
        return None
    return Entity(text.cut(start, end), words, kinds)


def speakers_in(quote: Text) -> tuple[Entity, ...]:
    """Who says something in a quote.

    :param quote: the quote.
    :return: persons, each once, from left to right.
    """
    found = (match for match in _SPEAKER.finditer(quote.folded) if looks_like_a_person(match["name"]))
    return tuple(
        dict.fromkeys(Entity(quote.cut(*match.span("name")), match["name"], PERSON) for match in found)
    )
