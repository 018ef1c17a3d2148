"""Transactions of one library's database, and the upkeep of its log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final

from qa.errors import BusyError, DamagedError, StorageError
from qa.store.local.connections import DATABASE, INDEX, LOG, RESTORE, Connections, check_folder, size_of
from qa.store.local.failures import database_errors, storage_errors
from qa.store.local.locking import BUSY_SECONDS, WAIT, locked
from qa.store.local.schema import migrate, migrations_due

__all__ = ["DATABASE", "Database"]

_LONG_LOG: Final = 64 << 20
"""Bytes of the write-ahead log above which a change waits until it can be emptied."""

_SHORT_WAIT: Final = 0.1
_WAIT_TO_SCRUB: Final = 5.0


class Database:
    """One library's database: many threads and processes read, one at a time writes (SQLite's WAL mode).

    :param folder: the library's folder.
    :param create: whether a folder that is missing or empty becomes a library.
    :raises LibraryError: when it is no library, of a newer format or damaged.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        self.folder = folder.absolute()
        self.subject = str(folder)
        self._change = Lock()
        self._connections = Connections(self.folder, self.subject)
        with storage_errors(self.subject):
            check_folder(folder, create=create)
            connection = self._connections.open()
            try:
                self._migrate(connection)
            except BaseException:
                connection.close()
                raise
            self._connections.give(connection)

    @property
    def read_only(self) -> bool:
        """Whether it can only be asked: its disk is read-only or full, or belongs to somebody else."""
        return self._connections.read_only

    def _migrate(self, connection: sqlite3.Connection) -> None:
        due = migrations_due(connection, self.subject)
        if due.start == 0 and any((self.folder / INDEX).glob("*")):
            # not one that was never filled: its search files are there
            raise DamagedError(self.subject, "its database is empty, and its search files are not", RESTORE)
        if due and self.read_only:
            remedy = "Open it once where it may be written, so that it is brought up to date"
            raise StorageError(self.subject, "it is of an older format, and read-only", remedy)
        if due:
            with self.locked():
                connection.execute("PRAGMA journal_mode = WAL")
                migrate(connection, self.subject)

    @contextmanager
    def locked(self, seconds: float = BUSY_SECONDS) -> Iterator[None]:
        """Be the one that changes the library, and its files.

        :param seconds: how long to wait for whoever is changing it now.
        :raises BusyError: when another process or thread is still changing it then.
        :raises StorageError: when the library is read-only, or its disk full.
        """
        if self.read_only:
            raise StorageError(self.subject, "it is read-only", "Check that you may write to the folder")
        # the lock of a file keeps other processes out, not other threads
        if not self._change.acquire(timeout=seconds):
            raise BusyError(self.subject, "another thread is changing it", WAIT)
        try:
            with locked(self.folder, self.subject, seconds):
                yield
        finally:
            self._change.release()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read transaction: all that is read in it is of one moment.

        :raises LibraryError: when the library is closed or cannot be read.
        """
        with storage_errors(self.subject):
            connection = self._connections.take()
        try:
            # what an encoder or reader fails at inside is not this database's failure
            with database_errors(self.subject):
                connection.execute("BEGIN")
                yield connection
        finally:
            self._end(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction, committed at the end, undone when anything fails. Call :meth:`locked` before.

        :raises LibraryError: when it cannot be written.
        """
        with storage_errors(self.subject):
            connection = self._connections.take()
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                self._end(connection)

    def empty_log(self) -> None:
        """Move what was committed from the write-ahead log into the database. Call :meth:`locked` before.

        What lies in the log alone is lost with it, and while questions overlap all the time SQLite never empties it by
        itself. A short log is left for the next change where questions are being answered; a long one waits for those,
        not for questions that begin meanwhile.

        :raises LibraryError: when the database cannot be written.
        """
        with storage_errors(self.subject):
            size = size_of(self.folder / LOG)
            if size:
                self._checkpoint(BUSY_SECONDS if size > _LONG_LOG else _SHORT_WAIT)

    def copy_to(self, path: Path) -> None:
        """Write the database as it is now to a file of its own (``VACUUM INTO``).

        :param path: the file; there must be none yet.
        :raises LibraryError: when it cannot be read or written.
        """
        with storage_errors(self.subject):
            self._run("VACUUM INTO ?", str(path))

    def vacuum(self) -> bool:
        """Give back the room of what was removed. Call :meth:`locked` before.

        :return: False when it could not be done yet: somebody was asking, or there is no room for it.
        :raises LibraryError: when the database is damaged.
        """
        try:
            with storage_errors(self.subject):
                self._run("VACUUM")
                return self._checkpoint(_WAIT_TO_SCRUB)
        except (BusyError, StorageError):
            return False

    def close(self) -> None:
        """Close all connections. Closing twice does nothing."""
        self._connections.close()

    def _run(self, statement: str, *values: str) -> None:
        connection = self._connections.take()
        try:
            connection.execute(statement, values)
        finally:
            self._connections.give(connection)

    def _checkpoint(self, seconds: float) -> bool:
        """Empty the log; False when readers kept it from being emptied."""
        connection = self._connections.take()
        try:
            connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
            self._connections.give(connection)
        return not busy

    def _end(self, connection: sqlite3.Connection) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        finally:
            self._connections.give(connection)
