"""BM25 against the formula written out, over one part and over several with removed texts."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.bm25 import TermIndex, idf_of
from tests.reference import bm25
from tests.small import Texts, postings_of

TEXTS = st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=8), min_size=1, max_size=6)
QUERY = st.lists(st.integers(1, 8), max_size=6)


def index_of(*parts: Texts) -> TermIndex:
    return TermIndex([postings_of(part) for part in parts])


def test_bm25_worked_by_hand() -> None:
    # Texts of 2 and 4 terms, 3 in the mean. Term 2 is in one of two: idf = ln(1 + 1.5 / 1.5) = ln 2.
    # Text 0: norm = 1.2 * (0.4 + 0.6 * 2 / 3) = 0.96; weight = 2.2 / (1 + 0.96).
    index = index_of([[1, 2], [1, 1, 3, 3]])
    assert index.scores([2]).tolist() == pytest.approx([math.log(2) * 2.2 / 1.96, 0.0], rel=1e-6)
    # Term 1 is in both: idf = ln(1 + 0.5 / 2.5) = ln 1.2. Text 1 has it twice: 2 * 2.2 / (2 + 1.2 * (0.4 + 0.8)).
    assert index.scores([1]).tolist() == pytest.approx(
        [math.log(1.2) * 2.2 / 1.96, math.log(1.2) * 4.4 / 3.44], rel=1e-6
    )


@given(TEXTS, QUERY)
def test_bm25_is_the_formula(texts: Texts, query: list[int]) -> None:
    assert index_of(texts).scores(query).tolist() == pytest.approx(bm25(query, texts), rel=1e-5, abs=1e-6)


def test_k1_and_b_are_those_given() -> None:
    texts = [[1, 2, 2], [2], [1, 1, 1, 3, 4]]
    found = TermIndex([postings_of(texts)], k1=0.9, b=0.1).scores([1, 2])
    assert found.tolist() == pytest.approx(bm25([1, 2], texts, k1=0.9, b=0.1), rel=1e-5)


def test_a_term_asked_twice_counts_once() -> None:
    index = index_of([[1, 2], [2, 3]])
    assert index.scores([1, 1, 2]).tolist() == index.scores([2, 1]).tolist()


def test_idf_of_known_and_unknown_terms() -> None:
    expected = [math.log(1 + 0.5 / 3.5), math.log(1 + 2.5 / 1.5), math.log(1 + 3.5 / 0.5)]
    assert idf_of(3, np.array([3, 1, 0])).tolist() == pytest.approx(expected, rel=1e-6)
    for index in (index_of([[1, 2], [1], [1, 1, 3]]), index_of([[1, 2]], [[1], [1, 1, 3]])):
        assert index.idf(np.array([1, 2, 99], dtype=np.uint64)).tolist() == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("index", [index_of(), index_of([]), index_of([], [])])
def test_an_index_of_nothing_scores_nothing(index: TermIndex) -> None:
    assert index.scores([1, 2]).shape == (0,)
    assert index.idf(np.array([7], dtype=np.uint64)).tolist() == pytest.approx([math.log(2)])


def test_texts_without_terms_score_zero() -> None:
    assert index_of([[], [1]]).scores([1]).tolist()[0] == 0
    assert index_of([[], []]).scores([1]).tolist() == [0, 0]


@pytest.mark.parametrize("query", [[9], []])
def test_a_query_that_a_part_with_removed_texts_does_not_know(query: list[int]) -> None:
    index = TermIndex([postings_of([[1], [2]])], [np.array([True, False])])
    assert index.scores(query).tolist() == [0, 0]


PARTS = st.lists(
    st.lists(st.tuples(st.lists(st.integers(1, 6), max_size=8), st.booleans()), max_size=5), max_size=4
)


@given(PARTS, QUERY)
@example([[([1], False), ([1, 2], True)], [([1], True)]], [1])
def test_removed_texts_count_for_nothing(
    parts: Sequence[Sequence[tuple[list[int], bool]]], query: list[int]
) -> None:
    alive = [np.array([stays for _, stays in part], dtype=np.bool_) for part in parts]
    index = TermIndex(
        [postings_of([text for text, _ in part]) for part in parts],
        [None if stays.all() else ~stays for stays in alive],
    )
    stays = np.concatenate([np.empty(0, dtype=np.bool_), *alive])
    anew = index_of([text for part in parts for text, stays in part if stays])
    scores = index.scores(query)
    assert scores[stays].tolist() == anew.scores(query).tolist()
    assert not scores[~stays].any()
    terms = np.array(query, dtype=np.uint64)
    assert index.idf(terms).tolist() == anew.idf(terms).tolist()
