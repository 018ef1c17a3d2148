"""No command repeats the password of an address, wherever it is named and whatever comes of it."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import qa.folders
import qa.moving
import qa.opening
from qa.cli.app import build
from qa.cli.plain import without_passwords
from qa.cli.texts import CHINESE, ENGLISH, Texts
from qa.store.local.store import LocalStore
from tests.fakes import BagEncoder, cover_scorers

ADDRESS = "milvus://root:S3cret@localhost:19530/reports"
SHOWN = "milvus://localhost:19530/reports"
OTHER = "milvus://root:S3cret@localhost:19530/other"


class _Distant(LocalStore):
    """A store that goes by its address."""

    @property
    def subject(self) -> str:
        return f"milvus://localhost:19530/{self.database.folder.name}"


@pytest.fixture(autouse=True)
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders in place of servers, and quick models in place of the bundled ones."""
    near = qa.opening.open_store

    def open_store(where: Any, *, create: bool = True, keeps_originals: bool = True) -> Any:
        if "://" not in str(where):
            return near(where, create=create, keeps_originals=keeps_originals)
        folder = tmp_path / "servers" / str(where).rpartition("/")[2]
        return _Distant(folder, create=create, keeps_originals=keeps_originals)

    monkeypatch.setattr(qa.opening, "open_store", open_store)
    monkeypatch.setattr(qa.moving, "open_store", open_store)
    monkeypatch.setattr(qa.folders, "user_data_path", lambda *names, **options: tmp_path / "data")
    monkeypatch.setattr(qa.opening, "load_encoder", lambda name: BagEncoder())
    monkeypatch.setattr(qa.opening, "bundled_scorers", cover_scorers)
    (tmp_path / "servers").mkdir()
    return tmp_path / "servers"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("临澜市召开大会。会议由贺兰舟主持。", encoding="utf-8")
    return tmp_path / "a.txt"


def said(*arguments: str | Path, texts: Texts = ENGLISH) -> tuple[int, str, str]:
    result = CliRunner().invoke(build(texts), list(map(str, arguments)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "S3cret" not in result.stdout + result.stderr
    return result.exit_code, result.stdout, result.stderr


def test_what_is_done_names_the_address_alone(report: Path, tmp_path: Path) -> None:
    assert said("add", report, "--library", ADDRESS) == (0, f"a.txt: added\n{SHOWN}: 1 added, 1 in all\n", "")
    assert said("add", report, "--library", ADDRESS, texts=CHINESE) == (
        0,
        f"a.txt：原已在库\n{SHOWN}：原已在库 1，共有 1\n",
        "",
    )
    assert said("compact", "--library", ADDRESS) == (0, f"{SHOWN} is compacted.\n", "")
    assert said("compact", "--library", ADDRESS, texts=CHINESE) == (0, f"{SHOWN} 已合并。\n", "")
    assert said("reindex", "--library", ADDRESS) == (
        0,
        f"{SHOWN} is asked with the encoder bundled and the reader bundled now.\n",
        "",
    )
    other = "milvus://localhost:19530/other"
    assert said("copy", ADDRESS, OTHER) == (0, f"{other}: 1 copied or already there\n", "")
    assert said("copy", ADDRESS, OTHER, texts=CHINESE) == (0, f"{other}：已复制或原已在库 1\n", "")
    at = "milvus://root:S3cret@S3cret@localhost:19530/other"  # a password may hold an @
    assert said("copy", ADDRESS, at)[1] == f"{other}: 1 copied or already there\n"
    assert said("compact", "--library", at)[1] == f"{other} is compacted.\n"
    assert said("list", "--library", ADDRESS)[0] == 0
    assert said("ask", "会议由谁主持？", "--library", ADDRESS)[:2][0] == 0
    assert said("search", "会议", "--library", ADDRESS)[0] == 0
    assert said("remove", "a.txt", "--library", ADDRESS)[0] == 0
    empty = f"report-qa: {SHOWN}: it holds no report yet. Add some with `report-qa add`\n"
    assert said("list", "--library", ADDRESS) == (0, "", empty)
    assert said("ask", "会议由谁主持？", "--library", ADDRESS) == (
        1,
        "No answer: the reports do not say.\n",
        empty,
    )
    assert said("search", "会议", "--library", ADDRESS) == (1, "Nothing found.\n", empty)


@pytest.mark.parametrize("command", [["doctor"], ["export", "a.zip"], ["import", "a.zip"]])
@pytest.mark.parametrize(
    ("where", "shown"),
    [(ADDRESS, SHOWN), ("postgres://root:S3cret@host/x", "postgres://host/x"), ("x.db", "x.db")],
)
def test_what_is_for_folders_refuses_all_else(command: list[str], where: str, shown: str) -> None:
    assert said(*command, "--library", where) == (
        2,
        "",
        f"report-qa: {shown}: it is no folder, and this is for libraries in folders. "
        "Name a folder; `report-qa copy` makes one of a library on Milvus\n",
    )


@pytest.mark.parametrize("command", [["ask", "q"], ["search", "q"], ["add"], ["chat"]])
def test_an_address_is_no_report(command: list[str], servers: Path) -> None:
    assert said(*command, ADDRESS) == (
        2,
        "",
        "report-qa: PATH: an address is named in place of a report. "
        "Name files and folders; a library on Milvus is named by --library\n",
    )
    assert list(servers.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ["list", ADDRESS],
        ["compact", ADDRESS],
        ["ask", "q", "--unknown", ADDRESS],
        ["ask", "q", f"--unknown={ADDRESS}"],
        ["ask", "q", "--limit", ADDRESS],
        [ADDRESS],
        ["copy", ADDRESS],
        ["copy", ADDRESS, OTHER, ADDRESS],
        ["verify", ADDRESS, ADDRESS],
        ["import", ADDRESS, "--library", "kept"],
        ["export", ADDRESS, "--library", "kept"],
        ["remove", ADDRESS, "--library", "kept"],
        ["list", "--library", "postgres://root:S3cret@host/x"],
        ["add", "a.txt", "--library", "postgres://root:S3cret@host/x"],
        ["ask", "q", "--library", ADDRESS, "--encoder", ADDRESS],
    ],
)
@pytest.mark.parametrize("texts", [ENGLISH, CHINESE])
def test_an_address_in_the_wrong_place_is_not_repeated(
    command: list[str], texts: Texts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = said(*command, texts=texts)
    assert (status, out) == (2, "")
    assert err


def test_a_server_that_is_not_there_is_named_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    status, out, err = said("list", "--library", "milvus://root:S3cret@localhost:1/reports")
    assert (status, out) == (2, "")
    assert err.startswith("report-qa: milvus://localhost:1/reports: ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("milvus://root:S3cret@host/x: no. Yes", "milvus://host/x: no. Yes"),
        ("'milvus:/root:a/b@c@host/x' and https://me@h", "'milvus:/host/x' and https://h"),
        ("milvus://host:19530/x: mail a@b.c", "milvus://host:19530/x: mail a@b.c"),
        ("C:/users/a@b.txt", "C:/users/a@b.txt"),
        ("a@b:c/d@e", "a@b:c/d@e"),
    ],
)
def test_only_who_is_let_in_is_left_out(text: str, shown: str) -> None:
    assert without_passwords(text) == shown
