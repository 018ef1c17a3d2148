"""The log of requests: a line each, without questions, ids, or anything that could forge another line."""

import logging
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.errors import QAError
from tests.asgi import EDITOR, ask, body_of, echo, place, scope_of
from ui.record import QUESTIONS, note_question
from ui.serving.log import REQUESTS, Log, end_log, log_into
from ui.serving.paths import Kind, Place

_WHEN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z "


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "requests.log"
    handler = log_into(str(path), questions=False)
    yield path
    end_log(handler)


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(re.match(_WHEN, line) for line in lines)
    return [re.sub(r"ms=\d+", "ms=0", re.sub(f"^{_WHEN}", "", line)) for line in lines]


def test_a_line_says_who_asked_for_what_and_what_came_of_it(file: Path) -> None:
    known = Place("/part/source/0a1b", "/part/source/{id}")
    app = Log(echo(chunks=(b"abc", b"de")))
    ask(app, scope_of("GET", known.path, place=known, person=EDITOR) | {"query_string": b"start=3&q=secret"})
    ask(app, scope_of("POST", "/login", place=place("/login", Kind.OPEN)))
    assert _lines(file) == [
        'address=192.0.2.1 person="林澄" method="GET" path="/part/source/{id}" status=200 ms=0 bytes=5',
        'address=192.0.2.1 person="-" method="POST" path="/login" status=200 ms=0 bytes=5',
    ]


def test_an_unknown_path_is_told_without_what_may_be_somebodys(file: Path) -> None:
    app = Log(echo(status=404))
    ask(app, scope_of("GET", "/gradio_api/file=/etc/passwd"))
    ask(app, scope_of("GET", "/ask/谁任组长？/Who is it?/Zm9vYmFyYmF6cXV4Zm9v"))
    ask(app, scope_of("GET", "/a\r\n2026-01-01T00:00:00Z forged"))
    assert [re.search(r'path=("[^"]*")', line)[1] for line in _lines(file)] == [  # type: ignore[index]
        '"/gradio_api/file=/etc/passwd"',
        '"/ask/.../.../..."',
        '"/..."',
    ]


def test_what_is_the_same_for_all_is_not_told_unless_it_fails(file: Path) -> None:
    known = place("/assets/a.js", Kind.STATIC)
    ask(Log(echo()), scope_of(place=known))
    ask(Log(echo(status=404)), scope_of(place=known))
    assert [re.search(r"status=\d+", line)[0] for line in _lines(file)] == ["status=404"]  # type: ignore[index]


def test_a_fault_and_a_client_that_has_gone_are_told(file: Path) -> None:
    async def failing(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError

    async def silent(scope: Any, receive: Any, send: Any) -> None:
        return

    with pytest.raises(ZeroDivisionError):
        ask(Log(failing), scope_of(place=place()))
    ask(Log(silent), scope_of(place=place()), body_of(cut=True))
    assert [re.search(r"status=\d+", line)[0] for line in _lines(file)] == [  # type: ignore[index]
        "status=500",
        "status=499",
    ]


def test_questions_stand_in_it_only_where_that_is_wanted(tmp_path: Path) -> None:
    for wanted in (False, True):
        path = tmp_path / f"{wanted}.log"
        handler = log_into(str(path), questions=wanted)
        note_question("bo", "谁任组长？")
        end_log(handler)
        expected = ['person="bo" question="谁任组长？"'] if wanted else []
        assert _lines(path) == expected


def test_nothing_is_logged_before_and_after(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert log_into(None, questions=True) is None
    end_log(None)
    end_log(log_into(str(tmp_path / "a.log"), questions=True))
    ask(Log(echo()), scope_of(place=place()))
    note_question("bo", "q")
    assert caplog.records == []
    assert REQUESTS.handlers == QUESTIONS.handlers == []


def test_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    handler = log_into("-", questions=False)
    ask(Log(echo()), scope_of(place=place()))
    end_log(handler)
    assert ' path="/api/ask" status=200 ' in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
def test_the_file_is_for_its_owner_alone_and_old_ones_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.serving.log._MOST_BYTES", 300)
    before = os.umask(0)
    try:
        handler = log_into(str(tmp_path / "requests.log"), questions=False)
        for _ in range(20):
            ask(Log(echo()), scope_of(place=place()))
        end_log(handler)
    finally:
        os.umask(before)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["requests.log", *(f"requests.log.{number}" for number in range(1, 6))]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    # a second start goes on where the first has ended
    size = (tmp_path / "requests.log").stat().st_size
    end_log(log_into(str(tmp_path / "requests.log"), questions=False))
    assert (tmp_path / "requests.log").stat().st_size == size


def test_a_file_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(QAError, match=r"it cannot be written: .*\. Name another file with --log"):
        log_into(str(tmp_path), questions=False)
    assert logging.getLogger("report_qa.requests").handlers == []
