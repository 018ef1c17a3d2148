"""ask(): one call from a question and files to an answer. Composes the steps, holds no algorithm."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from embeddings.encoder import Encoder
from qa.errors import ModelError, NotFoundError, SourceError
from qa.ingest import Source, expand
from qa.library import Library
from qa.progress import OnProgress, read_reports
from qa.question import check_question
from qa.span_reader import SpanReader
from qa.types import Answer, Document, Skipped

__all__ = ["ask"]

_Key: TypeAlias = "tuple[object, ...]"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A library that was made, and the models it was made with: while they live, no other object has their id."""

    library: Library
    encoder: str | Encoder | None
    reader: str | SpanReader | None


_KEPT = 8
_libraries: OrderedDict[_Key, _Kept] = OrderedDict()
_lock = Lock()


def ask(
    question: str,
    source: Source | Library,
    *,
    encoder: str | Encoder | None = None,
    reader: str | SpanReader | None = None,
    limit: int = 3,
    on_progress: OnProgress | None = None,
) -> Answer:
    """Ask reports a question. The same unchanged files are read and embedded once (the last few sets are kept).

    A set of which a file could not be read is not kept: what kept it from being read may have passed by the next time.

    :param question: the question, in either script.
    :param source: a path, a folder, a Document, several of them, or a Library.
    :param encoder: a sentence-transformers model's name or path, an encoder, or None for the bundled one; a
        Library has its own.
    :param reader: a question-answering model's name or path, a reader, or None for the bundled one; a Library
        has its own.
    :param limit: how many quotes at most.
    :param on_progress: told how far reading and embedding are.
    :return: the answer; ``answer.skipped`` names files of folders that could not be read.
    :raises QuestionError: when the question cannot be asked.
    :raises SourceError: when a named source cannot be read; a bad file found in a folder is skipped.
    :raises ModelError: when the encoder or the reader cannot be loaded or fails, or a Library is given with
        another one.
    """
    if isinstance(source, Library):
        for name, model in (("encoder", encoder), ("reader", reader)):
            if model is not None:
                raise ModelError(
                    name, "a Library has its own", f"Give the {name} to Library.in_memory() instead"
                )
        return source.ask(question, limit)
    check_question(question)
    library, skipped = _library(source, encoder, reader, on_progress)
    return replace(library.ask(question, limit), skipped=skipped)


def _library(
    source: Source,
    encoder: str | Encoder | None,
    reader: str | SpanReader | None,
    on_progress: OnProgress | None,
) -> tuple[Library, tuple[Skipped, ...]]:
    """The sources' library, from the cache while no file has changed."""
    found = expand(source)
    if not found:
        raise NotFoundError("source", "it names no report", "Give a file, a folder or a Document")
    identities = tuple((one.explicit, *_identity(one.item)) for one in found)
    key = (_model_key(encoder), _model_key(reader), *identities)
    with _lock:
        if key in _libraries:
            _libraries.move_to_end(key)
            return _libraries[key].library, ()
    result = read_reports(found, on_progress)
    if result.explicit:
        raise result.explicit[0]
    if not result.documents:
        raise result.failures[0]
    library = Library.in_memory(encoder, reader)
    library.add_documents(result.documents, on_progress)
    skipped = tuple(Skipped(failure.subject, failure.cause, failure.remedy) for failure in result.failures)
    if not skipped:
        with _lock:
            _libraries[key] = _Kept(library, encoder, reader)
            while len(_libraries) > _KEPT:
                _libraries.popitem(last=False)
    return library, skipped


def _model_key(model: object) -> object:
    """What tells a model from others: its name, or which object it is, as it need not be hashable."""
    return model if model is None or isinstance(model, str) else id(model)


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
