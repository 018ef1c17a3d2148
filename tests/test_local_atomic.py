"""All or nothing: a change that fails leaves the library as it was, and the next one leaves no stray file."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from embeddings.errors import EncoderError
from qa.errors import LibraryError, ModelError, StorageError
from qa.store.local import changes, facts, records
from qa.types import Document
from tests.fakes import BagEncoder, Vectors
from tests.kept import (
    BRIDGE,
    MAYOR,
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
)


class FailsAt(BagEncoder):
    """Fails when it is asked for vectors of passages for the n-th time."""

    def __init__(self, call: int) -> None:
        super().__init__()
        self.call = call

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if len(self.passages) + 1 == self.call:
            raise EncoderError("bag", "it broke", "Mend it")
        return super().encode_passages(texts)


def failing(function: Callable[..., Any], error: BaseException, at: int = 1) -> Callable[..., Any]:
    """The function, but its n-th call does its work and fails then."""
    calls = 0

    def call(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        result = function(*arguments)
        if calls == at:
            raise error
        return result

    return call


def test_an_encoder_that_fails_in_the_second_batch_keeps_the_first(tmp_path: Path) -> None:
    documents = numbered(*range(300))
    encoder = FailsAt(2)
    with open_library(tmp_path / "lib", encoder) as library:
        with pytest.raises(ModelError, match="it broke"):
            library.add(documents)
        encoder.call = 0
        assert library.documents() == tuple(documents[:128])
        assert (
            library.ask("渔船捕鱼127吨？").quotes == in_memory(*documents[:128]).ask("渔船捕鱼127吨？").quotes
        )
        assert library.add(documents) == tuple(documents)
    assert names_in(tmp_path / "lib") == [each.name for each in documents]


def test_a_batch_that_was_added_already_is_not_embedded_again(tmp_path: Path) -> None:
    encoder = FailsAt(2)
    with open_library(tmp_path / "lib", encoder) as library:
        with pytest.raises(ModelError):
            library.add(numbered(*range(200)))
        encoder.call = 0
        library.add(numbered(*range(200)))
    assert [len(each) for each in encoder.passages] == [2 * 128, 2 * 72]


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()]
)
@pytest.mark.parametrize(
    ("where", "at"),
    [
        ("insert_report", 2),
        ("insert_vectors", 1),
        ("insert_vectors", 2),
        ("write_part", 1),
        ("new_generation", 1),
    ],
)
def test_a_change_that_fails_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, where: str, at: int
) -> None:
    folder = made(tmp_path / "lib")
    before, files_before = execute(folder, "SELECT * FROM documents"), index_files(folder)
    with open_library(folder) as library:
        with monkeypatch.context() as patch:
            patch.setattr(changes, where, failing(getattr(changes, where), error, at))
            with pytest.raises(LibraryError if isinstance(error, OSError) else type(error)):
                library.add(numbered(1, 2))
        assert answered(library) == QUESTIONS
        assert library.documents() == in_memory(*library.documents()).documents()
        assert execute(folder, "SELECT * FROM documents") == before
        assert set(files_before) <= set(index_files(folder))
        library.add(numbered(1, 2))
        assert index_files(folder) == counted_files(folder)
        assert names(library) == ["mayor.txt", "bridge.txt", "port.txt", "1.txt", "2.txt"]
        assert answered(library) == QUESTIONS


def test_a_removal_that_fails_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_library(made(tmp_path / "lib", *numbered(*range(8)), MAYOR)) as library:
        monkeypatch.setattr(changes, "new_generation", failing(facts.new_generation, OSError(5, "I/O error")))
        with pytest.raises(StorageError, match="I/O error"):
            library.remove(MAYOR.id)
        assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"
        library.remove(MAYOR.id)
        assert not library.ask("会议由谁主持？")
    assert index_files(tmp_path / "lib") == counted_files(tmp_path / "lib")


def test_a_file_that_cannot_be_written_whole_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "lib")
    before = index_files(folder)
    with open_library(folder) as library:
        monkeypatch.setattr(os, "fsync", failing(lambda handle: None, OSError(28, "No space left"), at=2))
        with pytest.raises(StorageError, match="the disk is full"):
            library.add(numbered(1))
        assert index_files(folder) == before
        assert answered(library) == QUESTIONS


def test_the_older_version_stays_where_the_newer_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Document.from_text("大桥全长八公里。", BRIDGE.name)
    with open_library(made(tmp_path / "lib")) as library:
        monkeypatch.setattr(changes, "insert_vectors", failing(records.insert_vectors, OSError(28, "full")))
        with pytest.raises(StorageError):
            library.add(newer, replace=True)
        assert answered(library) == QUESTIONS
        library.add(newer, replace=True)
        assert library.ask("大桥全长多少公里？").text == "大桥全长八公里。"
