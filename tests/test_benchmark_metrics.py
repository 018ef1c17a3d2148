"""The measures of the benchmarks, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.reliability import (
    Bin,
    area_under_risk_coverage,
    brier,
    coverage_at_risk,
    expected_calibration_error,
    reliability,
    risk_coverage,
)

SURE = [0.95, 0.9, 0.62, 0.68, 0.1]
RIGHT = [True, False, True, True, False]
CASES = st.lists(
    st.tuples(st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]), st.booleans()), min_size=1, max_size=30
)


def test_reliability_table() -> None:
    table = reliability([0.95, 1.0, 0.6, 0.68, 0.0], RIGHT)
    assert table == [
        Bin(0.0, 0.1, 1, 0.0, 0.0),
        Bin(0.6, 0.7, 2, pytest.approx(0.64), 1.0),
        Bin(0.9, 1.0, 2, pytest.approx(0.975), 0.5),
    ]


@pytest.mark.parametrize(
    ("confidences", "right", "expected"),
    [
        # bins 0.9-1: |0.925 - 0.5| of 2; 0.6-0.7: |0.65 - 1| of 2; 0.1-0.2: |0.1 - 0| of 1
        (SURE, RIGHT, (0.425 * 2 + 0.35 * 2 + 0.1) / 5),
        ([0.75, 0.75, 0.75, 0.75], [True, True, True, False], 0.0),
        ([1.0, 1.0], [False, False], 1.0),
        ([0.0], [False], 0.0),
        ([], [], 0.0),
    ],
)
def test_expected_calibration_error(confidences: list[float], right: list[bool], expected: float) -> None:
    assert expected_calibration_error(confidences, right) == pytest.approx(expected)


def test_with_one_bin_the_error_is_that_of_the_means() -> None:
    # mean confidence 0.65, right 0.6
    assert expected_calibration_error(SURE, RIGHT, bins=1) == pytest.approx(0.05)


def test_brier() -> None:
    expected = (0.05**2 + 0.9**2 + 0.38**2 + 0.32**2 + 0.1**2) / 5
    assert brier(SURE, RIGHT) == pytest.approx(expected)


def test_risk_coverage() -> None:
    coverage, risk = risk_coverage(SURE, RIGHT)
    assert coverage.tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert risk.tolist() == pytest.approx([0, 1 / 2, 1 / 3, 1 / 4, 2 / 5])


def test_equal_confidences_are_answered_together() -> None:
    coverage, risk = risk_coverage([0.5, 0.9, 0.5, 0.5], [False, True, True, True])
    assert coverage.tolist() == pytest.approx([0.25, 1.0])
    assert risk.tolist() == pytest.approx([0, 0.25])


@pytest.mark.parametrize(
    ("confidences", "right", "expected"),
    [
        (SURE, RIGHT, (0 + 1 / 2 + 1 / 3 + 1 / 4 + 2 / 5) / 5),
        ([0.9, 0.8], [True, False], 1 / 4),
        ([0.8, 0.9], [True, False], (1 + 1 / 2) / 2),
        # two of equal confidence, one wrong: half a wrong answer at each
        ([0.5, 0.5], [True, False], (0.5 + 0.5) / 2),
        ([0.5, 0.5], [False, True], (0.5 + 0.5) / 2),
        ([0.3, 0.2, 0.1], [True, True, True], 0.0),
        ([0.3, 0.2, 0.1], [False, False, False], 1.0),
    ],
)
def test_area_under_risk_coverage(confidences: list[float], right: list[bool], expected: float) -> None:
    assert area_under_risk_coverage(confidences, right) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("risk", "expected"), [(0.0, 0.2), (0.24, 0.2), (0.25, 0.8), (0.39, 0.8), (0.4, 1.0), (1.0, 1.0)]
)
def test_coverage_at_risk(risk: float, expected: float) -> None:
    assert coverage_at_risk(SURE, RIGHT, risk) == pytest.approx(expected)


def test_no_coverage_where_the_surest_answer_is_wrong() -> None:
    assert coverage_at_risk([0.9, 0.8], [False, False], 0.1) == 0


@given(CASES)
def test_the_order_of_questions_does_not_matter(cases: list[tuple[float, bool]]) -> None:
    shuffled = sorted(cases)
    first, second = (tuple(zip(*part, strict=True)) for part in (cases, shuffled))
    assert area_under_risk_coverage(*first) == pytest.approx(area_under_risk_coverage(*second))
    assert expected_calibration_error(*first) == pytest.approx(expected_calibration_error(*second))


@given(CASES)
def test_measures_stay_within_their_bounds(cases: list[tuple[float, bool]]) -> None:
    sure, right = zip(*cases, strict=True)
    wrong = right.count(False) / len(right)
    for value in (
        expected_calibration_error(sure, right),
        brier(sure, right),
        coverage_at_risk(sure, right, 0.1),
    ):
        assert 0 <= value <= 1
    # sorted by truth, the curve is at its lowest
    assert area_under_risk_coverage(right, right) <= area_under_risk_coverage(sure, right) + 1e-9
    assert risk_coverage(sure, right)[1][-1] == pytest.approx(wrong)
