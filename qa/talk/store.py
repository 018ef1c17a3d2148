"""Where conversations are kept: a SQLite file that several processes may share, or memory."""

from __future__ import annotations

import secrets
from contextlib import suppress
from os import fspath
from pathlib import Path
from types import TracebackType
from typing import Final

from qa.errors import BusyError, StorageError
from qa.talk import changes, records
from qa.talk.changes import MOST_TITLE
from qa.talk.database import Database
from qa.talk.records import MOST_TURNS
from qa.talk.rows import searched, stored
from qa.talk.types import Conversation, Heading, Settings, Turn
from qa.types import PathSource

__all__ = ["MOST_HEADINGS", "MOST_TITLE", "MOST_TURNS", "Conversations"]

MOST_HEADINGS: Final = 200
"""Conversations that one page of the list has at most."""

_BYTES_OF_AN_ID: Final = 16


class Conversations:
    """Everybody's conversations. Safe for threads, and for several processes on one file.

    A conversation is known by its id and belongs to a person and a library; to everybody else it is not there. Every
    method raises StorageError when the file cannot be read or written, BusyError when another process does not let go
    of it, ConversationError when it is damaged: what was kept is still there then.

    :param database: what they are kept in; see :meth:`open`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: PathSource | None = None) -> Conversations:
        """Open what conversations are kept in.

        :param path: the file, made for its owner alone when it is missing; None for memory, which ends with the
            process. One that may not be written can be read.
        :return: the conversations.
        :raises ConversationError: when it is damaged, of a newer version, or a file of something else.
        :raises StorageError: when it cannot be read or made.
        """
        return cls(Database(None if path is None else Path(fspath(path))))

    def headings(
        self, person: str, library: str, search: str = "", skip: int = 0, limit: int = MOST_HEADINGS
    ) -> tuple[Heading, ...]:
        """List somebody's conversations with a library.

        :param person: whose.
        :param library: with which library.
        :param search: what stands in the title, or in one of the questions as they were typed; in either Chinese
            script, in capitals or small letters. "" for all.
        :param skip: how many to leave out, as they are on pages before.
        :param limit: how many at most, up to :data:`MOST_HEADINGS`.
        :return: their headings, those changed last first.
        """
        values: dict[str, str | int] = {
            "person": stored(person),
            "library": stored(library),
            "words": searched(search),
            "limit": max(0, min(limit, MOST_HEADINGS)),
            "skip": max(0, skip),
        }
        with self._database.reading() as connection:
            return records.headings(connection, values)

    def start(self, person: str, library: str) -> Conversation:
        """Start a conversation. Nothing is kept of it before :meth:`append`.

        :param person: whose it is to be.
        :param library: with which library.
        :return: a conversation without turns.
        """
        now = records.now()
        return Conversation(secrets.token_urlsafe(_BYTES_OF_AN_ID), "", now, now)

    def load(self, person: str, identity: str, most: int | None = MOST_TURNS) -> Conversation:
        """Load a conversation.

        :param person: whose it is.
        :param identity: its id.
        :param most: how many of its turns at most, the last ones; None for all.
        :return: the conversation. A turn whose row is damaged has the ConversationError that says so as its outcome.
        :raises NotFoundError: when it is not there, or another person's.
        """
        with self._database.reading() as connection:
            return records.loaded(connection, records.required(connection, person, identity), most)

    def append(self, person: str, library: str, conversation: Conversation, turn: Turn) -> Conversation:
        """Keep a turn at the end of a conversation; where several pages add to it, in order of arrival.

        :param person: whose it is.
        :param library: with which library.
        :param conversation: the conversation as it was known.
        :param turn: the turn.
        :return: the conversation as it is kept then, also with what other pages added since: the last
            :data:`MOST_TURNS` turns.
        :raises NotFoundError: when it is another person's or with another library, or was deleted.
        :raises ConversationError: when the answer is still to come, or is rated and ratings are not to be kept.
        """
        with self._database.writing() as connection:
            row = changes.begun(connection, person, library, conversation, turn)
            return changes.append(connection, row, conversation, turn)

    def replace_last(self, person: str, library: str, conversation: Conversation, turn: Turn) -> Conversation:
        """Keep a turn in place of the last one; at the end where the conversation was changed since.

        :param person: whose it is.
        :param library: with which library.
        :param conversation: the conversation as it was known.
        :param turn: the turn.
        :return: as of :meth:`append`.
        :raises NotFoundError: as :meth:`append`.
        :raises ConversationError: as :meth:`append`.
        """
        with self._database.writing() as connection:
            row = changes.begun(connection, person, library, conversation, turn)
            replaced = changes.replace_last(connection, row, conversation, turn)
        self._scrub()
        return replaced

    def rate(self, person: str, identity: str, number: int, rating: int) -> Conversation:
        """Rate an answer, for somebody who lets ratings be kept.

        :param person: whose conversation it is.
        :param identity: its id.
        :param number: which turn, counted from 0: ``conversation.earlier`` and its place in ``conversation.turns``.
        :param rating: 1 for helpful, -1 for not, 0 to take it back.
        :return: the conversation as it is kept then.
        :raises NotFoundError: when it is not there, another person's, or has no such turn.
        :raises ConversationError: when it is no rating, or they do not let ratings be kept.
        """
        with self._database.writing() as connection:
            row = records.required(connection, person, identity)
            return changes.rate(connection, person, row, number, rating)

    def settings(self, person: str) -> Settings:
        """What somebody lets be kept.

        :param person: who.
        :return: their settings; ratings are not kept where they never said.
        """
        with self._database.reading() as connection:
            return records.settings_of(connection, person)

    def set_settings(self, person: str, settings: Settings) -> None:
        """Keep what somebody lets be kept; ratings that they no longer let be kept are forgotten.

        :param person: who.
        :param settings: their settings.
        """
        with self._database.writing() as connection:
            changes.keep_settings(connection, person, settings)
        self._scrub()

    def rename(self, person: str, identity: str, title: str) -> None:
        """Give a conversation another title.

        :param person: whose it is.
        :param identity: its id.
        :param title: the title, at most :data:`MOST_TITLE` characters.
        :raises NotFoundError: when it is not there, or another person's.
        :raises ConversationError: when the title is empty or too long.
        """
        with self._database.writing() as connection:
            changes.entitle(connection, records.required(connection, person, identity), title)

    def delete(self, person: str, identity: str) -> None:
        """Forget a conversation; what was kept of it is overwritten.

        :param person: whose it is.
        :param identity: its id.
        :raises NotFoundError: when it is not there, or another person's.
        """
        with self._database.writing() as connection:
            changes.forget(connection, person, None, records.required(connection, person, identity))
        self._scrub()

    def delete_all(self, person: str, library: str) -> int:
        """Forget all of somebody's conversations with a library; what was kept of them is overwritten.

        :param person: whose.
        :param library: with which library.
        :return: how many there were.
        """
        with self._database.writing() as connection:
            count = changes.forget(connection, person, library)
        self._scrub()
        return count

    def forget(self, person: str) -> int:
        """Forget somebody: their conversations with every library, and their settings.

        :param person: who.
        :return: how many conversations there were.
        """
        with self._database.writing() as connection:
            count = changes.forget(connection, person, None)
            changes.keep_settings(connection, person, None)
        self._scrub()
        return count

    def close(self) -> None:
        """Close the file. Closing twice does nothing."""
        self._database.close()

    def __enter__(self) -> Conversations:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _scrub(self) -> None:
        """The change is committed, whether or not there is room to tidy up behind it."""
        with suppress(StorageError, BusyError):
            self._database.scrub()
