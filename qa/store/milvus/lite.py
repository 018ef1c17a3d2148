"""Servers of Milvus Lite: one a folder, in this process, for all stores that have it open."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, RLock
from typing import Any, Final

from qa.errors import BusyError, DamagedError, LibraryError, StorageError

__all__ = ["Lite", "acquire", "release"]

_GRACE: Final = 2.0
"""Seconds that calls under way get to end."""


@dataclass(eq=False)
class Lite:
    """A server.

    :param path: its folder.
    :param port: where it listens on this machine alone; whoever may run programs here can connect to it.
    :param stop: ends it and gives the folder free.
    :param users: stores that have it open.
    :param writing: held while one of them changes anything: Milvus Lite loses rows that several write at once.
    """

    path: Path
    port: int
    stop: Callable[[], None]
    users: int = 0
    writing: Any = field(default_factory=RLock)


_running: dict[Path, Lite] = {}
_lock = Lock()


def acquire(path: Path) -> Lite:
    """Start the server of a folder, or take the one that runs; the folder is made where there is none.

    :param path: the folder.
    :return: the server, to be given back with :func:`release`.
    :raises BusyError: when another process has it open.
    :raises LibraryError: when Milvus Lite is not installed, or the folder cannot be opened.
    """
    path = path.resolve()
    with _lock:
        if path not in _running:
            _running[path] = _start(path)
        _running[path].users += 1
        return _running[path]


def release(server: Lite) -> None:
    """Give a server back; with its last user it ends.

    :param server: the server.
    """
    with _lock:
        server.users -= 1
        if not server.users and _running.get(server.path) is server:
            del _running[server.path]
            server.stop()


@atexit.register
def _stop_all() -> None:
    with _lock:
        while _running:
            _running.popitem()[1].stop()


def _start(path: Path) -> Lite:
    try:
        from milvus_lite.adapter.grpc.server import start_server_in_thread  # noqa: PLC0415 - not on every system
        from milvus_lite.exceptions import DataDirLockedError, MilvusLiteError  # noqa: PLC0415
    except ModuleNotFoundError as error:
        remedy = "On Linux and macOS install report-qa's extra `milvus`; elsewhere take a Milvus server"
        raise LibraryError(str(path), "Milvus Lite is not installed", remedy) from error
    try:
        server, database, port = start_server_in_thread(str(path))
    except DataDirLockedError as error:
        remedy = "Close it there; several processes need a Milvus server, or a library in a folder"
        raise BusyError(str(path), "another process has it open", remedy) from error
    except MilvusLiteError as error:
        raise DamagedError(str(path), f"Milvus Lite cannot open it ({error})", "Put a copy back") from error
    except OSError as error:
        raise StorageError(
            str(path), f"it cannot be opened ({error})", "Name a folder you may write"
        ) from error

    def stop() -> None:
        server.stop(_GRACE).wait(_GRACE)
        database.close()

    return Lite(path, port, stop)
