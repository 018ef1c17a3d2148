"""The search data of reports, worked out by hand, and merged shards against shards made anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.lexical import find_terms
from qa.prepare import Prepared
from qa.sense.period import Period
from qa.shard import PassageKey, Shard
from tests.small import plain, postings_of, report

FIRST = report("甲乙。丙。\n丁。", "first")  # three sentences, two passages
SECOND = report("甲。", "second")
EMPTY = report("", "empty")
DATED = report("2022年工作报告\n\n修路。造桥。", "dated")
POOL = [FIRST, SECOND, EMPTY, DATED, report("2021年3月，港口吞吐470万吨。\nThe port grew.", "port")]


def test_rows_are_passages_and_positions_are_sentences() -> None:
    shard = Shard.of([(3, FIRST), (4, EMPTY), (9, SECOND)])
    assert shard.numbers.tolist() == [3, 4, 9]
    assert shard.rows.tolist() == [0, 2, 2, 3]
    assert shard.positions.tolist() == [0, 2, 3, 4]
    assert shard.sentences == 4
    assert [shard.row_at(position) for position in range(4)] == [0, 0, 1, 2]
    assert [shard.key(row) for row in range(3)] == [PassageKey(3, 0), PassageKey(3, 1), PassageKey(9, 0)]


def test_terms_are_those_of_each_passage() -> None:
    texts = [find_terms(text)[0].tolist() for text in ("甲乙。丙。", "丁。", "甲。")]
    assert plain(Shard.of([(0, FIRST), (1, SECOND)]).postings) == plain(postings_of(texts))


def test_reports_have_rows_and_rows_have_positions() -> None:
    shard = Shard.of([(3, FIRST), (9, SECOND), (10, DATED)])
    rows = shard.rows_of(frozenset({3, 10, 77}))
    assert rows.tolist() == [True, True, False, True, True]
    assert shard.positions_of(rows).tolist() == [True] * 3 + [False] + [True] * 3
    assert not shard.rows_of(frozenset()).any()


def test_passages_are_compared_with_a_time_at_once() -> None:
    texts = ["云岭桥于2001年通车。", "2021年工作报告\n\n修路三十里。", "2022年工作报告\n\n修路四十里。"]
    shard = Shard.of([(number, report(text, text)) for number, text in enumerate(texts)])
    same, other = shard.compare([Period.year(2022)])
    assert same.tolist() == [0, 0, 0, 1, 1]
    # the first report tells no date, so that nothing is known of its time
    assert other.tolist() == [False, True, True, False, False]
    same, other = shard.compare([Period.month(2022, 1, 6), Period.year(2019)])
    assert same.tolist() == pytest.approx([0, 0, 0, 2 * 6 / 18, 2 * 6 / 18])


def test_a_shard_of_nothing() -> None:
    for shard in (
        Shard.of([]),
        Shard.merged([], []),
        Shard.merged([Shard.of([(4, DATED)])], [frozenset({4})]),
    ):
        assert plain(shard) == plain(Shard.of([]))
        assert shard.sentences == 0
        assert [each.tolist() for each in shard.compare([Period.year(2022)])] == [[], []]


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(POOL), st.integers(1, 3), st.booleans()), max_size=4), max_size=4
    )
)
def test_merged_shards_are_those_of_what_remains(parts: list[list[tuple[Prepared, int, bool]]]) -> None:
    number, shards, gone, remaining = 0, [], [], []
    for part in parts:
        numbered = []
        for prepared, step, stays in part:
            number += step
            numbered.append((number, prepared, stays))
        shards.append(Shard.of([(each, prepared) for each, prepared, _ in numbered]))
        gone.append(frozenset(each for each, _, stays in numbered if not stays))
        remaining += [(each, prepared) for each, prepared, stays in numbered if stays]
    assert plain(Shard.merged(shards, gone)) == plain(Shard.of(remaining))
