"""Who has logged in: a random token in a cookie, and on our side whose it is and until when."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

__all__ = ["Session", "Sessions"]

_IDLE_SECONDS: Final = 12 * 3600
_LONGEST_SECONDS: Final = 7 * 24 * 3600
_MOST_EACH: Final = 20
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has logged in.

    :param name: of the account.
    :param mark: of the password they did it with, see :meth:`qa.accounts.Accounts.mark_of`.
    :param began: when that was, in seconds of the clock.
    :param used: when they last asked for something.
    """

    name: str
    mark: str
    began: float
    used: float


def _key(token: str) -> str:
    """What is kept in place of the token: who reads this memory cannot pose as anybody."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Sessions:
    """The table of those who have logged in. Threads may share one.

    :param idle: seconds without a request after which one ends.
    :param longest: seconds after which one ends in any case.
    :param clock: seconds that never go back.
    """

    def __init__(
        self,
        idle: float = _IDLE_SECONDS,
        longest: float = _LONGEST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._idle = idle
        self._longest = longest
        self._clock = clock
        self._lock = Lock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()  # those used last stand last

    def start(self, name: str, mark: str) -> str:
        """Let somebody in.

        :param name: of the account.
        :param mark: of the password.
        :return: the token; the oldest session of whoever has too many ends.
        """
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._sessions[_key(token)] = Session(name, mark, now, now)
            own = [key for key, each in self._sessions.items() if each.name == name]
            surplus = own[:-_MOST_EACH] + list(self._sessions)[:-_MOST]
            for key in surplus:
                self._sessions.pop(key, None)
        return token

    def find(self, token: str) -> Session | None:
        """Whose a token is.

        :param token: what a cookie says.
        :return: the session; None where there is none, or it has ended.
        """
        key, now = _key(token), self._clock()
        with self._lock:
            session = self._sessions.get(key)
            if session is None:
                return None
            if now - session.used > self._idle or now - session.began > self._longest:
                del self._sessions[key]
                return None
            self._sessions[key] = replace(session, used=now)
            self._sessions.move_to_end(key)
            return session

    def end(self, token: str) -> None:
        """Let somebody out.

        :param token: what a cookie says; one that is nobody's is as good as ended.
        """
        with self._lock:
            self._sessions.pop(_key(token), None)
