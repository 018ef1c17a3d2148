"""The commands that look after a library, and what the commands for libraries look like on a terminal."""

import io
import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

import qa.folders
import qa.moving
import qa.opening
from qa.cli.app import build
from qa.cli.library_texts import CHINESE as CHINESE_LIBRARY
from qa.cli.library_texts import ENGLISH as ENGLISH_LIBRARY
from qa.cli.library_texts import LibraryTexts
from qa.cli.running import run as run_work
from qa.cli.terminal import LateProgress, as_table, passages_as_text
from qa.cli.texts import CHINESE, ENGLISH, Texts
from qa.errors import ModelError, QAError
from qa.library import Library
from qa.store.models import ModelRecord
from qa.types import Candidate, Document, Passage
from tests.fakes import BagEncoder, cover_scorers

MAYOR = Document.from_text("临澜市召开大会。市长林澄在会上致辞。会议由贺兰舟主持。", "mayor.txt")
BRIDGE = Document.from_text("澜江二桥建成通车。大桥全长3.86公里。", "bridge.txt")


class OtherEncoder(BagEncoder):
    identity = "other"


def _load(name: str | None) -> BagEncoder:
    if name == "gone":
        raise ModelError("gone", "there is no such model", "Name another")
    return BagEncoder() if name is None else OtherEncoder()


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Quick models in place of the bundled ones, and where the library of the user is."""
    data = tmp_path / "data"
    monkeypatch.setattr(qa.folders, "user_data_path", lambda *names, **options: data)
    monkeypatch.setattr(qa.opening, "load_encoder", _load)
    monkeypatch.setattr(qa.opening, "bundled_scorers", cover_scorers)
    return data / "library"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "kept") as library:
        library.add(MAYOR, BRIDGE)
    return tmp_path / "kept"


def run(*arguments: str | Path, texts: Texts = ENGLISH) -> Any:
    return CliRunner().invoke(build(texts), list(map(str, arguments)))


def said(*arguments: str | Path, texts: Texts = ENGLISH) -> tuple[int, str, str]:
    result = run(*arguments, texts=texts)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def held(where: Path) -> list[str]:
    return [info["name"] for info in json.loads(run("list", "--library", where, "--json").stdout)]


# --- reindex


def test_a_library_moves_to_another_encoder_and_back(kept: Path) -> None:
    assert said("reindex", "--library", kept, "--encoder", "some/model") == (
        0,
        f"{kept} is asked with the encoder some/model and the reader bundled now.\n",
        "",
    )
    with Library.open(kept) as library:
        assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"
    assert said("reindex", "--library", kept, "--encoder", "bundled", texts=CHINESE) == (
        0,
        f"{kept} 现在用编码器 bundled 和阅读器 bundled。\n",
        "",
    )
    assert said("reindex", "--library", kept, "--encoder", "gone") == (
        2,
        "",
        "report-qa: gone: there is no such model. Name another\n",
    )


def _interrupt(*arguments: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        (
            "reindex",
            ["reindex"],
            "interrupted. The library answers as before; the same command goes on from there",
        ),
        (
            "copy_library",
            ["copy", "a", "b"],
            "interrupted. What was copied stays; the same command goes on from there",
        ),
    ],
)
def test_an_interruption_says_what_stays(
    name: str, arguments: list[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.moving, name, _interrupt)
    assert said(*arguments) == (130, "", f"report-qa: {expected}\n")


def test_work_ends_in_a_status(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise QAError("a\nb\udcff", "it fails", "Mend it")

    assert (run_work(lambda: 1), run_work(fail)) == (1, 2)
    with pytest.raises(ZeroDivisionError):
        run_work(lambda: 1 // 0)
    assert capsys.readouterr() == ("", "report-qa: a\u240ab\ufffd: it fails. Mend it\n")


# --- compact


def test_compacting_gives_back_the_room_of_removed_reports(kept: Path) -> None:
    long = Document.from_text(
        "".join(f"第{number}号，{number * 7919}人。\n" for number in range(20000)), "long.txt"
    )
    with Library.open(kept) as library:
        library.add(long)
    assert said("remove", "long.txt", "--library", kept)[0] == 0
    status, out, err = said("compact", "--library", kept)
    assert (status, err) == (0, "")
    told = re.fullmatch(rf"{re.escape(str(kept))}: (\d+\.\d) MB before, (\d+\.\d) MB now\n", out)
    assert told
    assert float(told[2]) < 0.5 < float(told[1])
    assert held(kept) == ["mayor.txt", "bridge.txt"]


class _Scripted:
    """A store on a server that is or is not done with what was removed."""

    subject = "milvus://localhost:19530/reports"
    models = ModelRecord("bag", "bundled", 64, "by hand", "bundled")

    def __init__(self, done: bool) -> None:
        self.done = done
        self.calls: list[str] = []

    def compact(self) -> bool:
        self.calls.append("compact")
        return self.done

    def reindex(self, *arguments: object) -> bool:
        self.calls.append("reindex")
        return self.done

    def close(self) -> None:
        self.calls.append("close")


@pytest.mark.parametrize(
    ("texts", "compacted", "later"),
    [
        (
            ENGLISH,
            "milvus://localhost:19530/reports is compacted.\n",
            "report-qa: Done; what was removed is overwritten in the files once nobody is asking: "
            "run `report-qa compact` again.\n",
        ),
        (
            CHINESE,
            "milvus://localhost:19530/reports 已合并。\n",
            "report-qa: 已完成；已移除的内容要等没有人提问时才能从文件里抹掉：请再运行一次 `report-qa compact`。\n",
        ),
    ],
)
def test_room_that_is_given_back_later_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, texts: Texts, compacted: str, later: str
) -> None:
    address = "milvus://localhost:19530/reports"
    for done in (True, False):
        store = _Scripted(done)
        for module in (qa.opening, qa.moving):
            monkeypatch.setattr(module, "open_store", lambda where, store=store, **options: store)
        note = "" if done else later
        assert said("compact", "--library", address, texts=texts) == (0, compacted, note)
        assert store.calls == ["compact", "close"]
        status, out, err = said("reindex", "--library", address, texts=texts)
        assert (status, err) == (0, note)
        assert out.startswith(address)
        assert store.calls[2:] == ["reindex", "close", "close"]


def test_a_folder_is_compacted_while_it_is_asked(kept: Path) -> None:
    with Library.open(kept) as library:
        library.remove(MAYOR.id)
    connection = sqlite3.connect(kept / "library.sqlite3")
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM documents").fetchone()
    status, out, err = said("compact", "--library", kept)
    assert status == 0
    assert out.startswith(f"{kept}: ")
    assert err == (
        "report-qa: Done; what was removed is overwritten in the files once nobody is asking: "
        "run `report-qa compact` again.\n"
    )
    connection.close()
    assert said("compact", "--library", kept)[2] == ""


# --- doctor


def _lose_vectors(kept: Path) -> None:
    connection = sqlite3.connect(kept / "library.sqlite3")
    connection.execute("DELETE FROM vectors WHERE number = 2")
    connection.commit()
    connection.close()


def _spoil_index(kept: Path) -> None:
    (path,) = (kept / "index").glob("*.faiss")
    path.write_bytes(b"spoilt")


def test_a_sound_library_is_said_to_be(kept: Path) -> None:
    assert said("doctor", "--library", kept) == (0, f"{kept} is sound.\n", "")
    assert said("doctor", "--library", kept, "--repair", texts=CHINESE) == (0, f"{kept} 完好。\n", "")
    assert said("doctor", "--library", kept, "--json") == (0, "[]\n", "")


@pytest.mark.parametrize("damage", [_lose_vectors, _spoil_index])
def test_what_is_wrong_is_found_then_repaired(kept: Path, damage: Callable[[Path], None]) -> None:
    damage(kept)
    status, out, err = said("doctor", "--library", kept)
    assert (status, err) == (1, "")
    assert out.endswith(f". Run `report-qa doctor --repair --library {kept}`\n")
    found = json.loads(run("doctor", "--library", kept, "--json").stdout)
    assert [(set(each), each["repaired"]) for each in found] == [
        ({"subject", "cause", "remedy", "repaired"}, False)
    ] * len(found)
    assert out.splitlines() == [f"{each['subject']}: {each['cause']}. {each['remedy']}" for each in found]
    status, out, err = said("doctor", "--library", kept, "--repair")
    assert (status, err) == (0, "")
    assert all(line.endswith(" (repaired)") for line in out.splitlines())
    assert said("doctor", "--library", kept)[0] == 0
    with Library.open(kept) as library:
        assert library.ask("大桥全长多少公里？").text == "大桥全长3.86公里。"


def test_without_its_encoder_a_report_stays_damaged(kept: Path) -> None:
    run("reindex", "--library", kept, "--encoder", "some/model")
    _lose_vectors(kept)
    connection = sqlite3.connect(kept / "library.sqlite3")
    connection.execute("UPDATE meta SET value = 'gone' WHERE key = 'encoder_name'")
    connection.commit()
    connection.close()
    status, out, err = said("doctor", "--library", kept, "--repair")
    assert (status, err) == (1, "report-qa: gone: there is no such model. Name another\n")
    assert "(repaired)" not in out
    assert "--encoder" in out
    # one that is named and cannot be had is an error at once
    assert said("doctor", "--library", kept, "--repair", "--encoder", "gone")[:2] == (2, "")
    assert said("doctor", "--library", kept, "--repair", "--encoder", "some/model")[0] == 0
    assert said("doctor", "--library", kept)[0] == 0


# --- export, import and copy


def test_a_library_goes_through_a_file(kept: Path, tmp_path: Path) -> None:
    archive, other = tmp_path / "kept.zip", tmp_path / "other"
    status, out, err = said("export", archive, "--library", kept)
    assert (status, err) == (0, "")
    assert re.fullmatch(rf"{re.escape(str(kept))} is in {re.escape(str(archive))} \(\d+\.\d MB\)\.\n", out)
    assert said("import", archive, "--library", other) == (0, f"{archive} is in {other}.\n", "")
    assert held(other) == held(kept) == ["mayor.txt", "bridge.txt"]
    with Library.open(other) as library:
        assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"
    status, out, err = said("export", archive, "--library", kept)
    assert (status, out) == (2, "")
    assert err == f"report-qa: {archive}: there is such a file already. Name another file\n"
    assert said("import", archive, "--library", kept)[:2] == (2, "")


def test_the_library_of_the_user_is_exported_and_imported_by_default(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open() as library:
        library.add(MAYOR)
    assert said("export", tmp_path / "own.zip")[0] == 0
    data = tmp_path / "elsewhere"
    monkeypatch.setattr(qa.folders, "user_data_path", lambda *names, **options: data)
    assert said("import", tmp_path / "own.zip")[0] == 0
    assert held(data / "library") == ["mayor.txt"]
    # a folder may be named from where one stands
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert said("import", tmp_path / "own.zip", "--library", ".")[0] == 0
    assert held(tmp_path / "here") == ["mayor.txt"]


def test_a_copy_holds_the_same(kept: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    for texts, expected in (
        (ENGLISH, f"{target}: 2 copied or already there\n"),
        (CHINESE, f"{target}：已复制或原已在库 2\n"),
    ):
        assert said("copy", kept, target, texts=texts) == (0, expected, "")
        assert held(target) == ["mayor.txt", "bridge.txt"]
    assert said("copy", tmp_path / "gone", target)[:2] == (2, "")


# --- on a terminal


def _drawn(what: Any, width: int) -> list[str]:
    file = io.StringIO()
    Console(file=file, force_terminal=True, width=width, color_system=None).print(what)
    return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue()).splitlines()]


def test_a_table_aligns_its_columns_and_cannot_be_steered() -> None:
    rows = [("报告.txt", "12", "79d27169e8bb"), ("a\x1b[2J.txt", "3", "a0dade7dbdad")]
    assert _drawn(as_table(("Name", "Pages", "Id"), rows, ("Pages",)), 60) == [
        "Name       Pages  Id",
        "报告.txt      12  79d27169e8bb",
        "a\u241b[2J.txt      3  a0dade7dbdad",
    ]


def test_passages_on_a_terminal_are_harmless() -> None:
    passage = Candidate(Passage("0" * 64, 0, 8, "第一\x1b[2J\r\n行。"), "a.pdf", 3, 1.25, None, 2.0)
    assert passages_as_text([passage, passage], ENGLISH).plain == (
        "第一\u241b[2J\n行。\n    a.pdf, page 3, score 1.250\n\n"
        "第一\u241b[2J\n行。\n    a.pdf, page 3, score 1.250"
    )
    assert passages_as_text([], CHINESE).plain == "没有找到。"


@pytest.mark.parametrize("stage", ["read", "embed", "check", "copy"])
def test_every_stage_has_a_bar(stage: str) -> None:
    with LateProgress(ENGLISH, console=Console(file=io.StringIO())) as progress:
        progress.report(stage, 1, 2)


# --- help


def _placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("field", [field.name for field in fields(LibraryTexts) if field.name != "columns"])
def test_both_languages_say_it_with_the_same_values(field: str) -> None:
    english, chinese = (getattr(texts, field) for texts in (ENGLISH_LIBRARY, CHINESE_LIBRARY))
    assert _placeholders(english) == _placeholders(chinese)
    assert english != chinese


COMMANDS = (
    "ask",
    "search",
    "verify",
    "chat",
    "add",
    "remove",
    "list",
    "reindex",
    "compact",
    "doctor",
    "export",
    "import",
    "copy",
)


@pytest.mark.parametrize(
    ("command", "english", "chinese"),
    [
        (
            "search",
            "Find passages that may answer, without looking for the answer in them.",
            "只列段落，不提取答案。",
        ),
        (
            "reindex",
            "Without options: embed again if the recorded models have changed.",
            "不指定则沿用原来的模型；模型更新过则重新计算。",
        ),
        ("doctor", "0 sound or repaired, 1 something is left, 2 error.", "检查报告库有无损坏。"),
        ("doctor", "where it has to be named.", "doctor 提示需要时才写。"),
        ("add", "1 some were not added, 2 none was, or error.", "1 有的未能添加，2 全都未能添加，或出错。"),
        *(
            (
                command,
                "the library's own, if it has one, else the bundled one.",
                "不写则用报告库的，没有则用自带的。",
            )
            for command in ("ask", "add", "chat", "search")
        ),
    ],
)
def test_help_says_what_is_done(
    command: str, english: str, chinese: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    assert english in said(command, "--help")[1]
    assert chinese in said(command, "--help", texts=CHINESE)[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_sentences(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    for texts, end in ((ENGLISH, "."), (CHINESE, "。")):
        for option in ("-h", "--help"):
            status, out, _ = said(command, option, texts=texts)
            assert status == 0
            assert end in out
    assert f" {command} " in said("--help")[1]
