"""Sentences of running text, for training only."""

from __future__ import annotations

import re

__all__ = ["sentence_spans", "split_sentences"]

_SENTENCE = re.compile(r"[^\n。！？；!?]*(?:[。！？；!?]+[”’」』）)】》]*|(?=\n)|$)")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand.

    :param text: any text.
    :return: ``(start, end)`` of every sentence that holds a letter or digit, in order; a sentence ends behind
        ``。！？；!?`` with the quotes and brackets closed there, or at a line's end.
    """
    found = (match.span() for match in _SENTENCE.finditer(text))
    return [(start, end) for start, end in found if any(map(str.isalnum, text[start:end]))]


def split_sentences(text: str) -> list[str]:
    """The sentences of a text.

    :param text: any text.
    :return: its sentences, without white space at the ends.
    """
    return [text[start:end].strip() for start, end in sentence_spans(text)]
