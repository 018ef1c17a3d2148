"""Questions in another script than the report: no word of one stands in the other, and meaning alone can judge.

The bundled encoder has English and Chinese sentences of one meaning side by side; a sentence is judged by its cosine to
the question and by how far it is ahead of the other candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from qa.features import SentenceRef, agrees
from qa.question import Question

__all__ = ["FOREIGN_FEATURES", "foreign_features", "foreign_sentences"]

FOREIGN_FEATURES: Final = ("cosine", "lead", "candidates", "length")
"""Cosine to the question; its lead over the best other sentence; ln of the number of candidates; ln of characters."""

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


def foreign_features(vector: Vectors, vectors: Vectors, lengths: Sequence[int]) -> NDArray[np.float32]:
    """What tells whether sentences mean what a question asks.

    :param vector: the question's, shape (dim,).
    :param vectors: the sentences', shape (n, dim).
    :param lengths: characters of every sentence.
    :return: float32 of shape (n, len(FOREIGN_FEATURES)).
    """
    cosines = vectors @ vector
    order = np.sort(cosines)[::-1]
    second = order[1] if len(order) > 1 else 0.0
    lead = cosines - (np.where(cosines == order[0], second, order[0]) if len(order) else 0.0)
    count = np.full(len(cosines), np.log1p(len(cosines)))
    return np.column_stack((cosines, lead, count, np.log1p(np.array(lengths)))).astype(np.float32)
