"""Where a library is kept, and the models to ask it with."""

from __future__ import annotations

import re
from os import PathLike, fspath
from pathlib import Path
from typing import TypeVar

from embeddings.encoder import Encoder
from qa.errors import LibraryError, ModelError
from qa.folders import default_conversations, default_folder, default_users
from qa.models import bundled_scorers, load_encoder, load_reader
from qa.read import Models
from qa.span_reader import SpanReader
from qa.store.base import KeptStore
from qa.store.local.store import LocalStore
from qa.store.milvus.address import Address, is_milvus
from qa.store.models import BUNDLED, GIVEN, ModelRecord, name_of

__all__ = [
    "default_conversations",
    "default_folder",
    "default_users",
    "load_models",
    "open_kept",
    "open_store",
    "record_of",
    "subject_of",
]

_Model = TypeVar("_Model")

_WITH_USER = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://).*@")


def open_store(
    where: str | PathLike[str] | None, *, create: bool = True, keeps_originals: bool = True
) -> KeptStore:
    """Open what a library is kept in.

    :param where: a folder, the address of a Milvus server or a path of Milvus Lite (see
        :class:`qa.store.milvus.address.Address`); None for :func:`default_folder`.
    :param create: whether a place without a library, or an empty folder, becomes one.
    :param keeps_originals: whether the bytes of reports that are added are kept.
    :return: the store.
    :raises LibraryError: when it cannot be opened.
    """
    if where is not None and not fspath(where):
        raise LibraryError("library", "its name is empty", "Name a folder or an address")
    if where is not None and is_milvus(fspath(where)):
        address = Address.of(fspath(where))
        try:
            from qa.store.milvus.store import MilvusStore  # noqa: PLC0415 - an extra, which few have
        except ModuleNotFoundError as error:
            if error.name not in ("pymilvus", "grpc"):
                raise
            cause = "the client of Milvus is not installed"
            raise LibraryError(
                address.subject, cause, "Install it with report-qa's extra `milvus`"
            ) from error
        return MilvusStore(address, create=create, keeps_originals=keeps_originals)
    folder = default_folder() if where is None else Path(fspath(where))
    return LocalStore(folder, create=create, keeps_originals=keeps_originals)


def subject_of(where: str | PathLike[str] | None) -> str:
    """What a library is called where it is shown: never with a password.

    :param where: as for :func:`open_store`.
    :return: the folder, or the address without its user.
    """
    return _WITH_USER.sub(r"\1", str(default_folder() if where is None else fspath(where)))


def load_models(
    encoder: str | Encoder | None, reader: str | SpanReader | None, recorded: ModelRecord | None = None
) -> Models:
    """The models to ask with.

    :param encoder: a name or folder, "bundled", an encoder, or None for the one the library was made with.
    :param reader: the same for the reader.
    :param recorded: what the library was made with; None where it is new.
    :return: the models.
    :raises ModelError: when one cannot be loaded, or was handed over as an object when the library was made.
    """
    own_encoder = _wanted(encoder, recorded.encoder_name if recorded else None, "encoder")
    own_reader = _wanted(reader, recorded.reader_name if recorded else None, "reader")
    loaded = load_encoder(own_encoder) if own_encoder is None or isinstance(own_encoder, str) else own_encoder
    named = load_reader(own_reader) if isinstance(own_reader, str) else own_reader
    return Models(loaded, bundled_scorers(), named)


def record_of(models: Models, encoder: object, reader: object, recorded: ModelRecord | None) -> ModelRecord:
    """What to record of the models a library is asked with.

    :param models: as :func:`load_models` gave them.
    :param encoder: what they were named by.
    :param reader: the same for the reader.
    :param recorded: what the library was made with, whose names are kept where none is given.
    :return: the record.
    """
    reads = models.scorers.identity if models.reader is None else models.reader.identity
    return ModelRecord(
        models.encoder.identity,
        name_of(encoder) if encoder is not None or recorded is None else recorded.encoder_name,
        models.encoder.dim,
        reads,
        name_of(reader) if reader is not None or recorded is None else recorded.reader_name,
    )


def open_kept(
    where: str | PathLike[str] | None,
    encoder: str | Encoder | None,
    reader: str | SpanReader | None,
    *,
    create: bool,
    keeps_originals: bool,
) -> tuple[KeptStore, Models]:
    """Open what a library is kept in, with the models to ask it with.

    :param where: as for :func:`open_store`.
    :param encoder: as for :func:`load_models`.
    :param reader: the same.
    :param create: as for :func:`open_store`.
    :param keeps_originals: the same.
    :return: the store and the models.
    :raises LibraryError: when it cannot be opened.
    :raises ModelError: when a model cannot be loaded, or is not the one the library was made with.
    """
    store = open_store(where, create=create, keeps_originals=keeps_originals)
    try:
        recorded = store.models
        models = load_models(encoder, reader, recorded)
        store.use_models(record_of(models, encoder, reader, recorded))
    except BaseException:
        store.close()
        raise
    return store, models


def _wanted(given: _Model | str | None, recorded: str | None, kind: str) -> _Model | str | None:
    """What to load: a name, an object, or None for the bundled model."""
    if given is not None and not isinstance(given, str):
        return given
    name = recorded if given is None else given
    if name == GIVEN:
        raise ModelError(
            kind, "the library was made with one that was given as an object", f"Give the same {kind}"
        )
    return None if name == BUNDLED else name
