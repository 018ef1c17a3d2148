"""Library: a set of reports that can be added to, removed from and asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import RLock
from typing import Final

import numpy as np

from embeddings.encoder import Encoder, Vectors
from qa.conflict import conflicting
from qa.corpus import Corpus
from qa.errors import NotFoundError, PartialError
from qa.fold import fold
from qa.ingest import Source, expand
from qa.model_errors import model_errors
from qa.models import bundled_scorers, load_encoder, load_reader
from qa.prepare import Prepared, prepare
from qa.progress import OnProgress, read_reports
from qa.question import Question, check_question, says_something
from qa.read import Models, cut, mark_foreign, read_foreign, read_hits
from qa.retrieve import DENSE_WEIGHT, Hit, retrieve
from qa.scorer import Scorers
from qa.span_judge import THRESHOLD, Marked
from qa.span_reader import SpanReader
from qa.types import Answer, Candidate, Document

__all__ = ["READ_PASSAGES", "Library"]

_DOCUMENTS_A_BATCH: Final = 128

_HOPELESS: Final = 0.05
"""Confidence of the best sentence below which one in another script is rather taken, or shown as the nearest."""

READ_PASSAGES: Final = 10
"""Passages the reader looks at. More find the answer more often (R@10 of 0.99) and take longer."""


class Library:
    """Reports in memory. Safe for threads: asking sees the reports as they are before or after a change.

    :param encoder: turns sentences into vectors.
    :param scorers: the fitted reader.
    :param reader: reads the passages in its place.
    """

    def __init__(self, encoder: Encoder, scorers: Scorers, reader: SpanReader | None = None) -> None:
        self._encoder = encoder
        self._scorers = scorers
        self._reader = reader
        self._corpus = Corpus(encoder.dim)
        self._lock = RLock()

    @classmethod
    def in_memory(
        cls, encoder: str | Encoder | None = None, reader: str | SpanReader | None = None
    ) -> Library:
        """An empty library that lives as long as the process.

        :param encoder: a sentence-transformers model's name or path, an encoder, or None for the bundled one.
        :param reader: a question-answering model's name or path, a reader, or None for the bundled one.
        :return: the library.
        :raises ModelError: when the encoder or the reader cannot be loaded.
        """
        loaded = load_encoder(encoder) if encoder is None or isinstance(encoder, str) else encoder
        named = load_reader(reader) if isinstance(reader, str) else reader
        return cls(loaded, bundled_scorers(), named)

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
                    with model_errors():
                        parts.append(job.result())
                    if on_progress:
                        on_progress("embed", min(done * _DOCUMENTS_A_BATCH, len(documents)), len(documents))
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

    def ask(self, question: str, limit: int = 3, threshold: float | None = None) -> Answer:
        """Ask the reports.

        :param question: the question, in either script.
        :param limit: how many quotes at most.
        :param threshold: confidence below which nothing is quoted; None for the reader's own, 0 to quote all the same.
        :return: the quotes above the threshold, best first; false when the reports don't say, and for a question
            of single letters and digits, which says nothing.
        :raises QuestionError: when the question cannot be asked.
        :raises ModelError: when the encoder or the reader fails.
        """
        asked = check_question(question)
        own = self._scorers.threshold if self._reader is None else THRESHOLD
        threshold = own if threshold is None else threshold
        if not says_something(asked):
            return Answer(question, (), (), None, threshold)
        prepared, hits = self._retrieve(asked, READ_PASSAGES, DENSE_WEIGHT)
        models = Models(self._encoder, self._scorers, self._reader)
        read = read_hits(prepared, asked, hits, models)
        sure, foreign = read[0].judged.confidence if read else 0.0, False
        # Which sentence is first must not depend on the threshold that was passed.
        if sure < max(own, _HOPELESS):
            _, near = self._retrieve(asked, READ_PASSAGES, math.inf)
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
        nearest, candidates = quotes[0] if quotes else None, tuple(map(_candidate, hits))
        if not answers:
            return Answer(question, (), candidates, nearest, threshold)
        opposed = quotes[1 : 1 + len(against)]
        return Answer(question, quotes, candidates, nearest, threshold, conflicting=opposed)

    def _retrieve(self, question: str, limit: int, dense_weight: float) -> tuple[Question, tuple[Hit, ...]]:
        """The question made ready, and the passages found."""
        with model_errors():
            vector = self._encoder.encode_queries([fold(question).text])[0]
        with self._lock:
            prepared = Question.of(question, self._corpus.terms)
            hits = retrieve(self._corpus, prepared.terms, vector, limit, dense_weight, prepared)
        return prepared, hits


def _not_held(document_id: str) -> NotFoundError:
    return NotFoundError(document_id, "the library has no such report", "See documents() for those it has")


def _candidate(hit: Hit) -> Candidate:
    document, passage = hit.entry.prepared.document, hit.entry.prepared.passage(hit.passage)
    return Candidate(
        passage, document.name, document.page_at(passage.start), hit.score, hit.dense, hit.lexical
    )
