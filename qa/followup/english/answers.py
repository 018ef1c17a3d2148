"""Whom or what an English answer names, and who says something in a quote."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.english.words import PRONOUNS, TITLE, english_kinds
from qa.followup.frame import Frame
from qa.followup.text import Text
from qa.followup.types import Entity, Kinds

__all__ = ["english_answers", "english_speakers"]

_SAYS: Final = (
    "(?:said|says|told|added|adds|explained|noted|announced|argued|warned|stated|claimed|promised|wrote)"
)
_NAME: Final = r"[A-Z][\w'’.-]*[\w](?: (?:(?:de|van|von|der|al|bin) )?[A-Z][\w'’-]*){0,3}"
_SPEAKER: Final = (
    re.compile(rf"(?P<name>{_NAME})(?:,[^,.;]{{1,60}},)? (?:also |then |later )?{_SAYS}\b"),
    re.compile(rf"\bsaid (?P<name>{_NAME})"),
)
_DEFINITE: Final = re.compile("(?:the|an?|its) ")
_PRONOUN: Final = re.compile(r"(?:It|He|She|They|This|That)\b")
_AND: Final = re.compile(",? and |, ")
_TWO_NAMES: Final = re.compile(r"[A-Z][\w'’-]* [A-Z]")
_PERSON: Final[Kinds] = frozenset({"person"})
_NO_ENTITY: Final = frozenset({"time", "number", "reason", "way"})
_OWNER: Final = re.compile(r"^[A-Z]\w+['’]s (?=[A-Z][\w'’-]* [A-Z])")
_PLACE_BEFORE: Final = r"\b(?:in|at|near|from) {}\b"
_LONGEST: Final = 70


def english_answers(frame: Frame, answer: str, quote: Text) -> tuple[Entity, ...]:
    """Whom or what an answer names.

    :param frame: the question.
    :param answer: the answer, "" for none.
    :param quote: the quote it stands in.
    :return: the entities; of two the whole before each of them.
    """
    words = answer.strip().rstrip(".").split(",")[0].strip()
    if not words or len(words) > _LONGEST or frame.kind in _NO_ENTITY or _PRONOUN.match(words):
        return ()
    if not words[0].isupper() and not _DEFINITE.match(words):
        return ()
    kinds = english_kinds(words.lower()) or (
        english_kinds(frame.words(frame.noun)) if frame.noun else frozenset()
    )
    is_name = bool(re.search("[A-Z]", words))
    if frame.kind == "person" and re.search(_PLACE_BEFORE.format(re.escape(words)), quote.original):
        return ()
    if frame.kind == "person" and is_name and (not kinds or TITLE.match(words.lower())):
        kinds = _PERSON
    if frame.kind == "place" and not kinds:
        kinds = frozenset({"place"})
    if not kinds and not words[0].isupper():
        return ()
    words = _OWNER.sub("", words)
    parts = [] if "&" in words else _AND.split(words)
    if len(parts) == 2 and all(part[:1].isupper() for part in parts):
        return (_named(words, kinds), *(_named(part, kinds) for part in parts))
    return (_named(_without_title(words), kinds),)


def english_speakers(quote: Text) -> tuple[Entity, ...]:
    """Who says something in a quote.

    :param quote: the quote.
    :return: persons, each once.
    """
    names = (match["name"] for pattern in _SPEAKER for match in pattern.finditer(quote.original))
    return tuple(dict.fromkeys(_named(name, _PERSON) for name in names if name.lower() not in PRONOUNS))


def _without_title(words: str) -> str:
    title = TITLE.match(words.lower())
    rest = words[title.end() :] if title else words
    return rest if _TWO_NAMES.match(rest) else words


def _named(words: str, kinds: Kinds) -> Entity:
    return Entity(words, words.lower(), kinds)
