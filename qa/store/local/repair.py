"""Making a damaged report right again, from its original bytes or from its text."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from embeddings.encoder import Encoder
from qa.embedding import vectors_of
from qa.errors import DamagedError, LibraryError, QAError, SourceError
from qa.ingest import read_bytes
from qa.ingest.read import load
from qa.prepare import Prepared, prepare
from qa.store.base import Addition, info_of
from qa.store.local.database import Database
from qa.store.local.facts import count_of, get_meta, new_generation
from qa.store.local.hashes import content_hash, facts_hash
from qa.store.local.records import insert_report, insert_vectors, load_document
from qa.types import Document

__all__ = ["drop_orphans", "packed_bytes", "recover_report", "shown"]

_REMEDY: Final = "Remove it and add its file again"
# the bytes of what may be no UTF-8 any more, which SQLite refuses to give as text
_ROW: Final = (
    "SELECT CAST(id AS BLOB), CAST(name AS BLOB), CAST(media_type AS BLOB), CAST(codec AS BLOB),"
    " CAST(path AS BLOB), typeof(path), CAST(page_starts AS BLOB), characters, sentence_count,"
    " CAST(added_at AS BLOB), CAST(facts_sha256 AS BLOB), CAST(text AS BLOB), CAST(sentences AS BLOB),"
    " CAST(passages AS BLOB), CAST(text_sha256 AS BLOB) FROM documents WHERE number = ?"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A report's row, as far as it can be read; None for what is no UTF-8.

    :param facts: the columns from ``id`` to ``added_at``, as their hash was made of them.
    :param facts_sha256: their hash.
    :param name: what the report can be called.
    :param path: where it was read from.
    :param text: its text, if it is what was written.
    """

    facts: tuple[Any, ...]
    facts_sha256: str | None
    name: str
    path: str | None
    text: str | None

    @property
    def whole(self) -> bool:
        """Whether what is stored about the report is what was written."""
        return facts_hash(self.facts) == self.facts_sha256

    def proves(self, prepared: Prepared) -> bool:
        """Whether the hash shows that what of the row is used in a report made anew is what was written."""
        document, info = prepared.document, info_of(prepared)
        facts = (document.id, document.name, document.media_type, document.codec, self.facts[4])
        told = (json.dumps(document.page_starts), info.characters, info.sentences, self.facts[8])
        return facts_hash((*facts, *told)) == self.facts_sha256


def drop_orphans(connection: sqlite3.Connection) -> None:
    """Remove vectors that belong to no encoder of the library.

    :param connection: in a write transaction.
    """
    epoch = count_of(connection, "epoch")
    moving = get_meta(connection, "moving_to") is not None
    connection.execute("DELETE FROM vectors WHERE epoch NOT IN (?, ?)", (epoch, epoch + moving))


def shown(stored: bytes | None, number: int) -> str:
    """What a report can be called.

    :param stored: its name as it is stored, which may be no UTF-8; None where it is lost.
    :param number: the report's number.
    :return: as much of the name as can be read, or its number.
    """
    name = (stored or b"").decode("utf-8", "replace")
    return name if any(character.isalnum() for character in name) else f"report {number}"


def packed_bytes(stored: object) -> bytes | None:
    """The bytes a report was read from.

    :param stored: the value of ``originals.data``.
    :return: the bytes; None when they are not what was packed, by their own checksum.
    """
    with suppress(zlib.error):
        return zlib.decompress(stored) if isinstance(stored, bytes) else None
    return None


def recover_report(database: Database, number: int, encoder: Encoder | None) -> tuple[str, bool]:
    """Put a report in the place of its damaged self.

    :param database: the library's.
    :param number: the report's number.
    :param encoder: the one the library was made with.
    :return: what was done, and whether the report is known to be what was added.
    :raises LibraryError: when it cannot be done; its remedy says what would help.
    """
    with database.reading() as connection:
        row = _row_of(connection, number)
        original = _bytes_of(connection, number, row)
        document, done = _document_of(connection, number, row, original)
    if encoder is None:
        remedy = "Name the encoder the library was made with (--encoder), so that it can be embedded again"
        raise LibraryError(document.name, "its vectors must be made again", remedy)
    prepared = prepare(document)
    proven = row.proves(prepared)
    try:
        vectors = vectors_of([prepared], encoder)[0]
    except QAError as error:
        raise LibraryError(document.name, error.cause, error.remedy) from error
    with database.locked(), database.writing() as connection:
        # It is searched again once all reports are whole: until then no file of it can be written.
        connection.execute("DELETE FROM documents WHERE number = ? OR id = ?", (number, document.id))
        fresh = insert_report(connection, Addition(prepared, vectors, original))
        insert_vectors(connection, count_of(connection, "epoch"), fresh, vectors)
        new_generation(connection)
    if original is None:
        done = f"{done}; its original bytes are not kept"
    if not proven:
        unsure = "name is" if original is not None else "name, id and pages are"
        done = f"{done}; look whether its {unsure} right"
    return done, proven or original is not None


def _row_of(connection: sqlite3.Connection, number: int) -> _Row:
    row = connection.execute(_ROW, (number,)).fetchone()
    if row is None:
        raise DamagedError(f"report {number}", "it is listed and cannot be found", _REMEDY)
    identity, name, media_type, codec, path, kind, pages, characters, count, added_at, facts_sha256 = row[:11]
    place = None if path is None else path.decode("utf-8", "surrogateescape")
    called = _text(name) or (Path(place).name if place and _text(path) else shown(name, number))
    facts = (
        *(_text(identity), called, _text(media_type), _text(codec)),
        *(path if kind == "blob" else place, _text(pages), characters, count, _text(added_at)),
    )
    stored, *cut, expected = row[11:]
    text = _text(stored)
    if text is not None and content_hash(text, *cut) != _text(expected):
        text = None
    return _Row(facts, _text(facts_sha256), called, place, text)


def _text(stored: bytes | None) -> str | None:
    with suppress(UnicodeDecodeError):
        return None if stored is None else stored.decode("utf-8")
    return None


def _bytes_of(connection: sqlite3.Connection, number: int, row: _Row) -> bytes | None:
    """The original bytes: those that are kept, if they are whole, else those of the file they came from."""
    identity = row.facts[0]
    kept = connection.execute("SELECT data FROM originals WHERE number = ?", (number,)).fetchone()
    data = packed_bytes(kept[0]) if kept else None
    # where the id may be what is damaged, the checksum of zlib must do
    if data is not None and (not row.whole or hashlib.sha256(data).hexdigest() == identity):
        return data
    with suppress(SourceError, UnicodeError):
        data = load(row.path or "")
        if hashlib.sha256(data).hexdigest() == identity:
            return data
    return None


def _document_of(
    connection: sqlite3.Connection, number: int, row: _Row, original: bytes | None
) -> tuple[Document, str]:
    """The report from what is whole of it, and what was done."""
    with suppress(DamagedError, sqlite3.Error):
        return load_document(connection, number), "It was indexed again from its text"
    cause = "neither its text nor its bytes are left"
    if original is not None:
        try:
            document = read_bytes(original, row.name)
        except SourceError as error:
            cause = error.cause
        else:
            return replace(document, path=row.path), "It was read and indexed again"
    if row.text is None:
        raise LibraryError(row.name, cause, _REMEDY)
    starts = _pages(row.facts[5], row.text)
    if starts is None:
        raise LibraryError(row.name, "its pages are lost, and its bytes are not kept", _REMEDY)
    identity, _, media_type, codec = row.facts[:4]
    known = identity or hashlib.sha256(row.text.encode()).hexdigest()
    document = Document(row.text, row.name, known, media_type or "text/plain", codec, starts, row.path)
    return document, "It was indexed again from its text"


def _pages(stored: str | None, text: str) -> tuple[int, ...] | None:
    """Where its pages start, unless they cannot be those of a text."""
    try:
        starts = json.loads(stored or "")
    except ValueError:
        return None
    if not isinstance(starts, list) or not all(type(each) is int for each in starts):
        return None
    apart = all(before <= after for before, after in pairwise(starts))
    within = not starts or (starts[0] == 0 and starts[-1] <= len(text))
    return tuple(starts) if apart and within else None
