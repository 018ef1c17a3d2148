"""A report's text cut into sentences and passages. The pieces, put together, are the text again.

Sentences end as in GB/T 15834 (。！？； with the quotes and brackets that close behind them) and, in English, at
. ! ? before a new sentence; decimals, abbreviations, list numbers and ellipses inside a sentence do not end one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["MAX_PASSAGE", "MAX_SENTENCE", "Segmentation", "segment"]

MAX_SENTENCE = 600
"""Characters after which text without any sentence end is cut all the same (tables, damaged text)."""

MAX_PASSAGE = 400
"""Characters a passage is filled up to with whole sentences of one paragraph."""

_ROWS = 0.8
"""Share of the lines of a text that have equally many cells where it is a table."""

_CLOSERS = "”’」』）)】》〉〕\\]\"'"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BOUNDARY = re.compile(
    rf"[。！？；｡]+[。！？!?…]*[{_CLOSERS}]*"  # full width ends
    rf"|(?<![!?])[!?]+[{_CLOSERS}]*(?=\s|$|[{_HAN}“‘「『（《])"  # half width: not inside damaged text such as 上?!?+8
    rf"|(?<=[{_HAN}”’」』）)]);"
    rf"|(?<!…)…+[{_CLOSERS}]+(?=\s|$|[{_HAN}“‘「『])"
    rf"|\.[{_CLOSERS}]*(?=\s|$|[{_HAN}“「『])"
    r"|\n\s*"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|Mrs?|Ms|Dr|Prof|Sr|Jr|St|Gen|Gov|Sen|Rep|No|Nos|Fig|Vol|Inc|Ltd|Co|Corp|vs|etc|cf|approx|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|al|[A-Z](?:\.[A-Z])+|p|pp)$"
)
_LIST_NUMBER = re.compile(
    r"(?:^|[\n。；;.!?])[ \t\u3000]*(?:[0-9]{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3})$"
)
_SOFT_CUT = re.compile(r"[，,、：:\s]")
_ENDS = re.compile(rf"[。！？；.!?;:：…][{_CLOSERS}]*\s*$")


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Spans of one text.

    :param sentences: ``(start, end)`` of every sentence without white space around it, ascending.
    :param passages: ``(first, last)`` indices into ``sentences`` of every passage, last excluded, ascending.
    """

    sentences: tuple[tuple[int, int], ...]
    passages: tuple[tuple[int, int], ...]

    def passage_span(self, passage: int) -> tuple[int, int]:
        """Offsets of a passage in the text.

        :param passage: index into ``passages``.
        :return: ``(start, end)`` from its first sentence to its last.
        """
        first, last = self.passages[passage]
        return self.sentences[first][0], self.sentences[last - 1][1]


def _is_wrapped(text: str) -> bool:
    """Whether lines were broken to a width, so that a single line break is no paragraph end."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 6 or _is_table(lines):
        return False
    width = sorted(map(len, lines))[int(len(lines) * 0.9)]
    if not 24 <= width <= 120:
        return False
    full = [line for line in lines if 0.75 * width <= len(line) <= 1.1 * width]
    broken = [line for line in full if not _ENDS.search(line)]
    return len(full) >= 0.6 * len(lines) and len(broken) >= 0.7 * len(full)


def _is_table(lines: list[str]) -> bool:
    """Whether lines are rows: most have equally many tabs, bars, or at least two commas."""
    for sign, least in (("\t", 1), ("|", 2), (",", 2)):
        counts = Counter(line.count(sign) for line in lines)
        count, times = counts.most_common(1)[0]
        if count >= least and times >= _ROWS * len(lines):
            return True
    return False


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a full stop found at ``match`` ends the sentence that began at ``start``."""
    if match[0][0] != ".":
        return True
    before = text[max(start, match.start() - 12) : match.start()]
    if _LIST_NUMBER.search(text[max(0, match.start() - 8) : match.start()]) and match.start() - start <= 6:
        return False
    if _ABBREVIATION.search(before):
        return False
    following = text[match.end() : match.end() + 24].lstrip()
    return not following[:1].islower()


def _cut_long(text: str, start: int, end: int) -> Iterator[int]:
    """Where to cut a stretch without sentence ends, at the last comma or space before the limit."""
    while end - start > MAX_SENTENCE:
        limit = start + MAX_SENTENCE
        cuts = [match.end() for match in _SOFT_CUT.finditer(text, start + MAX_SENTENCE // 2, limit)]
        start = cuts[-1] if cuts else limit
        yield start


def _pieces(text: str, wrapped: bool) -> Iterator[tuple[int, int, bool]]:
    """``(start, end, ends a paragraph)`` of adjoining pieces that cover the text."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        breaks = match[0].count("\n")
        if (
            match.end() <= start
            or (wrapped and breaks == 1)
            or (not breaks and not _ends_sentence(text, start, match))
        ):
            continue
        for cut in _cut_long(text, start, match.end()):
            yield start, cut, False
            start = cut
        yield start, match.end(), breaks > 0
        start = match.end()
    for cut in _cut_long(text, start, len(text)):
        yield start, cut, False
        start = cut
    if start < len(text):
        yield start, len(text), True


def segment(text: str) -> Segmentation:
    """Cut a text into sentences, and gather them into passages that follow its paragraphs.

    :param text: a document's text.
    :return: its sentences and passages. Every character that is not white space lies in exactly one sentence,
        every sentence in exactly one passage.
    """
    sentences: list[tuple[int, int]] = []
    passages: list[tuple[int, int]] = []
    first = 0

    def close() -> None:
        nonlocal first
        if first < len(sentences):
            passages.append((first, len(sentences)))
            first = len(sentences)

    for start, end, paragraph_ends in _pieces(text, _is_wrapped(text)):
        piece = text[start:end]
        begin, stop = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if begin < stop:
            if first < len(sentences) and stop - sentences[first][0] > MAX_PASSAGE:
                close()
            sentences.append((begin, stop))
        if paragraph_ends:
            close()
    close()
    return Segmentation(tuple(sentences), tuple(passages))
