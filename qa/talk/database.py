"""The file that conversations are kept in: its connection, transactions, and what SQLite and the disk fail at."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final
from urllib.parse import quote

from qa.errors import BusyError, ConversationError, StorageError
from qa.talk.schema import migrate, migrations_due

__all__ = ["Database"]

_BUSY_SECONDS: Final = 10.0
_SCRUB_SECONDS: Final = 2.0
_PAUSE: Final = 0.02

_MODES: Final = ("mode=rw", "mode=ro", "mode=ro&immutable=1")
"""How a file is opened. On a disk that is read-only or full WAL mode cannot make its shared memory, which a second
reader does without where the first has made it; where nobody has, and nothing is in the log, nobody is writing."""

_NO_ROOM: Final = (
    *("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR_SHM", "SQLITE_IOERR_WRITE", "SQLITE_FULL"),
)
_SETTINGS: Final = (
    f"PRAGMA busy_timeout = {int(_BUSY_SECONDS * 1000)};"
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;"
    "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON"
)

_KEPT: Final = "Restore it from a copy, or move it away so that a new one is made; nothing in it was changed"
_SPACE: Final = "Free space and try again; what was kept is still there"
_CAUSES: Final = {
    "SQLITE_FULL": (StorageError, "the disk is full", _SPACE),
    "SQLITE_READONLY": (StorageError, "it is read-only", "Check that you may write to it and its folder"),
    "SQLITE_PERM": (StorageError, "it may not be opened", "Check that you may read and write it"),
    "SQLITE_IOERR": (StorageError, "the disk fails or is full", f"Check the disk. {_SPACE}"),
    "SQLITE_CANTOPEN": (StorageError, "it cannot be opened", "Check that you may read and write its folder"),
    "SQLITE_BUSY": (BusyError, "another process is writing to it", "Try again when that is done"),
    "SQLITE_LOCKED": (BusyError, "another process is writing to it", "Try again when that is done"),
    "SQLITE_CORRUPT": (ConversationError, "it is damaged", _KEPT),
    "SQLITE_NOTADB": (ConversationError, "it is damaged, or no file of conversations", _KEPT),
}


@contextmanager
def _errors(subject: str) -> Iterator[None]:
    """Raise what SQLite and the disk fail at as errors of qa."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        known = next((key for key in _CAUSES if name.startswith(key)), None)
        # a table or column that is gone, a value of another kind: the schema was changed or damaged
        otherwise = (ConversationError, f"it does not answer ({error})", _KEPT)
        kind, cause, remedy = otherwise if known is None else _CAUSES[known]
        raise kind(subject, cause, remedy) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError(subject, "the disk is full", _SPACE) from error
        cause = f"the disk refuses: {error.strerror or error}"
        raise StorageError(subject, cause, "Check the disk and its rights, and try again") from error


def _make(path: Path, subject: str) -> None:
    """Make the file where there is none, for its owner alone: SQLite gives its log the same rights."""
    if any("\ud800" <= character <= "\udfff" for character in str(path)):
        raise ConversationError(repr(str(path)), "the file's name is no UTF-8", "Name another file")
    if path.is_dir():
        raise ConversationError(subject, "it is a folder", "Name a file")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


class Database:
    """Conversations' tables, in a file or in memory. Safe for threads, and for several processes on one file.

    :param path: the file, made when it is missing; None for memory.
    :raises ConversationError: when it is damaged, of a newer version, or a file of something else.
    :raises StorageError: when it cannot be read or made.
    """

    def __init__(self, path: Path | None) -> None:
        self.subject = "conversations" if path is None else str(path)
        self._path = path and path.absolute()
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        with _errors(self.subject):
            if path is not None:
                _make(path, self.subject)
            connection, writable = self._connect()
            try:
                migrations_due(connection, self.subject)  # refuses others' files before anything is changed
                if writable:
                    self._use_log(connection)
                migrate(connection, self.subject)
            except BaseException:
                connection.close()
                raise
            self._give(connection, writable)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read transaction: all that is read in it is of one moment.

        :raises ConversationError: when the file is damaged.
        :raises StorageError: when it cannot be read.
        """
        with self._using("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction, committed at the end, undone when anything fails.

        :raises ConversationError: when the file is damaged.
        :raises StorageError: when it cannot be written.
        :raises BusyError: when another process does not let go of it.
        """
        with self._using("BEGIN IMMEDIATE") as connection:
            yield connection
            connection.execute("COMMIT")

    def scrub(self) -> None:
        """Overwrite what was deleted also where the log still holds it, unless somebody is reading it just now."""
        with self._lock, _errors(self.subject):
            connection, writable = self._take()
            try:
                connection.execute(f"PRAGMA busy_timeout = {int(_SCRUB_SECONDS * 1000)}")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                connection.execute(f"PRAGMA busy_timeout = {int(_BUSY_SECONDS * 1000)}")
            finally:
                self._give(connection, writable)

    def close(self) -> None:
        """Close the file. Closing twice does nothing."""
        with self._lock:
            self._closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _using(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, _errors(self.subject):
            connection, writable = self._take()
            try:
                connection.execute(begin)
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._give(connection, writable)

    def _take(self) -> tuple[sqlite3.Connection, bool]:
        if self._closed:
            raise ConversationError(self.subject, "it was closed", "Open it again")
        return self._connect() if self._connection is None else (self._connection, True)

    def _give(self, connection: sqlite3.Connection, writable: bool) -> None:
        """Keep what may write. What may not is opened anew each time: others may write, or the disk have room again."""
        if writable and not self._closed:
            self._connection = connection
        else:
            connection.close()

    def _connect(self) -> tuple[sqlite3.Connection, bool]:
        """A connection, opened in the first way that works, and whether it may write."""
        if self._path is None:
            return self._opened(":memory:"), True
        for mode in _MODES:
            try:
                return self._opened(f"file:{quote(str(self._path))}?{mode}"), mode == _MODES[0]
            except sqlite3.OperationalError as error:
                if mode == _MODES[-1] or not error.sqlite_errorname.startswith(_NO_ROOM):
                    raise
                log = Path(f"{self._path}-wal")
                if mode == _MODES[-2] and log.exists() and log.stat().st_size:
                    raise  # what the log holds would not be seen
        raise AssertionError  # the last mode returns or raises

    def _opened(self, uri: str) -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        try:
            connection.executescript(_SETTINGS)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    @staticmethod
    def _use_log(connection: sqlite3.Connection) -> None:
        """Let readers and a writer work at once. SQLite does not wait by itself where others open the file, too."""
        patience = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
                return
            except sqlite3.OperationalError as error:
                name = error.sqlite_errorname
                if not name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or time.monotonic() > patience:
                    raise
                time.sleep(_PAUSE)
