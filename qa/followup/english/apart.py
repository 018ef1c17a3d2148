"""An English question taken apart."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from qa.asked import asked
from qa.followup.english.phrases import Words, owner_and_owned
from qa.followup.english.verbs import base_of, is_verb
from qa.followup.english.words import AUXILIARY, DETERMINERS, PREPOSITIONS, PRONOUNS
from qa.followup.frame import Frame, Pair
from qa.followup.text import Span, Text, times_in
from qa.followup.types import Entity

__all__ = ["WH", "take_english_apart"]

WH: Final = re.compile(
    r"(?:(?:by|in|on|at|from|for|to|since|until|with|under|through|during|of) )?"
    r"(?:how (?:many|much|long|far|old|large|big|tall|high|wide|deep|heavy|fast|often|soon|late|expensive)"
    r"|what|which|who(?:m|se)?|when|where|why|how)(?:'s|’s)?\b"
)
"""A question word at the beginning."""

_LEAD: Final = re.compile(
    "(?:(?:and|so|but|ok(?:ay)?|then|also|well|now|please|thanks|thank you|oh|great|tell me|could you "
    "tell me|do you know|can you tell me)[,.!:]* )*"
)
_COUNTS: Final = re.compile("many|much|what|which|whose")
_COMPARES: Final = re.compile("(?:er|more|less|best|most)$")
_DO: Final = frozenset({"do", "does", "did"})
_LONGEST_NOUN: Final = 5


def take_english_apart(text: Text) -> Frame:
    """Take a question apart.

    :param text: a question that holds no Chinese.
    :return: its parts.
    """
    folded, times = text.folded, tuple(times_in(text.folded))
    lead = _LEAD.match(folded)
    start = lead.end() if lead and lead.end() < len(folded) else 0
    words = Words.of(text, start, times)
    match = WH.match(folded, start)
    ask = match.span() if match else (start, start)
    number = sum(1 for span in words.spans if span[1] <= ask[1]) if match else 0
    noun, number = _noun(words, number, folded[slice(*ask)]) if match else (None, 0)
    subject, measure, behind = _subject(words, number)
    others = _others(words, behind)
    pair = _pair(text, ((subject,) if subject else ()) + others)
    return Frame(text, start, times, asked(folded).kind, ask, subject, measure, noun, others, pair)


def _noun(words: Words, first: int, ask: str) -> tuple[Span | None, int]:
    """What is counted or chosen from: how many passengers, which countries."""
    word, number = words.word(first), first
    is_none = word in DETERMINERS or word in PREPOSITIONS or (is_verb(word) and base_of(word) != word)
    if is_none or not _COUNTS.search(ask):
        return None, first
    while number < len(words) and words.word(number) not in AUXILIARY:
        if number > first and is_verb(words.word(number)):
            break
        number += 1
        if number - first > _LONGEST_NOUN:
            return None, first
    return (words.span(first, number) if number > first else None), number


def _subject(words: Words, number: int) -> tuple[Entity | None, Span | None, int]:
    """The noun phrase behind the auxiliary, what is asked of it, and the number of the word behind."""
    auxiliary, first = words.word(number), number + 1
    if auxiliary not in AUXILIARY:
        return None, None, number
    can_be_noun = auxiliary in _DO or is_verb(words.word(first + 1)) or words.is_capital(first)
    if (is_verb(words.word(first)) and not can_be_noun) or _COMPARES.search(words.word(first)):
        return None, None, first
    last = words.phrase_ends(first, auxiliary)
    if last <= first or (words.word(first) in PRONOUNS and last == first + 1):
        return None, None, max(last, first)
    return (*owner_and_owned(words, first, last), last)


def _others(words: Words, number: int) -> tuple[Entity, ...]:
    """Names and definite noun phrases behind the subject."""
    found: list[Entity] = []
    while number < len(words):
        begins = words.is_capital(number) or words.word(number) in {"the", "a", "an"}
        last = words.phrase_ends(number) if begins else number
        if last > number and (words.is_capital(number) or last - number > 1):
            owner, _ = owner_and_owned(words, number, last)
            found += [owner] if owner else []
        number = max(last, number + 1)
    return tuple(found)


def _pair(text: Text, named: tuple[Entity, ...]) -> Pair | None:
    pairs = (
        (one, two)
        for one, two in pairwise(named)
        if text.folded[one.end : two.start].strip() in {"and", "or"}
    )
    return next(pairs, None)
