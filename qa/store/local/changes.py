"""Adding and removing in one transaction: the rows, and the files that are searched."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from qa.corpus import Corpus, Part
from qa.prepare import ANALYSIS
from qa.store.base import Addition
from qa.store.local.facts import new_generation, next_shard
from qa.store.local.files import FOLDER as INDEX_FOLDER
from qa.store.local.files import file_names, write_part
from qa.store.local.records import insert_report, insert_vectors
from qa.store.local.state import Shards, State
from qa.store.merging import settle

__all__ = ["change", "rewrite"]


def change(
    connection: sqlite3.Connection,
    folder: Path,
    state: State,
    additions: Sequence[Addition],
    removed: Collection[str],
) -> State:
    """Add reports and remove others.

    :param connection: in a write transaction that sees ``state``.
    :param folder: the library's.
    :param state: what is there.
    :param additions: reports that are not held, each once.
    :param removed: ids of reports that are held.
    :return: what is there then; files of parts that are not in it are not needed once the transaction is committed.
    :raises OSError: when files cannot be written.
    """
    ids = dict(state.ids)
    for number in [number for number, identity in ids.items() if identity in removed]:
        connection.execute("DELETE FROM documents WHERE number = ?", (number,))
        del ids[number]
    parts = list(state.corpus.parts)
    if additions:
        numbered = []
        for each in additions:
            number = insert_report(connection, each)
            insert_vectors(connection, state.epoch, number, each.vectors)
            ids[number] = each.prepared.document.id
            numbered.append((number, each.prepared))
        parts.append(Part.of(numbered, np.concatenate([each.vectors for each in additions])))
    indexed = {number for part in parts for number in part.shard.numbers.tolist()}
    settled, gone = settle(parts, frozenset(indexed - ids.keys()))
    return rewrite(connection, folder, state, ids, settled, gone)


def rewrite(  # noqa: PLR0917 - the parts of a state
    connection: sqlite3.Connection,
    folder: Path,
    state: State,
    ids: dict[int, str],
    parts: Sequence[Part],
    gone: frozenset[int],
) -> State:
    """Write the parts that have no files, and count in these parts only.

    :param connection: in a write transaction.
    :param folder: the library's.
    :param state: what was there.
    :param ids: of all reports that are there then, by number.
    :param parts: what is to be searched.
    :param gone: numbers of removed reports that they still hold.
    :return: what is there then.
    :raises OSError: when files cannot be written; none is left.
    """
    known = {id(part): shard for shard, part in state.shards.parts.items()}
    kept: dict[int, Part] = {}
    written: list[int] = []
    try:
        for part in parts:
            shard = known.get(id(part))
            if shard is None:
                shard = next_shard(connection)
                hashes = write_part(folder, shard, part)
                written.append(shard)
                row = (shard, state.epoch, ANALYSIS, *hashes)
                connection.execute("INSERT INTO shards VALUES (?, ?, ?, ?, ?)", row)
            kept[shard] = part
    except BaseException:
        _undo(folder, written)
        raise
    counted = connection.execute("SELECT shard FROM shards WHERE epoch = ?", (state.epoch,)).fetchall()
    connection.executemany(
        "DELETE FROM shards WHERE shard = ?", [row for row in counted if row[0] not in kept]
    )
    searched = Corpus(parts, gone)
    unreadable = {number: why for number, why in state.unreadable.items() if number in ids}
    generation = new_generation(connection)
    return State(generation, state.epoch, state.dim, ids, Shards(kept), (), gone, searched, unreadable)


def _undo(folder: Path, shards: Collection[int]) -> None:
    for shard in shards:
        for name in file_names(shard):
            (folder / INDEX_FOLDER / name).unlink(missing_ok=True)
