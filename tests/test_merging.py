"""Which parts become one: the rule by hand, and parts of a few sentences."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus import Part
from qa.store.merging import first_to_merge, settle
from tests.small import plain, report, sides


@pytest.mark.parametrize(
    ("sizes", "first"),
    [
        ([], 0),
        ([5], 0),
        ([9, 4], 1),
        ([8, 4], 0),
        ([1, 4], 0),
        ([25, 8, 4], 1),
        # 8 + 4 are 12 by then
        ([24, 8, 4], 0),
        ([3, 0], 1),
        ([0, 0], 0),
    ],
)
def test_a_part_joins_the_one_before_unless_that_is_over_twice_as_large(sizes: list[int], first: int) -> None:
    assert first_to_merge(sizes) == first


@given(st.lists(st.integers(1, 50), min_size=1, max_size=60))
def test_sentences_lie_in_logarithmically_many_parts(added: list[int]) -> None:
    sizes: list[int] = []
    for size in added:
        sizes.append(size)
        first = first_to_merge(sizes)
        sizes[first:] = [sum(sizes[first:])]
    assert sum(sizes) == sum(added)
    assert len(sizes) <= math.log2(sum(added)) + 1


def part_of(**sentences: int) -> Part:
    """Reports by their number, n1 is 1, each with so many sentences."""
    numbers = {int(name[1:]): count for name, count in sentences.items()}
    reports = [(number, report("甲。" * count, str(number))) for number, count in numbers.items()]
    return Part.of(reports, sides(*np.repeat(list(numbers), list(numbers.values()))))


def test_parts_of_their_sizes_stay_as_they_are() -> None:
    parts = (part_of(n0=9), part_of(n1=2, n2=2))
    kept, gone = settle(parts, frozenset())
    assert [each is own for each, own in zip(kept, parts, strict=True)] == [True, True]
    assert gone == frozenset()


def test_parts_that_are_alike_become_one_without_what_is_gone() -> None:
    first, second, third = part_of(n0=1, n1=20), part_of(n2=3, n3=1), part_of(n4=2)
    kept, gone = settle([first, second, third], frozenset({0, 3, 77}))
    assert kept[0] is first
    assert plain(kept[1].shard) == plain(part_of(n2=3, n4=2).shard)
    assert kept[1].vectors.vectors()[:, 0].tolist() == [2, 2, 2, 4, 4]
    # the first part still holds 0
    assert (len(kept), gone) == (2, frozenset({0}))


def test_what_is_gone_stays_in_a_part_until_half_of_it_is() -> None:
    kept, gone = settle([mostly := part_of(n0=2, n1=3)], frozenset({0}))
    assert (kept[0] is mostly, gone) == (True, frozenset({0}))
    kept, gone = settle([part_of(n0=3, n1=3)], frozenset({0}))
    assert (plain(kept[0].shard), gone) == (plain(part_of(n1=3).shard), frozenset())


def test_a_part_that_is_gone_whole_is_dropped() -> None:
    kept, gone = settle([part_of(n0=3), last := part_of(n1=2)], frozenset({0}))
    assert (kept, gone) == ((last,), frozenset())
    assert settle([part_of(n0=3)], frozenset({0})) == ((), frozenset())
    assert settle([], frozenset({3})) == ((), frozenset())
