"""Text to vectors: the Encoder protocol and the one place that imports sentence-transformers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EncoderError
from embeddings.source import BUNDLED, model_folder
from embeddings.weights import WeightsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["Encoder", "Progress", "SentenceEncoder", "Vectors", "check_tokenizer", "weights_hash"]

Vectors: TypeAlias = NDArray[np.float32]
Progress: TypeAlias = Callable[[int, int], None]

_HASHED_SUFFIXES = frozenset({".safetensors", ".json", ".txt", ".model"})
_CHUNK = 16_384  # texts between two reports of progress; the library sorts each chunk by length
_STATIC_BATCH = 8_192  # measured: 2.6 times the rate of the default of 32
_TRANSFORMER_BATCH = 32
_OTHER_MODEL = "Name another sentence-transformers model, or leave the name out for the bundled one"


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


class SentenceEncoder:
    """A sentence-transformers model behind the :class:`Encoder` protocol.

    A text in which the model knows nothing (no letter, for the bundled one) gets the zero vector, whose
    similarity to every other is 0. Safe to call from several threads.

    :param model: the loaded model.
    :param name: what messages call it.
    :param identity: what tells its weights from others.
    """

    def __init__(self, model: SentenceTransformer, name: str, identity: str) -> None:
        self._model = model
        self._name = name
        self._identity = identity
        static = type(model[0]).__name__ == "StaticEmbedding"
        self._batch_size = _STATIC_BATCH if static else _TRANSFORMER_BATCH
        self._dim = int(self._encode(["1"], query=True).shape[1])

    @classmethod
    def load(cls, name_or_path: str | None = None, device: str | None = None) -> SentenceEncoder:
        """Load a model: from a folder, from the local cache, or, where a network is at hand, by download.

        :param name_or_path: a folder, or a model's name as ``owner/model``; None for the bundled model.
        :param device: torch device; None lets the library choose, and means the CPU for the bundled model.
        :return: the encoder.
        :raises EncoderError: when there is no such model, or its folder is damaged or holds something else.
        """
        folder = BUNDLED if name_or_path is None else model_folder(name_or_path)
        name = "bundled encoder" if name_or_path is None else name_or_path
        identity = weights_hash(folder, name)
        check_tokenizer(folder, name)
        # Importing the library takes seconds, and whoever only searches or reads help should not wait for it.
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        try:
            model = SentenceTransformer(
                str(folder),
                device=device or ("cpu" if folder == BUNDLED else None),
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
            RuntimeError,
            ImportError,
            WeightsError,
        ) as error:
            raise _not_loaded(name, error) from error
        return cls(model, name, identity)

    @property
    def identity(self) -> str:
        """SHA-256 over names and bytes of the files the model consists of, in hexadecimal."""
        return self._identity

    @property
    def dim(self) -> int:
        """Number of components of a vector."""
        return self._dim

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's own query prompt where it has one.

        :param texts: questions.
        :return: float32, C-contiguous, of shape (len(texts), dim); each row of unit length or zero.
        :raises EncoderError: when the model returns something that is not finite.
        """
        return self._encode_all(texts, None, query=True)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of sentences, with the model's own document prompt where it has one.

        :param texts: sentences of reports.
        :param progress: called with (texts done, texts in all) now and then.
        :return: float32, C-contiguous, of shape (len(texts), dim); each row of unit length or zero.
        :raises EncoderError: when the model returns something that is not finite.
        """
        return self._encode_all(texts, progress, query=False)

    def _encode_all(self, texts: Sequence[str], progress: Progress | None, *, query: bool) -> Vectors:
        vectors = np.empty((len(texts), self._dim), dtype=np.float32)
        for start in range(0, len(texts), _CHUNK):
            chunk = list(texts[start : start + _CHUNK])
            vectors[start : start + len(chunk)] = self._encode(chunk, query=query)
            if progress is not None:
                progress(start + len(chunk), len(texts))
        return vectors

    def _encode(self, texts: list[str], *, query: bool) -> Vectors:
        encode = self._model.encode_query if query else self._model.encode_document
        vectors = encode(
            texts, batch_size=self._batch_size, show_progress_bar=False, normalize_embeddings=True
        )
        if not np.isfinite(vectors).all():
            raise EncoderError(self._name, "returns vectors that are not finite", _OTHER_MODEL)
        return vectors


def weights_hash(folder: Path, name: str) -> str:
    """What tells one model from another, whatever its folder is called.

    :param folder: a sentence-transformers model.
    :param name: what messages call it.
    :return: SHA-256 over relative path, length and bytes of each weight, tokenizer and configuration file, in
        the order of their paths; in hexadecimal.
    :raises EncoderError: when the folder holds no model or a file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        files = sorted(
            (path.relative_to(folder).as_posix(), path)
            for path in folder.rglob("*")
            if path.suffix in _HASHED_SUFFIXES and path.is_file()
        )
        if not any(path.suffix == ".safetensors" for _, path in files):
            raise EncoderError(name, "its folder holds no weights (*.safetensors)", _OTHER_MODEL)
        for relative, path in files:
            data = path.read_bytes()
            digest.update(f"{relative}\0{len(data)}\0".encode())
            digest.update(data)
    except OSError as error:
        raise EncoderError(name, f"cannot be read ({_first_line(error)})", _OTHER_MODEL) from error
    return digest.hexdigest()


def check_tokenizer(folder: Path, name: str) -> None:
    """Refuse a damaged tokenizer here: the library that reads it raises a bare Exception, which hides defects.

    :param folder: a model.
    :param name: what messages call it.
    :raises EncoderError: when its tokenizer.json cannot be read or holds no tokenizer.
    """
    path = folder / "tokenizer.json"
    if not path.is_file():
        return
    try:
        whole = "model" in json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError) as error:
        raise _not_loaded(name, error) from error
    if not whole:
        raise EncoderError(name, "cannot be loaded (its tokenizer.json holds no tokenizer)", _OTHER_MODEL)


def _not_loaded(name: str, error: BaseException) -> EncoderError:
    return EncoderError(name, f"cannot be loaded ({_first_line(error)})", _OTHER_MODEL)


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]
