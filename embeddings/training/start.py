"""Where training starts: random vectors, longer for rarer tokens; English words at what a dictionary says.

Sums of such vectors keep the inner products of idf-weighted bags of tokens (W. Johnson and J. Lindenstrauss, 1984;
D. Achlioptas, "Database-friendly random projections", 2003), so that an untrained encoder already matches words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.training.contrast import Example, embed
from embeddings.training.tokenizer import Vocabulary

__all__ = ["dictionary_start", "inverse_document_frequency", "random_start"]

_RARE = 3  # a hashed row stands for pairs about as rare as this: each weighs as its own rarity asks
_BLOCK = 8_192
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


def dictionary_start(rows: Vectors, learned: NDArray[np.bool_], glosses: Sequence[Example]) -> Vectors:
    """Turn the row of each English token towards the words whose meanings it occurs in.

    :param rows: shape (rows, dim).
    :param learned: shape (rows,), the rows that may turn; their lengths are kept.
    :param glosses: meanings as queries, words as positives. A token of a long meaning counts for less.
    :return: float32 of shape (rows, dim); tokens that occur in no meaning stay as they are.
    """
    sums = np.zeros_like(rows)
    for start in range(0, len(glosses), _BLOCK):
        block = glosses[start : start + _BLOCK]
        lengths = np.array([len(one.query) for one in block])
        tokens = np.concatenate([one.query for one in block])
        words = (embed(rows, [one.positive for one in block]) / lengths[:, None]).astype(np.float32)
        order = np.argsort(tokens, kind="stable")
        present, first = np.unique(tokens[order], return_index=True)
        sums[present] += np.add.reduceat(words[np.repeat(np.arange(len(block)), lengths)[order]], first)
    found = np.linalg.norm(sums, axis=1, keepdims=True)
    turned = learned & (found[:, 0] > 0)
    result = rows.copy()
    kept = np.linalg.norm(rows[turned], axis=1, keepdims=True)
    result[turned] = sums[turned] / found[turned] * kept
    return result
