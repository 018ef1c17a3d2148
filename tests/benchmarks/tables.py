"""Tables in Markdown, printed row by row."""

from __future__ import annotations


def row(*cells: object) -> str:
    """One row."""
    return f"| {' | '.join(map(str, cells))} |"


def heading(*names: str) -> str:
    """The first two rows: names, and the line below."""
    return f"{row(*names)}\n|{'---|' * len(names)}"
