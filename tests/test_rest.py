"""The operations over plain HTTP, from outside: JSON as Python has it, and every refusal with its own status."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from qa.errors import BusyError, ModelError
from qa.plain_json import passages_to_dict
from qa.types import Answer, Document
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
from tests.kept import in_memory
from tests.stub_library import answer
from ui.limits import Limiter, Rate
from ui.loading import Loading, Opened
from ui.serving import calling
from ui.serving.openapi import describe

_JSON = {"content-type": "application/json"}
_BYTES = {"content-type": "application/octet-stream"}


def _described(response: httpx.Response) -> None:
    """Hold every response of an operation to the document: its status, its type, its headers and its JSON."""
    response.read()
    document = describe("", has_accounts=True)
    operation = document["paths"].get(response.request.url.path, {}).get(response.request.method.lower())
    if operation is None:
        return
    told = operation["responses"][str(response.status_code)]
    if "$ref" in told:
        told = document["components"]["responses"][told["$ref"].rpartition("/")[2]]
    assert set(told.get("headers", ())) <= {name.title() for name in response.headers} | {"WWW-Authenticate"}
    (media_type,) = told["content"]
    assert response.headers["content-type"] == media_type
    schema = told["content"][media_type]["schema"]
    jsonschema.validate(response.json(), schema | {"components": document["components"]})


def _client(page: Any) -> httpx.Client:
    return httpx.Client(base_url=page.url, timeout=20, event_hooks={"response": [_described]})


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with served(site_of(TableLibrary())) as page, _client(page) as made:
        yield made


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    site = site_of(TableLibrary(), accounts_in(tmp_path_factory.mktemp("accounts")))
    with served(site) as page, _client(page) as made:
        yield made


def _schema(name: str) -> dict[str, Any]:
    """A schema of the document, with what it refers to."""
    document = describe("", has_accounts=False)
    return {"$ref": f"#/components/schemas/{name}", "components": document["components"]}


def _refused(response: httpx.Response, status: int, kind: str, subject: str, cause: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    told = response.json()
    jsonschema.validate(told, _schema("Error"))
    assert (told["error"]["kind"], told["error"]["subject"]) == (kind, subject)
    assert cause in told["error"]["cause"]


def test_ask_is_what_python_says_to_the_last_character(client: httpx.Client) -> None:
    response = client.post("api/ask", json={"question": QUESTION})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    told = response.json()
    assert told == ANSWER.to_dict()
    assert told["quotes"][0]["text"] == "\u3000副市長石磊(lěi)任\x07組長😀。\r\n"
    assert "😀" in response.text
    jsonschema.validate(told, _schema("Answer"))


def test_a_real_library_is_asked() -> None:
    library = in_memory(Document.from_text("報告。副市長\u3000石磊任組長😀。", "r.txt"))
    with served(site_of(library)) as page:
        told = _client(page).post(
            f"{page.url}api/ask", json={"question": "副市长石磊任什么？", "threshold": 0}
        )
    assert told.json() == library.ask("副市长石磊任什么？", threshold=0).to_dict()
    assert told.json()["quotes"][0]["text"] == "副市長\u3000石磊任組長😀。"


def test_search_and_documents(client: httpx.Client) -> None:
    told = client.post("api/search", json={"question": "\u3000q\x07", "limit": 2}).json()
    assert told == passages_to_dict("\u3000q\x07", FOUND)
    jsonschema.validate(told, _schema("Passages"))
    listed = client.get("api/documents").json()
    assert [each["name"] for each in listed] == ["報告.txt"]
    jsonschema.validate(listed[0], _schema("Report"))


def test_a_report_is_added_and_removed(client: httpx.Client) -> None:
    data = "甲乙丙丁，戊己庚辛。\r\n".encode("gbk")
    sent = [
        client.post("api/add", json={"name": "a.txt", "text": "甲\u3000乙。"}),
        client.post("api/add", json={"name": "b.txt", "data": in_base64(data)}),
        client.post(
            "api/add", params={"name": "../c&d 報.txt"}, content=b"\xef\xbb\xbfabc def", headers=_BYTES
        ),
    ]
    assert [each.status_code for each in sent] == [200, 200, 200]
    added = [each.json() for each in sent]
    assert [each["name"] for each in added] == ["a.txt", "b.txt", "c&d 報.txt"]
    assert [each["codec"] for each in added] == [None, "gb18030", "utf-8-sig"]
    for each in added:
        jsonschema.validate(each, _schema("Report"))
    assert client.get("api/documents").json()[1:] == added
    for each in added:
        removed = client.post("api/remove", json={"id": each["id"]}).json()
        assert removed == {"removed": each["id"], "name": each["name"]}
        jsonschema.validate(removed, _schema("Removed"))
    assert len(client.get("api/documents").json()) == 1


@pytest.mark.parametrize(
    ("path", "body", "refusal"),
    [
        ("ask", {"question": ""}, (422, "QuestionError", "question", "it is empty")),
        ("ask", {}, (422, "QuestionError", "question", "it is missing")),
        ("ask", {"question": "q", "more": 1}, (422, "QuestionError", "more", "nothing of that name")),
        ("ask", {"question": "q", "limit": "3"}, (422, "QuestionError", "limit", "valid integer")),
        ("ask", {"question": "q", "reports": ["x"]}, (404, "NotFoundError", "x", "no such report")),
        ("search", {"question": "q", "reports": ["x"]}, (404, "NotFoundError", "x", "no such report")),
        ("remove", {"id": "x"}, (404, "NotFoundError", "x", "no such report")),
        ("add", {"name": "a"}, (422, "QuestionError", "report", "neither")),
        ("add", {"name": "a", "text": "t", "data": "dA=="}, (422, "QuestionError", "report", "both")),
        ("add", {"name": "a", "data": "%"}, (422, "FormatError", "a", "not in base64")),
        ("add", {"name": "a", "text": " "}, (422, "EmptyError", "a", "nothing but white space")),
        ("add", {"name": "a", "data": in_base64(b"%PDF-1.4")}, (422, "FormatError", "a", "")),
        ("add", {"name": "a", "data": in_base64(b"a\xff\xfe\xfd")}, (422, "DecodingError", "a", "")),
    ],
)
def test_what_cannot_be_done(
    client: httpx.Client, path: str, body: dict[str, Any], refusal: tuple[int, str, str, str]
) -> None:
    before = client.get("api/documents").json()
    _refused(client.post(f"api/{path}", json=body), *refusal)
    assert client.get("api/documents").json() == before


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 50_000, b'{"question":"\\ud800"}', b"null"])
def test_what_is_no_request(client: httpx.Client, body: bytes) -> None:
    _refused(client.post("api/ask", content=body, headers=_JSON), 422, "QuestionError", "request", "")


def test_only_json_is_read_so_that_no_form_of_another_page_asks(client: httpx.Client) -> None:
    body = b'{"question":"q"}'
    for headers in ({}, {"content-type": "text/plain"}, _BYTES, {"content-type": "application/jsonx"}):
        refused = client.post("api/ask", content=body, headers=headers)
        _refused(refused, 415, "QuestionError", "Content-Type", "")
    with_charset = {"content-type": "Application/JSON; charset=utf-8"}
    assert client.post("api/ask", content=body, headers=with_charset).status_code == 200
    _refused(client.post("api/add", content=b"x", headers=_BYTES), 422, "QuestionError", "name", "missing")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "api/ask", "POST"),
        ("PUT", "api/add", "POST"),
        ("DELETE", "api/remove", "POST"),
        ("OPTIONS", "api/search", "POST"),
        ("QUERY", "api/ask", "POST"),
        ("POST", "api/documents", "GET, HEAD"),
        ("POST", "openapi.json", "GET, HEAD"),
        ("POST", "docs", "GET, HEAD"),
    ],
)
def test_another_method_is_told_the_right_one(
    client: httpx.Client, method: str, path: str, allowed: str
) -> None:
    response = client.request(method, path)
    _refused(response, 405, "QuestionError", method, f"is no way to call /{path}")
    assert response.headers["allow"] == allowed


def test_there_is_nothing_beside_what_is_described(client: httpx.Client) -> None:
    for path in ("api", "api/", "api/other", "api/ask/", "gradio_api/openapi.json", "redoc"):
        _refused(client.get(path), 404, "NotFoundError", "path", "nothing at this address")


def test_a_defect_is_not_shown(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    response = client.post("api/ask", json={"question": DEFECT})
    _refused(response, 500, "QAError", "report-qa", "stopped by a fault of its own")
    assert "secret detail" not in response.text
    assert "secret detail" in caplog.text
    assert client.post("api/ask", json={"question": QUESTION}).status_code == 200


def test_too_much_is_refused_before_it_is_read() -> None:
    with served(site_of(TableLibrary(), max_file_bytes=1000)) as page:
        client = _client(page)
        text = client.post("api/add", json={"name": "a.txt", "text": "x" * 1001})
        _refused(text, 413, "TooLargeError", "a.txt", "is 0.0 MiB, more than")
        data = client.post("api/add", json={"name": "a.txt", "data": in_base64(b"x" * 1001)})
        _refused(data, 413, "TooLargeError", "a.txt", "is 0.0 MiB")
        sent = client.post("api/add", params={"name": "a.txt"}, content=b"x" * 1001, headers=_BYTES)
        _refused(sent, 413, "TooLargeError", "request", "larger than")
        body = json.dumps({"question": "q", "reports": ["x" * 3_000_000]}).encode()
        for content in (body, iter([body[:1000], body[1000:]])):  # with its length, and without
            assert client.post("api/ask", content=content, headers=_JSON).status_code == 413
        fits = client.post("api/add", json={"name": "a.txt", "data": in_base64(b"x" * 1000)})
        assert fits.status_code == 200


def test_failures_of_the_library_have_their_own_status() -> None:
    library = TableLibrary()
    library._table = {
        "busy": BusyError("l", "is busy", "Wait"),
        "model": ModelError("m", "is gone", "Get it"),
    }
    with served(site_of(library)) as page:
        busy = _client(page).post(f"{page.url}api/ask", json={"question": "busy"})
        _refused(busy, 503, "BusyError", "l", "is busy")
        assert busy.headers["retry-after"] == "5"
        _refused(
            _client(page).post(f"{page.url}api/ask", json={"question": "model"}),
            500,
            "ModelError",
            "m",
            "is gone",
        )


def test_asking_too_often_is_told_when_to_come_again() -> None:
    with served(site_of(TableLibrary(), questions=Limiter(Rate(1, 1), "questions"))) as page:
        asked = [_client(page).post(f"{page.url}api/ask", json={"question": "q"}) for _ in range(2)]
        assert asked[0].status_code == 200
        _refused(asked[1], 429, "LimitError", "questions", "more than 1 a minute")
        assert 0 < int(asked[1].headers["retry-after"]) <= 60


class _Slow(TableLibrary):
    """Answers when it is told to, and knows how many it was answering at most."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.most = self.now = 0
        self._lock = threading.Lock()

    def ask(self, *arguments: Any, **options: Any) -> Answer:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.go.wait(20)
        with self._lock:
            self.now -= 1
        return answer()


def test_four_questions_are_answered_at_once_and_the_others_wait_their_turn() -> None:
    library = _Slow()
    with served(site_of(library)) as page, ThreadPoolExecutor(12) as pool:
        asked = [
            pool.submit(httpx.post, f"{page.url}api/ask", json={"question": "q"}, timeout=30)
            for _ in range(8)
        ]
        deadline = time.monotonic() + 10
        while library.now < 4 and time.monotonic() < deadline:
            time.sleep(0.02)
        # others than questions do not wait for them
        assert httpx.get(f"{page.url}api/documents", timeout=5).status_code == 200
        assert (
            _client(page).post(f"{page.url}api/add", json={"name": "a", "text": "t"}, timeout=5).status_code
            == 200
        )
        library.go.set()
        assert [each.result().status_code for each in asked] == [200] * 8
    assert library.most == 4


def test_who_would_wait_too_long_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling.Gate.__init__, "__defaults__", (2, 0.3))
    library = _Slow()
    with served(site_of(library)) as page, ThreadPoolExecutor(12) as pool:

        def ask() -> httpx.Response:
            return _client(page).post(f"{page.url}api/ask", json={"question": "q"}, timeout=30)

        first = [pool.submit(ask) for _ in range(4)]
        while library.now < 4:
            time.sleep(0.02)
        late = [pool.submit(ask) for _ in range(5)]
        refused = [each.result() for each in late]
        library.go.set()
        assert [each.result().status_code for each in first] == [200] * 4
    for each in refused:
        assert (each.status_code, each.json()["error"]["kind"]) == (503, "BusyError")
        assert each.headers["retry-after"] == "5"
    causes = sorted(each.json()["error"]["cause"] for each in refused)
    assert causes == ["the calls before it take too long"] * 2 + ["too many calls wait for their turn"] * 3


def test_a_library_that_is_being_opened_is_waited_for_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go = threading.Event()

    def opening(report: Any) -> Opened:
        go.wait(20)
        library: Any = TableLibrary()
        return Opened(library)

    monkeypatch.setattr(calling.Calls.__init__, "__defaults__", (0.3,))
    site = site_of(TableLibrary())
    loading = Loading(opening)
    object.__setattr__(site, "loading", loading)
    site.shelf._loading = loading
    loading.start()
    with served(site) as page:
        response = _client(page).post(f"{page.url}api/ask", json={"question": QUESTION})
        _refused(response, 503, "BusyError", "library", "still being opened")
        assert response.headers["retry-after"] == "5"
        _refused(
            _client(page).get(f"{page.url}api/documents"), 503, "BusyError", "library", "still being opened"
        )
        go.set()
        loading.wait(10)
        assert (
            _client(page).post(f"{page.url}api/ask", json={"question": QUESTION}).json() == ANSWER.to_dict()
        )


def test_nobody_gets_in_without_logging_in(guarded: httpx.Client) -> None:
    for method, path in (
        ("POST", "api/ask"),
        ("POST", "api/search"),
        ("GET", "api/documents"),
        ("POST", "api/add"),
        ("POST", "api/remove"),
        ("GET", "openapi.json"),
        ("GET", "docs"),
        ("PUT", "api/ask"),
    ):
        response = guarded.request(method, path)
        _refused(response, 401, "AccessError", "request", "nobody has logged in")
        assert response.headers["www-authenticate"].startswith("Basic ")
    wrong = guarded.get("api/documents", auth=(EDITOR[0], "wrong"))
    assert wrong.status_code == 401


def test_readers_ask_but_neither_add_nor_remove(guarded: httpx.Client) -> None:
    assert guarded.post("api/ask", json={"question": QUESTION}, auth=READER).json() == ANSWER.to_dict()
    held = guarded.get("api/documents", auth=READER).json()
    for path, body in (
        ("add", {"name": "a", "text": "t"}),
        ("remove", {"id": REPORT.id}),
        ("add", {"no": 1}),
    ):
        refused = guarded.post(f"api/{path}", json=body, auth=READER)
        _refused(refused, 403, "AccessError", READER[0], "for editors")
    sent = guarded.post("api/add", params={"name": "a"}, content=b"t", headers=_BYTES, auth=READER)
    _refused(sent, 403, "AccessError", READER[0], "for editors")
    assert guarded.get("api/documents", auth=READER).json() == held


def test_editors_add_and_remove(guarded: httpx.Client) -> None:
    auth = httpx.BasicAuth(*(each.encode() for each in EDITOR))  # type: ignore[arg-type]
    added = guarded.post("api/add", json={"name": "a", "text": "t"}, auth=auth)
    assert added.status_code == 200
    removed = guarded.post("api/remove", json={"id": added.json()["id"]}, auth=auth)
    assert removed.json() == {"removed": added.json()["id"], "name": "a"}


def test_a_right_that_is_taken_away_is_gone_at_once(tmp_path: Path) -> None:
    accounts = accounts_in(tmp_path)
    with served(site_of(TableLibrary(), accounts)) as page:
        auth = httpx.BasicAuth(*(each.encode() for each in EDITOR))  # type: ignore[arg-type]
        client = httpx.Client(base_url=page.url, auth=auth, timeout=20)
        assert client.post("api/add", json={"name": "a", "text": "t"}).status_code == 200
        accounts.remove(EDITOR[0])
        assert client.post("api/add", json={"name": "b", "text": "u"}).status_code == 401
