"""Who asks, in which language, and how a failure is told to programs. Shared by all routes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final, cast

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from qa import errors
from qa.errors import (
    AccessError,
    BusyError,
    LimitError,
    NotFoundError,
    PartialError,
    QAError,
    QuestionError,
    SourceError,
    TooLargeError,
)
from ui.i18n import texts_for
from ui.limits import seconds_to_wait
from ui.panels import render_error
from ui.site import Person
from ui.texts import Texts

__all__ = ["drain", "error_response", "on_error", "person_in", "person_of", "refuse", "status_of", "texts_of"]

_PERSON: Final = "person"
_STATUSES: Final = (  # the first that fits; a child before its parent
    (NotFoundError, 404),
    (AccessError, 403),
    (LimitError, 429),
    (TooLargeError, 413),
    (QuestionError, 422),
    (SourceError, 422),
    (PartialError, 422),
    (BusyError, 503),
)
_OTHERWISE: Final = 500
_BY_PAGE: Final = "x-report-qa-page"
_MOST_DRAINED: Final = 256 * 1024**2
_DRAIN_SECONDS: Final = 20.0
_SILENT_SECONDS: Final = 2.0


def person_in(scope: Scope) -> Person | None:
    """Who the middleware found to be asking.

    :param scope: of the connection.
    :return: the person; None where nobody has logged in who has to.
    """
    return cast("Person | None", scope.get("state", {}).get(_PERSON))


def person_of(request: HTTPConnection) -> Person:
    """Who asks.

    :param request: a request.
    :return: the person.
    :raises AccessError: when nobody has logged in who has to.
    """
    person = person_in(request.scope)
    if person is None:
        raise AccessError("request", "nobody has logged in", "Log in first")
    return person


def texts_of(request: HTTPConnection) -> Texts:
    """The language of whoever asks.

    :param request: a request.
    :return: the texts of the page in it.
    """
    return texts_for(request.headers.get("accept-language", ""))


def status_of(error: QAError, person: Person | None) -> int:
    """The status that tells programs what kind of failure it is (RFC 9110, section 15).

    :param error: the failure.
    :param person: who asks; None where nobody has logged in.
    :return: a status from 401 to 503.
    """
    if isinstance(error, AccessError) and person is None:
        return 401
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), _OTHERWISE)


def _kind(error: QAError) -> str:
    """The name of its class, or of the nearest parent that :mod:`qa.errors` makes public."""
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in errors.__all__)


def error_response(
    error: QAError, person: Person | None, scope: Scope | None = None, *, status: int | None = None
) -> Response:
    """A failure as a response.

    :param error: the failure.
    :param person: who asks; None where nobody has logged in.
    :param scope: of the request, where it is known: what a browser opens in a window of its own is told in plain text.
    :param status: the status; that of :func:`status_of` when None.
    :return: ``{"error": {"kind", "subject", "cause", "remedy"}}``; where the page's own script asks, which says so by
        a header ``X-Report-QA-Page: 1``, ``{"error": HTML}`` in the language of the browser.
    """
    code = status_of(error, person) if status is None else status
    asked = Headers(raw=list((scope or {}).get("headers", ())))
    by_page = asked.get(_BY_PAGE) == "1"
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, LimitError):
        headers["Retry-After"] = str(seconds_to_wait(error))
    if code == 401:
        # a browser would answer Basic with a window of its own in place of the page's
        headers["WWW-Authenticate"] = (
            "Form" if by_page or "sec-fetch-mode" in asked else 'Basic realm="report-qa"'
        )
    if asked.get("sec-fetch-dest") == "document":
        return PlainTextResponse(f"report-qa: {error}\n", code, headers)
    if by_page:
        shown = render_error(error, texts_for(asked.get("accept-language", "")))
        return JSONResponse({"error": shown}, code, headers)
    told = {"kind": _kind(error), "subject": error.subject, "cause": error.cause, "remedy": error.remedy}
    return JSONResponse({"error": told}, code, headers)


async def drain(receive: Receive) -> None:
    """Read on for a while: a client that is still sending hears nothing, and would be told that the line broke.

    :param receive: of the request.
    """
    count = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            while count < _MOST_DRAINED:
                async with asyncio.timeout(_SILENT_SECONDS):
                    message = await receive()
                count += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return


async def refuse(
    error: QAError,
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    status: int | None = None,
    closing: bool = False,
) -> None:
    """Answer a request with a failure, in place of the application.

    :param error: the failure.
    :param scope: of the request.
    :param receive: of the request.
    :param send: of the request.
    :param status: as for :func:`error_response`.
    :param closing: whether more may come that nobody needs: the connection ends with the answer.
    """
    response = error_response(error, person_in(scope), scope, status=status)
    if closing:
        if "expect" not in Headers(scope=scope):  # who asks first has sent nothing yet
            await drain(receive)
        response.headers["connection"] = "close"
    await response(scope, receive, send)


async def on_error(request: Request, error: Exception) -> Response:
    """Tell a failure that a route raised. For the exception handlers of the application.

    :param request: the request.
    :param error: the failure.
    :return: see :func:`error_response`.
    :raises Exception: what is no failure of report-qa, but a fault.
    """
    if not isinstance(error, QAError):
        raise error
    return error_response(error, person_in(request.scope), request.scope)
