"""From the arguments of the command to a page: what is opened, what is refused, and how signals end it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

import ui.launch
from qa.accounts import Accounts, Role
from qa.errors import AccessError, QAError
from tests.stub_library import StubLibrary
from ui.limits import TooOftenError
from ui.loading import Opened
from ui.serving.reach import Options
from ui.site import Site

_ROOT = Path(__file__).parents[1]


class _Served:
    """Stands in for the served page; it has ended at once."""

    url = "http://127.0.0.1:7860/"

    def __init__(self) -> None:
        self.sites: list[tuple[Site, Options]] = []

    def serve(self, site: Site, options: Options) -> "_Served":
        self.sites.append((site, options))
        return self

    def wait(self, seconds: float) -> bool:
        return True


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[_Served]:
    import ui.serving.server

    stand_in = _Served()
    monkeypatch.setattr(ui.serving.server, "serve", stand_in.serve)
    library: Any = StubLibrary({})
    monkeypatch.setattr(ui.launch, "open_library", lambda *_: Opened(library))
    monkeypatch.setattr("qa.folders.user_data_path", lambda *_, **__: tmp_path / "data")
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    environment = dict(os.environ)
    yield stand_in
    for number, handler in before.items():
        signal.signal(number, handler)
    os.environ.clear()
    os.environ.update(environment)


def _launch(**options: Any) -> None:
    ui.launch.launch([], open_browser=False, **options)


def test_alone_nobody_has_to_log_in_and_nothing_is_logged(
    served: _Served, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _launch()
    ((site, options),) = served.sites
    assert site.accounts is None
    assert (options, site.library, site.max_file_bytes) == (Options(), "", 67108864)
    for _ in range(1000):
        site.questions.take("bo")
    assert capsys.readouterr() == ("report-qa: http://127.0.0.1:7860/\n", "")
    assert (tmp_path / "data" / "conversations.sqlite3").exists()


def test_others_have_to_log_in_and_requests_are_logged(served: _Served, tmp_path: Path) -> None:
    with pytest.raises(
        AccessError, match=r"it names no user, so nobody could log in\. .*report-qa user add NAME"
    ):
        _launch(host="192.168.7.2")
    assert served.sites == []
    Accounts.open().add("bo", "battery staple", Role.EDITOR)
    _launch(host="192.168.7.2")
    ((site, options),) = served.sites
    assert site.accounts is not None
    assert site.accounts.path == tmp_path / "data" / "users.json"
    assert options.log == "-"


def test_options_reach_the_page(served: _Served, tmp_path: Path) -> None:
    users, talks = tmp_path / "users.json", tmp_path / "talks.sqlite3"
    Accounts.open(users).add("bo", "battery staple")
    _launch(
        port=8000,
        root_path="/reports",
        hosts=["reports.example.org"],
        proxies=["172.17.0.1"],
        users=users,
        mcp=True,
        questions_a_minute=2,
        max_file_bytes=1024,
        log="requests.log",
        log_questions=True,
        conversations=talks,
    )
    ((site, options),) = served.sites
    assert options == Options(
        "127.0.0.1", 8000, "/reports", ("reports.example.org",), True, "requests.log", True, ("172.17.0.1",)
    )
    assert site.accounts is not None
    assert site.max_file_bytes == 1024
    site.questions.take("bo")
    site.questions.take("bo")
    with pytest.raises(TooOftenError):
        site.questions.take("bo")
    assert talks.exists()
    assert not (tmp_path / "data").exists()


def test_conversations_may_be_kept_nowhere(served: _Served, tmp_path: Path) -> None:
    _launch(keep_conversations=False, conversations=tmp_path / "talks.sqlite3")
    assert not (tmp_path / "talks.sqlite3").exists()
    assert not (tmp_path / "data").exists()


def test_a_proxy_without_a_login_is_warned_of(served: _Served, capsys: pytest.CaptureFixture[str]) -> None:
    for behind in ({"root_path": "/reports"}, {"proxies": ["172.17.0.1"]}):
        _launch(**behind)
        assert "nobody has to log in: whoever reaches the proxy" in capsys.readouterr().err


def test_a_kept_library_is_known_by_one_name(
    served: _Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for named in ("kept", str(tmp_path / "kept"), "milvus://root:S3cret@host:19530/reports"):
        _launch(library=named)
    assert [site.library for site, _ in served.sites] == [
        str(tmp_path / "kept"),
        str(tmp_path / "kept"),
        "milvus://host:19530/reports",
    ]


def test_what_the_environment_holds_for_gradio_is_dropped(
    served: _Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_ALLOWED_PATHS", "/")
    monkeypatch.setenv("GRADIO_VIBE_MODE", "1")
    monkeypatch.setenv("SPACE_ID", "a/b")
    _launch()
    kept = {name: value for name, value in os.environ.items() if name.startswith(("GRADIO_", "SPACE_"))}
    assert set(kept) == {"GRADIO_ANALYTICS_ENABLED", "GRADIO_TEMP_DIR"}
    assert kept["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert not Path(kept["GRADIO_TEMP_DIR"]).exists()  # it was deleted on the way out


def test_a_page_that_cannot_be_served_leaves_nothing_behind(
    served: _Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ui.serving.server

    def refuse(site: Site, options: Options) -> None:
        raise QAError("port 1", "is in use or may not be opened", "Choose another one with --port")

    monkeypatch.setattr(ui.serving.server, "serve", refuse)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(QAError, match="port 1"):
        _launch()
    assert list(tmp_path.glob("report-qa-*")) == []


# --- the real program


@contextmanager
def _program(tmp_path: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "ui", "--no-browser", "--no-history", *arguments]
    environ = os.environ | {
        "TMPDIR": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "OMP_NUM_THREADS": "1",
    }
    with subprocess.Popen(
        command, cwd=_ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stdout
            line = program.stdout.readline()
            match = re.fullmatch(r"report-qa: http://127\.0\.0\.1:(\d+)/\n", line)
            if match is None:
                program.kill()
                raise AssertionError(program.communicate())
            yield program, int(match[1])
        finally:
            if program.poll() is None:
                program.kill()
            program.communicate(timeout=20)


def _get(port: int, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()


def test_the_program_serves_its_page_before_the_models_are_loaded(tmp_path: Path) -> None:
    """The real program: its address on standard output, and the first page within a second of it."""
    with _program(tmp_path, str(tmp_path / "missing.txt")) as (program, port):
        began = time.monotonic()
        assert _get(port, "/")[0] == 200
        assert time.monotonic() - began < 2
        deadline = time.monotonic() + 60
        while json.loads(_get(port, "/health")[1])["status"] == "loading" and time.monotonic() < deadline:
            time.sleep(0.2)
        assert json.loads(_get(port, "/health")[1])["status"] == "failed"
        assert b"missing.txt" in _get(port, "/part/now")[1]
        program.terminate()
        assert program.wait(20) == 0
    assert list(tmp_path.glob("report-qa-*")) == []  # it deletes its folder on its way out


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_program_in_good_order(tmp_path: Path, number: int) -> None:
    with _program(tmp_path) as (program, port):
        assert _get(port, "/health")[0] == 200
        program.send_signal(number)
        assert program.wait(30) == 0
        assert program.stderr is not None
        assert "Traceback" not in program.stderr.read()
    assert list(tmp_path.glob("report-qa-*")) == []


def test_the_program_is_not_started_on_a_library_that_is_not_there(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ui", "--no-browser", "--library", str(tmp_path / "gone")]
    ended = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "gone: there is no library. Make one with `report-qa add" in ended.stderr
    assert not (tmp_path / "gone").exists()


def test_the_program_is_not_opened_to_others_without_users(tmp_path: Path) -> None:
    users = str(tmp_path / "users.json")
    command = [sys.executable, "-m", "ui", "--no-browser", "--host", "0.0.0.0", "--users", users]  # noqa: S104
    ended = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        f"report-qa: {users}: it names no user, so nobody could log in. "
        f"Add somebody with `report-qa user add NAME --users {users}`\n"
    )


def test_building_the_page_loads_no_model_library() -> None:
    code = (
        "import sys, ui.launch, ui.serving.server; "
        "print(sorted({'torch', 'sentence_transformers', 'faiss'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_the_arguments_are_checked_before_gradio_is_loaded() -> None:
    code = "import sys, ui.launch; print(sorted({'gradio', 'fastapi', 'uvicorn'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
