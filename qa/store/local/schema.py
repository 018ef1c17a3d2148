"""Tables of a library, in numbered migrations. ``PRAGMA user_version`` tells how many were made."""

from __future__ import annotations

import sqlite3
from typing import Final

from qa.errors import LibraryError

__all__ = ["APPLICATION_ID", "MIGRATIONS", "migrate", "migrations_due"]

APPLICATION_ID: Final = 0x52505141
"""Tells a library from other SQLite files (https://www.sqlite.org/pragma.html#pragma_application_id)."""

MIGRATIONS: Final = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    INSERT INTO meta VALUES ('generation', '0'), ('epoch', '0');
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
        id TEXT NOT NULL UNIQUE,                  -- SHA-256 of the original bytes
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        codec TEXT,
        path,                                     -- text, or a blob where it is no UTF-8
        page_starts TEXT NOT NULL,                -- JSON array of offsets
        characters INTEGER NOT NULL,
        sentence_count INTEGER NOT NULL,
        added_at TEXT NOT NULL,                   -- UTC, ISO 8601
        facts_sha256 TEXT NOT NULL,               -- of the columns from id to added_at
        text TEXT NOT NULL,
        sentences BLOB NOT NULL,                  -- little-endian int32 pairs: start and end in the text
        passages BLOB NOT NULL,                   -- little-endian int32 pairs: first and last sentence, last excluded
        text_sha256 TEXT NOT NULL                 -- of text, sentences and passages
    );
    CREATE TABLE originals (
        number INTEGER PRIMARY KEY REFERENCES documents (number) ON DELETE CASCADE,
        size INTEGER NOT NULL,
        data BLOB NOT NULL                        -- zlib (RFC 1950)
    );
    CREATE TABLE vectors (
        epoch INTEGER NOT NULL,                   -- counts the encoders the library has had
        number INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        part INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        data BLOB NOT NULL,                       -- little-endian binary16, row by row
        UNIQUE (epoch, number, part)
    );
    CREATE INDEX vectors_by_number ON vectors (number);
    CREATE TABLE shards (
        shard INTEGER PRIMARY KEY AUTOINCREMENT,
        epoch INTEGER NOT NULL,
        analysis INTEGER NOT NULL,                -- qa.prepare.ANALYSIS
        terms_sha256 TEXT NOT NULL,
        vectors_sha256 TEXT NOT NULL
    );
    """,
)


def migrations_due(connection: sqlite3.Connection, subject: str) -> range:
    """Which migrations a database lacks.

    :param connection: to the database.
    :param subject: what errors name.
    :return: their numbers.
    :raises LibraryError: when it is no library, or of a newer version.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (tables or version):
        raise LibraryError(subject, "it is a database of another program", "Name another folder")
    if version > len(MIGRATIONS):
        raise LibraryError(
            subject,
            f"it has the format {version}, and this report-qa reads {len(MIGRATIONS)} at most",
            "Update report-qa; nothing was changed",
        )
    return range(version, len(MIGRATIONS))


def migrate(connection: sqlite3.Connection, subject: str) -> None:
    """Bring a library to the newest tables, each migration in a transaction of its own.

    :param connection: in autocommit mode, to an empty or older database that nobody else changes meanwhile.
    :param subject: what errors name.
    :raises LibraryError: when it is no library, or of a newer version.
    """
    for number in migrations_due(connection, subject):
        connection.executescript(
            f"BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID}; {MIGRATIONS[number]}"
            f"; PRAGMA user_version = {number + 1}; COMMIT"
        )
