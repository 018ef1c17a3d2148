"""Numbers to neighbours: the one place that imports FAISS."""

from __future__ import annotations

from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors

__all__ = ["Hit", "Ids", "VectorIndex"]

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found.

    :param id: the row's id.
    :param score: inner product with the query, the cosine for unit vectors; higher is better.
    """

    id: int
    score: float


class VectorIndex:
    """Rows of vectors, known by ids of the caller's choice, searched exactly by inner product.

    Exact search reads every row: its time grows with their number, its recall is 1, and rows can be removed.
    Not safe for threads by itself: whoever adds or removes while others search must hold a lock around each.

    :param dim: number of components of a vector.
    :raises ValueError: when ``dim`` is not positive.
    """

    def __init__(self, dim: int) -> None:
        if dim < 1:
            msg = f"dim must be positive, not {dim}"
            raise ValueError(msg)
        self._dim = dim
        self._rows = faiss.IndexIDMap(faiss.IndexFlatIP(dim))
        self._ids: set[int] = set()

    @property
    def dim(self) -> int:
        """Number of components of a vector."""
        return self._dim

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, row_id: int) -> bool:
        return row_id in self._ids

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add rows; either all of them or, when anything is wrong with one, none.

        :param ids: shape (n,), not negative, none given before.
        :param vectors: shape (n, dim), finite; row i belongs to ``ids[i]``.
        :raises ValueError: when shapes or lengths differ, an id is negative, repeated or present, or a
            component is not finite.
        """
        numbers = _as_ids(ids)
        rows = self._as_rows(vectors, "vectors")
        if len(numbers) != len(rows):
            msg = f"{len(numbers)} ids do not fit {len(rows)} vectors"
            raise ValueError(msg)
        if len(numbers) and numbers.min() < 0:
            msg = f"ids must not be negative: {numbers.min()}"
            raise ValueError(msg)
        listed = set(numbers.tolist())
        if len(listed) != len(numbers):
            msg = "an id is given twice"
            raise ValueError(msg)
        if present := listed & self._ids:
            msg = f"{len(present)} ids are present already, one of them {min(present)}"
            raise ValueError(msg)
        if listed:
            self._rows.add_with_ids(rows, numbers)
            self._ids |= listed

    def remove(self, ids: Ids) -> int:
        """Remove rows; ids that are not present are passed over.

        :param ids: shape (n,).
        :return: how many rows were removed.
        :raises ValueError: when ``ids`` is not one-dimensional.
        """
        numbers = _as_ids(ids)
        present = self._ids & set(numbers.tolist())
        if present:
            gone = np.fromiter(present, dtype=np.int64, count=len(present))
            self._rows.remove_ids(faiss.IDSelectorBatch(gone))
            self._ids -= present
        return len(present)

    def search(self, queries: Vectors, limit: int) -> list[list[Hit]]:
        """The nearest rows of each query.

        :param queries: shape (q, dim), finite.
        :param limit: how many rows a query gets at most.
        :return: for each query its rows, best first, equal scores by ascending id; fewer than ``limit`` when
            the index holds fewer.
        :raises ValueError: when the shape does not fit, a component is not finite, or ``limit`` is not positive.
        """
        rows = self._as_rows(queries, "queries")
        if limit < 1:
            msg = f"limit must be positive, not {limit}"
            raise ValueError(msg)
        if not len(rows) or not self._ids:
            return [[] for _ in rows]
        scores, found = self._rows.search(rows, min(limit, len(self._ids)))
        order = np.lexsort((found, -scores))
        return [
            [Hit(int(found[i, j]), float(scores[i, j])) for j in ranked] for i, ranked in enumerate(order)
        ]

    def _as_rows(self, vectors: Vectors, name: str) -> Vectors:
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if rows.ndim != 2 or rows.shape[1] != self._dim:
            msg = f"{name} must have shape (n, {self._dim}), not {rows.shape}"
            raise ValueError(msg)
        if not np.isfinite(rows).all():
            msg = f"{name} must be finite"
            raise ValueError(msg)
        return rows


def _as_ids(ids: Ids) -> Ids:
    numbers = np.asarray(ids)
    if numbers.ndim != 1 or not (np.issubdtype(numbers.dtype, np.integer) or numbers.size == 0):
        msg = f"ids must be integers of shape (n,), not {numbers.dtype} of shape {numbers.shape}"
        raise ValueError(msg)
    return np.ascontiguousarray(numbers, dtype=np.int64)
