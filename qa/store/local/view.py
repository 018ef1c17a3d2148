"""What is asked of a library in a folder: the reports as they are within one read transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from numpy import float32
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from qa.corpus import Proposed
from qa.errors import DamagedError
from qa.lexical import Terms
from qa.prepare import Prepared
from qa.question import Question
from qa.report_info import ReportInfo
from qa.scope import Scope
from qa.store.base import Addition, not_held
from qa.store.cache import Cache
from qa.store.local.facts import recorded
from qa.store.local.failures import database_errors, in_library
from qa.store.local.records import (
    added_at,
    called,
    infos,
    load_document,
    load_original,
    load_prepared,
    load_vectors,
)
from qa.store.local.state import State
from qa.store.models import ModelRecord
from qa.types import Document, Skipped

__all__ = ["LocalView"]


class LocalView:
    """The reports as they are within one read transaction.

    :param connection: in the transaction.
    :param state: of its generation.
    :param cache: of reports made ready.
    :param subject: what errors call the library.
    """

    def __init__(self, connection: sqlite3.Connection, state: State, cache: Cache, subject: str) -> None:
        self.state: Final = state
        self._connection = connection
        self._cache = cache
        self._subject = subject

    @property
    def models(self) -> ModelRecord | None:
        """What the library was made with at that moment."""
        return recorded(self._connection)

    def idf(self, terms: Terms) -> NDArray[float32]:
        """See :meth:`qa.corpus.Corpus.idf`."""
        return self.state.corpus.idf(terms)

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
        return self.state.corpus.propose(terms, vector, question, passages, sentences, scope=scope)

    def prepared(self, report: int) -> Prepared:
        """A report made ready for reading, by its number; raises DamagedError where it is not what was added."""
        return self._cache.get(report, lambda: self._load(report))

    def ids(self) -> Collection[str]:
        """Ids of what is held."""
        return self.state.numbers.keys()

    def numbers(self, ids: Collection[str]) -> frozenset[int]:
        """Numbers of reports by their ids; those that are not held are passed over."""
        return frozenset(found for found in map(self.state.numbers.get, ids) if found is not None)

    def unsearched(self) -> Mapping[int, Skipped]:
        """Reports that no search can find, as they are damaged, by number."""
        return {
            number: replace(each, remedy=in_library(each.remedy, self._subject))
            for number, each in self.state.unreadable.items()
        }

    def reports(self) -> tuple[ReportInfo, ...]:
        """What is held, in the order of addition."""
        return infos(self._connection)

    def document(self, document_id: str) -> Document:
        """A report by its id; raises NotFoundError where there is none."""
        return load_document(self._connection, self._number(document_id), document_id)

    def addition(self, document_id: str) -> Addition:
        """All that is kept of a report."""
        number, state = self._number(document_id), self.state
        return Addition(
            self.prepared(number),
            load_vectors(self._connection, state.epoch, number, state.dim),
            load_original(self._connection, number, document_id),
            added_at(self._connection, number),
        )

    def _load(self, report: int) -> Prepared:
        try:
            with database_errors(self._subject):
                return load_prepared(self._connection, report, self.state.ids[report])
        except DamagedError as error:
            if error.subject != self._subject:
                raise
            # SQLite does not say whose row it cannot read
            cause = "it cannot be read, as the database is damaged"
            raise DamagedError(called(self._connection, report), cause, error.remedy) from error

    def _number(self, document_id: str) -> int:
        if document_id not in self.state.numbers:
            raise not_held(document_id)
        return self.state.numbers[document_id]
