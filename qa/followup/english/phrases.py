"""Noun phrases of English questions, told by the words that end them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from qa.followup.english.verbs import PEOPLE_DO, is_verb
from qa.followup.english.words import (
    ADJECTIVES,
    AUXILIARY,
    DETERMINERS,
    MEASURES,
    PREPOSITIONS,
    PRONOUNS,
    english_kinds,
)
from qa.followup.text import Span, Text, is_within
from qa.followup.types import Entity

__all__ = ["WORD", "Words", "entity_at", "owner_and_owned"]

WORD: Final = re.compile(r"[^\W_][\w'’&./-]*(?<![.,/-])|&|[^\W_]|[$£€]\d[\d,.]*")
"""A word, a number or an ampersand."""

_OWNER: Final = re.compile("['’]s?$")
_PARTICIPLE: Final = re.compile("(?:ed|en|wn|ilt|old|aid|ent|eld|un|et|ut|ost|ade|ound|orn|ught)$")
_DO: Final = frozenset({"do", "does", "did"})
_BE: Final = frozenset({"is", "are", "was", "were"})
_HAVE: Final = frozenset({"has", "have", "had"})
_PART_OF_NAME: Final = frozenset({"port", "university", "bank", "city", "house", "ministry"})
_LONGEST_MEASURE: Final = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a question.

    :param text: the question.
    :param spans: where they stand in its folded text.
    :param times: the times it names.
    """

    text: Text
    spans: tuple[Span, ...]
    times: tuple[Span, ...]

    @classmethod
    def of(cls, text: Text, start: int, times: tuple[Span, ...]) -> Words:
        """The words of a question.

        :param text: the question.
        :param start: where it begins.
        :param times: the times it names.
        :return: its words.
        """
        return cls(text, tuple(match.span() for match in WORD.finditer(text.folded, start)), times)

    def __len__(self) -> int:
        return len(self.spans)

    def word(self, number: int) -> str:
        """A word, folded.

        :param number: which, from 0.
        :return: the word; "" for a number there is none of.
        """
        return self.text.folded[slice(*self.spans[number])] if 0 <= number < len(self.spans) else ""

    def is_capital(self, number: int) -> bool:
        """Whether a word begins with a capital.

        :param number: which, from 0.
        :return: True when it does.
        """
        return 0 <= number < len(self.spans) and self.text.cut(*self.spans[number])[:1].isupper()

    def span(self, first: int, last: int) -> Span:
        """Where a run of words stands.

        :param first: its first word.
        :param last: the one behind its last.
        :return: the stretch of the folded text.
        """
        return self.spans[first][0], self.spans[last - 1][1]

    def phrase_ends(self, first: int, auxiliary: str = "") -> int:
        """Where a noun phrase ends.

        :param first: the word it begins with.
        :param auxiliary: the auxiliary before it, "" for none.
        :return: the word behind its last.
        """
        number = first
        while number < len(self) and not self._breaks(first, number, auxiliary):
            number += 1
        is_cut = number == len(self) or (self.is_capital(first) and not is_verb(self.word(number)))
        if auxiliary in _DO and is_cut and number - first > 1 and not self.is_capital(number - 1):
            # There must be a verb, be it one that is not known.
            return number - 1
        return number

    def _breaks(self, first: int, number: int, auxiliary: str) -> bool:
        word, start = self.word(number), self.spans[number][0]
        if is_within(start, self.times):
            return True
        if number > first and self.text.folded[self.spans[number - 1][1] : start].strip(" &"):
            return True
        joins = (
            word == "and" and number > first and self.is_capital(number - 1) and self.is_capital(number + 1)
        )
        if word in PREPOSITIONS and not joins:
            return True
        if number == first or self.is_capital(number) or self.word(number - 1) in DETERMINERS | {"of"}:
            return False
        ends = word in AUXILIARY or word in ADJECTIVES
        return ends or (is_verb(word) and not self._is_noun(number, auxiliary))

    def _is_noun(self, number: int, auxiliary: str) -> bool:
        """Whether a word that may be a verb is a noun: the one behind it is, where "did" wants one."""
        word, behind = self.word(number), self.word(number + 1)
        if word in MEASURES and (behind == "of" or (not behind and auxiliary in _BE)):
            return True
        if auxiliary in _BE | _HAVE:
            # No participle, so no verb here.
            return not _PARTICIPLE.search(word)
        return bool(auxiliary) and is_verb(behind) and not self.is_capital(number + 1)


def owner_and_owned(words: Words, first: int, last: int) -> tuple[Entity | None, Span | None]:
    """A noun phrase as who or what has something, and what it has: the length of the bridge, Harwick's mayor.

    :param words: the words of the question.
    :param first: its first word.
    :param last: the word behind its last.
    :return: the owner and where the owned stands; None for what there is none of.
    """
    start, end = words.span(first, last)
    for number in range(first, last):
        word = words.word(number)
        is_named = words.is_capital(number) or words.word(first) in DETERMINERS
        if _OWNER.search(word) and number + 1 < last and is_named:
            size = 2 if word.endswith("s") and word[-2] in "'’" else 1
            return entity_at(words.text, start, words.spans[number][1] - size), words.span(number + 1, last)
        if word == "of" and first < number < last - 1 and not _is_name(words, first, number):
            return entity_at(words.text, *words.span(number + 1, last)), words.span(first, number)
    is_measure = (
        words.word(last - 1) in MEASURES
        and words.word(first) in {"the", "its"}
        and last - first <= _LONGEST_MEASURE
    )
    if is_measure and not words.is_capital(first + 1):
        return None, (start, end)
    return entity_at(words.text, start, end), None


def _is_name(words: Words, first: int, number: int) -> bool:
    """Whether "of" is part of a name (the Port of Danmouth), or goes before a common noun."""
    begins = words.is_capital(first) or (words.word(first) in DETERMINERS and words.is_capital(first + 1))
    is_definite = words.is_capital(number + 1) or words.word(number + 1) in DETERMINERS
    return begins or not is_definite or words.word(number - 1) in _PART_OF_NAME


def entity_at(text: Text, start: int, end: int) -> Entity | None:
    """Who or what a stretch of a question names.

    :param text: the question.
    :param start: where the stretch begins.
    :param end: where it ends.
    :return: the entity; None where it only stands for one.
    """
    words, named = text.folded[start:end], text.cut(start, end)
    if start >= end or words in PRONOUNS:
        return None
    kinds = english_kinds(words)
    if (
        not kinds
        and named[0].isupper()
        and PEOPLE_DO.search(text.folded, end)
        and not words.startswith("the ")
    ):
        kinds = frozenset({"person"})
    if not kinds and not re.search("[A-Z]", named):
        kinds = frozenset({"thing"})
    return Entity(named, words, kinds, start, end)
