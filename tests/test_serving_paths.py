"""Which paths are served, and that nothing hides in one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response
from starlette.routing import Route

from ui.serving.paths import Kind, Paths, Place, clean


def _nothing(request: Any) -> Response:
    return Response()


_OWN = [
    Route("/health", _nothing),
    Route("/login", _nothing, methods=["GET", "POST"]),
    Route("/reports", _nothing, methods=["PUT"]),
    Route("/reports/{id}", _nothing, methods=["DELETE"]),
    Route("/conversations/{id}.{form}", _nothing),
    Route("/page/{id}/{n:int}.png", _nothing),
]
_PATHS = Paths(_OWN)
_BELOW = Paths(_OWN, "/reports")


@pytest.mark.parametrize(
    ("method", "path", "place"),
    [
        ("GET", "/", Place("/", "/")),
        ("HEAD", "/", Place("/", "/")),
        ("GET", "/health", Place("/health", "/health", Kind.OPEN)),
        ("POST", "/login", Place("/login", "/login", Kind.OPEN)),
        ("PUT", "/reports", Place("/reports", "/reports", Kind.UPLOAD)),
        ("DELETE", "/reports/0a1b", Place("/reports/0a1b", "/reports/{id}")),
        (
            "GET",
            "/conversations/Ab-_9.docx",
            Place("/conversations/Ab-_9.docx", "/conversations/{id}.{form}"),
        ),
        ("GET", "/page/0a/12.png", Place("/page/0a/12.png", "/page/{id}/{n:int}.png")),
        ("GET", "/assets/a-B_1.js", Place("/assets/a-B_1.js", "/assets/{file}", Kind.STATIC)),
        ("GET", "/static/js/x.min.js", Place("/static/js/x.min.js", "/static/{file}", Kind.STATIC)),
        ("GET", "/theme.css", Place("/theme.css", "/theme.css", Kind.STATIC)),
        ("GET", "/favicon.ico", Place("/favicon.ico", "/favicon.ico", Kind.OPEN)),
        ("GET", "/config", Place("/config", "/config")),
        (
            "POST",
            "/gradio_api/queue/join",
            Place("/gradio_api/queue/join", "/gradio_api/queue/join", Kind.CALL),
        ),
        ("GET", "/gradio_api/queue/data", Place("/gradio_api/queue/data", "/gradio_api/queue/data")),
        (
            "GET",
            "/gradio_api/heartbeat/x1",
            Place("/gradio_api/heartbeat/x1", "/gradio_api/heartbeat/{id}", Kind.STREAM),
        ),
        ("POST", "/gradio_api/call/ask", Place("/gradio_api/call/ask", "/gradio_api/call/{name}")),
        ("POST", "/gradio_api/call/add", Place("/gradio_api/call/add", "/gradio_api/call/add", Kind.CALL)),
        ("GET", "/gradio_api/app_id", Place("/gradio_api/app_id", "/gradio_api/app_id")),
        (
            "GET",
            "/gradio_api/call/ask/5f",
            Place("/gradio_api/call/ask/5f", "/gradio_api/call/{name}/{id}"),
        ),
    ],
)
def test_what_is_served(method: str, path: str, place: Place) -> None:
    assert _PATHS.find(method, path.encode()) == place
    assert _BELOW.find(method, f"/reports{path}".encode()) == place


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/upload_progress"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("HEAD", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file=http://example.com/"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/file=/etc/passwd"),
        ("GET", "/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://example.com/"),
        ("POST", "/gradio_api/stream/abc"),
        ("POST", "/gradio_api/stream/abc/close"),
        ("GET", "/gradio_api/stream/a/b/1/playlist.m3u8"),
        ("GET", "/gradio_api/stream/a/b/1/playlist-file"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/undo-vibe-edit"),
        ("GET", "/gradio_api/vibe-code"),
        ("POST", "/gradio_api/vibe-code/"),
        ("POST", "/gradio_api/vibe-starter-queries"),
        ("POST", "/gradio_api/process_recording"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("GET", "/monitoring/key"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/runs"),
        ("POST", "/gradio_api/run-history/connect"),
        ("GET", "/gradio_api/profiling/traces"),
        ("POST", "/gradio_api/component_server"),
        ("GET", "/gradio_api/custom_component/a/client/b/c.js"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/api/predict"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/queue/status"),
        ("GET", "/manifest.json"),
        ("GET", "/pwa_icon"),
        ("GET", "/pwa_icon/512"),
        ("GET", "/logout"),
        ("GET", "/svelte/svelte.js"),
        ("GET", "/docs"),
        ("GET", "/redoc"),
        ("POST", "/gradio_api/mcp/sse"),
        ("POST", "/config"),
        ("POST", "/"),
        ("PUT", "/assets/a.js"),
        ("GET", "/assets/"),
        ("GET", "/assets/.."),
        ("GET", "/health/"),
        ("GET", "//health"),
        ("GET", "/nothing"),
        ("OPTIONS", "/gradio_api/queue/join"),
        ("TRACE", "/"),
        ("get", "/"),
        ("POST", "/health"),
        ("PUT", "/login"),
    ],
)
def test_what_is_not(method: str, path: str) -> None:
    assert _PATHS.find(method, path.encode()) is None
    assert _BELOW.find(method, path.encode()) is None
    assert _BELOW.find(method, f"/reports{path}".encode()) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"health",
        b"/..",
        b"/../health",
        b"/assets/../config",
        b"/assets/./a.js",
        b"/assets//a.js",
        b"//assets/a.js",
        b"/assets/%2e%2e/config",
        b"/assets/%2E%2E%2Fconfig",
        b"/assets/..%2fconfig",
        b"/assets/a%00.js",
        b"/assets/..\\config",
        b"/assets\\a.js",
        b"/assets/%5c..%5cconfig",
        b"/assets/%252e%252e/config",
        b"/assets/\xc0\xae\xc0\xae/config",
        b"/assets/\xe2\x80\xa5/config",
        "/assets/．．/config".encode(),
        "/报告".encode(),
        b"/health\n",
        b"/health\r\nx: y",
        b"/health x",
        b"/health?x",
        b"/health#x",
        b"http://evil.example/health",
    ],
)
def test_a_path_that_leaves_a_doubt_leads_nowhere(raw: bytes) -> None:
    assert clean(raw) is None
    assert _PATHS.find("GET", raw) is None


@given(st.lists(st.sampled_from([*"ab.%/\\2eEfF5cC ~", "..", "//", "%2e", "é"]), max_size=12).map("".join))
def test_what_is_clean_is_one_path_by_every_reading(tail: str) -> None:
    path = clean(f"/{tail}".encode())
    if path is None:
        return
    assert path == f"/{tail}"
    assert "%" not in path
    assert "\\" not in path
    assert "//" not in path
    assert not {".", ".."} & set(path.split("/"))
    assert path.isascii()


@given(st.binary(max_size=40))
def test_no_bytes_break_it(raw: bytes) -> None:
    place = _PATHS.find("GET", b"/" + raw)
    assert place is None or place.path.encode() == b"/" + raw


@pytest.mark.parametrize(
    ("method", "path", "found"),
    [
        # the proxy keeps the path it serves the page below, or takes it away
        ("GET", "/reports/health", "/health"),
        ("GET", "/health", "/health"),
        ("GET", "/reports/", "/"),
        ("GET", "/reports", "/"),
        ("GET", "/", "/"),
        # a report is put to a path of that very name
        ("PUT", "/reports", "/reports"),
        ("PUT", "/reports/reports", "/reports"),
        ("DELETE", "/reports/0a1b", "/reports/0a1b"),
        ("DELETE", "/reports/reports/0a1b", "/reports/0a1b"),
    ],
)
def test_below_a_path_both_kinds_of_proxies_are_understood(method: str, path: str, found: str) -> None:
    place = _BELOW.find(method, path.encode())
    assert place is not None
    assert place.path == found


def test_a_path_that_only_begins_alike_is_another() -> None:
    assert _BELOW.find("GET", b"/reportsx/health") is None
    assert Paths(_OWN, "/r").find("GET", b"/rhealth") is None


def test_a_path_that_is_too_long_is_not_looked_for() -> None:
    """A route's pattern takes a time that grows with the square of the length."""
    longest = b"/conversations/" + b"." * 1009
    assert len(longest) == 1024
    assert clean(longest) == longest.decode()
    assert clean(longest + b".") is None
    assert _PATHS.find("GET", b"/conversations/" + b"." * 30_000 + b"/x") is None
