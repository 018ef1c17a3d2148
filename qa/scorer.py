"""Small fitted scorers: features in, a score out. A two-layer perceptron, run with numpy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.weights import WeightsError, load_weights
from qa.errors import ModelError
from qa.features import FEATURES
from qa.spans import SPAN_FEATURES

__all__ = ["BUNDLED", "CONFIDENCE_FEATURES", "FORMAT", "Scorer", "Scorers", "load_scorers"]

BUNDLED: Final = Path(__file__).parent / "reader_model"
FORMAT: Final = 1
_REMEDY: Final = "Install report-qa again, or fit the reader anew with `python -m qa.training`"

CONFIDENCE_FEATURES: Final = (*FEATURES, "share", "score", "total", "second", "terms")
"""A sentence's features, its softmax share and score, the log-sum of all scores, the best rival's lead, ln of terms."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """A perceptron with one hidden layer of rectified units over standardised features.

    :param mean: shape (features,).
    :param scale: shape (features,), what one unit of a standardised feature is.
    :param hidden: weights of shape (units, features).
    :param hidden_bias: shape (units,).
    :param output: shape (units,).
    :param output_bias: shape (1,).
    """

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    output: NDArray[np.float32]
    output_bias: NDArray[np.float32]

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores.

        :param features: float32 of shape (n, features).
        :return: float32 of shape (n,), higher is better.
        """
        # Beyond five standard deviations a feature says no more than at five: what was never seen cannot decide.
        standard = np.clip((features - self.mean) / self.scale, -5, 5)
        units = np.maximum(standard @ self.hidden.T + self.hidden_bias, 0)
        scores: NDArray[np.float32] = units @ self.output + self.output_bias[0]
        return scores


@dataclass(frozen=True, slots=True)
class Scorers:
    """What the reader decides with.

    :param sentence: scores a sentence as the one that answers.
    :param span: scores the words of a sentence as the answer.
    :param confidence: log-odds that a sentence answers.
    :param threshold: confidence below which nothing is quoted.
    :param identity: SHA-256 of the weights, in hexadecimal.
    """

    sentence: Scorer
    span: Scorer
    confidence: Scorer
    threshold: float
    identity: str


def load_scorers(folder: Path = BUNDLED) -> Scorers:
    """Load what `python -m qa.training` saved.

    :param folder: holds config.json and model.safetensors.
    :return: the scorers.
    :raises ModelError: when a file is missing or damaged, or was fitted for other features.
    """
    weights, config = folder / "model.safetensors", folder / "config.json"
    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
        tensors = load_weights(weights)
        identity = str(settings["sha256"])
        threshold = float(settings["threshold"])
        fitted_for = (settings["format"], settings["features"], settings["span_features"])
    except (OSError, ValueError, KeyError, TypeError, WeightsError) as error:
        raise ModelError(str(folder), f"the reader cannot be loaded ({error})", _REMEDY) from error
    if fitted_for != (FORMAT, list(FEATURES), list(SPAN_FEATURES)):
        raise ModelError(
            str(folder), "the reader was fitted for other features than this version has", _REMEDY
        )
    sizes = {"sentence": len(FEATURES), "span": len(SPAN_FEATURES), "confidence": len(CONFIDENCE_FEATURES)}
    scorers = {}
    for name, size in sizes.items():
        try:
            parts = [tensors[f"{name}.{part}"] for part in Scorer.__slots__]
        except KeyError as error:
            raise ModelError(str(weights), f"the tensor {error} is missing", _REMEDY) from error
        scorers[name] = Scorer(*parts)
        units = scorers[name].output.size
        shapes = [part.shape for part in parts]
        if shapes != [(size,), (size,), (units, size), (units,), (units,), (1,)]:
            raise ModelError(str(weights), f"the tensors of {name} do not fit one another", _REMEDY)
    return Scorers(scorers["sentence"], scorers["span"], scorers["confidence"], threshold, identity)
