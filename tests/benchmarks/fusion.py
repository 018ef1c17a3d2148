"""How much the vectors should weigh beside BM25: ``python tests/benchmarks/fusion.py --data DATA``.

R@1 and R@10 of the report that was asked about, by weight of the dense side (BM25's is 1), on sets to develop on.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

import numpy as np

from qa.fold import fold
from qa.models import load_encoder
from qa.question import Question
from qa.retrieve import retrieve
from qa.training.examples import build_corpus
from qa.training.questions import measuring_set

_WEIGHTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0, 2.0, float("inf"))


def measure(name: str, data: Path, encoder_name: str | None) -> dict[str, str | float]:
    """R@1 / R@10 for every weight."""
    questions, encoder = measuring_set(name, data), load_encoder(encoder_name)
    corpus = build_corpus(questions.reports, encoder)
    vectors = encoder.encode_queries([fold(each.question).text for each in questions.questions])
    found = {weight: np.zeros(2) for weight in _WEIGHTS}
    for each, vector in zip(questions.questions, vectors, strict=True):
        question = Question.of(each.question, corpus)
        for weight in _WEIGHTS:
            hits = retrieve(corpus, question.terms, vector, 10, weight, question)
            texts = [hit.prepared.document.text for hit in hits]
            found[weight] += (texts[:1] == [each.context], each.context in texts)
    shares = {weight: counts / len(questions.questions) for weight, counts in found.items()}
    return {"set": questions.name} | {
        f"weight {weight}": f"{first:.4f} / {ten:.4f}" for weight, (first, ten) in shares.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DATA", help="folder with the folders qa and text"
    )
    parser.add_argument("--sets", nargs="+", default=["cmrc-dev", "news-dev"])
    parser.add_argument("--encoder", help="name or path; the bundled encoder when left out")
    arguments = parser.parse_args()
    for name in arguments.sets:
        print(json.dumps(measure(name, arguments.data, arguments.encoder), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
