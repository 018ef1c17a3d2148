"""Documents -> what a store keeps: prepared, embedded and with their original bytes, batch by batch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Final

import numpy as np

from embeddings.encoder import Encoder, Vectors
from qa.errors import SourceError
from qa.ingest.read import load
from qa.model_errors import model_errors
from qa.prepare import Prepared, prepare
from qa.store.base import Addition
from qa.types import Document

__all__ = ["embedded", "file_of", "original_of", "vectors_of"]

_BATCH: Final = 128
"""Documents that are embedded, and kept for good, in one step."""


def embedded(
    documents: Sequence[Document],
    encoder: Encoder,
    on_batch: Callable[[int], None] | None = None,
    failures: list[SourceError] | None = None,
    originals: Mapping[str, bytes] | None = None,
) -> Iterator[list[Addition]]:
    """Make documents ready, and the vectors of all their sentences. The next batch is cut while one is encoded.

    :param documents: the documents.
    :param encoder: the encoder.
    :param on_batch: told how many of them are done.
    :param failures: takes what kept original bytes from being read, and those documents are left out; None to do
        without bytes that are not given.
    :param originals: bytes of documents that came without a file, by id.
    :return: the batches, in order.
    :raises ModelError: when the encoder fails.
    """
    waiting: list[tuple[list[Addition], int, Future[list[Vectors]]]] = []
    done = 0

    def finished() -> list[Addition]:
        nonlocal done
        batch, size, job = waiting.pop(0)
        vectors = job.result()
        done += size
        if on_batch:
            on_batch(done)
        return [replace(each, vectors=rows) for each, rows in zip(batch, vectors, strict=True)]

    with ThreadPoolExecutor(max_workers=1) as encoding:
        try:
            for start in range(0, len(documents), _BATCH):
                part = documents[start : start + _BATCH]
                made = (_unembedded(each, encoder.dim, failures, originals or {}) for each in part)
                batch = [each for each in made if each is not None]
                reports = [each.prepared for each in batch]
                waiting.append((batch, len(part), encoding.submit(vectors_of, reports, encoder)))
                if len(waiting) > 1:
                    yield finished()
            while waiting:
                yield finished()
        finally:
            encoding.shutdown(wait=False, cancel_futures=True)


def vectors_of(reports: Sequence[Prepared], encoder: Encoder) -> list[Vectors]:
    """The vectors of reports' sentences.

    :param reports: the reports.
    :param encoder: the encoder.
    :return: for each report float32 of shape (sentences, dim).
    :raises ModelError: when the encoder fails.
    """
    texts = [report.sentence(number) for report in reports for number in range(len(report.bounds))]
    with model_errors():
        vectors = encoder.encode_passages(texts)
    ends = np.cumsum([len(report.bounds) for report in reports], dtype=np.int64)
    return np.split(vectors, ends)[:-1]


def _unembedded(
    document: Document, dim: int, failures: list[SourceError] | None, originals: Mapping[str, bytes]
) -> Addition | None:
    """A document made ready, without its vectors; None when its bytes are wanted and cannot be had."""
    original = originals.get(document.id)
    if failures is None:
        original = original if original is not None and _is_of(document, original) else None
    else:
        try:
            original = original_of(document, original)
        except SourceError as error:
            failures.append(error)
            return None
    return Addition(prepare(document), np.empty((0, dim), dtype=np.float32), original)


def original_of(document: Document, given: bytes | None = None) -> bytes | None:
    """The bytes a document was read from.

    :param document: the document.
    :param given: what its bytes are said to be, where it came without a file.
    :return: its bytes; None where it came as bytes and only its text is left.
    :raises SourceError: when its file is gone or was changed since it was read.
    """
    if document.path is None:
        written = document.text.encode("utf-8") if given is None else given
        return written if _is_of(document, written) else None
    data = load(document.path)
    if not _is_of(document, data):
        raise SourceError(document.name, "the file was changed since it was read", "Add it again")
    return data


def file_of(document: Document) -> bytes | None:
    """The bytes of the file a document was read from.

    :param document: the document.
    :return: the bytes; None where it came without a file, or that is gone or was changed.
    """
    try:
        return None if document.path is None else original_of(document)
    except SourceError:
        return None


def _is_of(document: Document, data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest() == document.id
