"""SQLite's errors and the disk's as those of qa."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from qa.errors import BusyError, DamagedError, StorageError

__all__ = ["REPAIR", "database_errors", "in_library", "storage_errors"]

REPAIR: Final = "Run `report-qa doctor --repair --library FOLDER`"
"""What helps where a row is damaged; FOLDER becomes the library's, see :func:`in_library`."""

_REPAIR: Final = f"{REPAIR}, which keeps all that can still be read"

_CAUSES: Final = {
    "SQLITE_FULL": (StorageError, "the disk is full", "Free space and try again"),
    "SQLITE_READONLY": (StorageError, "it is read-only", "Check that you may write to the folder"),
    "SQLITE_IOERR": (StorageError, "the disk fails or is full", "Check the disk, free space and try again"),
    "SQLITE_CANTOPEN": (StorageError, "it cannot be opened", "Check that you may read and write the folder"),
    "SQLITE_BUSY": (BusyError, "another process is changing it", "Try again when it is done"),
    "SQLITE_CORRUPT": (DamagedError, "its database is damaged", _REPAIR),
    "SQLITE_NOTADB": (DamagedError, "its database is damaged", _REPAIR),
    "SQLITE_TOOBIG": (
        StorageError,
        "a report is larger than a database can hold",
        "Split it into smaller files",
    ),
}


def in_library(remedy: str, subject: str) -> str:
    """A remedy with the library's folder in it, which whoever finds a damaged row does not know.

    :param remedy: :data:`REPAIR`, or another.
    :param subject: the library's folder.
    :return: the remedy.
    """
    return remedy.replace("FOLDER", subject)


@contextmanager
def database_errors(subject: str) -> Iterator[None]:
    """Raise what SQLite fails at as errors of qa.

    :param subject: the library's folder.
    :raises LibraryError: its child says what is wrong.
    """
    try:
        yield
    except DamagedError as error:
        raise DamagedError(error.subject, error.cause, in_library(error.remedy, subject)) from error
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        known = next((key for key in _CAUSES if name.startswith(key)), None)
        # a table or column that is gone, a value of another kind: the schema was changed or damaged
        otherwise = (DamagedError, f"its database does not answer ({error})", _REPAIR)
        kind, cause, remedy = otherwise if known is None else _CAUSES[known]
        raise kind(subject, cause, in_library(remedy, subject)) from error


@contextmanager
def storage_errors(subject: str) -> Iterator[None]:
    """Raise what SQLite and the disk fail at as errors of qa.

    :param subject: the library's folder.
    :raises LibraryError: its child says what is wrong.
    """
    try:
        with database_errors(subject):
            yield
    except UnicodeDecodeError as error:
        # SQLite's own message quotes what is damaged
        raise DamagedError(subject, "its database is damaged", in_library(_REPAIR, subject)) from error
    except OSError as error:
        if error.errno == errno.ENOSPC or "No space left" in str(error):
            raise StorageError(subject, "the disk is full", "Free space and try again") from error
        cause = f"the disk refuses: {error.strerror or error}"
        raise StorageError(subject, cause, "Check the disk and its rights, and try again") from error
