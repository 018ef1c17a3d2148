"""How often the right sentence is quoted: ``python tests/benchmarks/quality.py --data DATA``.

hit@k      a gold answer stands, to the letter, inside one of the first k quotes (threshold off)
strict     the same, and the first quote is from the report the question was asked about
R@k        the report that answers is among the first k found, by BM25, by vectors, and by both
EM, F1     of the words marked in the first quote, as CMRC 2018 defines them
answered   share of questions that get a quote
silent     share that get none once the report that answers is taken out ("report out"), or the passages that hold the
           answer ("passage out"), or when another year or another subject is asked for ("year", "subject");
           questions that another report answers are left aside
ECE        expected calibration error of the first quote's confidence, ten bins of equal width: with the report out,
           pooled with the questions as they are; and the same for each other kind, and for all kinds together
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

import numpy as np
from asking import Outcome, Outcomes, add_arguments, asked_or_loaded
from reliability import expected_calibration_error

from qa.training.variants import ANSWERABLE, UNANSWERABLE


def _mean(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def _error(outcomes: Sequence[Outcome]) -> float | None:
    """Calibration error; None where nothing was asked."""
    if not outcomes:
        return None
    confidences = [each.confidence for each in outcomes]
    return round(expected_calibration_error(confidences, [each.right for each in outcomes]), 4)


def summary(outcomes: Outcomes) -> dict[str, str | float | None]:
    """All measures of one set."""
    asked = outcomes.of(ANSWERABLE)
    result: dict[str, str | float | None] = {
        "set": outcomes.name,
        "questions": len(asked),
        "reports": outcomes.reports,
    }
    result |= {name: _mean([each.measures[name] for each in asked]) for name in asked[0].measures}
    result["answered"] = _mean([outcomes.answered(each) for each in asked])
    result["confidence"] = _mean([each.confidence for each in asked])
    for kind in UNANSWERABLE:
        # What is right after all, another report answers.
        bare = [each for each in outcomes.of(kind) if not each.right]
        result[f"silent, {kind}"] = _mean([not outcomes.answered(each) for each in bare])
        result[f"asked, {kind}"] = len(bare)
    result["ECE"] = _error(outcomes.against("report out"))
    result |= {f"ECE, {kind}": _error(outcomes.against(kind)) for kind in UNANSWERABLE[1:]}
    result["ECE, all"] = _error(outcomes.outcomes)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_arguments(parser)
    for outcomes in asked_or_loaded(parser.parse_args()):
        print(json.dumps(summary(outcomes), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
