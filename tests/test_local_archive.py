"""A library as one file and back; what is no archive, or a damaged one, leaves nothing behind."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.errors import DamagedError, LibraryError, QAError
from qa.store.local.archive import export_library, import_library
from qa.store.local.database import DATABASE
from qa.store.local.doctor import examine
from tests.kept import (
    BRIDGE,
    MAYOR,
    QUESTIONS,
    answered,
    execute,
    held_lock,
    made,
    names,
    names_in,
    numbered,
    open_library,
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    export_library(made(tmp_path / "lib"), tmp_path / "lib.zip")
    return tmp_path / "lib.zip"


def test_what_is_exported_is_imported_with_the_same_answers(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib", *numbered(*range(9)))
    with open_library(folder) as library:
        library.add(MAYOR, BRIDGE)
        library.remove(numbered(3)[0].id)
        # while it is open, and while another process changes it
        with held_lock(folder):
            export_library(folder, tmp_path / "lib.zip")
        library.remove(BRIDGE.id)
        import_library(tmp_path / "lib.zip", tmp_path / "copy")
        with open_library(tmp_path / "copy") as copy:
            assert names(copy) == [*names(library), "bridge.txt"]
            assert copy.ask("大桥全长多少公里？").text == "大桥全长3.86公里。"
            copy.remove(BRIDGE.id)
            assert copy.reports() == library.reports()
            for question in ("渔船捕鱼7吨？", "会议由谁主持？"):
                assert copy.ask(question) == library.ask(question)
            assert copy.original(MAYOR.id) == MAYOR.text.encode()
    assert examine(tmp_path / "copy", repair=False) == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "lib", "lib.zip"]


def test_an_empty_folder_takes_an_archive(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "copy").mkdir()
    import_library(archive, tmp_path / "copy")
    import_library(archive, tmp_path / "new" / "copy")
    for folder in (tmp_path / "copy", tmp_path / "new" / "copy"):
        with open_library(folder) as library:
            assert answered(library) == QUESTIONS


def test_nothing_is_written_over(tmp_path: Path, archive: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(LibraryError, match="there is such a file already"):
        export_library(tmp_path / "lib", archive)
    assert archive.read_bytes() == before
    for taken in (tmp_path / "lib", archive):
        with pytest.raises(LibraryError, match="it holds something already"):
            import_library(archive, taken)
    assert archive.read_bytes() == before
    assert names_in(tmp_path / "lib") == ["mayor.txt", "bridge.txt", "port.txt"]


def test_what_is_no_library_is_not_exported(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library"):
        export_library(tmp_path / "none", tmp_path / "lib.zip")
    made(tmp_path / "lib")
    with pytest.raises(QAError):
        export_library(tmp_path / "lib", tmp_path / "none" / "lib.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lib"]


def rewritten(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], None]:
    def rewrite(archive: Path) -> None:
        with zipfile.ZipFile(archive) as file:
            members = {name: file.read(name) for name in file.namelist()}
        change(members)
        with zipfile.ZipFile(archive, "w") as file:
            for name, data in members.items():
                file.writestr(name, data)

    return rewrite


def cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-100])


def flip(archive: Path) -> None:
    with zipfile.ZipFile(archive) as file:
        at = file.getinfo(DATABASE).header_offset + 300
    data = bytearray(archive.read_bytes())
    data[at] ^= 1
    archive.write_bytes(data)


def method(archive: Path) -> None:
    # the method of compression in the entry of the central directory, 10 bytes after its signature (APPNOTE 4.3.12)
    data = bytearray(archive.read_bytes())
    data[data.rfind(b"PK\1\2") + 10] = 99
    archive.write_bytes(data)


def encrypted(archive: Path) -> None:
    # the lowest bit of the flags, 8 bytes after the signature
    data = bytearray(archive.read_bytes())
    data[data.rfind(b"PK\1\2") + 8] |= 1
    archive.write_bytes(data)


def later_version(archive: Path) -> None:
    # the version that is needed to unpack it, 6 bytes after the signature
    data = bytearray(archive.read_bytes())
    data[data.rfind(b"PK\1\2") + 6] = 99
    archive.write_bytes(data)


def packed_otherwise(archive: Path) -> None:
    data = bytearray(archive.read_bytes())
    data[data.rfind(b"PK\1\2") + 10] = zipfile.ZIP_LZMA
    archive.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "kind", "match"),
    [
        (lambda path: path.write_text("no zip", encoding="utf-8"), LibraryError, "no archive of a library"),
        (lambda path: path.write_bytes(b""), LibraryError, "no archive of a library"),
        (lambda path: path.unlink(), LibraryError, "there is no such file"),
        (cut, LibraryError, "no archive of a library"),
        (flip, LibraryError, "damaged"),
        (method, LibraryError, "damaged"),
        (encrypted, LibraryError, "damaged"),
        (later_version, LibraryError, "damaged"),
        (packed_otherwise, LibraryError, "damaged"),
        (rewritten(lambda members: members.pop(DATABASE)), LibraryError, "no archive of a library"),
        (rewritten(lambda members: members.pop("manifest.json")), LibraryError, "no archive of a library"),
        (rewritten(lambda members: members.update({"manifest.json": b"[]"})), DamagedError, "damaged"),
        (rewritten(lambda members: members.update({"manifest.json": b"{"})), DamagedError, "damaged"),
        (
            rewritten(lambda members: members.update({"manifest.json": b'{"format": 2}'})),
            LibraryError,
            "format 2",
        ),
        (
            rewritten(lambda members: members.update({DATABASE: members[DATABASE] + b"x"})),
            DamagedError,
            "damaged",
        ),
    ],
)
def test_what_is_no_whole_archive_is_refused(
    tmp_path: Path, archive: Path, damage: Callable[[Path], object], kind: type[QAError], match: str
) -> None:
    damage(archive)
    with pytest.raises(kind, match=match) as caught:
        import_library(archive, tmp_path / "copy")
    assert archive.name in caught.value.subject
    assert caught.value.remedy
    assert sorted(path.name for path in tmp_path.iterdir() if path != archive) == ["lib"]


def test_an_archive_of_a_newer_library_is_refused(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    export_library(folder, tmp_path / "old.zip")
    with zipfile.ZipFile(tmp_path / "old.zip") as file:
        assert json.loads(file.read("manifest.json"))["format"] == 1
    execute(folder, "PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="Update report-qa"):
        export_library(folder, tmp_path / "new.zip")
    assert not (tmp_path / "new.zip").exists()


def test_a_folder_beside_that_is_not_its_own_is_left(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "copy.importing").mkdir()
    (tmp_path / "copy.importing" / "notes.txt").touch()
    import_library(archive, tmp_path / "copy")
    assert (tmp_path / "copy.importing" / "notes.txt").exists()


def test_a_file_beside_that_is_not_its_own_is_left(tmp_path: Path) -> None:
    (tmp_path / "lib.zip.sqlite3").touch()
    export_library(made(tmp_path / "lib"), tmp_path / "lib.zip")
    assert (tmp_path / "lib.zip.sqlite3").exists()


def test_the_working_directory_takes_an_archive(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    import_library(archive, Path())
    assert names_in(tmp_path / "here") == ["mayor.txt", "bridge.txt", "port.txt"]
