"""Which part of a quote stands on which page, and what a drawn page is. Values, without I/O."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.errors import NotFoundError
from qa.types import Document

__all__ = ["Box", "PageImage", "PagePart", "page_part", "parts_of"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the picture of a page, in fractions of its width and height; the origin is the upper left.

    :param left: of its left edge, 0 to 1.
    :param top: of its upper edge, 0 to 1.
    :param width: of the rectangle, more than 0.
    :param height: of the rectangle, more than 0.
    """

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as it looks.

    :param png: the picture; b"" where only its size and the boxes were asked for.
    :param width: of the picture, in pixels.
    :param height: of the picture, in pixels.
    :param boxes: where the quote stands on it, line by line; empty where it was not found, or has no part on it.
    """

    png: bytes = field(repr=False)
    width: int
    height: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class PagePart:
    """A page, and what of a quote stands on it.

    :param page: its number, from 1.
    :param text: what the report's text has of it.
    :param start: offset in ``text`` of the first character of the quote.
    :param end: offset behind the last one; not behind ``start`` where nothing of it stands there.
    """

    page: int
    text: str = field(repr=False)
    start: int = 0
    end: int = 0

    @property
    def quote(self) -> str:
        """What of the quote stands on the page."""
        return self.text[self.start : self.end]


def page_part(document: Document, page: int, start: int = 0, end: int = 0) -> PagePart:
    """One page of a report, and what of a quote stands on it.

    :param document: the report.
    :param page: number of the page, from 1.
    :param start: offset in the report of the first character of the quote.
    :param end: offset behind its last one.
    :return: the page with its part of the quote.
    :raises NotFoundError: when the report has no such page.
    """
    starts = (*document.page_starts, len(document.text))
    if not 1 <= page < len(starts):
        cause = f"has {len(starts) - 1} pages and no page {page}"
        raise NotFoundError(document.name, cause, "Ask for one of its pages")
    first, last = starts[page - 1], starts[page]
    start, end = max(start, first), min(end, last)
    text = document.text[first:last]
    return PagePart(page, text, start - first, end - first) if start < end else PagePart(page, text)


def parts_of(document: Document, start: int, end: int, most: int) -> tuple[PagePart, ...]:
    """The pages a quote stands on.

    :param document: the report.
    :param start: offset of the quote's first character.
    :param end: offset behind its last one.
    :param most: how many pages at most.
    :return: the first of those pages that hold more of it than white space; none where the format has no pages.
    """
    first, last = document.page_at(start), document.page_at(max(start, end - 1))
    parts: list[PagePart] = []
    for page in range(first or 0, (last or -1) + 1):
        part = page_part(document, page, start, end)
        if part.quote.strip():
            parts.append(part)
        if len(parts) == most:
            break
    return tuple(parts)
