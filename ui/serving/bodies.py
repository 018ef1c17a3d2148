"""What is sent to us: no more than there is a use for, and not at a pace that only keeps us busy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.errors import QAError, TooLargeError
from ui.serving.asking import drain, person_in, refuse
from ui.serving.guard import place_in
from ui.serving.paths import Kind

__all__ = ["SMALL", "Bodies"]

SMALL: Final = 64 * 1024
"""Bytes of a request that brings no report."""

_SILENT_SECONDS: Final = 60.0
_SLOWEST: Final = 4096  # bytes a second, on average
_KIBIBYTE: Final = 1024
_MEBIBYTE: Final = 1024**2
_DISCONNECT: Final[Message] = {"type": "http.disconnect"}


def _too_large(most: int) -> QAError:
    cause = f"it is larger than {most / _KIBIBYTE:g} KiB"
    if most >= _MEBIBYTE:
        cause = f"it is larger than {most / _MEBIBYTE:g} MiB"
    return TooLargeError("request", cause, "Send less at once")


class Bodies:
    """ASGI middleware: ends requests that bring too much, or bring it too slowly.

    :param app: the application behind it.
    :param most: bytes of a request that brings a report.
    :param silent: seconds without a byte after which a request has ended.
    :param clock: seconds that never go back.
    """

    def __init__(
        self,
        app: ASGIApp,
        most: int,
        silent: float = _SILENT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._most = most
        self._silent = silent
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it before or while it arrives."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        place, headers = place_in(scope), Headers(scope=scope)
        person = person_in(scope)
        large = (
            place is not None
            and place.kind in (Kind.UPLOAD, Kind.CALL)
            and person is not None
            and person.may_edit
        )
        most = self._most if large else SMALL
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > most:
            await refuse(_too_large(most), scope, receive, send, closing=True)
            return
        asks_first = "expect" in headers
        body = _Body(receive, send, most, self._silent, self._clock, asks_first=asks_first)
        try:
            await self._app(scope, body.receive, body.send)
        except ClientDisconnect:  # nobody is left to be told anything, unless it was us who ended it
            if body.refusal is None and body.started:
                raise
        if body.refusal is not None and not body.started:
            error, status = body.refusal
            await refuse(error, scope, receive, send, status=status, closing=not body.whole)


class _Body:
    """The body of one request as it arrives.

    Once it is refused, the application is told that the client has gone, and what it says to that is not passed on.
    """

    def __init__(
        self,
        receive: Receive,
        send: Send,
        most: int,
        silent: float,
        clock: Callable[[], float],
        *,
        asks_first: bool,
    ) -> None:
        self._asks_first = asks_first
        self._receive = receive
        self._send = send
        self._most = most
        self._silent = silent
        self._clock = clock
        self._began = clock()
        self._count = 0
        self.whole = False
        self.refusal: tuple[QAError, int | None] | None = None
        self.started = False

    async def receive(self) -> Message:
        if self.whole and self.refusal is None:  # a wait for the client to go, however long
            return await self._receive()
        if self.refusal is None:
            try:
                async with asyncio.timeout(self._silent):
                    message = await self._receive()
            except TimeoutError:
                self.refusal = (_slow(self._silent), 408)
            else:
                self._judge(message)
        return message if self.refusal is None else _DISCONNECT

    def _judge(self, message: Message) -> None:
        self._count += len(message.get("body", b""))
        self.whole = not message.get("more_body", False)
        seconds = self._clock() - self._began
        if self._count > self._most:
            self.refusal = (_too_large(self._most), None)
        elif not self.whole and seconds > self._silent + self._count / _SLOWEST:
            self.refusal = (_slow(seconds), 408)

    async def send(self, message: Message) -> None:
        if self.refusal is not None and not self.started:
            return
        if not self.started and not self.whole and message["status"] >= 400 and not self._asks_first:
            await drain(self._receive)  # it was refused early; the client is still sending
        self.started = True
        await self._send(message)


def _slow(seconds: float) -> QAError:
    cause = f"it was not there after {seconds:.0f} seconds"
    return QAError("request", cause, "Send it again, over a faster line or in smaller parts")
