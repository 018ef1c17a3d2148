"""From a site to a page that is being served, and to its end."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from contextlib import suppress
from typing import Final

import uvicorn
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from qa.errors import QAError
from ui.serving import health, login, parts, rest, sources
from ui.serving.bodies import SMALL, Bodies
from ui.serving.bounds import Bounds
from ui.serving.calling import Calls
from ui.serving.draining import Draining
from ui.serving.entrance import Entrance
from ui.serving.guard import Guard
from ui.serving.headers import PageHeaders
from ui.serving.hosts import is_loopback
from ui.serving.log import Log, end_log, log_into
from ui.serving.mount import Mounted, mounted
from ui.serving.paths import Paths
from ui.serving.protocol import PatientProtocol
from ui.serving.reach import Options, bound, hosts_of, proxies_of, require_users, root_of
from ui.serving.tools import tool_routes
from ui.serving.who import Who
from ui.site import Site

__all__ = ["Options", "Served", "serve"]

_DRAIN_SECONDS: Final = 10.0
_CLOSING_SECONDS: Final = 2
_START_SECONDS: Final = 30.0
_MOST_CONNECTIONS: Final = 1000
_KEPT_ALIVE_SECONDS: Final = 65  # longer than proxies keep a connection that they believe is open
_MOST_HEADER_BYTES: Final = 32 * 1024
_LARGEST_AS_JSON: Final = 2  # an escaped character takes twice its bytes
_TICK_SECONDS: Final = 0.05


class Served:
    """A page that is being served.

    :param url: its address on this machine.
    :param port: the port it is listened for on.
    """

    def __init__(
        self, url: str, port: int, server: uvicorn.Server, draining: Draining, inside: Mounted
    ) -> None:
        self.url = url
        self.port = port
        self._server = server
        self._draining = draining
        self._inside = inside
        self._loop: asyncio.AbstractEventLoop | None = None
        self._handler: logging.Handler | None = None
        self._started = threading.Event()
        self._ending: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="report-qa-server", daemon=True)
        self._socket: socket.socket | None = None

    def _start(self, listening: socket.socket, handler: logging.Handler | None) -> None:
        self._socket, self._handler = listening, handler
        self._thread.start()
        if not self._started.wait(_START_SECONDS) or not self._thread.is_alive():
            raise QAError("report-qa", "the page could not be started", "The terminal says more")

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._started.set()
            end_log(self._handler)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        serving = asyncio.ensure_future(self._server.serve([self._socket] if self._socket else None))
        while not self._server.started and not serving.done():
            await asyncio.sleep(_TICK_SECONDS)
        self._started.set()
        await serving

    async def _end(self, seconds: float) -> None:
        """Let what runs be answered, then close."""
        self._draining.end()
        deadline = asyncio.get_running_loop().time() + seconds
        while self._draining.running and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(_TICK_SECONDS)
        self._inside.end()
        self._server.should_exit = True

    def _on_loop(self, seconds: float) -> None:
        if self._ending is None and self._loop is not None:
            self._ending = self._loop.create_task(self._end(seconds))

    def begin_to_stop(self, seconds: float = _DRAIN_SECONDS) -> None:
        """Begin nothing new, answer what was asked, and then end. Returns at once; may be called by signal handlers.

        :param seconds: how long questions that are being answered are waited for.
        """
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._on_loop, seconds)

    def stop(self, seconds: float = _DRAIN_SECONDS) -> None:
        """The same, and wait for the end.

        :param seconds: how long questions that are being answered are waited for.
        """
        self.begin_to_stop(seconds)
        self._thread.join(seconds + _CLOSING_SECONDS + _START_SECONDS)

    def stop_now(self) -> None:
        """End at once, whatever runs. Returns at once; may be called by signal handlers."""
        self._server.force_exit = True
        self._server.should_exit = True

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end.

        :param seconds: how long; for ever when None.
        :return: whether it has ended.
        """
        self._thread.join(seconds)
        return not self._thread.is_alive()


def serve(site: Site, options: Options | None = None) -> Served:
    """Serve a page, and return while it is being served.

    :param site: what it works with.
    :param options: how it is served; to this machine only when None.
    :return: the served page.
    :raises AccessError: when others would reach it without a login, or nobody could log in.
    :raises QAError: when the port is taken, or an option cannot be followed.
    """
    wanted = options or Options()
    require_users(wanted, site.accounts)
    root, hosts, proxies = root_of(wanted), hosts_of(wanted), proxies_of(wanted)
    listening = bound(wanted)
    try:
        handler = log_into(wanted.log, questions=wanted.log_questions)
        try:
            port = int(listening.getsockname()[1])
            entrance = None if site.accounts is None else Entrance(site.accounts)
            cookie = f"report-qa-{port}"  # browsers keep one jar for all ports of a machine
            routes = _routes(site, wanted, entrance, cookie)
            inside = mounted(site, routes, root)
            inner: ASGIApp = Bodies(inside.app, SMALL + _LARGEST_AS_JSON * site.max_file_bytes)
            inner = Who(Bounds(inner, shared=entrance is not None), site, entrance, cookie)
            draining = Draining(inner)
            app = Log(PageHeaders(Guard(draining, Paths(routes, root), hosts, proxies), root))
            served = Served(
                f"http://{_shown(wanted.host)}:{port}{root}/", port, _server(app), draining, inside
            )
            served._start(listening, handler)
        except BaseException:
            end_log(handler)
            raise
    except BaseException:
        listening.close()
        raise
    return served


def _routes(site: Site, options: Options, entrance: Entrance | None, cookie: str) -> list[BaseRoute]:
    calls = Calls(site)
    return [
        *health.routes(site),
        *login.routes(entrance, cookie),
        *parts.routes(site),
        *sources.routes(site),
        *rest.routes(site, calls, mcp=options.mcp, cookie=cookie),
        *(tool_routes(calls) if options.mcp else ()),
    ]


def _shown(host: str) -> str:
    """The address somebody at this machine opens."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - it is compared
        return "127.0.0.1"
    plain = host.strip("[]")
    return (
        "127.0.0.1"
        if plain == "localhost" or (is_loopback(plain) and ":" not in plain)
        else _bracketed(plain)
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _server(app: ASGIApp) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=PatientProtocol,
            ws="none",
            loop="asyncio",
            lifespan="on",
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=_KEPT_ALIVE_SECONDS,
            timeout_graceful_shutdown=_CLOSING_SECONDS,
            limit_concurrency=_MOST_CONNECTIONS,
            h11_max_incomplete_event_size=_MOST_HEADER_BYTES,
        )
    )
