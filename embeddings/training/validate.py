"""Rows measured on what is not trained on, to choose among epochs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from tokenizers import Tokenizer

from embeddings.encoder import Vectors
from embeddings.training.contrast import embed
from embeddings.training.corpus import RetrievalSet
from embeddings.training.measure import Scores, measure
from embeddings.training.tokenizer import encode_ids

__all__ = ["Validator", "quality", "shown"]


@dataclass(frozen=True, slots=True)
class Validator:
    """Sets to measure on, with their sentences and questions as rows."""

    sets: list[tuple[RetrievalSet, list[list[int]], list[list[int]]]]

    @classmethod
    def of(cls, sets: Iterable[RetrievalSet], tokenizer: Tokenizer, rows: int) -> Self:
        """Spell the sets in rows.

        :param rows: number of rows.
        """
        return cls(
            [
                (one, encode_ids(tokenizer, one.sentences, rows), encode_ids(tokenizer, one.questions, rows))
                for one in sets
            ]
        )

    def scores(self, rows: Vectors) -> dict[str, Scores]:
        """Scores of each set by its name.

        :param rows: shape (rows, dim).
        """
        return {
            one.name: measure(one, embed(rows, sentences), embed(rows, questions))
            for one, sentences, questions in self.sets
        }


def quality(scores: dict[str, Scores]) -> float:
    """What an epoch is chosen by: paragraphs and sentences found, each set counting alike."""
    return sum(one.recall_1 + one.sentence_hit for one in scores.values())


def shown(scores: dict[str, Scores]) -> str:
    """Scores on one line."""
    return "; ".join(f"{name} {one}" for name, one in scores.items())
