"""A part of a page's text among the characters that the page draws.

The text was made from those characters (see :mod:`qa.ingest.pdf`): lines were joined, hyphens at their ends resolved,
page numbers left out. What stayed is what leaves ink on the page, in its order, and that is what is compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["HYPHENS", "find_part"]

HYPHENS = frozenset("-\x02\xad")
"""What may stand on only one side: the hyphen, what PDFium puts for one that ends a line, and the soft hyphen."""


@dataclass(frozen=True, slots=True)
class _Inked:
    """What leaves ink, without hyphens.

    :param text: the characters.
    :param first: for each, the index of the first unit it is made of.
    :param last: for each, the index of the last one.
    """

    text: str
    first: list[int]
    last: list[int]


def _inked(units: Sequence[str]) -> _Inked:
    text: list[str] = []
    first: list[int] = []
    last: list[int] = []
    index = 0
    while index < len(units):
        start, character = index, units[index]
        index += 1
        if character == "\0" or character.isspace() or character in HYPHENS:
            continue
        if "\ud800" <= character <= "\udfff":
            pair = character + units[index] if index < len(units) else character
            whole = pair.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            index += len(whole) == 1 and len(pair) == 2
            character = whole[0]
        text.append(character)
        first.append(start)
        last.append(index - 1)
    return _Inked("".join(text), first, last)


def _nearest(text: str, part: str, place: int) -> int:
    """Where a part begins that occurs in a text perhaps several times; -1 where it does not."""
    found = nearest = text.find(part)
    while found >= 0:
        if abs(found - place) < abs(nearest - place):
            nearest = found
        found = text.find(part, found + 1)
    return nearest


def _with_hyphens(units: Sequence[str], first: int, last: int, part: str) -> tuple[int, int]:
    """Take in the hyphens that the part begins or ends with, like the sign of a number."""
    while part[:1] in HYPHENS and first and (units[first - 1] in HYPHENS or units[first - 1].isspace()):
        first -= 1
        part = part[units[first] in HYPHENS :].lstrip()
    while part[-1:] in HYPHENS and last + 1 < len(units):
        if units[last + 1] not in HYPHENS and not units[last + 1].isspace():
            break
        last += 1
        part = part[: len(part) - (units[last] in HYPHENS)].rstrip()
    return first, last


def find_part(units: Sequence[str], text: str, start: int, end: int) -> range:
    """Find a part of a page's text among the characters of the page.

    :param units: the characters as PDFium gives them, in the order they are read in: U+0002 for a hyphen that ends a
        line, white space that it made up, and beyond the basic plane perhaps the halves of a pair one by one.
    :param text: what was made of them, the whole page.
    :param start: offset in ``text`` of the part's first character.
    :param end: offset behind its last one.
    :return: indices of ``units`` from the part's first inked character to its last; empty where it does not stand
        there. Of several places it is the one the part has in the text, and where the text is not what is read off
        the page now, the nearest to it.
    """
    page, wanted = _inked(units), _inked(text)
    first, behind = bisect_left(wanted.first, start), bisect_left(wanted.first, end)
    if first >= behind:
        return range(0)
    whole = page.text.find(wanted.text)
    place = whole + first if whole >= 0 else _nearest(page.text, wanted.text[first:behind], first)
    if place < 0:
        return range(0)
    begin, last = page.first[place], page.last[place + behind - first - 1]
    begin, last = _with_hyphens(units, begin, last, text[start:end].strip())
    return range(begin, last + 1)
