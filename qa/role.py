"""What somebody may do who may log in."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Role"]


class Role(StrEnum):
    """What somebody may do: readers ask, editors add and remove reports, too."""

    READER = "reader"
    EDITOR = "editor"
