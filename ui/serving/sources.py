"""Reports with a quote marked in them, and the pages of PDFs as pictures."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from qa.errors import IntegrityError, LimitError, NotFoundError, QAError
from qa.ingest.kinds import Kind
from qa.ingest.pages import PagePart, page_part, render_page
from qa.types import Document
from ui.panels import render_error
from ui.pictures import PictureKey, Pictures
from ui.serving.asking import person_in, status_of, texts_of
from ui.site import Site
from ui.source import WIDTHS, render_source
from ui.source_view import SourceAsked, SourceView, library_of, view_source, with_pictures

if TYPE_CHECKING:
    from qa.library import Library

__all__ = ["routes"]

_AT_ONCE: Final = 2
_MOST_WAITING: Final = 32
_DRAWN_AS: Final = 1
"""Raised whenever pages come to look otherwise, so that no browser keeps the old pictures."""
_UNKEPT: Final = {"cache-control": "no-store"}
_ID: Final = re.compile("[0-9a-f]{64}")
_NUMBER: Final = re.compile("[0-9]{1,9}")
_RELOAD: Final = "Load the page again"

_Made = TypeVar("_Made")


class _Drawing:
    """Lets a few processes work for this page at once, and not too many requests wait for them."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(_AT_ONCE)
        self._here = 0

    async def run(self, work: Callable[[], _Made]) -> _Made:
        """Do something in a thread, when it is its turn.

        :param work: what is done.
        :return: what comes of it.
        :raises LimitError: when too many wait.
        """
        if self._here >= _AT_ONCE + _MOST_WAITING:
            raise LimitError("pages", "too many are being drawn", "Try again soon")
        self._here += 1
        try:
            async with self._free:
                return await run_in_threadpool(work)
        finally:
            self._here -= 1


def _id_of(request: Request) -> str:
    identity = str(request.path_params["id"])
    if not _ID.fullmatch(identity):
        raise NotFoundError("report", f"no report has the id {identity[:64]!r}", _RELOAD)
    return identity


def _number(request: Request, name: str) -> int | None:
    value = request.query_params.get(name)
    if value is not None and not _NUMBER.fullmatch(value):
        raise NotFoundError(name, "is no whole number from 0 on", _RELOAD)
    return None if value is None else int(value)


def _asked(request: Request) -> SourceAsked:
    start, end = _number(request, "start"), _number(request, "end")
    if (start is None) is not (end is None) or not (start or 0) <= (end or 0):
        raise NotFoundError("start and end", "name no stretch of a report", _RELOAD)
    sha256 = request.query_params.get("sha256")
    if sha256 is not None and not _ID.fullmatch(sha256):
        raise NotFoundError("sha256", "is no SHA-256 in hexadecimal", _RELOAD)
    return SourceAsked(_id_of(request), start or 0, end or 0, sha256, _number(request, "from"))


def _base(request: Request) -> str:
    return f"{request.scope.get('root_path', '')}/"


def _failure(error: QAError, request: Request) -> Response:
    """Why there is no report, to be read in its place."""
    status = 409 if isinstance(error, IntegrityError) else status_of(error, person_in(request.scope))
    return HTMLResponse(render_error(error, texts_of(request)), status, _UNKEPT)


def _is_known(request: Request, etag: str) -> bool:
    """Whether the browser has the picture (RFC 9110, section 13.1.2)."""
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or etag in {each.strip().removeprefix("W/") for each in known.split(",")}


def _page(library: Library, identity: str, number: int) -> tuple[Document, PagePart]:
    """The page of a report that can be drawn."""
    document = library.document(identity)
    if document.media_type != Kind.PDF.value:
        raise NotFoundError(document.name, "has no pages that could be drawn", "Read its text")
    return document, page_part(document, number)


def _draw(library: Library, document: Document, part: PagePart, width: int) -> bytes:
    data = library.original(document.id)
    if data is None:
        raise NotFoundError(document.name, "is kept without its file", "Read its text")
    return render_page(data, document.name, part, width).png


def routes(site: Site) -> list[BaseRoute]:
    """Routes that show reports.

    :param site: what the page works with.
    :return: ``/part/source/{id}``, ``/source/{id}.txt`` and ``/page/{id}/{page}.png``.
    """
    drawing, pictures = _Drawing(), Pictures()

    async def pictured(library: Library, view: SourceView) -> SourceView:
        if not view.parts:
            return view
        try:
            return await drawing.run(partial(with_pictures, library, view, WIDTHS[0]))
        except LimitError as error:  # the text is there all the same
            return replace(view, failure=error)

    async def part(request: Request) -> Response:
        try:
            asked, library = _asked(request), library_of(site.loading)
            view = await run_in_threadpool(view_source, library, asked)
            view = await pictured(library, view)
        except QAError as error:
            return _failure(error, request)
        return HTMLResponse(render_source(view, texts_of(request), _base(request)), headers=_UNKEPT)

    async def text(request: Request) -> Response:
        identity, library = _id_of(request), library_of(site.loading)
        document = await run_in_threadpool(library.document, identity)
        headers = {**_UNKEPT, "x-content-type-options": "nosniff"}
        return PlainTextResponse(document.text, headers=headers)

    async def page(request: Request) -> Response:
        identity, library = _id_of(request), library_of(site.loading)
        number, width = request.path_params["page"], _number(request, "width") or WIDTHS[0]
        if not _NUMBER.fullmatch(number) or width not in WIDTHS:
            raise NotFoundError("page", "there is no such picture", _RELOAD)
        # asked even where the picture is there already: the report may be gone
        document, wanted = await run_in_threadpool(_page, library, identity, int(number))
        key = PictureKey(identity, wanted.page, width)
        etag = f'"{identity}-{wanted.page}-{width}-{_DRAWN_AS}"'
        headers = {"cache-control": "private, no-cache", "etag": etag, "x-content-type-options": "nosniff"}
        if _is_known(request, etag):
            return Response(status_code=304, headers=headers)
        png = pictures.get(key)
        if png is None:
            png = await drawing.run(partial(_draw, library, document, wanted, width))
            pictures.put(key, png)
        return Response(png, media_type="image/png", headers=headers)

    return [
        Route("/part/source/{id}", part),
        Route("/source/{id}.txt", text),
        Route("/page/{id}/{page}.png", page),
    ]
