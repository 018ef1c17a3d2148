"""Disks that are read-only or full: what is kept can be asked, what cannot be kept is told, nothing is lost."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa.errors import StorageError
from qa.library import Library
from qa.store.local.doctor import examine
from qa.types import Document
from tests.kept import (
    BRIDGE,
    MAYOR,
    QUESTIONS,
    answered,
    counted_files,
    index_files,
    made,
    names,
    numbered,
    open_library,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions and mounts as POSIX has them")
NOBODY = 65534


@contextmanager
def as_reader(folder: Path) -> Iterator[None]:
    """Without permission to write to a folder; root is nobody meanwhile, whom permissions bind."""
    with open_library(made(folder.parent / "warm")) as library:  # so that all modules are imported
        answered(library)
        library.compact()
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in filter(Path.exists, paths):
            path.chmod(0o755 if path.is_dir() else 0o644)


def refuses_changes(library: Library) -> None:
    for change in (
        lambda: library.add(numbered(1)),
        lambda: library.remove(MAYOR.id),
        library.compact,
    ):
        with pytest.raises(StorageError) as caught:
            change()
        assert caught.value.remedy
    assert answered(library) == QUESTIONS


def test_a_library_that_may_not_be_written_can_be_asked(place: Path) -> None:
    folder = made(place / "lib")
    with as_reader(folder), open_library(folder) as library:
        assert answered(library) == QUESTIONS
        assert library.original(BRIDGE.id) == BRIDGE.text.encode()
        assert examine(folder, repair=False) == ()
        refuses_changes(library)


def test_a_library_that_its_owner_has_open_can_be_asked_by_who_may_not_write(place: Path) -> None:
    with open_library(made(place / "lib")) as owner:
        owner.ask("会议由谁主持？")
        with as_reader(place / "lib"), open_library(place / "lib") as library:
            refuses_changes(library)


def test_a_lock_that_is_another_users_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def acquire(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "library.lock")

    with open_library(made(tmp_path / "lib")) as library:
        monkeypatch.setattr("qa.store.local.locking.FileLock.acquire", acquire)
        refuses_changes(library)


def test_a_folder_that_may_not_be_read_is_told(place: Path) -> None:
    folder = made(place / "lib")
    with as_reader(folder):
        if os.geteuid() == NOBODY:
            os.seteuid(0)
            folder.chmod(0)
            os.seteuid(NOBODY)
        else:
            folder.chmod(0)
        with pytest.raises(StorageError) as caught:
            open_library(folder)
        assert str(folder) in str(caught.value)


def test_a_library_on_a_read_only_disk_can_be_asked(disk: Path) -> None:
    folder = made(disk / "lib")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with open_library(folder) as library:
        assert library.original(BRIDGE.id) == BRIDGE.text.encode()
        refuses_changes(library)
    assert examine(folder, repair=False) == ()


def fill(library: Library, kept: list[Document]) -> None:
    """Add reports until one cannot be kept."""
    for number in range(1000):
        text = f"第{number}号。" + f"渔船捕鱼{number}吨。" * 200
        kept += library.add(Document.from_text(text, f"{number}.txt"))


def test_a_full_disk_loses_nothing(disk: Path) -> None:
    kept: list[Document] = []
    with open_library(disk / "lib") as library:
        library.add(MAYOR)
        with pytest.raises(StorageError) as caught:
            fill(library, kept)
        assert "full" in caught.value.cause or "No space left" in caught.value.cause
        assert len(kept) > 3
        assert library.documents() == (MAYOR, *kept)
        assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"
    with open_library(disk / "lib") as library:
        assert library.documents() == (MAYOR, *kept)
        assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        library.remove(kept[0].id)
        library.add(numbered(7777))
        assert names(library) == ["mayor.txt", *(each.name for each in kept[1:]), "7777.txt"]
    assert examine(disk / "lib", repair=True) == ()
    assert index_files(disk / "lib") == counted_files(disk / "lib")
