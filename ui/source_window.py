"""Which stretch of a long report is shown at once. Pure.

A stretch begins and ends at the beginning of a line where one is near. One that is followed by the next, from the first
on, are the report without a gap and without an overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["SHOWN", "Window", "before", "window_around", "window_from"]

SHOWN: Final = 60_000
"""Characters that are shown at once: some forty pages, which a browser lays out in a moment."""

# How far a line's beginning may be for a stretch to begin there: this share of the stretch.
_NEAR: Final = 30


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text, half open ``[first, last)``."""

    first: int
    last: int


def _cut(text: str, place: int, size: int) -> int:
    """The beginning of a line at a place or shortly before it; the place itself where there is none."""
    if not 0 < place < len(text):
        return min(max(place, 0), len(text))
    return text.rfind("\n", max(0, place - size // _NEAR), place) + 1 or place


def window_from(text: str, first: int, size: int = SHOWN) -> Window:
    """The stretch from a place on.

    :param text: the report.
    :param first: offset of the place; one outside the text is cut to it.
    :param size: about how many characters, 60 at least.
    :return: the stretch, which begins at the place or shortly before.
    """
    start = _cut(text, first, size)
    last = start + size
    # what little is left is shown along
    return Window(start, len(text) if last + 2 * (size // _NEAR) >= len(text) else _cut(text, last, size))


def window_around(text: str, start: int, end: int, size: int = SHOWN) -> Window:
    """The stretch around a quote.

    :param text: the report.
    :param start: offset of the quote's first character.
    :param end: offset behind its last one.
    :param size: about how many characters, 60 at least.
    :return: the stretch with the quote in its middle; the whole text where it is no longer than that. A quote that is
        nearly as long itself may reach beyond its end.
    """
    if len(text) <= size:
        return Window(0, len(text))
    lead = max(0, size - (end - start)) // 2
    return window_from(text, min(start - lead, len(text) - size), size)


def before(text: str, window: Window, size: int = SHOWN) -> int:
    """Where the stretch before another begins.

    :param text: the report.
    :param window: the other, which does not begin the text.
    :param size: about how many characters, 60 at least.
    :return: offset for :func:`window_from`, whose stretch then reaches the other's beginning or a little beyond.
    """
    return _cut(text, window.first - size + 2 * (size // _NEAR), size)
