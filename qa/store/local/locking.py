"""Being the only one that changes a library. The one place that imports filelock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from qa.errors import BusyError
from qa.store.local.failures import storage_errors

__all__ = ["BUSY_SECONDS", "LOCK", "WAIT", "locked"]

LOCK: Final = "library.lock"
BUSY_SECONDS: Final = 30.0
"""How long a change waits for another one to end."""

WAIT: Final = "Wait until that is done and try again; asking goes on meanwhile"


@contextmanager
def locked(folder: Path, subject: str, seconds: float = BUSY_SECONDS, *, name: str = LOCK) -> Iterator[None]:
    """Be the process that changes a library, or another thing that is kept.

    :param folder: the library's.
    :param subject: what errors name.
    :param seconds: how long to wait for the one that is changing it now.
    :param name: of the file in the folder that is locked.
    :raises BusyError: when it is still changing it then.
    :raises StorageError: when there can be no lock: the disk is full, or the lock is another user's.
    """
    lock = FileLock(folder / name, thread_local=False)
    with storage_errors(subject):
        try:
            lock.acquire(timeout=seconds)
        except Timeout as error:  # an OSError, too
            raise BusyError(subject, "another process is changing it", WAIT) from error
    try:
        yield
    finally:
        lock.release()
