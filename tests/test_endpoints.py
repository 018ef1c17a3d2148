"""The operations as endpoints of Gradio's own client, on the page as it is served."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import httpx
import jsonschema
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

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
    no_hub,
    served,
    site_of,
)
from tests.kept import in_memory
from ui.program_types import AnswerJSON, PassagesJSON, RemovedJSON, ReportJSON

_ENDPOINTS = {
    "/ask": (["question"], ["limit", "reports", "threshold"]),
    "/search": (["question"], ["limit", "reports"]),
    "/documents": ([], []),
    "/add": (["name"], ["text", "data"]),
    "/remove": (["id"], []),
}
_JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module", autouse=True)
def offline() -> Iterator[None]:
    with no_hub():
        yield


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(site_of(TableLibrary())) as page:
        yield page.url


@pytest.fixture(scope="module")
def client(url: str) -> Client:
    return Client(url, verbose=False)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = site_of(TableLibrary(), accounts_in(tmp_path_factory.mktemp("accounts")))
    with served(site) as page:
        yield page.url


def _described(url: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{url}gradio_api/info", timeout=20).json()
    assert found["unnamed_endpoints"] == {}
    return found["named_endpoints"]  # type: ignore[no-any-return]


def test_these_are_all_the_endpoints_and_they_are_typed(url: str) -> None:
    described = _described(url)
    assert list(described) == list(_ENDPOINTS)
    for name, (needed, others) in _ENDPOINTS.items():
        parameters = described[name]["parameters"]
        assert [each["parameter_name"] for each in parameters] == needed + others
        assert [each["parameter_name"] for each in parameters if each["parameter_has_default"]] == others
        assert all(each["type"] for each in parameters), "no parameter of any type"
        assert described[name]["description"]
    types = {each["parameter_name"]: each["type"] for each in described["/ask"]["parameters"]}
    assert types == {
        "question": {"type": "string"},
        "limit": {"type": "integer"},
        "reports": {"type": "array", "items": {"type": "string"}},
        "threshold": {"oneOf": [{"type": "null"}, {"type": "number"}]},
    }


def test_results_are_described_as_they_are(url: str, client: Client) -> None:
    described = _described(url)
    kinds = {"/ask": AnswerJSON, "/search": PassagesJSON, "/remove": RemovedJSON, "/add": ReportJSON}
    for name, kind in kinds.items():
        (result,) = described[name]["returns"]
        assert list(result["type"]["properties"]) == result["type"]["required"] == list(get_type_hints(kind))
    (listed,) = described["/documents"]["returns"]
    assert listed["type"]["type"] == "array"
    assert list(listed["type"]["items"]["properties"]) == list(get_type_hints(ReportJSON))
    jsonschema.validate(client.predict(QUESTION, api_name="/ask"), described["/ask"]["returns"][0]["type"])
    jsonschema.validate(client.predict(api_name="/documents"), listed["type"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(ANSWER.to_dict() | {"text": 1}, described["/ask"]["returns"][0]["type"])


def test_ask_is_what_python_says_to_the_last_character(client: Client) -> None:
    told = client.predict(QUESTION, api_name="/ask")
    assert told == ANSWER.to_dict()
    assert told["quotes"][0]["text"] == "\u3000副市長石磊(lěi)任\x07組長😀。\r\n"
    assert told == json.loads(json.dumps(told))
    assert (
        client.predict(question=QUESTION, limit=5, reports=[REPORT.id], threshold=0.25, api_name="/ask")
        == told
    )


def test_search_and_documents(client: Client) -> None:
    assert client.predict("q\u3000\x07", api_name="/search") == passages_to_dict("q\u3000\x07", FOUND)
    assert [each["id"] for each in client.predict(api_name="/documents")] == [REPORT.id]


def test_a_report_that_was_read_from_a_file_is_listed_like_any_other(tmp_path: Path) -> None:
    """Gradio's client fetches whatever looks like a file, and would fail at what is not served."""
    file = tmp_path / "bridge.txt"
    file.write_text("大桥总投资41.7亿元。", encoding="utf-8")
    library = in_memory()
    library.add(file)
    with served(site_of(library)) as page:
        (listed,) = Client(page.url, verbose=False).predict(api_name="/documents")
    assert (listed["name"], listed["path"], listed["characters"]) == ("bridge.txt", None, 12)


def test_a_report_is_added_and_removed(client: Client) -> None:
    added = client.predict(name="甲.txt", data=in_base64("甲\u3000乙。".encode("gbk")), api_name="/add")
    assert (added["name"], added["characters"], added["path"]) == ("甲.txt", 4, None)
    assert client.predict(api_name="/documents")[1:] == [added]
    removed = client.predict(added["id"], api_name="/remove")
    assert removed == {"removed": added["id"], "name": "甲.txt"}
    assert client.predict("b.txt", "text", api_name="/add")["name"] == "b.txt"


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("/ask", {"question": ""}, "question: it is empty. Type what you want to know"),
        ("/ask", {"question": 5}, "question: input should be a valid string"),
        ("/ask", {"question": None}, "question: input should be a valid string"),
        ("/ask", {"question": "q", "limit": 0}, "limit: input should be greater than or equal to 1"),
        ("/ask", {"question": "q", "limit": "3"}, "limit: input should be a valid integer"),
        ("/ask", {"question": "q", "reports": "x"}, "reports: input should be a valid list"),
        ("/ask", {"question": "q", "reports": ["x"]}, "x: the library has no such report"),
        ("/ask", {"question": "q", "threshold": 2}, "threshold: input should be less than or equal to 1"),
        ("/search", {"question": "q", "reports": [REPORT.id, "x"]}, "x: the library has no such report"),
        ("/add", {"name": "a"}, "report: neither text nor data is given"),
        ("/add", {"name": "a", "text": "t", "data": "dA=="}, "report: both text and data are given"),
        ("/add", {"name": "a", "data": "dA"}, "a: its data is not in base64"),
        ("/add", {"name": "a", "data": {"path": "/etc/hostname"}}, "data: input should be a valid string"),
        ("/add", {"name": "a", "text": "\x00"}, "a: "),
        ("/remove", {"id": "x"}, "x: the library has no such report"),
    ],
)
def test_what_cannot_be_done(client: Client, name: str, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(AppError, match=f"^{re.escape(said)}"):
        client.predict(**arguments, api_name=name)


def test_half_a_character_is_refused_and_not_stumbled_over(url: str) -> None:
    sent = httpx.post(f"{url}gradio_api/call/ask", content=b'{"data":["q\\ud800",3,[],null]}', headers=_JSON)
    told = httpx.get(f"{url}gradio_api/call/ask/{sent.json()['event_id']}", timeout=20)
    assert "question: it holds half of a surrogate pair" in told.text


def test_too_much_is_refused() -> None:
    with served(site_of(TableLibrary(), max_file_bytes=1000)) as page:
        small = Client(page.url, verbose=False)
        with pytest.raises(AppError, match=r"a: is 0\.0 MiB, more than"):
            small.predict("a", "x" * 1001, api_name="/add")
        with pytest.raises(AppError, match=r"a: is 0\.0 MiB, more than"):
            small.predict("a", "", in_base64(b"x" * 1001), api_name="/add")
        assert small.predict("a", "x" * 1000, api_name="/add")["characters"] == 1000


def test_a_defect_is_not_shown(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AppError) as caught:
        client.predict(DEFECT, api_name="/ask")
    assert "secret detail" not in str(caught.value)
    assert "secret detail" in capfd.readouterr().err


def test_no_event_of_the_page_is_called_from_outside(client: Client) -> None:
    others = [
        each["id"] for each in client.config["dependencies"] if f"/{each['api_name']}" not in _ENDPOINTS
    ]
    assert len(others) >= 4
    for event in others:
        with pytest.raises(ValueError, match="Invalid function index"):
            client.predict("x", fn_index=event)


def test_nobody_gets_in_without_logging_in(guarded: str) -> None:
    with pytest.raises(Exception, match=r"(?i)log ?in|credentials"):
        Client(guarded, verbose=False)
    for path in ("gradio_api/call/ask", "gradio_api/queue/join"):
        assert httpx.post(guarded + path, json={"data": ["q"]}, timeout=20).status_code == 401


def test_readers_ask_but_neither_add_nor_remove(guarded: str) -> None:
    reader = Client(guarded, auth=READER, verbose=False)
    assert reader.predict(QUESTION, api_name="/ask") == ANSWER.to_dict()
    for name, arguments in (("/add", {"name": "a", "text": "t"}), ("/remove", {"id": REPORT.id})):
        with pytest.raises(AppError, match="reader: adding and removing reports is for editors"):
            reader.predict(**arguments, api_name=name)
    assert [each["id"] for each in reader.predict(api_name="/documents")] == [REPORT.id]


def test_editors_add_and_remove(guarded: str) -> None:
    editor = Client(guarded, auth=EDITOR, verbose=False)
    added = editor.predict("a", "t", api_name="/add")
    assert editor.predict(added["id"], api_name="/remove") == {"removed": added["id"], "name": "a"}
