"""What stands in for the fitted models: an encoder that counts characters, and scorers with weights set by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EncoderError
from qa.bm25 import TermIndex
from qa.english.meaning import MEANING_FEATURES
from qa.features import FEATURES
from qa.scorer import BLEND_FEATURES, CONFIDENCE_FEATURES, Scorer, Scorers
from qa.span_reader import SpanScores
from qa.spans import SPAN_FEATURES

Vectors = NDArray[np.float32]

EMPTY = TermIndex([])
"""Of no text, so that every term weighs the same: ln 2."""


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


class SilentReader:
    """A network that has nothing to say."""

    identity = "silent"

    def score(self, question: str, passages: Sequence[str]) -> list[SpanScores]:
        nothing = [np.full(len(passage), -np.inf, dtype=np.float32) for passage in passages]
        return [SpanScores(each, each, -np.inf) for each in nothing]


def linear(
    names: Sequence[str], weights: Mapping[str, float], bias: float = 0.0, reach: float = 5.0
) -> Scorer:
    """A perceptron that is linear up to ``reach``: one unit for the sum, one for its negative."""
    row = np.array([weights.get(name, 0.0) for name in names], dtype=np.float32) * (reach / 5)
    assert set(weights) <= set(names)
    return Scorer(
        mean=np.zeros(len(names), dtype=np.float32),
        scale=np.full(len(names), reach / 5, dtype=np.float32),
        hidden=np.stack((row, -row)),
        hidden_bias=np.zeros(2, dtype=np.float32),
        output=np.array([1, -1], dtype=np.float32),
        output_bias=np.array([bias], dtype=np.float32),
    )


def cover_scorers(threshold: float = 0.5, least: float = 0.3, encoder: str = "") -> Scorers:
    """Best is who covers most of the question; the odds are even where ``least`` of its weight is covered.

    The answer is the first mention of the kind that is asked for. With the encoder of that identity, a Chinese
    sentence answers an English question as likely as not where their cosine is 0.5.
    """
    wanted = {f"{kind}_for_{kind}": 3.0 for kind in ("person", "time", "place", "number", "name")}
    return Scorers(
        sentence=linear(FEATURES, {"cover": 10.0}),
        blend=linear(BLEND_FEATURES, {"share": 1.0}, reach=100.0),
        span=linear(SPAN_FEATURES, {**wanted, "novel": 1.0}),
        confidence=linear(CONFIDENCE_FEATURES, {"cover": 20.0}, -20.0 * least),
        meaning=linear(MEANING_FEATURES, {"near": 20.0}, -10.0),
        reader=SilentReader(),
        threshold=threshold,
        identity="by hand",
        encoder=encoder,
    )


class WordReader:
    """Scores words by a table, the same in every passage; all else scores -20. Keeps what it was asked."""

    identity = "words"

    def __init__(self, words: Mapping[str, float], null: float = 0.0) -> None:
        self.words = words
        self.null = null
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def read(self, question: str, passages: Sequence[str]) -> tuple[SpanScores, ...]:
        self.asked.append((question, tuple(passages)))
        return tuple(self._score(passage) for passage in passages)

    def _score(self, passage: str) -> SpanScores:
        start, end = (np.full(len(passage), -10, dtype=np.float32) for _ in range(2))
        for word, score in self.words.items():
            if (at := passage.find(word)) >= 0:
                start[at] = end[at + len(word) - 1] = score / 2
        return SpanScores(start, end, self.null)
