"""Exact match and F1 as CMRC 2018 defines them (arXiv:1810.07366).

Over characters and words, punctuation left out; F1 by the longest stretch that prediction and gold answer share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from qa.fold import fold

__all__ = ["exact_match", "f1", "units"]

_UNIT = re.compile(r"[a-z0-9]+(?:\.\d+)?|\w")


def units(text: str) -> list[str]:
    """Characters of Chinese and words of other scripts, folded, without punctuation.

    :param text: an answer.
    :return: its units.
    """
    return _UNIT.findall(fold(text).text)


def exact_match(answer: str, golds: Iterable[str]) -> bool:
    """Whether an answer equals a gold one, unit by unit.

    :param answer: what was marked.
    :param golds: the gold answers.
    :return: True when one is equal.
    """
    return any(units(answer) == units(gold) for gold in golds)


def f1(answer: str, golds: Iterable[str]) -> float:
    """The best F1 of an answer with any gold one.

    :param answer: what was marked.
    :param golds: the gold answers.
    :return: 0 to 1.
    """
    best, found = 0.0, units(answer)
    for gold in map(units, golds):
        shared = SequenceMatcher(None, found, gold, autojunk=False).find_longest_match().size
        if shared:
            best = max(best, 2 * shared / (len(found) + len(gold)))
    return best
