"""What one question leaves out, over a view that refuses to read some of its reports."""

from typing import Any

import numpy as np
import pytest

from qa.chosen import Chosen
from qa.errors import DamagedError, NotFoundError, QuestionError
from qa.lexical import find_terms
from qa.prepare import Prepared
from qa.scope import Scope
from qa.store.base import Addition
from qa.store.memory import MemoryStore
from qa.types import Skipped
from tests.small import report, sides

REPORTS = [report(f"甲{each}。", f"r{each}") for each in range(4)]
TERMS = find_terms("甲")[0]


class Damaged:
    """A view of the four reports, of which number 1 cannot be read and number 7 is not even searched."""

    def __init__(self) -> None:
        store = MemoryStore()
        store.put([Addition(each, sides(place)) for place, each in enumerate(REPORTS, start=1)])
        with store.view() as view:
            self._view: Any = view
        self.scopes: list[Scope | None] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)

    def unsearched(self) -> dict[int, Skipped]:
        return {7: Skipped("seven", "it is damaged", "Mend it")}

    def numbers(self, ids: Any) -> frozenset[int]:
        found: frozenset[int] = self._view.numbers(ids)
        return found | {7} if "seven" in ids else found

    def prepared(self, number: int) -> Prepared:
        if number == 1:
            raise DamagedError("r1", "its text is damaged", "Mend it")
        prepared: Prepared = self._view.prepared(number)
        return prepared

    def propose(self, *arguments: Any, scope: Scope | None = None) -> Any:
        self.scopes.append(scope)
        return self._view.propose(*arguments, scope=scope)


def proposed(chosen: Chosen) -> set[int]:
    found = chosen.propose(TERMS, np.array([1, 0], dtype=np.float32), None, 9, 9)
    assert found.lexical.keys() == found.dense.keys()
    return {key.report for key in found.dense}


def named(chosen: Chosen) -> list[str]:
    return [each.source for each in chosen.skipped]


def test_without_a_choice_and_damage_the_search_is_as_it_was() -> None:
    view: Any = Damaged()
    chosen = Chosen(view)
    assert proposed(chosen) == {0, 1, 2, 3}
    assert view.scopes == [None]
    assert chosen.prepared(2) is REPORTS[2]
    assert chosen.idf(TERMS).tolist() == view.idf(TERMS).tolist()


def test_what_cannot_be_read_is_named_once_and_left_out_from_then_on() -> None:
    view: Any = Damaged()
    chosen = Chosen(view)
    assert named(chosen) == ["seven"]
    assert chosen.prepared(1) is None
    assert chosen.skipped[0] == Skipped("r1", "its text is damaged", "Mend it")
    assert named(chosen) == ["r1", "seven"]
    assert proposed(chosen) == {0, 2, 3}
    # a search that does not leave it out must not be repeated for ever
    with pytest.raises(DamagedError):
        chosen.prepared(1)
    # another question looks at it again
    assert proposed(Chosen(view)) == {0, 1, 2, 3}


def test_only_those_that_are_chosen_are_named_and_proposed() -> None:
    view: Any = Damaged()
    chosen = Chosen(view, ("r0", "r1", "gone"))
    assert named(chosen) == []
    assert proposed(chosen) == {0, 1}
    assert chosen.prepared(1) is None
    assert proposed(chosen) == {0}
    assert named(Chosen(view, {"seven"})) == ["seven"]
    asked = chosen.propose(TERMS, np.zeros(2, dtype=np.float32), None, 9, 0, scope=Scope(frozenset({3})))
    assert {key.report for key in asked.lexical} == {3}


def test_no_choice_and_a_choice_of_nothing_differ() -> None:
    view: Any = Damaged()
    for none in ([], set(), ""):
        with pytest.raises(QuestionError, match="within: it names no report"):
            Chosen(view, none)
    with pytest.raises(NotFoundError, match="gone"):
        Chosen(view, ["gone"])
