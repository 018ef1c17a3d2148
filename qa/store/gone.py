"""Proof that a removed report is found no more, by searching for its own words and vectors."""

from __future__ import annotations

from typing import Final

import numpy as np

from embeddings.encoder import Vectors
from qa.corpus import Corpus
from qa.errors import IntegrityError
from qa.prepare import Prepared

__all__ = ["prove_gone"]

_MOST: Final = 32
"""Passages of the report that are searched for, spread over all of it."""

_WANTED: Final = 100


def prove_gone(corpus: Corpus, number: int, prepared: Prepared, vectors: Vectors) -> None:
    """Search for a removed report as nobody else could: with its own passages and vectors.

    :param corpus: what is searched since it was removed.
    :param number: its number.
    :param prepared: the report.
    :param vectors: float32 of shape (sentences, dim).
    :raises IntegrityError: when a passage of it is found.
    """
    passages = prepared.segmentation.passages
    for place in np.unique(
        np.linspace(0, len(passages) - 1, num=min(_MOST, len(passages)), dtype=int)
    ).tolist():
        first, last = passages[place]
        terms = prepared.terms[prepared.term_bounds[first][0] : prepared.term_bounds[last - 1][1]]
        found = corpus.propose(terms, vectors[first], None, passages=_WANTED, sentences=_WANTED)
        if any(key.report == number for key in (*found.lexical, *found.dense)):
            cause = "a search still finds it after it was removed"
            raise IntegrityError(
                prepared.document.name, cause, "Run `report-qa doctor --repair`, and tell its developers"
            )
