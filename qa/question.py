"""A question made ready for searching and reading."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.asked import Asked, asked
from qa.errors import QuestionError
from qa.fold import fold
from qa.lexical import Terms, find_terms
from qa.sense.asked import QuestionSense, understand_question

__all__ = ["MAX_QUESTION", "KnowsTerms", "Question", "check_question", "says_something"]

_WORD: Final = re.compile(r"[^\W_]+")

MAX_QUESTION: Final = 1000
"""Characters a question may have."""


def check_question(question: str) -> str:
    """A question that can be asked, without white space around it.

    :param question: as it was typed.
    :return: the question.
    :raises QuestionError: when it is no text, empty, too long, or holds no letter and no digit.
    """
    if not isinstance(question, str):
        raise QuestionError("question", f"it is of the type {type(question).__name__}", "Give it as a str")
    asked = question.strip()
    if not asked:
        raise QuestionError("question", "it is empty", "Type what you want to know")
    if len(asked) > MAX_QUESTION:
        cause = f"it has {len(asked)} characters, and {MAX_QUESTION} are the most that are read"
        raise QuestionError("question", cause, "Ask for one thing at a time")
    if any(unicodedata.category(character) == "Cs" for character in asked):
        raise QuestionError("question", "it holds bytes that are no text", "Type it again in UTF-8")
    if not any(unicodedata.category(character)[0] in "LN" for character in asked):
        raise QuestionError("question", "it holds no word", "Type what you want to know in words")
    return asked


def says_something(question: str) -> bool:
    """Whether a question holds anything that a sentence could be about.

    :param question: as :func:`check_question` returns it.
    :return: False when it is made of single letters and digits, such as "a" or "x 2"; a Chinese character or a
        Korean syllable is a word by itself.
    """
    words = _WORD.findall(fold(question).text)
    return any(len(word) > 1 or unicodedata.category(word) == "Lo" for word in words)


class KnowsTerms(Protocol):
    """What knows how rare a term is."""

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """Inverse document frequencies: float32 of shape (n,) for terms of shape (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """A question made ready for reading.

    :param text: the folded question.
    :param asked: what it asks for.
    :param terms: its terms, each once, ascending.
    :param weights: their idf, with the words that only ask left out (weight 0).
    :param is_pair: which of them are character pairs or words.
    :param is_time: which of them stand nowhere but in a time it names (2022年).
    :param sense: the time, places and unit it names.
    """

    text: str
    asked: Asked
    terms: Terms
    weights: NDArray[np.float32]
    is_pair: NDArray[np.bool_]
    is_time: NDArray[np.bool_]
    sense: QuestionSense

    @classmethod
    def of(cls, question: str, index: KnowsTerms) -> Question:
        """Fold and weigh a question.

        :param question: as it was asked.
        :param index: the terms of the library, for their idf.
        :return: the question, ready.
        """
        text = fold(question).text
        ask = asked(text)
        terms, positions = find_terms(text)
        inside = (positions >= ask.start) & (positions < ask.end)
        unique = np.unique(terms)
        weights = index.idf(unique)
        weights[np.isin(unique, terms[inside]) & ~np.isin(unique, terms[~inside])] = 0
        sense = understand_question(text)
        in_time = sense.names_time(positions)
        is_time = np.isin(unique, terms[in_time]) & ~np.isin(unique, terms[~in_time])
        return cls(text, ask, unique, weights, unique >= np.uint64(1 << 62), is_time, sense)
