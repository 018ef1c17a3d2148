"""What every store can do: keep reports, and show them as they are at one moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeAlias

import numpy as np

from embeddings.encoder import Vectors
from qa.errors import ModelError, NotFoundError
from qa.prepare import Prepared
from qa.progress import OnProgress
from qa.report_info import ReportInfo
from qa.retrieve import Searchable
from qa.store.models import ModelRecord
from qa.types import Document, Skipped

__all__ = [
    "Addition",
    "Embed",
    "KeptStore",
    "Store",
    "View",
    "check_vectors",
    "info_of",
    "not_held",
    "not_yet_held",
]

Embed: TypeAlias = Callable[[Sequence[Prepared]], Sequence[Vectors]]
"""Makes the vectors of reports: for each float32 of shape (sentences, dim)."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A report that is to be kept.

    :param prepared: the report.
    :param vectors: float32 of shape (sentences, dim).
    :param original: the bytes it was read from, whose SHA-256 is the document's id; None where they are not kept.
    :param added_at: when it was added to the library it is copied from; None for now.
    """

    prepared: Prepared
    vectors: Vectors
    original: bytes | None = None
    added_at: str | None = None


class View(Searchable, Protocol):
    """The reports as they are at one moment: what others add or remove meanwhile is not seen."""

    @property
    def models(self) -> ModelRecord | None:
        """What the library was made with at that moment; None for one that is new, or in memory."""
        ...

    def ids(self) -> Collection[str]:
        """Ids of what is held."""
        ...

    def numbers(self, ids: Collection[str]) -> frozenset[int]:
        """Numbers of reports by their ids; those that are not held are passed over."""
        ...

    def unsearched(self) -> Mapping[int, Skipped]:
        """Reports that no search can find, as they are damaged, by number."""
        ...

    def prepared(self, report: int) -> Prepared:
        """A report made ready for reading, by its number; raises DamagedError where it is not what was added."""
        ...

    def reports(self) -> tuple[ReportInfo, ...]:
        """What is held, in the order of addition; what is damaged is marked."""
        ...

    def document(self, document_id: str) -> Document:
        """A report by its id; raises NotFoundError where there is none."""
        ...

    def addition(self, document_id: str) -> Addition:
        """All that is kept of a report, to be put into another store; raises NotFoundError where there is none."""
        ...


class Store(Protocol):
    """Keeps reports. Safe for threads."""

    @property
    def subject(self) -> str | None:
        """What errors name: the folder, or the address without a password; None in memory."""
        ...

    @property
    def durable(self) -> bool:
        """Whether what was put outlives the process, so that a long batch is put piece by piece."""
        ...

    @property
    def keeps_originals(self) -> bool:
        """Whether the bytes that reports were read from are to be read and put with them."""
        ...

    @property
    def revision(self) -> str:
        """A short text that is another one after every change of what is held, whoever made it."""
        ...

    def view(self) -> AbstractContextManager[View]:
        """The reports as they are now, for as long as the context lasts."""
        ...

    def put(self, additions: Sequence[Addition], replaced: Collection[str] = ()) -> None:
        """Add reports and remove others in one step, all or none.

        :param additions: reports to add; one that is held already is passed over.
        :param replaced: ids of reports to remove; one that is not held is passed over.
        :raises LibraryError: when they cannot be kept; nothing is changed.
        """
        ...

    def remove(self, document_id: str) -> None:
        """Remove a report, and prove that no search finds it; raises NotFoundError where there is none."""
        ...

    def original(self, document_id: str) -> bytes | None:
        """The bytes a report was read from; None where they cannot be had."""
        ...

    def compact(self) -> bool:
        """Put all that is searched together, without anything of removed reports; False when their room could not be
        given back yet, as somebody was asking.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections. Closing twice does nothing."""
        ...


class KeptStore(Store, Protocol):
    """A store whose reports outlive the process."""

    @property
    def subject(self) -> str:
        """What errors name: the folder, or the address without a password."""
        ...

    @property
    def models(self) -> ModelRecord | None:
        """What the library was made with; None while it is new."""
        ...

    def use_models(self, record: ModelRecord) -> None:
        """Say what the library is asked with. Recorded where it is new; raises ModelError where it was made with
        others, and from then on when it is moved to another encoder meanwhile.
        """
        ...

    def reindex(self, record: ModelRecord, embed: Embed, on_progress: OnProgress | None = None) -> bool:
        """Move the library to other models while it still answers; what was interrupted goes on from there. False when
        the room of the old vectors could not be given back yet.
        """
        ...


def not_yet_held(additions: Sequence[Addition], held: Collection[str]) -> list[Addition]:
    """Those that are to be added.

    :param additions: reports; of several with the same id the first counts.
    :param held: ids of those that are there.
    :return: the others, in their order.
    """
    first = {each.prepared.document.id: each for each in reversed(additions)}
    ids = dict.fromkeys(each.prepared.document.id for each in additions)
    return [first[each] for each in ids if each not in held]


def not_held(document_id: str) -> NotFoundError:
    """What to raise for a report that is not there.

    :param document_id: the id.
    :return: the error.
    """
    return NotFoundError(
        document_id,
        "the library has no such report",
        "Look it up among the reports; it may have been removed",
    )


def check_vectors(subject: str, dim: int, additions: Sequence[Addition]) -> None:
    """Refuse vectors that are not those of the reports, or of another encoder.

    :param subject: the library.
    :param dim: number of components of its vectors.
    :param additions: reports to add.
    :raises ModelError: when a vector is missing, left over, of another size or not finite.
    """
    for each in additions:
        expected = (len(each.prepared.segmentation.sentences), dim)
        if each.vectors.shape != expected or not np.isfinite(each.vectors).all():
            cause = f"vectors of shape {each.vectors.shape} do not fit {each.prepared.document.name}, or are not finite"
            raise ModelError(
                subject, cause, f"Give float32 vectors of shape {expected}, of the library's encoder"
            )


def info_of(prepared: Prepared, added_at: str | None = None) -> ReportInfo:
    """What is said of a report.

    :param prepared: the report.
    :param added_at: when it was added, UTC, as ISO 8601; now when None.
    :return: the information.
    """
    document = prepared.document
    return ReportInfo(
        document.id,
        document.name,
        document.media_type,
        document.codec,
        document.path,
        len(document.page_starts) or None,
        len(document.text),
        len(prepared.segmentation.sentences),
        added_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
