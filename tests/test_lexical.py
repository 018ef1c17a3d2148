"""Terms and BM25, against the formula written out."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.lexical import TermIndex, find_terms
from tests.reference import bm25

PAIR = 1 << 62
TEXTS = st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=8), min_size=1, max_size=6)


def pair(first: str, second: str) -> int:
    return PAIR | ord(first) << 21 | ord(second)


def index_of(texts: list[list[int]], **parameters: float) -> TermIndex:
    flat = [term for text in texts for term in text]
    return TermIndex(
        np.array(flat, dtype=np.uint64), np.array([len(text) for text in texts], dtype=np.int64), **parameters
    )


def test_characters_and_pairs_are_terms() -> None:
    terms, positions = find_terms("中文字")
    assert terms.tolist() == [ord("中"), pair("中", "文"), ord("文"), pair("文", "字"), ord("字")]
    assert positions.tolist() == [0, 0, 1, 1, 2]
    assert terms.dtype == np.uint64


def test_characters_parted_by_a_mark_are_no_pair() -> None:
    assert find_terms("中，文")[0].tolist() == [ord("中"), ord("文")]
    assert find_terms("中a文")[0].tolist()[::2] == [ord("中"), ord("文")]


def test_a_word_is_one_term_wherever_it_stands() -> None:
    terms, positions = find_terms("the port, of the 港port")
    assert positions.tolist() == [0, 4, 10, 13, 17, 18]
    the, port, of, the_again, harbour, port_again = terms.tolist()
    assert (the, port, harbour) == (the_again, port_again, ord("港"))
    assert len({the, port, of}) == 3
    assert min(the, port, of) >= 1 << 63


def test_a_number_with_a_point_is_one_term_and_a_full_stop_is_none() -> None:
    assert find_terms("3.5")[1].tolist() == [0]
    assert find_terms("3.5.")[0].tolist() == find_terms("3.5")[0].tolist()
    assert find_terms("a.b")[1].tolist() == [0, 2]
    assert find_terms("3.5")[0][0] != find_terms("35")[0][0]


def test_order_of_letters_matters_and_different_words_differ() -> None:
    words = [f"{first}{second}{number}" for first in "abcxyz" for second in "mn" for number in range(500)]
    terms, _ = find_terms(" ".join(words))
    assert len(set(terms.tolist())) == len(words)
    assert find_terms("ab")[0][0] != find_terms("ba")[0][0]


@pytest.mark.parametrize("text", ["", " ", "。，！", "\ud800", "\n"])
def test_text_without_words_has_no_terms(text: str) -> None:
    terms, positions = find_terms(text)
    assert (terms.shape, positions.shape) == ((0,), (0,))


@given(st.text(max_size=40))
@settings(deadline=None)
def test_positions_ascend_and_stand_in_the_text(text: str) -> None:
    terms, positions = find_terms(text)
    assert terms.shape == positions.shape
    assert (np.diff(positions) >= 0).all()
    assert all(0 <= position < len(text) for position in positions)


def test_bm25_worked_by_hand() -> None:
    # Texts of 2 and 4 terms, 3 in the mean. Term 2 is in one of two: idf = ln(1 + 1.5 / 1.5) = ln 2.
    # Text 0: norm = 1.2 * (0.4 + 0.6 * 2 / 3) = 0.96; weight = 2.2 / (1 + 0.96).
    scores = index_of([[1, 2], [1, 1, 3, 3]]).scores([2])
    assert scores.tolist() == pytest.approx([math.log(2) * 2.2 / 1.96, 0.0], rel=1e-6)
    # Term 1 is in both: idf = ln(1 + 0.5 / 2.5) = ln 1.2. Text 1 has it twice: 2 * 2.2 / (2 + 1.2 * (0.4 + 0.8)).
    scores = index_of([[1, 2], [1, 1, 3, 3]]).scores([1])
    assert scores.tolist() == pytest.approx(
        [math.log(1.2) * 2.2 / 1.96, math.log(1.2) * 4.4 / 3.44], rel=1e-6
    )


@given(TEXTS, st.lists(st.integers(1, 8), max_size=6))
@settings(deadline=None)
def test_bm25_is_the_formula(texts: list[list[int]], query: list[int]) -> None:
    index = index_of(texts)
    assert index.scores(query).tolist() == pytest.approx(bm25(query, texts), rel=1e-5, abs=1e-6)


def test_k1_and_b_are_those_given() -> None:
    texts = [[1, 2, 2], [2], [1, 1, 1, 3, 4]]
    found = index_of(texts, k1=0.9, b=0.1).scores([1, 2])
    assert found.tolist() == pytest.approx(bm25([1, 2], texts, k1=0.9, b=0.1), rel=1e-5)


def test_a_term_asked_twice_counts_once() -> None:
    index = index_of([[1, 2], [2, 3]])
    assert index.scores([1, 1, 2]).tolist() == index.scores([2, 1]).tolist()


def test_idf_of_known_and_unknown_terms() -> None:
    index = index_of([[1, 2], [1], [1, 1, 3]])
    found = index.idf(np.array([1, 2, 99], dtype=np.uint64))
    expected = [math.log(1 + 0.5 / 3.5), math.log(1 + 2.5 / 1.5), math.log(1 + 3.5 / 0.5)]
    assert found.tolist() == pytest.approx(expected, rel=1e-6)


def test_an_index_of_nothing_scores_nothing() -> None:
    index = index_of([])
    assert index.scores([1, 2]).shape == (0,)
    assert index.idf(np.array([7], dtype=np.uint64)).tolist() == pytest.approx([math.log(2)])


def test_a_text_without_terms_scores_zero() -> None:
    assert index_of([[], [1]]).scores([1]).tolist()[0] == 0


def test_terms_and_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="3 terms do not make texts of 2 terms"):
        TermIndex(np.array([1, 2, 3], dtype=np.uint64), np.array([2], dtype=np.int64))
