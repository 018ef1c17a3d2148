"""Text to terms: characters, character pairs and words, as numbers.

A Chinese (or Japanese, Korean ...) character is its code point, two that adjoin are a pair of code points, a run of
letters or digits of other scripts is a hash. So a text becomes terms without a loop over its characters.
"""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

__all__ = ["Terms", "find_terms"]

Terms = NDArray[np.uint64]

_OTHER, _CHARACTER, _WORD, _UNKNOWN = 0, 1, 2, 255
_EAST_FROM = 0x2E80
_PAIR = np.uint64(1 << 62)
_HASH = np.uint64(1 << 63)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_KINDS = np.full(0x110000, _UNKNOWN, dtype=np.uint8)


def _kind(code: int) -> int:
    character = chr(code)
    if not character.isalnum() and unicodedata.category(character)[0] != "M":
        return _OTHER
    return _CHARACTER if code >= _EAST_FROM else _WORD


def _kinds_of(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Whether each code point is a term by itself, part of a word, or neither."""
    kinds = _KINDS[codes]
    unknown = codes[kinds == _UNKNOWN]
    if not len(unknown):
        return kinds
    for code in np.unique(unknown).tolist():
        _KINDS[code] = _kind(code)
    return _KINDS[codes]


def _word_terms(codes: NDArray[np.uint64], word: NDArray[np.bool_]) -> tuple[Terms, NDArray[np.int64]]:
    """A polynomial hash of every run of word characters, and where each run begins."""
    begins = np.flatnonzero(word & ~np.concatenate(([False], word[:-1])))
    if not len(begins):
        return np.empty(0, dtype=np.uint64), begins
    inside = np.flatnonzero(word)
    run = np.searchsorted(begins, inside, side="right") - 1
    power = np.power(_MULTIPLIER, (inside - begins[run] + 1).astype(np.uint64))
    hashes = np.add.reduceat((codes[inside] + np.uint64(1)) * power, np.searchsorted(inside, begins))
    return hashes | _HASH, begins


def find_terms(folded: str) -> tuple[Terms, NDArray[np.int64]]:
    """Terms of a folded text.

    :param folded: text folded for search.
    :return: the terms, uint64 of shape (n,), and the position of each one's first character, int64 of shape
        (n,), ascending.
    """
    codes = np.frombuffer(folded.encode("utf-32-le", "replace"), dtype="<u4")
    kinds = _kinds_of(codes)
    word = kinds == _WORD
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    # the point of 3.5 belongs to its number, the full stop behind a number does not
    word[1:-1] |= (codes[1:-1] == ord(".")) & digit[:-2] & digit[2:]
    wide = codes.astype(np.uint64)
    characters = np.flatnonzero(kinds == _CHARACTER)
    pairs = characters[:-1][np.diff(characters) == 1]
    words, begins = _word_terms(wide, word)
    terms = np.concatenate((wide[characters], _PAIR | wide[pairs] << np.uint64(21) | wide[pairs + 1], words))
    positions = np.concatenate((characters, pairs, begins))
    order = np.argsort(positions, kind="stable")
    return terms[order], positions[order]
