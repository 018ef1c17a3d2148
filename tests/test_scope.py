"""Which reports and passages a scope holds, by hand."""

import pytest

from qa.scope import Scope
from qa.shard import Shard
from tests.small import report

# two passages, one, none and one
SHARDS = [
    Shard.of([(1, report("甲。\n乙。", "one")), (4, report("丙。", "four"))]),
    Shard.of([(5, report("", "five")), (9, report("丁。", "nine"))]),
]


@pytest.mark.parametrize(
    ("scope", "reports", "rows"),
    [
        (Scope(), {1, 4, 5, 9}, [[True, True, True], [True]]),
        (Scope(frozenset({1, 9, 77})), {1, 9}, [[True, True, False], [True]]),
        (Scope(without=frozenset({1, 77})), {4, 5, 9}, [[False, False, True], [True]]),
        (Scope(frozenset({1, 4}), frozenset({1})), {4}, [[False, False, True], [False]]),
        (Scope(frozenset()), set(), [[False, False, False], [False]]),
    ],
)
def test_a_scope_holds_those_within_that_are_not_without(
    scope: Scope, reports: set[int], rows: list[list[bool]]
) -> None:
    assert scope.of([1, 4, 5, 9]) == reports
    assert [each.tolist() for each in scope.rows_of(SHARDS)] == rows
    assert scope.rows_of([]) == []
