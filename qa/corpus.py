"""What a library searches: the terms and vectors of its reports' sentences, kept in step.

A sentence is known by a row id that never changes and is never given again; equal sentences in two reports stay two.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.index import VectorIndex
from qa.lexical import TermIndex
from qa.prepare import Prepared
from qa.sense.table import TimeTable

__all__ = ["Corpus", "Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A report of the corpus.

    :param prepared: the report.
    :param first_row: row id of its first sentence; the others follow.
    """

    prepared: Prepared
    first_row: int

    def __len__(self) -> int:
        return len(self.prepared.segmentation.sentences)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Row ids of its sentences, int64 of shape (sentences,)."""
        return np.arange(self.first_row, self.first_row + len(self))


class Corpus:
    """Reports with their sentence vectors and passage terms. Not safe for threads by itself.

    :param dim: number of components of a vector.
    """

    def __init__(self, dim: int) -> None:
        self.vectors = VectorIndex(dim)
        self._entries: list[Entry] = []
        self._by_id: dict[str, Entry] = {}
        self._next_row = 0
        self._terms: TermIndex | None = None
        self._times: TimeTable | None = None
        self._passages = np.empty((0, 2), dtype=np.int64)

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._by_id

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, document_id: str) -> Entry | None:
        """A report by its id.

        :param document_id: id of the document.
        :return: its entry, None when it is not in the corpus.
        """
        return self._by_id.get(document_id)

    def add(self, reports: Sequence[Prepared], vectors: Vectors) -> None:
        """Add reports, all or none.

        :param reports: reports not in the corpus yet.
        :param vectors: float32 of shape (sentences of all reports, dim), in their order.
        :raises ValueError: when a vector is missing, left over or not finite.
        """
        entries, row = [], self._next_row
        for prepared in reports:
            entries.append(Entry(prepared, row))
            row += len(entries[-1])
        self.vectors.add(np.arange(self._next_row, row), vectors)
        self._entries += entries
        self._by_id |= {entry.prepared.document.id: entry for entry in entries}
        self._next_row = row
        self._terms = self._times = None

    def remove(self, document_id: str) -> bool:
        """Remove a report, its terms and its vectors.

        :param document_id: id of the document.
        :return: False when it was not there.
        """
        entry = self._by_id.pop(document_id, None)
        if entry is None:
            return False
        self.vectors.remove(entry.rows)
        self._entries.remove(entry)
        self._terms = self._times = None
        return True

    @property
    def terms(self) -> TermIndex:
        """BM25 over the passages, in the order of :attr:`passages`; rebuilt when the corpus has changed."""
        if self._terms is None:
            self._passages, self._terms = self._index_terms()
        return self._terms

    @property
    def times(self) -> TimeTable:
        """The times the passages speak of, in the order of :attr:`passages`; rebuilt when the corpus has changed."""
        if self._times is None:
            self._times = TimeTable([entry.prepared for entry in self._entries])
        return self._times

    @property
    def passages(self) -> NDArray[np.int64]:
        """int64 of shape (passages, 2): place of the entry in the corpus, index of the passage in its report."""
        _ = self.terms
        return self._passages

    def at(self, place: int) -> Entry:
        """The entry at a place.

        :param place: from 0, in the order of addition.
        :return: the entry.
        """
        return self._entries[place]

    def place_of_row(self, row: int) -> int:
        """Where the report of a sentence stands.

        :param row: row id of a sentence that is in the corpus.
        :return: place of its entry.
        """
        return bisect_right(self._entries, row, key=lambda entry: entry.first_row) - 1

    def row_of(self, place: int, passage: int) -> int:
        """Where a passage stands in :attr:`passages`.

        :param place: place of its report.
        :param passage: its index in the report.
        :return: the row.
        """
        return int(np.searchsorted(self.passages[:, 0], place)) + passage

    def _index_terms(self) -> tuple[NDArray[np.int64], TermIndex]:
        places, lengths, terms = [], [], []
        for place, entry in enumerate(self._entries):
            prepared = entry.prepared
            bounds = np.array(prepared.segmentation.passages, dtype=np.int64).reshape(-1, 2)
            begins, ends = prepared.term_bounds[bounds[:, 0], 0], prepared.term_bounds[bounds[:, 1] - 1, 1]
            places.append(np.column_stack((np.full(len(bounds), place), np.arange(len(bounds)))))
            lengths.append(ends - begins)
            inside = np.zeros(len(prepared.terms) + 1, dtype=np.int64)
            np.add.at(inside, begins, 1)
            np.add.at(inside, ends, -1)
            terms.append(prepared.terms[np.cumsum(inside[:-1]) > 0])
        return (
            np.concatenate(places) if places else np.empty((0, 2), dtype=np.int64),
            TermIndex(
                np.concatenate(terms) if terms else np.empty(0, dtype=np.uint64),
                np.concatenate(lengths) if lengths else np.empty(0, dtype=np.int64),
            ),
        )
