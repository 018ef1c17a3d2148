"""Text to vectors: the Encoder protocol and the one place that imports sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Encoder", "Vectors"]

Vectors: TypeAlias = NDArray[np.float32]


class Encoder(Protocol):
    """Anything that turns text into unit vectors. Tests inject a fake one."""

    @property
    def identity(self) -> str:
        """What tells one model from another: a hash of its weights."""
        ...

    @property
    def dim(self) -> int:
        """Number of components of a vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, float32 of shape (len(texts), dim), each of unit length."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of sentences of reports, float32 of shape (len(texts), dim), each of unit length."""
        ...
