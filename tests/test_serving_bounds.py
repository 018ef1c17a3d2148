"""How much one person may ask of the server, in a minute and at once."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import pytest

from tests.asgi import EDITOR, READER, Told, ask, body_of, echo, place, scope_of
from ui.limits import AtOnce, Limiter, Rate
from ui.serving.bounds import Bounds
from ui.serving.paths import Kind
from ui.site import OWNER


def test_too_many_requests_a_minute_are_refused_and_told_when_to_come_again() -> None:
    bounds = Bounds(echo(), shared=True)
    bounds._requests = Limiter(Rate(2), "requests", lambda: 0.0)
    scope = scope_of("POST", "/api/ask", place=place(), person=READER)
    assert [ask(bounds, scope).status for _ in range(4)] == [200, 200, 429, 429]
    told = ask(bounds, scope)
    assert told.headers["retry-after"] == "30"
    assert json.loads(told.body)["error"]["kind"] == "LimitError"
    # reading is not counted, and nobody else is
    assert ask(bounds, scope_of("GET", "/part/now", place=place(), person=READER)).status == 200
    assert ask(bounds, scope_of("POST", "/api/ask", place=place(), person=EDITOR)).status == 200


def test_whoever_sits_at_the_machine_alone_is_not_counted() -> None:
    bounds = Bounds(echo(), shared=False)
    scope = scope_of("POST", "/api/ask", place=place(), person=OWNER)
    assert {ask(bounds, scope).status for _ in range(2000)} == {200}


def _statuses(bounds: Bounds, scopes: list[dict[str, Any]]) -> list[int]:
    """All at once: none is answered before all are asked."""

    async def run() -> list[int]:
        async def one(scope: dict[str, Any]) -> int:
            told = Told()
            with suppress(TimeoutError):
                await asyncio.wait_for(bounds(scope, body_of(b""), told.send), 0.2)
            return told.status

        return list(await asyncio.gather(*map(one, scopes)))

    return asyncio.run(run())


def _hanging() -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.Event().wait()

    return app


def test_so_much_may_go_on_at_once() -> None:
    work = [scope_of("POST", "/api/ask", place=place(), person=READER) for _ in range(20)]
    assert _statuses(Bounds(_hanging(), shared=True), work).count(429) == 4
    uploads = [scope_of("PUT", "/reports", place=place(kind=Kind.UPLOAD), person=EDITOR) for _ in range(7)]
    assert _statuses(Bounds(_hanging(), shared=True), uploads).count(429) == 3
    streams = [scope_of("GET", "/changes", place=place(kind=Kind.STREAM), person=READER) for _ in range(102)]
    assert _statuses(Bounds(_hanging(), shared=True), streams).count(429) == 2


def test_what_has_ended_counts_no_more() -> None:
    bounds = Bounds(echo(), shared=True)
    bounds._changes = AtOnce(1, "requests")
    scope = scope_of("POST", "/api/ask", place=place(), person=READER)
    assert {ask(bounds, scope).status for _ in range(5)} == {200}


def test_without_accounts_addresses_are_told_apart() -> None:
    bounds = Bounds(echo(), shared=True)
    bounds._requests = Limiter(Rate(1), "requests", lambda: 0.0)
    one, other = (
        scope_of("POST", place=place(), person=OWNER, address=each) for each in ("192.0.2.1", "192.0.2.2")
    )
    assert [ask(bounds, scope).status for scope in (one, other, one)] == [200, 200, 429]


@pytest.mark.parametrize(
    "shown", ["/gradio_api/queue/join", "/gradio_api/call/{name}", "/gradio_api/call/add"]
)
def test_one_person_does_not_fill_the_queue_of_all(shown: str) -> None:
    bounds = Bounds(echo(), shared=True)
    joining = scope_of("POST", shown, place=place(shown), person=READER)
    statuses = [ask(bounds, joining).status for _ in range(35)]
    assert statuses[:30] == [200] * 30
    assert 429 in statuses[30:32]  # one more a second
    # nobody else's, and nothing else of theirs
    assert ask(bounds, scope_of("POST", shown, place=place(shown), person=EDITOR)).status == 200
    assert ask(bounds, scope_of("POST", "/api/ask", place=place(), person=READER)).status == 200
    alone = Bounds(echo(), shared=False)
    assert {ask(alone, joining).status for _ in range(100)} == {200}
