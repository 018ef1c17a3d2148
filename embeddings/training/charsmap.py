"""A table of characters as the compiled map that the ``Precompiled`` normaliser of tokenizers reads.

The format is SentencePiece's ``precompiled_charsmap``: the size of a trie in bytes, the trie as a double array
of 32-bit units (darts-clone, after J. Aoe, "An efficient digital search algorithm by using a double-array
structure", 1989), then the replacements as UTF-8, each ended by a zero byte. One pass over a text does what
would take one ``Replace`` step for every character.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TypeAlias

__all__ = ["compile_charsmap"]

_LEAF_VALUE = 1 << 31
_HAS_LEAF = 1 << 8
_OFFSET_SHIFT = 10
_MAX_OFFSET = 1 << 21
_END = 0  # label of the edge that ends a key; no UTF-8 key holds a zero byte

_Node: TypeAlias = "dict[int, _Node | int]"


class _DoubleArray:
    """Units of a double array while nodes are placed into it."""

    def __init__(self) -> None:
        self.units: list[int] = [0]
        self._taken = bytearray(b"\x01")
        self._bases = bytearray(b"\x01")
        self._next = {True: 1, False: 1}  # where to look on, for nodes with one edge and with several

    def _reserve(self, size: int) -> None:
        missing = size - len(self.units)
        if missing > 0:
            self.units += [0] * missing
            self._taken += bytearray(missing)
            self._bases += bytearray(missing)

    def place(self, node: _Node, position: int) -> list[tuple[_Node, int]]:
        """Give one node's edges their units.

        :param node: edges by label.
        :param position: the unit of the node itself.
        :return: the children with their units.
        """
        single = len(node) == 1
        base = self._next[single]
        self._reserve(base + 512)
        while self._bases[base] or any(self._taken[base ^ label] for label in node):
            base += 1
            self._reserve(base + 512)
        self._next[single] = base
        self._bases[base] = 1
        if position ^ base >= _MAX_OFFSET:
            msg = "too many characters for one trie"
            raise ValueError(msg)
        self.units[position] |= (position ^ base) << _OFFSET_SHIFT
        children: list[tuple[_Node, int]] = []
        for label, child in sorted(node.items()):
            unit = base ^ label
            self._taken[unit] = 1
            if isinstance(child, int):
                self.units[position] |= _HAS_LEAF
                self.units[unit] = child | _LEAF_VALUE
            else:
                self.units[unit] = label
                children.append((child, unit))
        return children

    def trimmed(self) -> list[int]:
        """The units up to the last block of 256 that holds one; a look-up never leaves its block."""
        return self.units[: (self._taken.rindex(1) | 255) + 1]


def _trie(values: Mapping[bytes, int]) -> _Node:
    root: _Node = {}
    for key, value in values.items():
        node = root
        for label in key:
            child = node.setdefault(label, {})
            if isinstance(child, int):
                msg = "a key must not hold a zero byte"
                raise TypeError(msg)
            node = child
        node[_END] = value
    return root


def compile_charsmap(table: Mapping[str, str]) -> bytes:
    """Compile replacements of single characters.

    :param table: character -> what stands for it; neither may hold U+0000.
    :return: bytes for ``tokenizers.normalizers.Precompiled``.
    :raises ValueError: when a key or replacement holds U+0000, or the table is too large.
    """
    if any("\0" in key or "\0" in value or not key for key, value in table.items()):
        msg = "neither characters nor replacements may be empty keys or hold U+0000"
        raise ValueError(msg)
    replacements = bytearray()
    places: dict[str, int] = {}
    for value in table.values():
        if value not in places:
            places[value] = len(replacements)
            replacements += value.encode() + b"\0"
    array = _DoubleArray()
    wide = [(_trie({key.encode(): places[value] for key, value in table.items()}), 0)]
    narrow: list[tuple[_Node, int]] = []
    while wide or narrow:
        # Nodes with many edges first: those with one edge then fill the holes that are left.
        node, position = wide.pop() if wide else narrow.pop()
        for child, unit in array.place(node, position):
            (wide if len(child) > 1 else narrow).append((child, unit))
    units = array.trimmed()
    trie = struct.pack(f"<{len(units)}I", *units)
    return struct.pack("<I", len(trie)) + trie + bytes(replacements)
