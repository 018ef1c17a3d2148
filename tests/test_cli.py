"""The command: what it prints where, and how it exits."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

from qa.cli.app import build
from qa.cli.plain import as_json, as_plain, visible
from qa.cli.terminal import LateProgress, as_text
from qa.cli.texts import CHINESE, ENGLISH, Texts, texts_for
from qa.cli.traditional import TRADITIONAL
from qa.errors import NotFoundError, QuestionError
from qa.types import Answer, Candidate, Passage, Quote, Skipped

_ROOT = Path(__file__).resolve().parents[1]
_SENTENCE = "5月30日，由副市長蔣宏坤率團的黨政代表團赴吳江考察。"
_QUOTE = Quote(
    text=_SENTENCE,
    start=12,
    end=12 + len(_SENTENCE),
    answer="蔣宏坤",
    answer_start=10,
    source="report.pdf",
    document_id="0" * 64,
    page=3,
    confidence=0.874,
    readable=_SENTENCE,
    context=_SENTENCE,
    context_start=12,
)
_CANDIDATE = Candidate(Passage("0" * 64, 12, 40, _SENTENCE), "report.pdf", 3, 1.5, 0.8, None)
_ANSWER = Answer("谁率团？", (_QUOTE,), (_CANDIDATE,), _QUOTE, 0.4)
_NONE = Answer("谁率团？", (), (), replace(_QUOTE, confidence=0.2), 0.4)


def _answer_of(text: str, answer: str = "") -> Answer:
    quote = replace(
        _QUOTE, text=text, end=12 + len(text), answer=answer, answer_start=max(text.find(answer), 0)
    )
    return replace(_ANSWER, quotes=(quote,))


# --- language


@pytest.mark.parametrize(
    ("environ", "texts"),
    [
        ({"LANG": "zh_CN.UTF-8"}, CHINESE),
        ({"LANG": "zh_TW.Big5"}, TRADITIONAL),
        ({"LANG": "en_US.UTF-8"}, ENGLISH),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, ENGLISH),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": "zh_HK.UTF-8"}, TRADITIONAL),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE", "LC_ALL": ""}, ENGLISH),
    ],
)
def test_language_follows_the_locale(environ: dict[str, str], texts: Texts) -> None:
    assert texts_for(environ) is texts


@pytest.mark.parametrize(
    ("name", "texts"), [("Chinese (Simplified)_China", CHINESE), ("en_US", ENGLISH), (None, ENGLISH)]
)
def test_without_variables_the_system_decides(
    monkeypatch: pytest.MonkeyPatch, name: str | None, texts: Texts
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (name, None))
    assert texts_for({}) is texts


# --- plain text


def test_plain_text_is_the_quote_and_its_origin() -> None:
    assert as_plain(_ANSWER, ENGLISH) == f"{_SENTENCE}\n    report.pdf, page 3, confidence 87%"
    assert as_plain(_ANSWER, CHINESE) == f"{_SENTENCE}\n    report.pdf，第 3 页，可信度 87%"


def test_plain_text_of_several_quotes() -> None:
    second = replace(_QUOTE, text="第一行\n第二行。", page=None, source="b.txt", confidence=0.5)
    expected = (
        f"{_SENTENCE}\n    report.pdf, page 3, confidence 87%\n\n第一行\n第二行。\n    b.txt, confidence 50%"
    )
    assert as_plain(replace(_ANSWER, quotes=(_QUOTE, second)), ENGLISH) == expected
    opposed = replace(_ANSWER, quotes=(_QUOTE, second), conflicting=(second,))
    assert as_plain(opposed, ENGLISH) == f"{expected}, another figure than the first quote"


def test_plain_text_without_an_answer() -> None:
    assert as_plain(_NONE, ENGLISH) == "No answer: the reports do not say."


@given(st.text(min_size=1))
def test_plain_text_begins_with_the_quote_verbatim(text: str) -> None:
    assert as_plain(_answer_of(text), ENGLISH).startswith(text + "\n    report.pdf")


# --- on a terminal


def test_terminal_text_marks_the_answer() -> None:
    text = as_text(_ANSWER, ENGLISH)
    assert text.plain == f"{_SENTENCE}\n    report.pdf, page 3, confidence 87%"
    assert [text.plain[span.start : span.end] for span in text.spans if "underline" in str(span.style)] == [
        "蔣宏坤"
    ]


def test_terminal_text_marks_the_answer_behind_line_ends_and_controls() -> None:
    text = as_text(_answer_of("甲\r\n乙\x1b[31m丙\r丁戊。", "丁"), ENGLISH)
    assert text.plain.startswith("甲\n乙\u241b[31m丙\u240d丁戊。\n")
    assert [text.plain[span.start : span.end] for span in text.spans if "underline" in str(span.style)] == [
        "丁"
    ]


def test_terminal_text_of_a_refusal_shows_the_nearest_sentence() -> None:
    assert as_text(_NONE, ENGLISH).plain == (
        "No answer: the reports do not say.\n\n"
        f"The nearest sentence (confidence 20%, 40% needed):\n{_SENTENCE}\n"
        "    report.pdf, page 3, confidence 20%"
    )
    assert as_text(replace(_NONE, nearest=None), ENGLISH).plain == "No answer: the reports do not say."


@given(st.text(alphabet=st.characters(max_codepoint=0x2070)))
def test_visible_text_cannot_steer_a_terminal(text: str) -> None:
    seen = visible(text)
    assert all(character in "\t\n" or ord(character) >= 0x20 for character in seen)
    assert not set(seen) & {"\x7f", *map(chr, range(0x80, 0xA0)), "\u202e", "\u2066"}
    assert visible(seen) == seen
    assert len(seen) == len(text.replace("\r\n", "\n"))


# --- JSON


def test_json_is_the_answer_in_plain_types() -> None:
    written = as_json(_ANSWER)
    assert json.loads(written) == _ANSWER.to_dict()
    assert "蔣宏坤" in written


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_json_carries_any_text_through_utf_8(question: str) -> None:
    written = as_json(replace(_ANSWER, question=question)).encode("utf-8")
    assert json.loads(written)["question"] == question


# --- progress


def _drawn(work: Callable[[LateProgress], None], *, terminal: bool, delay: float) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=100, color_system=None)
    with LateProgress(ENGLISH, console=console, delay=delay) as progress:
        work(progress)
    return file.getvalue()


def _read_three(progress: LateProgress) -> None:
    progress.report("read", 1, 3)
    time.sleep(0.4)


def test_slow_work_shows_a_bar_on_a_terminal() -> None:
    drawn = _drawn(_read_three, terminal=True, delay=0.0)
    assert "Reading reports" in drawn
    assert "1/3" in drawn


def test_quick_work_and_pipes_show_nothing() -> None:
    assert _drawn(_read_three, terminal=True, delay=60.0) == ""
    assert _drawn(_read_three, terminal=False, delay=0.0) == ""


def test_progress_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    _drawn(_read_three, terminal=True, delay=60.0)
    time.sleep(0.1)
    assert set(threading.enumerate()) <= before


# --- the commands, in process


class _Reports:
    """Stands in for ``qa.api.ask`` and remembers what it was asked."""

    def __init__(self, outcome: Answer | Exception) -> None:
        self.outcome = outcome
        self.asked: list[tuple[str, list[Path], str | None, str | None, int]] = []

    def ask(
        self,
        question: str,
        source: list[Path],
        *,
        encoder: str | None,
        reader: str | None,
        limit: int,
        on_progress: Any,
    ) -> Answer:
        self.asked.append((question, source, encoder, reader, limit))
        on_progress("read", 1, 1)
        on_progress("embed", 2, 2)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> _Reports:
    stand_in = _Reports(_ANSWER)
    module = ModuleType("qa.api")
    module.ask = stand_in.ask  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "qa.api", module)
    return stand_in


def _run(*arguments: str, texts: Texts = ENGLISH) -> Any:
    return CliRunner().invoke(build(texts), list(arguments))


def test_an_answer_goes_to_standard_output(reports: _Reports) -> None:
    result = _run("ask", "谁率团？", "a.txt", "folder")
    assert result.exit_code == 0
    assert result.stdout == f"{_SENTENCE}\n    report.pdf, page 3, confidence 87%\n"
    assert result.stderr == ""
    assert reports.asked == [("谁率团？", [Path("a.txt"), Path("folder")], None, None, 3)]


def test_options_reach_the_library(reports: _Reports) -> None:
    options = ("--limit", "7", "--encoder", "BAAI/bge-small-zh", "--reader", "some/reader")
    assert _run("ask", *options, "q", "a.txt").exit_code == 0
    assert reports.asked == [("q", [Path("a.txt")], "BAAI/bge-small-zh", "some/reader", 7)]


@pytest.mark.parametrize("command", ["ask", "search"])
def test_reports_to_ask_are_named_one_by_one(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, tuple[str, ...]]] = []

    def take(question: str, asked: Any, *_: object, **__: object) -> int:
        seen.append((question, tuple(asked.reports)))
        return 0

    monkeypatch.setattr(f"qa.cli.asking.{command}", take)
    assert _run(command, "q", "folder", "--report", "a.txt", "--report", "79d271").exit_code == 0
    assert _run(command, "q").exit_code == 0
    assert seen == [("q", ("a.txt", "79d271")), ("q", ())]


def test_json_output(reports: _Reports) -> None:
    result = _run("ask", "谁率团？", "a.txt", "--json")
    assert json.loads(result.stdout) == _ANSWER.to_dict()
    reports.outcome = _NONE
    result = _run("ask", "谁率团？", "a.txt", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["answered"] is False


def test_no_answer_says_so_and_exits_1(reports: _Reports) -> None:
    reports.outcome = _NONE
    result = _run("ask", "谁率团？", "a.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "No answer: the reports do not say.\n", "")
    assert _run("ask", "谁率团？", "a.txt", texts=CHINESE).stdout == "没有答案：这些报告没有提到。\n"


@pytest.mark.parametrize(
    "error",
    [
        NotFoundError("missing.txt", "no such file", "Check the path"),
        QuestionError("question", "it is empty", "Ask something"),
    ],
)
def test_an_error_goes_to_standard_error_and_exits_2(reports: _Reports, error: Exception) -> None:
    reports.outcome = error
    result = _run("ask", "谁率团？", "missing.txt", "--json")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"report-qa: {error}\n")


def test_an_error_message_stays_one_harmless_line(reports: _Reports) -> None:
    reports.outcome = NotFoundError("a\n\x1b[2Jb.txt", "no such file", "Check the path")
    assert _run("ask", "q", "x").stderr == (
        "report-qa: a\u240a\u241b[2Jb.txt: no such file. Check the path\n"
    )


def test_skipped_files_are_named_on_standard_error(reports: _Reports) -> None:
    reports.outcome = replace(_ANSWER, skipped=(Skipped("bad.pdf", "truncated", "Fetch it again"),))
    result = _run("ask", "q", "folder")
    assert result.exit_code == 0
    assert result.stdout.startswith(_SENTENCE)
    assert result.stderr == "report-qa: skipped bad.pdf: truncated. Fetch it again\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["search"],
        ["add"],
        ["remove"],
        ["export"],
        ["import"],
        ["copy", "one"],
        ["ask", "q", "a.txt", "--limit", "0"],
        ["ask", "q", "a.txt", "--limit", "many"],
        ["ask", "q", "a.txt", "--unknown"],
        ["answer", "q", "a.txt"],
        ["chat", "--port", "70000"],
        ["chat", "--questions-per-minute", "0"],
        ["chat", "--max-upload", "2000"],
        ["user", "add"],
        ["user", "add", "lin", "--role", "owner"],
        ["user", "role", "lin"],
        ["user", "rename", "lin"],
    ],
)
def test_wrong_usage_exits_2_on_standard_error(reports: _Reports, arguments: list[str]) -> None:
    result = _run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: " in result.stderr
    assert reports.asked == []


def test_a_question_that_looks_like_an_option_follows_two_dashes(reports: _Reports) -> None:
    assert _run("ask", "--", "--limit?", "a.txt").exit_code == 0
    assert reports.asked[0][0] == "--limit?"


def test_without_arguments_the_help_is_shown() -> None:
    result = _run()
    assert "ask" in result.output
    assert "chat" in result.output
    assert ENGLISH.program[:40] in result.output
    assert CHINESE.program in _run("--help", texts=CHINESE).stdout


def test_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", {"report-qa": "1.2.3"}.__getitem__)
    result = _run("--version")
    assert (result.exit_code, result.stdout) == (0, "report-qa 1.2.3\n")


class _Page:
    """Stands in for ``ui.launch``."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.launched: list[tuple[list[Path], dict[str, Any]]] = []

    def launch(self, paths: list[Path], **options: Any) -> None:
        self.launched.append((paths, options))
        if self.error:
            raise self.error


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> _Page:
    stand_in = _Page()
    module = ModuleType("ui.launch")
    module.launch = stand_in.launch  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ui.launch", module)
    return stand_in


def test_chat_launches_the_page(page: _Page) -> None:
    assert _run("chat").exit_code == 0
    options = ("--encoder", "m", "--reader", "r", "--port", "8000", "--no-browser")
    assert _run("chat", "a.txt", "b", *options).exit_code == 0
    assert _run("chat", "--library", "milvus://host:19530/reports").exit_code == 0
    alone: dict[str, Any] = {
        "library": None,
        "encoder": None,
        "reader": None,
        "host": "127.0.0.1",
        "port": None,
        "root_path": "",
        "hosts": [],
        "proxies": [],
        "users": None,
        "mcp": False,
        "questions_a_minute": None,
        "max_file_bytes": 67108864,
        "log": None,
        "log_questions": False,
        "conversations": None,
        "keep_conversations": True,
        "open_browser": True,
    }
    assert page.launched == [
        ([], alone),
        (
            [Path("a.txt"), Path("b")],
            alone | {"encoder": "m", "reader": "r", "port": 8000, "open_browser": False},
        ),
        ([], alone | {"library": "milvus://host:19530/reports"}),
    ]


def test_chat_serves_a_team(page: _Page) -> None:
    names = ("--host-name", "reports.example.org", "--host-name", "nas:8443")
    options = ("--host", "192.168.7.2", "--users", "users.json", "--root-path", "/reports", *names, "--mcp")
    proxies = ("--proxy", "172.17.0.1", "--proxy", "10.0.0.0/8")
    bounds = ("--questions-per-minute", "30", "--max-upload", "8", "--log", "-", "--log-questions")
    assert (
        _run("chat", *options, *proxies, *bounds, "--conversations", "talks.db", "--no-history").exit_code
        == 0
    )
    ((_, launched),) = page.launched
    assert launched["host"] == "192.168.7.2"
    assert launched["users"] == Path("users.json")
    assert launched["root_path"] == "/reports"
    assert launched["hosts"] == ["reports.example.org", "nas:8443"]
    assert launched["proxies"] == ["172.17.0.1", "10.0.0.0/8"]
    assert launched["mcp"] is True
    assert (launched["questions_a_minute"], launched["max_file_bytes"]) == (30, 8 * 1024 * 1024)
    assert (launched["log"], launched["log_questions"]) == ("-", True)
    assert (launched["conversations"], launched["keep_conversations"]) == (Path("talks.db"), False)


def test_chat_takes_reports_or_a_library(page: _Page) -> None:
    result = _run("chat", "a.txt", "--library", "kept")
    assert (result.exit_code, result.stdout, page.launched) == (2, "", [])
    assert result.stderr == (
        "report-qa: --library: both reports and a library are named. Leave out one of them, or put the reports "
        "into the library first with `report-qa add`\n"
    )


def test_chat_reports_errors_like_ask(page: _Page) -> None:
    page.error = NotFoundError("a.txt", "no such file", "Check the path")
    result = _run("chat", "a.txt")
    assert (result.exit_code, result.stderr) == (2, "report-qa: a.txt: no such file. Check the path\n")


# --- the command as a process

_STAND_IN = """
import sys, types
from qa.types import Answer, Quote
TEXT, NAME = {text!a}, {name!a}
QUOTE = Quote(TEXT, 0, len(TEXT), NAME, TEXT.find(NAME), "r.txt", "0" * 64, None, 0.9, TEXT, TEXT, 0)
def ask(question, source, *, encoder, reader, limit, on_progress):
    {body}
    return Answer(question, (QUOTE,), (), QUOTE, 0.4)
sys.modules["qa.api"] = module = types.ModuleType("qa.api")
module.ask = ask
from qa.cli import main
main()
"""


def _code(body: str = "pass", text: str = _SENTENCE) -> str:
    return _STAND_IN.format(text=text, name="蔣宏坤", body=body)


def _process(
    code: str, *arguments: str | bytes, stdout: int = subprocess.PIPE, environ: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    variables = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "PYTHON"))}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=_ROOT,
        env=variables | {"LANG": "C.UTF-8"} | (environ or {}),
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "gbk"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "utf-16"},
    ],
)
@pytest.mark.parametrize("option", [[], ["--json"]])
def test_output_is_utf_8_whatever_the_locale(environ: dict[str, str], option: list[str]) -> None:
    text = "第一行\r\n蔣宏坤 \U0001f600 ½。"
    process = _process(_code(text=text), "ask", "谁?".encode(), "r.txt", *option, environ=environ)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    if option:
        assert json.loads(out.decode("utf-8"))["text"] == text
    else:
        assert out.startswith(text.encode("utf-8") + b"\n    r.txt")


def test_a_question_in_another_encoding_still_makes_valid_json() -> None:
    process = _process(_code(), "ask", "谁？".encode("gbk"), "r.txt", "--json")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert json.loads(out.decode("utf-8"))["question"].encode("utf-8", "surrogateescape") == "谁？".encode(
        "gbk"
    )


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_interrupt_exits_130_without_a_word() -> None:
    body = 'import time; sys.stdout.write("asked\\n"); sys.stdout.flush(); time.sleep(60)'
    process = _process(_code(body), "ask", "q", "r.txt")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_defect_does_not_look_like_no_answer() -> None:
    process = _process(_code("1 / 0"), "ask", "q", "r.txt")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, b"")
    assert b"ZeroDivisionError" in err


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_closed_pipe_is_no_error_message() -> None:
    reading, writing = os.pipe()
    process = _process(_code(), "ask", "q", "r.txt", stdout=writing)
    os.close(reading)
    os.close(writing)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        process = _process(_code(), "ask", "q", "r.txt", stdout=full.fileno())
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.startswith(b"report-qa: standard output: it cannot be written: ")
    assert err.count(b"\n") == 1


def test_warnings_and_log_records_of_libraries_are_not_shown() -> None:
    body = 'import warnings, logging; warnings.warn("old"); logging.getLogger("some.library").warning("hm")'
    process = _process(_code(body), "ask", "q", "r.txt")
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


def _on_terminal(code: str, *arguments: str) -> tuple[bytes, bytes]:
    """What the process writes to one terminal as its standard output and to another as its standard error."""
    import pty

    ends = pty.openpty(), pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=_ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8", "TERM": "xterm"},
        stdout=ends[0][1],
        stderr=ends[1][1],
    )
    written: list[bytes] = [b"", b""]

    def drain(number: int) -> None:
        while True:
            try:
                piece = os.read(ends[number][0], 65536)
            except OSError:  # how Linux reports that the other side of a terminal is closed
                return
            if not piece:
                return
            written[number] += piece

    readers = [threading.Thread(target=drain, args=(number,)) for number in (0, 1)]
    for _, inner in ends:
        os.close(inner)
    for reader in readers:
        reader.start()
    process.wait(timeout=60)
    for reader in readers:
        reader.join(timeout=10)
    for outer, _ in ends:
        os.close(outer)
    return written[0], written[1]


@pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")
def test_on_a_terminal_the_answer_is_marked_and_long_quotes_are_not_broken() -> None:
    text = "前" * 200 + "蔣宏坤" + "後" * 200 + "。"
    out, err = _on_terminal(_code(text=text), "ask", "q", "r.txt")
    assert b"\x1b[1;4m" + "蔣宏坤".encode() + b"\x1b[0m" in out
    assert ("後" * 200 + "。").encode() + b"\r\n" in out
    assert err == b""


@pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")
def test_on_a_terminal_slow_work_shows_its_progress() -> None:
    body = 'import time; on_progress("embed", 5, 9); time.sleep(3)'
    _, err = _on_terminal(_code(body), "ask", "q", "r.txt")
    assert b"Embedding sentences" in err
    assert b"5/9" in err


def test_help_is_quick_because_it_loads_no_model_library() -> None:
    code = """
import sys
from qa.cli import main
try:
    main()
finally:
    heavy = {"faiss", "gradio", "numpy", "scipy", "torch", "transformers"}
    sys.stderr.write(str(sorted(heavy & set(sys.modules))))
"""
    process = _process(code, "ask", "--help")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"[]")
    assert b"--json" in out


# --- the whole path


def test_the_real_thing(tmp_path: Path) -> None:
    report = tmp_path / "臨江.txt"
    sentence = "五月十二日，顧明(míng)遠率二十三名工程師抵達臨江縣。"
    report.write_text(f"臨江縣水庫動工。{sentence}\n\n縣裡的茶園今年增產兩成。\n", encoding="utf-8")
    process = _process("from qa.cli import main; main()", "ask", "谁率工程师抵达临江县？", str(report))
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    assert out.decode("utf-8").splitlines()[0] == sentence


def test_the_real_thing_with_a_missing_report(tmp_path: Path) -> None:
    process = _process("from qa.cli import main; main()", "ask", "谁？", str(tmp_path / "missing.txt"))
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (2, b"")
    assert err.startswith(b"report-qa: missing.txt: ")
    assert err.count(b"\n") == 1
