"""What is searched at one moment, and how the next moment is reached."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from embeddings.encoder import Vectors
from qa.corpus import Corpus, Part
from qa.errors import DamagedError
from qa.prepare import ANALYSIS, Prepared
from qa.store.local.facts import count_of, numbers_of
from qa.store.local.failures import REPAIR
from qa.store.local.files import read_part
from qa.store.local.records import called, load_prepared, load_vectors
from qa.types import Skipped

__all__ = ["Shards", "State", "advance", "generation_of", "index_reports"]

_CHARACTERS_AT_ONCE: Final = 5_000_000
"""Characters of reports that are indexed at once: made ready, they take some 60 bytes each."""


@dataclass(frozen=True, slots=True)
class Shards:
    """Parts that have files.

    :param parts: by the number of their files.
    :param unread: numbers of those whose files are gone or damaged.
    """

    parts: dict[int, Part]
    unread: frozenset[int] = frozenset()


@dataclass(frozen=True)
class State:
    """What is searched in one generation.

    :param generation: counts the changes of the library.
    :param epoch: counts the encoders it has had.
    :param dim: number of components of a vector.
    :param ids: of all reports, by number.
    :param shards: what was read of files.
    :param tails: reports that no file holds, indexed in memory.
    :param gone: numbers of removed reports that parts still hold.
    :param corpus: all of it, to be searched.
    :param unreadable: damaged reports that no file holds, so that nothing finds them, by number.
    """

    generation: int
    epoch: int
    dim: int
    ids: dict[int, str]
    shards: Shards
    tails: tuple[Part, ...]
    gone: frozenset[int]
    corpus: Corpus
    unreadable: Mapping[int, Skipped] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Of all reports, by id. The database's own index is not asked: it may be damaged."""
        return {identity: number for number, identity in self.ids.items()}


def generation_of(connection: sqlite3.Connection) -> int:
    """Which generation a transaction sees.

    :param connection: in the transaction.
    :return: its number.
    """
    return count_of(connection, "generation")


def advance(connection: sqlite3.Connection, folder: Path, before: State | None, *, patient: bool) -> State:
    """The state a transaction sees.

    :param connection: in the transaction.
    :param folder: the library's.
    :param before: an earlier state, whose parts are not read again.
    :param patient: whether a file that is gone is looked for in a later generation, not made again.
    :return: the state.
    :raises FileNotFoundError: when a file is gone and ``patient`` is set.
    :raises LibraryError: when the database cannot be read.
    """
    epoch, dim = count_of(connection, "epoch"), count_of(connection, "dim", 1)
    ids = numbers_of(connection)
    shards = _read_shards(connection, folder, epoch, before, patient=patient)
    parts = sorted(shards.parts.values(), key=lambda part: int(part.shard.numbers[0]))
    indexed = {number for part in parts for number in part.shard.numbers.tolist()}
    missing = sorted(ids.keys() - indexed)
    groups = _between(missing, [int(part.shard.numbers[0]) for part in parts])
    indexed_now = [index_reports(connection, ids, group, epoch, dim) for group in groups]
    tails = tuple(part for part, _ in indexed_now if part is not None)
    unreadable = {number: why for _, damaged in indexed_now for number, why in damaged.items()}
    ordered = sorted([*parts, *tails], key=lambda part: int(part.shard.numbers[0]))
    gone = frozenset(indexed - ids.keys())
    corpus = Corpus(ordered, gone)
    return State(generation_of(connection), epoch, dim, ids, shards, tails, gone, corpus, unreadable)


def _read_shards(
    connection: sqlite3.Connection, folder: Path, epoch: int, before: State | None, *, patient: bool
) -> Shards:
    rows = connection.execute(
        "SELECT shard, terms_sha256, vectors_sha256 FROM shards WHERE epoch = ? AND analysis = ?",
        (epoch, ANALYSIS),
    )
    known = before.shards.parts if before else {}
    parts: dict[int, Part] = {}
    unread: set[int] = set()
    for shard, *hashes in rows.fetchall():
        if shard in known:
            parts[shard] = known[shard]
            continue
        try:
            parts[shard] = read_part(folder, shard, (hashes[0], hashes[1]))
        except FileNotFoundError:
            if patient:
                raise
            unread.add(shard)
        except DamagedError:
            unread.add(shard)  # what it held is indexed again from the database
    return Shards(parts, frozenset(unread))


def index_reports(
    connection: sqlite3.Connection, ids: dict[int, str], numbers: Sequence[int], epoch: int, dim: int
) -> tuple[Part | None, dict[int, Skipped]]:
    """Index reports in memory.

    :param connection: in a transaction.
    :param ids: of all reports, by number.
    :param numbers: of the reports to index, ascending.
    :param epoch: of the vectors.
    :param dim: number of components of a vector.
    :return: their part, None where there is none; and by number those that are too damaged for it, so that the others
        can still be asked.
    """
    parts: list[Part] = []
    unreadable: dict[int, Skipped] = {}
    reports: list[tuple[int, Prepared]] = []
    vectors: list[Vectors] = []
    characters = 0
    for place, number in enumerate(numbers, start=1):
        try:
            prepared = load_prepared(connection, number, ids[number])
            rows = load_vectors(connection, epoch, number, dim)
        except DamagedError as error:
            unreadable[number] = Skipped(error.subject, error.cause, error.remedy)
        except sqlite3.Error as error:
            unreadable[number] = Skipped(called(connection, number), f"it cannot be read ({error})", REPAIR)
        else:
            reports.append((number, prepared))
            vectors.append(rows)
            characters += len(prepared.document.text)
        if reports and (characters > _CHARACTERS_AT_ONCE or place == len(numbers)):
            parts.append(Part.of(reports, np.concatenate(vectors)))
            reports, vectors, characters = [], [], 0
    if len(parts) > 1:
        parts = [Part.merged(parts, [frozenset()] * len(parts))]
    return parts[0] if parts else None, unreadable


def _between(numbers: Sequence[int], firsts: Sequence[int]) -> list[list[int]]:
    """Numbers in groups, those between the same two parts together: parts must not overlap."""
    groups: dict[int, list[int]] = {}
    for number in numbers:
        groups.setdefault(bisect_right(firsts, number), []).append(number)
    return [groups[place] for place in sorted(groups)]
