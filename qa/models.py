"""The models the library works with, loaded once in a process."""

from __future__ import annotations

from functools import lru_cache

from embeddings.encoder import Encoder, SentenceEncoder
from qa.hub_reader import HubReader
from qa.model_errors import model_errors
from qa.scorer import Scorers, load_scorers
from qa.span_reader import SpanReader

__all__ = ["bundled_scorers", "load_encoder", "load_reader"]


@lru_cache(maxsize=2)
def load_encoder(name_or_path: str | None) -> Encoder:
    """An encoder by name, loaded once.

    :param name_or_path: as for :meth:`embeddings.encoder.SentenceEncoder.load`.
    :return: the encoder.
    :raises ModelError: when it cannot be loaded.
    """
    with model_errors():
        return SentenceEncoder.load(name_or_path)


@lru_cache(maxsize=2)
def load_reader(name_or_path: str) -> SpanReader:
    """A reader by name, loaded once.

    :param name_or_path: as for :meth:`qa.hub_reader.HubReader.load`.
    :return: the reader.
    :raises ModelError: when it cannot be loaded.
    """
    return HubReader.load(name_or_path)


@lru_cache(maxsize=1)
def bundled_scorers() -> Scorers:
    """The reader that ships with the package, loaded once.

    :return: its scorers.
    :raises ModelError: when its files are damaged.
    """
    return load_scorers()
