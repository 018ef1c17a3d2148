"""The log of requests: who asked for what, when, and what came of it; without questions and ids of reports."""

from __future__ import annotations

import logging
import os
import re
import sys
import time
from io import FileIO, TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.errors import QAError
from ui.record import QUESTIONS, on_one_line
from ui.serving.asking import person_in
from ui.serving.guard import address_in, place_in
from ui.serving.paths import Kind

__all__ = ["REQUESTS", "Log", "end_log", "log_into"]

REQUESTS: Final = logging.getLogger("report_qa.requests")

_MOST_BYTES: Final = 10 * 1024**2
_KEPT_FILES: Final = 5
_OWN: Final = 0o600
_CLIENT_LEFT: Final = 499
_WORD: Final = re.compile(r"[A-Za-z0-9._=-]{0,16}")


class _OwnFile(RotatingFileHandler):
    """A log that only its owner reads; the ones before it are kept under numbers."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWN)
        return TextIOWrapper(FileIO(handle, "ab"), encoding="utf-8", write_through=True)


def log_into(where: str | None, *, questions: bool) -> logging.Handler | None:
    """Begin to log.

    :param where: the file; "-" for standard error; None for nowhere.
    :param questions: whether the questions are logged, too.
    :return: what writes the log, to be handed to :func:`end_log`; None for nowhere.
    :raises QAError: when the file cannot be written.
    """
    if where is None:
        return None
    try:
        handler = (
            logging.StreamHandler(sys.stderr)
            if where == "-"
            else _OwnFile(
                Path(where).absolute(), maxBytes=_MOST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8"
            )
        )
    except OSError as error:
        cause = f"it cannot be written: {error.strerror or error}"
        raise QAError(where, cause, "Name another file with --log, or - for standard error") from error
    line = logging.Formatter("%(asctime)s.%(msecs)03dZ %(message)s", "%Y-%m-%dT%H:%M:%S")
    line.converter = time.gmtime
    handler.setFormatter(line)
    for logger, wanted in ((REQUESTS, True), (QUESTIONS, questions)):
        logger.addHandler(handler)
        logger.setLevel(logging.INFO if wanted else logging.WARNING)
    return handler


def end_log(handler: logging.Handler | None) -> None:
    """End what :func:`log_into` began.

    :param handler: what it returned.
    """
    if handler is None:
        return
    for logger in (REQUESTS, QUESTIONS):
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    handler.close()


class Log:
    """ASGI middleware: one line a request, once it is answered.

    :param app: the application behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and take note of what comes of it."""
        if scope["type"] != "http" or not REQUESTS.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        status, count = _CLIENT_LEFT, 0

        async def noting(message: Message) -> None:
            nonlocal status, count
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                count += len(message.get("body", b""))
            await send(message)

        scope.setdefault("state", {})
        try:
            await self._app(scope, receive, noting)
        except Exception:
            status = 500
            raise
        finally:
            _write(scope, status, count, time.monotonic() - began)


def _unknown(path: str) -> str:
    """A path that leads nowhere; what may be an id or words of somebody's is left out."""
    return "/".join(part if _WORD.fullmatch(part) else "..." for part in path.split("/"))


def _write(scope: Scope, status: int, count: int, seconds: float) -> None:
    place, person = place_in(scope), person_in(scope)
    if place is not None and place.kind is Kind.STATIC and status < 400:
        return  # dozens with every page, and the same for all
    REQUESTS.info(
        "address=%s person=%s method=%s path=%s status=%d ms=%d bytes=%d",
        address_in(scope),
        on_one_line(person.name if person and person.name else "-"),
        on_one_line(scope["method"], 16),
        on_one_line(_unknown(scope["path"]) if place is None else place.shown),
        status,
        round(seconds * 1000),
        count,
    )
