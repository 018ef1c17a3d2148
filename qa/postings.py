"""Inverted lists: which texts hold a term, and how often. Immutable; several become one without sorting again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from qa.lexical import Terms

__all__ = ["Postings"]

_MOST = np.iinfo(np.uint16).max
"""A count above this is kept as this: BM25 saturates long before."""


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The terms of texts that are known by their row.

    :param vocabulary: uint64 of shape (terms,), ascending.
    :param bounds: int64 of shape (terms + 1,): the list of term i is ``rows[bounds[i]:bounds[i + 1]]``.
    :param rows: int32 of shape (n,): rows of the texts that hold a term, ascending within its list.
    :param counts: uint16 of shape (n,): how often each holds it.
    :param lengths: int32 of shape (rows,): number of terms of every text.
    """

    vocabulary: Terms
    bounds: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]

    @classmethod
    def of(cls, terms: Terms, lengths: NDArray[np.int64]) -> Postings:
        """Count terms.

        :param terms: terms of every text, concatenated.
        :param lengths: number of terms of every text, shape (rows,).
        :return: their lists.
        :raises ValueError: when the lengths do not add up to the terms.
        """
        if int(lengths.sum()) != len(terms):
            raise ValueError(f"{len(terms)} terms do not make texts of {int(lengths.sum())} terms")
        vocabulary, columns = np.unique(terms, return_inverse=True)
        owners = np.repeat(np.arange(len(lengths)), lengths)
        shape = (len(lengths), len(vocabulary))
        counts = csc_matrix((np.ones(len(terms), dtype=np.int32), (owners, columns)), shape=shape)
        counts.sum_duplicates()
        return cls(
            vocabulary,
            counts.indptr.astype(np.int64),
            counts.indices.astype(np.int32),
            np.minimum(counts.data, _MOST).astype(np.uint16),
            lengths.astype(np.int32),
        )

    @classmethod
    def merged(cls, parts: Sequence[Postings], kept: Sequence[NDArray[np.bool_]]) -> Postings:
        """Several as one: the rows of the second follow those of the first.

        :param parts: the lists.
        :param kept: for each of them bool of shape (rows,): the texts that stay; the rest leave no row.
        :return: one set of lists.
        """
        thinned = [part._only(rows) for part, rows in zip(parts, kept, strict=True)]
        vocabulary = np.unique(
            np.concatenate([part.vocabulary for part in thinned] or [np.empty(0, np.uint64)])
        )
        homes = [np.searchsorted(vocabulary, part.vocabulary) for part in thinned]
        sizes = np.zeros(len(vocabulary), dtype=np.int64)
        for part, home in zip(thinned, homes, strict=True):
            sizes[home] += np.diff(part.bounds)
        bounds = np.concatenate(([0], np.cumsum(sizes)))
        rows, counts = np.empty(bounds[-1], dtype=np.int32), np.empty(bounds[-1], dtype=np.uint16)
        free, before = bounds[:-1].copy(), 0
        for part, home in zip(thinned, homes, strict=True):
            # each list is laid behind what the parts before have put there
            own = np.diff(part.bounds)
            target = np.arange(len(part.rows)) + np.repeat(free[home] - part.bounds[:-1], own)
            rows[target], counts[target] = part.rows + np.int32(before), part.counts
            free[home] += own
            before += len(part.lengths)
        lengths = np.concatenate([part.lengths for part in thinned] or [np.empty(0, np.int32)])
        return cls(vocabulary, bounds, rows, counts, lengths)

    def _only(self, kept: NDArray[np.bool_]) -> Postings:
        """The lists of some texts, whose rows close up; terms that none of them holds are gone."""
        if kept.all():
            return self
        stays = kept[self.rows]
        renumbered = (np.cumsum(kept) - 1).astype(np.int32)
        sizes = np.add.reduceat(np.append(stays, False), self.bounds[:-1], dtype=np.int64)
        used = sizes > 0
        return Postings(
            self.vocabulary[used],
            np.concatenate(([0], np.cumsum(sizes[used]))),
            renumbered[self.rows[stays]],
            self.counts[stays],
            self.lengths[kept],
        )

    def find(self, terms: Terms) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where terms stand in the vocabulary.

        :param terms: any terms, shape (n,).
        :return: int64 of shape (n,), and bool of the same shape: whether the vocabulary has each at all.
        """
        columns = np.searchsorted(self.vocabulary, terms)
        known = columns < len(self.vocabulary)
        known[known] = self.vocabulary[columns[known]] == terms[known]
        return columns, known
