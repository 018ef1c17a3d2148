"""Fusion worked by hand, over vectors chosen for it."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from qa.corpus import Corpus, Part
from qa.lexical import find_terms
from qa.prepare import Prepared
from qa.question import Question
from qa.retrieve import Hit, retrieve, sentences_of
from tests.reference import bm25
from tests.small import report

QUERY = np.array([1, 0], dtype=np.float32)


def direction(cosine: float) -> list[float]:
    """A unit vector whose cosine to the query is the one given."""
    return [cosine, math.sqrt(1 - cosine**2)]


class Held(Corpus):
    """Reports that are numbered from 0 and known by their number."""

    def __init__(self, texts: Sequence[str], cosines: Sequence[float]) -> None:
        self._reports = [report(text, str(number)) for number, text in enumerate(texts)]
        vectors = np.array([direction(each) for each in cosines], dtype=np.float32).reshape(-1, 2)
        super().__init__([Part.of(list(enumerate(self._reports)), vectors)])

    def prepared(self, report: int) -> Prepared:
        return self._reports[report]


def found(corpus: Held, question: str, limit: int = 10, weight: float = 0.5) -> tuple[Hit, ...]:
    return retrieve(corpus, find_terms(question)[0], QUERY, limit, weight)


def names(hits: Sequence[Hit]) -> list[str]:
    return [hit.prepared.document.id for hit in hits]


def test_the_fused_score_is_the_lexical_share_and_the_weighted_cosine() -> None:
    texts = ["甲子。", "甲。丑寅卯辰。", "巳午。"]
    # The passages' best cosines are 0.25, 0.625 and 0.875.
    corpus = Held(texts, [0.25, 0.625, 0.375, 0.875])
    hits = found(corpus, "甲")
    lexical = bm25([ord("甲")], [find_terms(text)[0].tolist() for text in texts])
    share = lexical[1] / lexical[0]
    assert 0 < share < 0.9
    expected = {"0": 1 + 0.5 * 0.25, "1": share + 0.5 * 0.625, "2": 0.5 * 0.875}
    assert names(hits) == sorted(expected, key=lambda name: -expected[name])
    for hit in hits:
        assert hit.score == pytest.approx(expected[hit.prepared.document.id], rel=1e-5)
    by_name = dict(zip(names(hits), hits, strict=True))
    assert by_name["0"].lexical == pytest.approx(lexical[0], rel=1e-5)
    assert by_name["1"].lexical_share == pytest.approx(share, rel=1e-5)
    assert by_name["1"].dense == 0.625
    assert (by_name["2"].lexical, by_name["2"].lexical_share) == (None, 0)


def test_a_passage_the_vectors_missed_is_as_near_as_the_last_one_they_found() -> None:
    # The dense search brings 20 passages' worth of 8 rows; the next, with cosine -0.5, is the lexical hit.
    others = [chr(0x5000 + place) for place in range(160)]
    corpus = Held([*others, "甲。"], [0.75] * 160 + [-0.5])
    (hit,) = found(corpus, "甲", limit=1)
    assert (hit.prepared.document.id, hit.dense) == ("160", None)
    assert hit.score == pytest.approx(1 + 0.5 * 0.75, rel=1e-5)


def test_bm25_alone() -> None:
    corpus = Held(["子。", "甲子丑寅。", "甲。"], [1, 0.9, 0.1])
    hits = found(corpus, "甲", weight=0)
    assert names(hits) == ["2", "1"]
    assert [hit.dense for hit in hits] == [None, None]
    assert hits[0].score == 1


def test_vectors_alone() -> None:
    corpus = Held(["子。", "甲子丑寅。", "甲。"], [0.5, 0.875, 0.125])
    hits = found(corpus, "甲", weight=math.inf)
    assert names(hits) == ["1", "0", "2"]
    assert [hit.lexical for hit in hits] == [None, None, None]
    assert [hit.dense for hit in hits] == [0.875, 0.5, 0.125]


def test_a_question_without_a_vector_is_searched_by_words() -> None:
    corpus = Held(["子。", "甲。"], [1, 0.5])
    hits = retrieve(corpus, find_terms("甲")[0], np.zeros(2, dtype=np.float32), 10)
    assert names(hits) == ["1"]
    assert hits[0].dense is None


def test_equal_passages_come_in_the_order_of_the_library() -> None:
    corpus = Held(["甲。\n甲。", "甲。", "甲。"], [0.6] * 4)
    assert [(hit.prepared.document.id, hit.passage) for hit in found(corpus, "甲")] == [
        ("0", 0),
        ("0", 1),
        ("1", 0),
        ("2", 0),
    ]
    assert names(found(corpus, "甲", limit=3)) == ["0", "0", "1"]


def test_nothing_shared_and_nothing_near_is_nothing() -> None:
    assert found(Held(["甲。"], [0.5]), "子", weight=0) == ()
    assert found(Held([], []), "子") == ()


def test_every_sentence_of_a_passage_is_read() -> None:
    corpus = Held(["子。\n甲丑。甲寅。", "甲。"], [0.1, 0.3, 0.7, 0.5])
    hits = found(corpus, "甲寅", limit=2)
    assert [(hit.prepared.document.id, hit.passage) for hit in hits] == [("0", 1), ("1", 0)]
    sentences = sentences_of(hits)
    assert [(each.prepared.document.id, each.number, each.passage, each.rank) for each in sentences] == [
        ("0", 1, 1, 0),
        ("0", 2, 1, 0),
        ("1", 0, 0, 1),
    ]
    assert [each.lexical for each in sentences] == [hits[0].lexical_share] * 2 + [hits[1].lexical_share]


def test_passages_about_other_times_are_left_out_and_those_about_the_time_gain() -> None:
    corpus = Held(["2021年工作报告\n\n修路。", "2022年工作报告\n\n修路。", "修路。"], [0.5] * 5)
    asked = Question.of("2022年修路？", corpus)
    plain = retrieve(corpus, asked.terms, QUERY, 10, 0.0)
    assert {"0", "1", "2"} == set(names(plain))
    hits = retrieve(corpus, asked.terms, QUERY, 10, 0.5, asked)
    assert set(names(hits)) == {"1", "2"}
    body = next(hit for hit in hits if hit.prepared.document.id == "1" and hit.passage == 1)
    undated = next(hit for hit in hits if hit.prepared.document.id == "2")
    worth = float(corpus.terms.idf(asked.terms[asked.is_time]).sum())
    assert 0 < worth < 12
    assert (body.lexical or 0) - (undated.lexical or 0) == pytest.approx(worth, rel=1e-5)
    assert set(names(retrieve(corpus, asked.terms, QUERY, 10, math.inf, asked))) == {"1", "2"}


def test_a_question_of_a_time_no_report_is_about_finds_nothing() -> None:
    corpus = Held(["2021年工作报告\n\n修路。", "2022年工作报告\n\n修路。"], [0.5] * 4)
    asked = Question.of("2030年修路？", corpus)
    assert retrieve(corpus, asked.terms, QUERY, 10, 0.5, asked) == ()
