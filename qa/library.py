"""Library: a set of reports that can be added to, removed from and asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from threading import RLock
from typing import Final, TypeAlias

import numpy as np

from embeddings.encoder import Encoder, Vectors
from embeddings.errors import EncoderError
from qa.corpus import Corpus
from qa.errors import ModelError, NotFoundError, PartialError
from qa.fold import fold
from qa.ingest import Found, ReadResult, Source, expand, read_found
from qa.models import bundled_scorers, load_encoder
from qa.prepare import Prepared, prepare
from qa.question import Question, check_question
from qa.reader import judge, to_quote
from qa.retrieve import DENSE_WEIGHT, Hit, retrieve, sentences_of
from qa.scorer import Scorers
from qa.types import Answer, Candidate, Document, Quote

__all__ = ["READ_PASSAGES", "Library", "OnProgress", "read_reports"]

_DOCUMENTS_A_BATCH: Final = 128

READ_PASSAGES: Final = 10
"""Passages the reader looks at. More find the answer more often (R@10 of 0.99) and take longer."""

OnProgress: TypeAlias = Callable[[str, int, int], None]
"""Called with a stage ("read" or "embed"), how much of it is done and how much there is in all."""


def read_reports(found: Sequence[Found], on_progress: OnProgress | None = None) -> ReadResult:
    """Read what was listed and tell how far it is.

    :param found: what there is to read, see :func:`qa.ingest.expand`.
    :param on_progress: told ("read", files done, files in all).
    :return: documents and failures.
    """
    if on_progress is None:
        return read_found(found)
    done = count(1)
    return read_found(found, lambda _: on_progress("read", next(done), len(found)))


class Library:
    """Reports in memory. Safe for threads: asking sees the reports as they are before or after a change.

    :param encoder: turns sentences into vectors.
    :param scorers: the fitted reader.
    """

    def __init__(self, encoder: Encoder, scorers: Scorers) -> None:
        self._encoder = encoder
        self._scorers = scorers
        self._corpus = Corpus(encoder.dim)
        self._lock = RLock()

    @classmethod
    def in_memory(cls, encoder: str | Encoder | None = None) -> Library:
        """An empty library that lives as long as the process.

        :param encoder: a model's name or path, an encoder, or None for the bundled one.
        :return: the library.
        :raises ModelError: when the encoder cannot be loaded.
        """
        loaded = load_encoder(encoder) if encoder is None or isinstance(encoder, str) else encoder
        return cls(loaded, bundled_scorers())

    def add(self, *sources: Source, on_progress: OnProgress | None = None) -> tuple[Document, ...]:
        """Read, embed and add reports in one batch. A report that is there already is not added twice.

        :param sources: paths, folders, Documents, or sequences of them.
        :param on_progress: told how far reading and embedding are.
        :return: the documents of the sources, in their order.
        :raises SourceError: when the only source cannot be read; nothing is added.
        :raises PartialError: when some of several cannot be read; the others are added.
        :raises ModelError: when the encoder fails; nothing is added.
        """
        result = read_reports(expand(*sources), on_progress)
        if result.failures and not result.documents and len(result.failures) == 1:
            raise result.failures[0]
        added = self.add_documents(result.documents, on_progress)
        if result.failures:
            raise PartialError(result.failures, tuple(document.name for document in added))
        return added

    def add_documents(
        self, documents: Sequence[Document], on_progress: OnProgress | None = None
    ) -> tuple[Document, ...]:
        """Embed and add documents, all or none.

        :param documents: what was read.
        :param on_progress: told how far embedding is.
        :return: the documents as the library holds them: of two with the same bytes, the first.
        :raises ModelError: when the encoder fails.
        """
        fresh = {document.id: document for document in reversed(documents) if document.id not in self._corpus}
        order = [
            fresh[identity] for identity in dict.fromkeys(each.id for each in documents) if identity in fresh
        ]
        reports, vectors = self._embed(order, on_progress)
        with self._lock:
            wanted = [place for place, report in enumerate(reports) if report.document.id not in self._corpus]
            if len(wanted) < len(reports):  # another thread was faster with one of them
                ends = np.cumsum([len(report.segmentation.sentences) for report in reports])
                rows = np.split(vectors, ends[:-1])
                vectors = np.concatenate(
                    [np.empty((0, self._encoder.dim), np.float32), *(rows[i] for i in wanted)]
                )
            self._corpus.add([reports[place] for place in wanted], vectors)
            _ = self._corpus.terms  # indexed here, so that the next question need not wait for it
            # One that was there at first may have been removed since: it was added before that.
            held = [self._corpus.get(document.id) for document in documents]
        return tuple(
            entry.prepared.document if entry else document
            for entry, document in zip(held, documents, strict=True)
        )

    def _embed(
        self, documents: Sequence[Document], on_progress: OnProgress | None
    ) -> tuple[list[Prepared], Vectors]:
        """Documents made ready, and the vectors of all their sentences. The next batch is cut while one is encoded."""
        reports: list[Prepared] = []
        jobs: list[Future[Vectors]] = []
        parts = [np.empty((0, self._encoder.dim), dtype=np.float32)]
        with ThreadPoolExecutor(max_workers=1) as encoding:
            try:
                for start in range(0, len(documents), _DOCUMENTS_A_BATCH):
                    batch = [prepare(document) for document in documents[start : start + _DOCUMENTS_A_BATCH]]
                    texts = [each.sentence(number) for each in batch for number in range(len(each.bounds))]
                    jobs.append(encoding.submit(self._encoder.encode_passages, texts))
                    reports += batch
                for done, job in enumerate(jobs, start=1):
                    parts.append(job.result())
                    if on_progress:
                        on_progress("embed", min(done * _DOCUMENTS_A_BATCH, len(documents)), len(documents))
            except EncoderError as error:
                raise ModelError(error.subject, error.cause, error.remedy) from error
            finally:
                encoding.shutdown(wait=False, cancel_futures=True)
        return reports, np.concatenate(parts)

    def remove(self, document_id: str) -> None:
        """Remove a report; from then on no search reaches it.

        :param document_id: id of the document.
        :raises NotFoundError: when there is no such report.
        """
        with self._lock:
            if not self._corpus.remove(document_id):
                raise _not_held(document_id)

    def documents(self) -> tuple[Document, ...]:
        """The reports, in the order they were added.

        :return: their documents.
        """
        with self._lock:
            return tuple(entry.prepared.document for entry in self._corpus)

    def document(self, document_id: str) -> Document:
        """A report by its id.

        :param document_id: id of the document.
        :return: the document.
        :raises NotFoundError: when there is no such report.
        """
        entry = self._corpus.get(document_id)
        if entry is None:
            raise _not_held(document_id)
        return entry.prepared.document

    def search(
        self, question: str, limit: int = 10, dense_weight: float = DENSE_WEIGHT
    ) -> tuple[Candidate, ...]:
        """Passages that may answer, without reading them.

        :param question: a question, or words.
        :param limit: how many passages at most.
        :param dense_weight: weight of the vectors beside BM25's 1; 0 for BM25 alone, infinity for vectors alone.
        :return: candidates, best first.
        :raises QuestionError: when the question cannot be asked.
        """
        _, hits = self._retrieve(check_question(question), max(limit, 1), dense_weight)
        return tuple(_candidate(hit) for hit in hits)

    def ask(self, question: str, limit: int = 3) -> Answer:
        """Ask the reports.

        :param question: the question, in either script.
        :param limit: how many quotes at most.
        :return: the quotes above the threshold, best first; false when the reports don't say.
        :raises QuestionError: when the question cannot be asked.
        """
        prepared, hits = self._retrieve(check_question(question), READ_PASSAGES, DENSE_WEIGHT)
        judged = judge(prepared, sentences_of(hits), self._scorers)
        threshold = self._scorers.threshold
        quotes: list[Quote] = []
        if judged and judged[0].confidence >= threshold:
            kept = [each for each in judged if each.confidence >= threshold]
            quotes = [to_quote(prepared, each, self._scorers) for each in kept[: max(limit, 1)]]
        nearest = quotes[0] if quotes else to_quote(prepared, judged[0], self._scorers) if judged else None
        return Answer(question, tuple(quotes), tuple(_candidate(hit) for hit in hits), nearest, threshold)

    def _retrieve(self, question: str, limit: int, dense_weight: float) -> tuple[Question, tuple[Hit, ...]]:
        """The question made ready, and the passages found."""
        vector = self._encode_question(question)
        with self._lock:
            prepared = Question.of(question, self._corpus.terms)
            hits = retrieve(self._corpus, prepared.terms, vector, limit, dense_weight)
        return prepared, hits

    def _encode_question(self, question: str) -> Vectors:
        try:
            vector: Vectors = self._encoder.encode_queries([fold(question).text])[0]
        except EncoderError as error:
            raise ModelError(error.subject, error.cause, error.remedy) from error
        return vector


def _not_held(document_id: str) -> NotFoundError:
    return NotFoundError(document_id, "the library has no such report", "See documents() for those it has")


def _candidate(hit: Hit) -> Candidate:
    document, passage = hit.entry.prepared.document, hit.entry.prepared.passage(hit.passage)
    return Candidate(
        passage, document.name, document.page_at(passage.start), hit.score, hit.dense, hit.lexical
    )
