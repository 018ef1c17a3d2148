"""Whom or what a Chinese question is about, and of what kind that is."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.measures import MEASURE, PARTS, measure_at_end, whose
from qa.followup.chinese.nouns import HEAD, head_of, kinds_of, names_one
from qa.followup.chinese.persons import (
    PERSON,
    has_form_of_a_person,
    is_named_as_a_person,
    looks_like_a_person,
)
from qa.followup.chinese.stops import first_words
from qa.followup.chinese.verbs import ADVERB, COPULA, whose_doing
from qa.followup.frame import Pair
from qa.followup.text import Span, Text, quoted_spans
from qa.followup.types import Entity, Kinds

__all__ = ["DEICTIC", "named_together", "subject_in"]

DEICTIC: Final = re.compile("[这那该此其它他她]|本(?=[市省县区校院馆公报次届年月文])")
"""What begins words that stand for a name and are none."""

_NO_NAME: Final = re.compile(
    rf"(?:{ADVERB}|{COPULA}|高峰[时期]?|平时|旺季|淡季|节假日|周末|[全本我各双两每某].|双方|各方|中央|国家"
    r"|政府|上级|社会|群众|市民|企业|财政|全国|世界|国际|大家"
    r"|人们|我们|你们|咱们|自己|为什么|什么|谁"
    "|哪.?|吗|呢|其中|其他|其它|.)"
)
_OF_ALL: Final = re.compile("[全本我各双两每该这那此其某]")
_OF_PEOPLE: Final = re.compile(
    "多大(?:年纪|岁数|年龄)|几岁|多少岁|哪里人|哪国人|什么学历|什么职[务位]|什么专业|何职|何许人|什么人"
)
_WHO_IT_IS: Final = re.compile("是谁[?]?$|是何人[?]?$|何时出生")
_MEASURE: Final = re.compile(f"的?(?P<measure>{MEASURE})")
_PARTS: Final = re.compile(PARTS)
_AND: Final = re.compile("以及|还是|[和与跟同及、]")
_FAR_ENOUGH: Final = 14
_QUOTES: Final = frozenset('《“「『"')


def subject_in(text: Text, region: Span) -> Entity | None:
    """Who or what is named by the words a question begins with.

    :param text: the question.
    :param region: the words, see :func:`qa.followup.chinese.stops.first_words`.
    :return: the entity; None where they name nobody and nothing.
    """
    folded, (start, end) = text.folded, region
    words = folded[start:end].rstrip()
    if len(words) < 2 or DEICTIC.match(words) or _NO_NAME.fullmatch(words):
        return None
    end = start + len(words) if words[0] in _QUOTES else _name_ends(folded, start, start + len(words))
    words = folded[start:end]
    if not words:
        return None
    kinds = _told_by_what_follows(words, folded, end) or kinds_of(words)
    if kinds and not names_one(words) and _OF_ALL.match(words):
        return None
    return Entity(text.cut(start, end), words, kinds, start, end)


def _name_ends(folded: str, start: int, end: int) -> int:
    """Behind the last head noun; before a measure, or a verb that is not known, where there is none."""
    words = folded[start:end]
    heads = [match.end() for match in HEAD.finditer(words) if "·" not in words or len(match[0]) > 1]
    is_person = looks_like_a_person(words) and len(words) < 4
    if heads and not (is_person and heads[-1] < len(words)):
        end = start + heads[-1]
        return next((last for first, last in quoted_spans(folded) if first == end), end)
    if len(words) <= 2 * _FAR_ENOUGH:
        end = start + measure_at_end(words)
    parts = _PARTS.search(folded, start, end)
    end = parts.start() if parts and parts.start() > start else end
    if folded.startswith(("了", "过"), end) and end - start > 2:
        return _without_verb(folded, start, end)
    return end


def _without_verb(folded: str, start: int, end: int) -> int:
    """Where a name ends before a verb that is not known: 邱景文收了."""
    for size in (1, 2):
        if end - size - start in {2, 3} and has_form_of_a_person(folded[start : end - size]):
            return end - size
    return end - 1 if end - start < 5 else end - 2


def _told_by_what_follows(words: str, folded: str, end: int) -> Kinds:
    """Whether a name that could be a person's is one, by what is said or asked of it."""
    if not has_form_of_a_person(words) or len(head_of(words)) > 1:
        return frozenset()
    if is_named_as_a_person(words, folded):
        return PERSON
    if match := _MEASURE.match(folded, end):
        return PERSON if whose(match["measure"]) == PERSON else frozenset()
    doing = whose_doing(folded[end : end + _FAR_ENOUGH])
    tells = _OF_PEOPLE.search(folded, end) or "person" in doing or _WHO_IT_IS.match(folded, end)
    return PERSON if tells else frozenset()


def named_together(text: Text, first: Entity | None, times: tuple[Span, ...], ask: int) -> Pair | None:
    """A subject and what is named beside it.

    :param text: the question.
    :param first: the subject.
    :param times: the times it names.
    :param ask: where its question word begins.
    :return: the two; None where nothing is.
    """
    joint = _AND.match(text.folded, first.end) if first else None
    if first is None or joint is None:
        return None
    region = first_words(text.folded, joint.end(), times, quoted_spans(text.folded), ask)
    second = subject_in(text, region) if region and region[0] == joint.end() else None
    return (first, second) if second else None
