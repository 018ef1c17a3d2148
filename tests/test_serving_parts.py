"""What the script of the page asks for, over a small application with our routes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.accounts import Role
from qa.errors import DamagedError, QAError, StorageError
from qa.talk.store import Conversations
from qa.talk.types import Settings, Turn
from tests.stub_library import StubLibrary, answer, document, quote
from ui.loading import Loading, Opened, ready
from ui.serving import parts
from ui.serving.asking import on_error
from ui.site import OWNER, Person, Site


class _As:
    """ASGI middleware: whoever the tests say asks."""

    def __init__(self, app: ASGIApp, person: Person) -> None:
        self._app, self._person = app, person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["person"] = self._person
        await self._app(scope, receive, send)


def _client(site: Site, person: Person = OWNER) -> TestClient:
    app = Starlette(routes=parts.routes(site), exception_handlers={QAError: on_error})
    return TestClient(_As(app, person), headers={"accept-language": "en"}, raise_server_exceptions=False)


@pytest.fixture
def library() -> Any:
    library = StubLibrary({})
    library.add(document("甲", "甲.txt"), document("乙", "乙.txt"))
    return library


@pytest.fixture
def talks() -> Iterator[Conversations]:
    with Conversations.open() as talks:
        yield talks


@pytest.fixture
def site(library: Any, talks: Conversations) -> Site:
    return Site(ready(library), talks)


def _turn(typed: str) -> Turn:
    return Turn(typed, typed, answer(quote("甲。")), "2026-11-24T12:00:00Z")


def test_the_reports(site: Site) -> None:
    client = _client(site)
    shown = client.get("/part/reports")
    assert shown.headers["content-type"].startswith("text/html")
    assert shown.headers["cache-control"] == "no-store"
    assert shown.text.count("<summary") == 2
    found = client.get("/part/reports", params={"find": "乙"}).text
    assert ("甲.txt" in found, "乙.txt" in found) == (False, True)
    assert "data-remove" in shown.text
    assert "data-remove" not in _client(site, Person("bo", Role.READER)).get("/part/reports").text


def test_the_state_of_the_library(site: Site, library: Any) -> None:
    client = _client(site)
    before = client.get("/part/now").json()
    assert before["done"] is True
    assert "Ready for questions" in before["status"]
    library.remove(document("甲").id)
    after = client.get("/part/now").json()
    assert after["revision"] != before["revision"]
    library.remove(document("乙").id)
    assert "No reports yet" in client.get("/part/now").json()["status"]


def test_while_it_is_opened_and_when_that_failed(talks: Conversations) -> None:
    def opening(report: Any) -> Opened:
        raise StorageError("/kept", "the disk is full", "Free some room and try again")

    loading = Loading(opening)
    client = _client(Site(loading, talks))
    assert client.get("/part/now").json() == {
        "done": False,
        "revision": "",
        "status": '<p class="status busy">The models are loading; you can ask already</p>',
        "me": {"name": "", "may_edit": True, "keep_ratings": False, "max_file_bytes": 64 * 1024**2},
    }
    assert client.get("/part/reports").text == ""
    assert client.get("/part/welcome").json() == {"examples": "", "notices": ""}
    loading._run()
    now = client.get("/part/now").json()
    assert now["done"] is True
    assert "Loading failed" in now["status"]
    assert "the disk is full. Free some room" in now["status"]
    assert 'role="alert"' in client.get("/part/reports").text
    assert client.get("/part/welcome").json() == {"examples": "", "notices": ""}


def test_a_library_that_cannot_be_read_says_so(
    site: Site, library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged() -> Any:
        raise DamagedError("/kept", "its database is damaged", "Repair it")

    monkeypatch.setattr(library, "reports", damaged)
    client = _client(site)
    assert "its database is damaged. Repair it" in client.get("/part/reports").text
    assert "Loading failed" in client.get("/part/now").json()["status"]


def test_examples_stand_while_just_the_samples_are_there(library: Any, talks: Conversations) -> None:
    samples = frozenset(each.id for each in library.documents())
    failures = (StorageError("b.pdf", "it is a scan", "Run OCR"),)
    loading = Loading(lambda report: Opened(library, failures, ("谁？",), samples, "/home/<me>"))  # type: ignore[arg-type]
    loading._run()
    client = _client(Site(loading, talks))
    welcome = client.get("/part/welcome").json()
    assert 'data-question="谁？"' in welcome["examples"]
    assert "b.pdf" in welcome["notices"]
    assert "/home/&lt;me&gt;" in client.get("/part/now").json()["status"]
    library.add(document("丙"))
    assert client.get("/part/welcome").json()["examples"] == ""


def test_a_report_comes_and_goes(site: Site, library: Any) -> None:
    client = _client(site)
    data = "新的报告。".encode("gb18030")
    told = client.put("/reports", params={"name": "../新.txt"}, content=data)
    assert told.status_code == 200
    assert told.json()["name"] == "新.txt"
    added = library.document(told.json()["id"])
    assert added.text == "新的报告。"
    assert library.original(added.id) == data
    for _ in range(2):  # gone already is as good as removed
        assert client.delete(f"/reports/{added.id}").status_code == 204
    assert added.id not in [each.id for each in library.documents()]


def test_why_a_report_was_not_added_is_html_of_the_page(site: Site, library: Any) -> None:
    told = _client(site).put("/reports", params={"name": "<b>.pdf"}, content=b"%PDF-1.7\nbroken")
    assert told.status_code == 422
    assert "&lt;b&gt;.pdf" in told.json()["error"]
    assert "<b>.pdf" not in told.json()["error"]
    assert len(library.documents()) == 2


def test_too_large_a_report_is_refused(library: Any, talks: Conversations) -> None:
    small = Site(ready(library), talks, max_file_bytes=1000)
    told = _client(small).put("/reports", params={"name": "a.txt"}, content=b"x" * 1001)
    assert told.status_code == 422
    assert "role=" in told.json()["error"]
    assert len(library.documents()) == 2


def test_readers_change_nothing(site: Site, library: Any) -> None:
    client = _client(site, Person("bo", Role.READER))
    told = client.put("/reports", params={"name": "a.txt"}, content=b"text")
    assert (told.status_code, told.json()["error"]["kind"]) == (403, "AccessError")
    told = client.delete(f"/reports/{document('甲').id}")
    assert (told.status_code, told.json()["error"]["kind"]) == (403, "AccessError")
    assert len(library.documents()) == 2


def test_who_asks_and_what_they_let_be_kept(site: Site, talks: Conversations) -> None:
    client = _client(site, Person("bo", Role.READER))
    assert client.get("/part/now").json()["me"] == {
        "name": "bo",
        "may_edit": False,
        "keep_ratings": False,
        "max_file_bytes": 64 * 1024**2,
    }
    assert client.put("/settings", content=json.dumps({"keep_ratings": True})).status_code == 204
    assert talks.settings("bo") == Settings(keep_ratings=True)
    assert talks.settings("") == Settings()
    assert client.get("/part/now").json()["me"]["keep_ratings"] is True


@pytest.mark.parametrize("sent", ["", "[]", "{}", "x", "null"])
def test_settings_that_are_none_change_nothing(site: Site, talks: Conversations, sent: str) -> None:
    told = _client(site).put("/settings", content=sent)
    assert told.json()["error"]["kind"] == "ConversationError"
    assert talks.settings("") == Settings()


def test_conversations_are_listed_exported_and_deleted(site: Site, talks: Conversations) -> None:
    kept = talks.append("", "", talks.start("", ""), _turn("谁？"))
    talks.append("bo", "", talks.start("bo", ""), _turn("别人的问题？"))
    client = _client(site)
    assert f'data-open="{kept.id}"' in client.get("/part/conversations").text
    assert "别人" not in client.get("/part/conversations").text
    assert "data-open" not in client.get("/part/conversations", params={"find": "无"}).text
    exported = client.get(f"/conversations/{kept.id}.json")
    assert exported.headers["content-disposition"] == 'attachment; filename="conversation.json"'
    assert exported.json()["turns"][0]["typed"] == "谁？"
    assert client.get(f"/conversations/{kept.id}.md").headers["content-type"].startswith("text/markdown")
    assert client.get(f"/conversations/{kept.id}.docx").content.startswith(b"PK")
    assert client.get(f"/conversations/{kept.id}.exe").status_code == 404
    other = _client(site, Person("bo", Role.READER))
    assert other.get(f"/conversations/{kept.id}.json").status_code == 404
    assert other.delete(f"/conversations/{kept.id}").status_code == 404
    assert client.delete(f"/conversations/{kept.id}").status_code == 204
    assert client.get(f"/conversations/{kept.id}.json").status_code == 404
