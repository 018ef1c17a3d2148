"""Questions in another script than the report: no word of one stands in the other, and meaning alone can judge.

The bundled encoder has English and Chinese sentences of one meaning side by side. How sure one may be that a Chinese
sentence answers an English question is learnt from translations (:mod:`qa.training.meaning`); the other way, what is
nearest in meaning is shown, but not quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from qa.features import SentenceRef, agrees
from qa.question import Question

__all__ = ["foreign_sentences"]

_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_LATIN: Final = re.compile("[a-z\u00c0-\u024f]{2,}")
_MOSTLY: Final = 0.2
_WORDS_OF_A_QUESTION: Final = 2
_WORDS_OF_A_SENTENCE: Final = 4


def _script(text: str, least: int) -> str:
    """Either "chinese" or "latin"; "" for a row of numbers, a name alone, another script."""
    if len(_CHINESE.findall(text)) > _MOSTLY * len(text):
        return "chinese"
    return "latin" if len(_LATIN.findall(text)) >= least else ""


def foreign_sentences(question: Question, sentences: Sequence[SentenceRef]) -> tuple[SentenceRef, ...]:
    """The sentences in Chinese where the question is in Latin script, or the other way.

    :param question: the question.
    :param sentences: the sentences of its candidates.
    :return: those, in their order; none that speaks of another time or place than the question names.
    """
    other = {"chinese": "latin", "latin": "chinese"}.get(_script(question.text, _WORDS_OF_A_QUESTION))
    return tuple(
        ref
        for ref in sentences
        if other
        and _script(ref.prepared.sentence(ref.number), _WORDS_OF_A_SENTENCE) == other
        and not agrees(question, ref).contradicts
    )
