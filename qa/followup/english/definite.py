"""The company, this bridge: one that was spoken of, told by its noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from qa.followup.context import Context
from qa.followup.english.phrases import WORD
from qa.followup.english.verbs import is_verb
from qa.followup.english.words import ADJECTIVES, AUXILIARY, PREPOSITIONS, english_kinds
from qa.followup.frame import Frame
from qa.followup.types import Entity, Kinds, words_of

__all__ = ["DEFINITE", "Found", "definite"]

DEFINITE: Final = "(?:this|that|the) (?P<noun>(?:[a-z-]+ )?[a-z-]+)"
"""Pattern of a noun, or two words that may be one, with an article."""

_SAME: Final = tuple(
    frozenset(words.split())
    for words in (
        "company firm business manufacturer operator contractor supplier developer builder employer "
        "retailer organisation organization group corporation",
        "city town place area port region",
        "building site facility structure venue",
        "project scheme programme program work works",
        "ship ferry vessel boat",
        "book novel work",
        "film movie",
        "agreement treaty deal pact accord contract",
        "plan strategy",
        "meeting conference summit event forum",
        "trust charity foundation body organisation",
        "council authority body",
        "school college university institution",
        "law act bill rule regulation",
        "train railway line service route",
        "plant factory mill works",
        "man person",
        "woman person",
        "drug medicine product",
        "road route street highway motorway",
        "harbour harbor port",
        "hotel building",
    )
)  # fmt: skip
_GENERAL: Final = words_of(
    "company firm city town project organisation organization group business place country village "
    "event man woman building contractor "
    "manufacturer operator"
)
"""Nouns that a name of no telling form may be called by."""

_IN_CHINESE: Final = dict(
    each.split("=")
    for each in words_of(
        "bridge=桥 tunnel=隧道 airport=机场 port=港 station=站 line=线 railway=铁路|高铁 road=路 reservoir=水库 "
        "hospital=医院 museum=博物馆 library=图书馆 park=公园 school=学校|学|中 university=大学|学院 bank=银行 "
        "company=公司|集团|银行|厂|[^市县区] firm=公司|集团|[^市县区] factory=厂 plant=厂|站 city=市|[^县区镇村] "
        "town=镇|市 county=县 village=村 province=省 island=岛 river=河|江 lake=湖 project=项目|工程 forum=论坛 "
        "conference=会议|大会 exhibition=展|展览 festival=节 agreement=》|协议 treaty=》|条约 book=》 film=》"
    )
)
"""How the Chinese names end that an English noun stands for."""

_REPORTS: Final = words_of(
    "report reports document documents file files text texts article articles page pages data table "
    "figure library answer question news paper "
    "source sources"
)
_MAY_BE_A_PERSON: Final = re.compile(r"[A-Z][a-z]+(?: [A-Z][\w.'’-]*){1,2}")
_ENDS: Final = PREPOSITIONS | ADJECTIVES | AUXILIARY | {"of"}
_GOES_ON: Final = frozenset({"of", "that", "which", "who"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a word stands for.

    :param words: as they stand in an earlier turn.
    :param end: where the words end that they take the place of.
    :param before: what English wants before them.
    :param behind: what it wants behind them.
    """

    words: str
    end: int
    before: str = ""
    behind: str = ""


def definite(match: re.Match[str], own: Frame, context: Context) -> Found | None:
    """What "the company" and "this bridge" stand for: a name with that head noun, or one of its kind.

    :param match: of :data:`DEFINITE` in the folded question.
    :param own: the question's parts.
    :param context: the earlier turns.
    :return: what they stand for; None where they say by themselves which one is meant, or nothing fits.
    """
    first, _, second = match["noun"].partition(" ")
    two = bool(second) and not is_verb(second) and second not in _ENDS
    noun = match["noun"] if two else first
    end = match.start("noun") + len(noun)
    if (
        {first, noun} & _REPORTS
        or (match[0].startswith("that ") and is_verb(first))
        or _says_which(match, end, second, two)
    ):
        return None
    if any(entity.end <= match.start() and _has_head(entity, noun) for entity in own.entities):
        return None
    for _, entity in context.candidates(frozenset()):
        if _has_head(entity, noun) and _tells_more(entity, noun):
            return Found(entity.words, end)
    kinds: Kinds = frozenset() if two else english_kinds(noun)
    fitting = (entity for _, entity in context.candidates(kinds) if kinds and _may_be(entity, noun, kinds))
    return next((Found(entity.words, end) for entity in fitting if _tells_more(entity, noun)), None)


def _says_which(match: re.Match[str], end: int, second: str, two: bool) -> bool:
    """Whether what follows a noun tells which one is meant (the company that, the bridge tolls)."""
    following = WORD.search(match.string, end)
    if following is None or match.string[end : following.start()].strip():
        return False
    is_noun = not is_verb(following[0]) and following[0] not in _ENDS
    return following[0] in _GOES_ON or (bool(second) and not two and is_noun)


def _has_head(entity: Entity, noun: str) -> bool:
    return entity.folded == noun or bool(
        re.search(rf"(?: {re.escape(noun)}$|^(?:the )?{re.escape(noun)} of )", entity.folded)
    )


def _tells_more(entity: Entity, noun: str) -> bool:
    """Whether a name says more than the noun with its article."""
    is_name = re.search("[A-Z\u4e00-\u9fff]", entity.words.removeprefix("The "))
    return bool(is_name) or len(entity.folded.split()) > len(noun.split()) + 1


def _may_be(entity: Entity, noun: str, kinds: Kinds) -> bool:
    if re.search("[\u4e00-\u9fff]", entity.folded):
        return bool(entity.kinds & kinds) and bool(
            re.search(f"(?:{_IN_CHINESE.get(noun, '(?!)')})$", entity.folded)
        )
    head = re.sub("[^a-z]", "", entity.folded.split()[-1])
    if any({noun, head} <= same for same in _SAME):
        return True
    is_name = bool(re.match("(?:[Tt]he )?[A-Z]", entity.words))
    if not entity.kinds and _MAY_BE_A_PERSON.fullmatch(entity.words):
        return False
    if noun not in _GENERAL or not (is_name or "person" in entity.kinds):
        return False
    return bool(entity.kinds & kinds) or not (entity.kinds or english_kinds(entity.folded))
