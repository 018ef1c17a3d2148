"""What is put beside each other for the blend and for the confidence, worked out by hand."""

import math

import numpy as np
import pytest

from qa.evidence import Evidence, gather
from qa.features import AGREEMENT, FEATURES, SentenceRef
from qa.prepare import prepare
from qa.question import Question
from qa.reading import READ_FEATURES
from qa.scorer import BLEND_FEATURES, CONFIDENCE_FEATURES
from qa.types import Document
from tests.fakes import EMPTY, SilentReader, linear

SHARE, LEAD = range(2)
SCORE, TOTAL, SECOND, TERMS = range(-4, 0)


def evidence(*shares: float, asked: str = "谁是市长？") -> Evidence:
    """Sentences that score by their words what retrieval gave their passage."""
    report = prepare(Document("甲。\n" * len(shares), "a.txt", "1"))
    refs = [
        SentenceRef(report, place, report.passage_of(place), share, 0) for place, share in enumerate(shares)
    ]
    return gather(Question.of(asked, EMPTY), refs, linear(FEATURES, {"lexical_passage": 1.0}), SilentReader())


def test_shares_are_logs_of_a_softmax_and_leads_are_over_the_best_other() -> None:
    # ln(e + e^3) = 3 + ln(1 + e^-2)
    total = 3 + math.log1p(math.exp(-2))
    blend = evidence(1, 3).to_blend()
    assert blend.shape == (2, len(BLEND_FEATURES))
    assert blend[:, SHARE] == pytest.approx([1 - total, 3 - total], rel=1e-5)
    assert blend[:, LEAD].tolist() == [-2, 2]


def test_a_sentence_alone_leads_by_five() -> None:
    assert evidence(2).to_blend()[0, [SHARE, LEAD]].tolist() == [0, 5]


def test_sentences_alike_lead_by_nothing() -> None:
    assert evidence(2, 2, 0).to_blend()[:, LEAD].tolist() == [0, 0, -2]


def test_what_the_network_says_comes_last() -> None:
    found = evidence(1, 3)
    assert (found.to_blend()[:, -len(READ_FEATURES) :] == found.reading.features()).all()


def test_confidence_knows_all_but_agreement() -> None:
    found = evidence(1, 3)
    rows = found.to_confidence(np.array([4, 9], dtype=np.float32))
    assert rows.shape == (2, len(CONFIDENCE_FEATURES))
    kept = [column for column, name in enumerate(FEATURES) if name not in AGREEMENT]
    assert len(kept) == len(FEATURES) - 8
    assert (rows[:, : len(kept)] == found.features[:, kept]).all()
    assert (rows[:, len(kept) : -4] == found.to_blend()).all()
    assert rows[:, SCORE].tolist() == [4, 9]
    assert rows[:, TOTAL] == pytest.approx([3 + math.log1p(math.exp(-2))] * 2, rel=1e-5)
    assert rows[:, SECOND].tolist() == [-5, 5]
    assert rows[:, TERMS] == pytest.approx(math.log(1 + len(found.question.terms)), rel=1e-5)


def test_no_sentence_is_no_evidence() -> None:
    found = evidence()
    assert found.to_blend().shape == (0, len(BLEND_FEATURES))
    assert found.to_confidence(np.empty(0, dtype=np.float32)).shape == (0, len(CONFIDENCE_FEATURES))


def test_a_sentence_of_another_year_is_left_out() -> None:
    report = prepare(Document("2021年有三家。\n2022年有五家。", "a.txt", "1"))
    refs = [SentenceRef(report, place, report.passage_of(place), 1.0, 0) for place in range(2)]
    scorer = linear(FEATURES, {})
    found = gather(Question.of("2022年有几家？", EMPTY), refs, scorer, SilentReader())
    assert [each.number for each in found.sentences] == [1]
