"""Moving a library to another encoder, batch by batch, while the old vectors still answer."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection
from typing import Final

from qa.errors import DamagedError
from qa.prepare import ANALYSIS
from qa.progress import OnProgress
from qa.store.base import Embed
from qa.store.local.database import Database
from qa.store.local.facts import (
    count_of,
    get_meta,
    new_generation,
    next_shard,
    numbers_of,
    record_models,
    set_meta,
)
from qa.store.local.failures import REPAIR
from qa.store.local.files import write_part
from qa.store.local.records import insert_vectors, load_prepared
from qa.store.local.state import index_reports
from qa.store.models import ModelRecord

__all__ = ["abandon", "re_embed", "switch"]

_REPORTS_A_BATCH: Final = 64


def re_embed(
    database: Database, record: ModelRecord, embed: Embed, on_progress: OnProgress | None = None
) -> int:
    """Make the vectors of all reports with another encoder, beside those that are searched.

    :param database: the library's, with its lock held.
    :param record: the models to move to.
    :param embed: makes the vectors.
    :param on_progress: told how many reports are done.
    :return: the epoch they belong to.
    :raises ModelError: when the encoder fails; what is done is kept, and the next call goes on from there.
    :raises LibraryError: when they cannot be kept.
    """
    with database.writing() as connection:
        epoch = count_of(connection, "epoch") + 1
        if get_meta(connection, "moving_to") != record.encoder:
            connection.execute("DELETE FROM vectors WHERE epoch = ?", (epoch,))
            set_meta(connection, "moving_to", record.encoder)
    with database.reading() as connection:
        numbers = list(numbers_of(connection))
        done = {row[0] for row in connection.execute("SELECT number FROM vectors WHERE epoch = ?", (epoch,))}
    waiting = [number for number in numbers if number not in done]
    for start in range(0, len(waiting), _REPORTS_A_BATCH):
        batch = waiting[start : start + _REPORTS_A_BATCH]
        with database.reading() as connection:
            reports = [load_prepared(connection, number) for number in batch]
        vectors = embed(reports)
        with database.writing() as connection:
            for number, rows in zip(batch, vectors, strict=True):
                insert_vectors(connection, epoch, number, rows)
        if on_progress:
            on_progress("embed", len(numbers) - len(waiting) + start + len(batch), len(numbers))
    return epoch


def abandon(connection: Connection) -> None:
    """Drop the vectors of a move that was begun and is not wanted any more.

    :param connection: in a write transaction.
    """
    connection.execute("DELETE FROM vectors WHERE epoch > ?", (count_of(connection, "epoch"),))
    set_meta(connection, "moving_to", None)


def switch(connection: Connection, folder: Path, epoch: int, record: ModelRecord) -> None:
    """Answer with the new vectors from now on, and drop the old ones.

    :param connection: in a write transaction.
    :param folder: the library's.
    :param epoch: as :func:`re_embed` returned it.
    :param record: the models moved to.
    :raises OSError: when the files cannot be written.
    """
    ids = numbers_of(connection)
    part, unreadable = index_reports(connection, ids, list(ids), epoch, record.dim)
    if unreadable:
        cause = f"{len(unreadable)} damaged reports have no vectors yet"
        raise DamagedError("library", cause, REPAIR)
    connection.execute("DELETE FROM shards")
    if part is not None:
        shard = next_shard(connection)
        hashes = write_part(folder, shard, part)
        connection.execute("INSERT INTO shards VALUES (?, ?, ?, ?, ?)", (shard, epoch, ANALYSIS, *hashes))
    connection.execute("DELETE FROM vectors WHERE epoch != ?", (epoch,))
    set_meta(connection, "epoch", str(epoch))
    set_meta(connection, "moving_to", None)
    new_generation(connection)
    record_models(connection, record)
