"""What a process searches of a library, kept in step with what others make of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection
from threading import Lock
from typing import Final

from qa.errors import ModelError
from qa.sense.memory import forget_texts
from qa.store.cache import Cache
from qa.store.local.database import Database
from qa.store.local.facts import get_meta
from qa.store.local.files import other_files, remove_others
from qa.store.local.state import State, advance, generation_of
from qa.store.local.view import LocalView

__all__ = ["Searching"]

_TRIES: Final = 20
"""How often a reader looks again when a writer takes away the files it was about to read."""


class Searching:
    """The state that was searched last, and the next one as soon as there is one. Safe for threads.

    :param database: the library's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache = Cache()
        self._lock = Lock()
        self._state: State | None = None
        self.encoder: str | None = None
        """Identity of the encoder that questions are encoded with; None to search whatever is there."""
        self.reader: str | None = None
        """The same for the reader."""

    @contextmanager
    def view(self) -> Iterator[LocalView]:
        """The reports as they are now, in a read transaction that lasts as long as the context.

        :raises LibraryError: when they cannot be read.
        """
        for attempt in range(_TRIES):
            with self._database.reading() as connection:
                state = self._patiently(connection, last=attempt == _TRIES - 1)
                if state is not None:
                    yield LocalView(connection, state, self._cache, self._database.subject)
                    return

    def generation(self) -> int:
        """Counts the changes of the library, whoever makes them."""
        with self._database.reading() as connection:
            return generation_of(connection)

    def state(self) -> State:
        """What is searched now."""
        with self.view() as view:
            return view.state

    def _patiently(self, connection: Connection, *, last: bool) -> State | None:
        """The state that a transaction sees; None when a later one has taken files of it away meanwhile."""
        try:
            return self.state_in(connection, patient=not last)
        except FileNotFoundError:
            if self.generation() != generation_of(connection):
                return None
            return self.state_in(connection)

    def state_in(self, connection: Connection, *, patient: bool = False) -> State:
        """The state that a transaction sees.

        :param connection: in the transaction.
        :param patient: whether a file that is gone is looked for in a later generation, not made again.
        :return: the state.
        :raises FileNotFoundError: when a file is gone and ``patient`` is set.
        :raises ModelError: when questions are encoded by another encoder than its vectors.
        """
        generation = generation_of(connection)
        state = self._state
        if state is not None and state.generation == generation:
            return state
        with self._lock:
            state = self._state
            if state is None or state.generation != generation:
                self._check_models(connection)
                state = advance(connection, self._database.folder, state, patient=patient)
                self._advance(state)
        return state

    def publish(self, after: State) -> None:
        """Search a state that was committed. Files that are not needed for it go.

        :param after: the state.
        """
        with self._lock:
            self._advance(after)
        self.remove_files()

    def other_files(self) -> tuple[str, ...]:
        """Names of files that are not counted in."""
        return other_files(self._database.folder, self._counted())

    def remove_files(self) -> None:
        """Remove files that are not counted in. Call it with the library's lock held."""
        remove_others(self._database.folder, self._counted())

    def _advance(self, state: State) -> None:
        """Take a state for the newest one, if it is; nothing of reports it does not hold stays in memory."""
        before = self._state
        if before is not None and before.generation >= state.generation:
            return
        self._state = state
        self._cache.keep_only(state.ids)
        if before is not None and not before.ids.keys() <= state.ids.keys():
            forget_texts()

    def _counted(self) -> list[int]:
        with self._database.reading() as connection:
            return [row[0] for row in connection.execute("SELECT shard FROM shards")]

    def _check_models(self, connection: Connection) -> None:
        """Questions are encoded as they were when the library was opened: other vectors must not be searched."""
        for kind, own in (("encoder", self.encoder), ("reader", self.reader)):
            if own is not None and get_meta(connection, kind) != own:
                cause = f"it was moved to another {kind} since it was opened"
                raise ModelError(self._database.subject, cause, "Open it again")
