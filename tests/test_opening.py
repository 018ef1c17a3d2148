"""Where a library is kept and the models it is asked with; with the models that ship, too."""

from pathlib import Path

import pytest

from qa import opening
from qa.errors import LibraryError, ModelError
from qa.library import Library
from qa.opening import default_folder, open_store, subject_of
from qa.store.models import BUNDLED, GIVEN
from tests.fakes import BagEncoder, WordReader, cover_scorers
from tests.kept import BRIDGE, MAYOR, PORT, QUESTIONS, MovedEncoder, answered, names


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "bundled_scorers", cover_scorers)


def recorded(folder: Path) -> tuple[str, str, str, str]:
    store = open_store(folder, create=False)
    try:
        record = store.models
        assert record is not None
        return record.encoder, record.encoder_name, record.reader, record.reader_name
    finally:
        store.close()


def test_the_models_that_ship_answer_the_same_from_a_folder_as_from_memory(tmp_path: Path) -> None:
    memory = Library.in_memory()
    memory.add(MAYOR, BRIDGE, PORT)
    for _ in range(2):
        with Library.open(tmp_path / "lib") as library:
            library.add(MAYOR, BRIDGE, PORT)
            for question in QUESTIONS:
                assert library.ask(question) == memory.ask(question)
    assert recorded(tmp_path / "lib")[1::2] == (BUNDLED, BUNDLED)
    with Library.open(str(tmp_path / "lib"), "bundled", "bundled", create=False) as library:
        assert len(library.reports()) == 3


def test_the_library_of_this_user_is_in_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_hand: None
) -> None:
    for variable in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.setattr("qa.folders.user_data_path", lambda *_, **__: tmp_path / "data")
    assert default_folder() == tmp_path / "data" / "library"
    with pytest.raises(LibraryError, match="there is no library"):
        open_store(None, create=False)
    with Library.open(encoder=BagEncoder()) as library:
        library.add(BRIDGE)
    assert (tmp_path / "data" / "library" / "library.sqlite3").is_file()


def test_models_that_were_given_must_be_given_again(tmp_path: Path, by_hand: None) -> None:
    folder = tmp_path / "lib"
    with Library.open(folder, BagEncoder(), WordReader({"3.86公里": 2.0})) as library:
        library.add(MAYOR, BRIDGE, PORT)
    assert recorded(folder) == ("bag", GIVEN, "words", GIVEN)
    with pytest.raises(
        ModelError, match="encoder: the library was made with one that was given as an object"
    ):
        Library.open(folder)
    with pytest.raises(ModelError, match="reader: the library was made with one that was given as an object"):
        Library.open(folder, BagEncoder())
    with pytest.raises(ModelError, match="another reader"):
        Library.open(folder, BagEncoder(), "bundled")
    with pytest.raises(ModelError, match="another encoder"):
        Library.open(folder, MovedEncoder(), WordReader({}))
    with Library.open(folder, BagEncoder(), WordReader({"3.86公里": 2.0})) as library:
        assert library.ask("大桥全长多少公里？").quotes[0].answer == "3.86公里"


def test_the_reader_that_ships_need_not_be_named(tmp_path: Path, by_hand: None) -> None:
    with Library.open(tmp_path, BagEncoder(), "bundled") as library:
        library.add(MAYOR, BRIDGE, PORT)
    assert recorded(tmp_path) == ("bag", GIVEN, "by hand", BUNDLED)
    with Library.open(tmp_path, BagEncoder()) as library:
        assert answered(library) == QUESTIONS


def test_a_library_that_cannot_be_opened_is_not_made(tmp_path: Path, by_hand: None) -> None:
    with pytest.raises(LibraryError, match="there is no library"):
        Library.open(tmp_path / "lib", BagEncoder(), create=False)
    assert not (tmp_path / "lib").exists()
    with pytest.raises(ModelError):
        Library.open(tmp_path / "lib", str(tmp_path / "no-model"))
    with Library.open(tmp_path / "lib", BagEncoder()) as library:
        assert names(library) == []


def test_whether_bytes_are_kept_is_told_at_each_opening(tmp_path: Path, by_hand: None) -> None:
    with Library.open(tmp_path, BagEncoder(), keep_originals=False) as library:
        library.add(MAYOR)
    with Library.open(tmp_path, BagEncoder()) as library:
        library.add(BRIDGE, MAYOR)
        assert [library.original(each.id) for each in (MAYOR, BRIDGE)] == [None, BRIDGE.text.encode()]


def test_a_library_stays_where_it_was_opened(
    tmp_path: Path, by_hand: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with Library.open("lib", BagEncoder()) as library:
        library.add(MAYOR)
        monkeypatch.chdir(tmp_path / "elsewhere")
        library.add(BRIDGE)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("reports", "reports"),
        ("milvus://host:19530/name", "milvus://host:19530/name"),
        ("milvus://root:secret@host/name", "milvus://host/name"),
        ("milvuss://root:se@cr/et@host/name", "milvuss://host/name"),
    ],
)
def test_no_password_is_shown(where: str, shown: str) -> None:
    assert subject_of(where) == shown


def test_an_empty_name_is_no_library() -> None:
    with pytest.raises(LibraryError, match="its name is empty"):
        open_store("")
