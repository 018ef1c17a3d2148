"""Who asks. Where there are accounts, nobody gets past this without having logged in, but to the login itself."""

from __future__ import annotations

import base64
import binascii
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.errors import AccessError, QAError
from ui.serving.asking import refuse
from ui.serving.entrance import Entrance
from ui.serving.guard import address_in, address_key, place_in
from ui.serving.paths import Kind
from ui.site import OWNER, Person, Site

__all__ = ["Who", "token_in"]

_LONGEST: Final = 4096


def token_in(scope: Scope, cookie: str) -> str:
    """What a cookie of ours says.

    :param scope: of the request.
    :param cookie: what it is called.
    :return: its value; "" where there is none.
    """
    held: SimpleCookie = SimpleCookie()
    for said in Headers(scope=scope).getlist("cookie"):
        for part in said.split(";"):  # one that is broken must not hide ours
            if part.strip().startswith(f"{cookie}="):
                try:
                    held.load(part.strip())
                except CookieError:
                    continue
    return held[cookie].value if cookie in held else ""


def _basic(scope: Scope) -> tuple[str, str] | None:
    """Name and password of a header ``Authorization: Basic`` (RFC 7617)."""
    kind, _, told = Headers(scope=scope).get("authorization", "").partition(" ")
    if kind.lower() != "basic" or len(told) > _LONGEST:
        return None
    try:
        name, colon, password = base64.b64decode(told.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return None
    return (name, password) if colon else None


class Who:
    """ASGI middleware: finds out who asks.

    :param app: the application behind it.
    :param site: what the page works with.
    :param entrance: who may come in; None where nobody has to log in.
    :param cookie: what the cookie of a session is called.
    """

    def __init__(self, app: ASGIApp, site: Site, entrance: Entrance | None, cookie: str) -> None:
        self._app = app
        self._site = site
        self._entrance = entrance
        self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what somebody asks who may; refuse the rest."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        place = place_in(scope)
        is_open = place is not None and place.kind is Kind.OPEN
        try:
            person = await self._person(scope)
        except QAError as error:
            if not is_open:
                await refuse(error, scope, receive, send, closing=True)
                return
            person = None
        if person is not None:
            scope["state"]["person"] = person
        elif not is_open:
            await self._to_login(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _person(self, scope: Scope) -> Person | None:
        if self._entrance is None:
            return OWNER
        name = self._entrance.by_session(token_in(scope, self._cookie))
        if name is None and (told := _basic(scope)) is not None:
            name = await self._entrance.by_password(*told, address_key(address_in(scope)))
        return None if name is None else self._site.person(name)

    async def _to_login(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        opens = headers.get("sec-fetch-dest", "document") == "document" and "text/html" in headers.get(
            "accept", ""
        )
        if scope["method"] in ("GET", "HEAD") and opens:
            to = f"{scope['root_path']}/login?next={quote(scope['path'], safe='/')}"
            response = RedirectResponse(to, 303, {"cache-control": "no-store"})
            await response(scope, receive, send)
            return
        error = AccessError("request", "nobody has logged in", "Log in first")
        await refuse(error, scope, receive, send, closing=scope["method"] not in ("GET", "HEAD"))
