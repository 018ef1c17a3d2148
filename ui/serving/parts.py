"""What the script of the page asks for: the panels beside the chat, and what is done in them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from qa.errors import AccessError, ConversationError, NotFoundError, QAError
from qa.talk.export import FORMATS, export
from qa.talk.types import Settings
from qa.talk.words import WORDS
from ui.panels import (
    render_conversations,
    render_error,
    render_examples,
    render_kept,
    render_notices,
    render_reports,
    render_status,
)
from ui.program_requests import RemoveRequest, checked
from ui.programs import add_file
from ui.programs import remove as remove_report
from ui.serving.asking import person_of, texts_of
from ui.serving.calling import read_body
from ui.site import Person, Site
from ui.texts import Texts

__all__ = ["routes"]

_READ_AT_ONCE: Final = 2
_MEDIA: Final = {
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

Routing: TypeAlias = list[BaseRoute]
_Answer: TypeAlias = Callable[[Request], Awaitable[Response]]


def _fragment(show: Callable[[Request], str]) -> _Answer:
    """A route that answers with HTML, also of why there is none."""

    async def answer(request: Request) -> Response:
        try:
            body = await run_in_threadpool(show, request)
        except QAError as error:
            body = render_error(error, texts_of(request))
        return HTMLResponse(body, headers={"cache-control": "no-store"})

    return answer


def _json(act: Callable[[Request], dict[str, Any]]) -> _Answer:
    async def answer(request: Request) -> Response:
        told = await run_in_threadpool(act, request)
        return JSONResponse(told, headers={"cache-control": "no-store"})

    return answer


def _status(site: Site, texts: Texts) -> str:
    """How far the library is, in one line."""
    loading = site.loading
    if not loading.done:
        if loading.progress is None:
            return render_status(texts.loading, "busy")
        stage, done, total = loading.progress
        message = {"read": texts.reading, "embed": texts.embedding}[stage]
        return render_status(message.format(done=done, total=total), "busy")
    try:
        opened = loading.wait()
        holds = bool(site.shelf.reports())
    except QAError as error:
        return render_status(texts.load_failed, "failed") + render_error(error, texts)
    return render_status(texts.ready if holds else texts.nothing_loaded, "ready") + render_kept(
        opened.kept, texts
    )


def _examples(site: Site, texts: Texts) -> str:
    """Questions to try while the reports are those they are about."""
    if not site.loading.done:
        return ""
    try:
        opened = site.loading.wait()
        held = {report.id for report in site.shelf.reports()}
    except QAError:  # the status says it
        return ""
    return render_examples(opened.examples if opened.samples == held else (), texts)


def _notices(site: Site, texts: Texts) -> str:
    try:
        return render_notices(site.loading.wait().failures, texts) if site.loading.done else ""
    except QAError:  # the status says it
        return ""


def _now(site: Site, texts: Texts) -> dict[str, Any]:
    """The state of the library: what the page asks for every few seconds."""
    revision = ""
    if site.loading.done:
        try:
            revision = site.shelf.revision
        except QAError as error:
            revision = f"{type(error).__name__}: {error}"
    return {"done": site.loading.done, "revision": revision, "status": _status(site, texts)}


def _me(site: Site, person: Person) -> dict[str, Any]:
    """Who asks, and what they may do and want: with every look, since rights change."""
    try:
        keep_ratings = site.talks.settings(person.key).keep_ratings
    except QAError:  # said where conversations are shown
        keep_ratings = False
    return {
        "name": person.name,
        "may_edit": person.may_edit,
        "keep_ratings": keep_ratings,
        "max_file_bytes": site.max_file_bytes,
    }


def _reading(site: Site) -> Routing:
    """Routes that show."""

    def reports(request: Request) -> str:
        if not site.loading.done:
            return ""
        shown, texts = site.shelf.reports(), texts_of(request)
        find = request.query_params.get("find", "")
        return render_reports(shown, texts, find=find, editable=person_of(request).may_edit)

    def conversations(request: Request) -> str:
        find = request.query_params.get("find", "")
        headings = site.talks.headings(person_of(request).key, site.library, find)
        return render_conversations(headings, texts_of(request))

    def welcome(request: Request) -> dict[str, Any]:
        texts = texts_of(request)
        return {"examples": _examples(site, texts), "notices": _notices(site, texts)}

    def now(request: Request) -> dict[str, Any]:
        return _now(site, texts_of(request)) | {"me": _me(site, person_of(request))}

    return [
        Route("/part/reports", _fragment(reports)),
        Route("/part/conversations", _fragment(conversations)),
        Route("/part/welcome", _json(welcome)),
        Route("/part/now", _json(now)),
    ]


def _keeping(site: Site) -> Routing:
    """Routes of conversations and settings."""

    async def settings(request: Request) -> Response:
        try:
            wanted = json.loads(await request.body())["keep_ratings"]
        except (ValueError, KeyError, TypeError) as error:
            raise ConversationError(
                "settings", "they are not what was expected", "Load the page again"
            ) from error
        await run_in_threadpool(site.talks.set_settings, person_of(request).key, Settings(wanted is True))
        return Response(status_code=204)

    async def forget(request: Request) -> Response:
        await run_in_threadpool(site.talks.delete, person_of(request).key, request.path_params["id"])
        return Response(status_code=204)

    async def exported(request: Request) -> Response:
        form, identity = request.path_params["form"], request.path_params["id"]
        if form not in FORMATS:
            raise NotFoundError(form, "is no format of conversations", f"Choose one of {', '.join(FORMATS)}")
        name, words = person_of(request).key, WORDS[texts_of(request).lang]

        def make() -> bytes:
            return export(site.talks.load(name, identity, most=None), form, words)

        headers = {
            "content-disposition": f'attachment; filename="conversation.{form}"',
            "cache-control": "no-store",
        }
        return Response(await run_in_threadpool(make), media_type=_MEDIA[form], headers=headers)

    return [
        Route("/settings", settings, methods=["PUT"]),
        Route("/conversations/{id}.{form}", exported),
        Route("/conversations/{id}", forget, methods=["DELETE"]),
    ]


def _changing(site: Site) -> Routing:
    """Routes that add and remove reports."""
    at_once = asyncio.Semaphore(_READ_AT_ONCE)

    async def add(request: Request) -> Response:
        person, name = person_of(request), request.query_params.get("name", "")
        person.require_edit()  # before anything that was sent is read
        try:
            data = await read_body(request, site.max_file_bytes)
            async with at_once:
                if await request.is_disconnected():  # cancelled while it waited: nothing is added
                    return Response(status_code=204)
                report = await run_in_threadpool(add_file, site, person, name, data)
        except ClientDisconnect:  # cut half-way: nothing is added, and nobody is there to be told
            return Response(status_code=204)
        except AccessError:
            raise
        except QAError as error:
            return JSONResponse({"error": render_error(error, texts_of(request))}, 422)
        return JSONResponse({"id": report["id"], "name": report["name"]})

    async def remove(request: Request) -> Response:
        person = person_of(request)
        try:
            wanted = checked(RemoveRequest, {"id": request.path_params["id"]})
            await run_in_threadpool(remove_report, site, person, wanted)
        except NotFoundError:  # gone already: what was wanted
            pass
        except AccessError:
            raise
        except QAError as error:
            return JSONResponse({"error": render_error(error, texts_of(request))}, 422)
        return Response(status_code=204)

    return [Route("/reports", add, methods=["PUT"]), Route("/reports/{id}", remove, methods=["DELETE"])]


def routes(site: Site) -> Routing:
    """What the page's script asks for.

    :param site: what the page works with.
    :return: the routes.
    """
    return [*_reading(site), *_keeping(site), *_changing(site)]
