"""Ending: what runs is answered, nothing new is begun, and who only listens is let go."""

import asyncio
import json
from typing import Any

import pytest

from tests.asgi import Told, body_of, place, scope_of
from ui.serving.draining import Draining
from ui.serving.paths import Kind


async def _told(app: Draining, scope: dict[str, Any]) -> Told:
    told = Told()
    await app(scope, body_of(b""), told.send)
    return told


def test_what_runs_is_answered_and_nothing_new_is_begun() -> None:
    async def run() -> None:
        go = asyncio.Event()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await go.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"answer"})

        draining = Draining(app)
        running = asyncio.ensure_future(_told(draining, scope_of(place=place())))
        await asyncio.sleep(0)
        assert draining.running == 1
        draining.end()
        late = await _told(draining, scope_of(place=place()))
        assert (late.status, json.loads(late.body)["error"]["kind"]) == (503, "BusyError")
        assert late.headers["connection"] == "close"
        assert draining.running == 1
        # by this a question that is being answered is fetched
        fetching = asyncio.ensure_future(_told(draining, scope_of(place=place("/gradio_api/queue/data"))))
        await asyncio.sleep(0)
        go.set()
        assert (await running).body == (await fetching).body == b"answer"
        assert draining.running == 0

    asyncio.run(run())


@pytest.mark.parametrize("ends_itself", [True, False])
def test_who_only_listens_is_let_go(ends_itself: bool) -> None:
    async def run() -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            try:
                while True:
                    await send({"type": "http.response.body", "body": b".", "more_body": True})
                    await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                if not ends_itself:
                    raise
                await send({"type": "http.response.body", "body": b"!"})

        draining = Draining(app)
        listening = asyncio.ensure_future(_told(draining, scope_of(place=place(kind=Kind.STREAM))))
        await asyncio.sleep(0.05)
        assert (draining.running, listening.done()) == (0, False)
        draining.end()
        told = await asyncio.wait_for(listening, 1)
        assert told.whole
        assert told.body.endswith(b"!" if ends_itself else b".")

    asyncio.run(run())


def test_a_stream_that_ends_by_itself_has_ended() -> None:
    async def run() -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"done"})

        draining = Draining(app)
        assert (await _told(draining, scope_of(place=place(kind=Kind.STREAM)))).body == b"done"

    asyncio.run(run())


def test_a_stream_that_fails_fails() -> None:
    async def run() -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await _told(Draining(app), scope_of(place=place(kind=Kind.STREAM)))

    asyncio.run(run())
