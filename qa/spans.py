"""The words of a sentence that answer a question: candidates, and what speaks for each.

Candidates are mentions (persons, times, places, numbers, names), clauses, and what is left of a clause when the words
of the question are taken out. Features follow the answer-context alignment of Rajpurkar et al., "SQuAD",
arXiv:1606.05250, section 5: how close the question's words stand, and whether what surrounds the question word
surrounds the candidate, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.asked import KINDS, find_mentions
from qa.lexical import find_terms
from qa.question import Question

__all__ = ["SPAN_FEATURES", "Span", "find_spans", "span_features"]

_SOURCES: Final = (*KINDS[:5], "rest", "clause")
_PLAIN: Final = (
    "novel", "length", "length_one", "near_left", "near_right", "covered_near", "covered_clause", "ends_as_asked",
    "left_same", "right_same", "left_matched", "right_matched", "position", "has_digit", "has_latin", "quoted",
    "after_verb", "in_question", "whole",
)  # fmt: skip
SPAN_FEATURES: Final = (
    *_PLAIN,
    *(f"{source}_for_{kind}" for source in _SOURCES for kind in KINDS),
)
"""Names of the columns of :func:`span_features`."""

_CLAUSE = re.compile(r"[^,。;；:：!?、!?()（）\s]+")
_FILLER = "的了是在为和与及等于对把被让也都就而则并将其之有由于即约"
_MOST = 120
_NEAR = 12
_CLOSERS = {"“": "”", "《": "》", "「": "」", "『": "』", '"': '"'}


@dataclass(frozen=True, slots=True)
class Span:
    """A candidate: ``sentence[start:end]``, and where it comes from, a kind of mention, "rest" or "clause"."""

    start: int
    end: int
    source: str


def _matched(question: Question, sentence: str) -> NDArray[np.float32]:
    """Weight of the question's terms at every character of a sentence; a pair counts for both its characters."""
    weight = np.zeros(len(sentence) + 1, dtype=np.float32)
    terms, positions = find_terms(sentence)
    column = np.minimum(np.searchsorted(question.terms, terms), max(len(question.terms) - 1, 0))
    if not len(question.terms):
        return weight
    hits = (question.terms[column] == terms) & question.is_pair[column]
    for position, value in zip(
        positions[hits].tolist(), question.weights[column[hits]].tolist(), strict=True
    ):
        end = position + 2
        if sentence[position].isascii():
            while end < len(sentence) and sentence[end].isascii() and sentence[end].isalnum():
                end += 1
        weight[position:end] = np.maximum(weight[position:end], value)
    return weight


def _trim(sentence: str, start: int, end: int) -> tuple[int, int]:
    while start < end and sentence[start] in _FILLER:
        start += 1
    while end > start and sentence[end - 1] in _FILLER:
        end -= 1
    return start, end


def find_spans(question: Question, sentence: str, matched: NDArray[np.float32]) -> list[Span]:
    """Candidates for the answer.

    :param question: the question.
    :param sentence: a folded sentence.
    :param matched: weight of the question's terms at every character, see :func:`span_features`.
    :return: different spans, each once; those that stand in the question, or hold no letter and no digit, left out.
    """
    spans: dict[tuple[int, int], str] = {}
    for mention in find_mentions(sentence):
        spans.setdefault((mention.start, mention.end), mention.kind)
        inside = sentence[mention.start : mention.end]
        if _CLOSERS.get(inside[0]) == inside[-1] and len(inside) > 2:
            spans.setdefault((mention.start + 1, mention.end - 1), mention.kind)
    for clause in _CLAUSE.finditer(sentence):
        free = matched[clause.start() : clause.end()] == 0
        edges = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0]))))
        for begin, end in edges.reshape(-1, 2).tolist():
            spans.setdefault(_trim(sentence, clause.start() + begin, clause.start() + end), "rest")
            spans.setdefault((clause.start() + begin, clause.start() + end), "rest")
        spans.setdefault(clause.span(), "clause")
    found = [Span(start, end, source) for (start, end), source in spans.items() if start < end]
    return [span for span in found if _could_answer(question, sentence[span.start : span.end])][:_MOST]


def _could_answer(question: Question, text: str) -> bool:
    return text not in question.text and any(map(str.isalnum, text))


def _plain(question: Question, sentence: str, matched: NDArray[np.float32], span: Span) -> list[float]:
    start, end = span.start, span.end
    text = sentence[start:end]
    ask = question.asked
    total = max(float(question.weights.sum()), 1e-6)
    left, right = matched[max(0, start - _NEAR) : start], matched[end : end + _NEAR]
    here = matched[start:end]
    clause_start = max((sentence.rfind(mark, 0, start) for mark in ",。;；:!?"), default=-1) + 1
    clause_ends = [place for mark in ",。;；:!?" if (place := sentence.find(mark, end)) >= 0]
    clause = matched[clause_start : min(clause_ends, default=len(sentence))]
    before_ask, after_ask = (
        question.text[max(0, ask.start - 2) : ask.start],
        question.text[ask.end : ask.end + 2],
    )
    hits_left, hits_right = np.flatnonzero(left[::-1]), np.flatnonzero(right)
    return [
        float((here == 0).mean()),
        float(np.log1p(len(text))) / 3,
        float(len(text) == 1),
        1 / (1 + float(hits_left[0])) if len(hits_left) else 0.0,
        1 / (1 + float(hits_right[0])) if len(hits_right) else 0.0,
        float(left.sum() + right.sum()) / total / 4,
        float(clause.sum()) / total / 4,
        float(bool(after_ask) and text.endswith(after_ask[:1])),
        float(bool(before_ask) and sentence[max(0, start - 1) : start] == before_ask[-1:]),
        float(bool(after_ask) and sentence[end : end + 1] == after_ask[:1]),
        float(bool(len(left)) and left[-1] > 0),
        float(bool(len(right)) and right[0] > 0 and end < len(sentence)),
        start / max(len(sentence), 1),
        float(any(character.isdigit() for character in text)),
        float(any(character.isascii() and character.isalpha() for character in text)),
        float(sentence[max(0, start - 1) : start] in _CLOSERS and start > 0),
        float(sentence[max(0, start - 1) : start] in tuple("是为叫称达到即在由于")),
        float(sum(character in question.text for character in text)) / len(text),
        float(end - start >= len(sentence) - 1),
    ]


def span_features(question: Question, sentence: str) -> tuple[list[Span], NDArray[np.float32]]:
    """Candidates for the answer and what speaks for each.

    :param question: the question.
    :param sentence: a folded sentence.
    :return: n spans and float32 of shape (n, len(SPAN_FEATURES)).
    """
    matched = _matched(question, sentence)
    spans = find_spans(question, sentence, matched)
    features = np.zeros((len(spans), len(SPAN_FEATURES)), dtype=np.float32)
    for row, span in enumerate(spans):
        features[row, : len(_PLAIN)] = _plain(question, sentence, matched, span)
        pair = _SOURCES.index(span.source) * len(KINDS) + KINDS.index(question.asked.kind)
        features[row, len(_PLAIN) + pair] = 1
    return spans, features
