"""What is no library, or a damaged one: the error names the folder and a remedy, and no quote is wrong."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from qa.errors import DamagedError, LibraryError, NotFoundError, QAError, StorageError
from qa.store.local.database import DATABASE
from qa.types import Document, Skipped
from tests.kept import (
    BRIDGE,
    MAYOR,
    PORT,
    QUESTIONS,
    answered,
    counted_files,
    execute,
    in_memory,
    index_files,
    made,
    names,
    names_in,
    numbered,
    open_library,
    open_store,
)


def foreign(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine", encoding="utf-8")


def random_bytes(folder: Path) -> None:
    (folder / DATABASE).write_bytes(bytes(range(256)) * 40)


def another_program(folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        connection.execute("CREATE TABLE mine (value)")


def newer(folder: Path) -> None:
    made(folder)
    execute(folder, "PRAGMA user_version = 99")


def truncated(folder: Path) -> None:
    made(folder)
    data = (folder / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(data[: len(data) // 2])


def torn_schema(folder: Path) -> None:
    made(folder)
    data = (folder / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(data.replace(b"TABLE documents", b"TABL\x98 documents"))


@pytest.mark.parametrize(
    ("make", "kind", "cause", "remedy"),
    [
        (
            foreign,
            LibraryError,
            "it is no library (it holds 'notes.txt' and no library.sqlite3)",
            "new or empty folder",
        ),
        (another_program, LibraryError, "it is a database of another program", "Name another folder"),
        (newer, LibraryError, "it has the format 99, and this report-qa reads", "Update report-qa"),
        (random_bytes, DamagedError, "its database is damaged", "doctor --repair"),
        (torn_schema, DamagedError, "its database", "doctor --repair"),
        (truncated, DamagedError, "its database is damaged", "doctor --repair"),
    ],
)
def test_what_is_no_library_is_refused_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], kind: type[QAError], cause: str, remedy: str
) -> None:
    folder = tmp_path / "lib"
    folder.mkdir()
    make(folder)
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    with pytest.raises(kind) as caught:
        open_store(folder)
    assert type(caught.value) is kind
    assert caught.value.subject == str(folder)
    assert caught.value.cause.startswith(cause)
    assert remedy in caught.value.remedy
    after = {path: path.read_bytes() for path in before}
    assert after == before


def test_a_file_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "lib").write_text("mine", encoding="utf-8")
    with pytest.raises(LibraryError, match="it is a file, and a library is a folder") as caught:
        open_store(tmp_path / "lib")
    assert caught.value.subject == str(tmp_path / "lib")
    with pytest.raises(StorageError, match="Not a directory"):
        open_store(tmp_path / "lib" / "inside")


def test_a_missing_library_is_made_only_where_that_is_wanted(tmp_path: Path) -> None:
    folder = tmp_path / "some" / "lib"
    with pytest.raises(LibraryError, match="there is no library") as caught:
        open_store(folder, create=False)
    assert str(folder) in caught.value.remedy
    assert not folder.parent.exists()
    open_store(folder).close()
    open_store(folder, create=False).close()


@pytest.mark.parametrize("left", ["library.lock", DATABASE])
def test_what_a_creation_that_was_killed_has_left_opens_as_new(tmp_path: Path, left: str) -> None:
    (tmp_path / left).touch()
    with open_library(tmp_path) as library:
        library.add(BRIDGE)
        assert library.ask("大桥全长多少公里？").text == "大桥全长3.86公里。"


def test_odd_names_of_folders_are_names(tmp_path: Path) -> None:
    folder = tmp_path / "报告 a?b#c%20d&mode=memory'\""
    assert names_in(made(folder)) == ["mayor.txt", "bridge.txt", "port.txt"]
    assert {path.name for path in tmp_path.iterdir()} == {folder.name}


BEYOND = (
    "UPDATE documents SET sentences = x'000000000800000008000000ffffff7f120000001b000000' WHERE number = 1"
)
DAMAGE = {
    "text": "UPDATE documents SET text = replace(text, '贺兰舟', '慕容雪') WHERE number = 1",
    "text that is no UTF-8": "UPDATE documents SET text = CAST(x'ff' AS TEXT) WHERE number = 1",
    "sentences": BEYOND,
    "passages": "UPDATE documents SET passages = x'0000000002000000' WHERE number = 1",
    "count of sentences": "UPDATE documents SET sentence_count = 2 WHERE number = 1",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_report_is_never_quoted(tmp_path: Path, what: str) -> None:
    folder = made(tmp_path / "lib")
    execute(folder, DAMAGE[what])
    with open_library(folder) as library:
        for _ in range(2):
            found = library.ask("会议由谁主持？", threshold=0.0)
            ((source, cause, remedy),) = [(each.source, each.cause, each.remedy) for each in found.skipped]
            assert source == "mayor.txt"
            assert "damaged" in cause
            assert remedy == f"Run `report-qa doctor --repair --library {folder}`"
            shown = [*found.quotes, *(each.passage for each in found.candidates)]
            assert {each.document_id for each in shown} == {BRIDGE.id, PORT.id}
        assert answered(library) == {**QUESTIONS, "会议由谁主持？": ""}
        assert {each.source for each in library.search("会议由谁主持？", 99)} == {"bridge.txt", "port.txt"}
        # what does not meet it does not name it
        assert library.ask("大桥全长多少公里？", within=[BRIDGE.id]).skipped == ()
        alone = library.ask("会议由谁主持？", within=[MAYOR.id])
        assert (alone.quotes, alone.nearest, alone.candidates) == ((), None, ())
        assert [each.source for each in alone.skipped] == ["mayor.txt"]
        assert library.document(BRIDGE.id) == BRIDGE
        with pytest.raises(DamagedError, match=r"mayor\.txt"):
            library.document(MAYOR.id)
        assert library.original(MAYOR.id) == MAYOR.text.encode()


def test_what_is_skipped_takes_no_place_of_others(tmp_path: Path) -> None:
    damaged = [Document.from_text(f"会议由谁主持会议。{each}" * 9, f"{each}.txt") for each in range(30)]
    folder = made(tmp_path / "lib", *damaged, MAYOR, BRIDGE)
    with open_library(folder) as library:
        assert MAYOR.id not in {each.passage.document_id for each in library.search("会议由谁主持？")}
    execute(folder, "UPDATE documents SET text = '。' WHERE number <= 30")
    with open_library(folder) as library:
        assert [each.source for each in library.search("会议由谁主持？")] == ["mayor.txt", "bridge.txt"]
        found, expected = library.ask("会议由谁主持？"), in_memory(MAYOR, BRIDGE).ask("会议由谁主持？")
        assert [each.text for each in found.quotes] == [each.text for each in expected.quotes]
        assert found.text == "会议由贺兰舟主持。"
        assert [each.source for each in found.skipped] == [each.name for each in damaged]


def test_where_too_many_reports_are_damaged_the_library_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.chosen._MOST_DAMAGED", 2)
    folder = made(tmp_path / "lib", *numbered(*range(3)))
    for number in (1, 2):
        execute(folder, "UPDATE documents SET text = '。' WHERE number = ?", number)
        with open_library(folder) as library:
            assert len(library.ask("渔船捕鱼多少吨？").skipped) == number
    execute(folder, "UPDATE documents SET text = '。' WHERE number = 3")
    with open_library(folder) as library, pytest.raises(DamagedError, match="doctor --repair"):
        library.ask("渔船捕鱼多少吨？")


def test_a_report_that_is_too_damaged_to_be_searched_is_named_by_every_question(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib", keeps_originals=False)
    execute(folder, "UPDATE documents SET text = '别的。' WHERE number = 1")
    for path in (folder / "index").iterdir():
        path.unlink()
    remedy = f"Run `report-qa doctor --repair --library {folder}`"
    with open_library(folder) as library:
        for step in (lambda: None, lambda: library.add(*numbered(1))):
            step()
            found = library.ask("大桥全长多少公里？")
            assert found.text == "大桥全长3.86公里。"
            assert found.skipped == (Skipped("mayor.txt", "its stored text is damaged", remedy),)
            assert library.ask("大桥全长多少公里？", within=[BRIDGE.id]).skipped == ()
            assert library.ask("谁？市长", within=[MAYOR.id]).skipped == found.skipped
        library.remove(MAYOR.id)
        assert library.ask("大桥全长多少公里？").skipped == ()


def test_a_report_in_a_page_that_cannot_be_read_is_skipped(tmp_path: Path) -> None:
    long = Document.from_text("会议由谁主持？" + "长篇大论。" * 3000, "long.txt")
    folder = made(tmp_path / "lib", MAYOR, BRIDGE, PORT, long, *numbered(1))
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        ((size,),) = connection.execute("PRAGMA page_size")
    data = bytearray((folder / DATABASE).read_bytes())
    place = data.index("长篇大论。".encode() * 100) // size + 1
    data[place * size : (place + 1) * size] = b"\xff" * size  # a page of nothing but its text
    (folder / DATABASE).write_bytes(data)
    with open_library(folder) as library:
        found = library.ask("会议由谁主持？")
        assert found.text == "会议由贺兰舟主持。"
        (skipped,) = found.skipped
        assert (skipped.source, skipped.cause) == (
            "long.txt",
            "it cannot be read, as the database is damaged",
        )
        assert str(folder) in skipped.remedy


@pytest.mark.parametrize("data", [b"", b"no zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_damaged_original_bytes_are_not_given_out(tmp_path: Path, data: bytes) -> None:
    folder = made(tmp_path / "lib")
    execute(folder, "UPDATE originals SET data = ? WHERE number = 1", data)
    with open_library(folder) as library:
        with pytest.raises(DamagedError, match=r"mayor\.txt: its stored bytes are damaged"):
            library.original(MAYOR.id)
        assert answered(library) == QUESTIONS


def test_damaged_vectors_are_told_and_do_not_keep_the_report_from_being_removed(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    execute(folder, "UPDATE vectors SET data = zeroblob(length(data)) WHERE number = 2")
    with open_library(folder) as library:
        assert answered(library) == QUESTIONS
        store = open_store(folder)
        with (
            store.view() as view,
            pytest.raises(DamagedError, match=r"bridge\.txt: its stored vectors are damaged"),
        ):
            view.addition(BRIDGE.id)
        store.close()
        library.remove(BRIDGE.id)
        assert names(library) == ["mayor.txt", "port.txt"]
        assert not library.ask("大桥全长多少公里？")


@pytest.mark.parametrize("damage", ["gone", "empty", "flipped", "swapped", "of another part"])
@pytest.mark.parametrize("kind", ["terms", "faiss"])
def test_damaged_search_files_are_made_again(tmp_path: Path, damage: str, kind: str) -> None:
    folder = made(tmp_path / "lib")
    (path,) = (folder / "index").glob(f"*.{kind}")
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "swapped":
        path.write_bytes(data[::-1])
    elif damage == "of another part":
        other = made(tmp_path / "other", *numbered(1, 2, 3))
        path.write_bytes(next((other / "index").glob(f"*.{kind}")).read_bytes())
    else:
        path.write_bytes(b"" if damage == "empty" else data[:-1] + bytes([data[-1] ^ 1]))
    (folder / "index" / "notes.txt").write_text("foreign", encoding="utf-8")
    with open_library(folder) as library:
        assert answered(library) == QUESTIONS
        assert library.search("大桥", 9) == in_memory(*library.documents()).search("大桥", 9)
    assert index_files(folder) == counted_files(folder)
    assert len(index_files(folder)) == 2


def test_a_folder_where_the_index_should_be_a_file_is_told(tmp_path: Path) -> None:
    with open_library(tmp_path / "lib") as library:
        (tmp_path / "lib" / "index").write_text("mine", encoding="utf-8")
        with pytest.raises(StorageError, match="File exists"):
            library.add(BRIDGE)
        with pytest.raises(NotFoundError):
            library.document(BRIDGE.id)
        (tmp_path / "lib" / "index").unlink()
        library.add(BRIDGE)


def test_a_database_that_was_emptied_is_no_new_library(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    (folder / DATABASE).write_bytes(b"")
    with pytest.raises(DamagedError, match="its database is empty, and its search files are not"):
        open_store(folder)
    (folder / DATABASE).unlink()
    with pytest.raises(DamagedError, match=r"its database \(library.sqlite3\) is gone"):
        open_store(folder)
    assert any((folder / "index").iterdir())
