"""What must hold in a library's database and in the files derived from it."""

from __future__ import annotations

from sqlite3 import Connection
from sqlite3 import Error as DatabaseError
from typing import Final

import numpy as np

from qa.errors import DamagedError
from qa.store.local.facts import count_of, get_meta
from qa.store.local.records import load_original, load_prepared, load_vectors
from qa.store.local.repair import shown
from qa.store.local.state import State

__all__ = ["check_database", "check_numbers", "check_parts", "check_report", "check_rows"]

_UNIT: Final = 0.01
"""How far the length of a vector may be from 1: half precision moves it by less."""


def check_database(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong.

    :param connection: in a transaction.
    :return: its complaints; none when all is right.
    """
    try:
        rows = connection.execute("PRAGMA integrity_check(10)").fetchall()
        keys = connection.execute("PRAGMA foreign_key_check").fetchall()
    except DatabaseError as error:
        return [f"its database is damaged ({error})"]
    complaints = [str(row[0]) for row in rows if row[0] != "ok"]
    return [f"its database is damaged ({_said(each)})" for each in complaints] + [
        f"a row of {row[0]} belongs to no report" for row in keys
    ]


def _said(complaint: str) -> str:
    """The first line that says anything: "*** in database main ***" stands above what is wrong there."""
    lines = complaint.splitlines()
    return next((line for line in lines if not line.startswith("***")), complaint)


def check_numbers(connection: Connection) -> dict[int, str]:
    """Every report's number and id, also those whose id is damaged.

    :param connection: in a transaction.
    :return: ids by number, ascending; with U+FFFD where one is no UTF-8.
    """
    rows = connection.execute("SELECT number, CAST(id AS BLOB) FROM documents ORDER BY number")
    return {number: (identity or b"").decode("utf-8", "replace") for number, identity in rows}


def check_report(connection: Connection, number: int, identity: str) -> tuple[str, str | None]:
    """Whether a report is what was added: its text, bytes, sentences, vectors and what is stored about it.

    :param connection: in a transaction.
    :param number: the report.
    :param identity: its id.
    :return: what it can be called, and what is wrong with it; None when nothing is.
    """
    row = connection.execute(
        "SELECT CAST(name AS BLOB) FROM documents WHERE number = ?", (number,)
    ).fetchone()
    name = shown(row[0] if row else None, number)
    try:
        load_prepared(connection, number, identity)
        epoch, dim = count_of(connection, "epoch"), count_of(connection, "dim", 1)
        vectors = load_vectors(connection, epoch, number, dim)
        load_original(connection, number, identity)
    except DamagedError as error:
        return name, error.cause
    except (DatabaseError, UnicodeDecodeError) as error:
        # the message goes on with what is damaged itself
        return name, f"it cannot be read ({str(error).split(' with text ', maxsplit=1)[0]})"
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.isfinite(lengths).all() or np.any((np.abs(lengths - 1) > _UNIT) & (lengths > 0)):
        return name, "its vectors are not of unit length"
    return name, None


def check_rows(connection: Connection) -> list[str]:
    """Rows that nothing needs.

    :param connection: in a transaction.
    :return: what they are.
    """
    epoch = count_of(connection, "epoch")
    moving = get_meta(connection, "moving_to") is not None
    (others,) = connection.execute(
        "SELECT count(*) FROM vectors WHERE epoch NOT IN (?, ?)", (epoch, epoch + moving)
    ).fetchone()
    return [f"{others} rows of vectors belong to no encoder of the library"] if others else []


def check_parts(connection: Connection, state: State) -> dict[int, str]:
    """Whether what is searched is what the database holds.

    :param connection: in a transaction that sees the state.
    :param state: what is searched.
    :return: by the number of their files, what is wrong with parts; files that are gone or damaged are among them.
    """
    wrong = dict.fromkeys(state.shards.unread, "it is gone, or not what was written")
    seen: set[int] = set()
    for shard, part in state.shards.parts.items():
        numbers = part.shard.numbers.tolist()
        if seen.intersection(numbers):
            wrong[shard] = "a report is in two search files"
        seen.update(numbers)
        if len(part.vectors) != part.shard.sentences:
            wrong[shard] = "its vectors are not those of its sentences"
            continue
        rows = part.vectors.vectors()
        for place, number in enumerate(numbers):
            if number not in state.ids:
                continue
            first, last = part.shard.positions[part.shard.rows[place : place + 2]].tolist()
            try:
                expected = load_vectors(connection, state.epoch, number, state.dim)
            except (DamagedError, DatabaseError):
                continue  # found with the reports
            if not np.array_equal(rows[first:last], expected):
                wrong[shard] = "its vectors are not those of the database"
                break
    return wrong
