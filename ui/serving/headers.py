"""What the browser is told with every response, and before Gradio's own code runs.

Gradio goes by the first language the browser names, knows neither plain ``zh`` nor ``zh-HK``, and sets no policy on
what may be fetched. Here the choice made everywhere else on the page is written into it.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.assets import page_head
from ui.i18n import LANGUAGES, texts_for
from ui.serving.guard import place_in
from ui.serving.paths import Kind

__all__ = ["LANGUAGE_COOKIE", "PageHeaders"]

# Gradio compiles templates (unsafe-eval) and writes inline scripts and styles; nothing needs another host.
_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_ALWAYS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer a form of ours would come from the origin "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_PAGE: Final = "/"
# Gradio's page asks where the server believes to be, which it cannot know behind a proxy that does not say so; the
# browser knows.
_ROOT: Final = re.compile(rb'"root":"[^"]*"(?=\};</script>)')
LANGUAGE_COOKIE: Final = "report-qa-language"
"""Holds what was chosen among the settings of the page."""


def _speak(scope: Scope) -> None:
    """Let the language that was chosen on the page stand before those the browser names."""
    chosen = HTTPConnection(scope).cookies.get(LANGUAGE_COOKIE)
    if chosen in {texts.lang for texts in LANGUAGES}:
        others = [each for each in scope["headers"] if each[0].lower() != b"accept-language"]
        scope["headers"] = [*others, (b"accept-language", chosen.encode("ascii"))]


class PageHeaders:
    """ASGI middleware: headers that keep a browser from doing what nobody meant, and the language of the page.

    :param app: the application behind it.
    :param root: the path everything is served below, without a slash at its end; "" for none.
    """

    def __init__(self, app: ASGIApp, root: str = "") -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; change the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        _speak(scope)
        await self._app(scope, receive, _Response(scope, self._root, send).send)


class _Response:
    def __init__(self, scope: Scope, root: str, send: Send) -> None:
        self._scope = scope
        self._lang = texts_for(Headers(scope=scope).get("accept-language", "")).lang
        self._base = f"{root}/"
        self._forward = send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _ALWAYS.items():
                headers[name] = value
            place = place_in(self._scope)
            if place is None or place.kind is not Kind.STATIC:
                headers.setdefault("cache-control", "private, no-cache")
            is_page = place is not None and place.path == _PAGE and message["status"] == 200
            if is_page and headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
            return
        await self._forward(message)

    async def _finish(self, start: Message) -> None:
        opened = self._body.replace(b'lang="en"', f'lang="{self._lang}"'.encode(), 1)
        head = page_head(self._lang, self._base)
        headed = opened.replace(b"<head>", f"<head>{head}".encode(), 1)
        here = f'"root":location.origin+"{self._base[:-1]}"'.encode()
        body = _ROOT.sub(lambda match: here, headed, count=1)
        headers = MutableHeaders(scope=start)
        headers.add_vary_header("accept-language")
        if self._body:  # a HEAD request has none, but its content-length counts
            headers["content-length"] = str(len(body))
        await self._forward(start)
        await self._forward({"type": "http.response.body", "body": body})
