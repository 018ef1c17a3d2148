"""Every damage is found, named and repaired as far as what is left allows; and then all is right."""

import shutil
from pathlib import Path

import pytest

from qa.errors import BusyError, LibraryError
from qa.store.local.database import DATABASE
from qa.store.local.doctor import examine
from qa.types import Document
from tests.fakes import BagEncoder
from tests.kept import (
    BRIDGE,
    MAYOR,
    PORT,
    MovedEncoder,
    causes,
    counted_files,
    execute,
    held_lock,
    in_memory,
    index_files,
    made,
    numbered,
    open_library,
    open_store,
    sound,
    wait_only,
    zero_page,
)

REPORT = {
    "UPDATE documents SET text = '别的。' WHERE number = 1": "its stored text is damaged",
    "UPDATE documents SET text = CAST(x'ff' AS TEXT) WHERE number = 1": "its stored text is damaged",
    "UPDATE documents SET sentence_count = 2 WHERE number = 1": "damaged",
    "UPDATE documents SET sentences = x'00' WHERE number = 1": "damaged",
    "UPDATE documents SET page_starts = '[0, x' WHERE number = 1": "damaged",
    "UPDATE vectors SET data = zeroblob(3) WHERE number = 1": "its stored vectors are damaged",
    "DELETE FROM vectors WHERE number = 1": "its stored vectors are damaged",
}


def test_a_sound_library_has_nothing_to_find(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with open_library(tmp_path / "lib") as library:
        library.add(numbered(*range(9)))
        library.remove(numbered(3)[0].id)
        assert examine(tmp_path / "lib", repair=False, on_progress=lambda *step: told.append(step)) == ()
    assert told == [("check", number, 8) for number in range(1, 9)]
    assert examine(tmp_path / "lib", repair=True) == ()
    open_store(tmp_path / "new").close()
    assert examine(tmp_path / "new", repair=True) == ()


@pytest.mark.parametrize("damage", REPORT)
def test_a_damaged_report_is_read_again_from_its_bytes(tmp_path: Path, damage: str) -> None:
    folder = made(tmp_path / "lib")
    execute(folder, damage)
    ((subject, cause, repaired),) = causes(folder)
    assert (subject, repaired) == ("mayor.txt", False)
    assert REPORT[damage] in cause
    assert causes(folder, repair=True, encoder=BagEncoder()) == [("mayor.txt", cause, True)]
    sound(folder)
    with open_library(folder) as library:
        assert [each.text for each in library.documents()] == [BRIDGE.text, PORT.text, MAYOR.text]
        assert library.document(MAYOR.id).page_starts == ()
        assert library.original(MAYOR.id) == MAYOR.text.encode()


def test_original_bytes_that_are_lost_are_read_from_the_file_again(tmp_path: Path) -> None:
    path = tmp_path / "mayor.txt"
    path.write_text(MAYOR.text, encoding="utf-8")
    folder = made(tmp_path / "lib", Document.from_path(path), BRIDGE, *numbered(1))
    execute(folder, "UPDATE originals SET data = x'00' WHERE number < 3")
    found = examine(folder, repair=True, encoder=BagEncoder())
    assert [(each.subject, each.cause, each.remedy) for each in found] == [
        ("mayor.txt", "its stored bytes are damaged", "It was indexed again from its text"),
        (
            "bridge.txt",
            "its stored bytes are damaged",
            "It was indexed again from its text; its original bytes are not kept",
        ),
    ]
    assert examine(folder, repair=False) == ()
    with open_library(folder) as library:
        assert library.original(MAYOR.id) == MAYOR.text.encode()
        assert library.original(BRIDGE.id) is None


def test_what_cannot_be_repaired_is_named_with_what_would_help(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib", keeps_originals=False)
    execute(folder, "UPDATE documents SET text = '别的。' WHERE number = 1")
    execute(folder, "DELETE FROM vectors WHERE number = 2")
    for encoder in (None, MovedEncoder()):
        found = examine(folder, repair=True, encoder=encoder)
        assert [(each.subject, each.repaired) for each in found] == [
            ("mayor.txt", False),
            ("bridge.txt", False),
        ]
        assert "add its file again" in found[0].remedy
        assert "--encoder" in found[1].remedy
    assert causes(folder, repair=True, encoder=BagEncoder())[1][2]
    with open_library(folder) as library:
        library.remove(MAYOR.id)
        library.add(MAYOR)
    sound(folder)


def test_search_files_that_are_gone_damaged_or_stray_are_made_right(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib", *numbered(*range(6)))
    with open_library(folder) as library:
        library.add(numbered(9))
        first, second = sorted((folder / "index").glob("*.terms"))
        first.unlink()
        second.write_bytes(b"")
        (folder / "index" / "00000077.faiss.writing").touch()
        gone = "it is gone, or not what was written"
        expected = [
            (f"index/{first.name}", gone),
            (f"index/{second.name}", gone),
            ("index/00000077.faiss.writing", "no report is searched with this file"),
        ]
        assert causes(folder) == [(*each, False) for each in expected]
        assert causes(folder, repair=True)[:2] == [(*each, True) for each in expected[:2]]
        assert library.ask("渔船捕鱼9吨？") == in_memory(*numbered(*range(6)), *numbered(9)).ask(
            "渔船捕鱼9吨？"
        )
    assert examine(folder, repair=False) == ()
    assert index_files(folder) == counted_files(folder)


def test_search_files_that_hold_other_vectors_than_the_database_are_made_again(tmp_path: Path) -> None:
    folder, other = made(tmp_path / "lib"), made(tmp_path / "other", BRIDGE, MAYOR, *numbered(1))
    for path in (other / "index").glob("*.faiss"):
        shutil.copy(path, folder / "index" / path.name)
    execute(
        folder,
        "UPDATE shards SET vectors_sha256 = ?",
        execute(other, "SELECT vectors_sha256 FROM shards")[0][0],
    )
    ((subject, _, _),) = causes(folder)
    assert subject == "index/00000001.terms"
    assert [each[2] for each in causes(folder, repair=True)] == [True]
    sound(folder)


def test_vectors_of_no_encoder_are_removed(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    execute(folder, "INSERT INTO vectors SELECT 7, number, part, sha256, data FROM vectors")
    expected = (DATABASE, "3 rows of vectors belong to no encoder of the library")
    assert causes(folder) == [(*expected, False)]
    assert causes(folder, repair=True) == [(*expected, True)]
    assert execute(folder, "SELECT DISTINCT epoch FROM vectors") == [(0,)]
    sound(folder)


def test_what_is_no_library_or_newer_is_not_examined(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library"):
        examine(tmp_path / "none", repair=True)
    folder = made(tmp_path / "lib")
    execute(folder, "PRAGMA user_version = 99")
    for repair in (False, True):
        with pytest.raises(LibraryError, match="Update report-qa"):
            examine(folder, repair=repair)


@pytest.mark.parametrize(
    "damage",
    ["report", "file", "database"],
)
def test_a_repair_waits_for_whoever_changes_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    wait_only(monkeypatch, 0.1)
    folder = made(tmp_path / "lib")
    if damage == "report":
        execute(folder, "DELETE FROM vectors WHERE number = 1")
    elif damage == "file":
        next((folder / "index").glob("*.terms")).unlink()
    else:
        zero_page(folder, "vectors_by_number")
    with held_lock(folder):
        found = examine(folder, repair=False)
        assert found
        with pytest.raises(BusyError, match="changing it"):
            examine(folder, repair=True, encoder=BagEncoder())
    assert examine(folder, repair=False) == found
    assert all(each.repaired for each in examine(folder, repair=True, encoder=BagEncoder()))
    sound(folder)
