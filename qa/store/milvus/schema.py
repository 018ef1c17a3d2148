"""The collections of a library and their fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

__all__ = [
    "CHUNKS",
    "DOCUMENTS",
    "META",
    "MOST_BYTES",
    "PASSAGES",
    "Field",
    "Names",
    "sentences_of",
]

MOST_BYTES: Final = 65_535
"""Bytes that a text field holds on a server."""

_KEY: Final = 512


@dataclass(frozen=True, slots=True)
class Field:
    """A field.

    :param name: its name.
    :param kind: what it holds; "bulk" is text that need not lie in memory.
    :param size: bytes of a text, components of a vector.
    """

    name: str
    kind: Literal["key", "number", "flag", "text", "bulk", "vector", "sparse"]
    size: int = MOST_BYTES


_NONE: Final = Field("none", "vector", 2)
"""Milvus makes no collection without vectors."""

META: Final = (Field("id", "key", _KEY), Field("data", "text"), _NONE)
DOCUMENTS: Final = (Field("id", "key", _KEY), Field("number", "number"), Field("data", "text"), _NONE)
CHUNKS: Final = (
    Field("id", "key", _KEY),
    Field("number", "number"),
    Field("kind", "text", 32),
    Field("part", "number"),
    Field("pieces", "number"),
    Field("sha256", "text", 64),
    Field("data", "bulk"),
    _NONE,
)
PASSAGES: Final = (
    Field("id", "key", _KEY),
    Field("number", "number"),
    Field("passage", "number"),
    Field("length", "number"),
    Field("terms", "text"),
    Field("periods", "text"),
    Field("since", "number"),
    Field("until", "number"),
    Field("settled", "flag"),
    Field("weights", "sparse"),
)


def sentences_of(dim: int) -> tuple[Field, ...]:
    """Fields of the sentences.

    :param dim: number of components of a vector.
    :return: the fields.
    """
    numbers = (Field(name, "number") for name in ("number", "passage", "position"))
    return (Field("id", "key", _KEY), *numbers, Field("vector", "vector", dim))


@dataclass(frozen=True, slots=True)
class Names:
    """Names of a library's collections.

    :param library: what they begin with.
    """

    library: str

    @property
    def meta(self) -> str:
        """Facts about the library."""
        return f"{self.library}_meta"

    @property
    def documents(self) -> str:
        """A row a report."""
        return f"{self.library}_documents"

    @property
    def chunks(self) -> str:
        """What is kept of reports."""
        return f"{self.library}_chunks"

    def sentences(self, epoch: int) -> str:
        """Vectors of an epoch."""
        return f"{self.library}_sentences_{epoch}"

    def passages(self, analysis: int) -> str:
        """Terms and times of an analysis."""
        return f"{self.library}_passages_{analysis}"

    def searched(self, existing: list[str]) -> list[str]:
        """Collections of sentences and passages, those of other epochs, too.

        :param existing: what the server has.
        :return: those of this library.
        """
        return [name for name, _, _ in self._numbered(existing)]

    def given_up(self, existing: list[str], place: tuple[int, int], *, moving: bool) -> list[str]:
        """Collections of sentences and passages that nothing will be searched in again.

        :param existing: what the server has.
        :param place: epoch and analysis of the library.
        :param moving: whether the next epoch is being made.
        :return: those of this library.
        """
        epoch, analysis = place
        kept = range(epoch, epoch + 1 + moving)
        return [
            name
            for name, kind, number in self._numbered(existing)
            if (number not in kept if kind == "sentences" else number < analysis)
        ]

    def _numbered(self, existing: list[str]) -> Iterator[tuple[str, str, int]]:
        """Collections that have a number, each with its kind and the number."""
        own = re.compile(rf"{re.escape(self.library)}_(sentences|passages)_(\d+)")
        for each in existing:
            if found := own.fullmatch(each):
                yield each, found[1], int(found[2])
