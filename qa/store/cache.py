"""Reports made ready for reading, those that were wanted last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from threading import Lock
from typing import Final

from qa.prepare import Prepared

__all__ = ["Cache"]

_CACHED_CHARACTERS: Final = 2_000_000
"""Characters of reports that are kept ready, about 60 bytes each."""


class Cache:
    """Reports made ready for reading, those that were wanted last. Safe for threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, Prepared] = OrderedDict()
        self._allowed: frozenset[int] | None = None
        self._characters = 0
        self._lock = Lock()

    def get(self, number: int, load: Callable[[], Prepared]) -> Prepared:
        """A report.

        :param number: its number.
        :param load: makes it ready where it is not there.
        :return: the report.
        """
        with self._lock:
            if number in self._held:
                self._held.move_to_end(number)
                return self._held[number]
        prepared = load()
        with self._lock:
            # a view from before its removal may still read a report; it must not stay here for that
            if number not in self._held and (self._allowed is None or number in self._allowed):
                self._held[number] = prepared
                self._characters += len(prepared.document.text)
            while self._characters > _CACHED_CHARACTERS and len(self._held) > 1:
                _, dropped = self._held.popitem(last=False)
                self._characters -= len(dropped.document.text)
        return prepared

    def keep_only(self, numbers: Collection[int]) -> bool:
        """Forget reports that are no longer held.

        :param numbers: those that are.
        :return: whether any was forgotten.
        """
        with self._lock:
            self._allowed = frozenset(numbers)
            lost = self._held.keys() - self._allowed
            for number in lost:
                self._characters -= len(self._held.pop(number).document.text)
        return bool(lost)
