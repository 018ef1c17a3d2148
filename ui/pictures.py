"""Finished pictures, kept for those who look at the same page next."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final, NamedTuple

__all__ = ["KEPT_BYTES", "PictureKey", "Pictures"]

KEPT_BYTES: Final = 64 * 1024**2
"""Some 500 pages of text."""


class PictureKey(NamedTuple):
    """A picture: of which report, which page, how wide."""

    document_id: str
    page: int
    width: int


class Pictures:
    """The pictures that were looked at last. Threads may share one.

    :param limit: bytes of all of them together.
    """

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._lock = Lock()
        self._kept: OrderedDict[PictureKey, bytes] = OrderedDict()

    def get(self, key: PictureKey) -> bytes | None:
        """A picture.

        :param key: which.
        :return: the picture; None where it is not kept.
        """
        with self._lock:
            png = self._kept.get(key)
            if png is not None:
                self._kept.move_to_end(key)
            return png

    def put(self, key: PictureKey, png: bytes) -> None:
        """Keep a picture, and let go of those that nobody looked at for longest.

        :param key: which.
        :param png: the picture; one larger than the limit is not kept.
        """
        if len(png) > self._limit:
            return
        with self._lock:
            self._size += len(png) - len(self._kept.pop(key, b""))
            self._kept[key] = png
            while self._size > self._limit:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)
