"""The page carries its language and its policy before Gradio's own code runs."""

import asyncio
from typing import Any

from ui.page import PageMiddleware

_HTML = b'<!doctype html><html\n\tlang="en"\n><head><meta lang="en"></head><body>\xe6\x8a\xa5</body></html>'


def _respond(
    path: str, content_type: str, chunks: list[bytes], accept_language: str = ""
) -> tuple[dict[str, str], bytes]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        length = str(sum(map(len, chunks))).encode()
        headers = [(b"content-type", content_type.encode()), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for number, chunk in enumerate(chunks):
            await send({"type": "http.response.body", "body": chunk, "more_body": number < len(chunks) - 1})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [(b"accept-language", accept_language.encode())]}
    asyncio.run(PageMiddleware(app)(scope, None, send))  # type: ignore[arg-type]
    start, *bodies = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return headers, b"".join(body["body"] for body in bodies)


def test_the_page_is_in_the_language_of_the_browser() -> None:
    headers, body = _respond("/", "text/html; charset=utf-8", [_HTML[:30], _HTML[30:]], "zh-HK,en;q=0.5")
    assert body.startswith(b'<!doctype html><html\n\tlang="zh-TW"\n><head><script>')
    assert b'"language", { value: "zh-TW"' in body
    assert body.endswith(b'</script><meta lang="en"></head><body>\xe6\x8a\xa5</body></html>')
    assert headers["content-length"] == str(len(body))
    assert "accept-language" in headers["vary"].lower()


def test_the_head_of_the_page_has_no_body() -> None:
    headers, body = _respond("/", "text/html", [b""], "zh-CN")
    assert body == b""
    assert headers["content-length"] == "0"


def test_everything_else_passes_unchanged_but_for_the_policy() -> None:
    for path, content_type in (("/", "application/json"), ("/frame", "text/html")):
        headers, body = _respond(path, content_type, [_HTML[:9], _HTML[9:]], "zh-CN")
        assert body == _HTML
        assert headers["content-length"] == str(len(_HTML))
        assert headers["x-content-type-options"] == "nosniff"


def test_the_policy_names_no_other_host() -> None:
    headers, _ = _respond("/", "text/html", [_HTML])
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    allowed = {source for sources in policy.values() for source in sources.split()}
    assert allowed == {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    assert policy["connect-src"] == "'self'"
    assert policy["default-src"] == "'self'"


def test_other_protocols_pass() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(PageMiddleware(app)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]
