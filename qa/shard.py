"""What is searched of some reports: the terms and times of their passages, in arrays. Immutable.

A shard is made when reports are added, and several are merged into one; vectors of the same sentences lie in a
:class:`embeddings.index.VectorIndex` beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.lexical import Terms
from qa.postings import Postings
from qa.prepare import Prepared
from qa.sense.agree import likeness
from qa.sense.period import Period
from qa.sense.report import UNTOLD

__all__ = ["PassageKey", "Shard"]


class PassageKey(NamedTuple):
    """A passage of a library: the number of its report, and its index in the report."""

    report: int
    passage: int


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """Search data of reports. A row is a passage, a position is a sentence; both count from 0 in every shard.

    :param numbers: int64 of shape (reports,): numbers of the reports, ascending.
    :param rows: int64 of shape (reports + 1,): report i has the rows ``rows[i]`` to ``rows[i + 1]``, the last excluded.
    :param positions: int64 of shape (rows + 1,): the same for the sentences of a row.
    :param postings: the terms of every row.
    :param periods: int32 of shape (n, 2): months that rows speak of, see :class:`qa.sense.period.Period`.
    :param owners: int32 of shape (n,): the row of each, ascending.
    :param settled: bool of shape (rows,): whether the times of all its sentences are told, in a report whose date is
        known.
    """

    numbers: NDArray[np.int64]
    rows: NDArray[np.int64]
    positions: NDArray[np.int64]
    postings: Postings
    periods: NDArray[np.int32]
    owners: NDArray[np.int32]
    settled: NDArray[np.bool_]

    @classmethod
    def of(cls, reports: Sequence[tuple[int, Prepared]]) -> Shard:
        """Search data of new reports.

        :param reports: each with its number, ascending.
        :return: their shard.
        """
        passages, sentences, lengths = [], [], []
        before = 0
        terms, periods, owners, settled = [], [], [], []
        for _, prepared in reports:
            bounds = np.array(prepared.segmentation.passages, dtype=np.int64).reshape(-1, 2)
            passages.append(len(bounds))
            sentences.append(bounds[:, 1] - bounds[:, 0])
            own, counts = _terms_of(prepared, bounds)
            terms.append(own)
            lengths.append(counts)
            sense = prepared.sense
            owner = np.repeat(np.arange(len(bounds)), sentences[-1])
            told = np.ones(len(bounds), dtype=bool)
            np.logical_and.at(told, owner, sense.sources != UNTOLD)
            settled.append(told & (sense.date is not None))
            periods.append(sense.periods)
            owners.append(before + np.repeat(owner, np.diff(sense.bounds)))
            before += len(bounds)
        return cls(
            np.array([number for number, _ in reports], dtype=np.int64),
            _bounds(np.array(passages, dtype=np.int64)),
            _bounds(_joined(sentences, np.int64)),
            Postings.of(_joined(terms, np.uint64), _joined(lengths, np.int64)),
            _joined(periods, np.int32, (0, 2)),
            _joined(owners, np.int32),
            _joined(settled, np.bool_),
        )

    @classmethod
    def merged(cls, shards: Sequence[Shard], gone: Sequence[frozenset[int]]) -> Shard:
        """Several as one.

        :param shards: in the order of their numbers.
        :param gone: for each of them the numbers of reports that leave.
        :return: one shard without them.
        """
        stays = [~shard.rows_of(numbers) for shard, numbers in zip(shards, gone, strict=True)]
        numbers, passages, sentences, periods, owners, settled = [], [], [], [], [], []
        before = 0
        for shard, removed, rows in zip(shards, gone, stays, strict=True):
            reports = ~np.isin(shard.numbers, list(removed))
            numbers.append(shard.numbers[reports])
            passages.append(np.diff(shard.rows)[reports])
            sentences.append(np.diff(shard.positions)[rows])
            told = rows[shard.owners]
            periods.append(shard.periods[told])
            owners.append(before + (np.cumsum(rows) - 1)[shard.owners[told]])
            settled.append(shard.settled[rows])
            before += int(rows.sum())
        return cls(
            _joined(numbers, np.int64),
            _bounds(_joined(passages, np.int64)),
            _bounds(_joined(sentences, np.int64)),
            Postings.merged([shard.postings for shard in shards], stays),
            _joined(periods, np.int32, (0, 2)),
            _joined(owners, np.int32),
            _joined(settled, np.bool_),
        )

    @property
    def sentences(self) -> int:
        """How many sentences all its passages have."""
        return int(self.positions[-1])

    def rows_of(self, numbers: frozenset[int] | NDArray[np.int64]) -> NDArray[np.bool_]:
        """The passages of some reports.

        :param numbers: numbers of the reports; others than the shard's are passed over.
        :return: bool of shape (rows,).
        """
        some = numbers if isinstance(numbers, np.ndarray) else list(numbers)
        return np.repeat(np.isin(self.numbers, some), np.diff(self.rows))

    def positions_of(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The sentences of some passages.

        :param rows: bool of shape (rows,).
        :return: bool of shape (sentences,).
        """
        return np.repeat(rows, np.diff(self.positions))

    def row_at(self, position: int) -> int:
        """The passage that holds a sentence.

        :param position: the sentence.
        :return: its row.
        """
        return int(np.searchsorted(self.positions, position, side="right")) - 1

    def key(self, row: int) -> PassageKey:
        """What a passage is known by in the whole library.

        :param row: the passage.
        :return: its key.
        """
        report = int(np.searchsorted(self.rows, row, side="right")) - 1
        return PassageKey(int(self.numbers[report]), row - int(self.rows[report]))

    def compare(self, asked: Sequence[Period]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Compare the times of every passage with a question's.

        :param asked: the periods the question names.
        :return: float32 of shape (rows,): likeness of the passage's nearest time, and bool of the same shape: whether
            all of the passage, in a report whose date is known, is about other times.
        """
        best = np.zeros(len(self.settled), dtype=np.float32)
        np.maximum.at(best, self.owners, likeness(self.periods, asked))
        return best, self.settled & (best == 0)


def _terms_of(prepared: Prepared, passages: NDArray[np.int64]) -> tuple[Terms, NDArray[np.int64]]:
    """Terms of every passage, concatenated, and how many each has."""
    begins, ends = prepared.term_bounds[passages[:, 0], 0], prepared.term_bounds[passages[:, 1] - 1, 1]
    inside = np.zeros(len(prepared.terms) + 1, dtype=np.int64)
    np.add.at(inside, begins, 1)
    np.add.at(inside, ends, -1)
    return prepared.terms[np.cumsum(inside[:-1]) > 0], ends - begins


def _bounds(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))


def _joined(parts: Sequence[NDArray[Any]], kind: type, shape: tuple[int, ...] = (0,)) -> NDArray[Any]:
    return np.concatenate([np.empty(shape, dtype=kind), *parts], dtype=kind)
