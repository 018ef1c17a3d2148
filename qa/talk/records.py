"""What is read of conversations inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Final

from qa.errors import NotFoundError
from qa.talk.rows import COLUMNS, stored, turns_from
from qa.talk.types import Conversation, Heading, Settings, Turn

__all__ = [
    "MOST_TURNS",
    "Row",
    "count_of",
    "headings",
    "lacking",
    "loaded",
    "now",
    "required",
    "row_of",
    "settings_of",
    "turns_behind",
]

MOST_TURNS: Final = 500
"""Turns of a conversation that are loaded at most, the last ones; older ones stay kept."""

_ROW: Final = "SELECT number, id, title, started_at, changed_at, revision FROM conversations"
_TURNS: Final = f"SELECT {COLUMNS} FROM turns WHERE conversation = ? AND number >= ? ORDER BY number"  # noqa: S608
_LIST: Final = """
    SELECT c.id, c.title, c.changed_at, (SELECT count(*) FROM turns t WHERE t.conversation = c.number)
    FROM conversations c
    WHERE c.person = :person AND c.library = :library AND (:words = '' OR instr(c.searched, :words) OR EXISTS (
        SELECT 1 FROM turns t WHERE t.conversation = c.number AND instr(t.searched, :words)))
    ORDER BY c.changed_at DESC, c.number DESC LIMIT :limit OFFSET :skip
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation without its turns.

    :param number: what its turns name it by.
    """

    number: int
    id: str
    title: str
    started_at: str
    changed_at: str
    revision: int

    def with_turns(self, turns: tuple[Turn, ...], earlier: int) -> Conversation:
        """The conversation.

        :param turns: its last turns.
        :param earlier: how many came before them.
        :return: the conversation.
        """
        return Conversation(
            self.id, self.title, self.started_at, self.changed_at, turns, earlier, self.revision
        )


def now() -> str:
    """The moment, UTC, as ISO 8601 with milliseconds, so that what was changed last is known.

    :return: such as ``2026-11-24T12:00:00.000Z``.
    """
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def lacking(identity: str) -> NotFoundError:
    """What is said of a conversation that is not there, and of another person's just the same.

    :param identity: its id.
    :return: the error.
    """
    return NotFoundError(
        identity, "there is no such conversation", "Look for it in the list, or start another"
    )


def required(connection: Connection, person: str, identity: str) -> Row:
    """Somebody's conversation.

    :param connection: in a transaction.
    :param person: whose it is.
    :param identity: its id.
    :return: its row.
    :raises NotFoundError: when it is not there, or another person's.
    """
    values = (stored(identity), stored(person))
    found = connection.execute(f"{_ROW} WHERE id = ? AND person = ?", values).fetchone()
    if found is None:
        raise lacking(identity)
    return Row(*found)


def row_of(connection: Connection, number: int) -> Row:
    """A conversation that is there.

    :param connection: in a transaction.
    :param number: its number.
    :return: its row.
    """
    return Row(*connection.execute(f"{_ROW} WHERE number = ?", (number,)).fetchone())


def count_of(connection: Connection, row: Row) -> int:
    """How many turns a conversation has.

    :param connection: in a transaction.
    :param row: its row.
    :return: their count, which is the number of the next.
    """
    query = "SELECT coalesce(max(number) + 1, 0) FROM turns WHERE conversation = ?"
    (count,) = connection.execute(query, (row.number,)).fetchone()
    return int(count)


def turns_behind(connection: Connection, row: Row, first: int) -> tuple[Turn, ...]:
    """The turns of a conversation from a number on.

    :param connection: in a transaction.
    :param row: its row.
    :param first: the number, counted from 0.
    :return: the turns, oldest first.
    """
    return turns_from(connection.execute(_TURNS, (row.number, first)), row.title)


def loaded(connection: Connection, row: Row, most: int | None = MOST_TURNS) -> Conversation:
    """A conversation with its last turns.

    :param connection: in a transaction.
    :param row: its row.
    :param most: how many turns at most; None for all.
    :return: the conversation.
    """
    earlier = 0 if most is None else max(0, count_of(connection, row) - most)
    return row.with_turns(turns_behind(connection, row, earlier), earlier)


def headings(connection: Connection, values: Mapping[str, str | int]) -> tuple[Heading, ...]:
    """List somebody's conversations with a library.

    :param connection: in a transaction.
    :param values: ``person``, ``library``, ``words`` (folded; "" for any), ``limit`` and ``skip``.
    :return: their headings, those changed last first.
    """
    return tuple(Heading(*row) for row in connection.execute(_LIST, values).fetchall())


def settings_of(connection: Connection, person: str) -> Settings:
    """What somebody lets be kept.

    :param connection: in a transaction.
    :param person: who.
    :return: their settings; the defaults where they never said.
    """
    query = "SELECT keep_ratings FROM settings WHERE person = ?"
    found = connection.execute(query, (stored(person),)).fetchone()
    return Settings() if found is None else Settings(keep_ratings=bool(found[0]))
