"""What the page does when something is asked, without a word of Gradio."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from qa.errors import LimitError, NotFoundError, QAError
from qa.followup import Completion, Said, complete
from qa.question import MAX_QUESTION, check_question
from qa.talk.types import Conversation, Turn, Waiting
from qa.types import Answer
from ui.panels import render_error
from ui.record import note_question
from ui.render import Look, render_conversation, render_turn
from ui.site import Person, Site
from ui.texts import Texts

__all__ = ["Question", "asking", "opening", "rating"]

_REMEMBERED: Final = 8
"""Earlier turns that a follow-up question may be about."""

_MOST_CHOSEN: Final = 900  # more would not fit into what a request may bring
_ID: Final = re.compile("[0-9a-f]{64}")

_SHOWN: Final = 100
"""Turns of a conversation that is taken up again; the export has all."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question on the page.

    :param typed: what was typed.
    :param conversation: id of the conversation it belongs to; "" for a new one.
    :param within: ids of the reports it is narrowed to; none for all.
    :param again: number of the turn that it is to be asked again in place of, just as it was typed; None for a new one.
    """

    typed: str
    conversation: str = ""
    within: tuple[str, ...] = ()
    again: int | None = None


def _look(site: Site, person: Person, turns: Sequence[Turn], texts: Texts) -> Look:
    """How turns are shown; without names and ratings where they cannot be read, since the turns can."""
    chosen = {identity for turn in turns for identity in turn.within}
    try:
        names = site.shelf.names(chosen) if chosen else {}
        return Look(texts, names, site.talks.settings(person.key).keep_ratings)
    except QAError:
        return Look(texts)


def _conversation(site: Site, person: Person, identity: str, most: int) -> Conversation:
    """The conversation of that id with its last turns; a new one where it was deleted meanwhile."""
    if identity:
        try:
            return site.talks.load(person.key, identity, most)
        except NotFoundError:
            pass
    return site.talks.start(person.key, site.library)


def _said(turn: Turn) -> Said:
    if isinstance(turn.outcome, Answer) and turn.outcome:
        first = turn.outcome.quotes[0]
        return Said(turn.question, first.text, first.answer, first.source)
    return Said(turn.question)


def _completed(question: Question, conversation: Conversation) -> Completion | None:
    earlier = [_said(turn) for turn in conversation.turns]
    return None if question.again is not None or not earlier else complete(question.typed, earlier)


def _replaces(question: Question, conversation: Conversation) -> bool:
    """Whether it takes the place of the last turn: only of the one it was asked on, which others may have followed."""
    last = conversation.earlier + len(conversation.turns) - 1
    return bool(conversation.turns) and (question.again, question.typed) == (
        last,
        conversation.turns[-1].typed,
    )


def _check(question: Question) -> None:
    """Refuse what cannot be asked, before anything is kept of it."""
    check_question(question.typed)
    for identity in question.within[: _MOST_CHOSEN + 1]:
        if not _ID.fullmatch(identity) or len(question.within) > _MOST_CHOSEN:
            remedy = "Look it up among the reports; it may have been removed"
            raise NotFoundError(identity[:64], "the library has no such report", remedy)


def _answer(site: Site, person: Person, asked: str, within: Sequence[str]) -> Answer | QAError:
    try:
        site.questions.take(person.name)
        note_question(person.name, asked)
        return site.loading.wait().library.ask(asked, within=within or None)
    except QAError as error:
        return error


def asking(site: Site, person: Person, question: Question, texts: Texts) -> Iterator[str]:
    """A question on its way to its answer.

    :param site: what the page works with; a question asked before the library is open waits for it.
    :param person: who asks.
    :param question: the question.
    :param texts: the language.
    :return: the turn as HTML, to be shown in place of the one of the same number: waiting, then with its answer.
    """
    plain = Look(texts)
    try:
        conversation = _conversation(site, person, question.conversation, _REMEMBERED)
    except QAError as error:
        yield render_error(error, texts)
        return
    again = _replaces(question, conversation)
    number = conversation.earlier + len(conversation.turns) - again
    try:
        _check(question)
    except QAError as error:
        refused = Turn(question.typed[:MAX_QUESTION], question.typed[:MAX_QUESTION], error, "")
        yield render_turn(refused, number, conversation.id, plain)
        return
    completed = _completed(question, conversation)
    turn = Turn(
        question.typed,
        completed.question if completed else question.typed,
        Waiting(models=not site.loading.done),
        datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        question.within,
        taken=completed.taken if completed else (),
    )
    yield render_turn(turn, number, conversation.id, plain)
    try:
        yield _answered(site, person, conversation, turn, texts, again=again)
    except Exception:
        fault = QAError("report-qa", "stopped by a fault of its own", "The terminal says more")
        yield render_turn(replace(turn, outcome=fault), number, conversation.id, plain)
        raise


def _answered(
    site: Site, person: Person, conversation: Conversation, turn: Turn, texts: Texts, *, again: bool
) -> str:
    """Ask, keep the turn, and show it."""
    turn = replace(turn, outcome=_answer(site, person, turn.question, turn.within))
    number = conversation.earlier + len(conversation.turns) - again
    look = _look(site, person, (turn,), texts)
    if isinstance(turn.outcome, LimitError):  # kept, it would be a way to fill the disk
        return render_turn(turn, number, conversation.id, look)
    keep = site.talks.replace_last if again else site.talks.append
    try:
        conversation = keep(person.key, site.library, conversation, turn)
    except QAError as error:
        # what was found is worth more than that it is kept
        return render_turn(turn, number, conversation.id, Look(texts)) + render_error(error, texts)
    number = conversation.earlier + len(conversation.turns) - 1
    return render_turn(turn, number, conversation.id, look)


def opening(site: Site, person: Person, identity: str, texts: Texts) -> str:
    """A conversation that is taken up again.

    :param site: what the page works with.
    :param person: who asks.
    :param identity: id of the conversation; "" for a new one.
    :param texts: the language.
    :return: its turns as HTML; none where it is gone, or another's.
    """
    # whether a report is still there must not keep the page waiting for the models
    try:
        conversation = _conversation(site, person, identity, _SHOWN)
        chosen = conversation.turns if site.loading.done else ()
        return render_conversation(conversation, _look(site, person, chosen, texts))
    except QAError as error:
        return render_error(error, texts)


def rating(site: Site, person: Person, identity: str, texts: Texts, *, number: int, value: int) -> str:
    """An answer that is rated.

    :param site: what the page works with.
    :param person: who rates.
    :param identity: id of the conversation.
    :param texts: the language.
    :param number: place of the turn in it, from 0.
    :param value: 1, -1, or 0 to take it back.
    :return: the turn as HTML.
    """
    try:
        conversation = site.talks.rate(person.key, identity, number, value)
    except QAError as error:
        return render_error(error, texts)
    if number < conversation.earlier:  # longer ago than what is shown
        return ""
    turn = conversation.turns[number - conversation.earlier]
    return render_turn(turn, number, identity, _look(site, person, (turn,), texts))
