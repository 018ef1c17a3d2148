"""A question made ready for searching and reading."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.asked import Asked, asked
from qa.errors import QuestionError
from qa.fold import fold
from qa.lexical import TermIndex, Terms, find_terms

__all__ = ["MAX_QUESTION", "Question", "check_question"]

MAX_QUESTION: Final = 1000
"""Characters a question may have."""


def check_question(question: str) -> str:
    """A question that can be asked, without white space around it.

    :param question: as it was typed.
    :return: the question.
    :raises QuestionError: when it is empty, too long, or holds no letter and no digit.
    """
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


@dataclass(frozen=True, slots=True)
class Question:
    """A question made ready for reading.

    :param text: the folded question.
    :param asked: what it asks for.
    :param terms: its terms, each once, ascending.
    :param weights: their idf, with the words that only ask left out (weight 0).
    :param is_pair: which of them are character pairs or words.
    """

    text: str
    asked: Asked
    terms: Terms
    weights: NDArray[np.float32]
    is_pair: NDArray[np.bool_]

    @classmethod
    def of(cls, question: str, index: TermIndex) -> Question:
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
        return cls(text, ask, unique, weights, unique >= np.uint64(1 << 62))
