"""A library that answers from a table, for tests of the page."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from qa.errors import NotFoundError, QAError
from qa.report_info import ReportInfo
from qa.types import Answer, Document, Quote


def document(text: str, name: str = "report.txt") -> Document:
    return Document(text=text, name=name, id=hashlib.sha256(text.encode()).hexdigest())


def quote(text: str, **changes: Any) -> Quote:
    """A quote that is its whole paragraph, at the start of its report, on no page, without an answer."""
    fields: dict[str, Any] = {
        "text": text,
        "start": 0,
        "end": len(text),
        "answer": "",
        "answer_start": 0,
        "source": "report.txt",
        "document_id": "0" * 64,
        "page": None,
        "confidence": 0.9,
        "readable": text,
        "context": text,
        "context_start": 0,
    }
    return Quote(**(fields | changes))


def answer(*quotes: Quote, question: str = "q", nearest: Quote | None = None, **changes: Any) -> Answer:
    return Answer(
        question=question,
        quotes=quotes,
        candidates=(),
        nearest=quotes[0] if quotes else nearest,
        threshold=0.5,
        **changes,
    )


class StubLibrary:
    """Answers what the table says; nothing else is answered."""

    def __init__(self, table: Mapping[str, Answer | QAError | Exception]) -> None:
        self._table = table
        self._documents: dict[str, Document] = {}
        self._originals: dict[str, bytes] = {}
        self.asked: list[tuple[str, tuple[str, ...] | None]] = []

    def add(self, *documents: Document) -> tuple[Document, ...]:
        self._documents |= {each.id: each for each in documents}
        return documents

    def add_documents(
        self, documents: Sequence[Document], originals: Mapping[str, bytes]
    ) -> tuple[Document, ...]:
        assert set(originals) == {each.id for each in documents}
        self._originals |= originals
        return self.add(*documents)

    def remove(self, document_id: str) -> None:
        if document_id not in self._documents:
            raise NotFoundError(document_id, "no such report", "See documents()")
        del self._documents[document_id]

    def documents(self) -> tuple[Document, ...]:
        return tuple(self._documents.values())

    def reports(self) -> tuple[ReportInfo, ...]:
        return tuple(
            ReportInfo(
                each.id,
                each.name,
                each.media_type,
                each.codec,
                each.path,
                len(each.page_starts) or None,
                len(each.text),
                1,
                "2026-11-24T12:00:00Z",
            )
            for each in self._documents.values()
        )

    @property
    def revision(self) -> str:
        return " ".join(self._documents)

    def document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            raise NotFoundError(document_id, "no such report", "See documents()")
        return self._documents[document_id]

    def original(self, document_id: str) -> bytes | None:
        self.document(document_id)
        return self._originals.get(document_id)

    def close(self) -> None:
        """Nothing to let go of."""

    def ask(
        self,
        question: str,
        limit: int = 3,
        threshold: float | None = None,
        within: Collection[str] | None = None,
    ) -> Answer:
        self.asked.append((question, None if within is None else tuple(within)))
        outcome = self._table.get(question, answer(question=question))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome
