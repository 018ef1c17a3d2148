"""What a question is about: the time, places and unit it names, and whether it asks for a plan or for what was done."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.asked import asked
from qa.sense.namesakes import Names, find_names
from qa.sense.numbered import Numbered, numbered
from qa.sense.period import Moment, Period
from qa.sense.places import NATION, find_places
from qa.sense.roles import Role, asked_roles
from qa.sense.towns import find_towns
from qa.sense.units import asked_unit
from qa.sense.when import Time, find_times

__all__ = ["DONE", "PLANNED", "QuestionSense", "mode_of", "sentence_mode", "understand_question"]

PLANNED, DONE = 1, -1
_PLAN: Final = re.compile(
    r"目标|预期|计划|拟|预计|力争|任务|预算|安排|(?<!主|重|需|首|必)要(?!求|点|素|闻)|将(?!军|领|近)|打算|target|plan|goal|expect|forecast|\bwill\b"
)
_ACTUAL: Final = re.compile(
    r"实现|完成|比上年|同比|累计|结果|[增长加少业产]了|了多少|了几|达到|achieved|reached|grew|rose"
)
_AFTERWARDS: Final = r"(?!\d|[一二两三四五六七八九十半期续])"
_FROM_BEHIND: Final = re.compile(rf"(?:底|末|初)?(?:以来|以后|之后|至今|起(?![草点步])|后{_AFTERWARDS})")
_FROM_BEFORE: Final = re.compile(r"\b(?:since|after)(?: the)?(?: year)? ?$")
_UNTIL_BEHIND: Final = re.compile(rf"以前|之前|前后|前{_AFTERWARDS}")
_UNTIL_BEFORE: Final = re.compile(r"\bbefore(?: the)?(?: year)? ?$")
"""What stands beside a time that is only where a longer one begins or ends: 2010年以来, 1500年前, before 2010."""

_RELATIVE: Final = re.compile(
    r"(?<!过)去年(?!份)|今年|(?<!说)明年|(?<!以)上年(?!纪)|(?<![日基])本年(?!薪)|[本上]月(?!份)|上个月"
    r"|\b(?:this|last) (?:year|month)\b"
)
"""Times that need the report's date. What a question says of months alone may be a name (十月革命)."""

_REACH: Final = 16
_EVENT: Final = re.compile(
    r"[^,;，；。?？]{0,10}?(?:[奥残亚世冬全]运会|奥林匹克|世博会|博览会|世界杯|欧洲杯|亚洲杯|锦标赛|公开赛|运动会|大奖赛|地震|海啸"
    r"|大选|[^\W\d_]奖)|[^?]{0,24}?\b(?:olympics?|olympic games|world cup|expo|earthquake)\b"
)
_RESULT: Final = re.compile(
    r"实现|完成|达到|增长了|同比|突破|累计|超过|创.{0,4}新高|全年(?!要|控制)|[比较]上?去?年|仅为|achieved|reached|rose|grew|fell"
)


@dataclass(frozen=True, slots=True)
class QuestionSense:
    """What a question is about.

    :param periods: times it names; those that need a date (今年) are not among them.
    :param places: places it names, without China as a whole.
    :param unit: what its number would count, see :mod:`qa.sense.units`; None when it does not say.
    :param mode: PLANNED for a target, DONE for a result, 0 when it does not say.
    :param counts: whether it asks for a number.
    :param spans: where in its folded text it names times.
    :param when: whether it asks for a time, so that the answer names another one than the question may.
    :param event: whether a year it names is part of the name of an event (2008年北京奥运会).
    :param since: the month from which on it asks (2010年以来); None where it names no such beginning. A time that is
        open at an end is not among ``periods``.
    :param numbered: things it names by a number (2号线).
    :param towns: towns it names that :data:`places` does not hold.
    :param names: persons and named things it names; None for none.
    :param roles: offices it asks about, and whose.
    :param relative: its folded text where it names a time that needs a date (去年), else "".
    """

    periods: tuple[Period, ...]
    places: frozenset[str]
    unit: str | None
    mode: int
    counts: bool
    spans: tuple[tuple[int, int], ...]
    when: bool = False
    event: bool = False
    since: int | None = None
    numbered: frozenset[Numbered] = frozenset()
    towns: tuple[str, ...] = ()
    names: Names | None = None
    roles: frozenset[Role] = frozenset()
    relative: str = ""

    def on(self, date: Moment | None) -> QuestionSense:
        """The same, asked of a report of some date: its 去年 is the year before the report's.

        :param date: the report's date.
        :return: what the question is about then.
        """
        return replace(self, periods=_periods(self.relative, date)) if self.relative and date else self

    def names_time(self, positions: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which terms of the question are part of a time.

        :param positions: offsets of their first characters.
        :return: bool of the same shape.
        """
        inside = np.zeros(len(positions), dtype=bool)
        for start, end in self.spans:
            inside |= (positions >= start) & (positions < end)
        return inside


def mode_of(text: str) -> int:
    """Whether a question asks for a plan or for a result.

    :param text: the folded question.
    :return: PLANNED, DONE or 0.
    """
    if re.search(r"实际|actual", text):
        return DONE
    return PLANNED if _PLAN.search(text) else DONE if _ACTUAL.search(text) else 0


def sentence_mode(text: str) -> int:
    """Whether a sentence speaks of a plan or of a result.

    :param text: the folded sentence.
    :return: PLANNED, DONE or 0.
    """
    planned, done = bool(_PLAN.search(text)), bool(_RESULT.search(text))
    return planned - done


def _begins(text: str, time: Time) -> bool:
    """Whether a time is only where a longer one begins; the words that say so may be part of it."""
    own, before = text[time.start : time.end], text[max(0, time.start - _REACH) : time.start]
    inside = own.startswith("since") or own.endswith(("以来", "起"))
    return inside or bool(_FROM_BEHIND.match(text, time.end) or _FROM_BEFORE.search(before))


def _ends(text: str, time: Time) -> bool:
    """Whether a time is only where a longer one ends."""
    before = text[max(0, time.start - _REACH) : time.start]
    return bool(_UNTIL_BEHIND.match(text, time.end) or _UNTIL_BEFORE.search(before))


def _bounded(text: str, date: Moment | None) -> list[Time]:
    """The times of a question that are neither compared with nor open at an end."""
    times = (time for time in find_times(text, date, bare=True) if time.period and not time.compared)
    return [time for time in times if not _begins(text, time) and not _ends(text, time)]


@lru_cache(maxsize=1024)
def _periods(text: str, date: Moment | None) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(time.period for time in _bounded(text, date) if time.period))


def understand_question(text: str) -> QuestionSense:
    """Tell what a question is about.

    :param text: the folded question.
    :return: its sense.
    """
    named = list(find_times(text, bare=True))
    begins = [
        time.period.first for time in named if time.period and not time.compared and _begins(text, time)
    ]
    times = _bounded(text, None)
    kind = asked(text).kind
    places = find_places(text) - {NATION}
    return QuestionSense(
        periods=_periods(text, None),
        places=places,
        unit=asked_unit(text),
        mode=mode_of(text),
        counts=kind == "number",
        spans=tuple((time.start, time.end) for time in times),
        when=kind == "time",
        event=any(_EVENT.match(text, time.end) for time in times),
        since=min(begins, default=None),
        numbered=numbered(text),
        towns=tuple(town for town in find_towns(text) if not any(place.endswith(town) for place in places)),
        names=find_names(text),
        roles=asked_roles(text),
        relative=text if _RELATIVE.search(text) else "",
    )
