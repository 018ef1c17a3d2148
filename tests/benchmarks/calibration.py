"""Whether a confidence is what it says: ``python tests/benchmarks/calibration.py --data DATA [--plot FILE.png]``.

Every question is asked as it is and in ways that the library does not answer (:mod:`qa.training.variants`); the first
quote is right or wrong, and its confidence should say how likely. ``--save`` keeps what came of each question, and
``--load`` measures or plots it again without asking.

ECE        expected calibration error, ten bins of equal width: mean confidence and share of right quotes of each bin
Brier      mean squared distance of confidence and truth
AURC       area under the risk-coverage curve: mean share of wrong quotes among the n surest, over all n
coverage@r largest share of questions that some threshold answers with at most the share r of quotes wrong
right, wrong, silent  at the reader's own threshold, of each kind of question

The lines of a set: "answerable" alone; each kind without an answer together with the same questions as they are; all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from asking import Outcome, Outcomes, add_arguments, asked_or_loaded
from reliability import (
    area_under_risk_coverage,
    brier,
    coverage_at_risk,
    expected_calibration_error,
    reliability,
    risk_coverage,
)

from qa.training.variants import ANSWERABLE, UNANSWERABLE


def _columns(outcomes: Sequence[Outcome]) -> tuple[list[float], list[bool]]:
    return [each.confidence for each in outcomes], [each.right for each in outcomes]


def groups(outcomes: Outcomes) -> dict[str, Sequence[Outcome]]:
    """What is measured together, by its name."""
    parts: dict[str, Sequence[Outcome]] = {ANSWERABLE: outcomes.of(ANSWERABLE)}
    parts |= {f"with {kind}": outcomes.against(kind) for kind in UNANSWERABLE}
    parts["all"] = outcomes.outcomes
    return {name: part for name, part in parts.items() if part}


def measures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The numbers of one group."""
    confidences, right = _columns(outcomes)
    result = {
        "questions": len(outcomes),
        "right": sum(right) / len(right),
        "ECE": expected_calibration_error(confidences, right),
        "Brier": brier(confidences, right),
        "AURC": area_under_risk_coverage(confidences, right),
        "coverage@5%": coverage_at_risk(confidences, right, 0.05),
        "coverage@10%": coverage_at_risk(confidences, right, 0.10),
    }
    return {name: round(value, 4) for name, value in result.items()}


def at_threshold(outcomes: Outcomes) -> dict[str, dict[str, float]]:
    """What the reader's own threshold makes of each kind of question."""
    result = {}
    for kind in (ANSWERABLE, *UNANSWERABLE):
        asked = outcomes.of(kind)
        if asked:
            quoted = [each for each in asked if outcomes.answered(each)]
            right = sum(each.right for each in quoted)
            shares = {"right": right, "wrong": len(quoted) - right, "silent": len(asked) - len(quoted)}
            result[kind] = {"questions": len(asked)} | {
                name: round(count / len(asked), 4) for name, count in shares.items()
            }
    return result


def table(outcomes: Sequence[Outcome]) -> str:
    """The reliability table, as lines of text."""
    lines = ["  confidence  quotes  mean   right"]
    for each in reliability(*_columns(outcomes)):
        lines.append(
            f"  {each.low:.1f} to {each.high:.1f}  {each.count:6}  {each.confidence:.3f}  {each.accuracy:.3f}"
        )
    return "\n".join(lines)


def plot(sets: Sequence[Outcomes], path: Path) -> None:
    """Reliability and risk-coverage of all sets, side by side."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], [0, 1], color="0.7", linestyle=":")
    for place, outcomes in enumerate(sets):
        color, confidences = f"C{place}", _columns(outcomes.outcomes)
        bins = reliability(*confidences)
        error = expected_calibration_error(*confidences)
        left.plot(
            [each.confidence for each in bins],
            [each.accuracy for each in bins],
            marker="o",
            color=color,
            label=f"{outcomes.name}: ECE {error:.3f}",
        )
        for part, style in ((outcomes.of(ANSWERABLE), "--"), (outcomes.outcomes, "-")):
            coverage, risk = risk_coverage(*_columns(part))
            area = area_under_risk_coverage(*_columns(part))
            what = "all" if style == "-" else "answerable"
            label = f"{outcomes.name}, {what}: AURC {area:.3f}"
            right.plot(coverage, risk, color=color, linestyle=style, label=label)
        answered = [each for each in outcomes.outcomes if outcomes.answered(each)]
        if answered:
            wrong = sum(not each.right for each in answered) / len(answered)
            right.plot(len(answered) / len(outcomes.outcomes), wrong, marker="o", color=color)
    left.set(xlabel="confidence", ylabel="right", title="Reliability, with questions that have no answer")
    right.set(
        xlabel="coverage", ylabel="wrong quotes", title="Risk and coverage; dots: the reader's threshold"
    )
    for axes in (left, right):
        axes.legend(fontsize="small")
        axes.set_ylim(-0.05, 1.05)
        axes.grid(color="0.92")
    figure.savefig(path, dpi=150)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_arguments(parser)
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw reliability and risk-coverage")
    arguments = parser.parse_args()
    sets = []
    for outcomes in asked_or_loaded(arguments):
        sets.append(outcomes)
        print(f"{outcomes.name}: threshold {outcomes.threshold:.4f}")
        for name, part in groups(outcomes).items():
            print(f" {name}: {json.dumps(measures(part))}")
        print(f" at the threshold: {json.dumps(at_threshold(outcomes))}")
        print(table(outcomes.outcomes), flush=True)
    if arguments.plot:
        plot(sets, arguments.plot)


if __name__ == "__main__":
    main()
