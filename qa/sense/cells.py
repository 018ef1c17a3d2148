"""Tables in a report: the cell that a question names by its row and its column.

A row such as "王芳,财务处,5601234" says nothing of what its figures are; the first line of the table does. Tables are
lines that follow one another with equally many cells, cut by tabs, by the bars of Markdown or, in csv, by commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from qa.fold import fold

__all__ = ["find_cell"]

Span: TypeAlias = tuple[int, int]

_RULE: Final = re.compile(r"[\s|:-]+")
_NOTE: Final = re.compile(r"\([^()]*\)")
_NUMBER: Final = re.compile(r"[\d.,%:/ -]+")
_LEAST: Final = 2
"""Characters a cell must have for a question to name a row by it."""


class _Row(NamedTuple):
    """A line of a table: its header's cells and its own, as ranges of the text."""

    header: tuple[Span, ...]
    cells: tuple[Span, ...]


def _cells(text: str, start: int, end: int, commas: bool) -> tuple[Span, ...]:
    line = text[start:end]
    sign = "\t" if "\t" in line else "|" if line.lstrip().startswith("|") else "," if commas else ""
    if not sign:
        return ()
    if sign == "|":
        inner = line.strip().strip("|")
        start += line.index(inner) if inner else 0
        line = inner
    spans, place = [], start
    for part in line.split(sign):
        lead = len(part) - len(part.lstrip(' "'))
        spans.append((place + lead, place + max(lead, len(part.rstrip(' "\r')))))
        place += len(part) + 1
    return tuple(spans)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


@lru_cache(maxsize=64)
def _rows(text: str, commas: bool) -> dict[int, _Row]:
    """The rows of all tables, by the offset of their first character that is no white space."""
    found: dict[int, _Row] = {}
    header: tuple[Span, ...] = ()
    for start, end in _lines(text):
        if header and text[start:end].strip() and _RULE.fullmatch(text, start, end):
            continue  # Markdown's line under the header
        cells = _cells(text, start, end, commas)
        if len(cells) < 2 or len(cells) != len(header):
            header = cells if len(cells) > 1 else ()
            continue
        line = text[start:end]
        found[start + len(line) - len(line.lstrip())] = _Row(header, cells)
    return found


@lru_cache(maxsize=4096)
def _plain(cell: str) -> str:
    """A cell folded, without the unit in brackets behind it."""
    return _NOTE.sub("", fold(cell).text).strip()


def find_cell(question: str, text: str, sentence: Span, commas: bool = False) -> Span | None:
    """The cell of a row that a question asks for: it names the row by one of its cells, the column by its heading.

    :param question: the folded question.
    :param text: the report's text.
    :param sentence: ``(start, end)`` of a sentence in it.
    :param commas: whether its lines are cut by commas, as in csv.
    :return: ``(start, end)`` of the cell in the text; None where the sentence is no row, or the question names none.
    """
    if not (commas or "\t" in text or "\n|" in text):
        return None
    row = _rows(text, commas).get(sentence[0])
    if row is None:
        return None
    own = [_plain(text[start:end]) for start, end in row.cells]
    named = {
        place
        for place, cell in enumerate(own)
        if len(cell) >= _LEAST and cell in question and not _NUMBER.fullmatch(cell)
    }
    if not named:
        return None
    columns = [
        (question.rfind(heading), len(heading), place)
        for place, heading in enumerate(_plain(text[start:end]) for start, end in row.header)
        if place not in named and heading and heading in question
    ]
    others = [place for place in range(len(own)) if place not in named]
    if columns:
        # "2023年进出口总额增长多少" names two columns, and asks for the last.
        return row.cells[max(columns)[2]]
    return row.cells[others[0]] if len(others) == 1 else None
