"""The file of those who may log in: JSON that people can read, with one salted hash a user and no password.

::

    {"format": 1, "users": [{"name": "林澄", "role": "editor", "password": "$argon2id$...", "id": "x3Fq..."}]}

The id is random: who gets the name of somebody who was removed gets nothing else of theirs. Files of before have none.
"""

from __future__ import annotations

import json
import os
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from qa.errors import QAError
from qa.role import Role
from qa.store.local.failures import storage_errors
from qa.store.local.locking import locked

__all__ = ["LONGEST_NAME", "User", "changing", "named", "read_users", "stamp_of"]

LONGEST_NAME: Final = 64
"""Characters of a name at most."""

_FORMAT: Final = 1
_MOST_BYTES: Final = 16 * 1024 * 1024
_HASH: Final = "$argon2"
_OWN: Final = 0o600
_BUSY_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class User:
    """One line of the file.

    :param name: as :func:`named` gives it.
    :param role: what they may do.
    :param password: its hash, with its salt and parameters, as argon2 writes it.
    :param id: nobody else's, ever; "" where the account is older than ids.
    """

    name: str
    role: Role
    password: str
    id: str = ""

    @property
    def key(self) -> str:
        """What belongs to them is kept under."""
        return self.id or self.name


def named(name: str) -> str:
    """A name that can be told from every other one, shown in a line and sent in a header.

    :param name: as it was typed; capital letters count.
    :return: the name in Unicode's form NFC, so that it is the same from every keyboard.
    :raises QAError: when it is empty, longer than :data:`LONGEST_NAME`, begins or ends with a space, or holds a colon
        (which ends a name in HTTP, RFC 7617), two spaces, or a character that is not seen: controls, directional
        marks, joiners, other kinds of spaces.
    """
    composed = unicodedata.normalize("NFC", name)
    begins_well = bool(composed) and unicodedata.category(composed[0])[0] not in "MZ"
    if (
        not begins_well
        or len(composed) > LONGEST_NAME
        or not composed.isprintable()
        or ":" in composed
        or "  " in composed
        or composed != composed.strip()
    ):
        shown = composed[:LONGEST_NAME].encode("unicode_escape").decode() or "name"
        cause = "it is no name for a user"
        remedy = f"Take 1 to {LONGEST_NAME} letters, digits and signs that are seen, without a colon"
        raise QAError(shown, cause, remedy)
    return composed


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """What tells one state of the file from the next.

    :param path: the file.
    :return: its time of change, its size and its number on the disk; None while there is none.
    :raises StorageError: when the disk refuses.
    """
    with storage_errors(str(path)):
        try:
            found = path.stat()
        except FileNotFoundError:
            return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_users(path: Path) -> dict[str, User]:
    """Read the file.

    :param path: the file.
    :return: the users by name, in the order of the file; none where there is no file.
    :raises QAError: when it cannot be read, or is not such a file.
    """
    with storage_errors(str(path)):
        try:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return {}
    try:
        return _users(data)
    except (ValueError, KeyError, TypeError, RecursionError, QAError) as error:
        # what stands in it may be a hash: it is not repeated
        cause = "it is no file of users as report-qa writes it"
        raise QAError(str(path), cause, "Mend it, or name another one with --users") from error


def _users(data: bytes) -> dict[str, User]:
    if len(data) > _MOST_BYTES:
        raise ValueError("too large")
    held = json.loads(data.decode("utf-8-sig"))
    if held["format"] != _FORMAT:
        raise ValueError("another format")
    users: dict[str, User] = {}
    keys: set[str] = set()
    for each in held["users"]:
        user = User(named(each["name"]), Role(each["role"]), each["password"], each.get("id", ""))
        if not isinstance(user.id, str) or user.key in keys:
            raise ValueError("not as it was written")
        keys.add(user.key)
        if user.name != each["name"] or user.name in users or not user.password.startswith(_HASH):
            raise ValueError("not as it was written")
        users[user.name] = user
    return users


@contextmanager
def changing(path: Path) -> Iterator[dict[str, User]]:
    """Change the file; nobody else does meanwhile, and readers see the old one or the new one.

    :param path: the file, which need not be there yet.
    :return: the users by name, to be changed in place; they are written where the block ends without an error.
    :raises QAError: when the file is not such a file.
    :raises LibraryError: when another process is changing it, or it cannot be written.
    """
    path = path.resolve()  # a link to it stays one
    with storage_errors(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(path.parent, str(path), _BUSY_SECONDS, name=f"{path.name}.lock"):
        users = read_users(path)
        yield users
        with storage_errors(str(path)):
            _write(path, users.values())


def _write(path: Path, users: Iterable[User]) -> None:
    """Write the file whole or not at all, for its owner's eyes, and for those of its group where it was so."""
    listed = [
        {"name": each.name, "role": each.role.value, "password": each.password}
        | ({"id": each.id} if each.id else {})
        for each in sorted(users, key=lambda user: user.name)
    ]
    text = json.dumps({"format": _FORMAT, "users": listed}, ensure_ascii=False, indent=2) + "\n"
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}.writing")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _OWN)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        _own_as_before(path, beside)
        beside.replace(path)
        _sync(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _own_as_before(path: Path, beside: Path) -> None:
    """Root may look after a file that a service reads: it stays the service's."""
    with suppress(FileNotFoundError):
        before: Any = path.stat()
        if os.name == "posix":
            if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
                os.chown(beside, before.st_uid, before.st_gid)
            beside.chmod((before.st_mode & 0o640) | _OWN)


def _sync(folder: Path) -> None:
    """Make the renaming outlive a loss of power, where the system can (POSIX)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
