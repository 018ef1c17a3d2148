"""What a library searches: the vectors of sentences and the terms of passages, as they are at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.index import VectorIndex
from qa.bm25 import TermIndex
from qa.lexical import Terms
from qa.prepare import Prepared
from qa.question import Question
from qa.scope import Scope
from qa.shard import PassageKey, Shard

__all__ = ["Corpus", "Part", "Proposed"]

_MOST_FOR_TIME: Final = 12.0
"""Most that being about the time asked for adds to a BM25 score, as much as two rare words."""


@dataclass(frozen=True, slots=True)
class Part:
    """A shard and the vectors of its sentences.

    :param shard: the shard.
    :param vectors: row i is the sentence at position i.
    """

    shard: Shard
    vectors: VectorIndex

    @classmethod
    def of(cls, reports: Sequence[tuple[int, Prepared]], vectors: Vectors) -> Part:
        """Index new reports.

        :param reports: each with its number, ascending.
        :param vectors: float32 of shape (sentences of all reports, dim), in their order.
        :return: their part.
        :raises ValueError: when a vector is missing, left over or not finite.
        """
        shard = Shard.of(reports)
        if len(vectors) != shard.sentences:
            raise ValueError(f"{len(vectors)} vectors do not fit {shard.sentences} sentences")
        return cls(shard, VectorIndex.of(vectors))

    @classmethod
    def merged(cls, parts: Sequence[Part], gone: Sequence[frozenset[int]]) -> Part:
        """Several as one.

        :param parts: in the order of their numbers.
        :param gone: for each of them the numbers of reports that leave.
        :return: one part without them.
        """
        shards = [part.shard for part in parts]
        vectors = []
        for part, numbers in zip(parts, gone, strict=True):
            stays = ~part.shard.positions_of(part.shard.rows_of(numbers))
            vectors.append(part.vectors.vectors()[stays])
        return cls(Shard.merged(shards, gone), VectorIndex.of(np.concatenate(vectors)))


@dataclass(frozen=True, slots=True)
class Proposed:
    """Passages that either side proposes, the best of each.

    :param lexical: BM25 of passages that share a term with the question.
    :param dense: cosine of the best sentence of passages that are near it.
    """

    lexical: dict[PassageKey, float]
    dense: dict[PassageKey, float]


class Corpus:
    """Reports with their terms and vectors. Immutable: a changed library has another corpus.

    :param parts: in the order of their numbers.
    :param gone: numbers of reports that were removed since their part was made.
    :param terms: BM25 of the passages where they are some of a larger collection; None for that of themselves.
    """

    def __init__(
        self, parts: Sequence[Part], gone: frozenset[int] = frozenset(), terms: TermIndex | None = None
    ) -> None:
        self._parts = tuple(parts)
        rows = [part.shard.rows_of(gone) for part in self._parts]
        self._gone_rows = [each if each.any() else None for each in rows]
        self._gone_sentences = [
            None if each is None else part.shard.positions_of(each)
            for part, each in zip(self._parts, self._gone_rows, strict=True)
        ]
        sizes = [len(part.shard.settled) for part in self._parts]
        self._begins = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        own = [part.shard.postings for part in self._parts]
        self.terms: Final = TermIndex(own, self._gone_rows) if terms is None else terms

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its parts."""
        return self._parts

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """Inverse document frequencies over the passages.

        :param terms: any terms, shape (n,).
        :return: float32 of shape (n,).
        """
        return self.terms.idf(terms)

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
        """Passages that may answer a question.

        :param terms: terms of the folded question.
        :param vector: its vector, shape (dim,).
        :param question: the question itself; without it, the times it names do not count.
        :param passages: how many BM25 proposes at most; 0 leaves it out.
        :param sentences: how many nearest sentences propose their passages; 0 leaves them out.
        :param scope: the reports that propose; None for all. BM25 is that of the whole collection all the same.
        :return: the passages of either side; none that is about other times than the question names.
        """
        scores, other = self._lexical(terms, question)
        kept = None if scope is None else scope.rows_of([part.shard for part in self._parts])
        if kept:
            scores[~np.concatenate(kept)] = 0
        lexical = {}
        if passages:
            for row in _best(scores, passages).tolist():
                lexical[self._key(row)] = float(scores[row])
        dense: dict[PassageKey, float] = {}
        if sentences and np.any(vector):
            for score, number, position in self._nearest(vector, sentences, kept):
                row = self._parts[number].shard.row_at(position)
                if not other[self._begins[number] + row]:
                    dense.setdefault(self._parts[number].shard.key(row), score)
        return Proposed(lexical, dense)

    def _key(self, row: int) -> PassageKey:
        number = int(np.searchsorted(self._begins, row, side="right")) - 1
        return self._parts[number].shard.key(row - int(self._begins[number]))

    def _lexical(
        self, terms: Terms, question: Question | None
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """BM25 of every passage, and whether it is about other times than the question.

        A passage about the time asked for gains what one that names it does: reports hardly repeat their year.
        """
        if question is None or not question.sense.periods:
            scores = self.terms.scores(terms)
            return scores, np.zeros(len(scores), dtype=bool)
        scores = self.terms.scores(question.terms[~question.is_time])
        if not self._parts:
            return scores, np.zeros(0, dtype=bool)
        compared = [part.shard.compare(question.sense.periods) for part in self._parts]
        same, other = (np.concatenate(each) for each in zip(*compared, strict=True))
        times = question.terms[question.is_time]
        literal = self.terms.scores(times)
        worth = min(float(self.terms.idf(times).sum()), _MOST_FOR_TIME)
        scores = scores + np.where(
            scores > 0, np.maximum(np.where(same > 0, 0, literal), worth * same), literal
        )
        scores[other] = 0
        return scores, other

    def _nearest(
        self, vector: Vectors, limit: int, kept: Sequence[NDArray[np.bool_]] | None
    ) -> list[tuple[float, int, int]]:
        """The nearest sentences: score, place of the part and position in it, best first.

        ``kept`` tells for each part the passages that count; None for all.
        """
        found = []
        for number, (part, gone) in enumerate(zip(self._parts, self._gone_sentences, strict=True)):
            if kept is None:
                scores, positions = part.vectors.search(vector[None, :], limit, gone)
            elif kept[number].any():
                own = part.shard.positions_of(kept[number])
                own = own if gone is None else own & ~gone
                scores, positions = part.vectors.search_among(vector[None, :], limit, own)
            else:
                continue
            found += [
                (score, number, position)
                for score, position in zip(scores[0].tolist(), positions[0].tolist(), strict=True)
                if position >= 0
            ]
        found.sort(key=lambda each: (-each[0], each[1], each[2]))
        return found[:limit]


def _best(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Places of the highest scores above 0, best first, equal ones in their order."""
    if limit < len(scores):
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        above = np.flatnonzero(scores > least)
        # of those as good as the last, the first ones: which are taken must not depend on how parts lie
        top = np.sort(np.concatenate((above, np.flatnonzero(scores == least)[: limit - len(above)])))
    else:
        top = np.arange(len(scores))
    top = top[scores[top] > 0]
    return top[np.argsort(-scores[top], kind="stable")]
