"""Folding for search: one spelling for what readers take as the same, with the map back to the original.

Traditional becomes simplified (OpenCC, character by character, so that lengths hold), full width half width,
capitals small; pinyin and zhuyin notes in brackets behind a character, white space beside Chinese characters,
invisible characters and thousands separators are dropped. Folded text is only ever searched, never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

from qa.sense.memory import remembers

__all__ = ["Folded", "fold", "readable"]

_TO_SIMPLIFIED = OpenCC("t2s")
# 著 is the traditional spelling of 着 in verbs; OpenCC keeps it because single characters cannot tell.
_VARIANTS = {"著": "着", "妳": "你", "祂": "他", "牠": "它", "甚": "什", "裏": "里", "裡": "里"}

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_EAST = _HAN + "\u3000-\u3004\u3008-\u3020\u302a-\u33ff\uac00-\ud7af"
_BRACKET = re.compile(r"\s*\(\s*([^()\s]{1,12}(?:\s[^()\s]{1,12}){0,3})\s*\)")
_BRACKETS = re.compile(rf"(?<=[{_HAN}])(?:{_BRACKET.pattern})+")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|ve|[aoeiuv])"
    r"[1-5]?|[hmnr]g?"
)
_ZHUYIN = re.compile("[ㄅ-ㄯㆠ-ㆺˉˊˇˋ˙]+")
_DROPPED = re.compile(
    rf"(?<=[{_EAST}])\s+|\s+(?=[{_EAST}])|(?<=\s)\s+"
    "|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]+"
    r"|(?<=\d),(?=\d{3}(?!\d))"
)


def _fold_character(character: str) -> str:
    """One character's folded spelling; itself where folding would change its length."""
    compatible = unicodedata.normalize("NFKC", character)
    if len(compatible) != 1:
        compatible = character
    # Twice, as what 薴 becomes is itself the traditional spelling of another character.
    simplified = _TO_SIMPLIFIED.convert(_TO_SIMPLIFIED.convert(_VARIANTS.get(compatible, compatible)))
    small = (simplified if len(simplified) == 1 else compatible).lower()
    small = " " if small.isspace() else small
    return small if len(small) == 1 else compatible


class _Table(dict[int, int]):
    """Code point -> folded code point, worked out when a character is first met."""

    def __missing__(self, code: int) -> int:
        folded = ord(_fold_character(chr(code))) if not 0xD800 <= code < 0xE000 else code
        self[code] = folded
        return folded


_TABLE = _Table()


@remembers(4096)
def _is_note(inside: str) -> bool:
    """Whether bracketed text is the reading of a character: one to four pinyin syllables, or zhuyin."""
    if _ZHUYIN.fullmatch(inside):
        return True
    letters = unicodedata.normalize("NFD", inside.replace("ɑ", "a").replace("ɡ", "g"))
    toneless = letters.replace("u\u0308", "v").replace("ü", "v")
    toneless = "".join(letter for letter in toneless if not unicodedata.combining(letter))
    return all(_SYLLABLE.fullmatch(syllable) for syllable in toneless.lower().split())


def _notes(translated: str) -> Iterator[tuple[int, int]]:
    """Spans of the notes behind a character, several in a row as one."""
    for brackets in _BRACKETS.finditer(translated):
        end = brackets.start()
        while (note := _BRACKET.match(translated, end, brackets.end())) and _is_note(note[1]):
            end = note.end()
        if end > brackets.start():
            yield brackets.start(), end


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and where each of its characters stood.

    :param text: what is searched.
    :param offsets: int64 of shape (len(text) + 1,): position in the original of every folded character, and
        the length of the original at the end. Strictly ascending.
    """

    text: str
    offsets: NDArray[np.int64]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span behind a folded one.

        :param start: first folded character.
        :param end: behind the last folded character; must be greater than ``start``.
        :return: ``(start, end)`` in the original. A note behind the last character is not part of it.
        """
        return int(self.offsets[start]), int(self.offsets[end - 1]) + 1


def fold(text: str) -> Folded:
    """Fold text for search.

    :param text: any text.
    :return: the folded text with its map to ``text``.
    """
    folded = text.translate(_TABLE)
    offsets = np.arange(len(text) + 1)
    # What is dropped may bring together what is to be dropped, too: a second note, a space beside a character.
    while dropped := [*_notes(folded), *(match.span() for match in _DROPPED.finditer(folded))]:
        kept = np.ones(len(folded) + 1, dtype=bool)
        for start, end in dropped:
            kept[start:end] = False
        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        folded = codes[kept[:-1]].tobytes().decode("utf-32-le", "surrogatepass")
        offsets = offsets[kept]
    return Folded(folded, offsets)


def readable(text: str) -> str:
    """Text without the notes behind its characters, for display beside the original.

    :param text: a quote.
    :return: the same characters, nothing else changed.
    """
    pieces, position = [], 0
    for start, end in _notes(text.translate(_TABLE)):
        pieces.append(text[position:start])
        position = end
    return "".join([*pieces, text[position:]])
