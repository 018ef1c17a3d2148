"""From questions to reading exercises: the passage that answers beside those our own retrieval takes for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from embeddings.encoder import Encoder
from embeddings.training.corpus import SquadQuestion
from qa.fold import fold
from qa.library import READ_PASSAGES
from qa.prepare import Prepared
from qa.question import Question
from qa.retrieve import retrieve
from qa.training.examples import build_corpus
from qa.training.questions import QuestionSet
from qa.training.reading import Asked
from qa.training.swapped import swapped

__all__ = ["Exercise", "exercises"]

_SWAPPED: Final = 0.5
"""Share of the unanswered questions that are swapped, of those that can be."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question, the passages that answer it and those that do not.

    :param source: the question as its set has it.
    :param question: folded.
    :param right: folded passages, each with the spans of the answers in it.
    :param wrong: folded passages, the most alike first.
    :param swapped: the question, folded, with its year or subject swapped so that no passage answers it; "" for none.
    :param absent: folded words whose passages may answer the swapped question; "" for none.
    """

    source: SquadQuestion
    question: str
    right: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    wrong: tuple[str, ...]
    swapped: str = ""
    absent: str = ""

    def asked(self, rng: np.random.Generator, wrong: int) -> Asked:
        """One passage that answers beside some that do not.

        :param rng: chooses them.
        :param wrong: how many that do not, at most.
        :return: what the network learns from.
        """
        passage, spans = self.right[int(rng.integers(len(self.right)))]
        count = min(wrong, len(self.wrong))
        others = [self.wrong[place] for place in rng.permutation(len(self.wrong))[:count].tolist()]
        return Asked(self.question, (passage, *others), (spans, *((),) * count))

    def unanswered(self, rng: np.random.Generator, wrong: int) -> Asked | None:
        """The question beside passages that do not answer, or swapped beside the passage that nearly does.

        :param rng: chooses them.
        :param wrong: how many that do not, at most, beside the one in the place of the right one.
        :return: what the network learns to be silent from; None where there is nothing to be silent about.
        """
        others = [self.wrong[place] for place in rng.permutation(len(self.wrong))[: wrong + 1].tolist()]
        if self.swapped and (not others or rng.random() < _SWAPPED):
            passage, _ = self.right[int(rng.integers(len(self.right)))]
            beside = [text for text in others if not (self.absent and self.absent in text)]
            passages = (passage, *beside[:wrong])
            return Asked(self.swapped, passages, ((),) * len(passages))
        return Asked(self.question, tuple(others), ((),) * len(others)) if others else None


def _folded_spans(prepared: Prepared, question: SquadQuestion) -> list[tuple[int, int]]:
    """The gold answers in the folded text."""
    spans = set()
    for given, text in question.answers:
        there = question.context[given : given + len(text)] == text
        start = given if there else question.context.find(text)
        lead = len(text) - len(text.lstrip())
        left, right = np.searchsorted(
            prepared.folded.offsets, (start + lead, start + lead + len(text.strip()))
        ).tolist()
        if start >= 0 and left < right:
            spans.add((left, right))
    return sorted(spans)


def exercises(questions: QuestionSet, encoder: Encoder) -> Iterator[Exercise]:
    """Reading exercises of a question set, over its own reports. BM25 finds the passages that do not answer.

    :param questions: the set.
    :param encoder: makes the reports searchable.
    :return: an exercise for every question whose answer lies in one passage.
    """
    corpus = build_corpus(questions.reports, encoder)
    nothing = np.zeros(encoder.dim, dtype=np.float32)
    reports = {each.document.text: each for each in map(corpus.prepared, range(len(questions.reports)))}
    changes = swapped(questions.questions)
    for question, change in zip(questions.questions, changes, strict=True):
        prepared = Question.of(question.question, corpus)
        own = reports[question.context]
        spans, right, gold = _folded_spans(own, question), [], set()
        for number in range(len(own.segmentation.passages)):
            start, end = own.passage_bounds(number)
            if inside := tuple((a - start, b - start) for a, b in spans if start <= a and b <= end):
                right.append((own.folded.text[start:end], inside))
                gold.add(number)
        wrong = []
        words = [fold(answer.strip()).text for _, answer in question.answers]
        for hit in retrieve(corpus, prepared.terms, nothing, READ_PASSAGES, dense_weight=0.0):
            found = hit.prepared
            if found is own and hit.passage in gold:
                continue
            text = found.folded.text[slice(*found.passage_bounds(hit.passage))]
            # What holds the same words, in the same report or where any may tell it, may well answer, too.
            told = (found is own or questions.anywhere) and any(word in text for word in words)
            if text and not told:
                wrong.append(text)
        if right and prepared.text:
            asks, absent = (
                (fold(text).text for text in (change.question, change.absent)) if change else ("", "")
            )
            yield Exercise(question, prepared.text, tuple(right), tuple(wrong), asks, absent)
