"""Sample reports, written for this project: every person, place and figure in them is invented."""

from __future__ import annotations

from pathlib import Path

__all__ = ["sample_paths"]

_SUFFIXES = frozenset((".md", ".pdf", ".txt"))


def sample_paths() -> tuple[Path, ...]:
    """The sample reports, sorted by name.

    :return: a news report (simplified), an account of a visit (traditional, with pinyin notes and damaged
        characters), an environmental report (English) and a work report of many pages (simplified, PDF).
    """
    folder = Path(__file__).parent
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES))
