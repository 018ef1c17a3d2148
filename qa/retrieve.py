"""Question -> Candidates: BM25 over passages and vectors over sentences, fused.

The fused score is a convex combination (Bruch et al., "An Analysis of Fusion Functions for Hybrid Retrieval",
arXiv:2210.11934): BM25 over the best passage's BM25, and the cosine of the passage's best sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from qa.corpus import Corpus, Entry
from qa.features import SentenceRef
from qa.lexical import Terms
from qa.question import Question

__all__ = ["DENSE_WEIGHT", "Hit", "retrieve", "sentences_of"]

DENSE_WEIGHT = 0.5
"""Weight of the dense side; the lexical side has 1. How it was chosen: tests/benchmarks/fusion.py."""

_ROWS_A_PASSAGE = 8
_POOL = 20
"""Passages each side proposes at least: what is found must not depend on how many are wanted."""
_MOST_FOR_TIME = 12.0
"""Most that being about the time asked for adds to a BM25 score, as much as two rare words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    :param entry: its report.
    :param passage: its index in the report.
    :param score: fused score.
    :param dense: cosine of its best sentence among the nearest; None when none of its sentences is.
    :param lexical: BM25; None when it shares no term with the question.
    :param lexical_share: BM25 over that of the best passage, 0 to 1.
    """

    entry: Entry
    passage: int
    score: float
    dense: float | None
    lexical: float | None
    lexical_share: float


def _best(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Places of the highest scores above 0, best first, equal ones in their order."""
    top = np.argpartition(-scores, limit - 1)[:limit] if limit < len(scores) else np.arange(len(scores))
    top = np.sort(top[scores[top] > 0])
    return top[np.argsort(-scores[top], kind="stable")]


def _lexical(
    corpus: Corpus, terms: Terms, question: Question | None
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """BM25 of every passage, and whether it is about other times than the question.

    A passage about the time asked for gains what one that names it does: reports hardly repeat their year.
    """
    if question is None or not question.sense.periods:
        scores = corpus.terms.scores(terms)
        return scores, np.zeros(len(scores), dtype=bool)
    asked = question.sense.periods
    scores = corpus.terms.scores(question.terms[~question.is_time])
    same, other = corpus.times.compare(asked)
    times = question.terms[question.is_time]
    literal = corpus.terms.scores(times)
    worth = min(float(corpus.terms.idf(times).sum()), _MOST_FOR_TIME)
    scores = scores + np.where(scores > 0, np.maximum(np.where(same > 0, 0, literal), worth * same), literal)
    scores[other] = 0
    return scores, other


def retrieve(  # noqa: PLR0917 - the last two are asked for by the few who need them
    corpus: Corpus,
    terms: Terms,
    vector: Vectors,
    limit: int,
    dense_weight: float = DENSE_WEIGHT,
    question: Question | None = None,
) -> tuple[Hit, ...]:
    """Passages that may answer a question.

    :param corpus: what is searched.
    :param terms: terms of the folded question.
    :param vector: its vector, shape (dim,).
    :param limit: how many passages at most.
    :param dense_weight: weight of the cosine; 0 leaves BM25 alone, infinity the vectors alone.
    :param question: the question itself; left out, the times it names do not count.
    :return: the passages, best first; none that is about other times than the question names.
    """
    lexical: dict[tuple[int, int], float] = {}
    dense: dict[tuple[int, int], float] = {}
    scores, other = _lexical(corpus, terms, question)
    pool = max(limit, _POOL)
    if dense_weight < np.inf:
        for row in _best(scores, pool * 3).tolist():
            place, passage = corpus.passages[row].tolist()
            lexical[place, passage] = float(scores[row])
    if dense_weight > 0 and np.any(vector):
        for near in corpus.vectors.search(vector[None, :], pool * _ROWS_A_PASSAGE)[0]:
            place = corpus.place_of_row(near.id)
            entry = corpus.at(place)
            passage = entry.prepared.passage_of(near.id - entry.first_row)
            if not other[corpus.row_of(place, passage)]:
                dense.setdefault((place, passage), near.score)
    top = max(lexical.values(), default=0.0)
    # A passage the dense search missed is at best as near as the last one it found.
    floor = min(dense.values(), default=0.0)
    weight = min(dense_weight, 1e6)
    hits = []
    for key in lexical.keys() | dense.keys():
        share = lexical.get(key, 0.0) / top if top else 0.0
        score = share + weight * dense.get(key, floor)
        hits.append((-score, key, share))
    return tuple(
        Hit(
            corpus.at(place),
            passage,
            -negative,
            dense.get((place, passage)),
            lexical.get((place, passage)),
            share,
        )
        for negative, (place, passage), share in sorted(hits)[:limit]
    )


def sentences_of(hits: Sequence[Hit]) -> list[SentenceRef]:
    """Every sentence of the passages found.

    :param hits: the passages, best first.
    :return: the sentences, passage by passage.
    """
    return [
        SentenceRef(hit.entry.prepared, number, hit.passage, hit.lexical_share, rank)
        for rank, hit in enumerate(hits)
        for number in range(*hit.entry.prepared.segmentation.passages[hit.passage])
    ]
