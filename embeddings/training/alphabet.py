"""Which spelling of each character the encoder sees: letters in simplified script, small, without accents."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

__all__ = ["LATIN", "canonical", "every_character"]

LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
"""Letters that are read in words, not alone."""

_TO_SIMPLIFIED = OpenCC("t2s")
# 著 is the traditional spelling of 着 in verbs; OpenCC keeps it because single characters cannot tell.
_VARIANTS = {"著": "着", "妳": "你", "祂": "他", "牠": "它", "甚": "什", "裏": "里", "裡": "里"}
_NOT_TEXT = {"Cn", "Co", "Cs"}  # unassigned, private, surrogate
_PRIVATE = range(0xE000, 0xF900)


@cache
def canonical(character: str) -> str:
    """The spelling a character is known by.

    :param character: one character.
    :return: its letters and digits (a ligature has several), or a space when it is neither.
    """
    simplified = _TO_SIMPLIFIED.convert(_VARIANTS.get(character, character))
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", simplified).casefold())
    return unicodedata.normalize("NFC", "".join(filter(str.isalnum, bare))) or " "


def every_character() -> Iterator[str]:
    """Every character a text can hold, and those for private use, in the order of Unicode; U+0000 left out."""
    for code in range(1, sys.maxunicode + 1):
        if unicodedata.category(chr(code)) not in _NOT_TEXT or code in _PRIVATE:
            yield chr(code)
