"""Formulas written out plainly, to compare the fast ones with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def bm25(
    query: Iterable[int], texts: Sequence[Sequence[int]], k1: float = 1.2, b: float = 0.6
) -> list[float]:
    """Robertson & Zaragoza (2009), equation 3.15, with query terms counted once, and
    idf ln(1 + (N - n + 0.5) / (n + 0.5))."""
    mean = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        score = 0.0
        for term in set(query):
            having = sum(term in other for other in texts)
            idf = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
            count = text.count(term)
            score += idf * count * (k1 + 1) / (count + k1 * (1 - b + b * len(text) / mean))
        scores.append(score)
    return scores
