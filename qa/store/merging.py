"""Which parts of a collection are put together when it grows.

Every addition makes a part of its own; a part is merged with the one before as soon as that is not much larger. So n
sentences lie in about log2(n) parts, and each is written about as often (the logarithmic method: Bentley & Saxe,
"Decomposable Searching Problems I", 1980).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from qa.corpus import Part

__all__ = ["first_to_merge", "settle", "together"]

_LARGER: Final = 2.0
"""How many times larger a part must be than the one behind it to stay as it is."""


def first_to_merge(sizes: Sequence[int]) -> int:
    """Where the parts begin that are to become one.

    :param sizes: sentences that are alive in every part, in order.
    :return: place of the first; ``len(sizes) - 1`` when the last stays alone.
    """
    first = len(sizes) - 1
    merged = sizes[-1] if sizes else 0
    while first > 0 and sizes[first - 1] <= _LARGER * merged:
        first -= 1
        merged += sizes[first]
    return max(first, 0)


def settle(parts: Sequence[Part], gone: frozenset[int]) -> tuple[tuple[Part, ...], frozenset[int]]:
    """Put together what should be, and make parts anew of which most was removed.

    :param parts: in the order of their numbers.
    :param gone: numbers of removed reports that they still hold.
    :return: the parts, those that stay as they are the same objects, and the numbers they still hold of ``gone``.
    """
    kept: list[Part] = []
    for part in parts:
        removed = _held(part, gone)
        alive = _alive(part, removed)
        if not removed or alive * 2 > part.shard.sentences:
            kept.append(part)
        elif len(removed) < len(part.shard.numbers):
            kept.append(Part.merged([part], [removed]))
    first = first_to_merge([_alive(part, _held(part, gone)) for part in kept])
    if first < len(kept) - 1:
        last = kept[first:]
        kept[first:] = [Part.merged(last, [_held(part, gone) for part in last])]
    return tuple(kept), frozenset().union(*(_held(part, gone) for part in kept))


def together(parts: Sequence[Part], gone: frozenset[int]) -> tuple[Part, ...]:
    """Put all together, without anything of removed reports.

    :param parts: in the order of their numbers.
    :param gone: numbers of removed reports that they still hold.
    :return: one part, the same object where nothing is to be done; none when no report is left.
    """
    held = [_held(part, gone) for part in parts]
    if all(len(removed) == len(part.shard.numbers) for part, removed in zip(parts, held, strict=True)):
        return ()
    return tuple(parts) if len(parts) == 1 and not gone else (Part.merged(parts, held),)


def _held(part: Part, gone: frozenset[int]) -> frozenset[int]:
    return gone.intersection(part.shard.numbers.tolist())


def _alive(part: Part, gone: frozenset[int]) -> int:
    """How many sentences of a part are left without some reports."""
    return part.shard.sentences - int(part.shard.positions_of(part.shard.rows_of(gone)).sum())
