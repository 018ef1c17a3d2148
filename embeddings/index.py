"""Numbers to neighbours: the one place that imports FAISS."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.errors import IndexFileError

__all__ = ["EXACT_ROWS", "VectorIndex"]

EXACT_ROWS: Final = 200_000
"""Rows up to which every one is compared with the query. How it was chosen: tests/benchmarks/recall.py."""

_COMPARED: Final = 2_000
"""Of more rows, how many of those whose codes are nearest are compared (tests/benchmarks/recall.py)."""

_TRAINED_ON: Final = 20_000
_SEED: Final = 20
_HALF: Final = faiss.ScalarQuantizer.QT_fp16


class VectorIndex:
    """Vectors known by their row, searched by inner product. Immutable, so that many threads may search it at once.

    Components are kept to half precision (IEEE 754 binary16), which halves the room and moves a cosine by less than
    0.001. Up to :data:`EXACT_ROWS` rows every one is compared. Of more, each also has a code of four bits for every two
    components (product quantization: Jégou et al., "Product Quantization for Nearest Neighbor Search", TPAMI 2011, read
    16 at a time: André et al., "Quicker ADC", TPAMI 2021); those whose codes are nearest are compared themselves.
    Inverted lists (IVF) were tried first: questions are unlike the sentences the lists are made of, so that half the
    lists had to be read to find 0.92 of the nearest ten.

    :param index: the FAISS index of the rows 0, 1, 2 ...
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors, exact_rows: int = EXACT_ROWS) -> VectorIndex:
        """Index vectors.

        :param vectors: float32 of shape (n, dim), finite; row i is known as i.
        :param exact_rows: rows up to which the search is exact.
        :return: the index.
        :raises ValueError: when the shape does not fit, or a component is not finite.
        """
        # rounded here, to the nearest and ties to even, so that it does not depend on the processor
        with np.errstate(over="ignore"):  # what is too large for half precision is refused as infinite
            rows = _as_rows(_as_rows(vectors, None).astype(np.float16), None)
        count, dim = rows.shape
        index: Any = faiss.IndexScalarQuantizer(dim, _HALF, faiss.METRIC_INNER_PRODUCT)
        if count > max(exact_rows, 16) and dim % 2 == 0:  # 16 codes cannot be learnt from fewer rows
            codes = faiss.IndexPQFastScan(dim, dim // 2, 4, faiss.METRIC_INNER_PRODUCT)
            codes.pq.cp.seed = _SEED
            codes.pq.cp.min_points_per_centroid = 1  # only a warning depends on it
            chosen = np.random.default_rng(_SEED).choice(count, min(count, _TRAINED_ON), replace=False)
            codes.train(rows[np.sort(chosen)])
            whole, index = index, faiss.IndexRefine(codes, index)
            index.referenced_objects = (codes, whole)  # FAISS itself does not keep them
        index.add(rows)
        return cls(index)

    @property
    def dim(self) -> int:
        """Number of components of a vector."""
        return int(self._index.d)

    @property
    def exact(self) -> bool:
        """Whether every row is compared with the query."""
        return isinstance(self._index, faiss.IndexScalarQuantizer)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def vectors(self) -> Vectors:
        """What was indexed, to half precision.

        :return: float32 of shape (n, dim), in the order of the rows.
        """
        return np.asarray(self._whole.reconstruct_n(0, len(self)), dtype=np.float32).reshape(-1, self.dim)

    def search(
        self, queries: Vectors, limit: int, gone: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The nearest rows of each query.

        :param queries: float32 of shape (q, dim), finite.
        :param limit: how many rows a query gets at most.
        :param gone: bool of shape (n,): rows that must not be found; None for none.
        :return: scores and rows, of shape (q, min(limit, n)), best first, equal scores by ascending row; where fewer
            were found, the rest has the row -1.
        :raises ValueError: when the shape does not fit, a component is not finite, or ``limit`` is not positive.
        """
        rows, limit = self._asked(queries, limit)
        if not limit or not len(rows):
            return _nothing(len(rows))
        found = self._nearest(rows, limit, gone) if self.exact else self._coded(rows, limit, gone)
        return _ordered(*found, limit)

    def search_among(
        self, queries: Vectors, limit: int, kept: NDArray[np.bool_], exact_rows: int = EXACT_ROWS
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The nearest of some rows, as if the others were not there.

        Every one of them is compared; of more than ``exact_rows`` that have codes, those whose codes are nearest, and
        every one all the same where the nearest codes are those of others.

        :param queries: float32 of shape (q, dim), finite.
        :param limit: how many rows a query gets at most.
        :param kept: bool of shape (n,): rows that may be found.
        :param exact_rows: how many of them are compared whether or not they have codes.
        :return: as of :meth:`search`.
        :raises ValueError: when the shape does not fit, a component is not finite, or ``limit`` is not positive.
        """
        rows, limit = self._asked(queries, limit)
        count = int(np.count_nonzero(kept))
        if not limit or not len(rows):
            return _nothing(len(rows))
        if not self.exact and count > exact_rows:
            most = min(2 * limit * -(-len(self) // count), len(self))
            scores, found = self._by_codes(rows, most)
            lost = (found < 0) | ~kept[found]
            if ((~lost).sum(axis=1) >= min(limit, count)).all():
                return _ordered(np.where(lost, np.float32(-np.inf), scores), np.where(lost, -1, found), limit)
        return _ordered(*self._nearest(rows, limit, ~kept), limit)

    def _asked(self, queries: Vectors, limit: int) -> tuple[Vectors, int]:
        """Queries that can be searched for, and how many rows each gets at most."""
        rows = _as_rows(queries, self.dim)
        if limit < 1:
            msg = f"limit must be positive, not {limit}"
            raise ValueError(msg)
        return rows, min(limit, len(self))

    @property
    def _whole(self) -> Any:
        """The FAISS index that compares every row."""
        return self._index if self.exact else faiss.downcast_index(self._index.refine_index)

    def _nearest(
        self, rows: Vectors, limit: int, gone: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """All rows compared."""
        options: Any = None
        if gone is not None:
            kept = np.packbits(~gone, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(kept), faiss.swig_ptr(kept))
            options = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, found = self._whole.search(rows, limit, params=options)
        return scores, found

    def _coded(
        self, rows: Vectors, limit: int, gone: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Rows with near codes compared. Codes know no selection, so more are looked for until enough are left."""
        alive = len(self) if gone is None else int(np.count_nonzero(~gone))
        most = limit
        while True:
            scores, found = self._by_codes(rows, most)
            if gone is None:
                return scores, found
            lost = (found < 0) | gone[found]
            if most == len(self) or ((~lost).sum(axis=1) >= min(limit, alive)).all():
                return np.where(lost, np.float32(-np.inf), scores), np.where(lost, -1, found)
            most = min(2 * most, len(self))

    def _by_codes(self, rows: Vectors, most: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        options = faiss.IndexRefineSearchParameters(k_factor=max(_COMPARED / most, 4.0))  # type: ignore[call-arg]
        scores, found = self._index.search(rows, most, params=options)
        return scores, found

    def save(self, path: Path) -> None:
        """Write the index to a file; whoever reads it must check that the bytes are still the same.

        :param path: the file.
        :raises IndexFileError: when it cannot be written.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise IndexFileError(path.name, f"FAISS could not write it ({error})", "Free space") from error

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Read what :meth:`save` wrote. FAISS trusts the file: compare its hash first.

        :param path: the file.
        :return: the index.
        :raises IndexFileError: when it is no index, or of another kind.
        """
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexFileError(path.name, "FAISS cannot read it", "Rebuild it") from error
        if not isinstance(index, faiss.IndexScalarQuantizer | faiss.IndexRefine):
            raise IndexFileError(path.name, f"it is a {type(index).__name__}", "Rebuild it")
        return cls(index)


def _as_rows(vectors: Vectors, dim: int | None) -> Vectors:
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    if rows.ndim != 2 or not rows.shape[1] or dim not in (None, rows.shape[1]):
        msg = f"vectors must have shape (n, {dim or 'dim'}), not {rows.shape}"
        raise ValueError(msg)
    if not np.isfinite(rows).all():
        msg = "vectors must be finite"
        raise ValueError(msg)
    return rows


def _nothing(queries: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    return np.empty((queries, 0), dtype=np.float32), np.empty((queries, 0), dtype=np.int64)


def _ordered(
    scores: NDArray[np.float32], found: NDArray[np.int64], limit: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Best first, equal scores by ascending row, those that were not found last."""
    order = np.lexsort((found, np.where(found < 0, np.inf, -scores)))[:, :limit]
    return np.take_along_axis(scores, order, axis=1), np.take_along_axis(found, order, axis=1)
