"""Asking some of the reports that a library holds, or that are read."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import qa.folders
import qa.opening
from qa.cli import asking
from qa.cli.asking import Asked
from qa.cli.texts import ENGLISH
from qa.errors import NotFoundError, QuestionError
from qa.library import Library
from qa.types import Document
from tests.fakes import BagEncoder, cover_scorers

MAYOR = "临澜市召开大会。市长林澄在会上致辞。会议由贺兰舟主持。"
BRIDGE = "澜江二桥建成通车。大桥全长3.86公里。大桥于2020年9月26日开工。"
OLDER = "澜江二桥还在建设。大桥全长3.68公里。"
QUESTION = "大桥全长多少公里？"


@pytest.fixture(autouse=True)
def by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qa.folders, "user_data_path", lambda *names, **options: tmp_path / "data")
    monkeypatch.setattr(qa.opening, "load_encoder", lambda name: BagEncoder())
    monkeypatch.setattr(qa.opening, "bundled_scorers", cover_scorers)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "old").mkdir(parents=True)
    for name, text in (("a.txt", MAYOR), ("b.txt", BRIDGE), ("old/b.txt", OLDER), ("empty.txt", "")):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def kept(folder: Path, tmp_path: Path) -> Path:
    with Library.open(tmp_path / "kept") as library:
        library.add(folder / "a.txt", folder / "b.txt", folder / "old" / "b.txt")
    return tmp_path / "kept"


def ids(kept: Path) -> list[str]:
    with Library.open(kept, create=False) as library:
        return [info.id for info in library.reports()]


def of(place: Path, reports: Sequence[str]) -> Asked:
    """What is asked: the reports of a folder, or a library."""
    if place.name == "kept":
        return Asked([], str(place), None, None, reports)
    return Asked([place], None, None, None, reports)


def asked(place: Path, capsys: pytest.CaptureFixture[str], *reports: str) -> tuple[int, str]:
    """The exit status, and the first line that ``ask`` prints."""
    status = asking.ask(QUESTION, of(place, reports), 1, ENGLISH, json_wanted=False)
    return status, capsys.readouterr().out.partition("\n")[0]


def searched(place: Path, capsys: pytest.CaptureFixture[str], *reports: str) -> set[str]:
    """The names under the passages that ``search`` prints."""
    asking.search(QUESTION, of(place, reports), 99, ENGLISH, json_wanted=False)
    lines = capsys.readouterr().out.splitlines()
    return {line.strip().split(",")[0] for line in lines if line.startswith("    ")}


@pytest.mark.parametrize("where", ["kept", "reports"])
def test_a_report_is_named_by_its_name_path_or_id(
    where: str, kept: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, (mayor, bridge, older) = kept if where == "kept" else folder, ids(kept)
    none = (1, "No answer: the reports do not say.")
    assert asked(place, capsys, "a.txt") == none
    assert asked(place, capsys, mayor[:6].upper()) == none
    assert asked(place, capsys, older) == (0, "大桥全长3.68公里。")
    assert asked(place, capsys, str(folder / "b.txt")) == (0, "大桥全长3.86公里。")
    assert asked(place, capsys, "a.txt", bridge) == (0, "大桥全长3.86公里。")
    assert asked(place, capsys)[0] == 0
    assert searched(place, capsys, "a.txt") == {"a.txt"}
    assert searched(place, capsys, "a.txt", older) == searched(place, capsys) == {"a.txt", "b.txt"}


@pytest.mark.parametrize("command", [asking.ask, asking.search])
def test_a_report_that_is_not_there_or_not_one_is_refused(
    command: Callable[..., int], kept: Path, folder: Path
) -> None:
    _, bridge, older = ids(kept)
    cases = (
        (kept, "c.txt", "the library has no such report. See `report-qa list` for those it has"),
        (
            folder,
            "c.txt",
            "none of the reports that are read is called so. Name it by its file name or its path",
        ),
        (
            kept,
            "b.txt",
            f"2 reports are called so: {bridge[:12]} (b.txt), {older[:12]} (b.txt). Name one of them by its id",
        ),
    )
    for place, report, said in cases:
        with pytest.raises(NotFoundError) as caught:
            command(QUESTION, of(place, ["a.txt", report]), 1, ENGLISH, json_wanted=False)
        assert str(caught.value) == f"{report}: {said}"


def test_files_that_could_not_be_read_are_named_all_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asking.ask(QUESTION, of(folder, ["a.txt"]), 1, ENGLISH, json_wanted=False)
    assert "skipped empty.txt" in capsys.readouterr().err
    with pytest.raises(QuestionError):
        asking.ask("？", of(folder / "gone", ["a.txt"]), 1, ENGLISH, json_wanted=False)


def test_all_reports_are_asked_where_none_is_named(kept: Path) -> None:
    with Library.open(kept, create=False) as library:
        assert of(kept, ()).within(library) is None
        library.add(Document.from_text("甲。", "c.txt"))
        assert of(kept, ["c.txt"]).within(library) == (library.reports()[3].id,)
