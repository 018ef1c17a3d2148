"""Questions the reader has not learnt from: they weigh its parts against each other and tell how sure it may be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.training.corpus import SquadQuestion
from qa.evidence import Evidence, gather
from qa.fold import fold
from qa.library import READ_PASSAGES
from qa.neural import PassageReader
from qa.question import Question
from qa.retrieve import retrieve, sentences_of
from qa.scorer import Scorer
from qa.training.examples import build_corpus, holds_answer
from qa.training.fit import fit_odds, fit_ranking
from qa.training.questions import QuestionSet
from qa.training.variants import ANSWERABLE, UNANSWERABLE, left_of, variants

__all__ = ["ANSWERED", "Case", "cases", "fit_blend", "fit_confidence"]

Floats: TypeAlias = NDArray[np.float32]

ANSWERED: Final = 0.91
"""Share of the answerable calibration questions of every set that the threshold lets through."""

_TOP: Final = 3
_UNREAD: Final = 0.15
"""Share of the questions that are also shown as if the network could not read them, as it cannot in other languages."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question in one variant, and what the reader sees.

    :param kind: of the variant.
    :param golds: the gold answers of the question as it was.
    :param evidence: what speaks for each sentence.
    :param right: bool of shape (sentences,): whether each holds a gold answer.
    """

    kind: str
    golds: tuple[str, ...]
    evidence: Evidence
    right: NDArray[np.bool_]


def cases(
    questions: QuestionSet,
    encoder: Encoder,
    words: Scorer,
    reader: PassageReader,
    *,
    chosen: Callable[[SquadQuestion], bool],
    kinds: Collection[str] = (ANSWERABLE, *UNANSWERABLE),
) -> Iterator[Case]:
    """Ask chosen questions in all variants.

    :param questions: the set.
    :param encoder: the encoder.
    :param words: scores sentences by their features.
    :param reader: the reading network.
    :param chosen: tells the questions to ask.
    :param kinds: of variants.
    :return: the cases, question by question.
    """
    corpus = build_corpus(questions.reports, encoder)
    asked = [each for each in variants(questions, chosen) if each.kind in kinds]
    vectors = encoder.encode_queries([fold(each.question).text for each in asked])
    for variant, vector in zip(asked, vectors, strict=True):
        question = Question.of(variant.question, corpus)
        # As many as the library asks for, and spare ones only where some are taken out.
        limit = READ_PASSAGES if variant.left_out is None else 4 * READ_PASSAGES
        hits = retrieve(corpus, question.terms, vector, limit, question=question)
        sentences = sentences_of(left_of(hits, variant.left_out, READ_PASSAGES))
        evidence = gather(question, sentences, words, reader)
        may = variant.kind == ANSWERABLE or (questions.anywhere and variant.kind == "report out")
        right = [
            may and holds_answer(ref.prepared, ref.number, variant.source, questions.anywhere)
            for ref in evidence.sentences
        ]
        golds = tuple(text for _, text in variant.source.answers)
        yield Case(variant.kind, golds, evidence, np.array(right, dtype=bool))


def fit_blend(held: Sequence[Sequence[Case]], seed: int) -> Scorer:
    """Weigh words and reading against each other.

    :param held: cases of each set.
    :param seed: of the start and the order.
    :return: the scorer of :data:`qa.scorer.BLEND_FEATURES`.
    """
    rng = np.random.default_rng(seed)
    groups = []
    for case in (each for part in held for each in part if each.kind == ANSWERABLE and each.right.any()):
        right = case.right.astype(np.float32)
        groups.append((case.evidence.to_blend(), right))
        if rng.random() < _UNREAD:
            groups.append((case.evidence.unread().to_blend(), right))
    return fit_ranking(groups, units=8, epochs=20, seed=seed)


def _weight(kind: str) -> float:
    return 1.0 if kind == ANSWERABLE else 1 / len(UNANSWERABLE)


def fit_confidence(held: Sequence[Sequence[Case]], blend: Scorer, seed: int) -> tuple[Scorer, float]:
    """Learn how sure the reader may be, answerable and unanswerable questions counting alike.

    :param held: cases of each set, each set counting alike.
    :param blend: the blend.
    :param seed: of the start and the order.
    :return: the scorer of :data:`qa.scorer.CONFIDENCE_FEATURES` and the threshold.
    """
    rows, right, weights, doubts = [], [], [], []
    for part in held:
        for case in part:
            if not case.evidence.sentences:
                continue
            for evidence, times in ((case.evidence, 1.0), (case.evidence.unread(), _UNREAD)):
                scores = evidence.scores(blend)
                top = np.argsort(-scores, kind="stable")[:_TOP]
                rows.append(evidence.to_confidence(scores)[top])
                right.append(case.right[top])
                doubts.append(evidence.doubt[top])
                weight = times * _weight(case.kind) / len(part)
                weights.append(np.full(len(top), weight, dtype=np.float32))
    weight_of_all = np.concatenate(weights)
    scorer = fit_odds(
        np.concatenate(rows),
        np.concatenate(right),
        weight_of_all / weight_of_all.mean(),
        offsets=-np.concatenate(doubts),
        units=12,
        epochs=8,
        seed=seed,
    )
    # Every kind of report must keep its answers, so the most doubtful set decides.
    odds = min(float(np.quantile(_answered_odds(part, blend, scorer), 1 - ANSWERED)) for part in held)
    return scorer, float(1 / (1 + np.exp(-odds)))


def _answered_odds(part: Sequence[Case], blend: Scorer, confidence: Scorer) -> list[float]:
    """Log-odds of the first quote of every question whose report is there."""
    odds = []
    for case in part:
        if case.kind == ANSWERABLE and case.evidence.sentences:
            scores = case.evidence.scores(blend)
            first = int(np.argmax(scores))
            rows = case.evidence.to_confidence(scores)
            odds.append(float(confidence(rows[[first]])[0] - case.evidence.doubt[first]))
    return odds
