"""The routes by which people and programs log in and out."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from qa.errors import AccessError, LimitError, QAError
from ui.limits import seconds_to_wait
from ui.serving.asking import error_response, person_in, texts_of
from ui.serving.entrance import Entrance
from ui.serving.guard import address_in, address_key
from ui.serving.login_page import render_login
from ui.serving.login_texts import login_texts
from ui.serving.who import token_in
from ui.site import Person

__all__ = ["routes", "safe_target"]

_PATH: Final = re.compile(r"/(?:[A-Za-z0-9._~=-]+(?:/[A-Za-z0-9._~=-]+)*/?)?")
_LONGEST_PATH: Final = 500
_MOST_FIELDS: Final = 10


def safe_target(to: str, root: str) -> str:
    """Where to go after the login: nowhere but here.

    :param to: where somebody wanted to go, as the address of the login says.
    :param root: the path everything is served below, without a slash at its end; "" for none.
    :return: the path, where it is one of ours and plain; else the page.
    """
    plain = len(to) <= _LONGEST_PATH and _PATH.fullmatch(to) and ".." not in to
    return to if plain and to.startswith(f"{root}/") else f"{root}/"


def _for_people(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _is_secure(request: Request) -> bool:
    """Whether people have come over TLS, as the proxy says, or their browser."""
    return request.url.scheme == "https" or request.headers.get("origin", "").startswith("https://")


class _Doors:
    def __init__(self, entrance: Entrance | None, cookie: str) -> None:
        self._entrance = entrance
        self._cookie = cookie

    async def show(self, request: Request) -> Response:
        """The page; whoever is in already is led on."""
        to = safe_target(request.query_params.get("next", ""), request.scope["root_path"])
        if person_in(request.scope) is not None:
            return RedirectResponse(to, 303, {"cache-control": "no-store"})
        return self._page(request, to, "", "", 200)

    async def enter(self, request: Request) -> Response:
        """Log somebody in."""
        root = request.scope["root_path"]
        try:
            fields = dict(parse_qsl((await request.body()).decode("utf-8"), max_num_fields=_MOST_FIELDS))
        except ValueError:
            fields = {}
        to, name = safe_target(fields.get("next", ""), root), fields.get("username", "")
        if self._entrance is None:  # nobody has to log in
            return RedirectResponse(to, 303) if _for_people(request) else JSONResponse({"success": True})
        try:
            address = address_key(address_in(request.scope))
            account = await self._entrance.check(name, fields.get("password", ""), address)
        except QAError as error:
            return self._refused(request, error, to, name)
        token = self._entrance.begin(account)
        if token is None:
            return self._refused(
                request, AccessError("login", "the user was removed", "Ask for another"), to, name
            )
        self._entrance.sessions.end(token_in(request.scope, self._cookie))
        request.scope["state"]["person"] = Person(account.name, account.role)
        response: Response = (
            RedirectResponse(to, 303) if _for_people(request) else JSONResponse({"success": True})
        )
        response.set_cookie(
            self._cookie,
            token,
            path=f"{root}/" if root else "/",
            secure=_is_secure(request),
            httponly=True,
            samesite="lax",
        )
        response.headers["cache-control"] = "no-store"
        return response

    async def leave(self, request: Request) -> Response:
        """Log somebody out."""
        root = request.scope["root_path"]
        if self._entrance is not None:
            self._entrance.sessions.end(token_in(request.scope, self._cookie))
        response: Response = (
            RedirectResponse(f"{root}/login", 303)
            if _for_people(request)
            else JSONResponse({"success": True})
        )
        response.delete_cookie(
            self._cookie,
            path=f"{root}/" if root else "/",
            secure=_is_secure(request),
            httponly=True,
            samesite="lax",
        )
        response.headers["cache-control"] = "no-store"
        return response

    def _refused(self, request: Request, error: QAError, to: str, name: str) -> Response:
        told = error_response(error, None, request.scope)
        if not _for_people(request):
            return told
        texts = login_texts(texts_of(request).lang)
        if isinstance(error, LimitError):
            message = texts.too_often.format(seconds=seconds_to_wait(error))
        else:
            message = texts.wrong if isinstance(error, AccessError) else texts.failed
        page = self._page(request, to, name, message, told.status_code)
        if "retry-after" in told.headers:
            page.headers["retry-after"] = told.headers["retry-after"]
        return page

    def _page(self, request: Request, to: str, name: str, message: str, status: int) -> Response:
        html = render_login(login_texts(texts_of(request).lang), to, name, message)
        return HTMLResponse(html, status, {"cache-control": "no-store", "vary": "accept-language, accept"})


def routes(entrance: Entrance | None, cookie: str) -> list[Route]:
    """The login and the way out.

    :param entrance: who may come in; None where nobody has to log in.
    :param cookie: what the cookie of a session is called.
    :return: the routes.
    """
    doors = _Doors(entrance, cookie)
    return [
        Route("/login", doors.show, methods=["GET"]),
        Route("/login", doors.enter, methods=["POST"]),
        Route("/logout", doors.leave, methods=["POST"]),
    ]
