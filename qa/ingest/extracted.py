"""What comes out of a format: text, and where its pages begin."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.errors import TooLargeError
from qa.ingest.kinds import Kind

__all__ = ["Extracted", "Lines"]


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text of a file that is no plain text.

    :param text: the text quotes are cut from.
    :param kind: what the file turned out to be.
    :param page_starts: offset of the first character of every page; empty where the format has no pages.
    """

    text: str
    kind: Kind
    page_starts: tuple[int, ...] = ()


@dataclass(slots=True)
class Lines:
    """Lines as they come, counted so that a file that expands without end is given up early.

    :param name: the file, for messages.
    :param limit: the most characters that are taken.
    """

    name: str
    limit: int
    lines: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, line: str) -> None:
        """Take one line; an empty one is left out.

        :param line: text without line break.
        :raises TooLargeError: when the whole gets longer than the limit.
        """
        stripped = line.strip()
        if not stripped:
            return
        self.lines.append(stripped)
        self.length += len(stripped) + 1
        if self.length > self.limit + 1:
            cause = f"holds more than the {self.limit:,} characters that are read"
            raise TooLargeError(self.name, cause, "Split it into smaller files")

    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(self.lines)
