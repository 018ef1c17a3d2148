"""The operations over plain HTTP: JSON in, JSON out, an answer a call; described by ``/openapi.json`` and ``/docs``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from qa.errors import BusyError, QAError, QuestionError
from qa.plain_json import json_of
from ui.program_requests import AddRequest, checked
from ui.programs import OPERATIONS, Operation, add_file
from ui.serving.asking import error_response, person_in, person_of
from ui.serving.calling import RETRY_SECONDS, Calls, most_bytes, read_body
from ui.serving.docs import render_docs
from ui.serving.openapi import PREFIX, describe, method_of
from ui.site import Person, Site

__all__ = ["routes"]

_Handler: TypeAlias = Callable[[Request], Awaitable[Response]]
_JSON: Final = "application/json"
_BYTES: Final = "application/octet-stream"
_LONGEST_METHOD: Final = 20


class _UnsupportedError(QuestionError):
    """Sent as something that is not read."""

    status = 415


class _MethodError(QuestionError):
    """Called in a way that there is not."""

    status = 405


def _answer(value: object) -> Response:
    return Response(json_of(value, indent=None), media_type=_JSON, headers={"cache-control": "no-store"})


def _telling(act: _Handler) -> _Handler:
    """A handler that tells failures, and when to come again."""

    async def handle(request: Request) -> Response:
        try:
            return await act(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except QAError as error:
            status = error.status if isinstance(error, _UnsupportedError | _MethodError) else None
            response = error_response(error, person_in(request.scope), request.scope, status=status)
            if isinstance(error, BusyError):
                response.headers["retry-after"] = str(RETRY_SECONDS)
            return response

    return handle


def _media_type(request: Request, operation: Operation) -> str:
    """What was sent."""
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    known = (_JSON, _BYTES) if operation.request is AddRequest else (_JSON,)
    if sent not in known:
        remedy = f"Send the header Content-Type: {' or '.join(known)}"
        cause = f"{sent[:100]!r} is not read here" if sent else "it is missing"
        raise _UnsupportedError("Content-Type", cause, remedy)
    return sent


def _call(calls: Calls, operation: Operation) -> _Handler:
    site = calls.site

    async def file(request: Request, person: Person) -> Response:
        name = request.query_params.get("name", "")
        if not name:
            raise QuestionError("name", "it is missing", "Give it in the address: /api/add?name=minutes.pdf")
        data = await read_body(request, site.max_file_bytes)
        return _answer(await calls.change_or_ask(operation, lambda: add_file(site, person, name, data)))

    async def handle(request: Request) -> Response:
        person = person_of(request)
        if operation.edits:
            person.require_edit()  # before anything that was sent is read
        if operation.request is None:
            return _answer(await calls.call(operation, person, None))
        if _media_type(request, operation) == _BYTES:
            return await file(request, person)
        sent = checked(operation.request, await read_body(request, most_bytes(site, operation)))
        return _answer(await calls.call(operation, person, sent))

    return _telling(handle)


class _Refusing:
    """ASGI application: what a path says to methods that it does not have. Without it, Gradio's page would answer."""

    def __init__(self, path: str, methods: tuple[str, ...]) -> None:
        self._path = path
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await _telling(self._refuse)(Request(scope, receive))
        response.headers["allow"] = ", ".join(self._methods)
        await response(scope, receive, send)

    async def _refuse(self, request: Request) -> Response:
        person_of(request)
        method = request.method[:_LONGEST_METHOD]
        cause = f"{method} is no way to call {self._path}"
        raise _MethodError(method, cause, f"Use {' or '.join(self._methods)}")


def routes(site: Site, calls: Calls | None = None, *, mcp: bool = False, cookie: str = "") -> list[BaseRoute]:
    """What programs call, and what describes it.

    :param site: what is served.
    :param calls: carries them out; made here when None.
    :param mcp: whether the operations are offered as tools, too, so that the page says how.
    :param cookie: what the cookie of a session is called; "" where it shall not be told.
    :return: the routes.
    """
    carried_out = calls or Calls(site)

    def document(request: Request) -> dict[str, Any]:
        person_of(request)
        root = request.scope.get("root_path", "")
        return describe(root, has_accounts=site.accounts is not None, cookie=cookie)

    async def described(request: Request) -> Response:
        return _answer(document(request))

    async def documented(request: Request) -> Response:
        page = render_docs(document(request), str(request.base_url).rstrip("/"), mcp=mcp)
        return HTMLResponse(page, headers={"cache-control": "no-store"})

    made: list[BaseRoute] = []
    for operation in OPERATIONS:
        path, method = PREFIX + operation.name, method_of(operation)
        methods = ("GET", "HEAD") if method == "GET" else (method,)
        made += [
            Route(path, _call(carried_out, operation), methods=[method]),
            Route(path, _Refusing(path, methods)),
        ]
    for path, act in (("/openapi.json", described), ("/docs", documented)):
        made += [Route(path, _telling(act)), Route(path, _Refusing(path, ("GET", "HEAD")))]
    return made
