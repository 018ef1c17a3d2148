"""The served page over real HTTP: who gets in, what is refused, what survives, and how it ends."""

import base64
import concurrent.futures
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import huggingface_hub.constants
import pytest
from gradio_client import Client

from qa.accounts import Accounts, Role
from qa.errors import QAError
from qa.talk.store import Conversations
from qa.types import Answer
from tests.stub_library import StubLibrary, answer, document, quote
from ui.loading import Loading, Opened, ready
from ui.serving.protocol import PatientProtocol
from ui.serving.server import Options, Served, serve
from ui.site import Site

_EDITOR = ("林澄", "correct horse")
_READER = ("bo", "battery staple")
_REPORT = document("报告。", "报告.txt")


@dataclass
class _Response:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def error(self) -> dict[str, str]:
        error: dict[str, str] = json.loads(self.body)["error"]
        return error

    @property
    def cookie(self) -> str:
        jar: SimpleCookie = SimpleCookie(self.headers["set-cookie"])
        ((name, morsel),) = jar.items()
        return f"{name}={morsel.value}"


def _ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> _Response:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        return _Response(response.status, told, response.read())


def _basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def _login(port: int, name: str, password: str, **headers: str) -> _Response:
    form = urlencode({"username": name, "password": password}).encode()
    return _ask(port, "POST", "/login", form, **headers)


class _Library(StubLibrary):
    """Takes its time over questions that begin with "slow"."""

    def ask(self, question: str, *rest: Any, **more: Any) -> Answer:
        if question.startswith("slow"):
            time.sleep(float(question[4:]))
        return super().ask(question, *rest, **more)


def _library() -> Any:
    library = _Library(
        {"q": answer(quote("甲。"), question="q"), "slow1": answer(quote("乙。"), question="slow1")}
    )
    library.add(_REPORT)
    return library


@pytest.fixture(scope="module", autouse=True)
def offline_client() -> Iterator[None]:
    """Keep the client's own library from asking its makers which programs there are to be told apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
        yield


@pytest.fixture(scope="module", autouse=True)
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("copies")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def alone() -> Iterator[Served]:
    """A page on this machine, without a login."""
    page = serve(Site(ready(_library()), Conversations.open()))
    yield page
    page.stop()


@pytest.fixture
def starting() -> Iterator[Callable[..., Served]]:
    pages: list[Served] = []

    def start(site: Site, **options: Any) -> Served:
        pages.append(serve(site, Options(**options)))
        return pages[-1]

    yield start
    for page in pages:
        page.stop(1)


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    accounts = Accounts.open(tmp_path_factory.mktemp("users") / "users.json")
    accounts.add(*_EDITOR, Role.EDITOR)
    accounts.add(*_READER)
    return accounts


@pytest.fixture(scope="module")
def team(accounts: Accounts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A page of a team, at a path behind a proxy."""
    site = Site(ready(_library()), Conversations.open(), accounts, max_file_bytes=3 * 1024**2)
    options = Options(root_path="/reports", hosts=("reports.example.org",))
    page = serve(site, options)
    yield page
    page.stop()


# --- on one's own machine


def test_it_is_served_on_the_loopback_interface_only(alone: Served) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", alone.url)
    assert alone.url == f"http://127.0.0.1:{alone.port}/"
    assert not alone.wait(0)


def test_nobody_has_to_log_in_on_ones_own_machine(alone: Served) -> None:
    assert _ask(alone.port, "GET", "/").status == 200
    assert json.loads(_ask(alone.port, "GET", "/part/now").body)["me"]["may_edit"] is True
    assert _ask(alone.port, "GET", "/login").headers["location"] == "/"
    assert json.loads(_login(alone.port, "x", "y").body) == {"success": True}


def test_health(alone: Served) -> None:
    told = _ask(alone.port, "GET", "/health")
    assert (told.status, json.loads(told.body)["status"]) == (200, "ok")
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", json.loads(told.body)["version"])
    head = _ask(alone.port, "HEAD", "/health")
    assert (head.status, head.body) == (200, b"")


def test_health_while_the_library_is_opened_and_when_it_cannot_be(starting: Callable[..., Served]) -> None:
    go = threading.Event()

    def opening(report: Any) -> Opened:
        go.wait(20)
        raise QAError("library", "it is gone", "Look for it")

    loading = Loading(opening)
    page = starting(Site(loading, Conversations.open()))
    loading.start()
    assert json.loads(_ask(page.port, "GET", "/health").body)["status"] == "loading"
    go.set()
    with pytest.raises(QAError):
        loading.wait(20)
    told = _ask(page.port, "GET", "/health")
    assert (told.status, json.loads(told.body)["status"]) == (503, "failed")


def test_another_host_name_is_refused(alone: Served) -> None:
    assert _ask(alone.port, "GET", "/", Host="reports.example").status == 400
    assert _ask(alone.port, "GET", "/", Host="localhost:1").status == 200


def test_another_site_is_refused(alone: Served) -> None:
    own = alone.url.rstrip("/")
    assert _ask(alone.port, "GET", "/config", Origin=own).status == 200
    for origin in ("https://evil.example", "null", own.replace("http:", "https:"), "http://127.0.0.1:1"):
        assert _ask(alone.port, "GET", "/config", Origin=origin).status == 403, origin


def _traversals(path: str) -> list[str]:
    return [
        path,
        f"/..{path}",
        f"/assets/..{path}",
        f"/assets/%2e%2e{path}",
        f"//{path}",
        f"/static/..%2f..{path}",
    ]


def test_no_file_of_this_machine_is_served(alone: Served, tmp_path: Path, copies: Path) -> None:
    for folder in (tmp_path, copies):
        secret = folder / "secret.txt"
        secret.write_text("geheim")
        paths = [str(secret), str(Path(__file__)), "/etc/hostname", "../pyproject.toml", "pyproject.toml"]
        for prefix in ("/gradio_api/file=", "/file=", "/gradio_api/file/", "/gradio_api/proxy=file://"):
            for path in paths:
                told = _ask(alone.port, "GET", prefix + path)
                assert (told.status, b"geheim" in told.body) == (404, False)
        for path in _traversals(str(secret)):
            told = _ask(alone.port, "GET", path)
            assert (told.status, b"geheim" in told.body) == (404, False)


def test_nothing_can_be_left_in_a_folder_of_ours(alone: Served, copies: Path) -> None:
    before = sorted(copies.rglob("*"))
    form = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.html"\r\n\r\n<script>\r\n--x--\r\n'
    )
    for path in ("/gradio_api/upload", "/upload", "/gradio_api/process_recording"):
        told = _ask(alone.port, "POST", path, form, Content_Type="multipart/form-data; boundary=x")
        assert told.status == 404
    assert sorted(copies.rglob("*")) == before


def test_the_environment_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, starting: Callable[..., Served]
) -> None:
    monkeypatch.setenv("GRADIO_ALLOWED_PATHS", "/")
    monkeypatch.setenv("GRADIO_MCP_SERVER", "True")
    monkeypatch.setenv("GRADIO_SSR_MODE", "True")
    monkeypatch.setenv("GRADIO_RUN_HISTORY", "True")
    monkeypatch.setenv("GRADIO_ROOT_PATH", "https://evil.example")
    monkeypatch.setenv("GRADIO_VIBE_MODE", "1")
    monkeypatch.setenv("GRADIO_SHARE", "True")
    page = starting(Site(ready(_library()), Conversations.open()))
    assert page.url.startswith("http://127.0.0.1:")
    for path in (
        "/gradio_api/file=/etc/hostname",
        "/gradio_api/mcp/",
        "/gradio_api/runs",
        "/gradio_api/vibe-code",
    ):
        assert _ask(page.port, "GET", path).status == 404
    assert b"evil.example" not in _ask(page.port, "GET", "/").body
    config = json.loads(_ask(page.port, "GET", "/config").body)
    assert config["root"] == page.url.rstrip("/")
    assert not config.get("vibe_mode")


def test_who_asks_cannot_change_where_the_page_says_it_is(alone: Served) -> None:
    said = {
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "https",
        "X_Gradio_Server": "https://evil.example",
    }
    for path in ("/", "/config", "/gradio_api/info"):
        told = _ask(alone.port, "GET", path, **said)
        assert (told.status, b"evil.example" in told.body) == (200, False)


@pytest.mark.parametrize(
    ("accepted", "lang", "placeholder"),
    [("zh-CN", "zh-CN", "输入问题"), ("zh-HK", "zh-TW", "輸入問題"), ("fr", "en", "Type a question")],
)
def test_the_page_in_each_language(alone: Served, accepted: str, lang: str, placeholder: str) -> None:
    told = _ask(alone.port, "GET", "/", Accept_Language=accepted)
    body = told.body.decode()
    assert told.status == 200
    assert re.search(r'<html\s+lang="([^"]+)"', body)[1] == lang  # type: ignore[index]
    assert placeholder in body
    assert told.headers["content-security-policy"].startswith("default-src 'self'")


def test_the_page_names_no_font_of_another_host(alone: Served) -> None:
    theme = _ask(alone.port, "GET", "/theme.css")
    assert theme.status == 200
    assert b"system-ui" in theme.body
    assert re.findall(rb"@import|@font-face|url\(.?https?:", theme.body) == []


def test_the_server_does_not_say_what_it_is(alone: Served) -> None:
    assert "server" not in _ask(alone.port, "GET", "/health").headers


# --- a team


def test_nobody_gets_past_the_login(team: Served) -> None:
    for method, path in (
        ("GET", "/config"),
        ("GET", "/part/reports"),
        ("GET", "/part/now"),
        ("GET", "/assets/a.js"),
        ("GET", "/theme.css"),
        ("POST", "/gradio_api/queue/join"),
        ("GET", "/gradio_api/queue/data"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/app_id"),
        ("POST", "/api/ask"),
        ("GET", "/api/documents"),
        ("GET", "/openapi.json"),
        ("PUT", "/reports"),
        ("DELETE", "/reports/0a"),
        ("GET", "/conversations/abc.md"),
    ):
        told = _ask(team.port, method, path)
        assert (told.status, told.error["kind"]) == (401, "AccessError"), path
        assert told.headers["www-authenticate"] == 'Basic realm="report-qa"'
        assert _ask(team.port, method, path, Sec_Fetch_Mode="cors").headers["www-authenticate"] == "Form"
    for method, path in (("GET", "/health"), ("GET", "/login"), ("GET", "/favicon.ico"), ("POST", "/logout")):
        assert _ask(team.port, method, path).status == 200, path


def test_people_are_led_to_the_login_and_back(team: Served) -> None:
    browser = {"Accept": "text/html", "Sec_Fetch_Dest": "document", "Sec_Fetch_Mode": "navigate"}
    told = _ask(team.port, "GET", "/reports/docs", **browser)
    assert (told.status, told.headers["location"]) == (303, "/reports/login?next=/reports/docs")
    page = _ask(team.port, "GET", "/reports/login?next=/reports/docs", Accept_Language="zh-TW", **browser)
    assert page.status == 200
    assert "使用者名稱" in page.body.decode()
    assert 'value="/reports/docs"' in page.body.decode()
    form = {"username": _READER[0], "password": _READER[1], "next": "/reports/docs"}
    entered = _ask(team.port, "POST", "/reports/login", urlencode(form).encode(), **browser)
    assert (entered.status, entered.headers["location"]) == (303, "/reports/docs")
    for evil in ("//evil.example", "https://evil.example/", "/elsewhere", "/reports/..//evil.example"):
        form["next"] = evil
        led = _ask(team.port, "POST", "/reports/login", urlencode(form).encode(), **browser)
        assert (led.status, led.headers["location"]) == (303, "/reports/")
    form["password"] = "wrong"  # noqa: S105
    wrong = _ask(
        team.port, "POST", "/reports/login", urlencode(form).encode(), Accept_Language="zh-CN", **browser
    )
    assert (wrong.status, "set-cookie" in wrong.headers) == (401, False)
    assert "用户名或密码不对。" in wrong.body.decode()
    assert "wrong" not in wrong.body.decode()


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites(team: Served) -> None:
    said = _login(team.port, *_READER).headers["set-cookie"]
    assert re.fullmatch(rf"report-qa-{team.port}=[\w-]{{43}}; HttpOnly; Path=/reports/; SameSite=lax", said)
    behind_tls = _login(team.port, *_READER, X_Forwarded_Proto="https").headers["set-cookie"]
    assert behind_tls.endswith("; Secure")
    origin = "https://reports.example.org"  # the proxy does not say it, and the browser does
    assert _login(team.port, *_READER, Origin=origin).headers["set-cookie"].endswith("; Secure")


def test_a_session_lasts_until_one_logs_out(team: Served) -> None:
    cookie = _login(team.port, *_EDITOR).cookie
    me = json.loads(_ask(team.port, "GET", "/part/now", Cookie=cookie).body)["me"]
    assert (me["name"], me["may_edit"]) == ("林澄", True)
    assert _ask(team.port, "GET", "/part/now", Cookie=f'broken="; x={{}}; {cookie}').status == 200
    assert _ask(team.port, "GET", "/part/now", Cookie=cookie[:-1] + "~").status == 401
    out = _ask(team.port, "POST", "/logout", b"", Cookie=cookie)
    assert json.loads(out.body) == {"success": True}
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert _ask(team.port, "GET", "/part/now", Cookie=cookie).status == 401


def test_another_login_ends_the_session_before_it(team: Served) -> None:
    first = _login(team.port, *_READER).cookie
    second = _login(team.port, *_READER, Cookie=first).cookie
    assert first != second
    assert _ask(team.port, "GET", "/part/now", Cookie=first).status == 401
    assert _ask(team.port, "GET", "/part/now", Cookie=second).status == 200


def test_programs_send_name_and_password_with_every_request(team: Served) -> None:
    assert _ask(team.port, "GET", "/part/now", Authorization=_basic(*_EDITOR)).status == 200
    for said in (
        _basic(_EDITOR[0], "wrong"),
        _basic("nobody", _EDITOR[1]),
        "Basic",
        "Basic !!!!",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic " + "A" * 10_000,
        f"Bearer {_basic(*_EDITOR)[6:]}",
    ):
        assert _ask(team.port, "GET", "/part/now", Authorization=said).status == 401, said


def test_readers_ask_and_editors_change(team: Served) -> None:
    reader, editor = _basic(*_READER), _basic(*_EDITOR)
    question = json.dumps({"question": "q"}).encode()
    json_type = {"Content_Type": "application/json"}
    told = _ask(team.port, "POST", "/api/ask", question, Authorization=reader, **json_type)
    assert (told.status, json.loads(told.body)["text"]) == (200, "甲。")
    for method, path in (("PUT", "/reports?name=a.txt"), ("DELETE", f"/reports/{_REPORT.id}")):
        refused = _ask(team.port, method, path, "新报告。".encode(), Authorization=reader)
        assert (refused.status, refused.error["cause"]) == (403, "adding and removing reports is for editors")
    added = _ask(team.port, "PUT", "/reports/reports?name=a.txt", "新报告。".encode(), Authorization=editor)
    assert (added.status, json.loads(added.body)["name"]) == (200, "a.txt")
    identity = json.loads(added.body)["id"]
    assert _ask(team.port, "DELETE", f"/reports/{identity}", Authorization=editor).status == 204
    assert len(json.loads(_ask(team.port, "GET", "/api/documents", Authorization=reader).body)) == 1


def test_a_user_who_is_removed_is_out_at_once(team: Served, accounts: Accounts) -> None:
    accounts.add("guest", "mallard duck")
    cookie = _login(team.port, "guest", "mallard duck").cookie
    ways: tuple[dict[str, str], ...] = (
        {"Cookie": cookie},
        {"Authorization": _basic("guest", "mallard duck")},
    )
    assert [_ask(team.port, "GET", "/part/now", **way).status for way in ways] == [200, 200]
    accounts.set_role("guest", Role.EDITOR)
    assert [
        json.loads(_ask(team.port, "GET", "/part/now", **way).body)["me"]["may_edit"] for way in ways
    ] == [
        True,
        True,
    ]
    accounts.set_password("guest", "mandarin duck")
    assert [_ask(team.port, "GET", "/part/now", **way).status for way in ways] == [401, 401]
    way = {"Authorization": _basic("guest", "mandarin duck")}
    assert _ask(team.port, "GET", "/part/now", **way).status == 200
    accounts.remove("guest")
    assert _ask(team.port, "GET", "/part/now", **way).status == 401


def test_gradios_client_logs_in(team: Served) -> None:
    client = Client(team.url, auth=_READER, verbose=False)
    assert client.predict("q", api_name="/ask")["text"] == "甲。"
    with pytest.raises(Exception, match=r"Invalid credentials"):
        Client(team.url, auth=("bo", "wrong password"), verbose=False)
    with pytest.raises(Exception, match=r"credentials were not provided"):
        Client(team.url, verbose=False)


def test_a_form_of_another_site_logs_nobody_in_or_out(team: Served) -> None:
    """Neither may a page make somebody use an account of its own (login CSRF)."""
    for origin in ("https://evil.example", "null", "https://reports.example.org:8443"):
        told = _login(team.port, *_READER, Origin=origin, Host="reports.example.org")
        assert (told.status, "set-cookie" in told.headers) == (403, False)
        assert _ask(team.port, "POST", "/logout", b"", Origin=origin).status == 403
    told = _login(team.port, *_READER, Origin="https://reports.example.org", Host="127.0.0.1:7860")
    assert told.status == 200


def test_a_file_of_users_that_is_broken_lets_nobody_in(
    tmp_path: Path, starting: Callable[..., Served]
) -> None:
    accounts = Accounts.open(tmp_path / "users.json")
    accounts.add(*_READER)
    page = starting(Site(ready(_library()), Conversations.open(), accounts))
    cookie = _login(page.port, *_READER).cookie
    accounts.path.write_text("{", encoding="utf-8")
    for way in ({"Cookie": cookie}, {"Authorization": _basic(*_READER)}):
        assert _ask(page.port, "GET", "/part/now", **way).status == 500
    assert _login(page.port, *_READER).status == 500
    told = _login(page.port, *_READER, Accept="text/html", Accept_Language="en")
    assert "the file of users cannot be read" in told.body.decode()
    assert str(tmp_path) not in told.body.decode()
    assert _ask(page.port, "GET", "/health").status == 200


def test_it_is_not_opened_to_others_without_users() -> None:
    with pytest.raises(QAError, match=r"report-qa user add"):
        serve(Site(ready(_library()), Conversations.open()), Options("0.0.0.0"))  # noqa: S104


def test_behind_a_proxy_both_kinds_of_paths_are_understood(team: Served) -> None:
    reader = _basic(*_READER)
    for prefix in ("/reports", ""):
        page = _ask(team.port, "GET", f"{prefix}/", Authorization=reader, Host="reports.example.org")
        assert page.status == 200
        assert b'base: "/reports/"' in page.body
        assert b'"root":location.origin+"/reports"};</script>' in page.body
        assert _ask(team.port, "GET", f"{prefix}/part/now", Authorization=reader).status == 200
    said = {"Authorization": reader, "Host": "reports.example.org", "X_Forwarded_Proto": "https"}
    config = json.loads(_ask(team.port, "GET", "/config", **said).body)
    assert config["root"] == "https://reports.example.org/reports"


# --- too much


def test_too_large_an_upload_is_refused_with_a_clear_message(team: Served) -> None:
    editor = _basic(*_EDITOR)
    told = _ask(team.port, "PUT", "/reports?name=a.txt", b"a" * (4 * 1024**2), Authorization=editor)
    assert (told.status, b"is larger than" in told.body) == (422, True)  # as the page shows it
    told = _ask(team.port, "PUT", "/reports?name=a.txt", b"a" * (9 * 1024**2), Authorization=editor)
    assert (told.status, told.error["kind"]) == (413, "TooLargeError")
    told = _ask(team.port, "POST", "/api/ask", b" " * (3 * 1024**2), Authorization=editor)
    assert (told.status, told.error["kind"]) == (413, "TooLargeError")
    assert len(json.loads(_ask(team.port, "GET", "/api/documents", Authorization=editor).body)) == 1


def test_an_upload_that_is_cut_half_way_adds_nothing(team: Served) -> None:
    editor = _basic(*_EDITOR)
    with socket.create_connection(("127.0.0.1", team.port), timeout=20) as connection:
        head = f"PUT /reports?name=a.txt HTTP/1.1\r\nHost: localhost\r\nAuthorization: {editor}\r\n"
        connection.sendall(f"{head}Content-Length: 1000\r\n\r\n".encode() + b"a" * 500)
        time.sleep(0.3)
    time.sleep(0.3)
    assert len(json.loads(_ask(team.port, "GET", "/api/documents", Authorization=editor).body)) == 1
    assert _ask(team.port, "GET", "/health").status == 200


def test_a_thousand_quick_requests_are_survived(alone: Served) -> None:
    question = json.dumps({"question": "q"}).encode()

    def one(_: int) -> _Response:
        return _ask(alone.port, "POST", "/api/ask", question, Content_Type="application/json")

    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        told = list(pool.map(one, range(1000)))
    statuses = {each.status for each in told}
    assert statuses <= {200, 503}
    assert sum(each.status == 200 for each in told) >= 100
    assert all(json.loads(each.body)["text"] == "甲。" for each in told if each.status == 200)
    assert all(each.error["kind"] == "BusyError" for each in told if each.status == 503)
    assert _ask(alone.port, "GET", "/health").status == 200


def test_guessing_is_refused_with_a_time_to_come_again(
    accounts: Accounts, starting: Callable[..., Served]
) -> None:
    page = starting(Site(ready(_library()), Conversations.open(), accounts))
    told = [_login(page.port, "bo", f"guess number {number}") for number in range(12)]
    assert [each.status for each in told] == [401] * 10 + [429] * 2
    assert told[-1].error["kind"] == "LimitError"
    assert 1 <= int(told[-1].headers["retry-after"]) <= 6
    said = _login(page.port, "bo", "guess", Accept="text/html", Accept_Language="zh-CN")
    assert "尝试次数过多" in said.body.decode()


def test_a_connection_on_which_nothing_is_asked_is_closed(
    alone: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientProtocol, "header_seconds", 0.3)
    for sent in (b"", b"GET / HTTP/1.1\r\nHost: loc"):
        with socket.create_connection(("127.0.0.1", alone.port), timeout=20) as connection:
            connection.sendall(sent)
            began = time.monotonic()
            assert connection.recv(100) == b""
            assert 0.2 < time.monotonic() - began < 10


def test_headers_that_trickle_in_are_not_waited_for(alone: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientProtocol, "header_seconds", 0.5)
    with socket.create_connection(("127.0.0.1", alone.port), timeout=20) as connection:
        began = time.monotonic()
        connection.sendall(b"GET / HTTP/1.1\r\n")
        with suppress(OSError):  # a reset or a broken pipe
            while time.monotonic() - began < 10:
                connection.sendall(b"X-A: b\r\n")
                time.sleep(0.05)
        assert time.monotonic() - began < 9


def test_headers_that_never_end_are_refused(alone: Served) -> None:
    with socket.create_connection(("127.0.0.1", alone.port), timeout=20) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 70_000)
        assert connection.recv(100).startswith(b"HTTP/1.1 4")


def test_a_kept_connection_answers_again(alone: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientProtocol, "header_seconds", 0.3)
    connection = http.client.HTTPConnection("127.0.0.1", alone.port, timeout=20)
    with closing(connection):
        for pause in (0.0, 0.6):  # longer than headers may take: a kept connection may rest
            time.sleep(pause)
            connection.request("GET", "/health")
            response = connection.getresponse()
            assert (response.status, b"ok" in response.read()) == (200, True)


# --- the end


def _asking(port: int, question: str) -> threading.Thread:
    def work() -> None:
        sent = json.dumps({"question": question}).encode()
        outcomes.append(_ask(port, "POST", "/api/ask", sent, Content_Type="application/json"))

    outcomes: list[_Response] = []
    thread = threading.Thread(target=work)
    thread.outcomes = outcomes  # type: ignore[attr-defined]
    thread.start()
    return thread


def test_a_question_that_runs_is_answered_before_the_end(starting: Callable[..., Served]) -> None:
    page = starting(Site(ready(_library()), Conversations.open()))
    asking = _asking(page.port, "slow1")
    client = Client(page.url, verbose=False)  # listens on a stream without end
    job = client.submit("slow1", api_name="/ask")
    time.sleep(0.5)
    began = time.monotonic()
    page.begin_to_stop()
    page.begin_to_stop()  # once more changes nothing
    assert page.wait(8)
    assert time.monotonic() - began < 5
    asking.join()
    (told,) = asking.outcomes  # type: ignore[attr-defined]
    assert (told.status, json.loads(told.body)["text"]) == (200, "乙。")
    assert job.result(5)["text"] == "乙。"
    with pytest.raises(OSError):  # noqa: PT011 - nobody listens any more
        _ask(page.port, "GET", "/health")
    page.stop()


def test_nothing_new_is_begun_meanwhile(starting: Callable[..., Served]) -> None:
    page = starting(Site(ready(_library()), Conversations.open()))
    asking = _asking(page.port, "slow1")
    time.sleep(0.4)
    page.begin_to_stop()
    time.sleep(0.1)
    told = _ask(page.port, "GET", "/part/now")
    assert (told.status, told.error["cause"]) == (503, "it is being stopped")
    assert page.wait(8)
    asking.join()


def test_a_question_that_takes_too_long_is_not_waited_for(starting: Callable[..., Served]) -> None:
    page = starting(Site(ready(_library()), Conversations.open()))
    asking = _asking(page.port, "slow4")
    time.sleep(0.4)
    began = time.monotonic()
    page.begin_to_stop(0.5)
    assert page.wait(15)
    assert time.monotonic() - began < 6
    asking.join()


def test_it_can_be_ended_at_once(starting: Callable[..., Served]) -> None:
    page = starting(Site(ready(_library()), Conversations.open()))
    asking = _asking(page.port, "slow4")
    time.sleep(0.4)
    page.begin_to_stop(10)
    page.stop_now()
    began = time.monotonic()
    assert page.wait(8)
    assert time.monotonic() - began < 3
    asking.join()


def test_a_log_is_kept_while_it_is_served(tmp_path: Path, starting: Callable[..., Served]) -> None:
    path = tmp_path / "requests.log"
    page = starting(Site(ready(_library()), Conversations.open()), log=str(path))
    for question in ("q", "机密问题"):
        sent = json.dumps({"question": question}).encode()
        assert _ask(page.port, "POST", "/api/ask", sent, Content_Type="application/json").status == 200
    _ask(page.port, "GET", f"/part/source/{_REPORT.id}?start=0&end=1")
    page.stop()
    log = path.read_text(encoding="utf-8")
    assert log.count(' method="POST" path="/api/ask" status=200 ') == 2
    assert "机密" not in log
    assert _REPORT.id not in log


def test_a_taken_port_is_an_error_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(QAError, match=f"port {port}: is in use.*--port"):
            serve(Site(ready(_library()), Conversations.open()), Options(port=port))
