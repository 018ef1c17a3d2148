"""What stands in for the fitted models: an encoder that counts characters, and scorers with weights set by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EncoderError
from qa.features import FEATURES
from qa.scorer import CONFIDENCE_FEATURES, Scorer, Scorers
from qa.spans import SPAN_FEATURES

Vectors = NDArray[np.float32]


class BagEncoder:
    """Texts as counts of their characters: the nearer, the more characters two texts share. Keeps what it was asked."""

    identity = "bag"
    dim = 64

    def __init__(self) -> None:
        self.passages: list[list[str]] = []
        self.queries: list[list[str]] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        self.queries.append(list(texts))
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.passages.append(list(texts))
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        counts = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for character in filter(str.isalnum, text):
                counts[row, ord(character) % self.dim] += 1
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-6)


class BrokenEncoder(BagEncoder):
    """Fails at what it is told to fail at."""

    def __init__(self, passages: bool = False, queries: bool = False) -> None:
        super().__init__()
        self.fails_at_passages = passages
        self.fails_at_queries = queries

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if self.fails_at_passages:
            raise EncoderError("bag", "it broke", "Mend it")
        return super().encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        if self.fails_at_queries:
            raise EncoderError("bag", "it broke", "Mend it")
        return super().encode_queries(texts)


def linear(names: Sequence[str], weights: Mapping[str, float], bias: float = 0.0) -> Scorer:
    """A perceptron that is linear: one unit for the sum, one for its negative."""
    row = np.array([weights.get(name, 0.0) for name in names], dtype=np.float32)
    assert set(weights) <= set(names)
    return Scorer(
        mean=np.zeros(len(names), dtype=np.float32),
        scale=np.ones(len(names), dtype=np.float32),
        hidden=np.stack((row, -row)),
        hidden_bias=np.zeros(2, dtype=np.float32),
        output=np.array([1, -1], dtype=np.float32),
        output_bias=np.array([bias], dtype=np.float32),
    )


def cover_scorers(threshold: float = 0.5, least: float = 0.3) -> Scorers:
    """Best is who covers most of the question; the odds are even where ``least`` of its weight is covered.

    The answer is the first mention of the kind that is asked for.
    """
    wanted = {f"{kind}_for_{kind}": 3.0 for kind in ("person", "time", "place", "number", "name")}
    return Scorers(
        sentence=linear(FEATURES, {"cover": 10.0}),
        span=linear(SPAN_FEATURES, {**wanted, "novel": 1.0}),
        confidence=linear(CONFIDENCE_FEATURES, {"cover": 20.0}, -20.0 * least),
        threshold=threshold,
        identity="by hand",
    )
