"""What is said in a conversation, and what a question becomes in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from qa.question import MAX_QUESTION

__all__ = [
    "ANYTHING",
    "JOINED",
    "KINDS",
    "Completion",
    "Entity",
    "Kinds",
    "Piece",
    "Said",
    "put_together",
    "words_of",
]

Kinds: TypeAlias = frozenset[str]

KINDS: Final = ("person", "org", "place", "thing", "event", "work")
"""Sorts of entity: a hospital is an organisation and a thing, what has no telling form is of no kind."""

ANYTHING: Final[Kinds] = frozenset(KINDS) - {"person"}
"""What 它 and "it" stand for."""

JOINED: Final = re.compile("以及|[、和与及,;]|,? and ")
"""What stands between names that are listed, folded."""

Piece: TypeAlias = tuple[str, bool]
"""Words of a completed question, and whether they are taken over from an earlier turn."""


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier turn of a conversation.

    :param question: as it was asked of the reports, so already completed.
    :param text: the first quote; "" when nothing answered.
    :param answer: the answer marked inside it; "" when none.
    :param source: name of its report.
    """

    question: str
    text: str = ""
    answer: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A follow-up question made complete.

    :param question: what is asked of the reports, and shown.
    :param taken: the words taken over from earlier turns, each a substring of ``question``.
    """

    question: str
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that an earlier turn names.

    :param words: as they stand there.
    :param folded: the same, folded.
    :param kinds: what it can be, of :data:`KINDS`; empty where its form does not tell.
    :param start: offset of its first character in the folded question; -1 for one of an answer.
    :param end: offset behind its last; -1 for one of an answer.
    """

    words: str
    folded: str
    kinds: Kinds
    start: int = -1
    end: int = -1

    def can_be(self, wanted: Kinds) -> bool:
        """Whether it can be of one of some kinds.

        :param wanted: the kinds; empty for any.
        :return: True also where its own kind is not known.
        """
        return not self.kinds or not wanted or bool(self.kinds & wanted)


def words_of(listed: str) -> frozenset[str]:
    """The words of a list.

    :param listed: words with spaces between them.
    :return: each once.
    """
    return frozenset(listed.split())


def put_together(pieces: Iterable[Piece]) -> Completion | None:
    """Make a question of its pieces.

    :param pieces: words in their order.
    :return: the question; None where it takes nothing over, or is longer than a question may be.
    """
    merged: list[Piece] = []
    for words, is_taken in pieces:
        if merged and merged[-1][1] == is_taken:
            merged[-1] = (merged[-1][0] + words, is_taken)
        elif words:
            merged.append((words, is_taken))
    question = "".join(words for words, _ in merged).strip()
    taken = tuple(dict.fromkeys(words.strip() for words, is_taken in merged if is_taken and words.strip()))
    return Completion(question, taken) if taken and len(question) <= MAX_QUESTION else None
