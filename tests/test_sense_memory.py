"""What was looked for in a text is forgotten with its report: in memory and in a folder."""

import gc
from collections.abc import Callable
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

import pytest

from qa.library import Library
from qa.prepare import Prepared, prepare
from qa.sense.memory import forget_texts, remembers
from qa.store.cache import Cache
from qa.types import Document
from tests.kept import BRIDGE, MAYOR, QUESTIONS, answered, in_memory, library_of, made, numbered, open_store

APART = ("qa.models.", "qa.ingest.", "qa.training.", "qa.sense.asked._periods")
"""Caches of models, of tables, and of questions."""


def caches() -> dict[str, Any]:
    """What remembers pieces of reports, by the name of its function."""
    found = [each for each in gc.get_objects() if type(each) is _lru_cache_wrapper]
    named = {
        f"{each.__module__}.{each.__qualname__}": each for each in found if hasattr(each, "__qualname__")
    }
    return {
        name: each for name, each in named.items() if name.startswith("qa.") and not name.startswith(APART)
    }


def filled() -> list[str]:
    return sorted(name for name, each in caches().items() if each.cache_info().currsize)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    for each in caches().values():
        each.cache_clear()


def test_results_are_remembered_until_they_are_forgotten() -> None:
    calls: list[str] = []

    @remembers(2)
    def length(text: str) -> int:
        """How long it is."""
        calls.append(text)
        return len(text)

    assert [length("ab"), length("ab"), length("c")] == [2, 2, 1]
    assert calls == ["ab", "c"]
    assert (length.__name__, length.__doc__) == ("length", "How long it is.")
    forget_texts()
    assert length("ab") == 2
    assert calls == ["ab", "c", "ab"]
    length("c")
    length("d")
    length("ab")
    assert calls == ["ab", "c", "ab", "c", "d", "ab"]


def test_asking_remembers_and_forgetting_empties_every_cache_of_texts() -> None:
    library = in_memory(MAYOR, BRIDGE)
    answered(library)
    assert filled()
    forget_texts()
    assert filled() == []


@pytest.mark.parametrize("durable", [False, True])
def test_a_report_that_is_removed_is_not_remembered(tmp_path: Path, durable: bool) -> None:
    library = (
        library_of(open_store(made(tmp_path / "lib", MAYOR, BRIDGE))) if durable else in_memory(MAYOR, BRIDGE)
    )
    answered(library)
    assert filled()
    library.remove(MAYOR.id)
    assert filled() == []
    library.close()


@pytest.mark.parametrize(
    ("text", "question"),
    [("3号桥全长九公里。4号桥全长八公里。", "3号桥全长多少公里？"), ("禾浦市長(zhǎng)來了。", "誰來了？")],
)
def test_no_piece_of_a_report_is_remembered(text: str, question: str) -> None:
    report = Document.from_text(text, "report.txt")
    library = in_memory(report, BRIDGE)
    library.ask(question)
    library.remove(report.id)
    assert filled() == []


def test_what_another_removes_is_forgotten_with_the_next_question(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib", MAYOR, BRIDGE)
    with library_of(open_store(folder)) as one:
        answered(one)
        other = open_store(folder)
        with library_of(other):
            other.remove(MAYOR.id)
            answered(one)
        forgotten = [each for each in held_by(one) if each.id == MAYOR.id]
        assert forgotten == []
        assert [each.id for each in held_by(one)] == [BRIDGE.id]


def held_by(library: Library) -> list[Document]:
    """Documents that the store of a library keeps ready for reading."""
    cache: Cache = library._store.searching._cache  # type: ignore[attr-defined]
    return [each.document for each in cache._held.values()]


def test_a_view_that_outlives_a_report_does_not_bring_it_back(tmp_path: Path) -> None:
    store = open_store(made(tmp_path / "lib", MAYOR, BRIDGE))
    with library_of(store) as library:
        with store.view() as view:
            store.remove(MAYOR.id)
            assert view.document(MAYOR.id) == MAYOR
            assert view.prepared(1).document == MAYOR
        answered(library)
        assert MAYOR.id not in {each.id for each in held_by(library)}


def test_a_cache_makes_a_report_ready_once_and_forgets_what_is_not_held() -> None:
    cache, made_ready = Cache(), list[int]()

    def load(number: int) -> Callable[[], object]:
        def make() -> object:
            made_ready.append(number)
            return prepare(numbered(number)[0])

        return make

    for number in (1, 2, 1, 2):
        assert cache.get(number, load(number)).document.name == f"{number}.txt"  # type: ignore[arg-type]
    assert made_ready == [1, 2]
    assert not cache.keep_only({1: "", 2: "", 3: ""})
    assert cache.keep_only({2: "", 3: ""})
    for number in (2, 1):
        cache.get(number, load(number))  # type: ignore[arg-type]
    assert made_ready == [1, 2, 1]


def test_a_cache_keeps_what_was_wanted_last(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = {number: prepare(Document.from_text("长" * 40, f"{number}.txt")) for number in range(3)}
    monkeypatch.setattr("qa.store.cache._CACHED_CHARACTERS", 80)
    cache, loaded = Cache(), list[int]()

    def get(number: int) -> None:
        def load() -> Prepared:
            loaded.append(number)
            return reports[number]

        cache.get(number, load)

    for number in (0, 1, 0, 2, 0, 1):
        get(number)
    # 1 was wanted longest ago when 2 came, and 2 when 1 came back
    assert loaded == [0, 1, 2, 1]
    cache.keep_only({})
    cache.keep_only({0: "", 1: ""})
    for number in (0, 1, 0, 1):
        get(number)
    assert loaded == [0, 1, 2, 1, 0, 1]


def test_questions_are_answered_the_same_whether_remembered_or_not(tmp_path: Path) -> None:
    with library_of(open_store(made(tmp_path / "lib"))) as library:
        first = {question: library.ask(question) for question in QUESTIONS}
        assert {question: library.ask(question) for question in QUESTIONS} == first
        forget_texts()
        assert {question: library.ask(question) for question in QUESTIONS} == first
