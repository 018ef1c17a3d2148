"""The store of a library in a folder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from sqlite3 import Error
from typing import Final

from qa.errors import BusyError, DamagedError, LibraryError, StorageError
from qa.progress import OnProgress
from qa.store.base import Addition, Embed, View, check_vectors, not_held, not_yet_held
from qa.store.gone import prove_gone
from qa.store.local.changes import change, rewrite
from qa.store.local.database import Database
from qa.store.local.facts import new_generation, record_models, recorded
from qa.store.local.records import load_original, load_prepared, load_vectors
from qa.store.local.reindex import abandon, re_embed, switch
from qa.store.local.searching import Searching
from qa.store.merging import settle, together
from qa.store.models import ModelRecord

__all__ = ["LocalStore"]


class LocalStore:
    """Keeps reports in a folder. Many threads and processes read, one at a time writes; readers never wait for it.

    :param folder: the library's.
    :param create: whether a folder that is missing or empty becomes a library.
    :raises LibraryError: when it is no library, of a newer format, damaged, or cannot be read.
    """

    durable: Final = True

    def __init__(self, folder: Path, *, create: bool = True, keeps_originals: bool = True) -> None:
        self.database = Database(folder, create=create)
        self.keeps_originals = keeps_originals
        self._folder = self.database.folder
        self.searching = Searching(self.database)

    @property
    def subject(self) -> str:
        """The folder."""
        return self.database.subject

    @property
    def models(self) -> ModelRecord | None:
        """What the library was made with; None while it is new."""
        with self.database.reading() as connection:
            return recorded(connection)

    @property
    def revision(self) -> str:
        """Its generation, which counts the changes that any process makes."""
        return str(self.searching.generation())

    def use_models(self, record: ModelRecord) -> None:
        """Say what the library is asked with; record it where the library is new.

        :param record: the models.
        :raises ModelError: when it was made with others.
        """
        found = self.models
        if found is None:
            with self.database.locked(), self.database.writing() as connection:
                found = recorded(connection) or record
                record_models(connection, found)
        found.check(record, self.subject)
        self.searching.encoder, self.searching.reader = record.encoder, record.reader
        if not self.database.read_only and self._is_amiss():
            with suppress(
                BusyError, StorageError
            ):  # whoever changes it next mends it; it can be asked as it is
                self.mend()

    def view(self) -> AbstractContextManager[View]:
        """The reports as they are now, in a read transaction that lasts as long as the context."""
        return self.searching.view()

    def put(self, additions: Sequence[Addition], replaced: Collection[str] = ()) -> None:
        """Add reports and remove others in one transaction.

        :param additions: reports to add; one that is held already is passed over.
        :param replaced: ids of reports to remove; one that is not held is passed over.
        :raises LibraryError: when they cannot be kept; nothing is changed.
        """
        models = self.models
        if models is None:
            raise LibraryError(self.subject, "it does not know its models yet", "Call use_models() first")
        check_vectors(self.subject, models.dim, additions)
        with self.database.locked():
            self._change(additions, replaced)

    def remove(self, document_id: str) -> None:
        """Remove a report, and prove that no search finds it.

        :param document_id: its id.
        :raises NotFoundError: when it is not held.
        :raises LibraryError: when the change cannot be kept.
        :raises IntegrityError: when a search still finds it.
        """
        with self.database.locked():
            with self.database.reading() as connection:
                state = self.searching.state_in(connection)
                if document_id not in state.numbers:
                    raise not_held(document_id)
                number = state.numbers[document_id]
                try:
                    prepared = load_prepared(connection, number)
                    vectors = load_vectors(connection, state.epoch, number, state.dim)
                except (DamagedError, Error):
                    prepared = None  # what is damaged can be removed, too; nothing is left to search with
            self._change((), [document_id])
            with self.database.reading() as connection:
                state = self.searching.state_in(connection)
            if prepared is not None:
                prove_gone(state.corpus, number, prepared, vectors)

    def original(self, document_id: str) -> bytes | None:
        """The bytes a report was read from.

        :param document_id: its id.
        :return: the bytes; None where they are not kept.
        :raises NotFoundError: when it is not held.
        :raises DamagedError: when they are not what was added.
        """
        with self.database.reading() as connection:
            numbers = self.searching.state_in(connection).numbers
            if document_id not in numbers:
                raise not_held(document_id)
            return load_original(connection, numbers[document_id], document_id)

    def compact(self) -> bool:
        """Put all that is searched into one part without anything of removed reports, and give back the room.

        :return: False when the room could not be given back yet: somebody was asking, or there is no room for it.
        :raises LibraryError: when the parts cannot be put together; nothing is changed.
        """
        with self.database.locked():
            with self.database.writing() as connection:
                state = self.searching.state_in(connection)
                parts = together(state.corpus.parts, state.gone)
                after = rewrite(connection, self._folder, state, state.ids, parts, frozenset())
            self.searching.publish(after)
            return self.database.vacuum()

    def reindex(self, record: ModelRecord, embed: Embed, on_progress: OnProgress | None = None) -> bool:
        """Move the library to other models. Until the last step, whoever has it open asks it as it was.

        :param record: the models.
        :param embed: makes the vectors of reports.
        :param on_progress: told how many reports are embedded.
        :return: False when the room of the old vectors could not be given back yet.
        :raises ModelError: when the encoder fails; the next call goes on from where this one ended.
        :raises LibraryError: when the vectors cannot be kept.
        """
        with self.database.locked():
            found = self.models
            if found is not None and found.encoder == record.encoder:
                with self.database.writing() as connection:
                    abandon(connection)
                    record_models(connection, record)
                    new_generation(connection)
                self.searching.reader = record.reader
                return True
            epoch = re_embed(self.database, record, embed, on_progress)
            with self.database.writing() as connection:
                switch(connection, self._folder, epoch, record)
            self.searching.encoder, self.searching.reader = record.encoder, record.reader
            self.searching.remove_files()
            return self.database.vacuum()

    def mend(self) -> bool:
        """Write what is searched, where files were gone, damaged or of an older version.

        :return: whether there was anything to write.
        :raises LibraryError: when it cannot be written.
        """
        with self.database.locked(seconds=0):
            with self.database.writing() as connection:
                state = self.searching.state_in(connection)
                if not self._is_amiss():
                    return False
                parts, gone = settle(state.corpus.parts, state.gone)
                after = rewrite(connection, self._folder, state, state.ids, parts, gone)
            self.searching.publish(after)
        return True

    def _is_amiss(self) -> bool:
        """Whether files are gone, damaged, of an older version, or left by what was interrupted."""
        state = self.searching.state()
        return bool(state.tails or state.shards.unread or self.searching.other_files())

    def close(self) -> None:
        """Close the database. Closing twice does nothing."""
        self.database.close()

    def _change(self, additions: Sequence[Addition], removed: Collection[str]) -> None:
        with self.database.writing() as connection:
            state = self.searching.state_in(connection)
            held = set(state.ids.values())
            lost = held.intersection(removed)
            wanted = not_yet_held(additions, held - lost)
            if not wanted and not lost:
                return
            after = change(connection, self._folder, state, wanted, lost)
        self.searching.publish(after)
        with suppress(StorageError):  # the change is committed, whether or not there is room to tidy up
            self.database.empty_log()
