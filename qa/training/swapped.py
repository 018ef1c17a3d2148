"""Questions that their report does not answer, made from questions that it does: the year or the subject swapped.

As in "Know What You Don't Know" (Rajpurkar et al., arXiv:1806.03822) the report stays plausible: it speaks of the same
things in the same words. What is chosen follows from a hash of the question, so that the same question is always
swapped the same way.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from embeddings.training.corpus import SquadQuestion
from qa.fold import fold
from qa.training.names import heading, names_in

__all__ = ["Swapped", "name_pool", "swap_subject", "swap_year", "swapped"]

_YEAR: Final = re.compile(r"(?<![\d.])(?:1\d{3}|20[0-2]\d)(?=年)")
# Moved by some years, a decade and an open span may still hold what is asked for.
_WIDE: Final = re.compile(r"截至|\d年(?:代|(?:之|以)?[前后後]|以?[来來]|起)")
_ANY_YEAR: Final = re.compile(r"(?<!\d)(?:1\d{3}|20[0-2]\d)(?!\d)")
_RANGE: Final = re.compile(r"(?<!\d)(1\d{3}|20[0-2]\d)\D{0,8}?[至到—–~-]+\D{0,4}?(1\d{3}|20[0-2]\d)(?!\d)")
_FARTHEST: Final = 12
_LAST_YEAR: Final = 2025


@dataclass(frozen=True, slots=True)
class Swapped:
    """A question with one word changed.

    :param question: the changed question.
    :param kind: "year" or "subject".
    :param old: the word of the question as it was.
    :param new: the word in its place.
    :param absent: words whose reports may answer the changed question and are to be left out of the search; "" where
        none will.
    """

    question: str
    kind: str
    old: str
    new: str
    absent: str


def _draw(question: str, choice: object) -> bytes:
    """A rank of a choice that depends on the question alone."""
    return hashlib.sha256(f"{question}\0{choice}".encode()).digest()


def swap_year(question: str, report: str) -> Swapped | None:
    """Ask for other years: all years of a question moved by the same number of years.

    :param question: a question.
    :param report: the report that answers it.
    :return: the changed question, whose years the report neither names nor spans ("1990年至1995年"); None where the
        question names no year, one that the report does not, a decade, or the time before or after a year.
    """
    asked = _YEAR.findall(question)
    held = {int(year) for year in _ANY_YEAR.findall(report)}
    if not asked or _WIDE.search(question) or not {int(year) for year in asked} <= held:
        return None
    for first, last in _RANGE.findall(report):
        held.update(range(int(first), int(last) + 1))
    shifts = [shift for shift in range(-_FARTHEST, _FARTHEST + 1) if shift]
    for shift in sorted(shifts, key=lambda each: _draw(question, each)):
        years = {int(year) + shift for year in asked}
        if not years & held and max(years) <= _LAST_YEAR:
            changed = _YEAR.sub(lambda match: str(int(match[0]) + shift), question)  # noqa: B023 - used at once
            return Swapped(changed, "year", asked[0], str(int(asked[0]) + shift), "")
    return None


def name_pool(questions: Iterable[SquadQuestion]) -> dict[str, tuple[str, ...]]:
    """Names by their type, to be put in each other's place.

    :param questions: questions with their reports.
    :return: type -> names, each once, in order.
    """
    pool: defaultdict[str, set[str]] = defaultdict(set)
    for question in questions:
        if found := heading(question.context):
            pool[found[1]].add(found[0])
        for name in names_in(question.question, question.context):
            pool[name.kind].add(question.question[name.start : name.end])
    return {kind: tuple(sorted(names)) for kind, names in sorted(pool.items())}


def swap_subject(question: str, report: str, pool: Mapping[str, Sequence[str]]) -> Swapped | None:
    """Ask about another person, place, organisation or title of the same type.

    :param question: a question.
    :param report: the report that answers it.
    :param pool: names by type, see :func:`name_pool`.
    :return: the changed question, whose new name the report does not hold; None where the question and the report
        share no name that another can stand for.
    """
    folded = fold(report).text
    for name in names_in(question, report):
        old = question[name.start : name.end]
        if question.count(old) > 1:
            continue
        new = min(
            (
                each
                for each in pool.get(name.kind, ())
                if _differs(each, old) and fold(each).text not in folded
            ),
            key=lambda each: _draw(question, each),
            default=None,
        )
        if new is not None:
            changed = question[: name.start] + new + question[name.end :]
            return Swapped(changed, "subject", old, new, new)
    return None


def _differs(name: str, other: str) -> bool:
    first, second = fold(name).text, fold(other).text
    return first not in second and second not in first


def swapped(questions: Sequence[SquadQuestion]) -> tuple[Swapped | None, ...]:
    """Every question with its year or its subject swapped.

    :param questions: questions of one set; their names stand for each other.
    :return: one for each, in their order; where both ways are open the question's hash decides, None where neither is.
    """
    pool = name_pool(questions)
    result = []
    for each in questions:
        ways = [swap_year(each.question, each.context), swap_subject(each.question, each.context, pool)]
        open_ways = [way for way in ways if way]
        result.append(min(open_ways, key=lambda way: _draw(each.question, way.kind), default=None))
    return tuple(result)
