"""Whether a sentence speaks of what a question asks about: the same time, place, unit, and plan or result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.fold import fold
from qa.prepare import Prepared
from qa.sense.asked import DONE, PLANNED, QuestionSense, sentence_mode
from qa.sense.cells import Cell
from qa.sense.namesakes import names_others
from qa.sense.numbered import is_about_others
from qa.sense.period import Period, alike
from qa.sense.places import find_places
from qa.sense.report import NAMED, UNTOLD
from qa.sense.roles import names_other_holders
from qa.sense.told import inside, meets, names_place, says_year, speaks
from qa.sense.towns import is_elsewhere
from qa.sense.units import units_of

__all__ = ["FOR_OTHERS", "NOTHING_ASKED", "Agreement", "agreement", "doubt", "likeness", "stance", "worth"]

_SAME: Final = 0.95
"""Likeness from which two times are taken for the same."""

_LOOKS_BACK: Final = re.compile(r"公报|快报|年报|统计|决算|总结|回顾|年鉴|annual report|results|review")
"""Titles of reports that tell what was, of the year they name."""

_FOR_TIME: Final = 2.0
_FOR_SAME_TIME: Final = 2.0
_FOR_MODE: Final = 1.2
_FOR_UNIT: Final = 0.7
_FOR_PLACE: Final = 1.0
_FOR_CELL: Final = 6.0
FOR_OTHERS: Final = 8.0
"""What it takes from a sentence's log-odds that its report names others than those asked about."""

_BEHIND_OTHERS: Final = 3.0
"""What it takes from its score: a report that names them comes first, but this one may still be the nearest."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a sentence fits what a question is about.

    :param period: likeness of the times, 0 to 1; 0 where either names none.
    :param same: whether the times are the same for all that matters.
    :param told: whether the question names a time and the sentence's is known.
    :param unit: 1 when a number counts what is asked for, -1 when all count something else, 0 when nothing is told.
    :param mode: 1 when both are plans or both results, -1 when they differ, 0 when nothing is told.
    :param place: 1 when a place asked about is named by the sentence, its passage or its report's title, -1 when
        none is, 0 when none is asked about.
    :param contradicts: whether the sentence cannot answer: it is about another time, place, town or numbered thing.
    :param others: whether its report names others in place of the persons or things asked about, or it names other
        holders of an office asked about.
    :param misplaced: whether it contradicts for another reason than its time.
    :param cell: where the sentence is a row of a table, the cell asked for.
    """

    period: float
    same: bool
    told: bool
    unit: int
    mode: int
    place: int
    contradicts: bool
    others: bool = False
    misplaced: bool = False
    cell: Cell | None = None


NOTHING_ASKED: Final = Agreement(0.0, False, False, 0, 0, 0, False)


def likeness(periods: NDArray[np.int32], asked: Sequence[Period]) -> NDArray[np.float32]:
    """:func:`qa.sense.period.alike` for many periods at once.

    :param periods: int32 of shape (n, 2).
    :param asked: the periods a question names.
    :return: float32 of shape (n,): likeness to the nearest of them.
    """
    best = np.zeros(len(periods), dtype=np.float32)
    for each in asked:
        shared = np.minimum(periods[:, 1], each.end) - np.maximum(periods[:, 0], each.first)
        total = periods[:, 1] - periods[:, 0] + (each.end - each.first)
        best = np.maximum(best, 2 * np.maximum(shared, 0) / np.maximum(total, 1))
    return best.astype(np.float32)


def stance(prepared: Prepared, sentence: int, period: Period | None) -> int:
    """Whether a sentence tells a plan or a result.

    :param prepared: the report.
    :param sentence: index of the sentence.
    :param period: the time it speaks of. Where its words leave it open, what was not over at the report's date is a
        plan; None leaves it open then.
    :return: PLANNED, DONE or 0.
    """
    told = sentence_mode(prepared.sentence(sentence))
    date = prepared.sense.date
    if told or date is None or period is None:
        return told
    if date.month is None and _LOOKS_BACK.search(fold(prepared.sense.title).text):
        return DONE
    return PLANNED if period.end - 1 > date.last_month - (date.month is None) else DONE


def _place(asked: QuestionSense, prepared: Prepared, passage: tuple[int, int]) -> tuple[int, bool]:
    """Whether the place is named, and whether it is the wrong report."""
    if not asked.places:
        return 0, False
    if asked.places & prepared.sense.places:
        return 1, False
    first, last = passage
    text = prepared.folded.text[prepared.bounds[first][0] : prepared.bounds[last - 1][1]]
    if asked.places & find_places(text):
        return 1, False
    if prepared.sense.date is not None and prepared.sense.places:
        return -1, True
    return -1, not (asked.event or names_place(prepared.folded.text, asked.places))


def _elsewhere(asked: QuestionSense, prepared: Prepared, sentence: int, source: int) -> bool:
    """Whether a sentence that does not meet the time asked for is surely about another one.

    In a report whose date is known it is where its time is told. In an article without a date it is where it names
    its time, or where that names times and never the one asked for; but there the year of a question may only name an
    event (2008年奥运会的总导演), and where it asks when, its answer is another time.
    """
    if prepared.sense.date is None and (asked.when or asked.event):
        return False
    if prepared.sense.date is not None or source == NAMED:
        return source != UNTOLD and not says_year(asked.periods, prepared.sentence(sentence))
    if not len(prepared.sense.periods) or says_year(asked.periods, prepared.folded.text):
        return False
    return not speaks(asked.periods, prepared.sense.periods.tobytes())


def _over(since: int | None, prepared: Prepared, periods: Sequence[Period]) -> bool:
    """Whether all a sentence of a dated report speaks of was over before what is asked for began."""
    if since is None or prepared.sense.date is None or not periods:
        return False
    return all(period.end <= since for period in periods)


def agreement(asked: QuestionSense, prepared: Prepared, sentence: int, passage: int) -> Agreement:
    """How a sentence fits what a question is about.

    :param asked: the question's sense.
    :param prepared: the report.
    :param sentence: index of the sentence.
    :param passage: index of its passage.
    :return: how it fits.
    """
    asked = asked.on(prepared.sense.date)
    if not any(
        (
            asked.periods, asked.places, asked.unit, asked.mode, asked.since, asked.numbered, asked.towns,
            asked.names, asked.roles,
        )
    ):  # fmt: skip
        return NOTHING_ASKED
    periods = prepared.sense.periods_of(sentence)
    source = int(prepared.sense.sources[sentence])
    pairs = [(alike(one, own), one, own) for one in asked.periods for own in periods]
    best, wanted, nearest = max(pairs, key=lambda pair: pair[0], default=(0.0, None, None))
    subject = nearest if best else next(iter(periods), None)
    units = units_of(prepared.sentence(sentence)) if asked.unit else frozenset()
    place, wrong_place = _place(asked, prepared, prepared.segmentation.passages[passage])
    met = not asked.periods or any(meets(one, own) for _, one, own in pairs)
    # Where a question asks when, an article's answer is told by no likeness of times.
    open_time = asked.when and not met and prepared.sense.date is None
    told = bool(asked.periods) and source != UNTOLD and not open_time
    wrong_time = (not met and _elsewhere(asked, prepared, sentence, source)) or _over(
        asked.since, prepared, periods
    )
    within = wanted is not None and nearest is not None and inside(nearest, wanted) and not asked.counts
    misplaced = (
        wrong_place
        # Asked only where there are towns: the answer is kept with the report's text.
        or (bool(asked.towns) and is_elsewhere(asked.towns, prepared.folded.text, prepared.document.name))
        or is_about_others(asked.numbered, prepared.folded.text, prepared.bounds, sentence)
    )
    return Agreement(
        period=best,
        same=told and (best >= _SAME or within),
        told=told,
        unit=0 if not units else 1 if asked.unit in units else -1,
        mode=asked.mode * stance(prepared, sentence, subject) if asked.mode else 0,
        place=place,
        contradicts=wrong_time or misplaced,
        misplaced=misplaced,
        others=names_other_holders(asked.roles, prepared.sentence(sentence))
        or (
            asked.names is not None
            and names_others(asked.names, prepared.folded.text, prepared.document.name)
        ),
    )


def worth(fit: Agreement) -> float:
    """What agreement adds to a sentence's score, in log-odds.

    :param fit: how the sentence fits.
    :return: positive for a sentence that is about what is asked.
    """
    exact = _FOR_SAME_TIME * fit.same
    return (
        _FOR_TIME * fit.period**2
        + exact
        + _FOR_MODE * fit.mode
        + _FOR_UNIT * fit.unit
        + _FOR_PLACE * fit.place
        + _FOR_CELL * (fit.cell is not None)
        - _BEHIND_OTHERS * fit.others
    )


def doubt(fit: Agreement) -> float:
    """What a lack of agreement takes from the log-odds that a sentence answers.

    :param fit: how the sentence fits.
    :return: positive for a sentence that is about something else in part.
    """
    apart = 1.5 * (1 - fit.period) if fit.told else 0.0
    others = FOR_OTHERS * fit.others
    return others + apart - 0.5 * fit.mode - 0.5 * fit.unit - _FOR_CELL * (fit.cell is not None)
