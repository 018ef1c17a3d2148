"""Copying what can be read of a damaged database into a new one."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import numpy as np

from qa.errors import DamagedError, SourceError
from qa.ingest import read_bytes
from qa.prepare import prepare
from qa.store.base import Addition
from qa.store.local.connections import RESTORE
from qa.store.local.database import DATABASE, Database
from qa.store.local.failures import storage_errors
from qa.store.local.locking import locked
from qa.store.local.meta import later_generation
from qa.store.local.records import insert_report
from qa.store.local.repair import packed_bytes, shown

__all__ = ["Salvaged", "salvage"]

_BESIDE: Final = "salvaging"
_CHILDREN: Final = ("originals", "vectors")
_MOST_NUMBERS: Final = 10_000_000
"""Numbers that are looked for beyond those that are found: the highest that was given may itself be damaged."""


class _Text(bytes):
    """Text as it is stored, which may be no UTF-8; it is copied to the letter, and told from a blob."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came of copying a damaged database.

    :param aside: where the damaged file is kept.
    :param again: names of reports that were read again from their original bytes; they have no vectors yet.
    :param lost: names of reports that could not be read, or their numbers where not even the name could be.
    """

    aside: Path
    again: tuple[str, ...]
    lost: tuple[str, ...]


def salvage(folder: Path) -> Salvaged:
    """Put a copy of all that can be read of a damaged database in its place.

    :param folder: the library's.
    :return: where the damaged file is kept, what was read again, and what was lost.
    :raises BusyError: when another process is changing the library.
    :raises DamagedError: when nothing of it can be read; it is left as it is.
    :raises StorageError: when there is no room for the copy.
    """
    damaged, beside = folder / DATABASE, folder / _BESIDE
    with storage_errors(str(folder)), locked(folder, str(folder)):
        for old in beside.glob("*") if beside.is_dir() else ():
            old.unlink()
        fresh = Database(beside, create=True)
        uri = f"file:{quote(str(damaged.absolute()))}?mode=rw"
        try:
            with (
                closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as source,
                fresh.writing() as target,
            ):
                source.text_factory = _Text
                # without it SQLite reads nothing of a file that is shorter than its header says
                with suppress(sqlite3.Error):
                    source.execute("PRAGMA writable_schema = ON")
                again, lost, copied = _copy(source, target)
        finally:
            fresh.close()
        if not copied:
            shutil.rmtree(beside)
            raise DamagedError(str(folder), "nothing of its database can be read", RESTORE)
        aside = _set_aside(damaged)
        (beside / DATABASE).replace(damaged)
        for left in beside.glob("*"):
            left.unlink()
        beside.rmdir()
    return Salvaged(aside, tuple(again), tuple(lost))


def _set_aside(damaged: Path) -> Path:
    """Keep the damaged file under a name of its own, also where another was set aside within the same second."""
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    for number in count(1):
        aside = damaged.with_name(f"{DATABASE}.damaged-{stamp}" + (f".{number}" if number > 1 else ""))
        with suppress(FileExistsError):
            os.link(damaged, aside)
            break
    for suffix in ("-wal", "-shm"):
        # a log of the damaged file must never be applied to the new one
        with suppress(FileNotFoundError):
            damaged.with_name(DATABASE + suffix).rename(f"{aside}{suffix}")
    return aside


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> tuple[list[str], list[str], int]:
    """Names of reports that were read again, names of those that are lost, and how many are kept."""
    _copy_meta(source, target)
    found, given = _numbers(source), _given(source, "documents")
    last = min(max([*found, given or 0]), _MOST_NUMBERS)
    # the index of ids holds them, too, where rows are lost
    ids = {number: each for each, number in _readable(source, "SELECT id, number FROM documents")}
    lost: list[str] = []
    kept: set[int] = set()
    again: list[Addition] = []
    for number in sorted(found.union(range(1, last + 1))):
        row = next(_readable(source, "SELECT * FROM documents WHERE number = ?", number), None)
        if row is not None and _insert(target, "documents", row):
            kept.add(number)
            for original in _readable(source, "SELECT * FROM originals WHERE number = ?", number):
                _insert(target, "originals", original)
            continue
        named = _one(source, "SELECT name FROM documents WHERE number = ?", number)
        if named is None and number not in found:
            continue
        name = shown(named if isinstance(named, bytes) else None, number)
        read = _read_again(source, number, name, ids.get(number))
        if read is None:
            lost.append(name)
        else:
            again.append(read)
    _copy_vectors(source, target, kept)
    _count_on(target, "documents", given, max(found, default=0))
    _count_on(target, "shards", _given(source, "shards"), 0)
    for each in again:
        identity = each.prepared.document.id
        if not target.execute("SELECT 1 FROM documents WHERE id = ?", (identity,)).fetchone():
            insert_report(target, each)
    return [each.prepared.document.name for each in again], lost, len(kept) + len(again)


def _copy_meta(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    generation = later_generation()
    for row in _readable(source, "SELECT key, value FROM meta"):
        if not all(isinstance(each, _Text) for each in row):  # a damaged page gives rows of nothing
            continue
        if row[0] == b"generation":
            # also what was committed after the last that can be read has been seen by whoever had it open
            generation = str(int(row[1]) + 1000) if row[1].isdigit() else generation
            continue
        _insert(target, "meta", row, "REPLACE")
    target.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (generation,))


def _copy_vectors(source: sqlite3.Connection, target: sqlite3.Connection, kept: set[int]) -> None:
    """Copy vectors of reports that are kept, from both ends of what cannot be read, and by the index within it."""
    for order in ("ASC", "DESC"):
        last = None
        for row in _readable(source, f"SELECT *, rowid FROM vectors NOT INDEXED ORDER BY rowid {order}"):
            last = row[-1]
            if row[1] in kept:
                _insert(target, "vectors", row[:-1])
        if order == "ASC" and last is not None and last == _end(source):
            return
    for number in kept:
        for row in _readable(source, "SELECT * FROM vectors WHERE number = ?", number):
            _insert(target, "vectors", row)


def _end(source: sqlite3.Connection) -> object:
    """The last row of vectors."""
    last = next(
        _readable(source, "SELECT rowid FROM vectors NOT INDEXED ORDER BY rowid DESC LIMIT 1"), (None,)
    )
    return last[0]


def _numbers(source: sqlite3.Connection) -> set[int]:
    """Numbers of reports of which anything can be read."""
    queries = [f"SELECT number FROM {table}" for table in ("documents", *_CHILDREN)]
    queries += [f"{query} ORDER BY number DESC" for query in queries]
    rows = [row for query in queries for row in _readable(source, query)]
    return {number for (number,) in rows if isinstance(number, int)}


def _given(source: sqlite3.Connection, table: str) -> int | None:
    """The last number that was given; None where it cannot be read."""
    rows = _readable(source, f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'")
    return next((seq for (seq,) in rows if isinstance(seq, int)), None)


def _count_on(target: sqlite3.Connection, table: str, given: int | None, found: int) -> None:
    """Numbers that were given once are not given again, whatever was lost."""
    (held,) = target.execute(f"SELECT max(rowid) FROM {table}").fetchone()
    last = max(held or 0, found, given or 0) + (1 if given is not None else 1000)
    target.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    target.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, last))


def _read_again(source: sqlite3.Connection, number: int, name: str, identity: object) -> Addition | None:
    """A report from its original bytes, without its vectors; None where they are lost, too."""
    data = packed_bytes(_one(source, "SELECT data FROM originals WHERE number = ?", number))
    known = (identity, _one(source, "SELECT id FROM documents WHERE number = ?", number))
    ids = {each.decode("ascii", "replace") for each in known if isinstance(each, _Text)}
    # where no id is left, the checksum of zlib must do
    if data is None or (ids and hashlib.sha256(data).hexdigest() not in ids):
        return None
    path = _one(source, "SELECT path FROM documents WHERE number = ?", number)
    try:
        document = read_bytes(data, name)
    except SourceError:
        return None
    if isinstance(path, bytes):
        document = replace(document, path=path.decode("utf-8", "surrogateescape"))
    return Addition(prepare(document), np.zeros((0, 1), dtype=np.float32), data)


def _readable(source: sqlite3.Connection, query: str, *values: int) -> Iterator[tuple[Any, ...]]:
    """Rows up to the first that cannot be read."""
    with suppress(sqlite3.Error):
        yield from source.execute(query, values)


def _one(source: sqlite3.Connection, query: str, number: int) -> Any:
    """The value of a column; None where it cannot be read."""
    return next(_readable(source, query, number), (None,))[0]


def _insert(target: sqlite3.Connection, table: str, row: tuple[object, ...], instead: str = "IGNORE") -> bool:
    """Whether a row could be copied: a damaged one may hold nothing where something must be."""
    marks = ", ".join("CAST(? AS TEXT)" if isinstance(each, _Text) else "?" for each in row)
    found = target.execute(f"INSERT OR {instead} INTO {table} VALUES ({marks})", row)
    return found.rowcount == 1
