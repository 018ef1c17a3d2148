"""English questions about English reports: ``python tests/benchmarks/english.py``.

Invented reports and questions (english.json) that no rule was made on. Every question is asked of all reports together,
and once more with its own report taken out.

hit@1      the first quote holds a gold answer (threshold off)
EM, F1     of the words marked in it, as :mod:`qa.training.metrics` counts them
answered   share of questions that get a quote
silent     share that get none with their report out
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

import numpy as np

from qa.library import Library
from qa.training.metrics import exact_match, f1
from qa.types import Document

QUESTIONS: Final = Path(__file__).with_suffix(".json")


def measure(verbose: bool) -> dict[str, float]:
    """All measures, and with ``verbose`` every question with what was marked."""
    parts = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    reports = [Document(part["report"], f"{number}.txt", str(number)) for number, part in enumerate(parts)]
    whole = Library.in_memory()
    whole.add_documents(reports)
    rows = []
    for number, part in enumerate(parts):
        others = Library.in_memory()
        others.add_documents([report for report in reports if report.id != str(number)])
        for question, golds in part["questions"]:
            quote = whole.ask(question, threshold=0.0).quotes[0]
            rows.append(
                {
                    "hit@1": quote.document_id == str(number) and any(gold in quote.text for gold in golds),
                    "EM": exact_match(quote.answer, golds),
                    "F1": f1(quote.answer, golds),
                    "answered": bool(whole.ask(question)),
                    "silent": not others.ask(question),
                }
            )
            if verbose:
                print(
                    f"{rows[-1]['F1']:.2f} {quote.confidence:.2f} {question} -> {quote.answer!r} of {golds}"
                )
    means = {name: round(float(np.mean([row[name] for row in rows])), 3) for name in rows[0]}
    return {"questions": len(rows), "reports": len(reports)} | means


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--verbose", action="store_true", help="show every question; make no rule on them")
    print(json.dumps(measure(parser.parse_args().verbose), ensure_ascii=False))


if __name__ == "__main__":
    main()
