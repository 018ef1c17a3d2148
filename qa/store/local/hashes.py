"""How reports are told from what they were: hashes of what is stored, and paths that are no UTF-8."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

__all__ = ["content_hash", "facts_hash", "path_in", "path_out", "sha256"]


def path_in(path: str | None) -> str | bytes | None:
    """A path as it is stored: as bytes where it is no UTF-8, as POSIX allows (PEP 383).

    :param path: the path.
    :return: the value of the column ``path``.
    """
    if path is None or path.isascii() or _is_utf8(path):
        return path
    return path.encode("utf-8", "surrogateescape")


def path_out(stored: str | bytes | None) -> str | None:
    """A path as it was when its report was added.

    :param stored: the value of the column ``path``.
    :return: the path.
    """
    return stored.decode("utf-8", "surrogateescape") if isinstance(stored, bytes) else stored


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def facts_hash(facts: Sequence[object]) -> str:
    """What tells what is stored about a report from what was written.

    :param facts: the columns from ``id`` to ``added_at``, as they are stored.
    :return: SHA-256 in hexadecimal.
    """
    plain = [each.hex() if isinstance(each, bytes) else each for each in facts]
    return sha256(json.dumps(plain, ensure_ascii=True).encode("ascii"))


def content_hash(text: str, sentences: bytes, passages: bytes) -> str:
    """What tells a text and how it was cut from others.

    :param text: the text.
    :param sentences: its sentences, as they are stored.
    :param passages: its passages, as they are stored.
    :return: SHA-256 in hexadecimal.
    """
    parts = (text.encode("utf-8", "surrogatepass"), sentences, passages)
    return sha256(b"".join(len(part).to_bytes(8, "little") + part for part in parts))


def sha256(data: bytes) -> str:
    """SHA-256.

    :param data: any bytes.
    :return: in hexadecimal.
    """
    return hashlib.sha256(data).hexdigest()
