"""What either side proposes: candidates of Milvus, and the rules of :class:`qa.corpus.Corpus` applied to them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from embeddings.encoder import Vectors
from embeddings.index import VectorIndex
from qa.corpus import Corpus, Part, Proposed
from qa.lexical import Terms
from qa.question import Question
from qa.scope import Scope
from qa.sense.period import Period
from qa.shard import PassageKey, Shard
from qa.store.milvus.client import MOST_ROWS, Client, Found, Row
from qa.store.milvus.passages import PASSAGE_FIELDS, candidates_of, key_of, query_weights
from qa.store.milvus.pieces import within
from qa.store.milvus.statistics import LibraryTerms, Statistics

__all__ = ["Numbers", "Search"]

_TIMES: Final = 4
"""How many times as many passages are scored as are wanted: Milvus ranks by a fixed mean length, and without times."""

_MORE: Final = 16
"""Rows that are fetched beyond those, for reports that are no longer, or not yet, committed."""

_NUMBERS_A_FILTER: Final = 4_000
"""Reports that one filter names at most; of more, as many searches as it takes."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The reports that are searched.

    :param counted: their numbers.
    :param filters: each lets some of them through, all together let all; and nothing else that is committed.
    """

    counted: Collection[int]
    filters: Sequence[str] = ("",)

    @classmethod
    def of(cls, committed: Collection[int], scope: Scope | None = None) -> Numbers:
        """The reports of a scope.

        :param committed: numbers of all reports.
        :param scope: which of them are searched; None for all.
        :return: the reports.
        """
        if scope is None:
            return cls(committed)
        counted = scope.of(committed)
        others = sorted(set(committed) - counted)
        if len(others) <= min(len(counted), _NUMBERS_A_FILTER):
            return cls(counted, (f"number not in {json.dumps(others)}",) if others else ("",))
        every = sorted(counted)
        groups = range(0, len(every), _NUMBERS_A_FILTER)
        return cls(counted, [within(every[start : start + _NUMBERS_A_FILTER]) for start in groups])


@dataclass(frozen=True, slots=True)
class Search:
    """Searches the collections of one epoch.

    :param client: the connection.
    :param sentences: collection of sentences.
    :param passages: collection of passages.
    :param reports: those that are searched.
    :param statistics: of their terms.
    :param strong: whether changes of the last seconds must be seen.
    """

    client: Client
    sentences: str
    passages: str
    reports: Numbers
    statistics: Statistics
    strong: bool

    def propose(
        self, terms: Terms, vector: Vectors, question: Question | None, passages: int, sentences: int
    ) -> Proposed:
        """See :meth:`qa.corpus.Corpus.propose`."""
        periods = () if question is None else question.sense.periods
        own = np.asarray(terms, dtype=np.uint64)
        nearest = self._nearest(vector, sentences) if sentences and np.any(vector) else []
        rows: dict[PassageKey, Row] = {}
        if passages:
            rows = self._lexical(np.unique(own), question if periods else None, passages * _TIMES)
        if periods:
            self._add_times(rows, {key_of(found.row) for found in nearest})
        keys = sorted(rows)
        wanted = np.unique(own if question is None else np.concatenate((own, question.terms)))
        shard = candidates_of([rows[key] for key in keys], wanted)
        lexical = self._scored(shard, terms, question, passages)
        other = set()
        if periods:
            other = {keys[place] for place in np.flatnonzero(shard.compare(periods)[1]).tolist()}
        dense: dict[PassageKey, float] = {}
        for found in nearest:
            if key_of(found.row) not in other:
                dense.setdefault(key_of(found.row), found.score)
        return Proposed({keys[place.report]: score for place, score in lexical.items()}, dense)

    def _scored(
        self, shard: Shard, terms: Terms, question: Question | None, passages: int
    ) -> dict[PassageKey, float]:
        """BM25 of candidates, with the statistics of the library and the rules of times."""
        if not passages:
            return {}
        none = np.empty((0, 1), dtype=np.float32)
        part = Part(shard, VectorIndex.of(none))
        corpus = Corpus([part], terms=LibraryTerms(shard.postings, self.statistics))
        return corpus.propose(terms, none, question, passages, 0).lexical

    def _nearest(self, vector: Vectors, limit: int) -> list[Found]:
        """The nearest sentences, best first, equal ones in their order."""

        def search(most: int, where: str) -> list[Found]:
            fields = ("number", "passage", "position")
            query = vector.astype(np.float32).tolist()
            return self.client.search(
                self.sentences, "vector", query, most, fields=fields, where=where, strong=self.strong
            )

        found = self._committed(search, limit)
        found.sort(key=lambda each: (-each.score, each.row["number"], each.row["position"]))
        return found[:limit]

    def _lexical(self, terms: Terms, question: Question | None, limit: int) -> dict[PassageKey, Row]:
        """Passages that are likely to score high.

        Where the question names a time, those without any of it are left out, for all they can be about others; and
        those that speak of it are ranked by the other words alone, for a report hardly repeats its year.
        """
        weights = query_weights(terms, self.statistics.idf(terms))
        if question is None:
            return self._ranked(weights, limit, "")
        periods = question.sense.periods
        meets = _meets(periods)
        rows = self._ranked(weights, limit, f"(settled == false or {meets})")
        rest = question.terms[~question.is_time]
        return rows | self._ranked(query_weights(rest, self.statistics.idf(rest)), limit, meets)

    def _ranked(self, weights: dict[int, float], limit: int, where: str) -> dict[PassageKey, Row]:
        if not weights:
            return {}

        def search(most: int, own: str) -> list[Found]:
            return self.client.search(
                self.passages,
                "weights",
                weights,
                most,
                fields=PASSAGE_FIELDS,
                where=" and ".join(filter(None, (where, own))),
                strong=self.strong,
            )

        return {key_of(found.row): found.row for found in self._committed(search, limit)}

    def _committed(self, search: Callable[[int, str], list[Found]], limit: int) -> list[Found]:
        """Rows of the reports, for every filter so many; more are fetched until there are enough, or no more."""
        every: list[Found] = []
        for where in self.reports.filters:
            most = min(limit + _MORE, MOST_ROWS)
            while True:
                found = search(most, where)
                own = [each for each in found if each.row["number"] in self.reports.counted]
                if len(own) >= limit or len(found) < most or most == MOST_ROWS:
                    break
                most = min(most * 4, MOST_ROWS)
            every += own
        return every

    def _add_times(self, rows: dict[PassageKey, Row], keys: Iterable[PassageKey]) -> None:
        """Fetch the passages of sentences that the terms did not find."""
        missing = [f"{key.report}/{key.passage}" for key in keys if key not in rows]
        if missing:
            found = self.client.query(self.passages, f"id in {json.dumps(missing)}", PASSAGE_FIELDS)
            rows |= {key_of(row): row for row in found}


def _meets(periods: Iterable[Period]) -> str:
    """A filter for passages whose times may share a month with one of those."""
    each = [f"(since < {period.end} and until > {period.first})" for period in periods]
    return "(" + " or ".join(each) + ")"
