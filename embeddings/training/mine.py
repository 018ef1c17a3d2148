"""Hard negatives: sentences of other texts that lie nearest to a question (L. Xiong et al., arXiv:2007.00808)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from embeddings.encoder import Vectors
from embeddings.training.contrast import Example, embed

__all__ = ["with_mined_negatives"]

_BATCH = 512


def with_mined_negatives(rows: Vectors, examples: Sequence[Example], count: int) -> list[Example]:
    """Give each example the sentences of the others that are nearest to its question.

    :param rows: shape (rows, dim).
    :param examples: their positives and negatives are what is searched.
    :param count: how many each gets at most; what stands in the example itself is left out.
    :return: the examples in their order, ``mined`` filled, nearest first.
    """
    places: dict[tuple[int, ...], int] = {}
    own = []
    for example in examples:
        texts = (tuple(text) for text in (example.positive, *example.negatives))
        own.append({places.setdefault(text, len(places)) for text in texts})
    pool = [list(text) for text in places]
    vectors = embed(rows, pool)
    found = []
    for start in range(0, len(examples), _BATCH):
        batch = examples[start : start + _BATCH]
        scores = embed(rows, [example.query for example in batch]) @ vectors.T
        for number, example in enumerate(batch):
            scores[number, list(own[start + number])] = -np.inf
            wanted = min(count, len(pool) - len(own[start + number]))
            near = np.sort(np.argpartition(-scores[number], wanted - 1)[:wanted])
            nearest = near[np.argsort(-scores[number, near], kind="stable")]
            found.append(replace(example, mined=tuple(pool[place] for place in nearest.tolist())))
    return found
