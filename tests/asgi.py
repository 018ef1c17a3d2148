"""Applications of ASGI as the tests call them: without a server, and with what the guard would have found."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qa.accounts import Role
from ui.serving.paths import Kind, Place
from ui.site import Person

READER = Person("bo", Role.READER)
EDITOR = Person("林澄", Role.EDITOR)


@dataclass
class Told:
    """What was answered."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    whole: bool = False

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            assert self.status == 0, "answered twice"
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            assert self.status, "a body before its status"
            assert not self.whole, "more after the end"
            self.body += message.get("body", b"")
            self.whole = not message.get("more_body", False)


def scope_of(
    method: str = "GET",
    path: str = "/",
    headers: Iterable[tuple[str, str]] = (),
    *,
    place: Place | None = None,
    person: Person | None = None,
    address: str = "192.0.2.1",
) -> dict[str, Any]:
    """A request; with a host, unless one is given."""
    named = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    if not any(name == b"host" for name, _ in named):
        named.append((b"host", b"127.0.0.1:7860"))
    state: dict[str, Any] = {"address": address}
    if place is not None:
        state["place"] = place
    if person is not None:
        state["person"] = person
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": named,
        "client": (address, 50000),
        "server": ("127.0.0.1", 7860),
        "state": state,
    }


def body_of(*chunks: bytes, pause: float = 0.0, cut: bool = False) -> Callable[[], Awaitable[Any]]:
    """A body that arrives in these pieces; and then, where it is cut, the client has gone."""
    left = list(chunks)

    async def receive() -> Any:
        if pause:
            await asyncio.sleep(pause)
        if left:
            return {"type": "http.request", "body": left.pop(0), "more_body": bool(left) or cut}
        if not cut:
            await asyncio.Event().wait()  # until the client goes, which it does not
        return {"type": "http.disconnect"}

    return receive


async def _ask(app: Any, scope: dict[str, Any], receive: Any) -> Told:
    told = Told()
    await app(scope, receive, told.send)
    return told


def ask(app: Any, scope: dict[str, Any], receive: Any = None) -> Told:
    """Call an application and wait for its answer."""
    return asyncio.run(_ask(app, scope, receive or body_of(b"")))


def place(path: str = "/api/ask", kind: Kind = Kind.WORK) -> Place:
    return Place(path, path, kind)


def echo(seen: list[Any] | None = None, chunks: Sequence[bytes] = (b"ok",), status: int = 200) -> Any:
    """An application that reads the body, keeps it with the scope, and answers."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            assert message["type"] == "http.request", "the client has gone"
            body += message["body"]
            more = message["more_body"]
        if seen is not None:
            seen.append((scope, body))
        await send(
            {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]}
        )
        for number, chunk in enumerate(chunks):
            await send({"type": "http.response.body", "body": chunk, "more_body": number < len(chunks) - 1})

    return app
