"""How far each of some numbers is ahead of the best other one."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["lead"]

Real = TypeVar("Real", np.float32, np.float64)


def lead(values: NDArray[Real], alone: float) -> NDArray[Real]:
    """How far each value is ahead of the best other one.

    :param values: shape (n,).
    :param alone: the lead of a value beside which there is no other.
    :return: shape (n,), negative for all but the best; 0 for the best where two are equal.
    """
    if not len(values):
        return values
    order = np.sort(values)[::-1]
    second = order[1] if len(order) > 1 else order[0] - alone
    ahead: NDArray[Real] = values - np.where(values == order[0], second, order[0])
    return ahead
