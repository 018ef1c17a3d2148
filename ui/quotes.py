"""A quote as HTML: verbatim, with its place, and what can be done with it. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from qa.cite import cite
from qa.types import Quote
from ui.markup import isolated, marked, verbatim
from ui.texts import Texts

__all__ = ["details", "render_nearest", "render_quotation", "render_versus"]

_LIKELY: Final = 0.85
_PROBABLE: Final = 0.6
_CITATIONS: Final = (("gbt7714", "GB/T 7714"), ("bibtex", "BibTeX"))
"""Styles that are called the same in every language."""


def details(kind: str, summary: str, body: str) -> str:
    """Something that is one click away.

    :param kind: class of the element.
    :param summary: HTML of what is clicked.
    :param body: HTML of what it opens.
    :return: HTML.
    """
    return f'<details class="{kind}"><summary>{summary}</summary>{body}</details>'


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


def _around(quote: Quote, texts: Texts) -> str:
    if quote.context == quote.text:
        return ""
    start = quote.start - quote.context_start
    paragraph = marked(quote.context, start, start + len(quote.text))
    return details(
        "around", texts.paragraph, f'<div class="context" dir="auto" tabindex="0">{paragraph}</div>'
    )


def _notes(quote: Quote, texts: Texts) -> tuple[str, str]:
    """The readable form, in place of the quote where the reader wants it so, and below it where not."""
    if quote.readable == quote.text:
        return "", ""
    readable = verbatim(quote.readable)
    instead = (
        f'<div class="instead"><p class="label">{texts.readable}</p>'
        f'<div class="fluent" dir="auto">{readable}</div>'
        f'<button type="button" class="swap" aria-pressed="false">{texts.original}</button></div>'
    )
    below = details("notes", texts.readable, f'<div class="readable" dir="auto">{readable}</div>')
    return instead, below


def _source_button(quote: Quote, texts: Texts) -> str:
    checked = "" if quote.proof is None else f' data-sha="{quote.proof.quote_sha256}"'
    return (
        f'<button type="button" class="show" data-source="{verbatim(quote.document_id)}" '
        f'data-start="{quote.start}" data-end="{quote.end}"{checked}>{texts.show_source}</button>'
    )


def _copy_button(label: str, text: str, texts: Texts) -> str:
    return (
        f'<button type="button" class="copy" data-copy="{verbatim(text)}" '
        f'data-done="{verbatim(texts.copied)}">{label}</button>'
    )


def _citations(quote: Quote, texts: Texts) -> str:
    buttons = [_copy_button(texts.cite_plain, cite(quote, "plain"), texts)]
    buttons += [_copy_button(name, cite(quote, style), texts) for style, name in _CITATIONS]
    if quote.proof is not None:
        proof = json.dumps(asdict(quote.proof), ensure_ascii=False, indent=2)
        buttons.append(_copy_button(texts.proof, proof, texts))
    return details("choices", texts.cite, f'<div class="menu">{"".join(buttons)}</div>')


def render_quotation(quote: Quote, texts: Texts) -> str:
    """A quote that answers.

    :param quote: the quote.
    :param texts: the language of the words around it.
    :return: HTML; the ``textContent`` of its ``blockquote.quote`` is the quote.
    """
    sentence = marked(quote.text, quote.answer_start, quote.answer_start + len(quote.answer))
    instead, below = _notes(quote, texts)
    kind = "quotation annotated" if instead else "quotation"
    return (
        f'<figure class="{kind}"><blockquote class="quote" dir="auto">{sentence}</blockquote>{instead}'
        f"<figcaption>{_place(quote, texts)}{_confidence(quote, texts)}</figcaption>"
        f'<div class="tools">{_source_button(quote, texts)}'
        f"{_copy_button(texts.copy, quote.text, texts)}{_citations(quote, texts)}</div>"
        f"{below}{_around(quote, texts)}</figure>"
    )


def render_versus(quotes: Sequence[Quote], texts: Texts) -> str:
    """Quotes that contradict each other, side by side.

    :param quotes: the first quote and those against it.
    :param texts: the language.
    :return: HTML.
    """
    sides = "".join(render_quotation(quote, texts) for quote in quotes)
    return (
        f'<section class="versus"><p class="label conflicting">{texts.conflicting}</p>'
        f'<div class="sides">{sides}</div></section>'
    )


def render_nearest(quote: Quote, threshold: float, texts: Texts) -> str:
    """The sentence that came nearest and is no answer.

    :param quote: the sentence.
    :param threshold: the confidence an answer needs.
    :param texts: the language.
    :return: HTML; without a ``blockquote.quote``.
    """
    label = texts.nearest.format(confidence=quote.confidence, threshold=threshold)
    return (
        f'<figure class="rejected"><p class="label">{label}</p>'
        f'<blockquote class="nearest" dir="auto">{verbatim(quote.text)}</blockquote>'
        f'<figcaption>{_place(quote, texts)}</figcaption><div class="tools">{_source_button(quote, texts)}</div>'
        f"{_around(quote, texts)}</figure>"
    )
