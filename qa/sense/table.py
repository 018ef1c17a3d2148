"""The times all passages of a library speak of, to be compared with a question's at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.prepare import Prepared
from qa.sense.agree import likeness
from qa.sense.period import Period
from qa.sense.report import UNTOLD

__all__ = ["TimeTable"]


class TimeTable:
    """Times of passages known by their row. Immutable: changed reports are a new table.

    :param reports: the reports whose passages are the rows, in order.
    """

    def __init__(self, reports: Sequence[Prepared]) -> None:
        periods = [np.empty((0, 2), dtype=np.int32)]
        owners = [np.empty(0, dtype=np.int64)]
        settled = [np.empty(0, dtype=bool)]
        row = 0
        for prepared in reports:
            passages = np.array(prepared.segmentation.passages, dtype=np.int64).reshape(-1, 2)
            sense = prepared.sense
            owner = np.repeat(np.arange(len(passages)), passages[:, 1] - passages[:, 0])
            told = np.ones(len(passages), dtype=bool)
            np.logical_and.at(told, owner, sense.sources != UNTOLD)
            settled.append(told & (sense.date is not None))
            periods.append(sense.periods)
            owners.append(row + np.repeat(owner, np.diff(sense.bounds)))
            row += len(passages)
        self._rows = row
        self._periods = np.concatenate(periods)
        self._owners = np.concatenate(owners)
        self._settled = np.concatenate(settled)

    def compare(self, asked: Sequence[Period]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Compare every passage with a question.

        :param asked: the periods the question names.
        :return: float32 of shape (rows,): likeness of the passage's nearest time, and bool of the same shape: whether
            all of the passage, in a report whose date is known, is about other times.
        """
        best = np.zeros(self._rows, dtype=np.float32)
        np.maximum.at(best, self._owners, likeness(self._periods, asked))
        return best, self._settled & (best == 0)
