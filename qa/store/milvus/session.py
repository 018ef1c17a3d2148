"""A library on Milvus while it is open: its facts and what is committed, each read again when it changed."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from time import monotonic
from typing import Final

from qa.errors import LibraryError, ModelError
from qa.prepare import ANALYSIS
from qa.sense.memory import forget_texts
from qa.store.cache import Cache
from qa.store.milvus.address import Address
from qa.store.milvus.client import Client
from qa.store.milvus.facts import Facts
from qa.store.milvus.held import Held, advance, read_meta
from qa.store.milvus.schema import CHUNKS, DOCUMENTS, META, PASSAGES, sentences_of
from qa.store.milvus.tidying import bump
from qa.store.models import ModelRecord

__all__ = ["Session"]

_REFRESH: Final = 60.0
"""Seconds after which the reports are listed again though nobody said that they changed: who did may have died."""


class Session:
    """An open library. Safe for threads.

    :param address: where it is.
    :param create: whether a library is made where there is none.
    :raises LibraryError: when nobody answers there, there is no library, or it refuses the user.
    """

    def __init__(self, address: Address, *, create: bool) -> None:
        self.cache: Final = Cache()
        self.encoder: str | None = None
        """Identity of the encoder that questions are encoded with; None until it is known."""
        self.reader: str | None = None
        """The same for the reader."""
        self._lock = Lock()
        self._held = Held()
        if address.path is not None and not create and not address.path.is_dir():
            raise _missing(address.subject)
        self.client: Final = Client(address)
        try:
            self._open(create=create)
        except BaseException:
            self.client.close()
            raise

    def facts(self) -> Facts | None:
        """What the library says of itself; None while it is new."""
        return read_meta(self.client)[0]

    def generation(self) -> str:
        """What the library calls its present state."""
        return read_meta(self.client)[1]

    def begin(self, record: ModelRecord) -> Facts:
        """Record what a new library is made with.

        :param record: the models.
        :return: what it says of itself now, which another process may have said first.
        """
        client, names = self.client, self.client.names
        with client.writing:
            facts = self.facts()
            if facts is None:
                facts = Facts(record)
                client.create(names.sentences(facts.epoch), sentences_of(record.dim))
                client.create(names.passages(facts.analysis), PASSAGES)
                client.upsert(names.meta, [facts.row()])
                bump(client)
            return self.facts() or facts

    def now(self, *, anew: bool = False, checked: bool = True) -> tuple[Facts | None, Held]:
        """What is committed now.

        :param anew: whether to list the reports again though nobody said that they changed.
        :param checked: whether the library must still be of the encoder and the analysis at hand.
        :return: what the library says of itself, and what it holds.
        :raises LibraryError: when it cannot be read.
        :raises ModelError: when it was moved to other models since it was opened.
        """
        facts, generation = read_meta(self.client)
        if checked and facts is not None:
            self.check(facts)
        with self._lock:
            held = self._held
            if anew or held.generation != generation or monotonic() - held.read > _REFRESH:
                before, held = held, advance(self.client, generation, held)
                self._held = held
                # with the lock held: what an older state knows must not be let in again
                self.cache.keep_only(held.entries.keys())
                if before.entries.keys() - held.entries.keys():
                    forget_texts()
        return facts, held

    def outdate(self) -> None:
        """List the reports again next time: a change broke off that may be done all the same."""
        with self._lock:
            self._held = replace(self._held, generation="")

    def check(self, facts: Facts) -> None:
        """Refuse to go on with a library that is no longer what it was when it was opened.

        :param facts: what it says of itself now.
        :raises ModelError: when it was moved to another encoder or reader: questions are asked as they were before.
        :raises LibraryError: when it holds what another version of report-qa derives from texts.
        """
        subject = self.client.subject
        models = facts.models
        for kind, made_with, own in (
            ("encoder", models.encoder, self.encoder),
            ("reader", models.reader, self.reader),
        ):
            if own is not None and made_with != own:
                cause = f"it was moved to another {kind} since it was opened"
                raise ModelError(subject, cause, "Open it again")
        if facts.analysis > ANALYSIS:
            cause = f"a newer version of report-qa made it (analysis {facts.analysis})"
            raise LibraryError(subject, cause, "Update report-qa")
        if facts.analysis < ANALYSIS:
            cause = "an older version of report-qa made what is searched"
            raise LibraryError(subject, cause, f"Run `report-qa reindex --library {subject}`")

    def _open(self, *, create: bool) -> None:
        client, names = self.client, self.client.names
        if names.meta not in client.collections() and not create:
            raise _missing(client.subject)
        for name, fields in ((names.meta, META), (names.documents, DOCUMENTS), (names.chunks, CHUNKS)):
            client.create(name, fields)
        facts = self.facts()
        if facts is not None:
            client.load(names.sentences(facts.epoch))
            client.load(names.passages(facts.analysis))


def _missing(subject: str) -> LibraryError:
    return LibraryError(subject, "there is no library", "Correct the name, or add reports to make one")
