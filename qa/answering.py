"""A question and what was found for it -> the answer, with its quotes cut out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from qa.conflict import conflicting
from qa.question import Question, says_something
from qa.read import Models, cut, mark_foreign, read_foreign, read_hits
from qa.retrieve import DENSE_WEIGHT, Hit
from qa.span_judge import THRESHOLD, Marked
from qa.types import Answer, Candidate

__all__ = ["READ_PASSAGES", "Find", "answer", "as_candidate"]

READ_PASSAGES: Final = 10
"""Passages the reader looks at. More find the answer more often (R@10 of 0.99) and take longer."""

_HOPELESS: Final = 0.05
"""Confidence of the best sentence below which one in another script is rather taken, or shown as the nearest."""

Find = Callable[[int, float], tuple[Question, Sequence[Hit]]]
"""Searches for the question: at most so many passages, with this weight of the vectors beside BM25's 1."""


def answer(  # noqa: PLR0917 - the library's own function, called once
    question: str, asked: str, models: Models, find: Find, limit: int, threshold: float | None
) -> Answer:
    """Read what is found and quote what answers.

    :param question: as it was asked.
    :param asked: its words, see :func:`qa.question.check_question`.
    :param models: what to read with.
    :param find: searches for it.
    :param limit: how many quotes at most.
    :param threshold: confidence below which nothing is quoted; None for the reader's own.
    :return: the answer.
    :raises ModelError: when the encoder or the reader fails.
    """
    own = models.scorers.threshold if models.reader is None else THRESHOLD
    threshold = own if threshold is None else threshold
    if not says_something(asked):
        return Answer(question, (), (), None, threshold)
    prepared, hits = find(READ_PASSAGES, DENSE_WEIGHT)
    read = read_hits(prepared, asked, hits, models)
    sure, foreign = read[0].judged.confidence if read else 0.0, False
    # Which sentence is first must not depend on the threshold that was passed.
    if sure < max(own, _HOPELESS):
        _, near = find(READ_PASSAGES, math.inf)
        found = read_foreign(prepared, near, models)
        foreign = bool(found) and (sure < _HOPELESS or found[0].confidence > sure)
        if foreign:
            read, hits = [Marked(each) for each in found], near
    answers = bool(read) and read[0].judged.confidence >= threshold
    kept = [each for each in read if each.judged.confidence >= threshold] if answers else read[:1]
    against = conflicting(prepared, [each.judged for each in kept])
    # What disagrees with the first quote is shown beside it, however few quotes are wanted.
    order = [0, *against, *(place for place in range(1, len(kept)) if place not in against)]
    wanted = [kept[place] for place in order[: max(limit, 1 + len(against))]] if kept else []
    if foreign:
        wanted = [Marked(mark_foreign(prepared, each.judged, models)) for each in wanted]
    quotes = tuple(cut(prepared, each, models) for each in wanted)
    nearest, candidates = quotes[0] if quotes else None, tuple(map(as_candidate, hits))
    if not answers:
        return Answer(question, (), candidates, nearest, threshold)
    opposed = quotes[1 : 1 + len(against)]
    return Answer(question, quotes, candidates, nearest, threshold, conflicting=opposed)


def as_candidate(hit: Hit) -> Candidate:
    """A passage that was found, as a value.

    :param hit: the passage.
    :return: the candidate.
    """
    document, passage = hit.prepared.document, hit.prepared.passage(hit.passage)
    return Candidate(
        passage, document.name, document.page_at(passage.start), hit.score, hit.dense, hit.lexical
    )
