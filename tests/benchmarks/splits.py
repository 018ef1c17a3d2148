"""That nothing measured was learned from: ``python tests/benchmarks/splits.py --data DATA``.

Lists the question sets and, for each that is fitted on and each that is developed or measured on, how many reports
begin with the same 100 characters, white space, script and width aside. Fails where it is not 0.
"""

from __future__ import annotations

import argparse
from itertools import product
from pathlib import Path

from qa.training.duplicates import PREFIX, report_key
from qa.training.questions import DEVELOPED, MEASURED, QuestionSet, measuring_set, training_sets


def beginnings(questions: QuestionSet) -> set[str]:
    """How the reports of a set begin."""
    return {report_key(report)[:PREFIX] for report in questions.reports}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DATA", help="folder with the folders qa and text"
    )
    data = parser.parse_args().data
    fitted = training_sets(data)
    kept = [measuring_set(name, data) for name in (*MEASURED, *DEVELOPED)]
    for each in (*fitted, *kept):
        questioned = len({question.context for question in each.questions})
        print(f"{each.name}: {len(each.questions)} questions to {questioned} of {len(each.reports)} reports")
    known = {each.name: beginnings(each) for each in (*fitted, *kept)}
    shared = {
        f"{one.name} and {other.name}": len(known[one.name] & known[other.name])
        for one, other in product(fitted, kept)
    }
    for pair, count in shared.items():
        print(f"shared by {pair}: {count}")
    if any(shared.values()):
        raise SystemExit("reports are both learned from and measured on")


if __name__ == "__main__":
    main()
