"""Which spelling of each character the encoder sees: one per letter, in simplified script, small, unaccented."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

from opencc import OpenCC

__all__ = ["canonical", "is_latin", "letters"]

_TO_SIMPLIFIED = OpenCC("t2s")
# 著 is the traditional spelling of 着 in verbs; OpenCC keeps it because single characters cannot tell.
_VARIANTS = {"著": "着", "妳": "你", "祂": "他", "牠": "它", "甚": "什", "裏": "里", "裡": "里"}
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@cache
def canonical(character: str) -> str:
    """The spelling a character is known by.

    :param character: one character.
    :return: one or more letters and digits (a ligature becomes its letters), or a space for what is neither.
    """
    simplified = _TO_SIMPLIFIED.convert(_VARIANTS.get(character, character))
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", simplified).casefold())
    kept = "".join(letter for letter in bare if letter.isalnum())
    return unicodedata.normalize("NFC", kept) or " "


def is_latin(character: str) -> bool:
    """Whether a canonical character is a Latin letter or an ASCII digit, read in words and not alone."""
    return character in _LATIN


def letters() -> list[str]:
    """Every character of Unicode that is a letter, a number or a part of one."""
    return [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code))[0] in "LNM"]
