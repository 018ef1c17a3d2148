"""Training by contrast: a question's sentence, or a sentence's translation, against the others of the batch.

InfoNCE with in-batch negatives (A. van den Oord et al., arXiv:1807.03748; V. Karpukhin et al., arXiv:2004.04906),
over the mean of static vectors. The length of each row is learned apart from its direction, and faster.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from embeddings.encoder import Vectors

__all__ = ["Example", "Settings", "embed", "epochs"]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as row numbers, none of them empty.

    :param query: the question.
    :param positive: a sentence that answers it.
    :param negatives: sentences beside it that do not.
    :param mined: sentences of other texts that the untrained vectors take for answers.
    """

    query: list[int]
    positive: list[int]
    negatives: tuple[list[int], ...] = ()
    mined: tuple[list[int], ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train.

    :param epochs: times each example is seen.
    :param batch_size: examples a step.
    :param negatives: sentences beside the answer that join each example.
    :param mined: mined sentences that join each example.
    :param learning_rate: of the rows.
    :param length_rate: of the logarithm of each row's length.
    :param mutual: whether each positive must find its query as well, as a translation must.
    :param scale: inverse temperature of the softmax over cosines.
    :param warm_up: steps until the rates are full; they then fall linearly to zero.
    :param seed: of the order of examples and the choice of negatives.
    """

    epochs: int = 2
    batch_size: int = 512
    negatives: int = 1
    mined: int = 4
    learning_rate: float = 0.001
    length_rate: float = 0.02
    mutual: bool = False
    scale: float = 20.0
    warm_up: int = 20
    seed: int = 1


def _flat(texts: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Row numbers of all texts, and where each text starts among them."""
    lengths = torch.tensor([0, *(len(text) for text in texts[:-1])])
    return torch.tensor([row for text in texts for row in text], dtype=torch.long), lengths.cumsum(0)


class _Table:
    """Rows of which some are learned, direction and length apart; the others are only read."""

    def __init__(self, start: Vectors, learned: NDArray[np.bool_]) -> None:
        self._start = start
        self._learned = np.flatnonzero(learned)
        self._fixed = torch.tensor(start)
        self._fixed[self._learned] = 0
        # Place 0 stands for all that are not learned; as padding it is left out of sums.
        self._place = torch.zeros(len(start), dtype=torch.long)
        self._place[self._learned] = torch.arange(1, len(self._learned) + 1)
        self.directions = torch.zeros(len(self._learned) + 1, start.shape[1])
        self.directions[1:] = torch.from_numpy(start[self._learned])
        self.directions.requires_grad_()
        self.lengths = torch.zeros(len(self._learned) + 1, requires_grad=True)

    def current(self) -> torch.Tensor:
        """The learned rows, behind the padding."""
        return self.directions * self.lengths.exp()[:, None]

    def embed(self, current: torch.Tensor, texts: Sequence[list[int]]) -> torch.Tensor:
        """Unit vectors of texts, of shape (texts, dim)."""
        ids, starts = _flat(texts)
        sums = embedding_bag(ids, self._fixed, starts, mode="sum")
        sums = sums + embedding_bag(self._place[ids], current, starts, mode="sum", padding_idx=0)
        return normalize(sums, dim=-1)

    def rows(self) -> Vectors:
        """All rows as they stand, float32 of shape (rows, dim)."""
        found = self._start.copy()
        found[self._learned] = self.current()[1:].detach().numpy()
        return found


@torch.no_grad()
def embed(rows: Vectors, texts: Sequence[list[int]]) -> Vectors:
    """Vectors of texts given as rows.

    :param rows: shape (rows, dim).
    :param texts: row numbers of each text.
    :return: float32 of shape (len(texts), dim), of unit length; zero for a text without rows.
    """
    if not texts:
        return np.empty((0, rows.shape[1]), dtype=np.float32)
    ids, starts = _flat(texts)
    found: Vectors = normalize(embedding_bag(ids, torch.from_numpy(rows), starts, mode="sum"), dim=-1).numpy()
    return found


def _batches(groups: Sequence[Sequence[Example]], size: int, rng: random.Random) -> list[Sequence[Example]]:
    """Full batches in random order, each out of one group."""
    found: list[Sequence[Example]] = []
    for group in groups:
        order = rng.sample(group, len(group))
        found += [order[start : start + size] for start in range(0, len(order) - size + 1, size)]
    rng.shuffle(found)
    return found


def epochs(
    start: Vectors,
    groups: Sequence[Sequence[Example]],
    settings: Settings,
    learned: NDArray[np.bool_] | None = None,
) -> Iterator[tuple[float, Vectors]]:
    """Train, and show the rows after each epoch.

    :param start: shape (rows, dim); left as it is.
    :param groups: examples of different kinds; no batch mixes them, since another kind is too easy a negative.
    :param settings: how to train.
    :param learned: shape (rows,), which rows may change; None for all.
    :return: for each epoch the mean loss and the rows, float32 of shape (rows, dim).
    :raises ValueError: when no group holds as many examples as one batch takes.
    """
    steps = sum(len(group) // settings.batch_size for group in groups)
    if steps < 1:
        msg = f"{sum(map(len, groups))} examples do not fill one batch of {settings.batch_size}"
        raise ValueError(msg)
    rng = random.Random(settings.seed)
    table = _Table(start, np.ones(len(start), bool) if learned is None else learned)
    optimizer = torch.optim.Adam(
        [
            {"params": [table.directions], "lr": settings.learning_rate},
            {"params": [table.lengths], "lr": settings.length_rate},
        ],
        betas=(0.9, 0.99),
    )

    def rate(step: int) -> float:
        return min(1.0, (step + 1) / settings.warm_up) * (1 - step / (steps * settings.epochs))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    for _ in range(settings.epochs):
        total = 0.0
        for batch in _batches(groups, settings.batch_size, rng):
            beside = []
            for example in batch:
                beside += rng.sample(example.negatives, min(settings.negatives, len(example.negatives)))
                beside += rng.sample(example.mined, min(settings.mined, len(example.mined)))
            current = table.current()
            queries = table.embed(current, [example.query for example in batch])
            candidates = table.embed(current, [example.positive for example in batch] + beside)
            similarities = queries @ candidates.T * settings.scale
            right = torch.arange(len(batch))
            loss = cross_entropy(similarities, right)
            if settings.mutual:
                loss = (loss + cross_entropy(similarities[:, : len(batch)].T, right)) / 2
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            schedule.step()
            total += loss.item()
        yield total / steps, table.rows()
