"""In how many passages of a library a term stands, kept up to date report by report.

Milvus cannot tell, so that every report is kept with a record of its own terms, and whoever asks adds them up. Beyond
:data:`SAMPLED` reports that many of them, the same for everybody, stand for all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.bm25 import TermIndex, idf_of
from qa.lexical import Terms
from qa.postings import Postings
from qa.prepare import ANALYSIS, Prepared
from qa.shard import Shard
from qa.store.merging import first_to_merge
from qa.store.milvus.numbers import RANDOM

__all__ = ["KIND", "SAMPLED", "LibraryTerms", "Statistics", "kind_of", "record_of", "sampled"]

SAMPLED: Final = 5_000
"""Reports up to which the statistics are exact."""


def kind_of(analysis: int) -> str:
    """Kind of the chunks that hold a report's record.

    :param analysis: version of what is derived from texts.
    :return: the kind.
    """
    return f"terms{analysis}"


KIND: Final = kind_of(ANALYSIS)


def record_of(prepared: Prepared) -> bytes:
    """A report's record.

    :param prepared: the report.
    :return: how many terms its passages have together, its terms, and in how many passages each stands.
    """
    postings = Shard.of([(0, prepared)]).postings
    total = int(postings.lengths.sum(dtype=np.int64))
    counts = np.diff(postings.bounds)
    columns = (np.array([total], "<u8"), postings.vocabulary.astype("<u8"), counts.astype("<u4"))
    return b"".join(column.tobytes() for column in columns)


def sampled(numbers: Collection[int], most: int = SAMPLED) -> frozenset[int]:
    """Reports whose records are counted.

    :param numbers: of all reports.
    :param most: how many records are counted at most.
    :return: all of them, or those whose random bits are lowest: few of them change with the library.
    """
    if len(numbers) <= most:
        return frozenset(numbers)
    return frozenset(sorted(numbers, key=lambda number: (number & RANDOM, number))[:most])


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Records of some reports, whose terms are their texts and whose counts are passages.

    :param numbers: int64 of shape (reports,).
    :param passages: int64 of the same shape.
    :param postings: a row a report.
    """

    numbers: NDArray[np.int64]
    passages: NDArray[np.int64]
    postings: Postings

    @classmethod
    def of(cls, number: int, passages: int, record: bytes) -> _Part:
        count = (len(record) - 8) // 12
        often = np.frombuffer(record, "<u4", count, offset=8 + 8 * count)
        return cls(
            np.array([number], dtype=np.int64),
            np.array([passages], dtype=np.int64),
            Postings(
                np.frombuffer(record, "<u8", count, offset=8),
                np.arange(count + 1, dtype=np.int64),
                np.zeros(count, dtype=np.int32),
                np.minimum(often, np.iinfo(np.uint16).max).astype(np.uint16),
                np.frombuffer(record, "<u8", 1).astype(np.int32),
            ),
        )

    @classmethod
    def merged(cls, parts: Sequence[_Part], kept: Sequence[NDArray[np.bool_]]) -> _Part:
        return cls(
            np.concatenate([part.numbers[rows] for part, rows in zip(parts, kept, strict=True)]),
            np.concatenate([part.passages[rows] for part, rows in zip(parts, kept, strict=True)]),
            Postings.merged([part.postings for part in parts], kept),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """What is counted. Immutable.

    :param parts: records of reports.
    :param passages: of all reports, also of those whose records are not counted.
    """

    parts: tuple[_Part, ...] = ()
    passages: int = 0

    @property
    def numbers(self) -> frozenset[int]:
        """Reports whose records are counted."""
        return frozenset(number for part in self.parts for number in part.numbers.tolist())

    def changed(
        self, records: Mapping[int, tuple[int, bytes]], kept: frozenset[int], passages: int
    ) -> Statistics:
        """The statistics after a change.

        :param records: by the numbers of new reports, how many passages each has, and its record.
        :param kept: reports whose records stay.
        :param passages: of all reports.
        :return: the statistics.
        """
        parts = []
        for part in self.parts:
            rows = np.isin(part.numbers, list(kept))
            if rows.any():
                parts.append(part if rows.all() else _Part.merged([part], [rows]))
        parts += [_Part.of(number, size, record) for number, (size, record) in records.items()]
        parts.sort(key=lambda part: -len(part.postings.rows))
        while len(parts) > 1:
            first = first_to_merge([len(part.postings.rows) for part in parts])
            if first == len(parts) - 1:
                break
            last = parts[first:]
            parts[first:] = [_Part.merged(last, [np.ones(len(part.numbers), dtype=bool) for part in last])]
        return Statistics(tuple(parts), passages)

    @property
    def counted(self) -> int:
        """Passages of the reports whose records are counted."""
        return sum(int(part.passages.sum()) for part in self.parts)

    @property
    def mean(self) -> float:
        """Terms of a passage, on the average."""
        terms = sum(int(part.postings.lengths.sum(dtype=np.int64)) for part in self.parts)
        return max(terms / self.counted if self.counted else 0.0, 1.0)

    def having(self, terms: Terms) -> NDArray[np.int64]:
        """In how many passages terms stand.

        :param terms: any terms, shape (n,).
        :return: int64 of shape (n,); an estimate where not all records are counted.
        """
        having = np.zeros(len(terms), dtype=np.int64)
        for part in self.parts:
            columns, known = part.postings.find(terms)
            bounds = part.postings.bounds
            counts = [
                part.postings.counts[bounds[column] : bounds[column + 1]].sum(dtype=np.int64)
                for column in columns[known].tolist()
            ]
            having[known] += np.array(counts, dtype=np.int64)
        if self.counted and self.counted != self.passages:
            having = np.round(having * (self.passages / self.counted)).astype(np.int64)
        return np.minimum(having, self.passages)

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """Inverse document frequencies.

        :param terms: any terms, shape (n,).
        :return: float32 of shape (n,).
        """
        return idf_of(self.passages, self.having(terms))


class LibraryTerms(TermIndex):
    """BM25 of some passages with the statistics of the whole library.

    :param postings: terms of the passages.
    :param statistics: of the library.
    """

    def __init__(self, postings: Postings, statistics: Statistics) -> None:
        super().__init__([postings])
        self._texts, self._mean = statistics.passages, statistics.mean
        self._statistics = statistics

    def _having(self, terms: Terms) -> NDArray[np.int64]:
        return self._statistics.having(terms)
