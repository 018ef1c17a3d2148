"""Reports that live as long as the process."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Final

import numpy as np

from qa.corpus import Corpus, Part
from qa.embedding import file_of
from qa.prepare import Prepared
from qa.report_info import ReportInfo
from qa.sense.memory import forget_texts
from qa.store.base import Addition, View, info_of, not_held, not_yet_held
from qa.store.gone import prove_gone
from qa.store.merging import settle, together
from qa.types import Document, Skipped

__all__ = ["MemoryStore"]


class _MemoryView(Corpus):
    """A corpus, and what is held."""

    def __init__(self, state: _State) -> None:
        super().__init__(state.parts, state.gone)
        self._state: Final = state

    def prepared(self, report: int) -> Prepared:
        """A report made ready for reading, by its number."""
        return self._state.reports[report].prepared

    @property
    def models(self) -> None:
        """Not recorded: it is asked with what it was made with."""

    def ids(self) -> Collection[str]:
        """Ids of what is held."""
        return self._state.numbers.keys()

    def numbers(self, ids: Collection[str]) -> frozenset[int]:
        """Numbers of reports by their ids; those that are not held are passed over."""
        return frozenset(found for found in map(self._state.numbers.get, ids) if found is not None)

    def unsearched(self) -> Mapping[int, Skipped]:
        """None: nothing is damaged in memory."""
        return {}

    def reports(self) -> tuple[ReportInfo, ...]:
        """What is held."""
        return tuple(held.info for held in self._state.reports.values())

    def document(self, document_id: str) -> Document:
        """A report by its id."""
        return self._held(document_id).prepared.document

    def original(self, document_id: str) -> bytes | None:
        """The bytes a report was read from, see :meth:`MemoryStore.original`."""
        held = self._held(document_id)
        return file_of(held.prepared.document) if held.original is None else held.original

    def addition(self, document_id: str) -> Addition:
        """All that is kept of a report."""
        held, number = self._held(document_id), self._state.numbers[document_id]
        (part,) = (part for part in self.parts if number in part.shard.numbers)
        own = part.shard.positions_of(part.shard.rows_of(frozenset([number])))
        return Addition(held.prepared, part.vectors.vectors()[own], held.original, held.info.added_at)

    def _held(self, document_id: str) -> _Held:
        if document_id not in self._state.numbers:
            raise not_held(document_id)
        return self._state.reports[self._state.numbers[document_id]]


@dataclass(frozen=True, slots=True)
class _Held:
    """A report, what is said of it, and its bytes where somebody gave them."""

    prepared: Prepared
    info: ReportInfo
    original: bytes | None


@dataclass(frozen=True, slots=True)
class _State:
    """Never changed: a change is another state.

    :param reports: by number, ascending.
    :param numbers: by id.
    :param parts: what is searched.
    :param gone: numbers of removed reports that parts still hold.
    :param next: number of the next report; none is given twice.
    """

    reports: dict[int, _Held] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    gone: frozenset[int] = frozenset()
    next: int = 0


class MemoryStore:
    """Keeps reports in memory. Safe for threads: a view is what was there when it was asked for.

    Bytes are not read for it; those that are put with a report are kept.
    """

    durable: Final = False
    keeps_originals: Final = False
    subject: Final = None

    def __init__(self) -> None:
        self._lock = Lock()
        self._born = secrets.token_hex(4)
        self._view = _MemoryView(_State())
        self._state = _State()

    @property
    def revision(self) -> str:
        """Another one after every change of what is held: either more reports were numbered, or fewer are left."""
        state = self._state
        return f"{self._born}-{state.next}-{len(state.reports)}"

    @contextmanager
    def view(self) -> Iterator[View]:
        """The reports as they are now."""
        yield self._view

    def put(self, additions: Sequence[Addition], replaced: Collection[str] = ()) -> None:
        """Add reports and remove others in one step.

        :param additions: reports to add; one that is held already is passed over.
        :param replaced: ids of reports to remove.
        """
        with self._lock:
            state = _without(self._state, replaced)
            if state is not self._state:
                forget_texts()
            wanted = not_yet_held(additions, state.numbers)
            self._publish(_with(state, wanted) if wanted else state)

    def remove(self, document_id: str) -> None:
        """Remove a report.

        :param document_id: its id.
        :raises NotFoundError: when it is not held.
        """
        with self._lock:
            if document_id not in self._state.numbers:
                raise not_held(document_id)
            before, number = self._view, self._state.numbers[document_id]
            gone = before.addition(document_id)
            self._publish(_without(self._state, [document_id]))
            prove_gone(self._view, number, gone.prepared, gone.vectors)
            forget_texts()

    def original(self, document_id: str) -> bytes | None:
        """The bytes a report was read from.

        :param document_id: its id.
        :return: those that were put with it; else those of its file, if their SHA-256 still is the id; else None.
        :raises NotFoundError: when it is not held.
        """
        return self._view.original(document_id)

    def compact(self) -> bool:
        """Put all parts together."""
        with self._lock:
            state = self._state
            self._publish(replace(state, parts=together(state.parts, state.gone), gone=frozenset()))
        return True

    def close(self) -> None:
        """Nothing to let go of."""

    def _publish(self, state: _State) -> None:
        self._view, self._state = _MemoryView(state), state


def _without(state: _State, ids: Collection[str]) -> _State:
    numbers = {state.numbers[each] for each in ids if each in state.numbers}
    if not numbers:
        return state
    return _State(
        {number: report for number, report in state.reports.items() if number not in numbers},
        {each: number for each, number in state.numbers.items() if number not in numbers},
        *settle(state.parts, state.gone | numbers),
        state.next,
    )


def _with(state: _State, additions: Sequence[Addition]) -> _State:
    numbered = list(enumerate((each.prepared for each in additions), start=state.next))
    added = Part.of(numbered, np.concatenate([each.vectors for each in additions]))
    parts, gone = settle((*state.parts, added), state.gone)
    return _State(
        state.reports | {number: _held(each) for number, each in enumerate(additions, start=state.next)},
        state.numbers | {prepared.document.id: number for number, prepared in numbered},
        parts,
        gone,
        state.next + len(numbered),
    )


def _held(each: Addition) -> _Held:
    return _Held(each.prepared, info_of(each.prepared, each.added_at), each.original)
