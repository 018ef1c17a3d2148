"""ask(): one call from a question and files to an answer. Composes the steps, holds no algorithm."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from embeddings.encoder import Encoder
from qa.errors import ModelError, NotFoundError, SourceError
from qa.ingest import Source, expand
from qa.library import Library, OnProgress, read_reports
from qa.question import check_question
from qa.types import Answer, Document, Skipped

__all__ = ["ask"]

_Key: TypeAlias = "tuple[object, ...]"

_KEPT = 8
_libraries: OrderedDict[_Key, tuple[Library, tuple[Skipped, ...]]] = OrderedDict()
_lock = Lock()


def ask(
    question: str,
    source: Source | Library,
    *,
    encoder: str | Encoder | None = None,
    limit: int = 3,
    on_progress: OnProgress | None = None,
) -> Answer:
    """Ask reports a question. The same unchanged files are read and embedded once (the last few sets are kept).

    :param question: the question, in either script.
    :param source: a path, a folder, a Document, several of them, or a Library.
    :param encoder: a model's name or path, an encoder, or None for the bundled one; a Library has its own.
    :param limit: how many quotes at most.
    :param on_progress: told how far reading and embedding are.
    :return: the answer; ``answer.skipped`` names files of folders that could not be read.
    :raises QuestionError: when the question cannot be asked.
    :raises SourceError: when a named source cannot be read; a bad file found in a folder is skipped.
    :raises ModelError: when the encoder cannot be loaded, or a Library is given with another encoder.
    """
    if isinstance(source, Library):
        if encoder is not None:
            raise ModelError(
                "encoder", "a Library has its own", "Give the encoder to Library.in_memory() instead"
            )
        return source.ask(question, limit)
    check_question(question)
    library, skipped = _library(source, encoder, on_progress)
    return replace(library.ask(question, limit), skipped=skipped)


def _library(
    source: Source, encoder: str | Encoder | None, on_progress: OnProgress | None
) -> tuple[Library, tuple[Skipped, ...]]:
    """The sources' library, from the cache while no file has changed."""
    found = expand(source)
    if not found:
        raise NotFoundError("source", "it names no report", "Give a file, a folder or a Document")
    identities = tuple((one.explicit, *_identity(one.item)) for one in found)
    # An encoder object is part of the key itself, so it lives as long as its place in the cache.
    key = (encoder, *identities)
    with _lock:
        if key in _libraries:
            _libraries.move_to_end(key)
            return _libraries[key]
    result = read_reports(found, on_progress)
    if result.explicit:
        raise result.explicit[0]
    if not result.documents:
        raise result.failures[0]
    library = Library.in_memory(encoder)
    library.add_documents(result.documents, on_progress)
    skipped = tuple(Skipped(failure.subject, failure.cause, failure.remedy) for failure in result.failures)
    with _lock:
        _libraries[key] = (library, skipped)
        while len(_libraries) > _KEPT:
            _libraries.popitem(last=False)
    return library, skipped


def _identity(item: Path | Document | SourceError) -> tuple[object, ...]:
    """What tells whether a source is still the same."""
    if isinstance(item, Document):
        return (item,)
    if isinstance(item, SourceError):
        return (str(item),)
    try:
        status = item.stat()
    except OSError:  # reading it says what is wrong with it
        return (str(item.absolute()),)
    return (str(item.absolute()), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
