"""The reports that one question is put to: all of a library or some, less those that turn out to be damaged."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from qa.corpus import Proposed
from qa.errors import DamagedError, QuestionError
from qa.lexical import Terms
from qa.prepare import Prepared
from qa.question import Question
from qa.scope import Scope
from qa.store.base import View, not_held
from qa.types import Skipped

__all__ = ["Chosen"]

_MOST_DAMAGED: Final = 100
"""Damaged reports that one question may meet: where there are more, the library itself is damaged."""

_SHOWN: Final = 3


class Chosen:
    """The reports that one question is put to. It notes what it leaves out, so that each question has its own.

    Terms are as rare as they are in the whole library, whichever reports are chosen.

    :param view: the reports.
    :param within: ids of those that were chosen; those that are gone are passed over. None for all.
    :raises QuestionError: when none is chosen.
    :raises NotFoundError: when none of those that were chosen is there.
    """

    def __init__(self, view: View, within: Collection[str] | None = None) -> None:
        self._view = view
        self._within = None if within is None else _numbers(view, within)
        unsearched = view.unsearched()
        counted = unsearched.keys() if self._within is None else unsearched.keys() & self._within
        self._unsearched = {number: unsearched[number] for number in counted}
        self._damaged: dict[int, Skipped] = {}

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Those that were left out until now, as they are damaged."""
        every = self._unsearched | self._damaged
        return tuple(every[number] for number in sorted(every))

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """Inverse document frequencies over the passages of the whole library."""
        return self._view.idf(terms)

    def prepared(self, report: int) -> Prepared | None:
        """A report made ready for reading, by its number; None for one that is damaged, and is left out from then on.

        :param report: its number.
        :return: the report.
        :raises DamagedError: when too many are.
        """
        try:
            return self._view.prepared(report)
        except DamagedError as error:
            if report in self._damaged or len(self._damaged) >= _MOST_DAMAGED:
                raise
            self._damaged[report] = Skipped(error.subject, error.cause, error.remedy)
            return None

    def propose(
        self,
        terms: Terms,
        vector: Vectors,
        question: Question | None,
        passages: int,
        sentences: int,
        *,
        scope: Scope | None = None,
    ) -> Proposed:
        """Passages of these reports, see :meth:`qa.corpus.Corpus.propose`.

        :param scope: what to search in their place; None for these reports.
        """
        if scope is None and (self._within is not None or self._damaged):
            scope = Scope(self._within, frozenset(self._damaged))
        return self._view.propose(terms, vector, question, passages, sentences, scope=scope)


def _numbers(view: View, within: Collection[str]) -> frozenset[int]:
    if isinstance(within, str) or not within:
        cause = (
            "it is one text, and not several" if isinstance(within, str) and within else "it names no report"
        )
        raise QuestionError("within", cause, "Give a list of the ids of reports, or None to ask all of them")
    numbers = view.numbers(within)
    if not numbers:
        first, more = sorted(within)[:_SHOWN], len(within) - _SHOWN
        raise not_held(", ".join(first) + (f" and {more} more" if more > 0 else ""))
    return numbers
