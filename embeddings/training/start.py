"""Where training starts: random vectors, longer for rarer tokens.

Sums of such vectors keep the inner products of idf-weighted bags of tokens (W. Johnson and J. Lindenstrauss, 1984;
D. Achlioptas, "Database-friendly random projections", 2003), so that an untrained encoder already matches words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.training.tokenizer import Vocabulary

__all__ = ["inverse_document_frequency", "random_start"]

_RARE = 3  # a hashed row stands for pairs about as rare as this: each weighs as its own rarity asks
_COMMON = 100_000  # a piece inside a Latin word says as little as a common character


def inverse_document_frequency(vocabulary: Vocabulary) -> NDArray[np.float64]:
    """How much each row says: log(1 + N / n), N being the characters of the corpus and n the row's count.

    :param vocabulary: the rows.
    :return: shape (rows,), each positive.
    """
    counts = np.array(vocabulary.counts, dtype=np.float64)
    pieces = np.array([token.startswith("##") for token in vocabulary.tokens])
    ascii_only = np.array([token.isascii() for token in vocabulary.tokens])
    counts[pieces] = np.where(ascii_only[pieces], _COMMON, _RARE)
    singles = np.array([len(token) == 1 for token in vocabulary.tokens])
    weights: NDArray[np.float64] = np.log1p(counts[singles].sum() / counts)
    return weights


def random_start(vocabulary: Vocabulary, dim: int, seed: int) -> Vectors:
    """One random vector for every row, its length the row's idf over the mean idf; row 0 is zero.

    :param vocabulary: the rows.
    :param dim: number of components.
    :param seed: of the random numbers.
    :return: float32 of shape (rows, dim).
    """
    weights = inverse_document_frequency(vocabulary)
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((len(weights), dim), dtype=np.float32) / np.float32(np.sqrt(dim))
    rows *= (weights / weights.mean()).astype(np.float32)[:, None]
    rows[0] = 0
    return rows
