"""What is sent to us: how much, and how fast."""

import asyncio
import json
from typing import Any

import pytest
from starlette.requests import Request

from tests.asgi import EDITOR, READER, Told, ask, body_of, echo, place, scope_of
from ui.serving.bodies import SMALL, Bodies
from ui.serving.paths import Kind

_MOST = 5 * 1024**2


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _scope(kind: Kind = Kind.WORK, person: Any = EDITOR, **headers: str) -> dict[str, Any]:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return scope_of("POST", "/api/ask", named, place=place(kind=kind), person=person)


def _error(told: Told) -> dict[str, str]:
    error: dict[str, str] = json.loads(told.body)["error"]
    return error


def test_what_is_small_enough_passes_as_it_is() -> None:
    seen: list[Any] = []
    told = ask(Bodies(echo(seen), _MOST), _scope(), body_of(b"a" * 1024, b"b", b""))
    assert (told.status, told.body) == (200, b"ok")
    assert seen[0][1] == b"a" * 1024 + b"b"


@pytest.mark.parametrize(
    ("kind", "person", "size", "status"),
    [
        (Kind.WORK, EDITOR, 65536, 200),
        (Kind.WORK, EDITOR, 65537, 413),
        (Kind.WORK, EDITOR, SMALL, 200),
        (Kind.WORK, EDITOR, SMALL + 1, 413),
        (Kind.UPLOAD, EDITOR, SMALL + 1, 200),
        (Kind.UPLOAD, EDITOR, _MOST, 200),
        (Kind.UPLOAD, EDITOR, _MOST + 1, 413),
        (Kind.CALL, EDITOR, _MOST, 200),
        (Kind.CALL, READER, SMALL + 1, 413),  # who may add nothing has no use for more
        (Kind.UPLOAD, READER, SMALL + 1, 413),
        (Kind.OPEN, None, SMALL + 1, 413),
    ],
)
@pytest.mark.parametrize("declared", [True, False])
def test_how_much_is_taken(kind: Kind, person: Any, size: int, status: int, declared: bool) -> None:
    seen: list[Any] = []
    headers = {"content_length": str(size)} if declared else {"transfer_encoding": "chunked"}
    half = size // 2

    async def careless(scope: Any, receive: Any, send: Any) -> None:
        """Answers as frameworks do when a body ends too soon: as if the client had sent nonsense."""
        try:
            await echo(seen)(scope, receive, send)
        except AssertionError:
            await echo(status=400)(scope, body_of(b""), send)

    body = body_of(b"a" * half, b"b" * (size - half))
    told = ask(Bodies(careless, _MOST), _scope(kind, person, **headers), body)
    assert told.status == status
    if status == 413:
        assert _error(told)["kind"] == "TooLargeError"
        assert _error(told)["cause"] in ("it is larger than 64 KiB", "it is larger than 5 MiB")
        assert told.headers.get("connection") == ("close" if declared else None)  # else all of it was read
        assert seen == []


def test_a_declared_length_that_is_too_much_is_refused_before_anything_is_read() -> None:
    async def unread() -> Any:
        raise AssertionError("it was read")

    scope = _scope(content_length=str(10**15), expect="100-continue")
    assert ask(Bodies(echo(), _MOST), scope, unread).status == 413


def test_who_still_sends_is_read_on_so_that_the_refusal_is_heard() -> None:
    left = [b"x" * 1024] * 50

    async def receive() -> Any:
        left.pop()
        return {"type": "http.request", "body": b"x", "more_body": bool(left)}

    told = ask(Bodies(echo(), _MOST), _scope(content_length=str(10**9)), receive)
    assert (told.status, left) == (413, [])


def test_the_same_where_a_route_refuses_early() -> None:
    left = [b"x"] * 50

    async def receive() -> Any:
        left.pop()
        return {"type": "http.request", "body": b"x", "more_body": bool(left)}

    async def refusing(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 403, "headers": []})
        await send({"type": "http.response.body", "body": b"no"})

    assert ask(Bodies(refusing, _MOST), _scope(), receive).status == 403
    assert left == []


def test_silence_ends_a_request() -> None:
    never = asyncio.Event

    async def receive() -> Any:
        await never().wait()

    scope = _scope(expect="100-continue")  # so that nothing is waited for after the refusal

    async def reading(scope: Any, receive: Any, send: Any) -> None:
        await Request(scope, receive).body()

    told = Told()

    async def run() -> None:
        async def first() -> Any:
            return await (receive() if calls.pop(0) else _end())

        calls = [True, False, False]
        await Bodies(reading, _MOST, silent=0.05)(scope, first, told.send)

    asyncio.run(run())
    assert told.status == 408
    assert _error(told)["cause"].startswith("it was not there after 0 seconds")


async def _end() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


def test_a_trickle_ends_a_request() -> None:
    clock = _Clock()
    seconds = 0

    async def receive() -> Any:
        nonlocal seconds
        seconds += 1
        clock.now += 5
        return {"type": "http.request", "body": b"x", "more_body": seconds < 1000}

    async def reading(scope: Any, receive: Any, send: Any) -> None:
        await Request(scope, receive).body()

    told = ask(Bodies(reading, _MOST, silent=60, clock=clock), _scope(Kind.UPLOAD), receive)
    assert told.status == 408
    assert clock.now >= 60


def test_a_slow_line_that_goes_on_is_waited_for() -> None:
    """64 KiB every five seconds: slow, and faster than what only keeps us busy."""
    clock, left = _Clock(), [b"x" * 65536] * 40
    seen: list[Any] = []

    async def receive() -> Any:
        clock.now += 5
        return {"type": "http.request", "body": left.pop(), "more_body": bool(left)}

    assert ask(Bodies(echo(seen), _MOST, silent=60, clock=clock), _scope(Kind.UPLOAD), receive).status == 200
    assert (len(seen[0][1]), clock.now) == (40 * 65536, 200)


def test_a_body_that_is_cut_reaches_nobody() -> None:
    seen: list[Any] = []

    async def adding(scope: Any, receive: Any, send: Any) -> None:
        seen.append(await Request(scope, receive).body())

    told = ask(Bodies(adding, _MOST), _scope(Kind.UPLOAD), body_of(b"half a rep", cut=True))
    assert (told.status, seen) == (0, [])  # nobody is left to be told


def test_a_fault_is_still_a_fault() -> None:
    async def failing(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(Bodies(failing, _MOST), _scope())


def test_after_its_body_a_request_may_take_its_time() -> None:
    async def waiting(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await asyncio.wait_for(receive(), 5)  # until the client goes
        await echo()(scope, body_of(b""), send)

    async def receive() -> Any:
        if calls.pop(0):
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.sleep(0.2)
        return {"type": "http.disconnect"}

    calls = [True, False]
    assert ask(Bodies(waiting, _MOST, silent=0.05), _scope(), receive).status == 200
