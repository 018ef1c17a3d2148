"""What is written of conversations inside one transaction."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Final

from qa.errors import ConversationError, NotFoundError
from qa.talk.records import (
    MOST_TURNS,
    Row,
    count_of,
    lacking,
    loaded,
    now,
    required,
    row_of,
    settings_of,
    turns_behind,
)
from qa.talk.rows import COLUMNS, searched, stored, values_of
from qa.talk.types import Conversation, Settings, Turn

__all__ = ["MOST_TITLE", "append", "begun", "entitle", "forget", "keep_settings", "rate", "replace_last"]

MOST_TITLE: Final = 200
"""Characters of a title."""

_INSERT: Final = f"INSERT INTO turns (conversation, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - names of ours


def begun(connection: Connection, person: str, library: str, conversation: Conversation, turn: Turn) -> Row:
    """The row of a conversation that a turn is to be kept of, made where the turn is its first.

    :param connection: in a write transaction.
    :param person: whose it is.
    :param library: with which library.
    :param conversation: the conversation as it was known.
    :param turn: the turn.
    :return: its row.
    :raises NotFoundError: when it is another person's or with another library, or was deleted.
    :raises ConversationError: when the turn is rated, and ratings are not to be kept.
    """
    if turn.rating:
        _require_consent(connection, person)
    identity, owner = stored(conversation.id), (stored(person), stored(library))
    query = "SELECT person, library FROM conversations WHERE id = ?"
    found = connection.execute(query, (identity,)).fetchone()
    if found is None:
        if conversation.turns or conversation.earlier:
            raise lacking(conversation.id)
        connection.execute(
            "INSERT INTO conversations (id, person, library, title, searched, started_at, changed_at)"
            " VALUES (?, ?, ?, '', '', ?, ?)",
            (identity, *owner, conversation.started_at, conversation.started_at),
        )
    elif found != owner:
        raise lacking(conversation.id)
    return required(connection, person, conversation.id)


def append(connection: Connection, row: Row, conversation: Conversation, turn: Turn) -> Conversation:
    """Keep a turn at the end.

    :param connection: in a write transaction.
    :param row: of the conversation, see :func:`begun`.
    :param conversation: the conversation as it was known.
    :param turn: the turn.
    :return: the conversation as it is kept then.
    :raises ConversationError: when the turn cannot be kept.
    """
    number = count_of(connection, row)
    connection.execute(_INSERT, (row.number, *values_of(number, turn)))
    row = _touched(connection, row, turn, more=0)
    known = conversation.earlier + len(conversation.turns)
    if row.revision != conversation.revision or known > number:
        return loaded(connection, row)
    # what was known is as it was: only what other pages added since has to be read
    missed = turns_behind(connection, row, known)[:-1] if known < number else ()
    turns = (*conversation.turns, *missed, turn)
    return row.with_turns(turns[-MOST_TURNS:], conversation.earlier + max(0, len(turns) - MOST_TURNS))


def replace_last(connection: Connection, row: Row, conversation: Conversation, turn: Turn) -> Conversation:
    """Keep a turn in place of the last one; at the end where the conversation was changed since.

    :param connection: in a write transaction.
    :param row: of the conversation, see :func:`begun`.
    :param conversation: the conversation as it was known.
    :param turn: the turn.
    :return: the conversation as it is kept then.
    :raises ConversationError: when the turn cannot be kept.
    """
    last = conversation.earlier + len(conversation.turns) - 1
    if last < 0 or (row.revision, count_of(connection, row)) != (conversation.revision, last + 1):
        return append(connection, row, conversation, turn)
    values = values_of(last, turn)
    connection.execute("DELETE FROM turns WHERE conversation = ? AND number = ?", (row.number, last))
    connection.execute(_INSERT, (row.number, *values))
    if last == 0 and row.title == _title(conversation.turns[0].typed):
        _name(connection, row, _title(turn.typed))
    row = _touched(connection, row, turn, more=1)
    return row.with_turns((*conversation.turns[:-1], turn), conversation.earlier)


def rate(connection: Connection, person: str, row: Row, number: int, rating: int) -> Conversation:
    """Keep a rating.

    :param connection: in a write transaction.
    :param person: whose conversation it is.
    :param row: of the conversation.
    :param number: the turn, counted from 0.
    :param rating: 1, -1 or 0.
    :return: the conversation as it is kept then.
    :raises NotFoundError: when there is no such turn.
    :raises ConversationError: when it is no rating, or ratings are not to be kept.
    """
    if rating not in {-1, 0, 1}:
        raise ConversationError("rating", f"{rating} is no rating", "Rate with 1, -1, or 0 for neither")
    _require_consent(connection, person)
    rated = "UPDATE turns SET rating = ? WHERE conversation = ? AND number = ?"
    if not connection.execute(rated, (rating, row.number, number)).rowcount:
        raise NotFoundError(f"question {number}", "the conversation has none of that number", "Load it again")
    connection.execute("UPDATE conversations SET revision = revision + 1 WHERE number = ?", (row.number,))
    return loaded(connection, row_of(connection, row.number))


def entitle(connection: Connection, row: Row, title: str) -> None:
    """Give a conversation a title.

    :param connection: in a write transaction.
    :param row: of the conversation.
    :param title: the title; white space in it becomes single spaces.
    :raises ConversationError: when it is empty or too long.
    """
    line = " ".join(title.split())
    if not 0 < len(line) <= MOST_TITLE:
        cause = f"it has {len(line)} characters, and 1 to {MOST_TITLE} are possible"
        raise ConversationError("title", cause, "Give it a short name")
    _name(connection, row, stored(line))


def forget(connection: Connection, person: str, library: str | None, row: Row | None = None) -> int:
    """Forget somebody's conversations.

    :param connection: in a write transaction.
    :param person: whose.
    :param library: with which library; None for all of them.
    :param row: of the only one to forget; None for all of them.
    :return: how many there were.
    """
    return connection.execute(
        "DELETE FROM conversations WHERE person = ?1 AND (?2 IS NULL OR library = ?2)"
        " AND (?3 IS NULL OR number = ?3)",
        (stored(person), None if library is None else stored(library), row and row.number),
    ).rowcount


def keep_settings(connection: Connection, person: str, settings: Settings | None) -> None:
    """Keep what somebody lets be kept, and forget ratings that they do not.

    :param connection: in a write transaction.
    :param person: who.
    :param settings: their settings; None as if they had never said.
    """
    who = (stored(person),)
    connection.execute("DELETE FROM settings WHERE person = ?", who)
    if settings is not None:
        connection.execute("INSERT INTO settings VALUES (?, ?)", (*who, settings.keep_ratings))
        if settings.keep_ratings:
            return
    connection.execute(
        "UPDATE conversations SET revision = revision + 1 WHERE person = ? AND EXISTS"
        " (SELECT 1 FROM turns WHERE conversation = conversations.number AND rating)",
        who,
    )
    connection.execute(
        "UPDATE turns SET rating = 0 WHERE rating AND conversation IN"
        " (SELECT number FROM conversations WHERE person = ?)",
        who,
    )


def _require_consent(connection: Connection, person: str) -> None:
    if not settings_of(connection, person).keep_ratings:
        cause = "ratings are kept only of those who said that they may be"
        raise ConversationError("rating", cause, "Let ratings be kept in the settings first")


def _title(typed: str) -> str:
    line = stored(" ".join(typed.split()))
    return line if len(line) <= MOST_TITLE else f"{line[: MOST_TITLE - 1]}…"


def _name(connection: Connection, row: Row, title: str) -> None:
    values = (title, searched(title), row.number)
    connection.execute("UPDATE conversations SET title = ?, searched = ? WHERE number = ?", values)


def _touched(connection: Connection, row: Row, turn: Turn, more: int) -> Row:
    """The row after a turn was kept."""
    values = (now(), more, row.number)
    connection.execute(
        "UPDATE conversations SET changed_at = ?, revision = revision + ? WHERE number = ?", values
    )
    if not row.title:
        _name(connection, row, _title(turn.typed))
    return row_of(connection, row.number)
