"""A report with a quote marked in it, as HTML. Pure."""

from __future__ import annotations

from typing import Final

from qa.types import Document
from ui.markup import isolated, verbatim
from ui.panels import render_error
from ui.source_view import MOST_PAGES, PagePicture, SourceAsked, SourceView
from ui.source_window import Window, before
from ui.source_words import SourceWords, source_words
from ui.texts import Texts

__all__ = ["WIDTHS", "page_address", "part_address", "render_source", "text_address"]

WIDTHS: Final = (900, 1600)
"""Pixels across that pictures of pages may have: for screens of one and of two dots to a pixel."""

_DESCRIBED: Final = 300
"""Characters of the quote that stand in for a picture."""


def part_address(asked: SourceAsked, base: str = "/", first: int | None = None) -> str:
    """Where the fragment is.

    :param asked: what it shows.
    :param base: path that everything is served below, with a slash at its end.
    :param first: where its text begins; None for around the quote.
    :return: the address.
    """
    quote = f"start={asked.start}&end={asked.end}" if asked.quoting else ""
    checked = f"sha256={asked.sha256}" if asked.sha256 else ""
    begins = "" if first is None else f"from={first}"
    query = "&".join(filter(None, (quote, checked, begins)))
    return f"{base}part/source/{asked.id}" + (f"?{query}" if query else "")


def page_address(document_id: str, page: int, width: int, base: str = "/") -> str:
    """Where the picture of a page is.

    :param document_id: of the report.
    :param page: number of the page, from 1.
    :param width: one of :data:`WIDTHS`.
    :param base: path that everything is served below, with a slash at its end.
    :return: the address.
    """
    return f"{base}page/{document_id}/{page}.png?width={width}"


def text_address(document_id: str, base: str = "/") -> str:
    """Where the whole text of a report is.

    :param document_id: of the report.
    :param base: path that everything is served below, with a slash at its end.
    :return: the address.
    """
    return f"{base}source/{document_id}.txt"


def _pages(document: Document, asked: SourceAsked, words: SourceWords) -> str:
    count = len(document.page_starts)
    if not asked.quoting:
        return words.count_of_pages.format(count=count)
    first, last = document.page_at(asked.start), document.page_at(asked.end - 1)
    if first == last:
        return words.page_of.format(page=first, count=count)
    return words.pages_of.format(first=first, last=last, count=count)


def _header(view: SourceView, words: SourceWords, base: str) -> str:
    document, asked = view.document, view.asked
    facts: list[str] = []
    if document.page_starts:
        facts.append(_pages(document, asked, words))
    if document.codec is not None:
        facts.append(words.codec.format(codec=document.codec))
    facts.append(words.size.format(count=len(document.text)))
    whole = (
        f'<a class="whole" href="{verbatim(text_address(document.id, base))}" target="_blank" rel="noopener">'
        f"{words.whole}</a>"
    )
    shown = "".join(f"<span>{verbatim(fact)}</span>" for fact in facts)
    return f'<header><h3 class="report">{isolated(document.name)}</h3><p class="facts">{shown}{whole}</p></header>'


def _picture(picture: PagePicture, document_id: str, words: SourceWords, base: str) -> str:
    page, image = picture.part.page, picture.image
    quote = picture.part.quote.strip()
    quote = quote if len(quote) <= _DESCRIBED else quote[:_DESCRIBED] + "…"
    alt = words.alt if image.boxes else words.alt_without
    sources = [(page_address(document_id, page, width, base), width) for width in WIDTHS]
    boxes = "".join(
        f'<span class="box" aria-hidden="true" style="left:{100 * box.left:.3f}%;top:{100 * box.top:.3f}%;'
        f'width:{100 * box.width:.3f}%;height:{100 * box.height:.3f}%"></span>'
        for box in image.boxes
    )
    lost = "" if image.boxes else f'<p class="note">{words.not_boxed}</p>'
    return (
        f'<figure class="sheet"><figcaption>{verbatim(words.page.format(page=page))}</figcaption>{lost}'
        f'<div class="frame" dir="ltr"><img src="{verbatim(sources[0][0])}" '
        f'srcset="{verbatim(", ".join(f"{address} {width}w" for address, width in sources))}" '
        f'sizes="(max-width: 1180px) min(100vw, 640px), 45vw" width="{image.width}" height="{image.height}" '
        f'alt="{verbatim(alt.format(page=page, quote=quote))}" data-failed="{words.not_drawn}">{boxes}</div></figure>'
    )


def _pictures(view: SourceView, words: SourceWords, texts: Texts, base: str) -> str:
    if view.failure is not None:
        return f'<div class="note"><p>{words.not_drawn}</p>{render_error(view.failure, texts)}</div>'
    if not view.kept:
        return f'<p class="note">{words.not_kept}</p>'
    if not view.pictures:
        return ""
    shown = "".join(_picture(picture, view.document.id, words, base) for picture in view.pictures)
    last, reaches = view.pictures[-1].part.page, view.document.page_at(view.asked.end - 1) or 0
    cut = len(view.pictures) == MOST_PAGES and last < reaches
    more = f'<p class="note">{words.more_pages.format(count=MOST_PAGES)}</p>' if cut else ""
    return f'<details class="pages" name="source-view" open><summary>{words.picture}</summary>{shown}{more}</details>'


def _text(document: Document, window: Window, asked: SourceAsked, words: SourceWords) -> str:
    """The stretch; its ``textContent`` is that of the report."""
    start, end = max(asked.start, window.first), min(asked.end, window.last)
    # what is put in where: the end of the mark before a page's edge, and that before the mark's beginning
    put: list[tuple[int, int, str]] = []
    if start < end:
        put += [(start, 2, '<mark id="quote">'), (end, 0, "</mark>")]
    behind = window.last + (window.last == len(document.text))
    for number, place in enumerate(document.page_starts, start=1):
        if window.first <= place < behind:
            label = verbatim(words.page.format(page=number))
            names = f'data-page="{number}" data-label="{label}" aria-label="{label}"'
            put.append((place, 1, f'<span class="edge" role="separator" {names}></span>'))
    pieces: list[str] = []
    done = window.first
    for place, _, markup in sorted(put, key=lambda each: each[:2]):
        pieces += [verbatim(document.text[done:place]), markup]
        done = place
    return "".join((*pieces, verbatim(document.text[done : window.last])))


def _elsewhere(kind: str, label: str, first: int | None, asked: SourceAsked, base: str) -> str:
    """A button that shows another stretch; without an offset the one around the quote."""
    start = "" if first is None else f' data-start="{first}"'
    address = verbatim(part_address(asked, base, first))
    return f'<button type="button" class="chip {kind}" data-part="{address}"{start}>{label}</button>'


def render_source(view: SourceView, texts: Texts, base: str = "/") -> str:
    """A report: its name and facts, the pages of the quote as pictures, and its text with the quote marked.

    :param view: what is shown.
    :param texts: the language; the words of this part are those of :func:`~ui.source_words.source_words`.
    :param base: path that everything is served below, with a slash at its end.
    :return: HTML. The ``textContent`` of ``.full`` is ``document.text[window.first:window.last]``, and that of
        ``mark#quote`` what of the quote stands there; the boxes on a picture are ``.box``.
    """
    words, document, window, asked = source_words(texts.lang), view.document, view.window, view.asked
    pictures = _pictures(view, words, texts, base)
    earlier = later = back = ""
    if window.first > 0:
        earlier = _elsewhere("earlier", words.earlier, before(document.text, window), asked, base)
    if window.last < len(document.text):
        later = _elsewhere("later", words.later, window.last, asked, base)
    if asked.quoting and asked.first is not None:
        back = _elsewhere("back", words.to_quote, None, asked, base)
    opened = "" if view.pictures else " open"
    return (
        f'<article class="report-source">{_header(view, words, base)}{pictures}'
        f'<details class="words" name="source-view"{opened}><summary>{words.text}</summary>'
        f'<p class="moves">{back}{earlier}</p>'
        f'<div class="full" dir="auto">{_text(document, window, asked, words)}</div>'
        f'<p class="moves">{later}</p></details></article>'
    )
