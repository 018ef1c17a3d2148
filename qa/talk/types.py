"""A conversation and its turns: frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass

from qa.errors import QAError
from qa.types import Answer

__all__ = ["Conversation", "Heading", "Settings", "Turn", "Waiting"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that is still to come. Shown, never kept.

    :param models: whether the models have to be loaded first.
    """

    models: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with what came of it.

    :param typed: what was typed.
    :param question: what was asked: the same, or completed from earlier turns.
    :param outcome: what came of it.
    :param asked_at: when, UTC, as ISO 8601 (``2026-11-24T12:00:00Z``).
    :param within: ids of the reports it was narrowed to; none where all were asked.
    :param rating: 1 where the answer was found helpful, -1 where it was not, 0 where nobody said.
    :param taken: words of ``question`` taken over from earlier turns.
    """

    typed: str
    question: str
    outcome: Answer | QAError | Waiting
    asked_at: str
    within: tuple[str, ...] = ()
    rating: int = 0
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of somebody's conversation with one library.

    :param id: random, so that nobody guesses it.
    :param title: the first question, or what it was renamed to; "" while there is none.
    :param started_at: when it was started, UTC, as ISO 8601.
    :param changed_at: when a turn was added last, or replaced.
    :param turns: oldest first; the last of them where there are very many.
    :param earlier: how many turns came before ``turns`` and are kept without being loaded.
    :param revision: counts changes of turns that were there; what is kept is newer where it is another.
    """

    id: str
    title: str
    started_at: str
    changed_at: str
    turns: tuple[Turn, ...] = ()
    earlier: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list of conversations says of one.

    :param id: the conversation's.
    :param title: the conversation's.
    :param changed_at: when a turn was added last, or replaced, UTC, as ISO 8601.
    :param turns: how many it has.
    """

    id: str
    title: str
    changed_at: str
    turns: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What somebody lets be kept beside their conversations.

    :param keep_ratings: whether they let their ratings of answers be kept.
    """

    keep_ratings: bool = False
