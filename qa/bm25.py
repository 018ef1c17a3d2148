"""BM25 over inverted lists.

Weights: Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf that cannot
become negative, ln(1 + (N - n + 0.5) / (n + 0.5)).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.lexical import Terms
from qa.postings import Postings

__all__ = ["K1", "B", "TermIndex", "idf_of"]

K1: Final = 1.2
"""Saturation of a term's count."""

B: Final = 0.6
"""How much long texts are held back, 0 to 1."""


def idf_of(texts: int, having: NDArray[np.int64]) -> NDArray[np.float32]:
    """Inverse document frequencies.

    :param texts: how many texts there are.
    :param having: how many of them hold each term, shape (n,).
    :return: float32 of shape (n,).
    """
    return np.log1p((texts - having + 0.5) / (having + 0.5)).astype(np.float32)


class TermIndex:
    """BM25 scores of texts known by their row. Immutable: a changed collection is a new index.

    :param parts: lists of texts; the rows of the second part follow those of the first.
    :param gone: for each part bool of shape (rows,): texts that were removed, which count for nothing and score 0; None
        where none was.
    :param k1: saturation of a term's count.
    :param b: how much long texts are held back, 0 to 1.
    """

    def __init__(
        self,
        parts: Sequence[Postings],
        gone: Sequence[NDArray[np.bool_] | None] | None = None,
        k1: float = K1,
        b: float = B,
    ) -> None:
        self._parts = tuple(parts)
        self._gone = tuple(gone) if gone is not None else (None,) * len(self._parts)
        self._k1, self._b = k1, b
        sizes = [len(part.lengths) for part in self._parts]
        self._begins = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        lengths = total = 0
        for part, removed in zip(self._parts, self._gone, strict=True):
            alive = part.lengths if removed is None else part.lengths[~removed]
            lengths += int(alive.sum(dtype=np.int64))
            total += len(alive)
        self._texts = total
        self._mean = max(lengths / total if total else 0.0, 1.0)

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """Inverse document frequencies.

        :param terms: any terms, shape (n,).
        :return: float32 of shape (n,); a term met nowhere has the idf of one that is in no text.
        """
        return idf_of(self._texts, self._having(terms))

    def scores(self, terms: Sequence[int] | Terms) -> NDArray[np.float32]:
        """BM25 of every row for a query.

        :param terms: terms of the query; each counts once, however often it is given.
        :return: float32 of shape (rows,), higher is better, 0 where no term is shared or the text was removed.
        """
        query = np.unique(np.asarray(terms, dtype=np.uint64))
        idf = self.idf(query)
        scores = np.zeros(self._begins[-1], dtype=np.float32)
        for number, (part, removed) in enumerate(zip(self._parts, self._gone, strict=True)):
            own = scores[self._begins[number] : self._begins[number + 1]]
            columns, known = part.find(query)
            for column, weight in zip(columns[known].tolist(), idf[known], strict=True):
                begin, end = part.bounds[column], part.bounds[column + 1]
                rows, counts = part.rows[begin:end], part.counts[begin:end].astype(np.float32)
                own[rows] += counts * np.float32(self._k1 + 1) / (counts + self._norm(part, rows)) * weight
            if removed is not None:
                own[removed] = 0
        return scores

    def _norm(self, part: Postings, rows: NDArray[np.int32]) -> NDArray[np.float32]:
        """What a count of texts of these lengths is set against."""
        lengths = part.lengths[rows]
        return (self._k1 * (1 - self._b + self._b * lengths / self._mean)).astype(np.float32)

    def _having(self, terms: Terms) -> NDArray[np.int64]:
        """How many texts hold each term."""
        having = np.zeros(len(terms), dtype=np.int64)
        for part, removed in zip(self._parts, self._gone, strict=True):
            columns, known = part.find(terms)
            begins, ends = part.bounds[columns[known]], part.bounds[columns[known] + 1]
            if removed is None:
                having[known] += ends - begins
            else:
                lists = zip(begins.tolist(), ends.tolist(), strict=True)
                alive = [np.count_nonzero(~removed[part.rows[begin:end]]) for begin, end in lists]
                having[known] += np.array(alive, dtype=np.int64)
        return having
