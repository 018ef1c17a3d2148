"""How much one person may ask for: in a minute (a token bucket each, which fills again as time passes), and at once."""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Final

from qa.errors import LimitError

__all__ = ["AtOnce", "Limiter", "Rate", "TooOftenError", "seconds_to_wait"]

_MOST_PEOPLE: Final = 10_000
_MINUTE: Final = 60


class TooOftenError(LimitError):
    """Asked for more in a minute than one may.

    :param subject: what was asked for.
    :param cause: how much one may ask for.
    :param seconds: after how long one may ask again; whole seconds, at least one.
    """

    def __init__(self, subject: str, cause: str, seconds: int) -> None:
        super().__init__(
            subject, cause, f"Try again in {seconds} seconds" if seconds > 1 else "Try again soon"
        )
        self.seconds = seconds

    def __reduce__(self) -> tuple[type[TooOftenError], tuple[str, str, int]]:
        return (type(self), (self.subject, self.cause, self.seconds))


def seconds_to_wait(error: LimitError) -> int:
    """After how long one may ask again.

    :param error: the refusal.
    :return: whole seconds; one where it does not say.
    """
    return error.seconds if isinstance(error, TooOftenError) else 1


@dataclass(frozen=True, slots=True)
class Rate:
    """How much one may ask for.

    :param a_minute: how many on average; more than 0.
    :param at_once: how many in one go after a pause; at least 1. As many as in a minute when None.
    """

    a_minute: float
    at_once: float | None = None

    @property
    def most(self) -> float:
        """How many in one go."""
        return max(1.0, self.a_minute if self.at_once is None else self.at_once)


class Limiter:
    """Counts what each person asks for. Threads may share one.

    :param rate: how much one may ask for; None for no limit.
    :param what: what is counted, as messages name it: "questions".
    :param clock: seconds that never go back.
    """

    def __init__(self, rate: Rate | None, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._what = what
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one more.

        :param key: who asks: a person's name, or an address.
        :raises TooOftenError: when it is more than they may ask for; it is not counted then.
        """
        if self._rate is None:
            return
        with self._lock:
            now = self._clock()
            left = self._left(key, self._rate, now)
            self._buckets[key] = (left - 1 if left >= 1 else left, now)
            self._buckets.move_to_end(key)
            while len(self._buckets) > _MOST_PEOPLE:
                self._buckets.popitem(last=False)
        if left < 1:
            seconds = max(1, math.ceil((1 - left) * _MINUTE / self._rate.a_minute))
            cause = f"more than {self._rate.a_minute:g} a minute were asked for"
            raise TooOftenError(self._what, cause, seconds)

    def give_back(self, key: str) -> None:
        """Take back one that was counted.

        :param key: who asked.
        """
        if self._rate is None:
            return
        with self._lock:
            if key in self._buckets:
                left, since = self._buckets[key]
                self._buckets[key] = (min(self._rate.most, left + 1), since)

    def _left(self, key: str, rate: Rate, now: float) -> float:
        left, since = self._buckets.get(key, (rate.most, now))
        return min(rate.most, left + (now - since) * rate.a_minute / _MINUTE)


class AtOnce:
    """Counts what each person has going on. Threads may share one.

    :param most: how much one person may have going on.
    :param what: what is counted, as messages name it: "requests".
    :param most_of_all: how much all of them together may.
    """

    def __init__(self, most: int, what: str, most_of_all: int | None = None) -> None:
        self._most = most
        self._most_of_all = most_of_all
        self._what = what
        self._lock = Lock()
        self._counts: Counter[str] = Counter()

    @contextmanager
    def one(self, key: str) -> Iterator[None]:
        """Count one more until the block ends.

        :param key: who asks: a person's name, or an address.
        :raises LimitError: when it is more than they may have going on, or than all may.
        """
        with self._lock:
            if self._counts.get(key, 0) >= self._most:
                cause = f"more than {self._most} at once were asked for"
                raise LimitError(self._what, cause, "Wait until one is done and try again")
            if self._most_of_all is not None and self._counts.total() >= self._most_of_all:
                raise LimitError(self._what, "too many people ask at once", "Try again soon")
            self._counts[key] += 1
        try:
            yield
        finally:
            with self._lock:
                self._counts[key] -= 1
                if not self._counts[key]:
                    del self._counts[key]
