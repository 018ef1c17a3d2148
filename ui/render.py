"""The conversation as HTML. Pure: values and texts in, markup out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.errors import QAError
from qa.types import Answer, Quote
from ui.markup import isolated, marked, verbatim
from ui.panels import render_error, render_skipped
from ui.texts import Texts

__all__ = ["Turn", "Waiting", "render_answer", "render_log"]

_LIKELY, _PROBABLE = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that is still to come.

    :param models: whether the models have to be loaded first.
    """

    models: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of the conversation with what came of it."""

    question: str
    outcome: Answer | QAError | Waiting


def _confidence(quote: Quote, texts: Texts) -> str:
    if quote.confidence >= _LIKELY:
        word = texts.likely
    else:
        word = texts.probable if quote.confidence >= _PROBABLE else texts.doubtful
    return f'<span class="confidence">{word} <span class="number">{quote.confidence:.0%}</span></span>'


def _place(quote: Quote, texts: Texts) -> str:
    page = (
        ""
        if quote.page is None
        else f'<span class="page">{verbatim(texts.page.format(page=quote.page))}</span>'
    )
    return f'<cite class="source">{isolated(quote.source)}</cite>{page}'


def _details(kind: str, summary: str, body: str) -> str:
    return f'<details class="{kind}"><summary>{summary}</summary>{body}</details>'


def _around(quote: Quote, texts: Texts) -> str:
    if quote.context == quote.text:
        return ""
    start = quote.start - quote.context_start
    paragraph = marked(quote.context, start, start + len(quote.text))
    return _details("around", texts.paragraph, f'<div class="context" dir="auto">{paragraph}</div>')


def _without_notes(quote: Quote, texts: Texts) -> str:
    if quote.readable == quote.text:
        return ""
    body = f'<div class="readable" dir="auto">{verbatim(quote.readable)}</div>'
    return _details("notes", texts.readable, body)


def _quotation(quote: Quote, texts: Texts) -> str:
    sentence = marked(quote.text, quote.answer_start, quote.answer_start + len(quote.answer))
    return (
        '<figure class="quotation">'
        f'<blockquote class="quote" dir="auto">{sentence}</blockquote>'
        f"<figcaption>{_place(quote, texts)}{_confidence(quote, texts)}"
        f'<button type="button" class="copy" data-done="{verbatim(texts.copied)}">{texts.copy}</button>'
        f"</figcaption>{_without_notes(quote, texts)}{_around(quote, texts)}</figure>"
    )


def _nearest(quote: Quote, threshold: float, texts: Texts) -> str:
    label = texts.nearest.format(confidence=quote.confidence, threshold=threshold)
    return (
        f'<figure class="rejected"><p class="label">{label}</p>'
        f'<blockquote class="nearest" dir="auto">{verbatim(quote.text)}</blockquote>'
        f"<figcaption>{_place(quote, texts)}</figcaption>{_around(quote, texts)}</figure>"
    )


def render_answer(answer: Answer, texts: Texts) -> str:
    """The quotes of an answer, or that there are none.

    :param answer: the answer.
    :param texts: the language of the words around the quotes.
    :return: HTML; the ``textContent`` of every ``blockquote.quote`` is the ``text`` of a quote, in order.
    """
    skipped = render_skipped(answer.skipped, texts)
    if not answer:
        nearest = _nearest(answer.nearest, answer.threshold, texts) if answer.nearest else ""
        return f'<p class="silent">{texts.no_answer}</p>{nearest}{skipped}'
    first, *others = (quote for quote in answer.quotes if quote not in answer.conflicting)
    beside = "".join(_quotation(quote, texts) for quote in answer.conflicting)
    if beside:
        beside = f'<p class="label conflicting">{texts.conflicting}</p>{beside}'
    further = (
        _details(
            "further",
            texts.further.format(count=len(others)),
            "".join(_quotation(quote, texts) for quote in others),
        )
        if others
        else ""
    )
    return f"{_quotation(first, texts)}{beside}{further}{skipped}"


def _outcome(outcome: Answer | QAError | Waiting, texts: Texts) -> str:
    if isinstance(outcome, Waiting):
        return f'<p class="pending">{texts.waiting if outcome.models else texts.searching}</p>'
    if isinstance(outcome, QAError):
        return render_error(outcome, texts)
    return render_answer(outcome, texts)


def render_log(turns: Sequence[Turn], texts: Texts) -> str:
    """The whole conversation, oldest question first.

    :param turns: the questions with their outcomes.
    :param texts: the language of the words around them.
    :return: HTML; one ``article.turn`` for each turn, in a live region (WAI-ARIA role ``log``).
    """
    articles = "".join(
        f'<article class="turn"><p class="question" dir="auto">{verbatim(turn.question)}</p>'
        f'<div class="answer">{_outcome(turn.outcome, texts)}</div></article>'
        for turn in turns
    )
    return f'<div role="log">{articles}</div>'
