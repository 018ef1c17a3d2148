"""One source to one Document."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from pathlib import Path

from qa.errors import DecodingError, EmptyError, FormatError, NotFoundError, SourceError, TooLargeError
from qa.ingest.child import Child
from qa.ingest.declared import declared_codec
from qa.ingest.decode import decode, require_text
from qa.ingest.extracted import Extracted
from qa.ingest.kinds import Kind, container_of, text_kind
from qa.ingest.limits import DEFAULT_LIMITS, MIB, Limits
from qa.ingest.names import shown_name
from qa.types import Document, PathSource

__all__ = ["load", "read_bytes", "read_path", "read_text"]


def _checked(text: str, name: str, limits: Limits) -> str:
    if len(text) > limits.characters:
        cause = f"holds {len(text):,} characters, more than the {limits.characters:,} that are read"
        raise TooLargeError(name, cause, "Split it into smaller files")
    if not text.strip():
        raise EmptyError(name, "holds nothing but white space", "Give a file with text in it")
    return text


def read_text(text: str, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Take text as it is.

    :param text: the report.
    :param name: what a reader calls it.
    :param limits: upper bounds.
    :return: its document, known by the hash of the text in UTF-8.
    :raises EmptyError: when there is nothing but white space.
    :raises FormatError: when it holds control characters.
    :raises DecodingError: when it holds lone surrogates, which no encoding can keep.
    :raises TooLargeError: when it is longer than the limit.
    """
    shown = shown_name(name)
    _checked(text, shown, limits)
    require_text(text, shown)
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        cause = f"holds half of a surrogate pair at character {error.start}"
        raise DecodingError(shown, cause, "Decode the source strictly before you pass it on") from error
    return Document(text=text, name=shown, id=hashlib.sha256(data).hexdigest(), codec=None)


def _extract(data: bytes, name: str, kind: Kind, limits: Limits, child: Child | None) -> Extracted:
    if child is not None:
        return child.read(kind, data, name, limits)
    with Child() as own:
        return own.read(kind, data, name, limits)


def read_bytes(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, child: Child | None = None
) -> Document:
    """Read a file's bytes; the type is told by content, and by the suffix of ``name`` where content is mute.

    :param data: the whole file.
    :param name: what a reader calls it; never used as a path.
    :param limits: upper bounds.
    :param child: the process that reads complex formats for a batch; None starts one for this file if needed.
    :return: its document.
    :raises SourceError: when it cannot be read without loss; the child says why.
    """
    shown = shown_name(name)
    if len(data) > limits.file_bytes:
        raise _too_large(shown, len(data), limits)
    if not data:
        raise EmptyError(shown, "is empty (0 bytes)", "Give a file with text in it")
    codec = None
    container = container_of(data, shown)
    if container is not None:
        extracted = _extract(data, shown, container, limits, child)
    else:
        decoded = decode(data, shown, declared_codec(data))
        codec = decoded.codec
        kind = text_kind(decoded.text, shown)
        if kind is Kind.HTML:
            extracted = _extract(decoded.text.encode(), shown, kind, limits, child)
        else:
            extracted = Extracted(decoded.text, kind)
    return Document(
        text=_checked(extracted.text, shown, limits),
        name=shown,
        id=hashlib.sha256(data).hexdigest(),
        media_type=extracted.kind.value,
        codec=codec,
        page_starts=extracted.page_starts,
    )


def _too_large(name: str, size: int, limits: Limits) -> TooLargeError:
    cause = f"is {size / MIB:,.0f} MiB, more than the {limits.file_bytes / MIB:,.0f} MiB that are read"
    return TooLargeError(name, cause, "Split it into smaller files")


def load(path: PathSource, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Take a file's bytes off the disk, if it is a file and not too large.

    :param path: the file.
    :param limits: upper bounds; the size is asked for before anything is read.
    :return: the bytes.
    :raises NotFoundError: when there is no such file.
    :raises FormatError: when it is a folder, a device or a pipe.
    :raises TooLargeError: when it is over the limit.
    :raises SourceError: when the system refuses to give it.
    """
    shown = shown_name(os.fspath(path))
    try:
        found = Path(path).stat()
        if not stat.S_ISREG(found.st_mode):
            what = "a folder" if stat.S_ISDIR(found.st_mode) else "a device or a pipe"
            raise FormatError(shown, f"is {what} and not a file", "Give the path of a file")
        if found.st_size > limits.file_bytes:
            raise _too_large(shown, found.st_size, limits)
        with Path(path).open("rb") as file:
            # One byte more than allowed: the file may have grown since its size was asked for.
            return file.read(limits.file_bytes + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise NotFoundError(shown, f"there is no file {os.fspath(path)!r}", "Check the path") from error
    except OSError as error:
        cause = f"the system refuses to read it: {error.strerror}"
        raise SourceError(
            shown, cause, "Check that you may read the file and that its disk is there"
        ) from error


def read_path(path: PathSource, limits: Limits = DEFAULT_LIMITS, child: Child | None = None) -> Document:
    """Read one file.

    :param path: the file.
    :param limits: upper bounds.
    :param child: the process that reads complex formats for a batch; None starts one for this file if needed.
    :return: its document, with the absolute path on it.
    :raises SourceError: when it cannot be read without loss; the child says why.
    """
    document = read_bytes(load(path, limits), os.fspath(path), limits, child)
    return replace(document, path=str(Path(path).absolute()))
