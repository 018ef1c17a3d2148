"""The served page, over HTTP: /ask, what is refused, and that it is there before the models are."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import pytest
from gradio_client import Client

from qa.errors import QAError, QuestionError
from qa.types import Answer, Candidate, Passage
from tests.stub_library import StubLibrary, answer, quote
from ui.app import build_app
from ui.launch import serve
from ui.loading import Loading, Opened

_QUESTION = "谁任组长？"
_ANSWER = Answer(
    question=_QUESTION,
    quotes=(
        quote(
            "\u3000副市長石磊(lěi)任組長。\r\n",
            answer="石磊(lěi)",
            answer_start=4,
            page=2,
            readable="副市長石磊任組長。",
        ),
    ),
    candidates=(Candidate(Passage("0" * 64, 0, 3, "副市長"), "report.txt", 2, 1.5, None, 12.25),),
    nearest=None,
    threshold=0.5,
)
_REFUSED = QuestionError("question", "it is empty", "Type what you want to know")


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("uploads")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def url(uploads: Path) -> Iterator[str]:
    library: Any = StubLibrary(
        {_QUESTION: _ANSWER, "": _REFUSED, "defect": ZeroDivisionError("secret detail")}
    )
    page = build_app(library)
    yield serve(page)
    page.close(verbose=False)


@pytest.fixture(scope="module")
def client(url: str, offline_client: None) -> Client:
    return Client(url, verbose=False)


@pytest.fixture(scope="module")
def offline_client() -> Iterator[None]:
    """Keep the client's own library from asking its makers which programs there are to be told apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
        yield


def _get(url: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    match = re.fullmatch(r"http://([\d.]+):(\d+)/", url)
    assert match
    connection = http.client.HTTPConnection(match[1], int(match[2]), timeout=20)
    connection.request(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, body


def test_it_is_served_on_the_loopback_interface_only(url: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)


def test_ask_returns_what_python_returns(client: Client) -> None:
    result = client.predict(_QUESTION, api_name="/ask")
    assert result == _ANSWER.to_dict()
    assert result["quotes"][0]["text"] == "\u3000副市長石磊(lěi)任組長。\r\n"
    assert result == json.loads(json.dumps(result))


def test_ask_says_that_nothing_answers(client: Client) -> None:
    result = client.predict("x", api_name="/ask")
    assert (result["answered"], result["text"], result["quotes"]) == (False, "", [])


def test_ask_tells_what_is_wrong_with_a_question(client: Client) -> None:
    with pytest.raises(Exception, match=r"question: it is empty\. Type what you want to know"):
        client.predict("", api_name="/ask")


def test_a_defect_is_not_shown_to_the_client(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the client has one error for everything
        client.predict("defect", api_name="/ask")
    assert "secret detail" not in str(caught.value)
    assert "secret detail" in capfd.readouterr().err


def test_ask_is_the_only_endpoint(client: Client, url: str) -> None:
    _, _, body = _get(url, "/gradio_api/info")
    described = json.loads(body)
    assert list(described["named_endpoints"]) == ["/ask"]
    assert described["unnamed_endpoints"] == {}
    (asked,) = described["named_endpoints"]["/ask"]["parameters"]
    assert (asked["parameter_name"], asked["type"]["type"]) == ("question", "string")


def test_the_other_events_take_no_call_from_outside(client: Client) -> None:
    config = client.config
    others = [each["id"] for each in config["dependencies"] if each["api_name"] != "ask"]
    assert len(others) >= 4
    for event in others:
        with pytest.raises(ValueError, match="Invalid function index"):
            client.predict("x", fn_index=event)


def test_another_host_name_is_refused(url: str) -> None:
    assert _get(url, "/", Host="reports.example")[0] == 400
    assert _get(url, "/", Host="localhost:1")[0] == 200


def test_another_site_is_refused(url: str) -> None:
    own = url.rstrip("/")
    assert _get(url, "/config", Origin=own)[0] == 200
    for origin in ("https://evil.example", "null", own.replace("http:", "https:"), "http://127.0.0.1:1"):
        assert _get(url, "/config", Origin=origin)[0] == 403, origin


@pytest.mark.parametrize("prefix", ["/gradio_api/file=", "/file="])
def test_no_file_of_this_machine_is_served(url: str, prefix: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    for path in (str(secret), __file__, "/etc/hostname", "../pyproject.toml", "pyproject.toml"):
        status, _, body = _get(url, prefix + path)
        assert status in (403, 404)
        assert "secret" not in body.replace("secret.txt", "")


def test_nothing_is_monitored_or_documented(url: str) -> None:
    for path in ("/docs", "/redoc", "/monitoring/summary", "/gradio_api/mcp/"):
        assert _get(url, path)[0] != 200, path


@pytest.mark.parametrize(
    ("accepted", "lang", "placeholder"),
    [("zh-CN", "zh-CN", "输入问题"), ("zh-HK", "zh-TW", "輸入問題"), ("fr", "en", "Type a question")],
)
def test_the_page_in_each_language(url: str, accepted: str, lang: str, placeholder: str) -> None:
    status, headers, body = _get(url, "/", Accept_Language=accepted)
    assert status == 200
    assert re.search(r'<html\s+lang="([^"]+)"', body)[1] == lang  # type: ignore[index]
    assert placeholder in body
    assert headers["content-security-policy"].startswith("default-src 'self'")


def test_the_page_names_no_font_of_another_host(url: str) -> None:
    status, _, theme = _get(url, "/theme.css")
    assert status == 200
    assert "system-ui" in theme
    assert re.findall(r"@import|@font-face|url\(.?https?:", theme) == []


def test_a_taken_port_is_an_error_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        library: Any = StubLibrary({})
        with pytest.raises(QAError, match=f"port {port}: is in use.*--port"):
            serve(build_app(library), port)


def test_the_page_is_there_while_the_models_load(uploads: Path, offline_client: None) -> None:
    go = threading.Event()

    def opening(report: Any) -> Opened:
        go.wait(60)
        library: Any = StubLibrary({"q": answer(quote("甲。"), question="q")})
        return Opened(library)

    loading = Loading(opening)
    page = build_app(loading)
    url = serve(page)
    loading.start()
    began = time.monotonic()
    assert _get(url, "/")[0] == 200
    assert time.monotonic() - began < 1
    job = Client(url, verbose=False).submit("q", api_name="/ask")
    time.sleep(0.3)
    assert not job.done()
    go.set()
    assert job.result(timeout=20)["text"] == "甲。"
    page.close(verbose=False)


def test_the_program_serves_its_page_before_the_models_are_loaded(
    tmp_path: Path, offline_client: None
) -> None:
    """The real program: its address on standard output, and the first page within a second of it."""
    command = [sys.executable, "-m", "ui", "--no-browser", str(tmp_path / "missing.txt")]
    root = Path(__file__).parents[1]
    environ = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, cwd=root, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stdout
            line = program.stdout.readline()
            began = time.monotonic()
            url = line.removeprefix("report-qa: ").strip()
            assert _get(url, "/")[0] == 200
            assert time.monotonic() - began < 1
            with pytest.raises(Exception, match=r"missing\.txt"):
                Client(url, verbose=False).predict("谁？", api_name="/ask")
        finally:
            program.terminate()
            program.communicate(timeout=20)
    assert list(tmp_path.glob("report-qa-*")) == []  # it deletes its folder for uploads on its way out


def test_the_program_is_not_started_on_a_library_that_is_not_there(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ui", "--no-browser", "--library", str(tmp_path / "gone")]
    ended = subprocess.run(
        command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "gone: there is no library. Make one with `report-qa add" in ended.stderr
    assert not (tmp_path / "gone").exists()


def test_building_the_page_loads_no_model_library() -> None:
    code = (
        "import sys, ui.launch; print(sorted({'torch', 'sentence_transformers', 'faiss'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[1]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
