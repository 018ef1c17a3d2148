"""Connections to a library's database, kept open and handed to one user at a time."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock
from typing import Final
from urllib.parse import quote

from qa.errors import BusyError, DamagedError, LibraryError
from qa.store.local.locking import BUSY_SECONDS, LOCK

__all__ = ["DATABASE", "INDEX", "LOG", "RESTORE", "Connections", "check_folder", "size_of"]

DATABASE: Final = "library.sqlite3"
LOG: Final = f"{DATABASE}-wal"
INDEX: Final = "index"
RESTORE: Final = "Restore it from a copy (`report-qa import`), or add the reports to a new library"

_NO_ROOM: Final = (
    *("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR_SHM", "SQLITE_IOERR_WRITE", "SQLITE_FULL"),
)
_MODES: Final = ("mode=rwc", "mode=ro", "mode=ro&immutable=1")
"""How a database is opened. On a disk that is read-only or full WAL mode cannot make its shared memory, which a second
reader does without where the first has made it; where nobody has, and nothing is in the log, nobody is writing."""

_SETTINGS_OF_READERS: Final = (
    f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)};"
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
)
_SETTINGS: Final = (
    _SETTINGS_OF_READERS + "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON"
)


class Connections:
    """Connections to one database. Safe for threads.

    :param folder: the library's, absolute.
    :param subject: what errors name.
    """

    def __init__(self, folder: Path, subject: str) -> None:
        self.read_only = False
        self._folder, self._subject = folder, subject
        self._mode = _MODES[0]
        self._seen: tuple[int, int] | None = None
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()
        self._closed = False

    def open(self) -> sqlite3.Connection:
        """The first connection, in the first way that works.

        :return: the connection; hand it back with :meth:`give`.
        :raises sqlite3.Error: when none does.
        """
        for mode in _MODES:
            self._mode = mode
            self.read_only = mode != _MODES[0]
            try:
                return self._connect()
            except sqlite3.OperationalError as error:
                if mode == _MODES[-1] or not error.sqlite_errorname.startswith(_NO_ROOM):
                    raise
                if mode == _MODES[-2] and size_of(self._folder / LOG):
                    raise  # what the log holds would not be seen
        raise AssertionError  # the last mode returns or raises

    def _connect(self) -> sqlite3.Connection:
        uri = f"file:{quote(str(self._folder / DATABASE))}?{self._mode}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        # Damaged text must not keep whole rows from being read: its hash tells that it is damaged (PEP 383).
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        try:
            connection.executescript(_SETTINGS_OF_READERS if self.read_only else _SETTINGS)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def take(self) -> sqlite3.Connection:
        """A connection for one user.

        :return: the connection; hand it back with :meth:`give`.
        :raises LibraryError: when the library was closed.
        """
        with self._lock:
            if self._closed:
                raise LibraryError(self._subject, "the library was closed", "Open it again")
            if self._mode == _MODES[-1]:
                self._drop_if_changed()
            if self._idle:
                return self._idle.pop()
        return self._connect()

    def give(self, connection: sqlite3.Connection) -> None:
        """Hand a connection back.

        :param connection: in no transaction.
        """
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close all that are handed back, now and later. Closing twice does nothing."""
        with self._lock:
            self._closed, idle = True, self._idle
            self._idle = []
        for connection in idle:
            connection.close()

    def _drop_if_changed(self) -> None:
        """What is opened as never changing may be changed all the same, by an owner who may write it."""
        status = (self._folder / DATABASE).stat()
        if size_of(self._folder / LOG):
            raise BusyError(self._subject, "its owner is changing it", "Open it again when that is done")
        seen = (status.st_mtime_ns, status.st_size)
        if self._seen not in (None, seen):
            for connection in self._idle:
                connection.close()
            self._idle = []
        self._seen = seen


def check_folder(folder: Path, *, create: bool) -> None:
    """Refuse what is no library; make the folder where that is wanted.

    :param folder: the folder.
    :param create: whether it is to be made.
    :raises LibraryError: when it is no library.
    """
    if any("\ud800" <= character <= "\udfff" for character in str(folder)):
        raise LibraryError(repr(str(folder)), "the folder's name is no UTF-8", "Name another folder")
    if (folder / DATABASE).is_file():
        return
    if folder.is_symlink() and not folder.exists():
        raise LibraryError(str(folder), "it is a link to a folder that is not there", "Name another folder")
    if folder.exists() and not folder.is_dir():
        raise LibraryError(str(folder), "it is a file, and a library is a folder", "Name a folder")
    others = [path.name for path in folder.iterdir() if path.name != LOCK] if folder.exists() else []
    if others == [INDEX]:
        raise DamagedError(str(folder), f"its database ({DATABASE}) is gone", RESTORE)
    if others:
        cause = f"it is no library (it holds {min(others)!r} and no {DATABASE})"
        raise LibraryError(str(folder), cause, "Name a library, or a new or empty folder for one")
    if not create:
        remedy = f"Make one with `report-qa add --library {folder} REPORT`"
        raise LibraryError(str(folder), "there is no library", remedy)
    folder.mkdir(parents=True, exist_ok=True)


def size_of(path: Path) -> int:
    """Bytes of a file.

    :param path: the file.
    :return: its size; 0 where there is none.
    """
    return path.stat().st_size if path.exists() else 0
