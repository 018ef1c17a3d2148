"""Reports that are the same, or nearly: one story printed twice must not be learned from and measured on.

Two reports are near-duplicates when their folded text without white space begins alike, or when one holds at least half
of the sentences of the other (containment: Broder, "On the resemblance and containment of documents", 1997).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from qa.fold import fold

__all__ = ["CONTAINED", "PREFIX", "near_duplicates", "report_key"]

PREFIX: Final = 100
"""Characters of the key that tell two reports apart; news agencies' stories differ behind them, if at all."""

CONTAINED: Final = 0.5
"""Share of the sentences of the shorter of two reports that the other must hold."""

_SENTENCE_END: Final = re.compile("[。!?;]")
_SHORTEST: Final = 12


@lru_cache(maxsize=20_000)
def report_key(text: str) -> str:
    """A report's text as it is compared: folded, without white space.

    :param text: the report.
    :return: its key.
    """
    return "".join(fold(text).text.split())


def _sentences(key: str) -> set[str]:
    """Sentences long enough to be a report's own; the whole where there is none."""
    return {part for part in _SENTENCE_END.split(key) if len(part) >= _SHORTEST} or {key}


def near_duplicates(reports: Iterable[str], others: Iterable[str]) -> frozenset[str]:
    """Which reports are, nearly, one of the others.

    :param reports: texts to look at.
    :param others: texts to compare each with.
    :return: those of ``reports`` that begin like one of ``others`` (:data:`PREFIX` characters of the key), or share
        with one of them :data:`CONTAINED` of the sentences of the shorter.
    """
    beginnings: set[str] = set()
    holders: defaultdict[str, list[int]] = defaultdict(list)
    sizes: list[int] = []
    for number, key in enumerate(map(report_key, others)):
        beginnings.add(key[:PREFIX])
        sentences = _sentences(key)
        sizes.append(len(sentences))
        for sentence in sentences:
            holders[sentence].append(number)
    found = set()
    for text in reports:
        key = report_key(text)
        sentences = _sentences(key)
        shared = Counter(number for sentence in sentences for number in holders.get(sentence, ()))
        contained = any(
            count >= CONTAINED * min(len(sentences), sizes[number]) for number, count in shared.items()
        )
        if contained or key[:PREFIX] in beginnings:
            found.add(text)
    return frozenset(found)
