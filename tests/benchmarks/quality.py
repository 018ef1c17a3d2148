"""How often the right sentence is quoted: ``python tests/benchmarks/quality.py --data ../shared/data``.

hit@k      a gold answer stands, to the letter, inside one of the first k sentences (threshold off)
strict     the same, and the sentence is from the report the question was asked about
R@k        the report that answers is among the first k found, by BM25, by vectors, and by both
EM, F1     of the words marked in the first quote, as CMRC 2018 defines them
answered   share of questions that get a quote; silent: share that get none once the right report is taken out
ECE        expected calibration error of the first quote's confidence, ten bins of equal width
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder
from qa.fold import fold
from qa.library import READ_PASSAGES
from qa.models import load_encoder
from qa.question import Question
from qa.reader import Judged, judge, to_quote
from qa.retrieve import DENSE_WEIGHT, retrieve, sentences_of
from qa.scorer import BUNDLED, Scorers, load_scorers
from qa.training.examples import build_corpus, without
from qa.training.metrics import exact_match, f1
from qa.training.questions import measuring_set

MODES = {"bm25": 0.0, "dense": float("inf"), "fused": DENSE_WEIGHT}


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Guo et al., "On Calibration of Modern Neural Networks", arXiv:1706.04599."""
    sure, true = np.array(confidences), np.array(right, dtype=float)
    places = np.minimum((sure * bins).astype(int), bins - 1)
    return sum(
        abs(sure[places == place].mean() - true[places == place].mean()) * (places == place).mean()
        for place in np.unique(places)
    )


def _first_alone(judged: Judged, golds: Sequence[str]) -> bool:
    """Whether the answer stands in the first sentence of a quote, as if two were never joined."""
    prepared = judged.sentence.prepared
    start, end = prepared.segmentation.sentences[judged.sentence.number]
    return any(gold.strip() in prepared.document.text[start:end] for gold in golds)


def measure(
    name: str, data: Path, encoder: Encoder, scorers: Scorers, most: int | None = None
) -> dict[str, str | float]:
    """All measures of one set."""
    questions = measuring_set(name, data)
    asked = questions.questions[:most]
    corpus = build_corpus(questions.reports, encoder)
    vectors = encoder.encode_queries([fold(each.question).text for each in asked])
    rows = []
    for question, vector in zip(asked, vectors, strict=True):
        prepared = Question.of(question.question, corpus.terms)
        golds = [text for _, text in question.answers]
        row = {}
        for mode, weight in MODES.items():
            hits = retrieve(corpus, prepared.terms, vector, 40, weight)
            found = list(dict.fromkeys(hit.entry.prepared.document.text for hit in hits))
            row[f"{mode} R@1"] = found[:1] == [question.context]
            row[f"{mode} R@5"] = question.context in found[:5]
        judged = judge(prepared, sentences_of(hits[:READ_PASSAGES]), scorers)
        quotes = [to_quote(prepared, each, scorers) for each in judged[:3]]
        holds = [any(gold.strip() in quote.text for gold in golds) for quote in quotes]
        row |= {
            "hit@1": any(holds[:1]),
            "hit@3": any(holds),
            "strict": any(holds[:1]) and judged[0].sentence.prepared.document.text == question.context,
            "EM": bool(quotes) and exact_match(quotes[0].answer, golds),
            "F1": f1(quotes[0].answer, golds) if quotes else 0.0,
            "answered": bool(quotes) and quotes[0].confidence >= scorers.threshold,
            "verbatim": all(
                each.sentence.prepared.document.text[quote.start : quote.end] == quote.text
                and quote.text[quote.answer_start : quote.answer_start + len(quote.answer)] == quote.answer
                for each, quote in zip(judged, quotes, strict=False)
            ),
            "confidence": quotes[0].confidence if quotes else 0.0,
            "two sentences": bool(judged) and judged[0].last > judged[0].sentence.number,
            "one sentence hit@1": bool(quotes) and _first_alone(judged[0], golds),
            "length": len(quotes[0].text) if quotes else 0,
        }
        absent = judge(prepared, sentences_of(without(hits, question.context)), scorers)
        row["silent"] = not absent or absent[0].confidence < scorers.threshold
        row["absent confidence"] = absent[0].confidence if absent else 0.0
        row["absent right"] = (
            bool(absent)
            and questions.anywhere
            and any(gold.strip() in to_quote(prepared, absent[0], scorers).text for gold in golds)
        )
        rows.append(row)
    result = {"set": questions.name, "questions": len(rows), "reports": len(questions.reports)}
    result |= {key: round(float(np.mean([row[key] for row in rows])), 4) for key in rows[0]}
    pooled = [row["confidence"] for row in rows] + [row["absent confidence"] for row in rows]
    right = [row["hit@1"] for row in rows] + [row["absent right"] for row in rows]
    result["ECE"] = round(float(expected_calibration_error(pooled, right)), 4)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the data folder, or its folder qa")
    parser.add_argument("--sets", nargs="+", default=["cmrc", "drcd", "news"])
    parser.add_argument("--encoder", help="name or path; the bundled encoder when left out")
    parser.add_argument("--reader", type=Path, default=BUNDLED)
    parser.add_argument("--threshold", type=float, help="instead of the reader's own")
    parser.add_argument("--most", type=int, help="questions of each set, for a quick look")
    arguments = parser.parse_args()
    data = arguments.data.parent if arguments.data.name == "qa" else arguments.data
    scorers = load_scorers(arguments.reader)
    if arguments.threshold is not None:
        scorers = replace(scorers, threshold=arguments.threshold)
    for name in arguments.sets:
        result = measure(name, data, load_encoder(arguments.encoder), scorers, arguments.most)
        print(json.dumps(result, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
