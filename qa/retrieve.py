"""Question -> Candidates: BM25 over passages and vectors over sentences, fused.

The fused score is a convex combination (Bruch et al., "An Analysis of Fusion Functions for Hybrid Retrieval",
arXiv:2210.11934): BM25 over the best passage's BM25, and the cosine of the passage's best sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from qa.corpus import Proposed
from qa.features import SentenceRef
from qa.lexical import Terms
from qa.prepare import Prepared
from qa.question import Question
from qa.scope import Scope
from qa.shard import PassageKey

__all__ = ["DENSE_WEIGHT", "Hit", "Searchable", "retrieve", "sentences_of"]

DENSE_WEIGHT: Final = 0.5
"""Weight of the dense side; the lexical side has 1. How it was chosen: tests/benchmarks/fusion.py."""

_ROWS_A_PASSAGE: Final = 8
_POOL: Final = 20
"""Passages each side proposes at least: what is found must not depend on how many are wanted."""


class Searchable(Protocol):
    """Reports as they are at one moment, in memory, in a file or on a server."""

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """Inverse document frequencies over the passages: float32 of shape (n,) for terms of shape (n,)."""
        ...

    def prepared(self, report: int) -> Prepared | None:
        """A report made ready for reading, by its number; None for one that cannot be read, and is left out of all
        that is proposed from then on.
        """
        ...

    def propose(
        self,
        terms: Terms,
        vector: Vectors,
        question: Question | None,
        passages: int,
        sentences: int,
        *,
        scope: Scope | None = None,
    ) -> Proposed:
        """Passages that may answer, see :meth:`qa.corpus.Corpus.propose`."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    :param prepared: its report.
    :param passage: its index in the report.
    :param score: fused score.
    :param dense: cosine of its best sentence among the nearest; None when none of its sentences is.
    :param lexical: BM25; None when it shares no term with the question.
    :param lexical_share: BM25 over that of the best passage, 0 to 1.
    """

    prepared: Prepared
    passage: int
    score: float
    dense: float | None
    lexical: float | None
    lexical_share: float


def retrieve(  # noqa: PLR0917 - the last two are asked for by the few who need them
    corpus: Searchable,
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
    pool = max(limit, _POOL)
    while True:
        proposed = corpus.propose(
            terms,
            vector,
            question,
            passages=pool * 3 if dense_weight < np.inf else 0,
            sentences=pool * _ROWS_A_PASSAGE if dense_weight > 0 else 0,
        )
        best = _fused(proposed, dense_weight)[:limit]
        reports = _read(corpus, best)
        if reports is not None:
            break
    lexical, dense = proposed.lexical, proposed.dense
    return tuple(
        Hit(reports[key.report], key.passage, -negative, dense.get(key), lexical.get(key), share)
        for negative, key, share in best
    )


def _fused(proposed: Proposed, dense_weight: float) -> list[tuple[float, PassageKey, float]]:
    """The negative score of each passage, its key, and its share of the best BM25; best first."""
    lexical, dense = proposed.lexical, proposed.dense
    top = max(lexical.values(), default=0.0)
    # A passage the dense search missed is at best as near as the last one it found.
    floor = min(dense.values(), default=0.0)
    weight = min(dense_weight, 1e6)
    hits = []
    for key in lexical.keys() | dense.keys():
        share = lexical.get(key, 0.0) / top if top else 0.0
        score = share + weight * dense.get(key, floor)
        hits.append((-score, key, share))
    return sorted(hits)


def _read(corpus: Searchable, best: Sequence[tuple[float, PassageKey, float]]) -> dict[int, Prepared] | None:
    """The reports of passages, by number; None where one of them cannot be read.

    Each is taken once, so that all its passages know one another as parts of the same.
    """
    found = {number: corpus.prepared(number) for number in dict.fromkeys(key.report for _, key, _ in best)}
    whole = {number: report for number, report in found.items() if report is not None}
    return whole if len(whole) == len(found) else None


def sentences_of(hits: Sequence[Hit]) -> list[SentenceRef]:
    """Every sentence of the passages found.

    :param hits: the passages, best first.
    :return: the sentences, passage by passage.
    """
    return [
        SentenceRef(hit.prepared, number, hit.passage, hit.lexical_share, rank)
        for rank, hit in enumerate(hits)
        for number in range(*hit.prepared.segmentation.passages[hit.passage])
    ]
