"""How far a Chinese sentence covers an English question, word by word, in numbers.

Nearness of the whole (one vector each) finds the sentence but cannot tell whether it answers: something is always the
nearest to "Who invented the steam engine?". So every word of the question looks for its own counterpart among the
stretches of the sentence (the late interaction of Khattab & Zaharia, "ColBERT", arXiv:2004.12832); a word that finds
none tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder, Vectors
from qa.asked import KINDS, Asked, find_mentions, mentions
from qa.english.forms import WORD, is_small
from qa.lead import lead

__all__ = ["MEANING_FEATURES", "mark_by_meaning", "meaning_features", "words_asked_for"]

MEANING_FEATURES: Final = (
    "cover", "least", "near", "cover_lead", "near_lead", "kind", "numbers", "words", "length",
)  # fmt: skip
"""Mean and least nearness of the question's words to their counterparts; of question and sentence as wholes; how far
these are ahead of the best other sentence; whether the kind asked for, and the question's numbers, are there; ln of
words and of characters."""

_LONGEST: Final = 3
"""Characters of a stretch that can be a word's counterpart."""

_ACROSS: Final = 6
_BEHIND: Final = 2
"""Characters that a clause between a mention and a counterpart, and standing before it, count for."""

_CHINESE: Final = re.compile("[\u3400-\u9fff]+")
_LATIN: Final = re.compile(r"[a-z0-9][a-z0-9.]*")
_ASKING: Final = re.compile(
    r"\bhow (?:much|many|long|old|far|large|big|high|often)\b|\b(?:please|tell|name)\b"
)


def words_asked_for(question: str) -> list[str]:
    """What an English question is about, word by word.

    :param question: the folded question.
    :return: its words, in order; small ones, those that only ask, and numbers left out.
    """
    words = WORD.findall(_ASKING.sub(" ", question))
    return [word for word in words if not (is_small(word) or word[0].isdigit())]


def _stretches(sentence: str) -> list[str]:
    """Everything in a sentence that can be a word's counterpart."""
    found = set(_LATIN.findall(sentence))
    for match in _CHINESE.finditer(sentence):
        run = match[0]
        for size in range(1, _LONGEST + 1):
            found.update(run[start : start + size] for start in range(len(run) - size + 1))
    return sorted(found)


def _covered(words: Vectors, sentences: Sequence[str], encoder: Encoder) -> list[NDArray[np.float32]]:
    """For every sentence, how near each word is to its nearest stretch."""
    stretches = [_stretches(sentence) for sentence in sentences]
    known = {each: row for row, each in enumerate(dict.fromkeys(part for all_ in stretches for part in all_))}
    if not known:
        return [np.zeros(len(words), dtype=np.float32)] * len(sentences)
    near = words @ encoder.encode_passages(list(known)).T
    rows = [[known[part] for part in each] for each in stretches]
    return [near[:, row].max(axis=1) if row else np.zeros(len(words), dtype=np.float32) for row in rows]


def _kind_found(kind: str, sentence: str) -> float:
    if kind not in KINDS[:5]:
        return 0.0
    return 1.0 if mentions(sentence, kind) else -1.0


def _numbers(question: str, sentence: str) -> float:
    asked = {word for word in WORD.findall(question) if word[0].isdigit()}
    if not asked:
        return 0.0
    return 1.0 if all(number in sentence for number in asked) else -1.0


def meaning_features(
    question: str, asked: Asked, sentences: Sequence[str], encoder: Encoder
) -> NDArray[np.float32]:
    """How far Chinese sentences cover an English question.

    :param question: the folded question.
    :param asked: what it asks for.
    :param sentences: the folded sentences.
    :param encoder: has both languages side by side.
    :return: float32 of shape (len(sentences), len(MEANING_FEATURES)).
    """
    words = words_asked_for(question)
    if not sentences or not words:
        return np.zeros((len(sentences), len(MEANING_FEATURES)), dtype=np.float32)
    covered = _covered(encoder.encode_queries(words), sentences, encoder)
    near = encoder.encode_passages(list(sentences)) @ encoder.encode_queries([question])[0]
    cover = np.array([each.mean() for each in covered], dtype=np.float32)
    columns = (
        cover,
        [each.min() for each in covered],
        near,
        lead(cover, alone=float(cover[0])),
        lead(near, alone=float(near[0])),
        [_kind_found(asked.kind, sentence) for sentence in sentences],
        [_numbers(question, sentence) for sentence in sentences],
        np.full(len(sentences), np.log1p(len(words))),
        np.log1p([len(sentence) for sentence in sentences]),
    )
    return np.column_stack(columns).astype(np.float32)


def mark_by_meaning(question: str, asked: Asked, sentence: str, encoder: Encoder) -> tuple[int, int] | None:
    """The words of a Chinese sentence that answer an English question.

    :param question: the folded question.
    :param asked: what it asks for.
    :param sentence: a folded sentence that answers.
    :param encoder: has both languages side by side.
    :return: ``(start, end)`` of what is of the kind asked for, a number where the question does not say, and stands
        nearest to the counterparts of the question's words; None where there is none.
    """
    words, stretches = words_asked_for(question), _stretches(sentence)
    likely = _mentions(sentence, asked.kind if asked.kind in KINDS[:5] else "number")
    if not (words and stretches and likely):
        return None
    near = encoder.encode_queries(words) @ encoder.encode_passages(stretches).T
    counterparts = [
        (
            float(row.max()),
            [match.span() for match in re.finditer(re.escape(stretches[int(row.argmax())]), sentence)],
        )
        for row in near
    ]

    def worth(mention: tuple[int, int]) -> float:
        return sum(
            weight / (1 + min(_gap(sentence, mention, place) for place in places))
            for weight, places in counterparts
        )

    return max(likely, key=worth)


def _mentions(sentence: str, kind: str) -> list[tuple[int, int]]:
    """What is of a kind; of numbers those that are no part of a date and more than one Chinese numeral."""
    found = [(each.start, each.end) for each in find_mentions(sentence, (kind,))]
    if kind != "number":
        return found
    times = [(each.start, each.end) for each in find_mentions(sentence, ("time",))]
    return [
        (start, end)
        for start, end in found
        if (end - start > 1 or sentence[start].isdigit())
        and not any(first < end and start < last for first, last in times)
    ]


def _gap(sentence: str, mention: tuple[int, int], place: tuple[int, int]) -> int:
    """Characters between a mention and a counterpart, those of another clause counted more, those behind it, too."""
    if place[1] <= mention[0]:
        between = sentence[place[1] : mention[0]]
        return len(between) + _ACROSS * sum(map(between.count, ",;。"))
    between = sentence[mention[1] : place[0]]
    return len(between) + _ACROSS * sum(map(between.count, ",;。")) + _BEHIND
