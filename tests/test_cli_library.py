"""The commands for a library that is kept: what is added, listed, removed and asked, and what is said of it."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import qa.cli.holdings
import qa.folders
import qa.opening
from qa.cli.app import build
from qa.cli.texts import CHINESE, ENGLISH, Texts
from qa.errors import ModelError
from qa.library import Library
from qa.store.local.store import LocalStore
from tests.fakes import BagEncoder, BrokenEncoder, cover_scorers

_ROOT = Path(__file__).resolve().parents[1]
MAYOR = "临澜市召开大会。市长林澄在会上致辞。会议由贺兰舟主持。"
BRIDGE = "澜江二桥建成通车。大桥全长3.86公里。大桥于2020年9月26日开工。"


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Quick models in place of the bundled ones, and where the library of the user is."""
    data = tmp_path / "data"
    monkeypatch.setattr(qa.folders, "user_data_path", lambda *names, **options: data)
    monkeypatch.setattr(qa.opening, "load_encoder", lambda name: BagEncoder())
    monkeypatch.setattr(qa.opening, "bundled_scorers", cover_scorers)
    return data / "library"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports, the second twice, and a file that is none."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in (("a.txt", MAYOR), ("b.txt", BRIDGE), ("twin.txt", BRIDGE), ("empty.txt", "")):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: str | Path, texts: Texts = ENGLISH) -> Any:
    return CliRunner().invoke(build(texts), list(map(str, arguments)))


def said(*arguments: str | Path, texts: Texts = ENGLISH) -> tuple[int, list[str], list[str]]:
    """Exit status, and the lines on standard output and standard error."""
    result = run(*arguments, texts=texts)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout.splitlines(), result.stderr.splitlines()


def ids(where: Path) -> dict[str, str]:
    infos = json.loads(run("list", "--library", where, "--json").stdout)
    return {info["name"]: info["id"] for info in infos}


# --- add


def test_each_report_is_told_and_all_are_counted(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert said("add", folder, "--library", kept) == (
        1,
        [
            "a.txt: added",
            "b.txt: added",
            "b.txt: already there (a file of another name has the same bytes)",
            f"{kept}: 2 added, 1 already there, 1 not added, 2 in all",
        ],
        ["report-qa: skipped empty.txt: is empty (0 bytes). Give a file with text in it"],
    )
    assert said("add", folder / "a.txt", folder / "twin.txt", "--library", kept, texts=CHINESE) == (
        0,
        [
            "a.txt：原已在库",
            "b.txt：原已在库（另一个文件与它字节相同）",
            f"{kept}：原已在库 2，共有 2",
        ],
        [],
    )
    assert said("add", folder / "empty.txt", folder / "b.txt", "--library", kept, texts=CHINESE) == (
        1,
        ["b.txt：原已在库", f"{kept}：原已在库 1，未能添加 1，共有 2"],
        ["report-qa: 已跳过 empty.txt: is empty (0 bytes). Give a file with text in it"],
    )


def test_a_newer_version_stands_beside_or_in_place_of_the_older(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    run("add", folder / "a.txt", folder / "b.txt", "--library", kept)
    (folder / "a.txt").write_text(MAYOR + "散会。", encoding="utf-8")
    assert said("add", folder / "a.txt", "--library", kept) == (
        0,
        ["a.txt: added", f"{kept}: 1 added, 3 in all"],
        [],
    )
    (folder / "b.txt").write_text(BRIDGE + "完。", encoding="utf-8")
    assert said("add", folder / "b.txt", "--library", kept, "--replace") == (
        0,
        ["b.txt: added in place of its older version", f"{kept}: 1 replaced, 3 in all"],
        [],
    )
    assert said("add", folder / "a.txt", "--library", kept, "--replace", texts=CHINESE) == (
        0,
        ["a.txt：已添加，取代旧版本", f"{kept}：取代 1，共有 2"],
        [],
    )


def test_nothing_that_could_be_read_is_a_failure(folder: Path, tmp_path: Path) -> None:
    status, out, err = said("add", folder / "empty.txt", folder / "gone.txt", "--library", tmp_path / "kept")
    assert (status, out) == (2, [f"{tmp_path / 'kept'}: 2 not added, 0 in all"])
    assert err == [
        "report-qa: skipped empty.txt: is empty (0 bytes). Give a file with text in it",
        f"report-qa: skipped gone.txt: there is no file {str(folder / 'gone.txt')!r}. Check the path",
    ]


def test_no_library_is_made_for_what_is_not_there(folder: Path, tmp_path: Path, own: Path) -> None:
    (tmp_path / "none").mkdir()
    first, second = tmp_path / "gone.txt", folder / "a.txt" / "gone.txt"
    for texts, skipped in ((ENGLISH, "skipped"), (CHINESE, "已跳过")):
        assert said("add", first, second, tmp_path / "none", texts=texts) == (
            2,
            [],
            [
                f"report-qa: {skipped} gone.txt: there is no file {str(first)!r}. Check the path",
                f"report-qa: {skipped} gone.txt: there is no file {str(second)!r}. Check the path",
                f"report-qa: {skipped} none: the folder holds no report. "
                "Put txt, md, html, pdf, docx, csv or xlsx files into it",
            ],
        )
    assert not own.exists()
    # what the library holds already is not touched either
    run("add", folder / "a.txt")
    assert said("add", first)[0] == 2
    assert set(ids(own)) == {"a.txt"}
    assert said("add", first, folder / "b.txt")[0] == 1
    assert set(ids(own)) == {"a.txt", "b.txt"}


def test_a_file_that_changes_while_it_is_added_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_store(*arguments: Any, **options: Any) -> Any:
        store = LocalStore(tmp_path / "kept")
        put = store.put

        def putting(*given: Any) -> None:
            (folder / "zz.txt").write_text("改", encoding="utf-8")
            put(*given)

        store.put = putting  # type: ignore[method-assign]
        return store

    for number in range(256):  # those after the first two batches are made ready when the first one is kept
        (folder / f"c{number:03}.txt").write_text(f"第{number}份报告。", encoding="utf-8")
    (folder / "zz.txt").write_text("末份报告。", encoding="utf-8")
    (folder / "empty.txt").unlink()
    monkeypatch.setattr(qa.opening, "open_store", open_store)
    status, out, err = said("add", folder)
    assert (status, err) == (
        1,
        ["report-qa: skipped zz.txt: the file was changed since it was read. Add it again"],
    )
    assert out[-1] == f"{tmp_path / 'kept'}: 258 added, 1 already there, 1 not added, 258 in all"
    assert len(out) == 260


def test_a_moved_file_is_there_already(folder: Path, tmp_path: Path) -> None:
    run("add", folder / "a.txt", folder / "b.txt")
    (tmp_path / "elsewhere").mkdir()
    (folder / "a.txt").rename(tmp_path / "elsewhere" / "a.txt")
    (folder / "b.txt").rename(tmp_path / "elsewhere" / "c.txt")
    assert said("add", tmp_path / "elsewhere")[:2] == (
        0,
        [
            "a.txt: already there",
            "b.txt: already there (a file of another name has the same bytes)",
            f"{tmp_path / 'data' / 'library'}: 2 already there, 2 in all",
        ],
    )


def test_originals_are_kept_unless_they_are_not_wanted(folder: Path, tmp_path: Path) -> None:
    for option, expected in ((), BRIDGE.encode()), (("--no-originals",), None):
        kept = tmp_path / f"kept{len(option)}"
        run("add", folder / "b.txt", "--library", kept, *option)
        with Library.open(kept, create=False) as library:
            assert library.original(ids(kept)["b.txt"]) == expected


def test_the_library_of_the_user_is_the_default(folder: Path, own: Path) -> None:
    assert said("add", folder / "a.txt") == (0, ["a.txt: added", f"{own}: 1 added, 1 in all"], [])
    assert said("ask", "会议由谁主持？")[:2] == (0, ["会议由贺兰舟主持。", *_origin("a.txt")])
    assert said("list")[1][0].startswith("a.txt\t")
    assert said("remove", "a.txt")[0] == 0


def test_a_folder_that_is_no_library_is_left_alone(folder: Path) -> None:
    status, out, err = said("add", folder / "a.txt", "--library", folder)
    assert (status, out, len(err)) == (2, [], 1)
    assert err[0].startswith(f"report-qa: {folder}: it is no library")
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt", "empty.txt", "twin.txt"]


def test_what_was_added_before_a_failure_is_counted(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tiring(BrokenEncoder):
        def encode_passages(self, texts: Any) -> Any:
            self.fails_at_passages = len(self.passages) == 1
            return super().encode_passages(texts)

    for number in range(200):
        (folder / f"{number:03}.txt").write_text(f"第{number}份报告。", encoding="utf-8")
    (folder / "empty.txt").unlink()
    tiring = Tiring()
    monkeypatch.setattr(qa.opening, "load_encoder", lambda name: tiring)
    assert said("add", folder, "--library", tmp_path / "kept") == (
        2,
        [],
        [
            "report-qa: stopped by the failure named next. Added and kept: 128. "
            "The same command goes on from there",
            "report-qa: bag: it broke. Mend it",
        ],
    )


# --- list


def test_a_pipe_gets_tabs_and_json_gets_all(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    run("add", folder / "b.txt", "--library", kept)
    (line,) = said("list", "--library", kept)[1]
    name, pages, characters, sentences, codec, added, identity = line.split("\t")
    # its sentences have 9, 11 and 16 characters
    assert (name, pages, characters, sentences, codec) == ("b.txt", "", "36", "3", "utf-8")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", added)
    assert re.fullmatch("[0-9a-f]{64}", identity)
    assert json.loads(run("list", "--library", kept, "--json").stdout) == [
        {
            "id": identity,
            "name": "b.txt",
            "media_type": "text/plain",
            "codec": "utf-8",
            "path": str(folder / "b.txt"),
            "pages": None,
            "characters": 36,
            "sentences": 3,
            "added_at": added,
            "damaged": False,
        }
    ]


def test_an_empty_library_says_so(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    Library.open(kept).close()
    expected = f"report-qa: {kept}: it holds no report yet. Add some with `report-qa add`"
    assert said("list", "--library", kept) == (0, [], [expected])
    assert run("list", "--library", kept, "--json").stdout == "[]\n"
    assert said("ask", "谁？", "--library", kept) == (1, ["No answer: the reports do not say."], [expected])
    assert said("search", "谁是市长", "--library", kept) == (1, ["Nothing found."], [expected])


def test_listing_and_removing_load_no_model(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    run("add", folder, "--library", kept)

    def refuse(name: str | None) -> Any:
        raise ModelError("m", "it is gone", "Fetch it")

    monkeypatch.setattr(qa.opening, "load_encoder", refuse)
    assert said("ask", "谁？", "--library", kept) == (2, [], ["report-qa: m: it is gone. Fetch it"])
    assert len(said("list", "--library", kept)[1]) == 2
    assert said("remove", "b.txt", "--library", kept)[0] == 0
    assert len(said("list", "--library", kept)[1]) == 1


def _damage(kept: Path, statement: str) -> None:
    connection = sqlite3.connect(kept / "library.sqlite3")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE documents SET characters = 7 WHERE number = 2", "b.txt"),
        ("UPDATE documents SET added_at = '?' WHERE number = 2", "b.txt"),
        ("UPDATE documents SET name = '' WHERE number = 2", "report 2"),
    ],
)
def test_a_report_whose_facts_are_damaged_is_marked_and_can_be_removed(
    statement: str, name: str, folder: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    run("add", folder / "a.txt", folder / "b.txt", "--library", kept)
    identity = ids(kept)["b.txt"]
    _damage(kept, statement)
    for texts, mark in (
        (ENGLISH, "damaged, run report-qa doctor"),
        (CHINESE, "已损坏，请运行 report-qa doctor"),
    ):
        status, out, err = said("list", "--library", kept, texts=texts)
        assert (status, err, len(out)) == (0, [], 2)
        assert out[0].startswith("a.txt\t\t27\t3\tutf-8\t")
        assert out[0].count("\t") == 6
        assert out[1] == f"{name}\t\t\t\t\t\t{identity}\t{mark}"
    found = json.loads(run("list", "--library", kept, "--json").stdout)
    assert [(each["id"], each["name"], each["damaged"]) for each in found] == [
        (ids(kept)["a.txt"], "a.txt", False),
        (identity, name, True),
    ]
    assert said("remove", "a.txt", name, "--library", kept)[:2] == (
        0,
        [
            f"a.txt ({found[0]['id'][:12]}): removed",
            f"{name} ({identity[:12]}): removed",
        ],
    )
    assert run("list", "--library", kept, "--json").stdout == "[]\n"
    # and it may be added again
    assert said("add", folder / "b.txt", "--library", kept)[0] == 0
    assert said("doctor", "--library", kept) == (0, [f"{kept} is sound."], [])


def test_a_table_marks_what_is_damaged(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept"
    tables: list[Any] = []
    monkeypatch.setattr(qa.cli.holdings, "put", lambda plain, table: tables.append(table))
    run("add", folder / "a.txt", folder / "b.txt", "--library", kept)
    run("list", "--library", kept)
    _damage(kept, "UPDATE documents SET characters = 7 WHERE number = 2")
    run("list", "--library", kept, texts=CHINESE)
    whole, damaged = ([[str(each) for each in column.cells] for column in table.columns] for table in tables)
    assert (len(whole), whole[0], whole[2]) == (7, ["a.txt", "b.txt"], ["27", "36"])
    assert (damaged[0], damaged[2]) == (["a.txt", "b.txt"], ["27", ""])
    assert damaged[7:] == [["", "已损坏，请运行 report-qa doctor"]]


def test_a_damaged_report_is_removed_by_its_id(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    run("add", folder / "b.txt", "--library", kept)
    identity = ids(kept)["b.txt"]
    _damage(kept, "UPDATE documents SET codec = 'gb18030'")
    assert said("remove", identity[:12], "--library", kept, texts=CHINESE) == (
        0,
        [f"b.txt ({identity[:12]})：已移除"],
        [],
    )


@pytest.mark.parametrize("command", [["list"], ["remove", "x"], ["ask", "q"], ["search", "q"], ["reindex"]])
def test_a_library_that_is_not_there_is_an_error_and_none_is_made(command: list[str], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    status, out, err = said(*command, "--library", gone)
    assert (status, out) == (2, [])
    assert err == [
        f"report-qa: {gone}: there is no library. Make one with `report-qa add --library {gone} REPORT`"
    ]
    assert not gone.exists()


# --- remove


def test_a_report_is_named_by_id_prefix_path_or_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    monkeypatch.chdir(folder)
    run("add", "a.txt", "b.txt", "--library", kept)
    known = ids(kept)
    for called in (
        known["b.txt"],
        known["b.txt"][:6],
        known["b.txt"][:20].upper(),
        folder / "b.txt",
        "b.txt",
        "./b.txt",
    ):
        assert said("remove", called, "--library", kept) == (
            0,
            [f"b.txt ({known['b.txt'][:12]}): removed"],
            [],
        )
        assert set(ids(kept)) == {"a.txt"}
        run("add", "b.txt", "--library", kept)
    assert said("remove", "a.txt", "b.txt", known["a.txt"], "--library", kept, texts=CHINESE)[1] == [
        f"a.txt ({known['a.txt'][:12]})：已移除",
        f"b.txt ({known['b.txt'][:12]})：已移除",
    ]
    assert ids(kept) == {}


def test_nothing_is_removed_when_one_is_not_found_or_not_one(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("另一份。", encoding="utf-8")
    run("add", folder / "a.txt", "--library", kept)
    first = ids(kept)["a.txt"]
    run("add", other / "a.txt", folder / "b.txt", "--library", kept)
    infos = json.loads(run("list", "--library", kept, "--json").stdout)
    second = next(info["id"] for info in infos if info["path"] == str(other / "a.txt"))
    five = ids(kept)["b.txt"][:5]
    status, out, err = said("remove", "b.txt", "a.txt", "c.txt", five, "--library", kept)
    assert (status, out) == (2, [])
    assert err == [
        f"report-qa: a.txt: 2 reports are called so: {first[:12]} (a.txt), {second[:12]} (a.txt). "
        "Name one of them by its id; nothing was removed",
        "report-qa: c.txt: the library has no such report. See `report-qa list` for those it has; nothing was removed",
        f"report-qa: {five}: the library has no such report. See `report-qa list` for those it has; "
        "nothing was removed",
    ]
    assert len(json.loads(run("list", "--library", kept, "--json").stdout)) == 3
    assert said("remove", other / "a.txt", "--library", kept)[0] == 0
    assert ids(kept)["a.txt"] == first


# --- ask and search


def _origin(name: str) -> list[Any]:
    class Origin(str):
        def __eq__(self, other: object) -> bool:
            return bool(re.fullmatch(rf"    {re.escape(name)}, confidence \d+%", str(other)))

        __hash__ = str.__hash__

    return [Origin()]


def test_a_library_is_asked_as_reports_are(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    run("add", folder, "--library", kept)
    from_reports = run("ask", "会议由谁主持？", folder / "a.txt", folder / "b.txt", "--json")
    from_library = run("ask", "会议由谁主持？", "--library", kept, "--json")
    assert from_library.exit_code == from_reports.exit_code == 0
    assert (
        json.loads(from_library.stdout)["text"]
        == json.loads(from_reports.stdout)["text"]
        == "会议由贺兰舟主持。"
    )
    assert said("ask", "猪肉价格是多少？", "--library", kept) == (
        1,
        ["No answer: the reports do not say."],
        [],
    )


@pytest.mark.parametrize("command", ["ask", "search"])
def test_reports_or_a_library_and_one_of_them(command: str, folder: Path, own: Path) -> None:
    assert said(command, "谁是市长？", folder, "--library", "kept") == (
        2,
        [],
        [
            "report-qa: --library: both reports and a library are named. Leave out one of them, or put the "
            "reports into the library first with `report-qa add`"
        ],
    )
    assert said(command, "谁是市长？") == (
        2,
        [],
        [
            "report-qa: PATH: no report is named, and there is no library of your own. Name reports or a "
            "--library, or make a library of your own with `report-qa add REPORT`"
        ],
    )
    assert not own.exists()


def test_search_prints_passages_with_origin_and_score(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    run("add", folder, "--library", kept)
    for source in ([folder], ["--library", kept]):
        status, out, _ = said("search", "大桥全长多少公里", *source, "--limit", "1")
        assert (status, out[0]) == (0, BRIDGE)
        assert re.fullmatch(r"    b\.txt, score \d\.\d{3}", out[1])
        assert len(out) == 2
    assert re.search(
        r"    b\.txt，得分 \d\.\d{3}\n", run("search", "大桥全长", "--library", kept, texts=CHINESE).stdout
    )
    found = json.loads(run("search", "大桥全长多少公里", folder, "--json").stdout)
    assert (found["question"], found["candidates"][0]["passage"]["text"]) == ("大桥全长多少公里", BRIDGE)
    assert [each["source"] for each in found["skipped"]] == ["empty.txt"]


def test_search_of_what_cannot_be_read_is_an_error(folder: Path) -> None:
    for path in (folder / "empty.txt", folder / "gone.txt"):
        status, out, err = said("search", "大桥", path, folder)
        assert (status, out, len(err)) == (2, [], 1)
    assert said("search", "？", folder)[0] == 2


def test_an_address_reaches_the_library_as_it_is(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    opened: list[object] = []

    def open_store(where: object, **options: object) -> Any:
        opened.append(where)
        raise ModelError("m", "no", "No")

    monkeypatch.setattr(qa.opening, "open_store", open_store)
    monkeypatch.setattr("qa.moving.open_store", open_store)
    address = "milvus://localhost:19530/reports"
    commands: list[list[object]] = [["ask", "q"], ["search", "q"], ["list"], ["reindex"], ["remove", "x"]]
    for command in [*commands, ["add", folder]]:
        assert run(*command, "--library", address).exit_code == 2  # type: ignore[arg-type]
    assert run("copy", address, "folder").exit_code == 2
    assert opened == [address] * 7


# --- the command as a process

_SLOW = """
import sys, time
import qa.opening
from tests.fakes import BagEncoder, cover_scorers
class Slow(BagEncoder):
    def encode_passages(self, texts):
        time.sleep(1.5)
        return super().encode_passages(texts)
qa.opening.load_encoder = lambda name: Slow()
qa.opening.bundled_scorers = cover_scorers
from qa.cli import main
main()
"""


def _process(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=_ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _held(kept: Path) -> int:
    if not (kept / "library.sqlite3").exists():
        return 0
    connection = sqlite3.connect(f"file:{kept / 'library.sqlite3'}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:  # it is being made
        return 0
    finally:
        connection.close()


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_an_interrupted_add_keeps_what_was_added_and_goes_on_from_there(tmp_path: Path) -> None:
    folder, kept = tmp_path / "reports", tmp_path / "kept"
    folder.mkdir()
    for number in range(500):
        (folder / f"{number:03}.txt").write_text(f"第{number}份报告。", encoding="utf-8")
    process = _process(_SLOW, "add", str(folder), "--library", str(kept))
    deadline = time.monotonic() + 60
    while not (count := _held(kept)) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    told = re.fullmatch(
        r"report-qa: interrupted\. Added and kept: (\d+)\. The same command goes on from there\n", err
    )
    assert (process.returncode, out) == (130, "")
    assert told, err
    # what was being embedded may have been kept while the signal was on its way
    assert 0 < count <= int(told[1]) < 500
    assert _held(kept) == int(told[1])
    out, err = _process(_SLOW, "add", str(folder), "--library", str(kept)).communicate(timeout=60)
    assert err == ""
    assert out.splitlines()[-1] == (
        f"{kept}: {500 - int(told[1])} added, {told[1]} already there, 500 in all"
    )


def test_the_real_thing(tmp_path: Path) -> None:
    report, kept = tmp_path / "臨江.txt", tmp_path / "kept"
    sentence = "五月十二日，顧明(míng)遠率二十三名工程師抵達臨江縣。"
    report.write_text(f"臨江縣水庫動工。{sentence}\n\n縣裡的茶園今年增產兩成。\n", encoding="utf-8")
    code = "from qa.cli import main; main()"
    out, err = _process(code, "add", str(report), "--library", str(kept)).communicate(timeout=120)
    assert (out, err) == (f"臨江.txt: added\n{kept}: 1 added, 1 in all\n", "")
    process = _process(code, "ask", "谁率工程师抵达临江县？", "--library", str(kept))
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err, out.splitlines()[0]) == (0, "", sentence)
