"""Small fitted scorers: features in, a score out. A two-layer perceptron, run with numpy."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.weights import WeightsError, load_weights
from qa.english.meaning import MEANING_FEATURES
from qa.errors import ModelError
from qa.features import AGREEMENT, FEATURES
from qa.neural import BUNDLED, PassageReader, load_neural
from qa.reading import READ_FEATURES
from qa.spans import SPAN_FEATURES

__all__ = [
    "BLEND_FEATURES",
    "BUNDLED",
    "CONFIDENCE_FEATURES",
    "FORMAT",
    "WITHOUT_AGREEMENT",
    "Scorer",
    "Scorers",
    "load_scorers",
]

FORMAT: Final = 3
_REMEDY: Final = "Install report-qa again, or fit the reader anew with `python -m qa.training`"

BLEND_FEATURES: Final = ("share", "lead", *READ_FEATURES)
"""Log of a sentence's share by its words, its lead over the best other one, and what the network says."""

WITHOUT_AGREEMENT: Final = tuple(name for name in FEATURES if name not in AGREEMENT)

CONFIDENCE_FEATURES: Final = (*WITHOUT_AGREEMENT, *BLEND_FEATURES, "score", "total", "second", "terms")
"""What is known of a sentence, its score, the log-sum of all words' scores, its score's lead, and ln of terms.

Agreement in time, unit and place counts in the score and its lead alone, and by rule (:func:`qa.sense.agree.doubt`):
the questions to fit on name a time mostly where it was swapped for another, so that what agrees with them is wrong, and
agreement was learnt as a bad sign.
"""


_FITTED_FOR: Final = {
    "features": FEATURES,
    "span_features": SPAN_FEATURES,
    "blend_features": BLEND_FEATURES,
    "confidence_features": CONFIDENCE_FEATURES,
    "meaning_features": MEANING_FEATURES,
}


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

    :param sentence: scores a sentence as the one that answers, by its words.
    :param blend: weighs that against what the network says.
    :param span: scores the words of a sentence as the answer, where the network has nothing to say.
    :param confidence: log-odds that a sentence answers.
    :param meaning: log-odds that a Chinese sentence answers an English question, by what its words mean.
    :param reader: the reading network.
    :param threshold: confidence below which nothing is quoted.
    :param identity: SHA-256 of all weights, in hexadecimal.
    :param encoder: identity of the encoder whose vectors ``meaning`` was fitted to.
    """

    sentence: Scorer
    blend: Scorer
    span: Scorer
    confidence: Scorer
    meaning: Scorer
    reader: PassageReader
    threshold: float
    identity: str
    encoder: str


def load_scorers(folder: Path = BUNDLED) -> Scorers:
    """Load what `python -m qa.training` saved.

    :param folder: holds config.json and model.safetensors.
    :return: the scorers.
    :raises ModelError: when a file is missing or damaged, the two do not belong together, or the reader was
        fitted for other features.
    """
    weights, config = folder / "model.safetensors", folder / "config.json"
    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
        tensors = load_weights(weights)
        identity = hashlib.sha256(weights.read_bytes()).hexdigest()
        expected, network, encoder = (str(settings[name]) for name in ("sha256", "network", "encoder"))
        threshold = float(settings["threshold"])
        fitted_for = [settings[name] for name in ("format", *_FITTED_FOR)]
    except (OSError, ValueError, KeyError, TypeError, WeightsError) as error:
        raise ModelError(str(folder), f"the reader cannot be loaded ({error})", _REMEDY) from error
    if identity != expected:
        cause = "config.json was written for other weights than model.safetensors holds"
        raise ModelError(str(folder), cause, _REMEDY)
    if fitted_for != [FORMAT, *map(list, _FITTED_FOR.values())]:
        raise ModelError(
            str(folder), "the reader was fitted for other features than this version has", _REMEDY
        )
    reader = load_neural(folder)
    if network != reader.identity:
        cause = "config.json was written for another network than network.safetensors holds"
        raise ModelError(str(folder), cause, _REMEDY)
    names = ("sentence", "span", "blend", "confidence", "meaning")
    sizes = dict(zip(names, map(len, _FITTED_FOR.values()), strict=True))
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
    both = hashlib.sha256(f"{identity}{reader.identity}".encode()).hexdigest()
    return Scorers(reader=reader, threshold=threshold, identity=both, encoder=encoder, **scorers)
