"""Things that go by a number: line 2, bridge 3, lot 5. A report on line 1 alone says nothing of line 2."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final, TypeAlias

__all__ = ["Numbered", "is_about_others", "numbered"]

Numbered: TypeAlias = tuple[str, int]
"""What it is (号线, 桥) and its number."""

_THING: Final = re.compile(
    r"(?<![\d.月一二三四五六七八九十百])(\d{1,3}|[一二三四五六七八九十]{1,3})"
    r"(号线|号桥|号楼|号院|号机组|号泊位|号码头|号炉|号井|号矿|号隧道|号航站楼|标段|桥)"
)
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[each]) for each in text))
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


@lru_cache(maxsize=256)
def numbered(text: str) -> frozenset[Numbered]:
    """The things a text names by number.

    :param text: folded text.
    :return: each once.
    """
    return frozenset((match[2], _value(match[1])) for match in _THING.finditer(text))


def is_about_others(asked: Collection[Numbered], report: str) -> bool:
    """Whether a report names things of the kind asked about by number, and not the one asked about.

    :param asked: what a question names.
    :param report: the folded report.
    :return: True when it cannot answer.
    """
    if not asked:
        return False
    told = numbered(report)
    kinds = {kind for kind, _ in told}
    return any(kind in kinds and (kind, number) not in told for kind, number in asked)
