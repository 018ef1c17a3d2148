"""Folded text -> the numbers the reading network works on.

Every character comes with itself, the pair it closes, the pair it opens, and match features: is the character, are its
pairs part of the other text, how long is the stretch they share and how rare is it (the exact-match features of Chen et
al., arXiv:1704.00051, section 3.2, over characters instead of words).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qa.asked import asked

__all__ = [
    "FEATURES_OF_A_CHARACTER",
    "MAX_QUESTION_READ",
    "Inputs",
    "Vocabulary",
    "codes_of",
    "inputs_of",
    "pairs_of",
]

Codes: TypeAlias = NDArray[np.uint64]
Floats: TypeAlias = NDArray[np.float32]

FEATURES_OF_A_CHARACTER: Final = 10
"""Matched itself, in the pair before, in the one behind; stretch; rarity; digit, letter, Chinese, sign; asks."""

MAX_QUESTION_READ: Final = 100
"""Characters of a question the network looks at; what is longer is cut behind them."""

_LONGEST: Final = 6
_SHIFT: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The characters and pairs a network knows. Row 0 stands for padding, row 1 for all it does not know.

    :param characters: code points, uint64, ascending.
    :param pairs: two code points each, ``first << 32 | second``, uint64, ascending.
    :param rarity: of every pair, float32, 0 (in every text) to 1 (hardly ever).
    """

    characters: Codes
    pairs: Codes
    rarity: Floats

    def character_ids(self, codes: Codes) -> NDArray[np.int64]:
        """Rows of characters.

        :param codes: code points, shape (n,).
        :return: int64 of shape (n,).
        """
        return _rows(self.characters, codes)

    def pair_ids(self, pairs: Codes) -> NDArray[np.int64]:
        """Rows of pairs.

        :param pairs: pairs, shape (n,).
        :return: int64 of shape (n,).
        """
        return _rows(self.pairs, pairs)


def _rows(known: Codes, wanted: Codes) -> NDArray[np.int64]:
    places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[places] == wanted, places + 2, 1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Inputs:
    """A text as the network takes it.

    :param ids: int64 of shape (n, 3): rows of the character, the pair it closes, the pair it opens.
    :param features: float32 of shape (n, FEATURES_OF_A_CHARACTER).
    """

    ids: NDArray[np.int64]
    features: Floats


def codes_of(text: str) -> Codes:
    """Code points.

    :param text: any text.
    :return: uint64 of shape (len(text),).
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)


def pairs_of(codes: Codes) -> Codes:
    """The pair every character opens; the last one's with a character that is none.

    :param codes: code points, shape (n,).
    :return: uint64 of shape (n,), ``first << 32 | second``.
    """
    following = np.concatenate((codes[1:], np.zeros(1, dtype=np.uint64)))
    return (codes << _SHIFT) | following


def _is_word(codes: Codes) -> NDArray[np.bool_]:
    digit = (codes >= 48) & (codes <= 57)
    letter = (codes >= 97) & (codes <= 122) | (codes >= 0xC0) & (codes < 0x2000)
    return digit | letter | (codes >= 0x3400) & (codes < 0xFF00)


def _matches(codes: Codes, pairs: Codes, rarity: Floats, of: Codes, of_pairs: Codes) -> Floats:
    """The five match features of a text against another one's characters and pairs."""
    word = _is_word(codes)
    opens = np.isin(pairs, of_pairs)
    closes = np.concatenate((np.zeros(1, dtype=bool), opens[:-1]))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], opens.view(np.int8), [0]))))
    stretch = np.zeros(len(codes), dtype=np.float32)
    for start, end in edges.reshape(-1, 2).tolist():
        stretch[start : end + 1] = np.maximum(stretch[start : end + 1], min(end - start, _LONGEST))
    rare = np.where(opens, rarity, 0)
    rare = np.maximum(rare, np.concatenate((np.zeros(1, dtype=np.float32), rare[:-1])))
    itself = np.isin(codes, of) & word
    return np.stack((itself, closes, opens, stretch / _LONGEST, rare), axis=1).astype(np.float32)


def _kinds(codes: Codes) -> Floats:
    digit = (codes >= 48) & (codes <= 57)
    letter = (codes >= 97) & (codes <= 122)
    chinese = (codes >= 0x3400) & (codes < 0xA000)
    return np.stack((digit, letter, chinese, ~_is_word(codes)), axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Text:
    codes: Codes
    pairs: Codes
    ids: NDArray[np.int64]
    rarity: Floats
    kinds: Floats

    @classmethod
    def of(cls, text: str, vocabulary: Vocabulary) -> _Text:
        codes = codes_of(text)
        pairs = pairs_of(codes)
        opens = vocabulary.pair_ids(pairs)
        closes = np.concatenate((np.ones(1, dtype=np.int64), opens[:-1]))
        ids = np.stack((vocabulary.character_ids(codes), closes, opens), axis=1)
        rarity = np.where(opens > 1, vocabulary.rarity[np.maximum(opens - 2, 0)], np.float32(1))
        return cls(codes, pairs, ids, rarity.astype(np.float32), _kinds(codes))


def inputs_of(question: str, passages: list[str], vocabulary: Vocabulary) -> list[tuple[Inputs, Inputs]]:
    """A question with each of its passages, made ready for the network.

    :param question: the folded question, not empty.
    :param passages: folded passages, none empty.
    :param vocabulary: what the network knows.
    :return: for every passage the question's inputs, which say what of it the passage holds, and the passage's.
    """
    question = question[:MAX_QUESTION_READ]
    asks = asked(question)
    words = _Text.of(question, vocabulary)
    asking = np.zeros((len(question), 1), dtype=np.float32)
    asking[asks.start : asks.end] = 1
    told = asking[:, 0] == 0
    # A pair counts as the question's own when none of its characters asks.
    whole = told & np.concatenate((told[1:], np.zeros(1, dtype=bool)))
    told_codes, told_pairs = words.codes[told], words.pairs[whole]
    made = []
    for text in passages:
        passage = _Text.of(text, vocabulary)
        there = _matches(passage.codes, passage.pairs, passage.rarity, told_codes, told_pairs)
        here = _matches(words.codes, words.pairs, words.rarity, passage.codes, passage.pairs)
        zeros = np.zeros((len(text), 1), dtype=np.float32)
        made.append(
            (
                Inputs(words.ids, np.concatenate((here, words.kinds, asking), axis=1)),
                Inputs(passage.ids, np.concatenate((there, passage.kinds, zeros), axis=1)),
            )
        )
    return made
