"""Reports to rows, and back. What is read is compared with the hash it was written with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

import numpy as np

from embeddings.encoder import Vectors
from qa.errors import DamagedError, LibraryError
from qa.prepare import Prepared, prepare
from qa.split import Segmentation
from qa.store.base import Addition, info_of
from qa.store.milvus.client import Client, Row
from qa.store.milvus.facts import Entry
from qa.store.milvus.pieces import EMPTY_VECTOR, REMEDY, load_kinds, rows_of
from qa.store.milvus.schema import MOST_BYTES
from qa.store.milvus.statistics import KIND, record_of
from qa.types import Document

__all__ = [
    "MARK",
    "chunk_rows",
    "document_row",
    "filling_row",
    "is_complete",
    "load_document",
    "load_prepared",
    "load_vectors",
    "mark_row",
    "sentence_rows",
]

MARK: Final = "mark"
"""Kind of the chunk that is written before anything of a report, and deleted after all of it."""

_BEGUN, _COMPLETE = "begun", "complete"

_ROWS_A_QUERY: Final = 2048


def document_row(number: int, addition: Addition, replaces: Sequence[str]) -> Row:
    """The row that commits a report.

    :param number: its number.
    :param addition: the report.
    :param replaces: ids of reports that it stands for.
    :return: the row.
    :raises LibraryError: when its name or path is too long.
    """
    prepared = addition.prepared
    info = info_of(prepared, addition.added_at)
    values = {
        "info": asdict(info),
        "passages": len(prepared.segmentation.passages),
        "original": addition.original is not None,
        "replaces": list(replaces),
    }
    data = json.dumps(values, ensure_ascii=False)
    if len(data.encode("utf-8")) > MOST_BYTES:
        raise LibraryError(info.name[:200], "its name is too long for Milvus", "Rename it")
    return {"id": str(number), "number": number, "data": data, "none": EMPTY_VECTOR}


def mark_row(number: int, *, complete: bool) -> Row:
    """The first row of a report; where no commit follows, it tells what to delete.

    :param number: its number.
    :param complete: whether its commit is not to be taken back any more.
    :return: the row of chunks.
    """
    (row,) = rows_of(number, MARK, b"")
    return row | {"data": _COMPLETE if complete else _BEGUN}


def filling_row(number: int) -> Row:
    """A second mark, as long as something is written of a report that is committed: it may be removed meanwhile."""
    return mark_row(number, complete=False) | {"id": f"{number}/{MARK}/1", "part": 1}


def is_complete(row: Row) -> bool:
    """What :func:`mark_row` was told.

    :param row: a mark, with its data.
    :return: whether its report's commit is not to be taken back any more.
    """
    return bool(row["data"] == _COMPLETE)


def chunk_rows(number: int, addition: Addition) -> Iterator[Row]:
    """What is kept of a report beside its vectors.

    :param number: its number.
    :param addition: the report.
    :return: rows of chunks.
    """
    prepared = addition.prepared
    document, cut = prepared.document, prepared.segmentation
    places = {"sentences": cut.sentences, "passages": cut.passages, "pages": document.page_starts}
    yield from rows_of(number, "text", document.text.encode("utf-8"))
    yield from rows_of(number, "cut", json.dumps(places).encode("ascii"))
    yield from rows_of(number, KIND, record_of(prepared))
    if addition.original is not None:
        yield from rows_of(number, "original", addition.original)


def sentence_rows(number: int, prepared: Prepared, vectors: Vectors) -> Iterator[Row]:
    """Rows of the sentences, in order.

    :param number: the report's.
    :param prepared: the report.
    :param vectors: float32 of shape (sentences, dim); kept to half precision, as everywhere.
    :return: the rows.
    """
    rounded = vectors.astype(np.float16).astype(np.float32)
    for passage, (first, last) in enumerate(prepared.segmentation.passages):
        for position in range(first, last):
            yield {
                "id": f"{number}/{position}",
                "number": number,
                "passage": passage,
                "position": position,
                "vector": rounded[position],
            }


def load_document(client: Client, entry: Entry) -> tuple[Document, Segmentation]:
    """A report and its cut.

    :param client: the connection.
    :param entry: the report.
    :return: the document, and how it was cut when its vectors were made.
    :raises DamagedError: when they are not what was written.
    """
    info = entry.info
    kept = load_kinds(client, client.names.chunks, info.name, entry.number, ("text", "cut"))
    if kept.keys() != {"text", "cut"}:
        raise DamagedError(info.name, "its stored text is gone", REMEDY)
    places = json.loads(kept["cut"])
    document = Document(
        kept["text"].decode("utf-8"),
        info.name,
        info.id,
        info.media_type,
        info.codec,
        tuple(places["pages"]),
        info.path,
    )
    sentences, passages = (
        tuple((start, end) for start, end in places[key]) for key in ("sentences", "passages")
    )
    return document, Segmentation(sentences, passages)


def load_prepared(client: Client, entry: Entry) -> Prepared:
    """A report made ready for reading; see :func:`load_document`."""
    return prepare(*load_document(client, entry))


def load_vectors(client: Client, collection: str, entry: Entry, dim: int) -> Vectors:
    """A report's vectors.

    :param client: the connection.
    :param collection: of sentences.
    :param entry: the report.
    :param dim: number of components of a vector.
    :return: float32 of shape (sentences, dim).
    :raises DamagedError: when one is missing.
    """
    count = entry.info.sentences
    vectors = np.full((count, dim), np.nan, dtype=np.float32)
    for begin in range(0, count, _ROWS_A_QUERY):
        where = f"number == {entry.number} and position >= {begin} and position < {begin + _ROWS_A_QUERY}"
        for row in client.query(collection, where, ("position", "vector")):
            if row["position"] < count:
                vectors[row["position"]] = row["vector"]
    if not np.isfinite(vectors).all():
        raise DamagedError(entry.info.name, "its stored vectors are damaged", REMEDY)
    return vectors
