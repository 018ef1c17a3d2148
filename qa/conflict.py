"""Reports that answer a question with different figures for the same time and subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.features import SentenceRef, agrees
from qa.question import Question
from qa.reader import Judged
from qa.sense.agree import stance
from qa.sense.asked import DONE, PLANNED
from qa.sense.figures import Figure, differ, figures
from qa.sense.places import NATION, find_places

__all__ = ["MOST_CONFLICTS", "conflicting"]

MOST_CONFLICTS: Final = 2
"""Quotes at most that are shown beside the first because they disagree with it."""

_AS_SURE: Final = 0.5
_AS_MUCH: Final = 0.85


def _covered(question: Question, ref: SentenceRef) -> NDArray[np.bool_]:
    """Which of the question's terms a sentence has, those that name its time left out."""
    return np.isin(question.terms, ref.prepared.sentence_terms(ref.number)) & ~question.is_time


def _same_matter(question: Question, one: SentenceRef, other: SentenceRef) -> bool:
    """Whether two sentences of different reports speak of the same time, place and words of the question."""
    if one.prepared is other.prepared:
        return False
    times = [set(ref.prepared.sense.periods_of(ref.number)) for ref in (one, other)]
    if question.sense.periods:
        fits = [agrees(question, ref) for ref in (one, other)]
        if not all(fit.same for fit in fits):
            return False
    elif not times[0] or times[0] != times[1]:
        return False
    shared = next(iter(question.sense.periods or times[0]))
    if {stance(ref.prepared, ref.number, shared) for ref in (one, other)} == {PLANNED, DONE}:
        return False
    places = [
        find_places(ref.prepared.sentence(ref.number)) | ref.prepared.sense.places for ref in (one, other)
    ]
    if places[0] - {NATION} != places[1] - {NATION}:
        return False
    has = [_covered(question, ref) for ref in (one, other)]
    both, either = question.weights[has[0] & has[1]].sum(), question.weights[has[0] | has[1]].sum()
    return bool(both >= _AS_MUCH * either > 0)


def _sentences(judged: Judged) -> list[SentenceRef]:
    """The sentences of a quote."""
    return [
        replace(judged.sentence, number=number) for number in range(judged.sentence.number, judged.last + 1)
    ]


def _figures(question: Question, judged: Judged) -> tuple[Figure, ...]:
    """The figures of a quote that count what is asked for."""
    text = judged.sentence.prepared.sentence
    return _asked_for(question, [each for ref in _sentences(judged) for each in figures(text(ref.number))])


def _marked(question: Question, judged: Judged) -> tuple[Figure, ...]:
    """Those of them that stand in the answer the reader marked; none where it marked no figure."""
    if judged.answer is None:
        return ()
    prepared = judged.sentence.prepared
    begin, end = int(prepared.bounds[judged.sentence.number][0]), int(prepared.bounds[judged.last][1])
    inside = (judged.answer[0] - begin, judged.answer[1] - begin)
    return _asked_for(question, list(figures(prepared.folded.text[begin:end], inside)))


def _asked_for(question: Question, found: Sequence[Figure]) -> tuple[Figure, ...]:
    unit = question.sense.unit
    return tuple(figure for figure in found if unit is None or figure.unit == unit)


def _disagree(question: Question, one: Judged, other: Judged) -> bool:
    """Whether two quotes give different figures.

    A figure that both hold beside the one asked for (another price, the year before) is no agreement, so what counts
    is the figures marked as the answers; each is looked for in all of the other quote, where the wrong one of two may
    be marked.
    """
    marked = [_marked(question, each) for each in (one, other)]
    whole = [_figures(question, each) for each in (one, other)]
    if all(marked):
        return differ(marked[0], whole[1]) and differ(whole[0], marked[1])
    return differ(marked[0] or whole[0], marked[1] or whole[1])


def conflicting(question: Question, judged: Sequence[Judged]) -> tuple[int, ...]:
    """Which quotes give another figure than the first for what is asked.

    :param question: the question; only one that asks for a number can be answered in conflict.
    :param judged: the quotes, best first.
    :return: their places in ``judged``, best first, at most :data:`MOST_CONFLICTS`, one a report.
    """
    if not judged or not question.sense.counts:
        return ()
    best = judged[0]
    found: dict[int, int] = {}
    for place, other in enumerate(judged[1:], start=1):
        report = id(other.sentence.prepared)
        if report in found or other.confidence < _AS_SURE * best.confidence:
            continue
        pairs = product(_sentences(best), _sentences(other))
        if _disagree(question, best, other) and any(_same_matter(question, *pair) for pair in pairs):
            found[report] = place
    return tuple(found.values())[:MOST_CONFLICTS]
