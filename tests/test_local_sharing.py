"""Several that have one folder open: each sees what the others change, and a view stays as it was."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa.embedding import vectors_of
from qa.errors import LibraryError, ModelError, NotFoundError
from qa.store.local import searching
from qa.types import Answer
from tests.kept import (
    BRIDGE,
    MAYOR,
    MOVED,
    PORT,
    QUESTIONS,
    MovedEncoder,
    answered,
    holding,
    in_memory,
    library_of,
    made,
    names,
    numbered,
    open_library,
    open_store,
    wait_only,
)


def test_what_one_adds_or_removes_the_other_sees_at_its_next_question(tmp_path: Path) -> None:
    with open_library(made(tmp_path / "lib")) as one, open_library(tmp_path / "lib") as other:
        assert answered(one) == answered(other) == QUESTIONS
        one.remove(BRIDGE.id)
        assert not other.ask("大桥全长多少公里？")
        with pytest.raises(NotFoundError):
            other.document(BRIDGE.id)
        with pytest.raises(NotFoundError):
            other.remove(BRIDGE.id)
        other.add(numbered(7))
        assert one.ask("渔船捕鱼多少吨？").text == "渔船捕鱼7吨。"
        one.compact()
        assert other.ask("渔船捕鱼多少吨？").text == "渔船捕鱼7吨。"
        assert names(one) == names(other) == ["mayor.txt", "port.txt", "7.txt"]


def test_a_view_stays_as_it_was_when_it_was_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_only(monkeypatch, 0.1)
    store = open_store(made(tmp_path / "lib"))
    with open_library(tmp_path / "lib") as other, library_of(store):
        with store.view() as view:
            before = view.reports()
            other.remove(BRIDGE.id)
            other.add(numbered(7))
            assert not other.compact()  # the view keeps the log from being emptied
            store.remove(MAYOR.id)
            assert view.reports() == before
            assert [view.document(each.id) for each in before] == [MAYOR, BRIDGE, PORT]
            assert view.addition(BRIDGE.id).original == BRIDGE.text.encode()
        with store.view() as view:
            assert [each.name for each in view.reports()] == ["port.txt", "7.txt"]
            with pytest.raises(NotFoundError):
                view.document(MAYOR.id)


def test_a_view_that_is_first_read_after_its_files_went_answers_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_only(monkeypatch, 0.1)
    folder = made(tmp_path / "lib")
    store = open_store(folder)
    with open_library(folder) as other, library_of(store), store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (3,)
        other.remove(BRIDGE.id)
        assert not other.compact()
        store.searching._state = None  # as if it had never asked
        state = store.searching.state_in(connection)
        assert list(state.ids.values()) == [MAYOR.id, BRIDGE.id, PORT.id]
        assert [part.shard.numbers.tolist() for part in state.tails] == [[1, 2, 3]]


def test_a_reader_whose_files_a_writer_takes_away_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_only(monkeypatch, 0.1)
    folder = made(tmp_path / "lib", *numbered(*range(5)))
    with open_library(folder) as reader, open_library(folder) as writer:
        advance, tries = searching.advance, list[bool]()  # type: ignore[attr-defined]

        def raced(*arguments: object, patient: bool) -> object:
            if not tries:
                writer.add(BRIDGE)
                writer.compact()
            tries.append(patient)
            return advance(*arguments, patient=patient)  # type: ignore[arg-type]

        writer.add(numbered(5))
        monkeypatch.setattr(searching, "advance", raced)
        monkeypatch.setattr(reader._store.searching, "_state", None)  # type: ignore[attr-defined]
        assert reader.ask("大桥全长3.86公里？").quotes[0].text == "大桥全长3.86公里。"
        assert len(tries) >= 2


@pytest.mark.parametrize("kind", ["faiss", "terms", "all"])
def test_files_that_are_gone_while_it_is_open_are_made_again(tmp_path: Path, kind: str) -> None:
    folder = made(tmp_path / "lib")
    store = open_store(folder)
    with library_of(store) as library:
        if kind == "all":
            shutil.rmtree(folder / "index")
        else:
            next((folder / "index").glob(f"*.{kind}")).unlink()
        store.searching._state = None
        assert answered(library) == QUESTIONS
        library.add(numbered(1))
        assert answered(library) == QUESTIONS
    with open_library(folder) as library:
        assert answered(library) == QUESTIONS


def test_a_library_that_is_moved_to_another_encoder_must_be_opened_again(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    answers: list[dict[str, str]] = []
    encoder = MovedEncoder()
    store = open_store(folder)
    with open_library(folder) as other:
        store.reindex(
            MOVED,
            lambda reports: vectors_of(reports, encoder),
            lambda *step: answers.append(answered(other)),
        )
        assert answers == [QUESTIONS]
        for use in (
            lambda: other.ask("谁？"),
            lambda: other.add(numbered(1)),
            lambda: other.remove(MAYOR.id),
        ):
            with pytest.raises(ModelError, match="Open it again"):
                use()
        assert answered(library_of(store, encoder)) == QUESTIONS
    store.close()
    with pytest.raises(ModelError, match="another encoder"):
        open_store(folder)


def test_what_compacting_cannot_overwrite_yet_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_only(monkeypatch, 0.1)
    folder = made(tmp_path / "lib")
    store = open_store(folder)
    with open_library(folder) as other, library_of(store):
        with store.view():
            other.remove(MAYOR.id)
            assert not other.compact()
            assert holding(folder, "贺兰舟")
        assert other.compact()
        assert holding(folder, "贺兰舟") == []


def test_threads_ask_while_others_add_and_remove(tmp_path: Path) -> None:
    changing = numbered(*range(4))
    with open_library(made(tmp_path / "lib", MAYOR)) as library:

        def change(number: int) -> None:
            for _ in range(3):
                library.add(changing[number])
                library.remove(changing[number].id)

        def ask(question: str) -> list[Answer]:
            return [library.ask(question) for _ in range(10)]

        with ThreadPoolExecutor(6) as pool:
            changes = [pool.submit(change, number) for number in range(4)]
            asked = [pool.submit(ask, question) for question in ("会议由谁主持？", "渔船捕鱼多少吨？")]
            for job in changes:
                job.result(timeout=60)
            answers = [answer for job in asked for answer in job.result(timeout=60)]
        held = {each.id: each for each in (MAYOR, *changing)}
        for quote in (quote for answer in answers for quote in answer.quotes):
            assert held[quote.document_id].text[quote.start : quote.end] == quote.text
        assert {each.text for each in answers if each.question == "会议由谁主持？"} == {"会议由贺兰舟主持。"}
        assert library.documents() == in_memory(MAYOR).documents()


def test_threads_of_a_library_that_is_closed_are_told(tmp_path: Path) -> None:
    library = open_library(made(tmp_path / "lib"))

    def ask() -> str:
        while True:
            try:
                assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"
            except LibraryError as error:
                return error.cause

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(ask) for _ in range(2)]
        library.close()
        assert [job.result(timeout=30) for job in asked] == ["the library was closed"] * 2
