"""English questions about English and about Chinese reports: ``python tests/benchmarks/english.py``.

English: invented reports and questions (english.json) that no rule was made on. Every question is asked of all reports
together, and once more with its own report taken out. Chinese: questions (english_on_chinese.json) about the three
Chinese sample reports, and some that no report answers.

hit@1      the first quote holds a gold answer (threshold off)
EM, F1     of the words marked in it, as :mod:`qa.training.metrics` counts them
answered   share of questions that get a quote
silent     share that get none with their report out, or that no report answers
precision  share of the quotes that hold a gold answer (Chinese reports)

With ``--data DATA``, thinned translations as well, which the odds of a Chinese sentence were learnt from, here of the
held-out pairs: hit@1, "near" by vectors of whole sentences alone, answered, silent with the translation out, and ECE.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Final

import numpy as np
from reliability import expected_calibration_error

from embeddings.training.parallel import read_translations, split_translations
from qa.english.meaning import MEANING_FEATURES
from qa.library import Library
from qa.models import bundled_scorers, load_encoder
from qa.samples import sample_paths
from qa.training.meaning import ask_thinned, library_sentences
from qa.training.metrics import exact_match, f1
from qa.types import Document

QUESTIONS: Final = Path(__file__).with_suffix(".json")
ON_CHINESE: Final = QUESTIONS.with_stem("english_on_chinese")


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


def measure_on_chinese(verbose: bool) -> dict[str, float]:
    """The same for Chinese reports."""
    library = Library.in_memory()
    library.add([path for path in sample_paths() if "harbour" not in path.name])
    rows, silent, right = [], [], []
    for question, golds in json.loads(ON_CHINESE.read_text(encoding="utf-8")):
        answer, quote = library.ask(question), library.ask(question, threshold=0.0).nearest
        holds = quote is not None and any(gold in quote.text for gold in golds)
        if golds:
            row = {"hit@1": holds, "F1": f1(quote.answer if quote else "", golds), "answered": bool(answer)}
            rows.append({name: float(value) for name, value in row.items()})
        else:
            silent.append(not answer)
        if answer:
            right.append(any(gold in answer.text for gold in golds))
        if verbose and quote:
            print(f"{holds:d} {quote.confidence:.2f} {question} -> {quote.answer!r} in {quote.text[:60]!r}")
    means = {name: round(float(np.mean([row[name] for row in rows])), 3) for name in rows[0]}
    rest = {"silent": round(float(np.mean(silent)), 3), "precision": round(float(np.mean(right)), 3)}
    return {"questions on Chinese": len(rows), "unanswerable": len(silent)} | means | rest


def measure_thinned(data: Path) -> dict[str, float]:
    """What becomes of thinned held-out translations."""
    scorers, encoder = bundled_scorers(), load_encoder(None)
    pairs = split_translations(read_translations(data / "parallel" / "zh_en.tsv.xz")).held_out
    sentences = library_sentences(data, pairs)
    rows, confidences, right = [], [], []
    for both in ask_thinned(pairs, sentences, encoder, seed=8):
        sure = []
        for each in both:
            odds = scorers.meaning(each.features)
            sure.append(1 / (1 + math.exp(-float(odds.max()))))
            right.append(bool(each.right[int(odds.argmax())]))
        nearest = int(both[0].features[:, MEANING_FEATURES.index("near")].argmax())
        rows.append(
            {
                "hit@1": right[-2],
                "near hit@1": bool(both[0].right[nearest]),
                "answered": sure[0] >= scorers.threshold,
                "silent": sure[1] < scorers.threshold,
            }
        )
        confidences += sure
    means = {name: round(float(np.mean([row[name] for row in rows])), 3) for name in rows[0]}
    error = round(expected_calibration_error(confidences, right), 3)
    return {"thinned translations": len(rows), "sentences": len(sentences)} | means | {"ECE": error}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--verbose", action="store_true", help="show every question; make no rule on them")
    parser.add_argument("--data", type=Path, metavar="DATA", help="folder with the folders parallel and text")
    arguments = parser.parse_args()
    for measured in (measure, measure_on_chinese):
        print(json.dumps(measured(arguments.verbose), ensure_ascii=False), flush=True)
    if arguments.data:
        print(json.dumps(measure_thinned(arguments.data)))


if __name__ == "__main__":
    main()
