"""What the browser is told before Gradio's own code runs. The one place that imports starlette.

Gradio goes by the first language the browser names, knows neither plain ``zh`` nor ``zh-HK``, and sets no
policy on what may be fetched. Here the choice made everywhere else on the page is written into it.
"""

from __future__ import annotations

from importlib.resources import files

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.i18n import texts_for

__all__ = ["PageMiddleware", "page_middleware"]

# Gradio compiles templates (unsafe-eval) and writes inline scripts and styles; nothing needs another host.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_SCRIPT = files("ui").joinpath("page.js").read_text(encoding="utf-8")


class PageMiddleware:
    """ASGI middleware: the language of the page, and no request to other hosts or from other sites.

    :param app: the application behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; change the response when it is the page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if headers.get("origin") not in (None, f"http://{headers.get('host')}"):
            # Not even a form of another site may reach the reports; Gradio would only hide the response.
            await PlainTextResponse("Cross-origin request refused", 403)(scope, receive, send)
            return
        response = _Response(headers.get("accept-language", ""), scope["path"] == "/", send)
        await self._app(scope, receive, response.send)


class _Response:
    def __init__(self, accept_language: str, is_page: bool, send: Send) -> None:
        self._lang = texts_for(accept_language).lang
        self._is_page = is_page
        self._forward = send
        self._start: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["content-security-policy"] = _POLICY
            headers["x-content-type-options"] = "nosniff"
            headers["referrer-policy"] = "no-referrer"
            self._is_page = self._is_page and headers.get("content-type", "").startswith("text/html")
            if self._is_page:
                self._start = message
                return
        elif self._is_page and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish()
            return
        await self._forward(message)

    async def _finish(self) -> None:
        opened = self._body.replace(b'lang="en"', f'lang="{self._lang}"'.encode(), 1)
        script = _SCRIPT.replace("{lang}", self._lang)
        body = opened.replace(b"<head>", f"<head><script>{script}</script>".encode(), 1)
        headers = MutableHeaders(scope=self._start)
        headers.add_vary_header("accept-language")
        if self._body:  # a HEAD request has none, but its content-length counts
            headers["content-length"] = str(len(body))
        await self._forward(self._start)
        await self._forward({"type": "http.response.body", "body": body})


def page_middleware() -> list[Middleware]:
    """What every request passes through.

    :return: a check of the host name, so that no other site can reach the reports by pointing its own name at
        this machine (DNS rebinding), then :class:`PageMiddleware`.
    """
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
        Middleware(PageMiddleware),
    ]
