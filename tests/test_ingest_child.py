"""The child process keeps its limits, and what it dies of is told as an error of the file."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qa.errors import FormatError, TooLargeError
from qa.ingest import read_bytes, read_path
from qa.ingest.child import Child
from qa.ingest.kinds import Kind
from qa.ingest.limits import DEFAULT_LIMITS, MIB, Limits
from tests import files

ROOT = Path(__file__).resolve().parents[1]


def slow_page() -> bytes:
    """A page that takes trafilatura and the parser longer than a second."""
    return ("<html><body>" + "<p>一<b>二</b>三</p>" * 400_000).encode()


def test_one_process_serves_a_batch() -> None:
    with Child() as child:
        for number in range(3):
            data = files.word(None, f"report {number}")
            assert child.read(Kind.ZIP, data, "a.docx", DEFAULT_LIMITS).text == f"report {number}"
        process = child._process
        assert process is not None
        with pytest.raises(FormatError):
            child.read(Kind.ZIP, b"PK\x03\x04", "bad.docx", DEFAULT_LIMITS)
        assert child._process is process
    assert process.poll() == 0


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read() -> None:
    with Child() as child:
        with pytest.raises(TooLargeError, match=r"slow\.html: takes longer to read than the 1 seconds"):
            child.read(Kind.HTML, slow_page(), "slow.html", Limits(seconds=1))
        assert child.read(Kind.HTML, "<p>好。".encode(), "a.html", DEFAULT_LIMITS).text == "好。"


def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_one_read() -> None:
    with Child() as child:
        with pytest.raises((TooLargeError, FormatError), match="memory"):
            child.read(Kind.HTML, slow_page(), "big.html", Limits(child_bytes=300 * MIB))
        assert child.read(Kind.HTML, "<p>好。".encode(), "a.html", DEFAULT_LIMITS).text == "好。"


def test_text_beyond_the_limit_is_given_up() -> None:
    with Child() as child, pytest.raises(TooLargeError, match="more than the 10 characters"):
        child.read(Kind.ZIP, files.word(None, "12345", "678901"), "a.docx", Limits(characters=10))


def test_what_a_library_stumbles_over_is_damage_to_the_file() -> None:
    relations = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'/>"
    data = files.repacked(files.word(None, "text"), {"_rels/.rels": relations})
    with (
        Child() as child,
        pytest.raises(FormatError, match=r"a\.docx: is damaged.* its reader stopped at it \(KeyError"),
    ):
        child.read(Kind.ZIP, data, "a.docx", DEFAULT_LIMITS)


def test_a_killed_child_is_an_error_of_the_file_and_replaced() -> None:
    with Child() as child:
        child.read(Kind.ZIP, files.word(None, "text"), "a.docx", DEFAULT_LIMITS)
        assert child._process is not None
        child._process.kill()
        child._process.wait()
        with pytest.raises(FormatError, match="signal 9"):
            child.read(Kind.ZIP, files.word(None, "text"), "a.docx", DEFAULT_LIMITS)
        assert child.read(Kind.ZIP, files.word(None, "again"), "a.docx", DEFAULT_LIMITS).text == "again"


def test_threads_read_side_by_side() -> None:
    texts: dict[int, str] = {}

    def work(number: int) -> None:
        texts[number] = read_bytes(files.pdf([[f"report {number}"]]), "a.pdf").text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {number: f"report {number}" for number in range(3)}


def test_plain_text_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert read_bytes("报告".encode("gb18030"), "a.txt").text == "报告"


def test_a_script_without_main_guard_works_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(files.word(None, "report"))
    # a module of the reader's own name beside the script must not be taken for it
    (tmp_path / "docx.py").write_text("raise SystemExit('the wrong docx')")
    (tmp_path / "script.py").write_text(
        f"import sys; sys.path.append({str(ROOT)!r})\n"
        "from qa.ingest import read_path\n"
        "print(read_path('a.docx').text)\n"
    )
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    assert (done.stdout, done.stderr) == ("report\n", "")


def test_the_child_imports_no_model() -> None:
    probe = "import sys, qa.ingest.worker as w; w._extractor(w.Kind.PDF); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "pypdfium2" in loaded
    assert not loaded & {"torch", "sentence_transformers", "faiss", "numpy", "trafilatura", "docx", "gradio"}


def test_nothing_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(files.word(None, "text"))
    read_path(path)
    before = set(Path("/proc/self/fd").iterdir())
    read_path(path)
    assert set(Path("/proc/self/fd").iterdir()) == before
