"""The models the library works with, loaded once in a process."""

from __future__ import annotations

from functools import lru_cache

from embeddings.encoder import Encoder, SentenceEncoder
from embeddings.errors import EncoderError
from qa.errors import ModelError
from qa.scorer import Scorers, load_scorers

__all__ = ["bundled_scorers", "load_encoder"]


@lru_cache(maxsize=2)
def load_encoder(name_or_path: str | None) -> Encoder:
    """An encoder by name, loaded once.

    :param name_or_path: as for :meth:`embeddings.encoder.SentenceEncoder.load`.
    :return: the encoder.
    :raises ModelError: when it cannot be loaded.
    """
    try:
        return SentenceEncoder.load(name_or_path)
    except EncoderError as error:
        raise ModelError(error.subject, error.cause, error.remedy) from error


@lru_cache(maxsize=1)
def bundled_scorers() -> Scorers:
    """The reader that ships with the package, loaded once.

    :return: its scorers.
    :raises ModelError: when its files are damaged.
    """
    return load_scorers()
