"""The first thing a request meets: who is refused, and what is believed of a proxy."""

import asyncio
import json
from ipaddress import ip_network
from typing import Any

import pytest
from starlette.responses import Response
from starlette.routing import Route

from tests.asgi import Told, ask, echo, scope_of
from ui.serving.guard import Guard, address_in, address_key, place_in
from ui.serving.hosts import Hosts
from ui.serving.paths import Paths

_OWN = [
    Route("/health", lambda request: Response()),
    Route("/reports", lambda request: Response(), methods=["PUT"]),
]
_PROXIED = Hosts(frozenset({"reports.example.org"}), proxied=True)


def _told(
    *headers: tuple[str, str], method: str = "GET", path: str = "/health", hosts: Hosts | None = None
) -> Told:
    return ask(Guard(echo(), Paths(_OWN), hosts or Hosts()), scope_of(method, path, headers))


def _passed(
    *headers: tuple[str, str], path: str = "/health", root: str = "", hosts: Hosts, address: str = "127.0.0.1"
) -> Any:
    seen: list[Any] = []
    told = ask(Guard(echo(seen), Paths(_OWN, root), hosts), scope_of("GET", path, headers, address=address))
    assert told.status == 200
    ((scope, _),) = seen
    return scope


def test_a_strange_name_is_refused_with_a_remedy() -> None:
    told = _told(("Host", "reports.example"))
    assert told.status == 400
    error = json.loads(told.body)["error"]
    assert (error["kind"], error["cause"]) == ("AccessError", "the page is not reached by this name")
    assert "--host-name" in error["remedy"]
    assert _told(("Host", "127.0.0.1:7860"), ("Host", "reports.example")).status == 400
    assert _told(("Host", "")).status == 400


def test_a_page_of_another_site_is_refused() -> None:
    assert _told(("Origin", "http://127.0.0.1:7860")).status == 200
    for origin in (
        "https://evil.example",
        "null",
        "http://127.0.0.1:1",
        "http://127.0.0.1:7860, https://evil.example",
    ):
        told = _told(("Origin", origin))
        assert (told.status, json.loads(told.body)["error"]["kind"]) == (403, "AccessError")
    assert _told(("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")).status == 403


def test_what_is_not_there_never_reaches_the_application() -> None:
    for path in ("/gradio_api/file=/etc/passwd", "/assets/%2e%2e/x", "/nothing"):
        seen: list[Any] = []
        scope = scope_of("GET", path) | {"path": "/health"}  # how a server reads it does not matter
        told = ask(Guard(echo(seen), Paths(_OWN), Hosts()), scope)
        assert (told.status, json.loads(told.body)["error"]["kind"], seen) == (404, "NotFoundError", [])


def test_people_are_told_in_plain_text() -> None:
    told = _told(("Host", "reports.example"), ("Sec-Fetch-Dest", "document"), ("Accept", "text/html"))
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.body.decode().startswith("report-qa: request: the page is not reached by this name. ")


def test_what_is_asked_for_is_settled() -> None:
    scope = _passed(path="/reports/health", root="/reports", hosts=_PROXIED)
    assert (scope["path"], scope["raw_path"], scope["root_path"]) == (
        "/reports/health",
        b"/reports/health",
        "/reports",
    )
    stripped = _passed(path="/health", root="/reports", hosts=_PROXIED)
    assert (stripped["path"], stripped["root_path"]) == ("/reports/health", "/reports")
    found = place_in(stripped)
    assert found is not None
    assert found.path == "/health"


_SAID = (
    ("X-Forwarded-For", "203.0.113.9, 198.51.100.7"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Prefix", "/elsewhere"),
    ("Forwarded", "for=203.0.113.9"),
    ("X-Real-IP", "203.0.113.9"),
    ("X-Gradio-Server", "https://evil.example"),
    ("X-Gradio-User", "app"),
)


def test_a_proxy_of_ours_is_believed_and_nothing_of_it_is_passed_on() -> None:
    scope = _passed(*_SAID, hosts=_PROXIED)
    assert (scope["scheme"], address_in(scope)) == ("https", "198.51.100.7")  # what the proxy itself has seen
    assert sorted(name for name, _ in scope["headers"]) == [b"host", b"x-gradio-user"]


@pytest.mark.parametrize(
    ("address", "believed"),
    [
        ("172.17.0.1", True),
        ("::ffff:172.17.0.1", True),
        ("fd00::7", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("172.18.0.1", False),
        ("fd01::7", False),
    ],
)
def test_a_proxy_that_was_named_is_believed(address: str, believed: bool) -> None:
    seen: list[Any] = []
    proxies = (ip_network("172.17.0.0/16"), ip_network("fd00::/64"))
    guard = Guard(echo(seen), Paths(_OWN), _PROXIED, proxies)
    assert ask(guard, scope_of("GET", "/health", _SAID, address=address)).status == 200
    assert address_in(seen[0][0]) == ("198.51.100.7" if believed else address)


def test_several_lines_of_a_header_are_one() -> None:
    said = (("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "198.51.100.7"))
    assert address_in(_passed(*said, hosts=_PROXIED)) == "198.51.100.7"


@pytest.mark.parametrize(
    ("hosts", "address"),
    [
        (Hosts(), "127.0.0.1"),
        (_PROXIED, "8.8.4.4"),
        (_PROXIED, "192.168.7.9"),  # a neighbour in the same network is nobody's proxy
        (_PROXIED, "::ffff:192.168.7.9"),
        (Hosts(addresses=True), "192.168.7.9"),
    ],
)
def test_nobody_else_is_believed(hosts: Hosts, address: str) -> None:
    scope = _passed(*_SAID, hosts=hosts, address=address)
    assert (scope["scheme"], address_in(scope)) == ("http", address)
    assert sorted(name for name, _ in scope["headers"]) == [b"host", b"x-gradio-user"]


def test_nonsense_of_a_proxy_changes_nothing() -> None:
    said = (("X-Forwarded-For", "unknown, \x00"), ("X-Forwarded-Proto", "javascript"))
    scope = _passed(*said, hosts=_PROXIED)
    assert (scope["scheme"], address_in(scope)) == ("http", "127.0.0.1")


def test_a_household_is_one_client() -> None:
    assert address_key("2001:db8:1:2:3:4:5:6") == address_key("2001:db8:1:2:ffff::1") == "2001:db8:1:2::"
    assert address_key("2001:db8:1:3::1") == "2001:db8:1:3::"
    assert address_key("198.51.100.7") == "198.51.100.7"
    assert address_key("::ffff:198.51.100.7") == "198.51.100.7"
    assert address_key("-") == "-"


def test_a_websocket_is_closed_and_the_rest_passes() -> None:
    seen: list[str] = []
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    async def send(message: Any) -> None:
        sent.append(message)

    guard: Any = Guard(app, Paths(_OWN), Hosts())
    asyncio.run(guard({"type": "lifespan"}, None, send))
    asyncio.run(guard({"type": "websocket", "headers": []}, None, send))
    assert seen == ["lifespan"]
    assert sent == [{"type": "websocket.close", "code": 1008}]
