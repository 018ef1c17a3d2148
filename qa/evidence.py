"""What speaks for each sentence of the candidates, gathered once: words, reading, time and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qa.features import FEATURES, SentenceRef, agrees, sentence_features
from qa.lead import lead
from qa.neural import PassageReader
from qa.question import Question
from qa.reading import Reading, read
from qa.scorer import WITHOUT_AGREEMENT, Scorer
from qa.sense.agree import Agreement, doubt, worth

__all__ = ["Evidence", "gather"]

Floats: TypeAlias = NDArray[np.float32]

_ALONE: Final = 5.0
"""Lead, in log-odds, of a sentence beside which there is no other."""


_WITHOUT_AGREEMENT: Final = [FEATURES.index(name) for name in WITHOUT_AGREEMENT]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of n sentences.

    :param question: the question.
    :param sentences: the sentences; none that speaks of another time or place than the question names.
    :param features: float32 of shape (n, len(qa.features.FEATURES)).
    :param words: float32 of shape (n,): scores by the words alone.
    :param reading: what the network makes of them.
    :param fits: how each agrees with the question in time, place, names and unit.
    """

    question: Question
    sentences: tuple[SentenceRef, ...]
    features: Floats
    words: Floats
    reading: Reading
    fits: tuple[Agreement, ...]

    @property
    def worth(self) -> Floats:
        """What agreement in time, place, names and unit adds to a score, in log-odds: float32 of shape (n,)."""
        return np.array([worth(fit) for fit in self.fits], dtype=np.float32)

    @property
    def doubt(self) -> Floats:
        """What is taken from the log-odds that a sentence answers: float32 of shape (n,)."""
        return np.array([doubt(fit) for fit in self.fits], dtype=np.float32)

    def scores(self, blend: Scorer) -> Floats:
        """What the sentences are ordered by.

        :param blend: weighs the two readers against each other.
        :return: float32 of shape (n,), higher is better.
        """
        scores: Floats = blend(self.to_blend()) + self.worth
        return scores

    def of(self, places: Sequence[int], words: Scorer) -> Evidence:
        """The same for some of the sentences, as if the others were not there; nothing is read again.

        :param places: their places.
        :param words: scores sentences by their features.
        :return: the evidence.
        """
        sentences = tuple(self.sentences[place] for place in places)
        fits = tuple(self.fits[place] for place in places)
        return _evidence(self.question, sentences, fits, words, self.reading.of(places))

    def unread(self) -> Evidence:
        """The same, had the network nothing to say.

        :return: the evidence.
        """
        return replace(self, reading=Reading.nothing(len(self.sentences)))

    def to_blend(self) -> Floats:
        """What the two readers say, side by side.

        :return: float32 of shape (n, len(qa.scorer.BLEND_FEATURES)).
        """
        share = self.words - np.logaddexp.reduce(self.words) if len(self.words) else self.words
        return np.column_stack((share, lead(self.words, _ALONE), self.reading.features())).astype(np.float32)

    def to_confidence(self, scores: Floats) -> Floats:
        """What tells how sure one may be of each sentence.

        :param scores: blended scores, shape (n,).
        :return: float32 of shape (n, len(qa.scorer.CONFIDENCE_FEATURES)).
        """
        count = len(scores)
        total = np.logaddexp.reduce(self.words) if count else 0.0
        return np.column_stack(
            (
                self.features[:, _WITHOUT_AGREEMENT],
                self.to_blend(),
                scores,
                np.full(count, total),
                lead(scores, _ALONE),
                np.full(count, np.log1p(len(self.question.terms))),
            )
        ).astype(np.float32)


def gather(
    question: Question, sentences: Sequence[SentenceRef], words: Scorer, reader: PassageReader
) -> Evidence:
    """Gather what speaks for each sentence.

    :param question: the question.
    :param sentences: the sentences of its candidates.
    :param words: scores sentences by their features.
    :param reader: the reading network.
    :return: the evidence for those that do not speak of another time or place than the question names.
    """
    fits = _surest_rows([agrees(question, ref) for ref in sentences])
    kept = [(ref, fit) for ref, fit in zip(sentences, fits, strict=True) if not fit.contradicts]
    refs = tuple(ref for ref, _ in kept)
    return _evidence(question, refs, tuple(fit for _, fit in kept), words, read(question, refs, reader))


def _surest_rows(fits: Sequence[Agreement]) -> list[Agreement]:
    """The same without the cells of rows whose name is part of another row's: 安全 where 安全员 is asked about."""
    names = {fit.cell.name for fit in fits if fit.cell}
    parts = {name for name in names if any(name != other and name in other for other in names)}
    return [replace(fit, cell=None) if fit.cell and fit.cell.name in parts else fit for fit in fits]


def _evidence(
    question: Question,
    sentences: tuple[SentenceRef, ...],
    fits: tuple[Agreement, ...],
    words: Scorer,
    reading: Reading,
) -> Evidence:
    features = sentence_features(question, sentences, fits)
    return Evidence(question, sentences, features, words(features), reading, fits)
