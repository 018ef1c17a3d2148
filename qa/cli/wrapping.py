"""Lines as wide as a terminal shows them: Chinese characters take two cells, and there is no space between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

__all__ = ["cells", "wrap"]

_WIDE: Final = frozenset("WF")
_CLOSES: Final = frozenset("，。；：、！？）》」』”’…,.;:!?)]")
"""What no line may begin with."""

_OPENS: Final = frozenset("（《「『“‘([")
"""What no line may end with."""


def _cells_of(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def cells(text: str) -> int:
    """How wide a text is.

    :param text: the text.
    :return: how many cells of a terminal it takes.
    """
    return sum(map(_cells_of, text))


def _pieces(word: str) -> Iterator[str]:
    """A word in pieces between which a line may end: around every wide character, but not where a sign keeps to it."""
    piece = ""
    for character in word:
        stays = character in _CLOSES or (piece and piece[-1] in _OPENS)
        narrow = _cells_of(character) == 1 and (not piece or _cells_of(piece[-1]) == 1)
        if piece and not stays and not narrow:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def wrap(text: str, width: int) -> list[str]:
    """Lines of one paragraph.

    :param text: the paragraph; white space counts as one space.
    :param width: cells of a line; a piece that is wider stands in a line of its own.
    :return: the lines; one that is empty where the text is.
    """
    lines, line = list[str](), ""
    for spaces, word in re.findall(r"(\s*)(\S+)", text):
        gap = " " if spaces and line else ""
        for piece in _pieces(word):
            if line and cells(line + gap + piece) > width:
                lines.append(line)
                line = piece
            else:
                line += gap + piece
            gap = ""
    return [*lines, line]
