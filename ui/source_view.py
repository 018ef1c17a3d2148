"""What is shown of a report for a quote, read from the library. Knows no HTML."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from qa.errors import BusyError, IntegrityError, NotFoundError, QAError
from qa.ingest.kinds import Kind
from qa.ingest.pages import PageImage, PagePart, find_on_pages, parts_of
from qa.types import Document
from ui.source_window import Window, window_around, window_from

if TYPE_CHECKING:
    from qa.library import Library
    from ui.loading import Loading

__all__ = [
    "MOST_PAGES",
    "PagePicture",
    "SourceAsked",
    "SourceView",
    "library_of",
    "view_source",
    "with_pictures",
]

MOST_PAGES: Final = 3
"""Pages of one quote that are shown as pictures."""

_FIND_AGAIN: Final = "Ask the question again"


@dataclass(frozen=True, slots=True)
class SourceAsked:
    """What is asked for.

    :param id: of the report.
    :param start: offset of the quote's first character.
    :param end: offset behind its last one; the same where no quote is meant.
    :param sha256: of the quote in UTF-8, in hexadecimal, so that nothing else is marked in its place; None where it is
        not known.
    :param first: where the text that is shown begins; None for around the quote.
    """

    id: str
    start: int = 0
    end: int = 0
    sha256: str | None = None
    first: int | None = None

    @property
    def quoting(self) -> bool:
        """Whether a quote is meant."""
        return self.start < self.end


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page that is shown as a picture.

    :param part: the page with its part of the quote.
    :param image: its size, and where the quote stands on it.
    """

    part: PagePart
    image: PageImage


@dataclass(frozen=True, slots=True)
class SourceView:
    """What is shown.

    :param asked: what was asked for.
    :param document: the report.
    :param window: the stretch of its text.
    :param parts: the pages with a part of the quote that can be shown as pictures.
    :param pictures: those pages, once the quote was found on them.
    :param kept: whether the file that pictures are made of is there.
    :param failure: why there are no pictures where there should be.
    """

    asked: SourceAsked
    document: Document
    window: Window
    parts: tuple[PagePart, ...] = ()
    pictures: tuple[PagePicture, ...] = ()
    kept: bool = True
    failure: QAError | None = None


def library_of(loading: Loading) -> Library:
    """The library, if it is open by now.

    :param loading: the library.
    :return: it.
    :raises QAError: when it could not be opened, or not yet.
    """
    if not loading.done:
        raise BusyError("library", "is still being opened", "Try again soon")
    return loading.wait().library


def _require_quote(document: Document, asked: SourceAsked) -> None:
    """Refuse to mark anything but the quote."""
    length = len(document.text)
    if asked.end > length:
        cause = (
            f"has {length:,} characters and none at {asked.end - 1:,}: it is not the version that was quoted"
        )
        raise NotFoundError(document.name, cause, _FIND_AGAIN)
    quote = document.text[asked.start : asked.end]
    if (
        asked.sha256 is not None
        and hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest() != asked.sha256
    ):
        cause = "does not hold the quote at its place: it is not the version that was quoted"
        raise IntegrityError(document.name, cause, _FIND_AGAIN)


def view_source(library: Library, asked: SourceAsked) -> SourceView:
    """Read a report, and make sure that the quote stands in it.

    :param library: the library.
    :param asked: what is asked for.
    :return: what is shown, still without pictures.
    :raises NotFoundError: when there is no such report, or no such place in it.
    :raises IntegrityError: when something else stands at the place.
    :raises LibraryError: when it cannot be read.
    """
    document = library.document(asked.id)
    parts: tuple[PagePart, ...] = ()
    if asked.quoting:
        _require_quote(document, asked)
        if document.media_type == Kind.PDF.value and asked.first is None:
            parts = parts_of(document, asked.start, asked.end, MOST_PAGES)
    if asked.first is None:
        window = window_around(document.text, asked.start, asked.end)
    else:
        window = window_from(document.text, asked.first)
    return SourceView(asked, document, window, parts)


def with_pictures(library: Library, view: SourceView, width: int) -> SourceView:
    """Find the quote on its pages. Starts a process, so that not many should at once.

    :param library: the library.
    :param view: what is shown.
    :param width: of the pictures, in pixels.
    :return: the same with pictures; what cannot be read or drawn is no failure of the whole, since the text is there.
    """
    name, parts = view.document.name, view.parts
    try:
        data = library.original(view.document.id)
        if data is None:
            return replace(view, kept=False)
        images = find_on_pages(data, name, parts, width)
    except QAError as error:
        return replace(view, failure=error)
    pictures = (PagePicture(part, image) for part, image in zip(parts, images, strict=True))
    return replace(view, pictures=tuple(pictures))
