"""Finds the sentence that a message was made by, and makes it again in another language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Final, TypeAlias

__all__ = ["LANGUAGES", "Catalogue", "Sentences", "Template", "joined"]

LANGUAGES: Final = ("zh-CN", "zh-TW")
"""BCP 47 tags of the languages of a catalogue, in the order of its columns."""

Catalogue: TypeAlias = Mapping[str, tuple[str, str]]
"""Sentences by the English one. ``{}`` is a hole for what stands there, ``{:number}`` one for digits only,
``{:message}`` one for what is translated itself if it can be, and ``{:known}`` one for what must be. In the other
languages ``{0}``, ``{1}`` ... name the holes where they stand in another order.
"""

_NUMBER: Final = "number"
_MESSAGE: Final = "message"
_KNOWN: Final = "known"
_DEEPEST: Final = 4
"""How often a message may stand in another one."""


def joined(catalogues: Iterable[Catalogue]) -> Catalogue:
    """Several catalogues as one.

    :param catalogues: with no sentence in common.
    :return: all of their sentences.
    """
    return {english: said for catalogue in catalogues for english, said in catalogue.items()}


@dataclass(frozen=True, slots=True)
class Template:
    """An English sentence with holes.

    :param pieces: what stands before, between and behind the holes.
    :param holes: what is put into each: "", ``number``, ``message`` or ``known``.
    """

    pieces: tuple[str, ...]
    holes: tuple[str, ...]

    @classmethod
    def of(cls, english: str) -> Template:
        """Read a sentence.

        :param english: with holes in braces.
        :return: the template.
        """
        pieces, holes = [""], list[str]()
        for literal, name, hole, _ in Formatter().parse(english):
            pieces[-1] += literal
            if name is not None:
                pieces.append("")
                holes.append(hole or "")
        return cls(tuple(pieces), tuple(holes))

    @property
    def rank(self) -> tuple[int, int]:
        """The more of a sentence is fixed, and the fewer holes it has, the sooner it is tried."""
        return (-sum(map(len, self.pieces)), len(self.holes))

    def values(self, text: str) -> tuple[str, ...] | None:
        """What stands in the holes; of several ways to fill them, the one with the shortest values in front.

        :param text: a message.
        :return: the values; None when it was not made by this sentence.
        """
        first, *between, last = self.pieces if self.holes else (*self.pieces, "")
        place, end = len(first), len(text) - len(last)
        if end < place or not text.startswith(first) or not text.endswith(last):
            return None
        if not self.holes:
            return () if place == end else None
        values = []
        for piece in between:
            found = text.find(piece, place, end)
            if found < 0:
                return None
            values.append(text[place:found])
            place = found + len(piece)
        return (*values, text[place:end])


class _Index:
    """Sentences that are ready to be searched."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.fixed: dict[str, tuple[str, str]] = {}
        self.holed: list[tuple[Template, tuple[str, str]]] = []
        for english, said in catalogue.items():
            template = Template.of(english)
            if template.holes:
                self.holed.append((template, said))
            else:
                self.fixed[template.pieces[0]] = said
        self.holed.sort(key=lambda each: each[0].rank)


class Sentences:
    """A catalogue that is ready to be searched.

    :param catalogue: the sentences.
    :param fragments: what stands in holes besides them, and is no message by itself.
    """

    def __init__(self, catalogue: Catalogue, fragments: Catalogue | None = None) -> None:
        self._sentences = _Index(catalogue)
        self._fragments = _Index(fragments or {})

    def translated(self, text: str, column: int) -> str | None:
        """A message in another language.

        :param text: the message in English.
        :param column: number of the language in :data:`LANGUAGES`.
        :return: the translation; None when the message is not known.
        """
        return self._found(self._sentences, text, column, 0)

    def within(self, text: str, column: int) -> str | None:
        """What stands inside of a message in another language.

        :param text: in English.
        :param column: number of the language in :data:`LANGUAGES`.
        :return: the translation; None when it is not known.
        """
        return self._inside(text, column, 0)

    def _inside(self, text: str, column: int, depth: int) -> str | None:
        if depth > _DEEPEST:
            return None
        found = self._found(self._fragments, text, column, depth)
        return self._found(self._sentences, text, column, depth) if found is None else found

    def _found(self, index: _Index, text: str, column: int, depth: int) -> str | None:
        if text in index.fixed:
            return index.fixed[text][column]
        for template, said in index.holed:
            values = template.values(text)
            if values is None:
                continue
            put = self._all_put(values, template.holes, column, depth)
            if put is not None:
                return said[column].format(*put)
        return None

    def _all_put(
        self, values: Sequence[str], holes: Sequence[str], column: int, depth: int
    ) -> list[str] | None:
        """What is put into the holes; None where one of the values cannot stand there."""
        put: list[str] = []
        for value, hole in zip(values, holes, strict=True):
            inner: str | None = value
            if hole == _NUMBER:
                inner = value if value.isdecimal() else None
            elif hole in (_MESSAGE, _KNOWN):
                inner = self._inside(value, column, depth + 1)
                inner = value if inner is None and hole == _MESSAGE else inner
            if inner is None:
                return None
            put.append(inner)
        return put
