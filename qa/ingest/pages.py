"""Pages of a PDF as pictures, drawn by a child process of their own: a file is not trusted with the server's.

A process that drew a page of one report never draws one of another. Starting it takes 0.06 s, of 0.1 s that a page
takes in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from qa.ingest.child import Child
from qa.ingest.limits import DEFAULT_LIMITS, Limits
from qa.ingest.page_parts import Box, PageImage, PagePart, page_part, parts_of

__all__ = [
    "PAGE_LIMITS",
    "Box",
    "PageImage",
    "PagePart",
    "find_on_pages",
    "page_part",
    "parts_of",
    "render_page",
]

PAGE_LIMITS: Final = replace(DEFAULT_LIMITS, seconds=20)
"""Somebody waits for the picture."""


def render_page(
    data: bytes, name: str, part: PagePart, width: int, limits: Limits = PAGE_LIMITS
) -> PageImage:
    """Draw a page of a PDF and box what stands on it of a quote.

    :param data: the whole file.
    :param name: what a reader calls it; never used as a path.
    :param part: the page, and what of the quote stands on it, see :func:`page_part`.
    :param width: of the picture, in pixels; a page that is very long or very wide gets less.
    :param limits: upper bounds for the child process.
    :return: the picture and the boxes.
    :raises SourceError: when it cannot be drawn; the child says why.
    """
    with Child() as child:
        return child.draw(part, data, name, width, limits, picture=True)


def find_on_pages(
    data: bytes, name: str, parts: Sequence[PagePart], width: int, limits: Limits = PAGE_LIMITS
) -> tuple[PageImage, ...]:
    """Box a quote on the pages it stands on, without drawing them.

    :param data: the whole file.
    :param name: what a reader calls it; never used as a path.
    :param parts: the pages, and what of the quote stands on each.
    :param width: of the pictures that are going to be drawn, in pixels.
    :param limits: upper bounds for the child process, for each page.
    :return: for each page the boxes and the size its picture will have, without the picture.
    :raises SourceError: when one cannot be opened; the child says why.
    """
    with Child() as child:
        return tuple(child.draw(part, data, name, width, limits, picture=False) for part in parts)
