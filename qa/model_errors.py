"""Errors of embeddings, which knows nothing of qa, turned into those of qa."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from embeddings.errors import EncoderError
from qa.errors import ModelError

__all__ = ["model_errors"]


@contextmanager
def model_errors(remedy: str | None = None) -> Iterator[None]:
    """Raise what embeddings refuses or fails at as a ModelError.

    :param remedy: what to do instead of what embeddings advises; None keeps its advice.
    :raises ModelError: where an EncoderError was raised inside.
    """
    try:
        yield
    except EncoderError as error:
        raise ModelError(error.subject, error.cause, remedy or error.remedy) from error
