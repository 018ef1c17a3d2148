"""What is asked: the reports that were committed at one moment, less those that were removed since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from time import monotonic
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from qa.corpus import Proposed
from qa.errors import BusyError, DamagedError
from qa.lexical import Terms
from qa.prepare import Prepared
from qa.question import Question
from qa.report_info import ReportInfo
from qa.scope import Scope
from qa.shard import PassageKey
from qa.store.base import Addition, not_held
from qa.store.milvus.client import Client
from qa.store.milvus.facts import Entry
from qa.store.milvus.pieces import load_kinds
from qa.store.milvus.records import load_document, load_prepared, load_vectors
from qa.store.milvus.search import Numbers, Search
from qa.store.milvus.session import Session
from qa.store.models import ModelRecord
from qa.types import Document, Skipped

__all__ = ["MilvusView", "load_original"]

_BOUND: Final = 10.0
"""Seconds after which a change is surely known to searches that do not wait for it: Milvus bounds them to 5."""


class MilvusView:
    """Reports that were committed when it was made. Milvus keeps no snapshots: of those that were removed since,
    nothing is proposed, and one that vanishes between being found and being read is refused.

    :param session: the open library.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._client, self._cache = session.client, session.cache
        self._facts, self._held = session.now()

    @property
    def models(self) -> ModelRecord | None:
        """What the library was made with at that moment; None while it is new."""
        return self._facts.models if self._facts else None

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """See :meth:`qa.corpus.Corpus.idf`."""
        return self._held.statistics.idf(terms)

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
        """See :meth:`qa.corpus.Corpus.propose`."""
        facts, held = self._facts, self._held
        if facts is None or not held.entries:
            return Proposed({}, {})
        found = Search(
            self._client,
            self._client.names.sentences(facts.epoch),
            self._client.names.passages(facts.analysis),
            Numbers.of(held.entries.keys(), scope),
            held.statistics,
            monotonic() - held.seen < _BOUND,
        ).propose(terms, vector, question, passages, sentences)
        left = self._session.now()[1].entries

        def still(side: dict[PassageKey, float]) -> dict[PassageKey, float]:
            return {key: score for key, score in side.items() if key.report in left}

        return Proposed(still(found.lexical), still(found.dense))

    def prepared(self, report: int) -> Prepared:
        """A report made ready for reading, by its number; raises DamagedError where it is not what was added."""
        entry = self._held.entries[report]

        def load() -> Prepared:
            try:
                return load_prepared(self._client, entry)
            except DamagedError:
                self._refuse_if_gone(entry)
                raise

        return self._cache.get(report, load)

    def ids(self) -> Collection[str]:
        """Ids of what is held."""
        return self._held.numbers.keys()

    def numbers(self, ids: Collection[str]) -> frozenset[int]:
        """Numbers of reports by their ids; those that are not held are passed over."""
        return frozenset(found for found in map(self._held.numbers.get, ids) if found is not None)

    def unsearched(self) -> Mapping[int, Skipped]:
        """None is known: what is searched is what Milvus holds."""
        return {}

    def reports(self) -> tuple[ReportInfo, ...]:
        """What is held, in the order of addition."""
        return tuple(entry.info for entry in self._held.entries.values())

    def document(self, document_id: str) -> Document:
        """A report by its id; raises NotFoundError where there is none."""
        entry = self._entry(document_id)
        try:
            return load_document(self._client, entry)[0]
        except DamagedError:
            self._refuse_if_gone(entry)
            raise

    def addition(self, document_id: str) -> Addition:
        """All that is kept of a report."""
        entry, facts = self._entry(document_id), self._facts
        if facts is None:
            raise not_held(document_id)
        try:
            return Addition(
                load_prepared(self._client, entry),
                load_vectors(
                    self._client, self._client.names.sentences(facts.epoch), entry, facts.models.dim
                ),
                load_original(self._client, entry),
                entry.info.added_at,
            )
        except DamagedError:
            self._refuse_if_gone(entry)
            raise

    def _entry(self, document_id: str) -> Entry:
        if document_id not in self._held.numbers:
            raise not_held(document_id)
        return self._held.entries[self._held.numbers[document_id]]

    def _refuse_if_gone(self, entry: Entry) -> None:
        """What cannot be read of a removed report is not damaged."""
        if entry.number not in self._session.now()[1].entries:
            raise BusyError(entry.info.name, "it was removed while it was read", "Ask again")


def load_original(client: Client, entry: Entry) -> bytes | None:
    """The bytes a report was read from.

    :param client: the connection.
    :param entry: the report.
    :return: the bytes; None where they are not kept.
    :raises DamagedError: when they are not what was added.
    """
    if not entry.original:
        return None
    kept = load_kinds(client, client.names.chunks, entry.info.name, entry.number, ("original",))
    if "original" not in kept:
        raise DamagedError(entry.info.name, "its stored bytes are gone", "Add the file again with --replace")
    return kept["original"]
