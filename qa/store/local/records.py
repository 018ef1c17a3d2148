"""Reports and vectors to rows, and back. What is read is compared with the hash it was written with."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from embeddings.encoder import Vectors
from qa.errors import DamagedError
from qa.prepare import Prepared, prepare
from qa.report_info import ReportInfo
from qa.split import Segmentation
from qa.store.base import Addition, info_of
from qa.store.local.failures import REPAIR
from qa.store.local.hashes import content_hash, facts_hash, path_in, path_out, sha256
from qa.types import Document

__all__ = [
    "added_at",
    "called",
    "infos",
    "insert_report",
    "insert_vectors",
    "load_document",
    "load_original",
    "load_prepared",
    "load_vectors",
]

_ROWS_A_BLOB: Final = 4096
"""Vectors in one blob: SQLite holds no blob above a gigabyte."""

_FACTS: Final = "id, name, media_type, codec, path, page_starts, characters, sentence_count, added_at"
_CONTENT: Final = "text, sentences, passages"


def infos(connection: sqlite3.Connection) -> tuple[ReportInfo, ...]:
    """What is held.

    :param connection: in a transaction.
    :return: every report without its text, in the order of addition.
    """
    query = f"SELECT number, {_FACTS}, facts_sha256 FROM documents NOT INDEXED ORDER BY number"  # noqa: S608
    return tuple(_info(number, row) for number, *row in connection.execute(query))


def _info(number: int, row: Sequence[Any]) -> ReportInfo:
    try:
        identity, name, kind, codec, path, pages, characters, sentences, when = _checked_facts(row)
    except DamagedError:
        # named all the same, so that it can be removed
        name = _legible(row[1] or f"report {number}")
        return ReportInfo(str(row[0]), name, "", None, None, None, 0, 0, "", damaged=True)
    count = len(json.loads(pages)) or None  # no pages is no number of pages
    return ReportInfo(identity, name, kind, codec, path_out(path), count, characters, sentences, when)


def added_at(connection: sqlite3.Connection, number: int) -> str:
    """When a report was added.

    :param connection: in a transaction.
    :param number: a report that is held.
    :return: UTC, as ISO 8601.
    """
    row = connection.execute("SELECT added_at FROM documents WHERE number = ?", (number,)).fetchone()
    return str(row[0])


def called(connection: sqlite3.Connection, number: int) -> str:
    """What a report can be called where it is damaged.

    :param connection: in a transaction.
    :param number: the report.
    :return: its name, or its number where that cannot be read either.
    """
    try:
        row = connection.execute("SELECT name FROM documents WHERE number = ?", (number,)).fetchone()
    except sqlite3.Error:
        row = None
    return _legible(row[0] if row and row[0] else f"report {number}")


def insert_report(connection: sqlite3.Connection, addition: Addition) -> int:
    """Keep a report without its vectors.

    :param connection: in a write transaction.
    :param addition: the report.
    :return: its number.
    """
    document, cut, info = (
        addition.prepared.document,
        addition.prepared.segmentation,
        info_of(addition.prepared, addition.added_at),
    )
    facts = (
        *(document.id, document.name, document.media_type, document.codec, path_in(document.path)),
        *(json.dumps(document.page_starts), info.characters, info.sentences, info.added_at),
    )
    sentences, passages = (np.array(pairs, dtype="<i4").tobytes() for pairs in (cut.sentences, cut.passages))
    content = (document.text, sentences, passages)
    row = (*facts, facts_hash(facts), *content, content_hash(*content))
    columns = f"{_FACTS}, facts_sha256, {_CONTENT}, text_sha256"
    marks = ", ".join("?" * len(row))
    found = connection.execute(f"INSERT INTO documents ({columns}) VALUES ({marks})", row)  # noqa: S608
    number = int(found.lastrowid or 0)
    if addition.original is not None:
        packed = (number, len(addition.original), zlib.compress(addition.original))
        connection.execute("INSERT INTO originals VALUES (?, ?, ?)", packed)
    return number


def insert_vectors(connection: sqlite3.Connection, epoch: int, number: int, vectors: Vectors) -> None:
    """Keep a report's vectors, to half precision.

    :param connection: in a write transaction.
    :param epoch: which encoder made them.
    :param number: the report.
    :param vectors: float32 of shape (sentences, dim).
    """
    for part, start in enumerate(range(0, max(len(vectors), 1), _ROWS_A_BLOB)):
        data = vectors[start : start + _ROWS_A_BLOB].astype("<f2").tobytes()
        row = (epoch, number, part, sha256(data), data)
        connection.execute("INSERT INTO vectors VALUES (?, ?, ?, ?, ?)", row)


def load_document(connection: sqlite3.Connection, number: int, identity: str | None = None) -> Document:
    """A report's document.

    :param connection: in a transaction.
    :param number: a report that is held.
    :param identity: its id, where that is known.
    :return: the document.
    :raises DamagedError: when it is not what was written.
    """
    return _load(connection, number, identity)[0]


def load_prepared(connection: sqlite3.Connection, number: int, identity: str | None = None) -> Prepared:
    """A report made ready for reading, cut as it was when its vectors were made.

    :param connection: in a transaction.
    :param number: a report that is held.
    :param identity: its id, where that is known.
    :return: the report.
    :raises DamagedError: when it is not what was written.
    """
    document, *blobs = _load(connection, number, identity)
    sentences, passages = (
        tuple((start, end) for start, end in np.frombuffer(pairs, dtype="<i4").reshape(-1, 2).tolist())
        for pairs in blobs
    )
    return prepare(document, Segmentation(sentences, passages))


def _load(connection: sqlite3.Connection, number: int, identity: str | None) -> tuple[Document, bytes, bytes]:
    """A document, its sentences and its passages, all as they were written."""
    query = f"SELECT {_FACTS}, facts_sha256, {_CONTENT}, text_sha256 FROM documents WHERE number = ?"  # noqa: S608
    row = connection.execute(query, (number,)).fetchone()
    if row is None:
        raise DamagedError(f"report {number}", "it is listed and cannot be found", REPAIR)
    own, name, media_type, codec, path, pages, *_ = _checked_facts(row[:10])
    *content, expected = row[10:]
    if [type(each) for each in content] != [str, bytes, bytes] or content_hash(*content) != expected:
        raise DamagedError(name, "its stored text is damaged", REPAIR)
    if identity not in (None, own):
        raise DamagedError(name, "it was found in the place of another report", REPAIR)
    document = Document(content[0], name, own, media_type, codec, tuple(json.loads(pages)), path_out(path))
    return document, content[1], content[2]


def load_vectors(connection: sqlite3.Connection, epoch: int, number: int, dim: int) -> Vectors:
    """A report's vectors.

    :param connection: in a transaction.
    :param epoch: of the encoder that made them.
    :param number: a report that is held.
    :param dim: number of components of a vector.
    :return: float32 of shape (sentences, dim).
    :raises DamagedError: when they are not what was written.
    """
    rows = connection.execute(
        "SELECT data, sha256 FROM vectors WHERE epoch = ? AND number = ? ORDER BY part", (epoch, number)
    ).fetchall()
    row = connection.execute(
        "SELECT name, sentence_count FROM documents WHERE number = ?", (number,)
    ).fetchone()
    name, count = row or (f"report {number}", -1)
    whole = all(isinstance(blob, bytes) and sha256(blob) == expected for blob, expected in rows)
    data = b"".join(blob for blob, _ in rows) if whole else b""
    if not whole or len(data) != 2 * count * dim:
        raise DamagedError(str(name), "its stored vectors are damaged", REPAIR)
    return np.frombuffer(data, dtype="<f2").reshape(count, dim).astype(np.float32)


def load_original(connection: sqlite3.Connection, number: int, identity: str) -> bytes | None:
    """The bytes a report was read from.

    :param connection: in a transaction.
    :param number: a report that is held.
    :param identity: its id.
    :return: the bytes; None where they are not kept.
    :raises DamagedError: when they are not what was added.
    """
    row = connection.execute("SELECT data FROM originals WHERE number = ?", (number,)).fetchone()
    if row is None:
        return None
    try:
        data = zlib.decompress(row[0])
    except (zlib.error, TypeError):
        data = b""
    if sha256(data) != identity:
        raise DamagedError(called(connection, number), "its stored bytes are damaged", REPAIR)
    return data


def _checked_facts(row: Sequence[Any]) -> Sequence[Any]:
    """What is stored about a report, if it is what was written."""
    *facts, expected = row
    if facts_hash(facts) != expected:
        raise DamagedError(_legible(facts[1]), "what is stored about it is damaged", REPAIR)
    return facts


def _legible(name: object) -> str:
    """A name that may be damaged, as text that can be written anywhere."""
    return str(name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
