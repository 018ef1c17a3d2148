"""The conversation as HTML. Pure: values and texts in, markup out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qa.errors import QAError
from qa.talk.types import Conversation, Turn, Waiting
from qa.types import Answer
from ui.markup import isolated, marked, verbatim
from ui.panels import render_error, render_skipped
from ui.quotes import details, render_nearest, render_quotation, render_versus
from ui.texts import Texts

__all__ = ["Look", "render_answer", "render_conversation", "render_turn"]

_SUGGESTED: Final = 3
"""Reports that are offered when none of all says it."""

_THUMB: Final = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 11v9H3v-9zM7 11l4-8c2 0 3 1.2 3 3l-.6 4H19a2 2 0 0 1 2 '
    '2.4l-1.3 6A2 2 0 0 1 17.7 20H7"/></svg>'
)
"""Drawn, since not every system has letters for it; the style sheet turns it round for the other."""


@dataclass(frozen=True, slots=True)
class Look:
    """How turns are shown.

    :param texts: the language.
    :param names: of reports, by id; one that is gone goes by the beginning of its id.
    :param ratings: whether answers can be rated.
    """

    texts: Texts
    names: Mapping[str, str] = field(default_factory=dict)
    ratings: bool = False


def _narrowing(answer: Answer, within: Sequence[str], look: Look) -> str:
    """What else could be tried: fewer reports, or all of them again."""
    texts = look.texts
    if within:
        return (
            f'<p class="narrow"><button type="button" class="chip" data-within="">{texts.widen}</button></p>'
        )
    near = dict.fromkeys((each.passage.document_id, each.source) for each in answer.candidates)
    if len(near) < 2:
        return ""
    buttons = "".join(
        f'<button type="button" class="chip" data-within="{verbatim(identity)}">'
        f"{texts.narrow_to.format(name=isolated(name))}</button>"
        for identity, name in list(near)[:_SUGGESTED]
    )
    return f'<div class="narrow"><p class="label">{texts.narrow}</p>{buttons}</div>'


def render_answer(answer: Answer, texts: Texts) -> str:
    """The quotes of an answer, or that there are none.

    :param answer: the answer.
    :param texts: the language of the words around the quotes.
    :return: HTML; the ``textContent`` of every ``blockquote.quote`` is the ``text`` of a quote, in order.
    """
    skipped = render_skipped(answer.skipped, texts)
    if not answer:
        nearest = render_nearest(answer.nearest, answer.threshold, texts) if answer.nearest else ""
        return f'<p class="silent">{texts.no_answer}</p>{nearest}{skipped}'
    first = answer.quotes[0]
    others = [quote for quote in answer.quotes[1:] if quote not in answer.conflicting]
    best = (
        render_versus((first, *answer.conflicting), texts)
        if answer.conflicting
        else render_quotation(first, texts)
    )
    further = ""
    if others:
        quotes = "".join(render_quotation(quote, texts) for quote in others)
        further = details("further", texts.further.format(count=len(others)), quotes)
    return f"{best}{further}{skipped}"


def _rating(turn: Turn, look: Look) -> str:
    texts = look.texts
    if not look.ratings:
        return ""
    buttons = "".join(
        f'<button type="button" class="rate" data-rating="{value}" aria-pressed="{str(turn.rating == value).lower()}" '
        f'aria-label="{verbatim(name)}" title="{verbatim(name)}">{_THUMB}</button>'
        for value, name in ((1, texts.good), (-1, texts.bad))
    )
    return f'<div class="rating" role="group" aria-label="{verbatim(texts.rate)}">{buttons}</div>'


def _outcome(turn: Turn, look: Look) -> str:
    outcome, texts = turn.outcome, look.texts
    if isinstance(outcome, Waiting):
        return f'<p class="pending">{texts.waiting if outcome.models else texts.searching}</p>'
    if isinstance(outcome, QAError):
        return render_error(outcome, texts)
    suggestion = "" if outcome else _narrowing(outcome, turn.within, look)
    return f"{render_answer(outcome, texts)}{suggestion}{_rating(turn, look)}"


def _asked(turn: Turn, look: Look) -> str:
    """What was typed; how it was completed, and where it was asked, when that is not plain."""
    texts = look.texts
    completed = scope = ""
    if turn.question != turn.typed:
        completed = (
            f'<p class="understood"><span class="label">{texts.understood}</span> '
            f'<span class="complete" dir="auto">{_with_taken(turn)}</span> '
            f'<button type="button" class="chip undo">{texts.as_typed}</button></p>'
        )
    if turn.within:
        names = "".join(
            f"<li>{isolated(look.names.get(identity, identity[:8]))}</li>" for identity in turn.within
        )
        scope = f'<div class="scope"><span class="label">{texts.scope}</span><ul>{names}</ul></div>'
    return f'<p class="question" dir="auto">{verbatim(turn.typed)}</p>{completed}{scope}'


def _with_taken(turn: Turn) -> str:
    """The completed question, the first of the words that were taken over marked."""
    for words in turn.taken:
        start = turn.question.find(words)
        if start >= 0:
            return marked(turn.question, start, start + len(words))
    return verbatim(turn.question)


def render_turn(turn: Turn, number: int, conversation: str, look: Look) -> str:
    """One question with what came of it.

    :param turn: the question.
    :param number: its place in the conversation, from 0.
    :param conversation: id of the conversation; "" when it is not kept yet.
    :param look: how it is shown.
    :return: HTML: one ``article.turn``.
    """
    return (
        f'<article class="turn" data-turn="{number}" data-conversation="{verbatim(conversation)}" '
        f'data-typed="{verbatim(turn.typed)}" data-asked="{verbatim(turn.question)}" '
        f'data-among="{verbatim(json.dumps(turn.within))}">'
        f'{_asked(turn, look)}<div class="answer">{_outcome(turn, look)}</div></article>'
    )


def render_conversation(conversation: Conversation, look: Look) -> str:
    """A whole conversation, oldest question first.

    :param conversation: the conversation.
    :param look: how it is shown.
    :return: HTML: its turns in a ``div.conversation``.
    """
    turns = "".join(
        render_turn(turn, number, conversation.id, look)
        for number, turn in enumerate(conversation.turns, start=conversation.earlier)
    )
    before = ""
    if conversation.earlier:
        before = f'<p class="note earlier">{look.texts.earlier.format(count=conversation.earlier)}</p>'
    return f'<div class="conversation" data-conversation="{verbatim(conversation.id)}">{before}{turns}</div>'
