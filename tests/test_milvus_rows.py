"""Bytes, passages and statistics as rows of Milvus, against what the library in memory makes of the same reports."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.bm25 import TermIndex, idf_of
from qa.errors import DamagedError
from qa.lexical import find_terms
from qa.shard import Shard
from tests.reference import bm25
from tests.small import report

pytest.importorskip("pymilvus")

from qa.store.milvus.passages import candidates_of, passage_rows, query_weights
from qa.store.milvus.pieces import batches, joined, rows_of, within
from qa.store.milvus.statistics import LibraryTerms, Statistics, record_of, sampled

REPORTS = [
    report("甲乙。丙。\n丁。", "first"),
    report("甲。", "second"),
    report("戊甲。\n己，甲甲。", "third"),
    report("2022年工作报告\n\n甲修路。\n2021年1月，造桥。", "dated"),
    report("。。。\n——", "nothing"),
    report("", "empty"),
]
SHARD = Shard.of(list(enumerate(REPORTS)))


@given(st.binary(max_size=100), st.randoms(use_true_random=False))
def test_bytes_come_back(data: bytes, order: random.Random) -> None:
    rows = [*rows_of(3, "text", data), *rows_of(3, "cut", data + b"1"), *rows_of(4, "text", b"")]
    order.shuffle(rows)
    assert joined(rows, {3: "a", 4: "b"}) == {(3, "text"): data, (3, "cut"): data + b"1", (4, "text"): b""}


def test_large_bytes_lie_in_pieces_that_a_server_takes() -> None:
    data = np.random.default_rng(1).bytes(200_000)
    rows = list(rows_of(1, "original", data))
    assert len(rows) == 5
    assert max(len(row["data"].encode()) for row in rows) < 65_535
    assert joined(reversed(rows), {1: "a"}) == {(1, "original"): data}


@pytest.mark.parametrize("damage", ["lost", "first lost", "changed", "no base64", "swapped"])
def test_damage_is_seen(damage: str) -> None:
    rows = list(rows_of(1, "text", np.random.default_rng(1).bytes(100_000)))
    if damage == "lost":
        del rows[1]
    elif damage == "first lost":
        del rows[0]
    elif damage == "changed":
        rows[0]["sha256"] = "0" * 64
    elif damage == "no base64":
        rows[0]["data"] = "-" + rows[0]["data"][1:]
    else:
        rows[0]["data"], rows[1]["data"] = rows[1]["data"], rows[0]["data"]
    with pytest.raises(DamagedError, match=r"a\.txt: its stored text is damaged"):
        joined(rows, {1: "a.txt"})


def test_rows_go_in_calls_of_some_megabytes() -> None:
    rows = [{"id": str(number), "data": "x" * 1_500_000} for number in range(5)]
    assert [[row["id"] for row in batch] for batch in batches(rows)] == [["0", "1"], ["2", "3"], ["4"]]
    assert list(batches([])) == []
    assert within([5, 3]) == "number in [3, 5]"


def test_passages_come_back_as_they_are_searched() -> None:
    rows = [row for number, each in enumerate(REPORTS) for row in passage_rows(number, each)]
    assert [(row["number"], row["passage"]) for row in rows] == [
        SHARD.key(row) for row in range(len(SHARD.settled))
    ]
    terms = np.unique(np.concatenate([each.terms for each in REPORTS]))
    back = candidates_of(rows, terms)
    for one, other in zip(
        (back.postings.vocabulary, back.postings.bounds, back.postings.rows, back.postings.counts),
        (SHARD.postings.vocabulary, SHARD.postings.bounds, SHARD.postings.rows, SHARD.postings.counts),
        strict=True,
    ):
        assert one.tolist() == other.tolist()
    assert back.postings.lengths.tolist() == SHARD.postings.lengths.tolist()
    assert back.settled.tolist() == SHARD.settled.tolist()
    told = {tuple(each) for each in zip(back.owners.tolist(), map(tuple, back.periods.tolist()), strict=True)}
    assert told == {
        tuple(each) for each in zip(SHARD.owners.tolist(), map(tuple, SHARD.periods.tolist()), strict=True)
    }
    dated = next(row for row in rows if row["number"] == 3 and "24252" in row["periods"])
    assert (dated["since"], dated["until"]) == (2021 * 12, 2021 * 12 + 1)
    assert candidates_of([], terms).settled.tolist() == []


def test_weights_give_about_bm25() -> None:
    # 己, 甲, 甲甲 and 甲: no pair reaches across the comma
    (row,) = [row for row in passage_rows(2, REPORTS[2]) if row["passage"] == 1]
    assert row["length"] == 4
    norm = 1.2 * (1 - 0.6 + 0.6 * 4 / 100)
    assert row["weights"][ord("甲")] == pytest.approx(2 * 2.2 / (2 + norm), rel=1e-6)
    assert row["weights"][ord("己")] == pytest.approx(2.2 / (1 + norm), rel=1e-6)
    query = query_weights(np.array([ord("甲"), ord("己")], np.uint64), np.array([0.5, 2], np.float32))
    assert query == {ord("甲"): 0.5, ord("己"): 2.0}
    assert query_weights(np.empty(0, np.uint64), np.empty(0, np.float32)) == {}


def test_every_vector_has_a_dimension_that_milvus_takes() -> None:
    rows = [row for number, each in enumerate(REPORTS) for row in passage_rows(number, each)]
    for row in rows:
        assert row["weights"]
        assert all(0 <= key < 2**32 - 1 and value > 0 for key, value in row["weights"].items())
    # no term of a question meets the passage without any
    assert list(next(iter(passage_rows(4, REPORTS[4])))["weights"]) == [2**32 - 2]
    meeting = np.array([5, 5 + 2**32 - 2], np.uint64)
    assert query_weights(meeting, np.array([1, 2], np.float32)) == {5: 3.0}


def statistics_of(
    numbers: list[int], before: Statistics | None = None, kept: frozenset[int] = frozenset()
) -> Statistics:
    sizes = [len(each.segmentation.passages) for each in REPORTS]
    records = {number: (sizes[number], record_of(REPORTS[number])) for number in numbers}
    alive = kept | set(numbers)
    return (before or Statistics()).changed(records, frozenset(alive), sum(sizes[each] for each in alive))


@settings(deadline=None)
@given(
    st.lists(st.sets(st.integers(0, 5)), max_size=5),
    st.sampled_from(["甲乙丙丁戊己", "2022年甲修路", "子"]),
)
def test_statistics_are_those_of_one_index(changes: list[set[int]], words: str) -> None:
    statistics, held = Statistics(), frozenset[int]()
    for after in changes:
        kept = held & after
        statistics, held = statistics_of(sorted(after - held), statistics, kept), frozenset(after)
    expected = TermIndex([Shard.of([(number, REPORTS[number]) for number in sorted(held)]).postings])
    terms = np.unique(find_terms(words)[0])
    assert statistics.numbers == held
    assert statistics.idf(terms).tolist() == expected.idf(terms).tolist()
    own = LibraryTerms(SHARD.postings, statistics)
    alone = LibraryTerms(
        Shard.of([(number, REPORTS[number]) for number in sorted(held)]).postings, statistics
    )
    assert own.idf(terms).tolist() == expected.idf(terms).tolist()
    assert alone.scores(terms).tolist() == expected.scores(terms).tolist()


def test_scores_are_those_of_the_reference() -> None:
    texts = [find_terms(text)[0].tolist() for text in ("甲乙。丙。", "丁。", "甲。", "戊甲。", "己，甲甲。")]
    statistics = statistics_of([0, 1, 2])
    postings = Shard.of([(2, REPORTS[2])]).postings
    scores = LibraryTerms(postings, statistics).scores([ord("甲"), ord("己")])
    assert scores.tolist() == pytest.approx(bm25([ord("甲"), ord("己")], texts)[3:], rel=1e-5)


def test_a_sample_stands_for_all() -> None:
    numbers = [(100 - low) << 20 | low for low in range(10)]
    assert sampled(numbers, 20) == set(numbers)
    assert sampled(numbers, 3) == {100 << 20, 99 << 20 | 1, 98 << 20 | 2}
    # 甲 stands in 1 of the 2 passages of the first report, and 8 passages there are in all
    some = Statistics().changed({0: (2, record_of(REPORTS[0]))}, frozenset({0}), 8)
    terms = np.array([ord("甲"), ord("子")], np.uint64)
    assert some.having(terms).tolist() == [4, 0]
    assert some.idf(terms).tolist() == idf_of(8, np.array([4, 0])).tolist()
    assert some.mean == 2.5  # 甲, 甲乙, 乙, 丙 and 丁 in 2 passages


def test_the_mean_length_is_that_of_the_passages() -> None:
    assert statistics_of([0]).mean == len(REPORTS[0].terms) / 2
    assert Statistics().mean == 1.0
    assert statistics_of([5]).mean == 1.0
