"""The pure parts of the benchmarks of kept libraries, against values worked out by hand."""

import importlib
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import numpy as np
import pytest

from qa.types import Answer, Document, Quote

FOLDER = Path(__file__).with_name("benchmarks")
Load: TypeAlias = Callable[[str], ModuleType]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module


def test_a_row_counts_as_found_when_it_is_as_near_as_the_last_exact_one(load: Load) -> None:
    recall = load("recall")
    seconds = np.zeros(2)
    exact = recall.Searched(np.array([[0.9, 0.8, 0.8], [0.7, 0.6, 0.5]], dtype=np.float32), seconds)
    found = recall.Searched(np.array([[0.9, 0.8, 0.1], [0.6, 0.5, -np.inf]], dtype=np.float32), seconds)
    assert exact.recall(exact, 3) == 1
    assert found.recall(exact, 2) == pytest.approx(3 / 4)  # 0.9, 0.8 and 0.6, not 0.5
    assert found.recall(exact, 3) == pytest.approx(4 / 6)


def test_a_varied_text_has_other_numbers_years_and_towns(load: Load) -> None:
    scale = load("scale")
    text = "2020年北京有35家厂，北京人说。"
    varied = scale.varied(text, random.Random(1))
    assert len(varied) == len(text)
    assert varied[4:5] == "年"
    assert 1950 <= int(varied[:4]) < 2050
    assert varied[5:7] == varied[13:15]
    assert varied[5:7] in scale._TOWNS
    assert (varied[7:8], varied[8:10].isdigit(), varied[10:13]) == ("有", True, "家厂，")


def test_no_two_reports_are_called_alike(load: Load) -> None:
    kept = load("known")
    assert len({kept.thing(serial) for serial in range(5_000)}) == 5_000
    assert kept.text_of(7) == kept.text_of(7)
    assert kept.fact(7) in kept.text_of(7)


@pytest.mark.parametrize(
    ("text", "start", "source", "says"),
    [
        ("二十米。", 4, "a.txt", ""),
        ("三十米。", 4, "a.txt", "quotes what a.txt does not say"),
        ("二十米。", 4, "b.txt", "calls a.txt 'b.txt'"),
    ],
)
def test_what_is_not_true_of_an_answer_is_said(
    load: Load, text: str, start: int, source: str, says: str
) -> None:
    kept = load("known")
    quote = Quote(text, start, start + 4, "", 0, source, "1", None, 1.0, text, text, start)
    answer = Answer("?", (quote,), (), None, 0.5)
    assert kept.untrue(answer, {"1": Document("全长是：二十米。", "a.txt", "1")}) == says
    assert kept.untrue(answer, {}) == f"quotes {source}, which is not there"


def test_what_was_begun_and_killed_is_there_or_not(load: Load) -> None:
    expected = load("invariants").Expected()
    expected.note("add", (0, 1), done=False)
    assert (expected.there, expected.first, expected.begun) == (set(), 2, (0, 1))
    expected.note("add", (0, 1), done=True)
    expected.note("remove", (0,), done=True)
    assert (expected.there, expected.gone, expected.begun) == ({1}, [0], ())
