"""The page carries its language and its policy before Gradio's own code runs."""

import asyncio
from typing import Any

import pytest

from tests.asgi import scope_of
from ui.serving.headers import PageHeaders
from ui.serving.paths import Kind, Place

_HTML = b'<!doctype html><html\n\tlang="en"\n><head><meta lang="en"></head><body>\xe6\x8a\xa5</body></html>'
_PAGE = Place("/", "/")


def _respond(
    place: Place | None,
    content_type: str,
    chunks: list[bytes],
    accept_language: str = "",
    *,
    root: str = "",
    status: int = 200,
    own: dict[str, str] | None = None,
) -> tuple[dict[str, str], bytes]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        length = str(sum(map(len, chunks))).encode()
        headers = [(b"content-type", content_type.encode()), (b"content-length", length)]
        headers += [(name.encode(), value.encode()) for name, value in (own or {}).items()]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for number, chunk in enumerate(chunks):
            await send({"type": "http.response.body", "body": chunk, "more_body": number < len(chunks) - 1})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = scope_of(headers=[("accept-language", accept_language)], place=place)
    asyncio.run(PageHeaders(app, root)(scope, None, send))  # type: ignore[arg-type]
    start, *bodies = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return headers, b"".join(body["body"] for body in bodies)


def test_the_page_is_in_the_language_of_the_browser() -> None:
    headers, body = _respond(_PAGE, "text/html; charset=utf-8", [_HTML[:30], _HTML[30:]], "zh-HK,en;q=0.5")
    assert body.startswith(b'<!doctype html><html\n\tlang="zh-TW"\n><head><script>')
    assert b'"language", { value: "zh-TW"' in body
    assert body.endswith(b'<meta lang="en"></head><body>\xe6\x8a\xa5</body></html>')
    assert headers["content-length"] == str(len(body))
    assert "accept-language" in headers["vary"].lower()


def test_the_page_knows_what_it_is_served_below() -> None:
    assert b'base: "/"' in _respond(_PAGE, "text/html", [_HTML])[1]
    assert b'base: "/reports/"' in _respond(_PAGE, "text/html", [_HTML], root="/reports")[1]


def test_the_page_asks_where_the_browser_has_it_from() -> None:
    config = b'<script>window.gradio_config = {"a":{"root":"x"},"root":"http://127.0.0.1:7860/r"};</script>'
    _, body = _respond(_PAGE, "text/html", [_HTML + config], root="/reports")
    assert body.endswith(
        b'<script>window.gradio_config = {"a":{"root":"x"},"root":location.origin+"/reports"};</script>'
    )


def test_the_head_of_the_page_has_no_body() -> None:
    headers, body = _respond(_PAGE, "text/html", [b""], "zh-CN")
    assert body == b""
    assert headers["content-length"] == "0"


@pytest.mark.parametrize(
    ("place", "content_type", "status"),
    [
        (_PAGE, "application/json", 200),
        (_PAGE, "text/html", 401),
        (Place("/frame", "/frame"), "text/html", 200),
        (None, "text/html", 200),
    ],
)
def test_everything_else_passes_unchanged_but_for_the_policy(
    place: Place | None, content_type: str, status: int
) -> None:
    headers, body = _respond(place, content_type, [_HTML[:9], _HTML[9:]], "zh-CN", status=status)
    assert body == _HTML
    assert headers["content-length"] == str(len(_HTML))
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_the_policy_names_no_other_host() -> None:
    headers, _ = _respond(_PAGE, "text/html", [_HTML])
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    allowed = {source for sources in policy.values() for source in sources.split()}
    assert allowed == {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    assert policy["connect-src"] == "'self'"
    assert policy["default-src"] == "'self'"
    assert policy["form-action"] == "'self'"


def test_a_form_of_ours_says_where_it_comes_from() -> None:
    """With no-referrer browsers send "Origin: null" with forms, and the login would be refused."""
    assert _respond(_PAGE, "text/html", [_HTML])[0]["referrer-policy"] == "same-origin"


def test_no_cache_that_many_share_keeps_what_is_somebodys() -> None:
    assert _respond(_PAGE, "text/html", [_HTML])[0]["cache-control"] == "private, no-cache"
    own = {"cache-control": "private, max-age=60"}
    assert (
        _respond(Place("/page", "/page"), "image/png", [b""], own=own)[0]["cache-control"]
        == own["cache-control"]
    )
    assert (
        "cache-control" not in _respond(Place("/assets/a.js", "", Kind.STATIC), "text/javascript", [b""])[0]
    )


def test_other_protocols_pass() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(PageHeaders(app)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]
