"""Letting people in: names and passwords are compared here, and not as often as somebody who guesses would like."""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Final

from starlette.concurrency import run_in_threadpool

from qa.accounts import Account, Accounts
from qa.errors import AccessError
from ui.limits import Limiter, Rate
from ui.serving.sessions import Session, Sessions

__all__ = ["Entrance"]

# A guesser must not lock out who has the name: most is counted by name and address together.
_BY_BOTH: Final = Rate(10, 10)
_BY_NAME: Final = Rate(100, 200)
_BY_ADDRESS: Final = Rate(20, 30)
_AT_ONCE: Final = 2
_REMEMBERED_SECONDS: Final = 300
_MOST_REMEMBERED: Final = 1000


class Entrance:
    """Who may come in, by a session or by a name and a password.

    :param accounts: who may log in.
    :param sessions: who has.
    :param clock: seconds that never go back.
    """

    def __init__(
        self,
        accounts: Accounts,
        sessions: Sessions | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._accounts = accounts
        self._clock = clock
        self.sessions = sessions or Sessions(clock=clock)
        self._by_both = Limiter(_BY_BOTH, "login", clock)
        self._by_name = Limiter(_BY_NAME, "login", clock)
        self._by_address = Limiter(_BY_ADDRESS, "login", clock)
        self._hashing = asyncio.Semaphore(_AT_ONCE)
        self._lock = Lock()
        self._secret = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, tuple[str, str, float]] = OrderedDict()

    async def check(self, name: str, password: str, address: str) -> Account:
        """Whether somebody is who they say.

        :param name: what they say they are called.
        :param password: what only they know.
        :param address: where they ask from.
        :return: who it is.
        :raises AccessError: when it is not they; it is not said whether there is somebody of that name.
        :raises LimitError: when it was tried too often.
        :raises QAError: when the file of users cannot be read.
        """
        counted = name[:200]
        taken = (
            (self._by_address, address),
            (self._by_both, f"{address} {counted}"),
            (self._by_name, counted),
        )
        for limiter, key in taken:
            limiter.take(key)
        async with self._hashing:
            account = await run_in_threadpool(self._accounts.check, name, password)
        if account is None:
            raise AccessError("login", "the name or the password is wrong", "Try again")
        for limiter, key in taken:
            limiter.give_back(key)
        return account

    def begin(self, account: Account) -> str | None:
        """Begin a session.

        :param account: who has logged in.
        :return: the token; None where they were removed meanwhile.
        """
        mark = self._accounts.mark_of(account.name)
        return None if mark is None else self.sessions.start(account.name, mark)

    def by_session(self, token: str) -> str | None:
        """Whose a session is.

        :param token: what a cookie says.
        :return: the name; None where there is none, any more: it has ended, or the password is another now.
        """
        session: Session | None = self.sessions.find(token)
        if session is None:
            return None
        if self._accounts.mark_of(session.name) != session.mark:
            self.sessions.end(token)
            return None
        return session.name

    async def by_password(self, name: str, password: str, address: str) -> str:
        """Who sends a name and a password with every request, as programs do (RFC 7617).

        :param name: what they say they are called.
        :param password: what only they know.
        :param address: where they ask from.
        :return: the name; what was found out is good for some minutes, and no longer than the password is theirs.
        :raises AccessError: as :meth:`check`.
        :raises LimitError: the same.
        """
        told = f"{len(name)}:{name}:{password}".encode("utf-8", "surrogatepass")
        key = hmac.digest(self._secret, told, sha256().name)
        known = self._remembered(key)
        if known is not None:
            return known
        account = await self.check(name, password, address)
        mark = self._accounts.mark_of(account.name)
        with self._lock:
            if mark is not None:
                self._known[key] = (account.name, mark, self._clock() + _REMEMBERED_SECONDS)
            while len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)
        return account.name

    def _remembered(self, key: bytes) -> str | None:
        with self._lock:
            name, mark, until = self._known.get(key, ("", "", 0.0))
            if name and (self._clock() > until or self._accounts.mark_of(name) != mark):
                del self._known[key]
                return None
        return name or None
