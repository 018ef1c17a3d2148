"""What a library searches: proposals worked out by hand, and several parts against one made anew."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.encoder import Vectors
from qa.corpus import Corpus, Part, Proposed
from qa.lexical import find_terms
from qa.question import Question
from qa.scope import Scope
from qa.shard import PassageKey
from tests.reference import bm25
from tests.small import plain, report, sides

REPORTS = [
    report("甲乙。丙。\n丁。", "first"),  # three sentences, two passages
    report("甲。", "second"),
    report("戊甲。\n己。", "third"),
    report("2022年工作报告\n\n甲修路。", "dated"),
    report("2021年工作报告\n\n修路。甲造桥。", "older"),
    report("", "empty"),
]
QUERY = sides(1)[0]


def part_of(numbers: list[int], values: list[float]) -> Part:
    return Part.of([(number, REPORTS[number]) for number in numbers], sides(*values))


def propose(
    corpus: Corpus, question: str, passages: int = 9, sentences: int = 9, scope: Scope | None = None
) -> Proposed:
    terms, _ = find_terms(question)
    asked = Question.of(question, corpus)
    return corpus.propose(terms, QUERY, asked, passages, sentences, scope=scope)


@pytest.fixture
def corpus() -> Corpus:
    return Corpus([part_of([0, 1], [1, 6, 3, 4]), part_of([2], [5, 2])])


def test_a_sentence_proposes_its_passage_and_the_best_one_counts(corpus: Corpus) -> None:
    expected = {(0, 0): 6.0, (2, 0): 5.0, (1, 0): 4.0, (0, 1): 3.0, (2, 1): 2.0}
    assert propose(corpus, "子").dense == expected
    assert list(propose(corpus, "子").dense) == list(expected)
    assert propose(corpus, "子", sentences=2).dense == {(0, 0): 6, (2, 0): 5}


def test_terms_propose_passages_by_their_bm25(corpus: Corpus) -> None:
    texts = [find_terms(text)[0].tolist() for text in ("甲乙。丙。", "丁。", "甲。", "戊甲。", "己。")]
    first, _, second, third, _ = bm25([ord("甲")], texts)
    assert second > third > first > 0
    found = propose(corpus, "甲")
    assert found.lexical == pytest.approx({(1, 0): second, (2, 0): third, (0, 0): first}, rel=1e-5)
    assert list(found.lexical) == [(1, 0), (2, 0), (0, 0)]
    assert list(propose(corpus, "甲", passages=1).lexical) == [PassageKey(1, 0)]


def test_a_side_that_is_not_asked_proposes_nothing(corpus: Corpus) -> None:
    assert propose(corpus, "甲", passages=0).lexical == {}
    assert propose(corpus, "甲", sentences=0).dense == {}
    assert corpus.propose(find_terms("甲")[0], np.zeros(2, dtype=np.float32), None, 9, 9).dense == {}


def test_a_removed_report_leaves_nothing(corpus: Corpus) -> None:
    left = Corpus(corpus.parts, frozenset({1}))
    found = propose(left, "甲")
    assert {key.report for key in (*found.lexical, *found.dense)} == {0, 2}
    unknown = np.array([ord("子"), ord("甲")], dtype=np.uint64)
    # 甲 is in two of four passages now
    assert left.idf(unknown).tolist() == pytest.approx([np.log(1 + 4.5 / 0.5), np.log(1 + 2.5 / 2.5)])


def test_only_the_reports_of_a_scope_propose(corpus: Corpus) -> None:
    # the nearest sentences and the best passage are those of others
    found = propose(corpus, "甲", 1, 1, Scope(frozenset({0})))
    assert found.dense == {(0, 0): 6}
    assert propose(corpus, "甲", 1, 2, Scope(frozenset({1, 2}))).dense == {(2, 0): 5, (1, 0): 4}
    # scored as in the whole collection
    assert found.lexical == pytest.approx({(0, 0): propose(corpus, "甲").lexical[PassageKey(0, 0)]})
    assert propose(corpus, "甲", 1, 2, Scope(without=frozenset({0, 1}))).dense == {(2, 0): 5, (2, 1): 2}
    assert propose(corpus, "甲", 9, 9, Scope(frozenset({0, 2}), frozenset({2, 7}))).dense.keys() == {
        PassageKey(0, 0),
        PassageKey(0, 1),
    }
    for none in (Scope(frozenset({77})), Scope(frozenset({1}), frozenset({1})), Scope(frozenset())):
        assert propose(corpus, "甲", scope=none) == Proposed({}, {})


def test_passages_about_other_times_are_not_proposed() -> None:
    corpus = Corpus([part_of([3], [8, 7]), part_of([1, 4], [1, 6, 5, 4])])
    found = propose(corpus, "2022年谁修路？")
    assert found.lexical.keys() == {(3, 0), (3, 1)}
    assert found.dense == {(3, 0): 8, (3, 1): 7, (1, 0): 1}
    # told no question, no time counts
    terms, _ = find_terms("2022年谁修路？")
    assert {key.report for key in corpus.propose(terms, QUERY, None, 9, 9).dense} == {1, 3, 4}


@pytest.mark.parametrize("wrong", [sides(1), sides(1, 2, 3), sides(1, np.nan), np.ones((2, 0), np.float32)])
def test_wrong_vectors_are_refused(wrong: Vectors) -> None:
    with pytest.raises(ValueError, match="vectors"):
        Part.of([(2, REPORTS[2])], wrong)


@pytest.mark.parametrize("question", ["甲", "2022年甲"])
@pytest.mark.parametrize(
    "corpus", [Corpus([]), Corpus([part_of([5], [])]), Corpus([part_of([1], [1])], frozenset({1}))]
)
def test_nothing_is_proposed_from_nothing(corpus: Corpus, question: str) -> None:
    assert propose(corpus, question) == Proposed({}, {})


@pytest.mark.parametrize("scope", [Scope(frozenset({1})), Scope(without=frozenset({1}))])
def test_nothing_of_a_scope_is_proposed_from_nothing(scope: Scope) -> None:
    for corpus in (Corpus([]), Corpus([part_of([5], [])]), Corpus([part_of([1], [1])], frozenset({1}))):
        assert propose(corpus, "甲", scope=scope) == Proposed({}, {})


SIZES = [len(each.bounds) for each in REPORTS]
NUMBERS = range(len(REPORTS))


@given(
    values=st.permutations(range(sum(SIZES))),
    cuts=st.sets(st.sampled_from(NUMBERS[1:])),
    removed=st.frozensets(st.sampled_from(NUMBERS)),
    question=st.sampled_from(["甲", "修路", "2022年甲修路了吗？", "子"]),
    sentences=st.integers(1, 12),
)
def test_several_parts_with_removed_reports_are_as_one_of_the_rest(
    values: list[int], cuts: set[int], removed: frozenset[int], question: str, sentences: int
) -> None:
    own = np.split(sides(*values), np.cumsum(SIZES)[:-1])

    def part(numbers: Sequence[int]) -> Part:
        return Part.of(
            [(number, REPORTS[number]) for number in numbers],
            np.concatenate([sides(), *(own[number] for number in numbers)]),
        )

    begins = [0, *sorted(cuts)]
    parts = [part(range(*each)) for each in pairwise([*begins, len(REPORTS)])]
    rest = part([number for number in NUMBERS if number not in removed])
    found, anew = (
        propose(each, question, passages=99, sentences=sentences)
        for each in (Corpus(parts, removed), Corpus([rest]))
    )
    assert list(found.lexical.items()) == list(anew.lexical.items())
    assert list(found.dense.items()) == list(anew.dense.items())
    merged = Part.merged(parts, [removed] * len(parts))
    assert plain(merged.shard) == plain(rest.shard)
    assert merged.vectors.vectors().tolist() == rest.vectors.vectors().tolist()


@given(
    values=st.permutations(range(sum(SIZES))),
    removed=st.frozensets(st.sampled_from(NUMBERS), max_size=2),
    within=st.none() | st.frozensets(st.sampled_from([*NUMBERS, 77])),
    without=st.frozensets(st.sampled_from(NUMBERS), max_size=2),
    question=st.sampled_from(["甲", "修路", "2022年甲修路了吗？"]),
    most=st.integers(1, 12),
)
def test_a_scope_proposes_as_if_the_others_were_passed_over(  # noqa: PLR0917 - all of them are drawn
    values: list[int],
    removed: frozenset[int],
    within: frozenset[int] | None,
    without: frozenset[int],
    question: str,
    most: int,
) -> None:
    own = np.split(sides(*values), np.cumsum(SIZES)[:-1])
    parts = [
        Part.of([(number, REPORTS[number]) for number in each], np.concatenate([own[one] for one in each]))
        for each in (range(3), range(3, len(REPORTS)))
    ]
    corpus = Corpus(parts, removed)
    found = propose(corpus, question, most, most, Scope(within, without))
    chosen = {number for number in NUMBERS if number in (within if within is not None else NUMBERS)} - without
    every = propose(corpus, question, 99, 99)
    lexical = [(key, score) for key, score in every.lexical.items() if key.report in chosen]
    assert list(found.lexical.items()) == lexical[:most]
    nearest = sorted(
        (
            (float(own[number][sentence, 0]), PassageKey(number, passage))
            for number in chosen - removed
            for passage, span in enumerate(REPORTS[number].segmentation.passages)
            for sentence in range(*span)
        ),
        reverse=True,
    )
    dense: dict[PassageKey, float] = {}
    for score, key in nearest[:most]:
        if key in every.dense:  # else it is about other times
            dense.setdefault(key, score)
    assert list(found.dense.items()) == list(dense.items())
