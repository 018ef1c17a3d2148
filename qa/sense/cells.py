"""Tables in a report: the cell that a question names by its row and its column.

A row such as "王芳,财务处,5601234" says nothing of what its figures are; the first line of the table does. Rows are
lines cut by tabs, by the bars of Markdown or, in csv, by commas (RFC 4180); a table ends at a line without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.asked import asked, mentions
from qa.english.forms import is_small
from qa.fold import fold
from qa.sense.memory import remembers

__all__ = ["Cell", "find_cell", "header_rows", "heads_rows"]

_RULE: Final = re.compile(r"[\s|:-]+")
_NOTE: Final = re.compile(r"\([^()]*\)")
_NUMBER: Final = re.compile(r"[\d.,%:/ -]+")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_COMMAS: Final = re.compile(r'(?:[^,"]|"(?:[^"]|"")*"?)+|(?<=,)(?=,|$)|^(?=,)')
_LEAST: Final = 2
"""Characters that a heading, or a cell that names its row, must have to be looked for in a question."""

_MOST: Final = 80
"""Characters a cell may have to be an answer; what is longer is text that happens to stand beside a tab."""


class Cell(NamedTuple):
    """A cell that a question asks for.

    A range of the report's text; by which words its row is named; whether its heading names the question's year.
    """

    start: int
    end: int
    name: str
    dated: bool = False


def _cut(line: str, commas: bool) -> list[tuple[int, int]]:
    """The cells of a line, each without white space and quotation marks around it; none where it is no row."""
    sign = "\t" if "\t" in line else "|" if line.startswith("|") else "," if commas and "," in line else ""
    if not sign:
        return []
    if sign == ",":
        spans = [match.span() for match in _COMMAS.finditer(line)]
    else:
        place = int(sign == "|")
        spans = []
        for part in line[place:].removesuffix("|" if sign == "|" else "").split(sign):
            spans.append((place, place + len(part)))
            place += len(part) + 1
    trimmed = []
    for start, end in spans:
        part = line[start:end]
        lead = len(part) - len(part.lstrip(' "'))
        trimmed.append((start + lead, start + max(lead, len(part.rstrip(' "')))))
    return trimmed


def header_rows(
    text: str, media_type: str, spans: NDArray[np.int64], whole: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Which sentence has the headings of each row of a table.

    :param text: the report's text.
    :param media_type: its type; commas cut the lines of csv alone.
    :param spans: int64 of shape (sentences, 2): start and end of every sentence.
    :param whole: bool of shape (sentences,): whether each is a line of its own.
    :return: int32 of shape (sentences,): index of the sentence, -1 where it is no row below a line of headings.
    """
    found = np.full(len(spans), -1, dtype=np.int32)
    commas = media_type == "text/csv"
    if not (commas or "\t" in text or "\n|" in text or text.startswith("|")):
        return found
    header = -1
    for number, ((start, end), alone) in enumerate(zip(spans.tolist(), whole.tolist(), strict=True)):
        line = text[start:end]
        cells = _cut(line, commas) if alone else []
        if header >= 0 and alone and _RULE.fullmatch(line):
            continue  # Markdown's line under the headings
        if len(cells) < 2:
            header = -1
        elif header < 0:
            header = number if _are_headings(line[slice(*cell)] for cell in cells) else -1
        else:
            found[number] = header
    return found


def heads_rows(
    headers: NDArray[np.int32], number: int, question: str, text: str, sentences: Sequence[tuple[int, int]]
) -> bool:
    """Whether a sentence is the headings of a table of three columns or more: it asks for what its rows answer.

    :param headers: what :func:`header_rows` found.
    :param number: index of the sentence.
    :param question: the folded question.
    :param text: the report's text.
    :param sentences: start and end of every sentence in it.
    :return: True when it is. The first line of two columns may as well be a row, and so may one whose first cell the
        question says, and none of the rows below.
    """
    rows = np.flatnonzero(headers == number).tolist()
    cells = _first_cells(text, sentences[number]) if rows else []
    if len(cells) < 3:
        return False
    if _said(cells[0], question) < 0:
        return True
    return any(_said(_first_cells(text, sentences[row])[0], question) >= 0 for row in rows)


def _first_cells(text: str, row: tuple[int, int]) -> list[str]:
    """The first three cells of a row, folded."""
    line = text[slice(*row)]
    return [_plain(line[slice(*cell)]) for cell in _cut(line, commas="\t" not in line)[:3]]


def _are_headings(cells: Iterable[str]) -> bool:
    """Whether a line tells what its columns are: none of its cells is a figure, but for years."""
    return not any(cell and _NUMBER.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells)


@remembers(4096)
def _plain(cell: str) -> str:
    """A cell folded, without the unit in brackets behind it."""
    return _NOTE.sub("", fold(cell).text).strip()


def _said(words: str, question: str) -> int:
    """Where a question says some words, as words of their own where they are Latin; -1 where it does not."""
    if len(words) < _LEAST or is_small(words) or (_NUMBER.fullmatch(words) and not _YEAR.fullmatch(words)):
        return -1
    if not words.isascii():
        return question.rfind(words)
    found = [
        match.start() for match in re.finditer(rf"(?<![a-z0-9]){re.escape(words)}(?![a-z0-9])", question)
    ]
    return found[-1] if found else -1


def find_cell(question: str, text: str, row: tuple[int, int], header: tuple[int, int]) -> Cell | None:
    """The cell of a row that a question asks for: it names the row by one of its cells, the column by its heading.

    :param question: the folded question.
    :param text: the report's text.
    :param row: ``(start, end)`` of the row in it.
    :param header: ``(start, end)`` of the line with the headings.
    :return: the cell; None where the question names none. In a table of two columns the heading may be left out where
        the other cell is of the kind asked for.
    """
    commas = "\t" not in text[slice(*row)]
    own, headings = (_cut(text[slice(*span)], commas) for span in (row, header))
    told = [_plain(text[row[0] + start : row[0] + end]) for start, end in own]
    named = [
        place for place, cell in enumerate(told) if not _YEAR.fullmatch(cell) and _said(cell, question) >= 0
    ]
    if not named:
        return None
    columns = []
    titles = [text[header[0] + start : header[0] + end] for start, end in headings[: len(own)]]
    plain = [_plain(title) for title in titles]
    for place, heading in enumerate(plain):
        if place not in named and (said := _said(heading, question)) >= 0:
            columns.append((said + len(heading), len(heading), place))
    if not columns:
        columns = _of_the_year(question, plain)
    others = [place for place in range(len(own)) if place not in named]
    if columns:
        # "2023年进出口总额增长多少" names two columns, and asks for the last.
        place = max(columns)[2]
    elif len(headings) == len(own) == 2 and others and _fits(question, told[others[0]]):
        place = others[0]
    else:
        return None
    start, end = own[place]
    name = max((told[each] for each in named), key=len)
    # The same years in the heading and in the question.
    years = set(_YEAR.findall(question))
    dated = bool(years) and place < len(titles) and years <= set(_YEAR.findall(titles[place]))
    return Cell(row[0] + start, row[0] + end, name, dated) if 0 < end - start <= _MOST else None


def _of_the_year(question: str, headings: Sequence[str]) -> list[tuple[int, int, int]]:
    """The one column whose heading names the question's year (2023年人口 where 2023年 is asked about)."""
    asked_for = set(_YEAR.findall(question))
    found = [place for place, heading in enumerate(headings) if asked_for & set(_YEAR.findall(heading))]
    return [(0, 0, found[0])] if len(found) == 1 else []


def _fits(question: str, cell: str) -> bool:
    """Whether a cell is of the kind asked for; never where the question does not say."""
    return mentions(cell, asked(question).kind)
