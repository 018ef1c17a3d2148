"""The words of a sentence that can be asked for. The one place that imports jieba, which training alone needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jieba import posseg

from qa.asked import find_mentions

__all__ = ["PIECE", "Word", "find_holes", "tag"]

PIECE: Final = re.compile(r"[^,，。;；:：!?！？、\s]+")
"""What stands between two signs."""

_PHRASE_AFTER = re.compile(
    r"(?:是|为|有|了|到|被|由|以|对|将|把|在|和|与|及|向|从|即|称|叫|获|于|用)([^,。;:!?、\s\"“”()]{2,24})"
)
_REASON = re.compile(r"(?:因为|由于|因|为了|鉴于)([^,。;:!?]{3,30})")
_TAGS: Final = {
    "person": frozenset({"nr", "nrt", "nrfg"}),
    "place": frozenset({"ns"}),
    "name": frozenset({"nt", "nz", "ns", "j", "eng"}),
    "phrase": frozenset({"n", "vn", "a", "b", "nz", "ns", "nt", "j", "an", "l", "i", "ng", "s", "eng"}),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, its part of speech (as ICTCLAS names them) and its place."""

    text: str
    tag: str
    start: int


def tag(sentence: str) -> list[Word]:
    """The words of a folded sentence.

    :param sentence: the sentence.
    :return: its words, which put together are the sentence.
    """
    words, place = [], 0
    for pair in posseg.lcut(sentence):
        words.append(Word(pair.word, pair.flag, place))
        place += len(pair.word)
    return words


def find_holes(words: Sequence[Word], sentence: str) -> dict[str, list[tuple[int, int]]]:
    """What could be asked for in a sentence.

    :param words: its words, see :func:`tag`.
    :param sentence: the folded sentence.
    :return: kind -> spans of the sentence.
    """
    holes: dict[str, list[tuple[int, int]]] = {}
    for mention in find_mentions(sentence, ("time", "number", "name")):
        if 1 <= mention.end - mention.start <= 20:
            holes.setdefault(mention.kind, []).append((mention.start, mention.end))
    for kind, tags in _TAGS.items():
        for first, last in _runs(words, tags):
            # A phrase of one word says little; names are often one.
            if last - first > 1 or kind != "phrase" or len(words[first].text) > 2:
                start, end = words[first].start, words[last - 1].start + len(words[last - 1].text)
                if 2 <= end - start <= 24:
                    holes.setdefault(kind, []).append((start, end))
    if found := [match.span(1) for match in _REASON.finditer(sentence)]:
        holes["reason"] = found
    edges = {word.start for word in words}
    for match in _PHRASE_AFTER.finditer(sentence):
        if match.start(1) in edges:
            holes.setdefault("clause", []).append(match.span(1))
    pieces = [match.span() for match in PIECE.finditer(sentence) if 6 <= len(match[0]) <= 40]
    if len(pieces) > 1:
        holes.setdefault("clause", []).extend(pieces)
    return holes


def _runs(words: Sequence[Word], tags: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Longest rows of adjoining words whose tags are among some."""
    first = None
    for place, word in enumerate([*words, Word("", "", 0)]):
        if word.tag in tags:
            first = place if first is None else first
        elif first is not None:
            yield first, place
            first = None
