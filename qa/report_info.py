"""What a library says of a report without reading its text."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ReportInfo"]


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """A report that a library holds.

    :param id: the document's id.
    :param name: the document's name.
    :param media_type: IANA media type, told by content.
    :param codec: codec that decoded it; None where the format fixes it.
    :param path: where it was read from; None when it came as bytes or text.
    :param pages: number of pages; None where the format has none.
    :param characters: characters of its text.
    :param sentences: sentences that are searched.
    :param damaged: whether what is stored about it is not what was stored, so that none of this is sure.
    :param added_at: when it was added, UTC, as ISO 8601 (``2026-11-24T12:00:00Z``).
    """

    id: str
    name: str
    media_type: str
    codec: str | None
    path: str | None
    pages: int | None
    characters: int
    sentences: int
    added_at: str
    damaged: bool = False
