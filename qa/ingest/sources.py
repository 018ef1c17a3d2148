"""Many sources to many Documents: folders, files and documents, good ones and bad ones."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from qa.errors import NotFoundError, SourceError
from qa.ingest.child import Child
from qa.ingest.kinds import FOLDER_SUFFIXES
from qa.ingest.limits import DEFAULT_LIMITS, Limits
from qa.ingest.names import shown_name
from qa.ingest.read import read_path
from qa.types import Document

__all__ = ["Found", "ReadResult", "Source", "expand", "read_found", "read_sources"]

Source: TypeAlias = "str | os.PathLike[str] | Document | Iterable[Source]"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to read: a file, a document that is read already, or what kept a folder from being listed.

    :param item: the file, the document or the error.
    :param explicit: True when the caller named it, False when it was found in a folder the caller named.
    """

    item: Path | Document | SourceError
    explicit: bool


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came of a batch.

    :param documents: what was read, in the order of the sources.
    :param failures: one error for each file that could not be read, in the same order.
    :param explicit: those of ``failures`` that the caller had named; the others were found in folders.
    """

    documents: tuple[Document, ...]
    failures: tuple[SourceError, ...]
    explicit: tuple[SourceError, ...]


def _walk(root: Path) -> Iterator[Path | SourceError]:
    """Files of a folder and the folders in it, sorted; every folder once, whatever symbolic links say."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        if not folder.is_dir():
            if folder.suffix.lower() in FOLDER_SUFFIXES:
                yield folder
            continue
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            inside = sorted(folder.iterdir(), key=lambda path: path.name, reverse=True)
        except OSError as error:
            cause = f"the system refuses to list the folder: {error.strerror}"
            yield SourceError(shown_name(str(folder)), cause, "Check that you may read it")
            continue
        # Word leaves "~$report.docx" beside a document that is open: a lock, and no report.
        waiting.extend(path for path in inside if not path.name.startswith((".", "~$")))


def _expand(source: Source) -> Iterator[Found]:
    if isinstance(source, Document):
        yield Found(source, explicit=True)
    elif isinstance(source, (str, os.PathLike)):
        path = Path(source)
        if not path.is_dir():
            yield Found(path, explicit=True)
            return
        empty = True
        for item in _walk(path):
            empty = False
            yield Found(item, explicit=False)
        if empty:
            remedy = "Put txt, md, html, pdf, docx, csv or xlsx files into it"
            error = NotFoundError(shown_name(str(path)), "the folder holds no report", remedy)
            yield Found(error, explicit=True)
    elif isinstance(source, (bytes, bytearray)) or not isinstance(source, Iterable):
        raise TypeError(f"a source is a path, a Document or a sequence of them, not {type(source).__name__}")
    else:
        for inner in source:
            yield from _expand(inner)


def expand(*sources: Source) -> tuple[Found, ...]:
    """List what there is to read; nothing is opened.

    :param sources: paths, folders, Documents, or sequences of them.
    :return: files and documents in the order of the sources, those of a folder sorted by path; hidden files
        and suffixes of other things are left out, a file that is reached twice is listed once.
    :raises TypeError: when a source is something else.
    """
    found: dict[object, Found] = {}
    for source in sources:
        for one in _expand(source):
            key = one.item.absolute() if isinstance(one.item, Path) else id(one.item)
            if key not in found or one.explicit:
                found[key] = one
    return tuple(found.values())


def read_sources(
    *sources: Source, on_read: Callable[[str], None] | None = None, limits: Limits = DEFAULT_LIMITS
) -> ReadResult:
    """Read what can be read and name what cannot.

    :param sources: paths, folders (with the folders in them), Documents, or sequences of them.
    :param on_read: called with the name of each file when it was read or refused.
    :param limits: upper bounds for each file.
    :return: documents and failures.
    :raises TypeError: when a source is none of these.
    """
    return read_found(expand(*sources), on_read, limits)


def read_found(
    listed: Iterable[Found], on_read: Callable[[str], None] | None = None, limits: Limits = DEFAULT_LIMITS
) -> ReadResult:
    """Read what :func:`expand` has listed.

    :param listed: what there is to read.
    :param on_read: called with the name of each file when it was read or refused.
    :param limits: upper bounds for each file.
    :return: documents and failures.
    """
    documents: list[Document] = []
    failures: list[SourceError] = []
    explicit: list[SourceError] = []
    with Child() as child:
        for found in listed:
            item = found.item
            try:
                if isinstance(item, SourceError):
                    raise item
                documents.append(item if isinstance(item, Document) else read_path(item, limits, child))
            except SourceError as error:
                failures.append(error)
                if found.explicit:
                    explicit.append(error)
            if on_read is not None:
                on_read(item.subject if isinstance(item, SourceError) else shown_name(item.name))
    return ReadResult(tuple(documents), tuple(failures), tuple(explicit))
