"""A library in a folder: all that one in memory does, and still after it was closed; what is removed is nowhere."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import LibraryError, NotFoundError
from qa.library import Library
from qa.types import Document
from tests.fakes import BagEncoder
from tests.kept import (
    BRIDGE,
    MAYOR,
    PORT,
    QUESTIONS,
    answered,
    counted_files,
    holding,
    in_memory,
    index_files,
    made,
    names,
    names_in,
    numbered,
    open_library,
)

ASKED = [*QUESTIONS, "谁是临澜市的市长？", "猪肉价格是多少？", "渔船捕鱼7吨？"]


def equal(library: Library, other: Library) -> None:
    """The same reports, answers, candidates and scores."""
    assert library.documents() == other.documents()
    for question in ASKED:
        assert library.ask(question) == other.ask(question)
        for weight in (0.0, 0.5, np.inf):
            assert library.search(question, 50, weight) == other.search(question, 50, weight)


def test_answers_are_those_of_a_library_in_memory_before_and_after_reopening(tmp_path: Path) -> None:
    documents = [MAYOR, *numbered(*range(20)), BRIDGE, PORT]
    memory = in_memory(*documents)
    with open_library(tmp_path / "lib") as library:
        assert library.add(*documents) == tuple(documents)
        equal(library, memory)
        assert answered(library) == QUESTIONS
    with open_library(tmp_path / "lib") as library:
        equal(library, memory)
        assert answered(library) == QUESTIONS


def test_a_question_is_refused_after_reopening_too(tmp_path: Path) -> None:
    with open_library(made(tmp_path / "lib")) as library:
        assert not library.ask("猪肉价格是多少？")
        with pytest.raises(NotFoundError):
            library.document("0" * 64)
        with pytest.raises(NotFoundError):
            library.original("0" * 64)
        with pytest.raises(NotFoundError):
            library.remove("0" * 64)


TEXTS = st.sampled_from(
    ["大桥全长九公里。", "会议由贺兰舟主持。\n散会。", "The chair is Helen.", "9月。", "桥"]
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "replace", "remove", "compact", "reopen"]),
        st.lists(st.tuples(TEXTS, st.integers(0, 3)), min_size=1, max_size=3),
    ),
    max_size=8,
)


@given(STEPS)
@settings(deadline=None, max_examples=12)
def test_any_changes_leave_what_they_leave_in_memory(steps: list[tuple[str, list[tuple[str, int]]]]) -> None:
    memory, held = in_memory(), dict[str, Document]()
    with TemporaryDirectory() as place:
        library = open_library(Path(place) / "lib")
        for action, drawn in steps:
            documents = [Document.from_text(f"{text}{number}号。", f"{number}.txt") for text, number in drawn]
            if action in ("add", "replace"):
                for each in (library, memory):
                    each.add(*documents, replace=action == "replace")
                new = {each.id for each in documents}
                written = {each.name for each in documents}
                if action == "replace":
                    held = {key: one for key, one in held.items() if key in new or one.name not in written}
                for document in documents:
                    held.setdefault(document.id, document)
            elif action == "remove" and documents[0].id in held:
                for each in (library, memory):
                    each.remove(documents[0].id)
                del held[documents[0].id]
            elif action == "compact":
                library.compact()
            elif action == "reopen":
                library.close()
                library = open_library(Path(place) / "lib")
        assert library.documents() == tuple(held.values())
        equal(library, memory)
        library.close()
        assert index_files(Path(place) / "lib") == counted_files(Path(place) / "lib")


def test_the_same_bytes_are_one_report_however_they_come(tmp_path: Path) -> None:
    twin = Document.from_text(MAYOR.text, "copy.txt")
    encoder = BagEncoder()
    with open_library(tmp_path / "lib", encoder) as library:
        assert library.add(MAYOR, twin) == (MAYOR, MAYOR)
        assert library.add(twin) == (MAYOR,)
    with open_library(tmp_path / "lib", encoder) as library:
        assert library.add(twin, MAYOR) == (MAYOR, MAYOR)
        assert names(library) == ["mayor.txt"]
        assert len(library.ask("会议由谁主持？").quotes) == 1
    assert sum(map(len, encoder.passages)) == 3


def test_many_small_additions_are_few_files(tmp_path: Path) -> None:
    with open_library(tmp_path / "lib") as library:
        for document in numbered(*range(40)):
            library.add(document)
        equal(library, in_memory(*numbered(*range(40))))
    # parts of 2, 4, 8 ... sentences: no more than log2(80) of them, two files each
    assert len(index_files(tmp_path / "lib")) <= 2 * 6


def test_a_newer_version_replaces_its_file_and_only_that(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "report.txt", tmp_path / "b" / "report.txt"
    for path in (first, second):
        path.parent.mkdir()
        path.write_text(f"大桥全长九公里。{path.parent.name}", encoding="utf-8")
    with open_library(tmp_path / "lib") as library:
        library.add(first, second, Document.from_text("旧的。", "report.txt"))
        first.write_text("大桥全长八公里。", encoding="utf-8")
        library.add(first, replace=True)
        assert [each.text for each in library.documents()] == [
            "大桥全长九公里。b",
            "旧的。",
            "大桥全长八公里。",
        ]
        library.add(Document.from_text("新的。", "report.txt"), replace=True)
        assert [each.text for each in library.documents()] == [
            "大桥全长九公里。b",
            "大桥全长八公里。",
            "新的。",
        ]


def test_what_was_removed_is_found_no_more_and_compacted_it_is_in_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "lib"
    secret = Document.from_text("会议由慕容雪樱主持。The password is Zyxwvutsrq.", "secret-name.txt")
    with open_library(folder) as library:
        library.add(MAYOR, secret, BRIDGE)
        assert library.ask("会议由谁主持？").quotes[0].source == "secret-name.txt"
        library.remove(secret.id)
        for question in ("慕容雪樱", "Zyxwvutsrq", "What is the password?"):
            for weight in (0.0, np.inf):
                found = library.search(question, 50, weight)
                assert secret.id not in {each.passage.document_id for each in found}
        library.compact()
        for text in ("慕容雪樱", "Zyxwvutsrq", "zyxwvutsrq", "secret-name", secret.id):
            assert holding(folder, text) == []
        assert holding(folder, "贺兰舟") == ["library.sqlite3"]
        equal(library, in_memory(MAYOR, BRIDGE))
    assert names_in(folder) == ["mayor.txt", "bridge.txt"]


def test_compacting_gives_back_the_room_of_what_was_removed(tmp_path: Path) -> None:
    database = tmp_path / "lib" / "library.sqlite3"
    with open_library(made(tmp_path / "lib")) as library:
        small = database.stat().st_size
        long = [Document.from_text(f"{number}号船。" * 9000, f"{number}.txt") for number in range(3)]
        library.add(long)
        for document in long:
            library.remove(document.id)
        library.compact()
        assert database.stat().st_size <= small + 4096


def test_all_reports_can_be_removed_and_others_added(tmp_path: Path) -> None:
    with open_library(made(tmp_path / "lib")) as library:
        for document in library.documents():
            library.remove(document.id)
        assert (library.reports(), library.search("大桥"), bool(library.ask("大桥？"))) == ((), (), False)
        library.compact()
        assert index_files(tmp_path / "lib") == []
        library.add(BRIDGE)
        equal(library, in_memory(BRIDGE))


def test_a_closed_library_says_so(tmp_path: Path) -> None:
    library = open_library(made(tmp_path / "lib"))
    library.close()
    library.close()
    for use in (
        library.reports,
        library.compact,
        lambda: library.ask("谁？"),
        lambda: library.add(numbered(1)),
    ):
        with pytest.raises(LibraryError, match="was closed"):
            use()
    assert names_in(tmp_path / "lib") == ["mayor.txt", "bridge.txt", "port.txt"]
