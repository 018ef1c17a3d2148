"""Inverted lists, worked out by hand, and merged lists against lists made anew."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.postings import Postings
from tests.small import Texts, plain, postings_of


def test_every_term_lists_the_texts_that_hold_it() -> None:
    found = postings_of([[7, 5, 7], [], [5, 9, 5, 5]])
    assert found.vocabulary.tolist() == [5, 7, 9]
    assert found.bounds.tolist() == [0, 2, 3, 4]
    assert found.rows.tolist() == [0, 2, 0, 2]
    assert found.counts.tolist() == [1, 3, 2, 1]
    assert found.lengths.tolist() == [3, 0, 4]


def test_terms_above_the_signed_range_keep_their_order() -> None:
    words = [1 << 63 | 5, 20013, 1 << 62 | 9]
    assert postings_of([words]).vocabulary.tolist() == sorted(words)


@pytest.mark.parametrize(("times", "kept"), [(65_535, 65_535), (65_536, 65_535), (70_000, 65_535)])
def test_a_count_is_kept_up_to_16_bits(times: int, kept: int) -> None:
    found = Postings.of(np.full(times, 3, dtype=np.uint64), np.array([times]))
    assert (found.counts.tolist(), found.lengths.tolist()) == ([kept], [times])


def test_terms_and_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="3 terms do not make texts of 2 terms"):
        Postings.of(np.array([1, 2, 3], dtype=np.uint64), np.array([2]))


def test_what_is_known_is_found_in_its_place() -> None:
    columns, known = postings_of([[5, 9]]).find(np.array([9, 4, 5, 7, 10], dtype=np.uint64))
    assert known.tolist() == [True, False, True, False, False]
    assert columns[known].tolist() == [1, 0]
    assert postings_of([]).find(np.array([1], dtype=np.uint64))[1].tolist() == [False]


def test_lists_are_merged_in_the_order_of_their_texts() -> None:
    first, second = postings_of([[1, 2], [2, 2], [4]]), postings_of([[2], [0, 1]])
    kept = [np.array([True, False, False]), np.array([False, True])]
    merged = Postings.merged([first, second], kept)
    # 4 leaves with its only text; the second part's second text is row 1 now
    assert merged.vocabulary.tolist() == [0, 1, 2]
    assert merged.bounds.tolist() == [0, 1, 3, 4]
    assert merged.rows.tolist() == [1, 0, 1, 0]
    assert merged.counts.tolist() == [1, 1, 1, 1]
    assert merged.lengths.tolist() == [2, 2]


TEXTS = st.lists(st.tuples(st.lists(st.integers(0, 6), max_size=8), st.booleans()), max_size=5)


@given(st.lists(TEXTS, max_size=4))
@example([])
@example([[], [([1], False)]])
def test_merged_lists_are_those_of_what_remains(parts: Sequence[Sequence[tuple[list[int], bool]]]) -> None:
    merged = Postings.merged(
        [postings_of([text for text, _ in part]) for part in parts],
        [np.array([stays for _, stays in part], dtype=np.bool_) for part in parts],
    )
    remaining: Texts = [text for part in parts for text, stays in part if stays]
    assert plain(merged) == plain(postings_of(remaining))
