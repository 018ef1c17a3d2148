"""Lines of a laid-out page to paragraphs: a sentence is not broken where the paper ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

__all__ = ["Line", "page_number_lines", "paragraphs"]

# What opens a line of its own: bullets, "1." "1、" "(1)" "（一）" "一、" "第三章", "Article 3".
_OPENER = re.compile(
    r"[•●○■□◆◇▪‣※*·]|[-–—]\s"
    r"|[(（【]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[ivxIVX]{1,4})[)）】.．、](?!\d)"
    r"|第[\d一二三四五六七八九十百]{1,5}[章节節条條款部编編篇]"
)
_PAGE_NUMBER = re.compile(
    r"[-–—·\s]*(?:第\s*|page\s+)?(\d{1,4})\s*[页頁]?(?:\s*(?:/|of|共)\s*\d{1,4}\s*[页頁]?)?[-–—·\s]*", re.I
)
_UNSPACED = re.compile(
    "[\u2e80-\u30ff\u31c0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U000323af]"
)
_CURLY = "“”‘’…—·"
_FINAL = "。！？；!?;.”」』"
# Lines around one that say how wide its column is; more would make a page of thousands of lines quadratic.
_AROUND = 60
# Lines that have to reach a margin before it counts as one.
_KEPT_TO = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands on the page; lengths in points, the origin at the lower left.

    :param text: its characters without line break, a tab between the cells of a table.
    :param left: left edge of its first character.
    :param right: right edge of its last character.
    :param bottom: lower edge.
    :param top: upper edge.
    :param hyphen: True when the line ended in a hyphen that the extraction took off.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    hyphen: bool = False

    @property
    def em(self) -> float:
        """Height of the line, near the size of its font."""
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines above and below one: their edges, and how many of them reach the right one."""

    left: float
    right: float
    reaching: int


def _first_unit(line: Line) -> float:
    """Width of what had to fit on the line above: a word, or a character that is set without spaces."""
    unit = re.match(r"[!-~\u00c0-\u024f’]+", line.text)
    characters = max(len(line.text), 1)
    return (line.right - line.left) / characters * len(unit.group()) if unit else line.em


def _overlap(one: Line, other: Line) -> bool:
    return one.left < other.right and other.left < one.right


def _indented(line: Line, after: Line, left: float) -> bool:
    """Whether ``after`` opens a paragraph by where it starts.

    It does farther right than the line above, or as far indented when that one ended a sentence. What hangs
    below a bullet is farther right too, and opens nothing.
    """
    em = min(line.em, after.em)
    if after.left > line.left + 1.2 * em:
        return not _OPENER.match(line.text)
    return after.left > left + 1.2 * em and after.left > line.left - 0.5 * em and line.text[-1] in _FINAL


def _column(lines: Sequence[Line], index: int) -> _Column:
    line = lines[index]
    near = lines[max(0, index - _AROUND) : index + _AROUND]
    column = [other for other in near if _overlap(other, line) and other.em <= 1.25 * line.em]
    right = max(other.right for other in column)
    reaching = sum(other.right > right - line.em for other in column)
    return _Column(min(other.left for other in column), right, reaching)


def _continues(line: Line, after: Line, column: _Column, pitch: float) -> bool:
    """Whether ``after`` is the same paragraph as ``line`` above it.

    It is when the line is full, so that what comes first on the next one would not have fitted, and nothing
    marks a new paragraph: an indent, a wider gap, a larger or smaller font, a bullet or a number.
    """
    if line.hyphen:
        return True
    em = min(line.em, after.em)
    drop = line.bottom - after.bottom
    return not (
        "\t" in line.text + after.text  # rows of a table
        or max(line.em, after.em) > 1.25 * em
        or drop <= 0.3 * em  # beside or above it: another cell, another column
        or drop > 1.5 * pitch
        or _indented(line, after, column.left)
        or _OPENER.match(after.text)
        # Two ems of play: Chinese keeps closing marks off the start of a line and takes a character along.
        or line.right + _first_unit(after) + 2 * em < column.right
        # Behind the end of a sentence it takes a margin that more lines keep to: short lines have a widest
        # too.
        or (line.text[-1] in _FINAL and column.reaching < _KEPT_TO)
    )


def _glue(text: str, line: Line) -> str:
    """Put a continuation behind a paragraph: spaces between words, none where the script has none."""
    before, after = text[-1], line.text[0]
    ranged = text[-2:-1].isalnum() and before in "-–/" and after.isalnum()
    if ranged or _UNSPACED.match(before) or _UNSPACED.match(after) or (before in _CURLY and after in _CURLY):
        return text + line.text
    return f"{text} {line.text}"


def _unhyphenate(text: str, line: Line, words: str) -> str:
    """Join a word broken by a hyphen; the hyphen stays where the page writes the word with it elsewhere."""
    head = re.search(r"[^\W_]+\Z", text)
    tail = re.match(r"[^\W_]+", line.text)
    compound = f"{head.group() if head else ''}-{tail.group() if tail else ''}"
    return (
        f"{text}-{line.text}"
        if compound in words or not (tail and tail.group().islower())
        else text + line.text
    )


def page_number_lines(pages: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Find lines that hold nothing but the number of their page.

    Only the first or the last line of a page can be one, and only where at least two pages, and more than
    half of all, count on in step with the pages themselves: a lone figure is never taken for one.

    :param pages: the lines of every page.
    :return: (page, line) indices, both from 0.
    """
    found: set[tuple[int, int]] = set()
    for position in (0, -1):
        steps: dict[int, list[tuple[int, int]]] = {}
        for number, lines in enumerate(pages):
            match = _PAGE_NUMBER.fullmatch(lines[position].text) if lines else None
            if match:
                index = position % len(lines)
                steps.setdefault(int(match.group(1)) - number, []).append((number, index))
        for places in steps.values():
            if len(places) >= 2 and 2 * len(places) > len(pages):
                found.update(places)
    return found


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """Join the lines of a page into its paragraphs.

    :param lines: lines in reading order, none of them empty.
    :return: paragraphs, headings, bullets and table rows, each without line break.
    """
    words = "\n".join(line.text for line in lines)
    drops = [a.bottom - b.bottom for a, b in pairwise(lines) if a.bottom > b.bottom]
    pitch = median(drops) if drops else 0.0
    joined: list[str] = []
    for index, line in enumerate(lines):
        if index == 0:
            joined.append(line.text)
            continue
        above = lines[index - 1]
        if not _continues(above, line, _column(lines, index - 1), pitch):
            joined.append(line.text)
        elif above.hyphen:
            joined[-1] = _unhyphenate(joined[-1], line, words)
        else:
            joined[-1] = _glue(joined[-1], line)
    return joined
