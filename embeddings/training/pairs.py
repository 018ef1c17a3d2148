"""Questions and the sentences that answer them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from embeddings.training.corpus import SquadQuestion, answer_sentences, read_json_lines

__all__ = ["Pair", "law_pairs", "squad_pairs"]

_LONGEST_LAW = 300


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a sentence that answers it, and sentences beside it that do not."""

    query: str
    positive: str
    negatives: tuple[str, ...] = ()


def squad_pairs(questions: Iterable[SquadQuestion]) -> Iterator[Pair]:
    """Each question with a sentence that holds its answer; the paragraph's other sentences as negatives."""
    for question in questions:
        sentences, gold = answer_sentences(question)
        if gold:
            others = tuple(text for number, text in enumerate(sentences) if number not in gold)
            yield Pair(question.question, sentences[min(gold)], others)


def law_pairs(path: Path) -> Iterator[Pair]:
    """Questions of law with up to three articles that answer each.

    :param path: JSON lines with ``question`` and ``passages``.
    """
    for line in read_json_lines(path):
        for passage in line["passages"][:3]:
            yield Pair(line["question"], passage.strip()[:_LONGEST_LAW])
