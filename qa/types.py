"""The values that flow through report-qa: frozen, without I/O, known by what they hold.

Offsets everywhere are positions in ``Document.text`` counted in Unicode code points, half open
``[start, end)``, so that ``document.text[start:end]`` is the text meant.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict, dataclass, field
from os import PathLike
from typing import Any, TypeAlias

__all__ = ["Answer", "Candidate", "Document", "Passage", "PathSource", "Proof", "Quote", "Skipped"]

PathSource: TypeAlias = "str | PathLike[str]"


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it was decoded.

    :param text: what was decoded; every quote is cut from it.
    :param name: what a reader calls it, usually the file name.
    :param id: SHA-256 of the original bytes, in hexadecimal.
    :param media_type: IANA media type, told by content (``text/plain``, ``application/pdf`` ...).
    :param codec: Python codec that decoded the bytes without loss; None where the format fixes it.
    :param page_starts: offset of the first character of every page, ascending and starting at 0; empty
        where the format has no pages.
    :param path: where it was read from, None when it came as bytes or text.
    """

    text: str = field(repr=False)
    name: str
    id: str
    media_type: str = "text/plain"
    codec: str | None = None
    page_starts: tuple[int, ...] = ()
    path: str | None = None

    @classmethod
    def from_path(cls, path: PathSource) -> Document:
        """Read one file.

        :param path: the file.
        :return: its document.
        :raises SourceError: when it cannot be read without loss; the child says why.
        """
        from qa.ingest import read_path  # noqa: PLC0415 - a value type must not pull in the readers

        return read_path(path)

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Document:
        """Read a file's bytes; the type is told by content, ``name`` is shown and helps where content is mute.

        :param data: the whole file.
        :param name: what a reader calls it; never used as a path.
        :return: its document.
        :raises SourceError: when it cannot be read without loss; the child says why.
        """
        from qa.ingest import read_bytes  # noqa: PLC0415

        return read_bytes(data, name)

    @classmethod
    def from_text(cls, text: str, name: str) -> Document:
        """Take text as it is.

        :param text: the report.
        :param name: what a reader calls it.
        :return: its document, ``document.text == text``.
        :raises SourceError: when the text is empty, too long or holds lone surrogates.
        """
        from qa.ingest import read_text  # noqa: PLC0415

        return read_text(text, name)

    def page_at(self, offset: int) -> int | None:
        """Number of the page that holds a character.

        :param offset: position in ``text``.
        :return: the page, counted from 1; None where the format has no pages.
        """
        return bisect_right(self.page_starts, offset) if self.page_starts else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a part of a long one, built of whole sentences. Known by (document_id, start, end)."""

    document_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was considered for a question.

    :param passage: the passage.
    :param source: the document's name.
    :param page: page of its first character, from 1; None where there are none.
    :param score: fused score; higher is better. Comparable within one question only.
    :param dense: best cosine similarity of its sentences to the question; None where the dense search missed it.
    :param lexical: BM25 score; None where the lexical search missed it.
    """

    passage: Passage
    source: str
    page: int | None
    score: float
    dense: float | None
    lexical: float | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows later that a file holds a quote, see :mod:`qa.proof`.

    :param format: version of these fields.
    :param source: the document's name.
    :param document_sha256: SHA-256 of the file, or of the text in UTF-8 where there was none.
    :param media_type: what the file was read as.
    :param codec: codec that decoded the file; None where the format fixes it.
    :param start: offset of the quote's first character in the document's text.
    :param end: offset behind its last character.
    :param byte_start: offset of its first byte in the file; None where its text is not the file decoded.
    :param byte_end: offset behind its last byte.
    :param page: page of its first character, from 1; None where there are none.
    :param quote: the quote.
    :param quote_sha256: SHA-256 of the quote in UTF-8.
    :param encoder: identity of the encoder that found it.
    :param reader: identity of the reader that chose it.
    :param seal: SHA-256 of all other fields.
    """

    format: int
    source: str
    document_sha256: str
    media_type: str
    codec: str | None
    start: int
    end: int
    byte_start: int | None
    byte_end: int | None
    page: int | None
    quote: str
    quote_sha256: str
    encoder: str
    reader: str
    seal: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim piece of a document: ``document.text[start:end] == text``.

    :param text: one sentence, or two that adjoin.
    :param start: offset of its first character in the document.
    :param end: offset behind its last character.
    :param answer: the answer inside ``text``, verbatim; "" when none was singled out.
    :param answer_start: offset of ``answer`` inside ``text``; 0 when none was singled out.
    :param source: the document's name.
    :param document_id: the document's id.
    :param page: page of the first character, from 1; None where there are none.
    :param confidence: calibrated probability, 0 to 1, that ``text`` answers the question.
    :param readable: ``text`` without pinyin notes, for display only; never proof.
    :param context: the paragraph around the quote, verbatim.
    :param context_start: offset of ``context`` in the document.
    :param proof: what shows later that the file holds the quote; None for a quote that no library cut.
    """

    text: str
    start: int
    end: int
    answer: str
    answer_start: int
    source: str
    document_id: str
    page: int | None
    confidence: float
    readable: str
    context: str
    context_start: int
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder, or a report of a library, that could not be read while the others were."""

    source: str
    cause: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reports say to a question; false when they don't.

    :param question: the question as asked.
    :param quotes: best first; empty when nothing answers.
    :param candidates: passages that were considered, best first.
    :param nearest: the best sentence even when it fell below the threshold, so that a refusal can be judged;
        None when nothing was found at all.
    :param threshold: the confidence below which nothing is quoted.
    :param skipped: files of a folder that could not be read, and damaged reports of a library.
    :param conflicting: those of ``quotes`` that give another figure than the first for the same time and subject;
        they follow it at once, even beyond the limit that was asked for.
    """

    question: str
    quotes: tuple[Quote, ...]
    candidates: tuple[Candidate, ...]
    nearest: Quote | None
    threshold: float
    skipped: tuple[Skipped, ...] = ()
    conflicting: tuple[Quote, ...] = ()

    @property
    def text(self) -> str:
        """The best quote, verbatim; "" when nothing answers."""
        return self.quotes[0].text if self.quotes else ""

    def __bool__(self) -> bool:
        return bool(self.quotes)

    def to_dict(self) -> dict[str, Any]:
        """The answer in plain JSON types, the same from Python, the command and HTTP.

        :return: ``question``, ``answered``, ``text``, ``quotes``, ``candidates``, ``nearest``, ``threshold``,
            ``skipped`` and ``conflicting``.
        """
        return {
            "question": self.question,
            "answered": bool(self),
            "text": self.text,
            "quotes": [asdict(quote) for quote in self.quotes],
            "candidates": [asdict(candidate) for candidate in self.candidates],
            "nearest": asdict(self.nearest) if self.nearest else None,
            "threshold": self.threshold,
            "skipped": [asdict(skipped) for skipped in self.skipped],
            "conflicting": [asdict(quote) for quote in self.conflicting],
        }
