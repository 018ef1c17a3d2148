"""How far confidences can be trusted: calibration error, Brier score, risk and coverage.

``right[i]`` says whether the answer with the confidence ``confidences[i]`` was right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: from ``low`` (included) to ``high`` (excluded, but for 1)."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """The reliability table: mean confidence and share of right answers in bins of equal width.

    Empty bins are left out.
    """
    sure, true = np.array(confidences, dtype=float), np.array(right, dtype=float)
    places = np.minimum((sure * bins).astype(int), bins - 1)
    return [
        Bin(
            place / bins,
            (place + 1) / bins,
            int(inside.sum()),
            float(sure[inside].mean()),
            float(true[inside].mean()),
        )
        for place in range(bins)
        if (inside := places == place).any()
    ]


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Guo et al., "On Calibration of Modern Neural Networks", arXiv:1706.04599."""
    table = reliability(confidences, right, bins)
    return sum(abs(each.confidence - each.accuracy) * each.count for each in table) / max(len(right), 1)


def brier(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Mean squared distance from the truth (Brier, 1950)."""
    gaps = np.array(confidences, dtype=float) - np.array(right, dtype=float)
    return float((gaps**2).mean())


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Floats, Floats]:
    """The risk-coverage curve (El-Yaniv & Wiener, "On the Foundations of Noise-free Selective Classification", 2010).

    :return: coverages, ascending to 1, and at each the share of wrong answers among the surest ones that make it up.
        There is one point for every confidence that occurs: no threshold lies between equal ones.
    """
    sure, wrong = np.array(confidences, dtype=float), 1 - np.array(right, dtype=float)
    order = np.argsort(-sure, kind="stable")
    ends = np.flatnonzero(np.diff(sure[order], append=-np.inf))
    answered = ends + 1.0
    return answered / len(sure), np.cumsum(wrong[order])[ends] / answered


def area_under_risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """AURC (Geifman & El-Yaniv, arXiv:1805.08206): the mean risk over all coverages 1/n, 2/n ... 1.

    Wrong answers of equal confidence are spread evenly over their places, so that the order of the questions does
    not matter.
    """
    coverage, risk = risk_coverage(confidences, right)
    count = len(right)
    answered = np.concatenate([[0.0], coverage * count])
    wrong = np.concatenate([[0.0], risk * coverage * count])
    steps = np.arange(1, count + 1, dtype=float)
    return float((np.interp(steps, answered, wrong) / steps).mean())


def coverage_at_risk(confidences: Sequence[float], right: Sequence[bool], risk: float) -> float:
    """The largest share of questions that a threshold lets answer with at most ``risk`` of the answers wrong."""
    coverage, risks = risk_coverage(confidences, right)
    return float(coverage[risks <= risk].max(initial=0.0))
