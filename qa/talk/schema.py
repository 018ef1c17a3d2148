"""Tables of conversations, in numbered migrations. ``PRAGMA user_version`` tells how many were made."""

from __future__ import annotations

import sqlite3
from typing import Final

from qa.errors import ConversationError

__all__ = ["APPLICATION_ID", "MIGRATIONS", "migrate", "migrations_due"]

APPLICATION_ID: Final = 0x52505143
"""Tells conversations from other SQLite files (https://www.sqlite.org/pragma.html#pragma_application_id)."""

MIGRATIONS: Final = (
    """
    CREATE TABLE settings (
        person TEXT PRIMARY KEY,
        keep_ratings INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE conversations (
        number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
        id TEXT NOT NULL UNIQUE,                  -- random
        person TEXT NOT NULL,
        library TEXT NOT NULL,
        title TEXT NOT NULL,
        searched TEXT NOT NULL,                   -- the title, folded
        started_at TEXT NOT NULL,                 -- UTC, ISO 8601
        changed_at TEXT NOT NULL,
        revision INTEGER NOT NULL DEFAULT 0       -- counts changes of turns that were there
    );
    CREATE INDEX conversations_by_person ON conversations (person, library, changed_at, number);
    CREATE TABLE turns (
        conversation INTEGER NOT NULL REFERENCES conversations (number) ON DELETE CASCADE,
        number INTEGER NOT NULL,                  -- counts from 0
        rating INTEGER NOT NULL DEFAULT 0,
        searched TEXT NOT NULL,                   -- what was typed, folded
        data BLOB NOT NULL,                       -- JSON in zlib (RFC 1950), see qa.talk.rows
        sha256 TEXT NOT NULL,                     -- of data
        PRIMARY KEY (conversation, number)
    );
    """,
)


def migrations_due(connection: sqlite3.Connection, subject: str) -> range:
    """Which migrations a database lacks.

    :param connection: to the database.
    :param subject: what errors name.
    :return: their numbers.
    :raises ConversationError: when it holds no conversations, or is of a newer version.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (tables or version):
        raise ConversationError(subject, "it is a database of another program", "Name another file")
    if version > len(MIGRATIONS):
        raise ConversationError(
            subject,
            f"it has the format {version}, and this report-qa reads {len(MIGRATIONS)} at most",
            "Update report-qa; nothing was changed",
        )
    return range(version, len(MIGRATIONS))


def migrate(connection: sqlite3.Connection, subject: str) -> None:
    """Bring a database to the newest tables, in one transaction.

    :param connection: in autocommit mode; another process may be doing the same.
    :param subject: what errors name.
    :raises ConversationError: when it holds no conversations, or is of a newer version.
    """
    if not migrations_due(connection, subject):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in migrations_due(connection, subject):  # another process may have done it meanwhile
            for statement in _statements(MIGRATIONS[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _statements(script: str) -> list[str]:
    """The statements of a script: ``executescript`` would commit before the first."""
    found, begun = [], ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            found.append(begun)
            begun = ""
    return found
