"""Small collections, and arrays as values that can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from qa.postings import Postings
from qa.prepare import Prepared, prepare
from qa.types import Document

Texts = Sequence[Sequence[int]]


def postings_of(texts: Texts) -> Postings:
    """The lists of texts given as terms."""
    flat = [term for text in texts for term in text]
    return Postings.of(np.array(flat, dtype=np.uint64), np.array(list(map(len, texts)), dtype=np.int64))


def report(text: str, name: str) -> Prepared:
    """A report whose id is its name."""
    return prepare(Document(text, name, name))


def sides(*numbers: float) -> NDArray[np.float32]:
    """Vectors of two components that are told apart by the first."""
    return np.array([[number, 0] for number in numbers], dtype=np.float32).reshape(-1, 2)


def plain(value: object) -> object:
    """A dataclass of arrays with the type, shape and values of each in their place."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.tolist()
    return {each.name: plain(getattr(value, each.name)) for each in fields(value)}  # type: ignore[arg-type]
