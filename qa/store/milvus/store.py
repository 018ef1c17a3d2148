"""The store of a library on Milvus."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from qa.errors import BusyError, LibraryError
from qa.progress import OnProgress
from qa.store.base import Addition, Embed, View, check_vectors, not_held, not_yet_held
from qa.store.milvus.address import Address
from qa.store.milvus.changes import change
from qa.store.milvus.facts import Facts
from qa.store.milvus.held import Held
from qa.store.milvus.reindex import move
from qa.store.milvus.session import Session
from qa.store.milvus.tidying import erase, prove_erased, tidy, with_replaced
from qa.store.milvus.view import MilvusView, load_original
from qa.store.models import ModelRecord

__all__ = ["MilvusStore"]

_TRIED: Final = 16
"""Sentences of a removed report that are searched for."""


class MilvusStore:
    """Keeps reports on a Milvus server, for any number of processes, or in Milvus Lite, for one. Safe for threads.

    :param address: where.
    :param create: whether a library is made where there is none.
    :param keeps_originals: whether the bytes of reports that are added are kept.
    :raises LibraryError: when nobody answers there, there is no library, or it refuses the user.
    :raises BusyError: when another process has it open in Milvus Lite.
    """

    durable: Final = True

    def __init__(self, address: Address, *, create: bool = True, keeps_originals: bool = True) -> None:
        self.keeps_originals = keeps_originals
        self._session = Session(address, create=create)
        self._client = self._session.client

    @property
    def subject(self) -> str:
        """The address without a password, or the path."""
        return self._client.subject

    @property
    def models(self) -> ModelRecord | None:
        """What the library was made with; None while it is new."""
        facts = self._session.facts()
        return facts.models if facts else None

    @property
    def revision(self) -> str:
        """What every change makes another text, in one small query that waits for changes others have made.

        What a process committed and could not tell, as it was ended, is seen by whoever asks, and not here.
        """
        return self._session.generation()

    def use_models(self, record: ModelRecord) -> None:
        """Say what the library is asked with; record it where the library is new. What interrupted changes left
        behind is deleted.

        :param record: the models.
        :raises ModelError: when it was made with others.
        :raises LibraryError: when it holds what another version of report-qa derives from texts.
        """
        facts = self._session.facts() or self._session.begin(record)
        facts.models.check(record, self.subject)
        self._session.encoder, self._session.reader = record.encoder, record.reader
        self.tidy()

    @contextmanager
    def view(self) -> Iterator[View]:
        """The reports that are committed now; see :class:`qa.store.milvus.view.MilvusView`.

        :raises LibraryError: when they cannot be read.
        """
        yield MilvusView(self._session)

    def put(self, additions: Sequence[Addition], replaced: Collection[str] = ()) -> None:
        """Add reports and remove others in one step.

        :param additions: reports to add; one that is held already is passed over.
        :param replaced: ids of reports to remove; one that is not held is passed over.
        :raises LibraryError: when they cannot be kept; nothing is changed.
        :raises BusyError: when the library is being moved to other models; the same.
        :raises ModelError: when their vectors are not those of the library's encoder, or it was moved to another.
        """
        with self._client.writing:
            facts, held = self._now()
            lost = held.numbers.keys() & set(replaced)
            wanted = not_yet_held(additions, held.numbers.keys() - lost)
            if not wanted and not lost:
                return
            check_vectors(self.subject, facts.models.dim, wanted)
            if wanted:
                self._check_place(facts)
            try:
                change(self._client, (facts, held), wanted, lost, lambda: self._check_place(facts))
            except LibraryError:
                self._check_place(facts)  # what it was written to may be gone for that reason
                raise
            finally:
                self._session.outdate()
            self._now()

    def remove(self, document_id: str) -> None:
        """Remove a report, and prove that neither a query nor a search finds it.

        :param document_id: its id.
        :raises NotFoundError: when it is not held.
        :raises LibraryError: when the change cannot be kept.
        :raises IntegrityError: when anything of it is still found.
        """
        client, names = self._client, self._client.names
        with client.writing:
            facts, held = self._session.now(anew=True)
            if facts is None or document_id not in held.numbers:
                raise not_held(document_id)
            entry = held.entries[held.numbers[document_id]]
            sentences = names.sentences(facts.epoch)
            own = client.query(sentences, f"number == {entry.number}", ("vector",), limit=_TRIED)
            try:
                erase(client, with_replaced(client, held, [entry.number]))
            finally:
                self._session.outdate()
            self._now()
            prove_erased(client, sentences, entry, own)

    def original(self, document_id: str) -> bytes | None:
        """The bytes a report was read from.

        :param document_id: its id.
        :return: the bytes; None where they are not kept.
        :raises NotFoundError: when it is not held.
        :raises DamagedError: when they are not what was added.
        """
        _, held = self._session.now()
        if document_id not in held.numbers:
            raise not_held(document_id)
        return load_original(self._client, held.entries[held.numbers[document_id]])

    def tidy(self) -> int:
        """Delete what interrupted changes left behind; on a server, of additions that began a day ago.

        :return: of how many reports anything was left.
        :raises LibraryError: when it cannot be done.
        """
        with self._client.writing:
            return tidy(self._client, self._now)

    def compact(self) -> bool:
        """Delete what interrupted changes left behind, and ask a server for the room of what was removed.

        Milvus Lite gives none back; a copy of the library has nothing of what was removed.

        :return: True: whoever asks meanwhile is not in the way.
        :raises LibraryError: when it cannot be done.
        """
        self.tidy()
        names = self._client.names
        for name in (names.documents, names.chunks, *names.searched(self._client.collections())):
            self._client.compact(name)
        return True

    def reindex(self, record: ModelRecord, embed: Embed, on_progress: OnProgress | None = None) -> bool:
        """Move the library to other models. Until the last step, whoever has it open asks it as it was.

        :param record: the models.
        :param embed: makes the vectors of reports.
        :param on_progress: told how many reports are embedded.
        :return: True: the old vectors are dropped.
        :raises ModelError: when the encoder fails; the next call goes on from where this one ended.
        :raises LibraryError: when the vectors cannot be kept; the same.
        """
        session = self._session

        def now() -> tuple[Facts, Held]:
            facts, held = session.now(anew=True, checked=False)
            return facts or session.begin(record), held

        with self._client.writing:
            move(self._client, record, embed, now, on_progress)
            session.encoder, session.reader = record.encoder, record.reader
        return True

    def close(self) -> None:
        """Disconnect. Closing twice does nothing."""
        self._client.close()

    def _check_place(self, facts: Facts) -> None:
        """Refuse to add to a library that has left its place, or will before long."""
        now = self._session.facts() or facts
        self._session.check(now)
        if now.sealed or now.place != facts.place:
            cause = "it is being moved to other models"
            remedy = (
                "Add the reports again in a while; if the move was interrupted, run `report-qa reindex` again"
            )
            raise BusyError(self.subject, cause, remedy)

    def _now(self) -> tuple[Facts, Held]:
        """What is committed, read again."""
        facts, held = self._session.now(anew=True)
        if facts is None:
            raise LibraryError(self.subject, "it has no models yet", "Call use_models() first")
        return facts, held
