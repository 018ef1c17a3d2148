"""What describes the operations to programs and to their authors: true, and of this machine alone."""

import asyncio
import json
import re
import shlex
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from tests.called import (
    ANSWER,
    QUESTION,
    READER,
    TableLibrary,
    accounts_in,
    no_hub,
    served,
    site_of,
)
from tests.kept import in_memory
from tests.stub_library import document as report
from ui.programs import OPERATIONS
from ui.serving.docs import render_docs
from ui.serving.openapi import describe

_METHODS = {"/api/ask": "post", "/api/search": "post", "/api/documents": "get"}
_METHODS |= {"/api/add": "post", "/api/remove": "post"}
_ANSWERING = report("澜江二桥建成通车。大桥总投资41.7亿元。", "bridge.txt")


def _strings(value: Any, key: str) -> list[str]:
    """Every value of a key, however deep."""
    if isinstance(value, dict):
        own = [value[key]] if isinstance(value.get(key), str) else []
        return own + [found for each in value.values() for found in _strings(each, key)]
    return [found for each in value for found in _strings(each, key)] if isinstance(value, list) else []


@pytest.mark.parametrize("has_accounts", [False, True])
def test_the_document_is_whole(has_accounts: bool) -> None:
    document = describe("/berichte", has_accounts=has_accounts, cookie="report-qa-1")
    assert document == json.loads(json.dumps(document))
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == version("report-qa")
    assert document["servers"] == [{"url": "/berichte"}]
    assert describe("", has_accounts=False)["servers"] == [{"url": "/"}]
    assert {path: list(item) for path, item in document["paths"].items()} == {
        path: [method] for path, method in _METHODS.items()
    }
    for reference in _strings(document, "$ref"):
        target = document
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
        assert target
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    assert [operation["operationId"] for operation in operations] == [each.name for each in OPERATIONS]
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_statuses_of_each_operation() -> None:
    common, sent = ["200", "400", "403", "429", "500", "503"], ["408", "413", "415", "422"]
    expected = {
        "/api/ask": {*common, *sent, "404"},
        "/api/search": {*common, *sent, "404"},
        "/api/documents": {*common},
        "/api/add": {*common, *sent},
        "/api/remove": {*common, *sent, "404"},
    }
    for accounts in (False, True):
        document = describe("", has_accounts=accounts)
        more = {"401"} if accounts else set()
        for path, method in _METHODS.items():
            assert set(document["paths"][path][method]["responses"]) == expected[path] | more


def test_how_to_log_in_is_said_where_one_has_to() -> None:
    assert "security" not in describe("", has_accounts=False)
    document = describe("", has_accounts=True, cookie="report-qa-7860")
    assert document["security"] == [{"basic": []}, {"session": []}]
    schemes = document["components"]["securitySchemes"]
    assert schemes["basic"] == {"type": "http", "scheme": "basic"}
    assert (schemes["session"]["in"], schemes["session"]["name"]) == ("cookie", "report-qa-7860")
    assert describe("", has_accounts=True)["security"] == [{"basic": []}]


def test_examples_are_what_they_are_examples_of() -> None:
    document = describe("", has_accounts=False)
    seen = 0
    for path, method in _METHODS.items():
        for content in document["paths"][path][method].get("requestBody", {}).get("content", {}).values():
            if "example" in content:
                schema = content["schema"] | {"components": document["components"]}
                jsonschema.validate(content["example"], schema)
                seen += 1
    assert seen == 4


@pytest.mark.parametrize(
    ("sent", "fits"),
    [
        ({"name": "a", "text": "t"}, True),
        ({"name": "a", "data": "dA=="}, True),
        ({"name": "a", "text": "", "data": "dA=="}, True),
        ({"name": "a", "text": "t", "data": ""}, True),
        ({"name": "a"}, False),
        ({"name": "a", "text": "", "data": ""}, False),
        ({"name": "a", "text": "t", "data": "dA=="}, False),
        ({"name": "", "text": "t"}, False),
        ({"text": "t"}, False),
        ({"name": "a", "text": "t", "more": 1}, False),
    ],
)
def test_the_schema_takes_what_the_operation_takes(sent: dict[str, Any], fits: bool) -> None:
    schema = describe("", has_accounts=False)["components"]["schemas"]["AddRequest"]
    assert jsonschema.Draft202012Validator(schema).is_valid(sent) == fits
    with served(site_of(in_memory())) as page:
        assert httpx.post(f"{page.url}api/add", json=sent).is_success == fits


class _Elements(HTMLParser):
    """The elements of a page, and that each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(page)
    assert parser.open == []
    return parser.found


def _blocks(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)]


def _block(page: str, beginning: str) -> str:
    (found,) = [each for each in _blocks(page) if each.startswith(beginning)]
    return found


def test_the_page_names_everything_and_fetches_nothing() -> None:
    base = "http://127.0.0.1:7860/berichte"
    document = describe("/berichte", has_accounts=True)
    page = render_docs(document, base, mcp=True)
    elements = _elements(page)
    tags = {tag for tag, _ in elements}
    assert tags & {"script", "link", "img", "iframe", "form", "object"} == set()
    assert "url(" not in page
    assert "@import" not in page
    addresses = [attributes["href"] for tag, attributes in elements if tag == "a"]
    ids = {attributes["id"] for _, attributes in elements if "id" in attributes}
    for address in addresses:
        assert address
        assert address.startswith(base) or address.removeprefix("#") in ids, address
    assert set(re.findall(r"https?://[^\s\"'<&]+", page)) >= {f"{base}/api/ask", f"{base}/mcp"}
    assert all(each.startswith(base) for each in re.findall(r"https?://[^\s\"'<&]+", page))
    for name in (each for each in document["components"]["schemas"] if not each.endswith("Request")):
        assert f'id="{name}"' in page
    for operation in OPERATIONS:
        assert f'id="{operation.name}"' in page
    without = render_docs(describe("", has_accounts=False), base)
    assert "mcp" not in without
    assert "PASSWORD" not in without


def test_an_address_that_is_markup_stays_text() -> None:
    evil = "http://x/\"><script>alert(1)</script>'&"
    page = render_docs(describe("", has_accounts=False), evil, mcp=True)
    assert "script" not in {tag for tag, _ in _elements(page)}
    assert _block(page, "{").count("<script>") == 1


def test_the_address_is_the_one_it_is_reached_by(tmp_path: Path) -> None:
    with served(site_of(TableLibrary()), root_path="/berichte") as page:
        port = httpx.URL(page.url).port
        shown = httpx.get(f"{page.url}docs", headers={"host": f"localhost:{port}"}).text
        assert f"http://localhost:{port}/berichte/api/ask" in shown
        assert httpx.get(f"{page.url}openapi.json").json()["servers"] == [{"url": "/berichte"}]


def _printed(code: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    exec(compile(code, "example", "exec"), {"__name__": "example"})  # noqa: S102 - it is what readers will do
    return capsys.readouterr().out


@pytest.mark.parametrize(("root", "login"), [("", False), ("/berichte", True)])
def test_the_examples_work_as_they_stand(
    root: str, login: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = in_memory(_ANSWERING)
    wanted = library.ask("瀾江二橋總投資多少？").text
    assert "总投资41.7亿元。" in wanted
    site = site_of(library, accounts_in(tmp_path) if login else None)
    with served(site, root_path=root) as page, no_hub():
        auth = READER if login else None
        response = httpx.get(f"{page.url}docs", auth=auth)
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        shown = response.text

        def filled(block: str) -> str:
            """An example with a name and a password in their places."""
            known = {"NAME:PASSWORD": shlex.quote(":".join(READER)), '"NAME"': f'"{READER[0]}"'}
            for place, value in (known | {'"PASSWORD"': f'"{READER[1]}"'}).items():
                block = block.replace(place, value)
            return block

        assert ("--user" in shown) == login
        for beginning in ("import httpx", "from gradio_client", "import asyncio"):
            # the last line: Gradio's client says first what it has connected to
            assert _printed(filled(_block(shown, beginning)), capsys).splitlines()[-1] == wanted, beginning
        told = json.loads(_block(shown, "{"))["mcpServers"]["report-qa"]
        assert told["url"] == f"{page.url}mcp"
        if shutil.which("curl"):
            commands = [filled(each) for each in _blocks(shown) if each.startswith("curl")]
            assert len(commands) == 6
            ask = subprocess.run([*shlex.split(commands[0]), "--silent"], capture_output=True, check=True)
            assert json.loads(ask.stdout)["text"] == wanted
            (tmp_path / "minutes.pdf").write_bytes("渔船捕鱼，三千吨。".encode())
            file = subprocess.run(
                [*shlex.split(next(each for each in commands if "minutes.pdf" in each)), "--silent"],
                cwd=tmp_path,
                capture_output=True,
                check=True,
            )
            told = json.loads(file.stdout)
            assert told["error"]["kind"] == "AccessError" if login else told["name"] == "minutes.pdf"


def test_what_is_described_needs_no_network_to_be_asked() -> None:
    """The document is enough to call what it describes."""
    with served(site_of(TableLibrary())) as page:
        document = httpx.get(f"{page.url}openapi.json").json()
        base = httpx.URL(page.url).join(document["servers"][0]["url"])
        (path,) = [path for path, item in document["paths"].items() if "ask" in path]

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient() as client:
                return await client.post(base.join(path), json={"question": QUESTION})

        assert asyncio.run(ask()).json() == ANSWER.to_dict()
