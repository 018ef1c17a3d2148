"""Which reports of a library a search is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.shard import Shard

__all__ = ["Scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports that are searched, by their numbers.

    :param within: the only ones; None for all.
    :param without: those that are left out, of these too.
    """

    within: frozenset[int] | None = None
    without: frozenset[int] = frozenset()

    def of(self, numbers: Iterable[int]) -> frozenset[int]:
        """Those of some reports that are searched.

        :param numbers: of the reports.
        :return: their numbers.
        """
        some = frozenset(numbers) if self.within is None else self.within.intersection(numbers)
        return some - self.without

    def rows_of(self, shards: Sequence[Shard]) -> list[NDArray[np.bool_]]:
        """The passages that are searched.

        :param shards: of all reports.
        :return: for each shard bool of shape (rows,).
        """
        within = None if self.within is None else _array(self.within)
        without = _array(self.without)
        rows = []
        for shard in shards:
            own = np.ones(len(shard.settled), dtype=bool) if within is None else shard.rows_of(within)
            rows.append(own & ~shard.rows_of(without) if self.without else own)
        return rows


def _array(numbers: frozenset[int]) -> NDArray[np.int64]:
    return np.fromiter(numbers, dtype=np.int64, count=len(numbers))
