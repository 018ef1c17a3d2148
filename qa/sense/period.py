"""Stretches of time in whole months, and how alike two of them are."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Moment", "Period", "alike"]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a report was made.

    :param year: the year.
    :param month: 1 to 12; None where only the year is told.
    """

    year: int
    month: int | None = None

    @property
    def years(self) -> Period:
        """The year, as a period."""
        return Period.year(self.year)

    @property
    def last_month(self) -> int:
        """The last month it can be, counted from the year 0; see :class:`Period`."""
        return self.year * 12 + (self.month or 12) - 1


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Months ``[first, end)``, counted from January of the year 0: month m of year y is ``12 * y + m - 1``."""

    first: int
    end: int

    @classmethod
    def year(cls, first: int, last: int | None = None) -> Period:
        """Whole years.

        :param first: the first one.
        :param last: the last one; the first one when left out.
        :return: the period.
        """
        return cls(first * 12, ((first if last is None else last) + 1) * 12)

    @classmethod
    def month(cls, year: int, first: int, last: int | None = None) -> Period:
        """Months of one year.

        :param year: the year.
        :param first: 1 to 12.
        :param last: the last one; the first one when left out.
        :return: the period.
        """
        return cls(year * 12 + first - 1, year * 12 + (first if last is None else last))


def alike(one: Period, other: Period) -> float:
    """How much of two periods they share (the coefficient of Dice, 1945).

    :param one: a period.
    :param other: another.
    :return: 1 for the same months, 0 for none in common.
    """
    shared = max(0, min(one.end, other.end) - max(one.first, other.first))
    return 2 * shared / max((one.end - one.first) + (other.end - other.first), 1)
