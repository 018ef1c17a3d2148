"""``python -m qa.training --data DATA``: train, fit, calibrate and save the bundled reader; go on where it stopped."""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save

from embeddings.encoder import Encoder
from qa.english.meaning import MEANING_FEATURES
from qa.features import FEATURES
from qa.models import load_encoder
from qa.neural import NeuralReader, load_neural
from qa.scorer import BLEND_FEATURES, BUNDLED, CONFIDENCE_FEATURES, FORMAT, Scorer
from qa.spans import SPAN_FEATURES
from qa.training.calibrate import cases, fit_blend, fit_confidence
from qa.training.examples import examples, span_example
from qa.training.fit import fit_ranking
from qa.training.meaning import fit_meaning
from qa.training.questions import QuestionSet, calibration, training_sets
from qa.training.stages import pretrain, save_network, teach

SEED = 7


def _tell(message: str) -> None:
    print(message, flush=True)


def _fit_words(sets: tuple[QuestionSet, ...], encoder: Encoder) -> tuple[Scorer, Scorer]:
    """The scorers of sentences and of spans by their words and form, from all but the calibration questions."""
    groups, marked = [], []
    for questions in sets:
        for each in examples(questions, encoder):
            if calibration(each.question) or not each.right.any():
                continue
            groups.append((each.features, each.right.astype(np.float32)))
            if (found := span_example(each)) and found.overlap.max() > 0:
                marked.append((found.features, found.overlap**4))
        _tell(f"{questions.name}: {len(questions.questions)} questions, {len(questions.reports)} reports")
    sentence = fit_ranking(groups, units=32, epochs=12, seed=SEED)
    return sentence, fit_ranking(marked, units=32, epochs=12, seed=SEED)


def _fit(
    data: Path, sets: tuple[QuestionSet, ...], encoder: Encoder, reader: NeuralReader
) -> tuple[dict[str, Scorer], float]:
    sentence, span = _fit_words(sets, encoder)
    held = [list(cases(part, encoder, sentence, reader, chosen=calibration)) for part in sets]
    _tell(f"calibrating on {sum(map(len, held))} questions asked in all ways")
    blend = fit_blend(held, SEED)
    confidence, threshold = fit_confidence(held, blend, SEED)
    scorers = {
        "sentence": sentence,
        "blend": blend,
        "span": span,
        "confidence": confidence,
        "meaning": fit_meaning(data, encoder, SEED),
    }
    return scorers, threshold


def _save(scorers: dict[str, Scorer], threshold: float, made_with: dict[str, str], out: Path) -> None:
    tensors = {
        f"{name}.{field.name}": np.ascontiguousarray(asdict(scorer)[field.name], dtype=np.float32)
        for name, scorer in scorers.items()
        for field in fields(scorer)
    }
    weights = save(tensors)
    (out / "model.safetensors").write_bytes(weights)
    settings: dict[str, Any] = {
        "format": FORMAT,
        "sha256": hashlib.sha256(weights).hexdigest(),
        **made_with,
        "threshold": round(threshold, 6),
        "features": list(FEATURES),
        "span_features": list(SPAN_FEATURES),
        "blend_features": list(BLEND_FEATURES),
        "confidence_features": list(CONFIDENCE_FEATURES),
        "meaning_features": list(MEANING_FEATURES),
        "seed": SEED,
    }
    text = json.dumps(settings, ensure_ascii=False, indent=2)
    (out / "config.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Read the arguments, train, fit, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the folders qa and text")
    parser.add_argument("--out", type=Path, default=BUNDLED, help="where the reader is saved")
    parser.add_argument("--work", type=Path, default=Path("build/reader"), help="where the state is kept")
    parser.add_argument("--encoder", help="encoder to fit with; the bundled one when left out")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument(
        "--keep-network", action="store_true", help="fit anew around the network that is in --out"
    )
    arguments = parser.parse_args()
    torch.use_deterministic_algorithms(True)
    encoder = load_encoder(arguments.encoder)
    sets = training_sets(arguments.data)
    if not arguments.keep_network:
        arguments.work.mkdir(parents=True, exist_ok=True)
        start, vocabulary = pretrain(arguments.data, arguments.work, arguments.device, _tell)
        network = teach(
            start, vocabulary, sets, encoder, work=arguments.work, device=arguments.device, tell=_tell
        )
        save_network(network, vocabulary, arguments.out)
    reader = load_neural(arguments.out)
    scorers, threshold = _fit(arguments.data, sets, encoder, reader)
    _save(scorers, threshold, {"network": reader.identity, "encoder": encoder.identity}, arguments.out)
    _tell(f"threshold {threshold:.3f}, saved in {arguments.out}")


if __name__ == "__main__":
    main()
