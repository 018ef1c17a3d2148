"""The JSON that programs are given, as Python types: what :meth:`qa.types.Answer.to_dict` and its like return.

Field by field those of the values in :mod:`qa.types` and :mod:`qa.report_info`, whose docstrings say what they mean;
tuples are lists. Every field is always there.
"""

from __future__ import annotations

from typing import TypedDict

__all__ = [
    "AnswerJSON",
    "CandidateJSON",
    "ErrorJSON",
    "PassageJSON",
    "PassagesJSON",
    "ProofJSON",
    "QuoteJSON",
    "RefusalJSON",
    "RemovedJSON",
    "ReportJSON",
    "SkippedJSON",
]


class PassageJSON(TypedDict):
    """A paragraph, or a part of a long one.

    :param document_id: the report's id.
    :param start: offset of its first character in the report's text.
    :param end: offset behind its last character.
    :param text: the passage, verbatim.
    """

    document_id: str
    start: int
    end: int
    text: str


class CandidateJSON(TypedDict):
    """A passage that was considered for a question."""

    passage: PassageJSON
    source: str
    page: int | None
    score: float
    dense: float | None
    lexical: float | None


class ProofJSON(TypedDict):
    """What shows later that a file holds a quote: `report-qa verify` reads it."""

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


class QuoteJSON(TypedDict):
    """A verbatim piece of a report."""

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
    proof: ProofJSON | None


class SkippedJSON(TypedDict):
    """A file or report that could not be read while the others were.

    :param source: its name.
    :param cause: why it could not be read, as one clause.
    :param remedy: what can be done about it.
    """

    source: str
    cause: str
    remedy: str


class AnswerJSON(TypedDict):
    """What the reports say to a question: ``Answer.to_dict()`` of Python and ``report-qa ask --json``.

    :param answered: whether anything is quoted.
    :param text: the best quote, verbatim; "" when nothing answers.
    """

    question: str
    answered: bool
    text: str
    quotes: list[QuoteJSON]
    candidates: list[CandidateJSON]
    nearest: QuoteJSON | None
    threshold: float
    skipped: list[SkippedJSON]
    conflicting: list[QuoteJSON]


class PassagesJSON(TypedDict):
    """Passages that may answer, not read: as ``report-qa search --json``.

    :param question: what was searched for.
    :param candidates: what was found, best first.
    :param skipped: what could not be read.
    """

    question: str
    candidates: list[CandidateJSON]
    skipped: list[SkippedJSON]


class ReportJSON(TypedDict):
    """A report that the library holds: an item of ``report-qa list --json``.

    :param path: null: where the report was read from is told on the machine itself, by ``report-qa list``.
    """

    id: str
    name: str
    media_type: str
    codec: str | None
    path: None
    pages: int | None
    characters: int
    sentences: int
    added_at: str
    damaged: bool


class RemovedJSON(TypedDict):
    """A report that no search reaches any more.

    :param removed: its id.
    :param name: what it was called.
    """

    removed: str
    name: str


class RefusalJSON(TypedDict):
    """Why something was not done.

    :param kind: the class of the failure, one of those in :mod:`qa.errors`.
    :param subject: what it is about: the name of a file or of a field, "question".
    :param cause: what went wrong, as one clause.
    :param remedy: what can be done about it.
    """

    kind: str
    subject: str
    cause: str
    remedy: str


class ErrorJSON(TypedDict):
    """A failure.

    :param error: what it is about, why it happened and what to do.
    """

    error: RefusalJSON
