"""Ending without losing a question: what runs is finished, nothing new begun, and who only listens is let go."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.errors import BusyError
from ui.serving.asking import refuse
from ui.serving.guard import place_in
from ui.serving.paths import Kind

__all__ = ["Draining"]

# By these a question that is being answered is fetched.
_STILL_SERVED: Final = frozenset({"/gradio_api/queue/data", "/gradio_api/call/{name}/{id}"})


class Draining:
    """ASGI middleware: knows what is going on, and ends it.

    :param app: the application behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._ending = asyncio.Event()
        self._running = 0

    @property
    def running(self) -> int:
        """How many requests are being answered that end by themselves."""
        return self._running

    def end(self) -> None:
        """Begin nothing new and let go those who only listen. For the thread of the server."""
        self._ending.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while there is time."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        place = place_in(scope)
        if self._ending.is_set() and (place is None or place.shown not in _STILL_SERVED):
            error = BusyError("report-qa", "it is being stopped", "Try again when it runs again")
            await refuse(error, scope, receive, send, closing=True)
        elif place is not None and place.kind is Kind.STREAM:
            await self._listened(scope, receive, send)
        else:
            self._running += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._running -= 1

    async def _listened(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = False

        async def noting(message: Message) -> None:
            nonlocal is_open
            is_open = message["type"] == "http.response.start" or bool(message.get("more_body"))
            await send(message)

        serving = asyncio.ensure_future(self._app(scope, receive, noting))
        ending = asyncio.ensure_future(self._ending.wait())
        try:
            await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
                return
        finally:
            ending.cancel()
            serving.cancel()
        await asyncio.wait({serving})
        if is_open:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
