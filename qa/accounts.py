"""Who may log in, and what they may do there. The one place that imports argon2.

Passwords are hashed with Argon2id (RFC 9106) and a salt for each; a name that nobody has takes as long to be refused
as a password that is wrong.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from qa.errors import AccessError, LibraryError, QAError
from qa.folders import default_users
from qa.role import Role
from qa.types import PathSource
from qa.users_file import User, changing, named, read_users, stamp_of

__all__ = ["LONGEST_PASSWORD", "SHORTEST_PASSWORD", "Account", "Accounts", "Role"]

SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 1024
"""Characters; hashing a longer one is work that anybody could give us."""

_HASHER: Final = PasswordHasher()
_AT_ONCE: Final = 4  # each takes 64 MiB
_ADD: Final = "See `report-qa user list`"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in.

    :param name: what they are called.
    :param role: what they may do.
    """

    name: str
    role: Role


@cache
def _nobody() -> str:
    """A hash that no password fits, to spend the same time on names that nobody has."""
    return _HASHER.hash(secrets.token_urlsafe())


def _composed(password: str) -> str:
    """The same password from every keyboard (RFC 8265, section 4.2)."""
    return unicodedata.normalize("NFC", password)


def _hashed(password: str) -> str:
    composed = _composed(password)
    if not SHORTEST_PASSWORD <= len(composed) <= LONGEST_PASSWORD:
        remedy = f"Take {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
        cause = "it is too short" if len(composed) < SHORTEST_PASSWORD else "it is too long"
        raise QAError("password", cause, remedy)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in composed):
        raise QAError("password", "it holds a character that is no text", "Take letters, digits and signs")
    return _HASHER.hash(composed)


def _fits(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError, VerificationError):
        return False


class Accounts:
    """Those who may log in, as their file says at this moment. Threads and processes may share one.

    :param path: the file; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._hashing = BoundedSemaphore(_AT_ONCE)
        self._stamp: tuple[int, int, int] | None = None
        self._users: dict[str, User] = {}

    @classmethod
    def open(cls, path: PathSource | None = None) -> Accounts:
        """Open the file of users.

        :param path: the file, which need not be there; None for this user's own.
        :return: the accounts.
        :raises QAError: when it cannot be read, or is no such file.
        """
        accounts = cls(default_users() if path is None else Path(path))
        accounts._now()
        _nobody()
        return accounts

    def _now(self) -> dict[str, User]:
        """The users as the file has them; it is read when it is another than before."""
        stamp = stamp_of(self.path)
        with self._lock:
            if stamp != self._stamp:
                self._users = read_users(self.path)
                self._stamp = stamp
            return self._users

    @property
    def stamp(self) -> tuple[int, int, int] | None:
        """Differs once the file was changed; what was found out before then counts no more.

        :raises StorageError: when the disk refuses.
        """
        return stamp_of(self.path)

    def check(self, name: str, password: str) -> Account | None:
        """Whether somebody is who they say.

        :param name: what they say they are called.
        :param password: what only they know.
        :return: who it is; None, after the same time, when there is nobody of that name or the password is another.
        :raises QAError: when the file cannot be read, or is no such file.
        """
        user = self._now().get(unicodedata.normalize("NFC", name))
        composed = _composed(password)
        sayable = len(composed) <= LONGEST_PASSWORD and not any(
            "\ud800" <= each <= "\udfff" for each in composed
        )
        with self._hashing:
            fits = _fits(_nobody() if user is None else user.password, composed if sayable else "")
        if user is None or not fits or not sayable:
            return None
        if _HASHER.check_needs_rehash(user.password):
            self._rehash(user, composed)
        return Account(user.name, user.role)

    def _rehash(self, user: User, password: str) -> None:
        """Hash with today's parameters; where the file cannot be written, the next login tries again."""
        hashed = _HASHER.hash(password)
        with suppress(LibraryError), changing(self.path) as users:
            if users.get(user.name) == user:
                users[user.name] = replace(user, password=hashed)

    def role_of(self, name: str) -> Role | None:
        """What somebody may do now.

        :param name: what they are called.
        :return: the role; None when there is nobody of that name, any more.
        :raises QAError: when the file cannot be read, or is no such file.
        """
        user = self._now().get(name)
        return None if user is None else user.role

    def key_of(self, name: str) -> str:
        """What belongs to somebody is kept under: not the name, which somebody else may get later.

        :param name: what they are called.
        :return: the id; the name, where the account is older than ids.
        :raises AccessError: when there is nobody of that name.
        :raises QAError: when the file cannot be read, or is no such file.
        """
        return _known(self._now(), name).key

    def mark_of(self, name: str) -> str | None:
        """What tells one password of somebody from the next, without telling either.

        :param name: what they are called.
        :return: a mark that differs once the password was changed; None when there is nobody of that name.
        :raises QAError: when the file cannot be read, or is no such file.
        """
        user = self._now().get(name)
        return None if user is None else hashlib.sha256(user.password.encode("utf-8")).hexdigest()

    def all(self) -> tuple[Account, ...]:
        """Everybody who may log in.

        :return: the accounts by name.
        :raises QAError: when the file cannot be read, or is no such file.
        """
        return tuple(Account(each.name, each.role) for each in self._now().values())

    def add(self, name: str, password: str, role: Role = Role.READER) -> Account:
        """Let somebody in.

        :param name: what they will be called, see :func:`qa.users_file.named`.
        :param password: :data:`SHORTEST_PASSWORD` characters or more.
        :param role: what they may do.
        :return: the account.
        :raises QAError: when the name or the password does not serve, or somebody is called so already.
        """
        composed, hashed = named(name), _hashed(password)
        with changing(self.path) as users:
            if composed in users:
                remedy = "Take another name, or `report-qa user password` for a new password"
                raise AccessError(composed, "there is such a user already", remedy)
            users[composed] = User(composed, role, hashed, secrets.token_urlsafe(16))
        return Account(composed, role)

    def remove(self, name: str) -> None:
        """Let somebody in no more; those logged in are out at once.

        :param name: what they are called.
        :raises AccessError: when there is nobody of that name.
        :raises QAError: when the file cannot be read or written.
        """
        with changing(self.path) as users:
            del users[_known(users, name).name]

    def set_password(self, name: str, password: str) -> None:
        """Give somebody another password.

        :param name: what they are called.
        :param password: as for :meth:`add`.
        :raises AccessError: when there is nobody of that name.
        :raises QAError: when the password does not serve, or the file cannot be read or written.
        """
        hashed = _hashed(password)
        with changing(self.path) as users:
            user = _known(users, name)
            users[user.name] = replace(user, password=hashed)

    def set_role(self, name: str, role: Role) -> None:
        """Let somebody do more or less than before; it counts at once.

        :param name: what they are called.
        :param role: what they may do.
        :raises AccessError: when there is nobody of that name.
        :raises QAError: when the file cannot be read or written.
        """
        with changing(self.path) as users:
            user = _known(users, name)
            users[user.name] = replace(user, role=role)


def _known(users: dict[str, User], name: str) -> User:
    user = users.get(unicodedata.normalize("NFC", name))
    if user is None:
        shown = name.encode("unicode_escape").decode() if not name.isprintable() else name
        raise AccessError(shown or "user", "there is no such user", _ADD)
    return user
