"""``python -m qa.training --data ../shared/data``: fit, calibrate and save the bundled reader."""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save

from qa.features import FEATURES
from qa.models import load_encoder
from qa.reader import confidence_features
from qa.scorer import BUNDLED, FORMAT, Scorer
from qa.spans import SPAN_FEATURES
from qa.training.examples import Example, examples, span_example
from qa.training.fit import fit_odds, fit_ranking
from qa.training.questions import calibration, training_sets

SEED = 7
ANSWERED = 0.93
"""Share of answerable questions the threshold lets through on the calibration questions."""


def _fit_confidence(held: list[list[Example]], sentence: Scorer) -> tuple[Scorer, float]:
    """Calibrate on questions the sentence scorer has not seen, each set counting alike."""
    rows, right, weights = [], [], []
    for part in held:
        for example in part:
            if not len(example.features):
                continue
            scores = sentence(example.features)
            top = np.argsort(-scores, kind="stable")[:3]
            rows.append(confidence_features(example.prepared, example.features, scores)[top])
            right.append(example.right[top])
            weights.append(np.full(len(top), 1 / len(part), dtype=np.float32))
    features, weight = np.concatenate(rows), np.concatenate(weights)
    scorer = fit_odds(features, np.concatenate(right), weight / weight.mean(), units=12, epochs=8, seed=SEED)
    odds = [_answered_odds(part, sentence, scorer) for part in held]
    # Every kind of report must keep its answers, so the most doubtful set decides.
    threshold_odds = min(float(np.quantile(each, 1 - ANSWERED)) for each in odds)
    return scorer, float(1 / (1 + np.exp(-threshold_odds)))


def _answered_odds(part: list[Example], sentence: Scorer, confidence: Scorer) -> list[float]:
    """Log-odds of the first quote of every question whose report is there."""
    odds = []
    for example in part:
        if example.answerable and len(example.features):
            scores = sentence(example.features)
            rows = confidence_features(example.prepared, example.features, scores)
            odds.append(float(confidence(rows[[int(np.argmax(scores))]])[0]))
    return odds


def main() -> None:
    """Read the arguments, fit, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the folders qa and text")
    parser.add_argument("--out", type=Path, default=BUNDLED, help="where the reader is saved")
    parser.add_argument("--encoder", help="encoder to fit with; the bundled one when left out")
    arguments = parser.parse_args()
    torch.use_deterministic_algorithms(True)
    encoder = load_encoder(arguments.encoder)
    fitted: list[Example] = []
    held: list[list[Example]] = []
    for questions in training_sets(arguments.data):
        seen = list(examples(questions, encoder))
        fitted += [each for each in seen if not calibration(each.question)]
        held.append([each for each in seen if calibration(each.question)])
        print(
            f"{questions.name}: {len(questions.questions)} questions, {len(questions.reports)} reports",
            flush=True,
        )
    answerable = [each for each in fitted if each.answerable and each.right.any()]
    groups = [(each.features, each.right.astype(np.float32)) for each in answerable]
    sentence = fit_ranking(groups, units=32, epochs=12, seed=SEED)
    marked = [found for each in answerable if (found := span_example(each)) and found.overlap.max() > 0]
    span = fit_ranking([(each.features, each.overlap**4) for each in marked], units=32, epochs=12, seed=SEED)
    confidence, threshold = _fit_confidence(held, sentence)
    scorers = {"sentence": sentence, "span": span, "confidence": confidence}
    tensors = {
        f"{name}.{field.name}": np.ascontiguousarray(asdict(scorer)[field.name], dtype=np.float32)
        for name, scorer in scorers.items()
        for field in fields(scorer)
    }
    weights = save(tensors)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "model.safetensors").write_bytes(weights)
    settings = {
        "format": FORMAT,
        "sha256": hashlib.sha256(weights).hexdigest(),
        "encoder": encoder.identity,
        "threshold": round(threshold, 6),
        "features": list(FEATURES),
        "span_features": list(SPAN_FEATURES),
        "seed": SEED,
    }
    text = json.dumps(settings, ensure_ascii=False, indent=2)
    (arguments.out / "config.json").write_text(text + "\n", encoding="utf-8")
    print(f"threshold {threshold:.3f}, saved in {arguments.out}")


if __name__ == "__main__":
    main()
