"""How far reading and embedding are, told to whoever waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import TypeAlias

from qa.ingest import Found, ReadResult, read_found

__all__ = ["OnProgress", "read_reports"]

OnProgress: TypeAlias = Callable[[str, int, int], None]
"""Called with a stage ("read" or "embed"), how much of it is done and how much there is in all."""


def read_reports(found: Sequence[Found], on_progress: OnProgress | None = None) -> ReadResult:
    """Read what was listed and tell how far it is.

    :param found: what there is to read, see :func:`qa.ingest.expand`.
    :param on_progress: told ("read", files done, files in all).
    :return: documents and failures.
    """
    if on_progress is None:
        return read_found(found)
    done = count(1)
    return read_found(found, lambda _: on_progress("read", next(done), len(found)))
