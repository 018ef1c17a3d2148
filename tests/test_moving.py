"""Moving a library to other models or another place: only what must be is embedded, and nothing else changes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Vectors
from embeddings.errors import EncoderError
from qa import moving, opening
from qa.errors import DamagedError, LibraryError, ModelError
from qa.library import Library
from qa.moving import copy_library, reindex
from qa.store.local import reindex as steps
from qa.store.local.doctor import examine
from tests.fakes import BagEncoder, WordReader, cover_scorers
from tests.kept import (
    BRIDGE,
    MAYOR,
    PORT,
    QUESTIONS,
    MovedEncoder,
    answered,
    counted_files,
    execute,
    index_files,
    made,
    names,
    names_in,
    numbered,
    open_library,
    open_store,
)


class Stubborn(MovedEncoder):
    """Counts the reports it embeds (of two sentences each), and breaks where it is told to."""

    def __init__(self, breaks_at: int = 0) -> None:
        super().__init__()
        self.breaks_at = breaks_at

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if self.breaks_at and len(self.passages) + 1 == self.breaks_at:
            raise EncoderError("moved", "it broke", "Mend it")
        return super().encode_passages(texts)


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "bundled_scorers", cover_scorers)


def vectors(folder: Path) -> list[tuple[object, ...]]:
    return execute(folder, "SELECT data FROM vectors ORDER BY number, part")


def test_another_encoder_embeds_every_report_once(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    encoder, told = MovedEncoder(), list[tuple[str, int, int]]()
    reindex(folder, encoder, on_progress=lambda *step: told.append(step))
    assert [len(each) for each in encoder.passages] == [9]
    assert told == [("embed", 3, 3)]
    assert execute(folder, "SELECT DISTINCT epoch FROM vectors") == [(1,)]
    with Library.open(folder, encoder) as library:
        assert answered(library) == QUESTIONS
        assert names(library) == ["mayor.txt", "bridge.txt", "port.txt"]
        library.add(numbered(1))
    assert examine(folder, repair=False) == ()
    assert index_files(folder) == counted_files(folder)
    with pytest.raises(ModelError, match="another encoder"):
        open_library(folder)


def test_a_move_that_was_interrupted_goes_on_where_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "_REPORTS_A_BATCH", 4)
    folder = made(tmp_path / "lib", *numbered(*range(10)), MAYOR)
    with pytest.raises(ModelError, match="it broke"):
        reindex(folder, Stubborn(breaks_at=2))
    with open_library(folder) as library:
        assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"
        library.remove(numbered(0)[0].id)
        library.add(BRIDGE)
    assert examine(folder, repair=False) == ()
    encoder = Stubborn()
    reindex(folder, encoder)
    # 4 were done and one of them removed: 6 of two sentences and 2 of three are left
    assert sum(map(len, encoder.passages)) == 6 * 2 + 2 * 3
    assert examine(folder, repair=False) == ()
    with Library.open(folder, encoder) as library:
        assert library.ask("大桥全长多少公里？").text == "大桥全长3.86公里。"
        assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"
        expected = Library(MovedEncoder(), cover_scorers())
        expected.add(*library.documents())
        assert library.search("渔船捕鱼7吨", 50, np.inf) == expected.search("渔船捕鱼7吨", 50, np.inf)


def test_a_move_to_a_third_encoder_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_REPORTS_A_BATCH", 2)
    folder = made(tmp_path / "lib", *numbered(*range(4)))
    with pytest.raises(ModelError):
        reindex(folder, Stubborn(breaks_at=2))
    third = Stubborn()
    third.identity = "third"
    reindex(folder, third)
    assert sum(map(len, third.passages)) == 8
    assert examine(folder, repair=False) == ()


def test_another_reader_embeds_nothing(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    before, encoder = vectors(folder), BagEncoder()
    reindex(folder, encoder, WordReader({}))
    assert encoder.passages == []
    assert vectors(folder) == before
    with Library.open(folder, encoder, WordReader({"贺兰舟": 3.0})) as library:
        assert library.ask("会议由谁主持？").quotes[0].answer == "贺兰舟"
    with pytest.raises(ModelError, match="another reader"):
        Library.open(folder, encoder, "bundled")


def test_an_empty_library_moves_too(tmp_path: Path) -> None:
    open_store(tmp_path / "lib").close()
    reindex(tmp_path / "lib", MovedEncoder())
    with Library.open(tmp_path / "lib", MovedEncoder()) as library:
        library.add(BRIDGE)
        assert library.ask("大桥全长多少公里？").text == "大桥全长3.86公里。"
    with pytest.raises(LibraryError, match="there is no library"):
        reindex(tmp_path / "none", MovedEncoder())


def test_a_copy_has_the_same_reports_vectors_and_bytes_and_embeds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_REPORTS_A_BATCH", 2)
    folder, told = made(tmp_path / "lib"), list[tuple[str, int, int]]()
    assert copy_library(folder, tmp_path / "copy", lambda *step: told.append(step)) == 3
    assert told == [("copy", 2, 3), ("copy", 3, 3)]
    assert vectors(tmp_path / "copy") == vectors(folder)
    with open_library(tmp_path / "copy") as copy, open_library(folder) as library:
        assert copy.documents() == library.documents()
        assert copy.original(MAYOR.id) == MAYOR.text.encode()
        assert answered(copy) == QUESTIONS
        assert copy.ask("大桥全长多少公里？") == library.ask("大桥全长多少公里？")
    assert copy_library(folder, tmp_path / "copy") == 3
    assert names_in(tmp_path / "copy") == ["mayor.txt", "bridge.txt", "port.txt"]
    assert examine(tmp_path / "copy", repair=False) == ()


def test_a_copy_is_added_to_what_is_there(tmp_path: Path) -> None:
    copy_library(made(tmp_path / "lib"), made(tmp_path / "copy", PORT, *numbered(1)))
    assert names_in(tmp_path / "copy") == ["port.txt", "1.txt", "mayor.txt", "bridge.txt"]


def test_what_cannot_be_copied_is_refused(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    with pytest.raises(LibraryError, match="there is no library"):
        copy_library(tmp_path / "none", tmp_path / "copy")
    reindex(made(tmp_path / "moved"), MovedEncoder())
    with pytest.raises(ModelError, match="another encoder"):
        copy_library(folder, tmp_path / "moved")
    execute(folder, "UPDATE documents SET text = '别的。' WHERE number = 2")
    with pytest.raises(DamagedError, match=r"bridge\.txt"):
        copy_library(folder, tmp_path / "copy")
    assert names_in(tmp_path / "copy") == []


def test_a_library_is_not_copied_onto_itself(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    (tmp_path / "link").symlink_to(folder)
    for target in (folder, tmp_path / "link"):
        with pytest.raises(LibraryError, match="cannot be copied onto itself"):
            copy_library(folder, target)
