"""Facts about a library as a whole: its generation, its models, and the numbers that were given."""

from __future__ import annotations

import sqlite3

from qa.errors import DamagedError
from qa.store.local.failures import REPAIR
from qa.store.models import MODEL_KEYS, ModelRecord

__all__ = [
    "count_of",
    "get_meta",
    "new_generation",
    "next_shard",
    "numbers_of",
    "record_models",
    "recorded",
    "set_meta",
]


def get_meta(connection: sqlite3.Connection, key: str) -> str | None:
    """A fact about the library.

    :param connection: in a transaction.
    :param key: its name.
    :return: its value; None where it is not recorded.
    """
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def count_of(connection: sqlite3.Connection, key: str, default: int = 0) -> int:
    """A fact about the library that is a number.

    :param connection: in a transaction.
    :param key: its name.
    :param default: what it is where it is not recorded.
    :return: its value.
    :raises DamagedError: when it is no number.
    """
    value = get_meta(connection, key)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise DamagedError("meta", f"its {key} is damaged", REPAIR) from error


def set_meta(connection: sqlite3.Connection, key: str, value: str | None) -> None:
    """Record a fact about the library.

    :param connection: in a write transaction.
    :param key: its name.
    :param value: its value; None to forget it.
    """
    if value is None:
        connection.execute("DELETE FROM meta WHERE key = ?", (key,))
    else:
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def new_generation(connection: sqlite3.Connection) -> int:
    """Count a change, so that whoever has the library open looks at it again.

    :param connection: in a write transaction.
    :return: the generation that begins when it commits.
    """
    generation = count_of(connection, "generation") + 1
    set_meta(connection, "generation", str(generation))
    return generation


def next_shard(connection: sqlite3.Connection) -> int:
    """A number that no file of a committed state has had.

    :param connection: in a write transaction.
    :return: the number.
    """
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'shards'").fetchone()
    return int(row[0]) + 1 if row else 1


def recorded(connection: sqlite3.Connection) -> ModelRecord | None:
    """What the library was made with.

    :param connection: in a transaction.
    :return: the models; None while it is new.
    :raises DamagedError: when the number of components is none.
    """
    values = {key: get_meta(connection, key) for key in MODEL_KEYS}
    if values["encoder"]:
        values["dim"] = str(count_of(connection, "dim"))
    return ModelRecord.of(values)


def record_models(connection: sqlite3.Connection, record: ModelRecord) -> None:
    """Record what the library is made with.

    :param connection: in a write transaction.
    :param record: the models.
    """
    for key, value in record.values().items():
        set_meta(connection, key, value)


def numbers_of(connection: sqlite3.Connection) -> dict[int, str]:
    """Every report's number and id.

    :param connection: in a transaction.
    :return: ids by number, ascending.
    """
    return dict(connection.execute("SELECT number, id FROM documents NOT INDEXED ORDER BY number").fetchall())
