"""The operations as tools, called by the client of the Model Context Protocol's own library."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from qa.plain_json import passages_to_dict
from tests.called import (
    ANSWER,
    DEFECT,
    EDITOR,
    FOUND,
    QUESTION,
    READER,
    REPORT,
    TableLibrary,
    accounts_in,
    in_base64,
    served,
    site_of,
)
from ui.program_requests import AddRequest, AskRequest, RemoveRequest, SearchRequest, schema_of_request
from ui.serving.server import Options, serve

_NAMES = ["ask", "search", "documents", "add", "remove"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(site_of(TableLibrary())) as page:
        yield page.url


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = site_of(TableLibrary(), accounts_in(tmp_path_factory.mktemp("accounts")))
    with served(site) as page:
        yield page.url


def _with(
    url: str,
    act: Callable[[ClientSession], Awaitable[Any]],
    login: tuple[str, str] | None = None,
    path: str = "mcp",
) -> Any:
    """Do something as a client that has connected."""
    auth = httpx.BasicAuth(*(each.encode() for each in login)) if login else None  # type: ignore[arg-type]

    async def connected() -> Any:
        async with (
            httpx.AsyncClient(auth=auth, timeout=20) as http,
            streamable_http_client(url + path, http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await act(session)

    return asyncio.run(connected())


def _call(
    url: str, name: str, arguments: dict[str, Any] | None = None, login: tuple[str, str] | None = None
) -> CallToolResult:
    result = _with(url, lambda session: session.call_tool(name, arguments), login)
    assert isinstance(result, CallToolResult)
    return result


def _text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def _told(result: CallToolResult) -> Any:
    """What a tool says: the same in both ways."""
    assert not result.isError, _text(result)
    assert result.structuredContent is not None
    structured = result.structuredContent
    told = structured["result"] if structured.keys() == {"result"} else structured
    assert json.loads(_text(result)) == told
    return told


def _refused(result: CallToolResult, said: str) -> None:
    assert result.isError
    assert result.structuredContent is None
    assert said in _text(result)


@pytest.mark.parametrize("path", ["mcp", "gradio_api/mcp/", "gradio_api/mcp"])
def test_the_tools_are_there_and_described(url: str, path: str) -> None:
    tools = _with(url, lambda session: session.list_tools(), path=path).tools
    assert [tool.name for tool in tools] == _NAMES
    schemas = {tool.name: tool.inputSchema for tool in tools}
    requests = {"ask": AskRequest, "search": SearchRequest, "add": AddRequest, "remove": RemoveRequest}
    for name, request in requests.items():
        assert schemas[name] == schema_of_request(request)
    assert schemas["documents"] == {"type": "object", "properties": {}, "additionalProperties": False}
    for tool in tools:
        assert tool.description
        assert tool.outputSchema
        jsonschema.Draft202012Validator.check_schema(tool.outputSchema)
        assert tool.outputSchema["type"] == "object"
        assert tool.annotations
        assert tool.annotations.readOnlyHint == (tool.name not in {"add", "remove"})
        assert tool.annotations.destructiveHint == (tool.name == "remove")
        # no argument is an address or a file of this machine that could be fetched
        assert "Gradio" not in json.dumps(tool.inputSchema)
        assert "format" not in json.dumps(tool.inputSchema)


def test_the_server_says_who_it_is(url: str) -> None:
    async def who(session: ClientSession) -> Any:
        return await session.initialize()

    told = _with(url, who)
    assert told.serverInfo.name == "report-qa"
    assert told.capabilities.tools is not None
    assert told.capabilities.resources is None


def test_ask_is_what_python_says_to_the_last_character(url: str) -> None:
    result = _call(url, "ask", {"question": QUESTION})
    told = _told(result)
    assert told == ANSWER.to_dict()
    assert told["quotes"][0]["text"] == "\u3000副市長石磊(lěi)任\x07組長😀。\r\n"
    assert "副市長" in _text(result)  # not as escapes


def test_search_and_documents(url: str) -> None:
    assert _told(_call(url, "search", {"question": "q\u3000"})) == passages_to_dict("q\u3000", FOUND)
    for arguments in (None, {}):
        listed = _call(url, "documents", arguments)
        assert [each["id"] for each in _told(listed)] == [REPORT.id]


def test_a_report_is_added_and_removed(url: str) -> None:
    async def act(session: ClientSession) -> list[Any]:
        added = _told(
            await session.call_tool("add", {"name": "甲.txt", "data": in_base64("甲乙。".encode("gbk"))})
        )
        listed = _told(await session.call_tool("documents", {}))
        removed = _told(await session.call_tool("remove", {"id": added["id"]}))
        return [added, listed, removed]

    added, listed, removed = _with(url, act)
    assert (added["name"], added["characters"], added["path"]) == ("甲.txt", 3, None)
    assert listed[1:] == [added]
    assert removed == {"removed": added["id"], "name": "甲.txt"}


def test_more_than_the_protocols_library_takes_by_itself_is_added() -> None:
    with served(site_of(TableLibrary())) as page:
        text = "甲乙丙丁。" * 400_000  # 6 MB; its own limit is 4 MiB
        added = _told(_call(page.url, "add", {"name": "large.txt", "text": text}))
        assert added["characters"] == len(text)
    with served(site_of(TableLibrary(), max_file_bytes=1000)) as page:
        _refused(
            _call(page.url, "add", {"name": "a.txt", "text": "x" * 1001}), "a.txt: is 0.0 MiB, more than"
        )


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {"question": ""}, "question: it is empty. Type what you want to know"),
        ("ask", {}, "question: it is missing"),
        ("ask", {"question": 5}, "question: input should be a valid string"),
        ("ask", {"question": "q", "limit": 1000}, "limit: input should be less than or equal to 100"),
        ("ask", {"question": "q", "request": "x"}, "request: nothing of that name can be given"),
        ("ask", {"question": "q", "reports": ["x"]}, "x: the library has no such report"),
        ("documents", {"all": True}, "all: nothing of that name can be given"),
        ("add", {"name": "a"}, "report: neither text nor data is given"),
        ("add", {"name": "a", "text": "t", "data": "dA=="}, "report: both text and data are given"),
        ("add", {"name": "a", "data": "http://127.0.0.1/secret"}, "a: its data is not in base64"),
        ("add", {"name": "a", "data": "data:text/plain;base64,dA=="}, "a: its data is not in base64"),
        ("add", {"name": "a", "data": "/etc/hostname"}, "a: its data is not in base64"),
        ("remove", {"id": "x"}, "x: the library has no such report"),
        ("drop", {}, "drop: there is no such tool"),
    ],
)
def test_what_cannot_be_done(url: str, name: str, arguments: dict[str, Any], said: str) -> None:
    _refused(_call(url, name, arguments), said)


def test_an_address_is_a_question_and_nothing_that_is_fetched(url: str) -> None:
    told = _told(_call(url, "ask", {"question": "http://192.0.2.1/a.txt"}))  # elsewhere the test would fail
    assert (told["question"], told["answered"]) == ("http://192.0.2.1/a.txt", False)


def test_a_defect_is_not_shown(url: str, caplog: pytest.LogCaptureFixture) -> None:
    result = _call(url, "ask", {"question": DEFECT})
    _refused(result, "report-qa: stopped by a fault of its own. The terminal says more")
    assert "secret detail" not in _text(result)
    assert "secret detail" in caplog.text


def test_there_is_no_stream_and_no_session(url: str) -> None:
    for method in ("GET", "DELETE", "PUT"):
        response = httpx.request(method, f"{url}mcp", headers={"accept": "text/event-stream"})
        assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_another_site_calls_no_tool(url: str) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"accept": "application/json, text/event-stream"}
    assert httpx.post(f"{url}mcp", json=call, headers=headers).status_code == 200
    for strange in ({"origin": "https://evil.example"}, {"host": "evil.example"}):
        refused = httpx.post(f"{url}mcp", json=call, headers=headers | strange)
        assert refused.status_code in (400, 403)
        assert "tools" not in refused.text


def test_nobody_connects_without_logging_in(guarded: str) -> None:
    for login in (None, (EDITOR[0], "wrong")):
        with pytest.raises(BaseExceptionGroup) as caught:
            _call(guarded, "ask", {"question": QUESTION}, login)
        assert "401" in repr(caught.value.exceptions)


def test_readers_ask_but_neither_add_nor_remove(guarded: str) -> None:
    assert _told(_call(guarded, "ask", {"question": QUESTION}, READER)) == ANSWER.to_dict()
    for name, arguments in (("add", {"name": "a", "text": "t"}), ("remove", {"id": REPORT.id})):
        _refused(
            _call(guarded, name, arguments, READER), "reader: adding and removing reports is for editors"
        )
    assert [each["id"] for each in _told(_call(guarded, "documents", {}, READER))] == [REPORT.id]


def test_editors_add_and_remove(guarded: str) -> None:
    added = _told(_call(guarded, "add", {"name": "a", "text": "t"}, EDITOR))
    assert _told(_call(guarded, "remove", {"id": added["id"]}, EDITOR)) == {
        "removed": added["id"],
        "name": "a",
    }


def test_two_who_call_at_once_are_told_apart(guarded: str) -> None:
    async def both() -> list[Any]:
        async def add(login: tuple[str, str]) -> Any:
            auth = httpx.BasicAuth(*(each.encode() for each in login))  # type: ignore[arg-type]
            async with (
                httpx.AsyncClient(auth=auth, timeout=20) as http,
                streamable_http_client(f"{guarded}mcp", http_client=http) as (read, write, _),
                ClientSession(read, write) as session,
            ):
                await session.initialize()
                return [
                    (await session.call_tool("add", {"name": "a", "text": "t"})).isError for _ in range(5)
                ]

        return await asyncio.gather(add(READER), add(EDITOR), add(READER))

    assert asyncio.run(both()) == [[True] * 5, [False] * 5, [True] * 5]


def test_behind_a_root_path(tmp_path: Path) -> None:
    with served(site_of(TableLibrary()), root_path="/berichte") as page:
        assert page.url.endswith("/berichte/")
        assert _told(_call(page.url, "ask", {"question": QUESTION})) == ANSWER.to_dict()


def test_there_are_no_tools_unless_wanted() -> None:
    page = serve(site_of(TableLibrary()), Options())
    try:
        for path in ("mcp", "gradio_api/mcp/", "gradio_api/mcp/sse", "gradio_api/mcp/schema"):
            assert httpx.post(page.url + path, json={}).status_code == 404
    finally:
        page.stop()
