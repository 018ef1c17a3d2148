"""How much one person may ask of the server: in a minute, and at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.errors import LimitError
from ui.limits import AtOnce, Limiter, Rate
from ui.serving.asking import person_in, refuse
from ui.serving.guard import address_in, address_key, place_in
from ui.serving.paths import Kind

__all__ = ["Bounds"]

# More than any page asks for, and less than keeps the others from being served.
_OF_A_TEAM: Final = Rate(1200, 600)
# Gradio has one queue of 64 for all, and does not say when one of them is done.
_JOINING: Final = Rate(60, 30)
_JOINS: Final = frozenset({"/gradio_api/queue/join", "/gradio_api/call/add", "/gradio_api/call/{name}"})
_CHANGES_AT_ONCE: Final = 16
_OWN_CHANGES_AT_ONCE: Final = 256
_UPLOADS_AT_ONCE: Final = 4
_UPLOADS_OF_ALL: Final = 8
_STREAMS_AT_ONCE: Final = 100


class Bounds:
    """ASGI middleware: refuses what is too much.

    :param app: the application behind it.
    :param shared: whether there are accounts: nobody gets in the way of whoever sits at the machine alone.
    """

    def __init__(self, app: ASGIApp, *, shared: bool) -> None:
        self._app = app
        self._requests = Limiter(_OF_A_TEAM if shared else None, "requests")
        self._joins = Limiter(_JOINING if shared else None, "requests")
        self._changes = AtOnce(_CHANGES_AT_ONCE if shared else _OWN_CHANGES_AT_ONCE, "requests")
        self._uploads = AtOnce(_UPLOADS_AT_ONCE, "uploads", _UPLOADS_OF_ALL)
        self._streams = AtOnce(_STREAMS_AT_ONCE if shared else _OWN_CHANGES_AT_ONCE, "connections")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with ExitStack() as held:
            try:
                held.enter_context(self._counted(scope))
            except LimitError as error:
                await refuse(error, scope, receive, send, closing=scope["method"] not in ("GET", "HEAD"))
                return
            await self._app(scope, receive, send)

    @contextmanager
    def _counted(self, scope: Scope) -> Iterator[None]:
        person, place = person_in(scope), place_in(scope)
        kind = Kind.WORK if place is None else place.kind
        key = person.name if person and person.name else address_key(address_in(scope))
        with ExitStack() as held:
            if kind is Kind.STREAM:
                held.enter_context(self._streams.one(key))
            elif scope["method"] not in ("GET", "HEAD") and kind is not Kind.OPEN:
                self._requests.take(key)
                if place is not None and place.shown in _JOINS:
                    self._joins.take(key)
                held.enter_context((self._uploads if kind is Kind.UPLOAD else self._changes).one(key))
            yield
