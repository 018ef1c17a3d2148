"""Text to terms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.lexical import find_terms

PAIR = 1 << 62


def pair(first: str, second: str) -> int:
    return PAIR | ord(first) << 21 | ord(second)


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
