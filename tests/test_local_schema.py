"""Tables in numbered migrations: each is made once, under the lock, and keeps what is there."""

from pathlib import Path

import pytest

from qa.errors import BusyError, DamagedError, LibraryError
from qa.store.local import schema
from qa.store.local.database import DATABASE
from tests.kept import (
    BRIDGE,
    QUESTIONS,
    answered,
    execute,
    held_lock,
    made,
    names_in,
    open_library,
    open_store,
    wait_only,
)

NEXT = (
    "ALTER TABLE documents ADD COLUMN note TEXT NOT NULL DEFAULT 'none'; CREATE TABLE added (number INTEGER);"
)

FAILS = "SELECT no_such_column FROM documents;"


def version(folder: Path) -> int:
    ((number,),) = execute(folder, "PRAGMA user_version")
    assert isinstance(number, int)
    return number


def test_a_new_library_has_all_tables_and_opening_again_changes_nothing(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    assert version(folder) == len(schema.MIGRATIONS)
    assert execute(folder, "PRAGMA application_id") == [(0x52505141,)]
    assert execute(folder, "PRAGMA journal_mode") == [("wal",)]
    before = (folder / DATABASE).read_bytes()
    open_store(folder).close()
    open_store(folder).close()
    assert (folder / DATABASE).read_bytes() == before


def test_an_older_library_is_migrated_once_and_keeps_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "lib")
    older = version(folder)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
    for _ in range(2):
        with open_library(folder) as library:
            assert answered(library) == QUESTIONS
            assert library.original(BRIDGE.id) == BRIDGE.text.encode()
        assert version(folder) == older + 1
    assert execute(folder, "SELECT DISTINCT note FROM documents") == [("none",)]
    monkeypatch.undo()
    with pytest.raises(
        LibraryError, match=f"it has the format {older + 1}, and this report-qa reads {older} at most"
    ):
        open_store(folder)


def test_nobody_migrates_while_another_process_changes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "lib")
    older = version(folder)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
    wait_only(monkeypatch, 0.1)
    with held_lock(folder), pytest.raises(BusyError):
        open_store(folder)
    assert version(folder) == older
    open_store(folder).close()
    assert version(folder) == older + 1


def test_a_migration_that_fails_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(tmp_path / "lib")
    older, before = version(folder), execute(folder, "SELECT * FROM sqlite_master")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT + FAILS))
        with pytest.raises(DamagedError, match="no_such_column"):
            open_store(folder)
    assert (version(folder), execute(folder, "SELECT * FROM sqlite_master")) == (older, before)
    assert names_in(folder) == ["mayor.txt", "bridge.txt", "port.txt"]
