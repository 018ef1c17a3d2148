"""Reports in memory: what is held, what a view sees, and changes one after another against a plain list."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.corpus import Corpus, Part
from qa.errors import NotFoundError
from qa.lexical import find_terms
from qa.prepare import prepare
from qa.shard import PassageKey
from qa.store.base import Addition, View, info_of
from qa.store.memory import MemoryStore
from qa.types import Document
from tests.small import report, sides

TEXTS = ["甲乙。丙。\n丁。", "甲。", "", "戊甲。\n己。", "甲修路。造桥。甲到此。", "子。", "2022年，甲。"]
REPORTS = [report(text, f"r{number}") for number, text in enumerate(TEXTS)]
PLACES = np.cumsum([0, *(len(each.bounds) for each in REPORTS)])
ADDITIONS = [
    Addition(each, sides(*range(start + 1, end + 1)))
    for each, start, end in zip(REPORTS, PLACES[:-1], PLACES[1:], strict=True)
]
FIRST, SECOND, THIRD = ADDITIONS[0], ADDITIONS[1], ADDITIONS[3]
QUERY = sides(1)[0]


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.put([FIRST, SECOND])
    return store


def held(store: MemoryStore) -> list[str]:
    with store.view() as view:
        return [info.id for info in view.reports()]


def found(view: View, terms: str = "甲") -> list[dict[tuple[str, int], float]]:
    """What either side proposes, by the id of the report and the passage, best first."""
    proposed = view.propose(find_terms(terms)[0], QUERY, None, 99, 99)

    def named(side: dict[PassageKey, float]) -> dict[tuple[str, int], float]:
        return {(view.prepared(key.report).document.id, key.passage): score for key, score in side.items()}

    return [named(proposed.lexical), named(proposed.dense)]


def test_what_is_put_is_held(store: MemoryStore) -> None:
    assert held(store) == ["r0", "r1"]
    with store.view() as view:
        assert view.document("r1") is REPORTS[1].document
        assert found(view)[1] == {("r1", 0): 4, ("r0", 1): 3, ("r0", 0): 2}
        assert view.idf(np.array([ord("丁")], dtype=np.uint64)).tolist() == pytest.approx(
            [np.log(1 + 2.5 / 1.5)]
        )
    assert (store.durable, store.keeps_originals, store.original("r0")) == (False, False, None)
    store.close()
    store.close()


def test_a_report_is_described() -> None:
    document = Document(
        "一。二。\n三。", "a.pdf", "7" * 64, "application/pdf", "utf-8", (0, 4), "/reports/a.pdf"
    )
    info = info_of(prepare(document), "2026-02-03T04:05:06Z")
    assert (info.id, info.name, info.media_type, info.codec) == (
        "7" * 64,
        "a.pdf",
        "application/pdf",
        "utf-8",
    )
    assert (info.path, info.pages, info.characters, info.sentences) == ("/reports/a.pdf", 2, 7, 3)
    assert info.added_at == "2026-02-03T04:05:06Z"
    now = info_of(REPORTS[1])
    assert (now.pages, now.path) == (None, None)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", now.added_at)


def test_a_view_is_what_was_there(store: MemoryStore) -> None:
    with store.view() as view:
        before = found(view)
        store.put([THIRD], ["r0"])
        store.remove("r1")
        assert [info.id for info in view.reports()] == ["r0", "r1"]
        assert found(view) == before
        assert view.document("r0") is REPORTS[0].document
    assert held(store) == ["r3"]


def test_what_is_copied_has_the_bytes_it_was_put_with(store: MemoryStore) -> None:
    then = "2020-01-02T03:04:05Z"
    store.put([replace(THIRD, original=b"third", added_at=then)], ["r0"])
    with store.view() as view:
        copied = view.addition("r3")
        assert (copied.original, copied.added_at) == (b"third", then)
        assert (view.addition("r1").original, view.unsearched()) == (None, {})
        assert copied.vectors.tolist() == THIRD.vectors.tolist()
        store.remove("r3")
        assert view.addition("r3").original == b"third"
    with pytest.raises(NotFoundError, match="r3"):
        store.original("r3")


def test_reports_are_numbered_by_their_ids(store: MemoryStore) -> None:
    store.put([THIRD], ["r0"])
    with store.view() as view:
        numbers = view.numbers(["r3", "r0", "unknown", "r1", "r1"])
        assert {view.prepared(number).document.id for number in numbers} == {"r1", "r3"}
        assert view.numbers([]) == frozenset()


def test_what_is_held_is_passed_over(store: MemoryStore) -> None:
    twin = replace(FIRST, vectors=sides(70, 80, 90))
    store.put([twin, THIRD])
    assert held(store) == ["r0", "r1", "r3"]
    with store.view() as view:
        assert max(found(view)[1].values()) < 70


def test_of_twins_the_first_is_put_in_its_place() -> None:
    store = MemoryStore()
    store.put([SECOND, FIRST, replace(SECOND, vectors=sides(70))])
    assert held(store) == ["r1", "r0"]
    with store.view() as view:
        assert max(found(view)[1].values()) < 70


def test_reports_are_replaced_in_one_step(store: MemoryStore) -> None:
    store.put([THIRD, replace(SECOND, vectors=sides(9))], ["r1", "unknown", "r0"])
    assert held(store) == ["r3", "r1"]
    with store.view() as view:
        assert found(view)[1] == {("r1", 0): 9, ("r3", 1): 6, ("r3", 0): 5}


def test_what_is_not_held_cannot_be_removed_or_shown(store: MemoryStore) -> None:
    for _ in range(2):
        with pytest.raises(NotFoundError, match="the library has no such report"):
            store.remove("r3")
    with store.view() as view, pytest.raises(NotFoundError, match="r3"):
        view.document("r3")
    assert held(store) == ["r0", "r1"]


@pytest.mark.parametrize("vectors", [sides(1), sides(1, np.nan)])
def test_vectors_that_do_not_fit_change_nothing(store: MemoryStore, vectors: np.ndarray) -> None:
    with pytest.raises(ValueError, match="vectors"):
        store.put([replace(THIRD, vectors=vectors)], ["r0"])
    assert held(store) == ["r0", "r1"]


NUMBERS = st.integers(0, len(REPORTS) - 1)
CHANGES = st.tuples(
    st.lists(NUMBERS, max_size=3, unique=True), st.lists(NUMBERS, max_size=3), st.none() | NUMBERS
)


@given(st.lists(CHANGES, max_size=10))
@example([([2], [], 2)])
def test_after_any_changes_it_is_as_if_the_rest_had_come_alone(
    changes: list[tuple[list[int], list[int], int | None]],
) -> None:
    store, expected = MemoryStore(), list[int]()
    for added, replaced, removed in changes:
        store.put([ADDITIONS[each] for each in added], [f"r{each}" for each in replaced])
        expected = [each for each in expected if each not in replaced]
        expected += [each for each in added if each not in expected]
        if removed in expected:
            store.remove(f"r{removed}")
            expected.remove(removed)
    assert held(store) == [f"r{each}" for each in expected]
    vectors = np.concatenate([sides(), *(ADDITIONS[each].vectors for each in expected)])
    alone = Corpus([Part.of([(place, REPORTS[each]) for place, each in enumerate(expected)], vectors)])
    proposed = alone.propose(find_terms("甲")[0], QUERY, None, 99, 99)
    with store.view() as view:
        assert [list(side.items()) for side in found(view)] == [
            [((f"r{expected[key.report]}", key.passage), score) for key, score in side.items()]
            for side in (proposed.lexical, proposed.dense)
        ]
