"""Document -> what search and reading work on: its sentences, their folded text and their terms."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.fold import Folded, fold
from qa.lexical import Terms, find_terms
from qa.sense.report import ReportSense, understand
from qa.split import Segmentation, segment
from qa.types import Document, Passage

__all__ = ["ANALYSIS", "Prepared", "prepare"]

ANALYSIS = 1
"""Version of what is derived from a text: folding, terms and times. Files of another version are made anew."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document made ready for search.

    :param document: the document.
    :param segmentation: its sentences and passages.
    :param folded: its folded text.
    :param bounds: int64 of shape (sentences, 2): folded start and end of every sentence.
    :param terms: terms of the folded text.
    :param term_bounds: int64 of shape (sentences, 2): first and last (excluded) of ``terms`` in every sentence.
    :param sense: its date, title and places, and the time every sentence speaks of.
    """

    document: Document
    segmentation: Segmentation
    folded: Folded
    bounds: NDArray[np.int64]
    terms: Terms
    term_bounds: NDArray[np.int64]
    sense: ReportSense

    def sentence(self, number: int) -> str:
        """Folded text of a sentence, for search only.

        :param number: index of the sentence.
        :return: its folded text.
        """
        start, end = self.bounds[number]
        return self.folded.text[start:end]

    def sentence_terms(self, number: int) -> Terms:
        """Terms of a sentence.

        :param number: index of the sentence.
        :return: uint64 of shape (n,), in order.
        """
        start, end = self.term_bounds[number]
        return self.terms[start:end]

    def passage_of(self, sentence: int) -> int:
        """The passage that holds a sentence.

        :param sentence: index of the sentence.
        :return: index of its passage.
        """
        return bisect_right(self.segmentation.passages, sentence, key=lambda passage: passage[0]) - 1

    def passage_bounds(self, number: int) -> tuple[int, int]:
        """Where a passage stands in the folded text.

        :param number: index of the passage.
        :return: ``(start, end)`` in the folded text.
        """
        first, last = self.segmentation.passages[number]
        return int(self.bounds[first][0]), int(self.bounds[last - 1][1])

    def passage(self, number: int) -> Passage:
        """A passage as a value.

        :param number: index of the passage.
        :return: the passage with its verbatim text.
        """
        start, end = self.segmentation.passage_span(number)
        return Passage(self.document.id, start, end, self.document.text[start:end])


def prepare(document: Document, segmentation: Segmentation | None = None) -> Prepared:
    """Cut, fold and index one document.

    :param document: a document.
    :param segmentation: how it was cut when its vectors were made; None to cut it now.
    :return: everything search needs of it, without its vectors.
    """
    segmentation = segment(document.text) if segmentation is None else segmentation
    folded = fold(document.text)
    terms, positions = find_terms(folded.text)
    spans = np.array(segmentation.sentences, dtype=np.int64).reshape(-1, 2)
    bounds = np.searchsorted(folded.offsets, spans)
    term_bounds = np.searchsorted(positions, bounds)
    sense = understand(document, folded, spans, bounds)
    return Prepared(document, segmentation, folded, bounds, terms, term_bounds, sense)
