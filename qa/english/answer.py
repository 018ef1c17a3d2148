"""The words of an English sentence that answer a question.

The reading network has learnt Chinese alone. In English, capitals tell names and the wh-word tells the kind of answer
(Li & Roth, "Learning Question Classifiers", 2002), so rules go a long way: of the candidates of that kind, the one
nearest to the question's own words is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from qa.english.forms import WORD, candidates, is_small, stems

__all__ = ["find_answer"]

_WHO: Final = re.compile(r"\bwho(?:m|se)?\b")
_NAMED: Final = re.compile(r"\bnames?\b|\bcalled\b")
_MONEY: Final = re.compile(r"how much|\b(?:cost|price|budget|worth|paid)\b")
_LONG: Final = re.compile(r"how long")
_LASTS: Final = re.compile(
    r"(?:second|minute|hour|day|week|month|year|decade|met(?:re|er)|kilomet(?:re|er)|mile|km|feet)s?$"
)
_HELPING: Final = r"(?:is|are|was|were|did|does|do|will|would|has|have|had|can|could|should|may|must)\b"
_ASKS_SUBJECT: Final = re.compile(
    rf"(?:what|which)(?! {_HELPING})(?! \w+ {_HELPING})(?! \w+ \w+ {_HELPING}) \w+"
)
_CLAUSE: Final = re.compile(r"[^,;:()]+?(?=[,;:()]|\.?$)")
_ARTICLES: Final = frozenset({"a", "an", "the"})

_FAVOUR: Final = 6
"""Words that being what is counted, the doer behind "by" or a time for "how long" make up for."""

_NEXT_FORM: Final = 4
"""Words that the next sure form of a kind counts as farther away."""


def _kind(question: str, kind: str) -> str:
    """The kind of candidate a question asks for; "" for none in particular."""
    if kind in {"reason", "time", "place"}:
        return kind
    if _WHO.search(question):
        return "person"
    if kind == "name" or _NAMED.search(question):
        return "name"
    if kind == "number":
        return "amount" if _MONEY.search(question) else "number"
    return ""


def _distance(start: int, end: int, said: Sequence[tuple[int, int]], sentence: str) -> float:
    """How many words a candidate stands from the question's words: the mean over the nearest three of them."""
    gaps = []
    for left, right in said:
        between = sentence[right:start] if right <= start else sentence[end:left]
        gaps.append(0 if left < end and start < right else len(between.split()) + 3 * between.count(","))
    nearest = sorted(gaps)[:3]
    return sum(nearest) / len(nearest) if nearest else 0.0


def _of_kind(
    question: str, sentence: str, kind: str, asked: frozenset[str], said: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    counts = kind in {"number", "amount"}
    found = []
    for start, end, rank in candidates(sentence, kind):
        words = stems(sentence[start:end])
        told = bool(words & asked)
        if words <= asked or (told and not counts):
            continue
        favoured = (
            (counts and told)
            or (kind == "person" and sentence[:start].endswith(" by "))
            or (_LONG.search(question) and _LASTS.search(sentence[start:end]))
        )
        cost = _distance(start, end, said, sentence) + _NEXT_FORM * rank - _FAVOUR * bool(favoured)
        found.append((cost, start, end))
    return min(found)[1:] if found else None


def _rest(question: str, sentence: str, said: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The clause's words beside the question's: before them where it asks for what does something, else behind."""
    clauses = [match.span() for match in _CLAUSE.finditer(sentence)]
    inside = [[span for span in said if left <= span[0] < right] for left, right in clauses]
    if not any(inside):
        return None
    (left, right), own = max(zip(clauses, inside, strict=True), key=lambda each: len(each[1]))
    edges = [left, *(edge for span in own for edge in span), right]
    pieces = [_trimmed(sentence, *edges[place : place + 2]) for place in range(0, len(edges), 2)]
    subject = _ASKS_SUBJECT.match(question)
    ordered = [_last_phrase(sentence, *piece) for piece in pieces] if subject else pieces[::-1]
    return next((piece for piece in ordered if piece[1] - piece[0] > 1), None)


def _last_phrase(sentence: str, start: int, end: int) -> tuple[int, int]:
    """What stands behind the last small word of a stretch, with its article."""
    for match in reversed(list(WORD.finditer(sentence, start, end))):
        if is_small(match[0]) and match[0].lower() not in _ARTICLES | {"of"}:
            return _trimmed(sentence, match.end(), end)
    return start, end


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without small words at its ends, an article at its beginning apart."""
    words = [match.span() for match in re.compile(r"\S+").finditer(sentence, start, end)]
    while words and is_small(word := sentence[slice(*words[0])]) and word.lower() not in _ARTICLES:
        words.pop(0)
    while words and is_small(sentence[slice(*words[-1])].strip(".")):
        words.pop()
    if not words:
        return start, start
    first, last = words[0][0], words[-1][1]
    while last > first and not (sentence[last - 1].isalnum() or sentence[last - 1] in '%)"”'):
        last -= 1
    return first, last


def find_answer(question: str, kind: str, sentence: str) -> tuple[int, int] | None:
    """The words of an English sentence that answer.

    :param question: the folded question.
    :param kind: what it asks for, one of :data:`qa.asked.KINDS`.
    :param sentence: the sentence as it stands in the report, capitals and all.
    :return: ``(start, end)`` in the sentence; None where nothing looks like an answer.
    """
    asked = stems(question)
    said = [match.span() for match in WORD.finditer(sentence) if stems(match[0]) & asked]
    wanted = _kind(question, kind)
    found = _of_kind(question, sentence, wanted, asked, said) if wanted else None
    return found or _rest(question, sentence, said)
