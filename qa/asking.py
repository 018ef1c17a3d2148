"""What can be asked of reports, wherever they are kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from embeddings.encoder import Encoder
from qa.answering import answer, as_candidate
from qa.chosen import Chosen
from qa.fold import fold
from qa.model_errors import model_errors
from qa.question import Question, check_question
from qa.read import Models
from qa.report_info import ReportInfo
from qa.retrieve import DENSE_WEIGHT, Hit, Searchable, retrieve
from qa.scorer import Scorers
from qa.span_reader import SpanReader
from qa.store.base import Store
from qa.store.memory import MemoryStore
from qa.types import Answer, Candidate, Document

__all__ = ["Asking"]


class Asking:
    """Reports that can be asked. Safe for threads: asking sees them as they are before or after a change.

    :param encoder: turns sentences into vectors.
    :param scorers: the fitted reader.
    :param reader: reads the passages in its place.
    :param store: where the reports are kept; in memory when None.
    """

    def __init__(
        self, encoder: Encoder, scorers: Scorers, reader: SpanReader | None = None, store: Store | None = None
    ) -> None:
        self._models = Models(encoder, scorers, reader)
        self._store = MemoryStore() if store is None else store

    @property
    def subject(self) -> str | None:
        """Where it is kept, without a password; None in memory."""
        return self._store.subject

    @property
    def revision(self) -> str:
        """A short text that is another one after any report was added or removed, by this or another process.

        :raises LibraryError: when the library cannot be read.
        """
        return self._store.revision

    def close(self) -> None:
        """Let go of files and connections. Closing twice does nothing."""
        self._store.close()

    def reports(self) -> tuple[ReportInfo, ...]:
        """What the library holds, without reading it, in the order of addition.

        :return: what is known of each report.
        """
        with self._store.view() as view:
            return view.reports()

    def documents(self) -> tuple[Document, ...]:
        """The reports with their texts, in the order they were added.

        :return: their documents.
        """
        with self._store.view() as view:
            return tuple(view.document(info.id) for info in view.reports())

    def document(self, document_id: str) -> Document:
        """A report by its id.

        :param document_id: id of the document.
        :return: the document.
        :raises NotFoundError: when there is no such report.
        """
        with self._store.view() as view:
            return view.document(document_id)

    def original(self, document_id: str) -> bytes | None:
        """The bytes a report was read from.

        :param document_id: id of the document.
        :return: the bytes, whose SHA-256 is the id; None where the library does not keep them, and for one in memory
            where they were not given and its file is gone or was changed.
        :raises NotFoundError: when there is no such report.
        :raises DamagedError: when they are no longer what was added.
        """
        return self._store.original(document_id)

    def search(
        self,
        question: str,
        limit: int = 10,
        dense_weight: float = DENSE_WEIGHT,
        within: Collection[str] | None = None,
    ) -> tuple[Candidate, ...]:
        """Passages that may answer, without reading them. A damaged report is left out.

        :param question: a question, or words.
        :param limit: how many passages at most.
        :param dense_weight: weight of the vectors beside BM25's 1; 0 for BM25 alone, infinity for vectors alone.
        :param within: ids of the only reports to search; those that are gone are passed over. None for all.
        :return: candidates, best first. BM25 is that of the whole library, also where some reports are searched.
        :raises QuestionError: when the question cannot be asked, or no report is named.
        :raises NotFoundError: when none of the reports that are named is there.
        """
        asked = check_question(question)
        with self._store.view() as view:
            _, hits = self._find(Chosen(view, within), asked, max(limit, 1), dense_weight)
            return tuple(as_candidate(hit) for hit in hits)

    def ask(
        self,
        question: str,
        limit: int = 3,
        threshold: float | None = None,
        within: Collection[str] | None = None,
    ) -> Answer:
        """Ask the reports. A damaged one is left out, and named in ``skipped``.

        :param question: the question, in either script.
        :param limit: how many quotes at most.
        :param threshold: confidence below which nothing is quoted; None for the reader's own, 0 to quote all the same.
        :param within: ids of the only reports to ask; those that are gone are passed over. None for all.
        :return: the quotes above the threshold, best first; false when the reports don't say, and for a question
            of single letters and digits, which says nothing.
        :raises QuestionError: when the question cannot be asked, or no report is named.
        :raises NotFoundError: when none of the reports that are named is there.
        :raises ModelError: when the encoder or the reader fails.
        :raises LibraryError: when the library cannot be read.
        """
        asked = check_question(question)
        with self._store.view() as view:
            chosen = Chosen(view, within)
            found = answer(
                question, asked, self._models, partial(self._find, chosen, asked), limit, threshold
            )
        return replace(found, skipped=chosen.skipped)

    def _find(
        self, view: Searchable, question: str, limit: int, dense_weight: float
    ) -> tuple[Question, tuple[Hit, ...]]:
        """The question made ready, and the passages found."""
        with model_errors():
            vector = self._models.encoder.encode_queries([fold(question).text])[0]
        prepared = Question.of(question, view)
        return prepared, retrieve(view, prepared.terms, vector, limit, dense_weight, prepared)
