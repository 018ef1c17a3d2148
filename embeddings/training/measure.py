"""How well vectors find the paragraph and the sentence that answer a question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from embeddings.encoder import Vectors
from embeddings.training.corpus import RetrievalSet

__all__ = ["Scores", "measure"]

_BATCH = 256


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of questions, 0 to 1.

    :param recall_1: whose paragraph comes first, a paragraph being as near as its nearest sentence.
    :param recall_5: whose paragraph is among the first five.
    :param sentence_hit: whose nearest sentence of all holds an answer.
    """

    recall_1: float
    recall_5: float
    sentence_hit: float

    def __str__(self) -> str:
        return f"R@1 {self.recall_1:.3f}  R@5 {self.recall_5:.3f}  sentence {self.sentence_hit:.3f}"


def measure(retrieval: RetrievalSet, sentences: Vectors, questions: Vectors) -> Scores:
    """Search for every question among all sentences of a set.

    :param retrieval: what is asked of what; sentences of one paragraph stand together.
    :param sentences: shape (sentences, dim), unit length.
    :param questions: shape (questions, dim), unit length.
    """
    owner = np.array(retrieval.owner)
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    gold = np.array(retrieval.gold_paragraph)
    first = five = hit = 0
    for begin in range(0, len(questions), _BATCH):
        scores = questions[begin : begin + _BATCH] @ sentences.T
        paragraphs = np.maximum.reduceat(scores, starts, axis=1)
        wanted = gold[begin : begin + _BATCH]
        own = np.take_along_axis(paragraphs, wanted[:, None], axis=1)
        better = (paragraphs > own).sum(axis=1)
        first += int((better < 1).sum())
        five += int((better < 5).sum())
        best = scores.argmax(axis=1)
        hit += sum(
            int(sentence) in retrieval.gold_sentences[begin + i] for i, sentence in enumerate(best.tolist())
        )
    total = max(len(questions), 1)
    return Scores(first / total, five / total, hit / total)
