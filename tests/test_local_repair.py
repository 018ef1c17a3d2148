"""Damage of every kind, and of the database itself: what can be read is kept, what cannot is named."""

import shutil
import zlib
from pathlib import Path

import pytest

from qa.errors import DamagedError
from qa.store.local.database import DATABASE
from qa.store.local.doctor import examine
from qa.types import Document
from tests.fakes import BagEncoder
from tests.kept import (
    MAYOR,
    QUESTIONS,
    answered,
    causes,
    execute,
    made,
    names,
    names_in,
    numbered,
    open_library,
    sound,
    zero_page,
)


@pytest.mark.parametrize("pages", ["[5, 3]", "[0, 999]", "[1]"])
def test_pages_that_are_not_in_the_text_are_read_again(tmp_path: Path, pages: str) -> None:
    folder = made(tmp_path / "lib")
    execute(folder, "UPDATE documents SET page_starts = ? WHERE number = 1", pages)
    assert causes(folder) == [("mayor.txt", "what is stored about it is damaged", False)]
    assert [each[2] for each in causes(folder, repair=True, encoder=BagEncoder())] == [True]
    sound(folder)
    kept = made(tmp_path / "no bytes", keeps_originals=False)
    execute(kept, "UPDATE documents SET page_starts = ? WHERE number = 1", pages)
    assert [each[2] for each in causes(kept, repair=True, encoder=BagEncoder())] == [False]


WRONG = {
    "UPDATE documents SET name = CAST(x'ff' AS TEXT) WHERE number = 1": "a name that is no UTF-8",
    "UPDATE documents SET path = CAST(x'ff' AS TEXT) WHERE number = 1": "a path that is no UTF-8",
    "UPDATE documents SET sentences = x'00000000080000000800000011000000120000001b000000' WHERE number = 1": "a bit",
    "UPDATE meta SET value = 'x' WHERE key = 'generation'": "no number",
    "UPDATE meta SET value = 'x' WHERE key = 'dim'": "no number",
    "DELETE FROM meta WHERE key = 'dim'": "no number",
}


@pytest.mark.parametrize("damage", WRONG)
def test_any_damage_is_found_and_repaired(tmp_path: Path, damage: str) -> None:
    folder = made(tmp_path / "lib")
    execute(folder, damage)
    assert causes(folder)
    examine(folder, repair=True, encoder=BagEncoder())
    sound(folder)


def test_a_report_that_cannot_be_repaired_does_not_keep_the_others_from_being_asked(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib", keeps_originals=False)
    execute(folder, "UPDATE documents SET text = '别的。' WHERE number = 1")
    shutil.rmtree(folder / "index")
    assert examine(folder, repair=True, encoder=BagEncoder())[0].remedy == "Remove it and add its file again"
    with open_library(folder) as library:
        library.remove(MAYOR.id)
        library.add(MAYOR)
    sound(folder)


def test_what_is_left_of_a_database_that_was_cut_off_is_kept(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib", *numbered(*range(99)))
    data = (folder / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(data[: -4096 * 2])
    examine(folder, repair=True, encoder=BagEncoder())
    with open_library(folder) as library:
        assert len(library.reports()) > 50


@pytest.mark.parametrize(
    "table",
    ["vectors", "originals", "shards", "sqlite_autoindex_documents_1", "vectors_by_number"],
)
def test_a_damaged_database_is_copied_as_far_as_it_can_be_read(tmp_path: Path, table: str) -> None:
    folder = made(tmp_path / "lib")
    zero_page(folder, table)
    damaged = (folder / DATABASE).read_bytes()
    (first, *_) = examine(folder, repair=False)
    assert (first.subject, first.repaired) == (DATABASE, False)
    found = examine(folder, repair=True, encoder=BagEncoder())
    assert found[0].subject == DATABASE
    assert all(each.repaired for each in found)
    (aside,) = folder.glob(f"{DATABASE}.damaged-*")
    assert aside.name in found[0].remedy
    assert aside.read_bytes() == damaged
    sound(folder)


def lose_a_text(folder: Path, *, keeps_originals: bool) -> None:
    """A library of four long reports; of the third a page of its text is lost."""
    long = [
        Document.from_text(f"第{number}号。" + f"渔船捕鱼{number}吨。" * 900, f"{number}.txt")
        for number in range(4)
    ]
    made(folder, *long, keeps_originals=keeps_originals)
    data = (folder / DATABASE).read_bytes()
    pages = [data[start : start + 4096] for start in range(0, len(data), 4096)]
    lost = next(place for place, page in enumerate(pages) if page.count("渔船捕鱼2吨。".encode()) > 100)
    (folder / DATABASE).write_bytes(b"".join([*pages[:lost], bytes(4096), *pages[lost + 1 :]]))


def test_a_report_that_is_lost_is_named_and_the_others_kept(tmp_path: Path) -> None:
    lose_a_text(tmp_path / "lib", keeps_originals=False)
    assert causes(tmp_path / "lib", repair=True, encoder=BagEncoder())[1:] == [
        ("2.txt", "it could not be read any more", False)
    ]
    assert examine(tmp_path / "lib", repair=False) == ()
    with open_library(tmp_path / "lib") as library:
        assert names(library) == ["0.txt", "1.txt", "3.txt"]
        assert [each.text[-8:-1] for each in library.documents()] == [
            f"。渔船捕鱼{number}吨" for number in (0, 1, 3)
        ]


def test_a_report_whose_text_is_lost_is_read_again_from_its_bytes(tmp_path: Path) -> None:
    lose_a_text(tmp_path / "lib", keeps_originals=True)
    examine(tmp_path / "lib", repair=True, encoder=BagEncoder())
    assert sorted(names_in(tmp_path / "lib")) == ["0.txt", "1.txt", "2.txt", "3.txt"]


def test_reports_whose_table_is_lost_are_read_again_from_their_bytes(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    zero_page(folder, "documents")
    found = examine(folder, repair=True, encoder=BagEncoder())
    assert all(each.repaired for each in found)
    with open_library(folder) as library:
        assert names(library) == ["report 1", "report 2", "report 3"]
        assert answered(library) == QUESTIONS
    assert examine(folder, repair=False) == ()


def test_bytes_of_another_report_are_not_taken_for_its_own(tmp_path: Path) -> None:
    lose_a_text(tmp_path / "lib", keeps_originals=True)
    execute(tmp_path / "lib", "UPDATE originals SET data = ? WHERE number = 3", zlib.compress(b"else"))
    assert ("2.txt", "it could not be read any more", False) in causes(tmp_path / "lib", repair=True)
    folder = made(tmp_path / "bytes")
    execute(folder, "UPDATE originals SET data = ? WHERE number = 1", zlib.compress(b"else"))
    assert causes(folder, repair=True, encoder=BagEncoder()) == [
        ("mayor.txt", "its stored bytes are damaged", True)
    ]
    sound(folder)
    with open_library(folder) as library:
        assert library.original(MAYOR.id) is None


@pytest.mark.parametrize("key", ["generation", "epoch", "dim"])
@pytest.mark.parametrize("value", ["x", None, "7"])
def test_facts_about_the_library_are_told_anew(tmp_path: Path, key: str, value: str | None) -> None:
    folder = made(tmp_path / "lib")
    if value is None:
        execute(folder, "DELETE FROM meta WHERE key = ?", key)
    else:
        execute(folder, "UPDATE meta SET value = ? WHERE key = ?", value, key)
    if (key, value) != ("generation", "7"):
        assert [each[0] for each in causes(folder)] == [f"meta: {key}"]
        assert [each[2] for each in causes(folder, repair=True)] == [True]
    query = "SELECT value FROM meta WHERE key IN ('epoch', 'dim') ORDER BY key"
    assert execute(folder, query) == [(str(BagEncoder.dim),), ("0",)]
    sound(folder)


def test_a_library_that_does_not_say_which_encoder_made_it_is_named(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    execute(folder, "DELETE FROM meta WHERE key = 'encoder'")
    assert causes(folder, repair=True) == [("meta: encoder", "it is not recorded", False)]
    sound_again = open_library(folder)  # it is recorded when it is opened
    sound_again.close()
    sound(folder)


@pytest.mark.parametrize("key", ["encoder", "reader", "encoder_name", "reader_name"])
def test_models_whose_names_are_no_utf8_do_not_keep_it_from_being_examined(tmp_path: Path, key: str) -> None:
    folder = made(tmp_path / "lib")
    execute(folder, "UPDATE meta SET value = CAST(x'ff' AS TEXT) WHERE key = ?", key)
    assert causes(folder) == [(f"meta: {key}", "it is no UTF-8", False)]
    assert causes(folder, repair=True, encoder=BagEncoder())[0] == (f"meta: {key}", "it is no UTF-8", True)


def test_two_damages_within_a_second_are_both_set_aside(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    for count in (1, 2, 3):
        zero_page(folder, "vectors_by_number")
        examine(folder, repair=True)
        aside = [path for path in folder.glob("*.damaged-*") if not path.name.endswith(("-wal", "-shm"))]
        assert len(aside) == count
    sound(folder)


def test_a_finding_says_what_sqlite_says(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    zero_page(folder, "vectors_by_number")
    ((_, cause, _),) = [each for each in causes(folder) if each[0] == DATABASE][:1]
    assert "***" not in cause


def test_a_database_of_which_nothing_is_left_is_left_as_it_is(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    (folder / DATABASE).write_bytes(b"\xff" * 9000)
    with pytest.raises(DamagedError, match="nothing of its database can be read"):
        examine(folder, repair=True)
    assert (folder / DATABASE).read_bytes() == b"\xff" * 9000
    assert [path.name for path in folder.glob("*damaged*")] == []
