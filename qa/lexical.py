"""BM25 over characters, character pairs and words, as arrays.

Terms are numbers: a Chinese (or Japanese, Korean ...) character is its code point, two that adjoin are a pair of
code points, a run of letters or digits of other scripts is a hash. So a text becomes terms without a loop over its
characters. Weights: Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with
the idf that cannot become negative, ln(1 + (N - n + 0.5) / (n + 0.5)).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

__all__ = ["TermIndex", "Terms", "find_terms"]

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


class TermIndex:
    """BM25 scores of texts known by their row. Immutable: a changed collection is a new index.

    :param terms: terms of every text, concatenated.
    :param lengths: number of terms of every text, shape (rows,).
    :param k1: saturation of a term's count.
    :param b: how much long texts are held back, 0 to 1.
    """

    def __init__(self, terms: Terms, lengths: NDArray[np.int64], k1: float = 1.2, b: float = 0.6) -> None:
        if int(lengths.sum()) != len(terms):
            raise ValueError(f"{len(terms)} terms do not make texts of {int(lengths.sum())} terms")
        self._rows = len(lengths)
        self.vocabulary, columns = np.unique(terms, return_inverse=True)
        owners = np.repeat(np.arange(self._rows), lengths)
        counts = csc_matrix(
            (np.ones(len(terms), dtype=np.float32), (owners, columns)),
            shape=(self._rows, len(self.vocabulary)),
        )
        counts.sum_duplicates()
        having = np.diff(counts.indptr)
        self._idf = np.log1p((self._rows - having + 0.5) / (having + 0.5)).astype(np.float32)
        norm = k1 * (1 - b + b * lengths / max(float(lengths.mean()) if self._rows else 0.0, 1.0))
        counts.data *= np.float32(k1 + 1) / (counts.data + norm[counts.indices].astype(np.float32))
        counts.data *= np.repeat(self._idf, having)
        self._weights = counts

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """Inverse document frequencies.

        :param terms: any terms, shape (n,).
        :return: float32 of shape (n,); a term met nowhere has the idf of one that is in no text.
        """
        columns, known = self._columns(terms)
        unseen = np.float32(np.log1p((self._rows + 0.5) / 0.5))
        idf = np.full(len(terms), unseen, dtype=np.float32)
        idf[known] = self._idf[columns[known]]
        return idf

    def scores(self, terms: Sequence[int] | Terms) -> NDArray[np.float32]:
        """BM25 of every row for a query.

        :param terms: terms of the query; each counts once, however often it is given.
        :return: float32 of shape (rows,), higher is better, 0 where no term is shared.
        """
        query = np.unique(np.asarray(terms, dtype=np.uint64))
        columns, known = self._columns(query)
        scores = np.zeros(self._rows, dtype=np.float32)
        for column in columns[known].tolist():
            begin, end = self._weights.indptr[column], self._weights.indptr[column + 1]
            scores[self._weights.indices[begin:end]] += self._weights.data[begin:end]
        return scores

    def _columns(self, terms: Terms) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        columns = np.searchsorted(self.vocabulary, terms)
        known = columns < len(self.vocabulary)
        known[known] = self.vocabulary[columns[known]] == terms[known]
        return columns, known
