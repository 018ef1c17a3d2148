"""Training by contrast: a question's sentence against the other sentences of the batch.

InfoNCE with in-batch negatives (A. van den Oord et al., arXiv:1807.03748; V. Karpukhin et al., arXiv:2004.04906),
over the mean of static vectors. The length of each row is learned apart from its direction, and faster.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
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
    scale: float = 20.0
    warm_up: int = 20
    seed: int = 1


def _embed(rows: torch.Tensor, texts: Sequence[list[int]]) -> torch.Tensor:
    lengths = torch.tensor([0, *(len(text) for text in texts[:-1])])
    ids = torch.tensor([row for text in texts for row in text], dtype=torch.long)
    return normalize(embedding_bag(ids, rows, lengths.cumsum(0), mode="sum"), dim=-1)


@torch.no_grad()
def embed(rows: Vectors, texts: Sequence[list[int]]) -> Vectors:
    """Vectors of texts given as rows.

    :param rows: shape (rows, dim).
    :param texts: row numbers of each text.
    :return: float32 of shape (len(texts), dim), of unit length; zero for a text without rows.
    """
    if not texts:
        return np.empty((0, rows.shape[1]), dtype=np.float32)
    found: Vectors = _embed(torch.from_numpy(rows), texts).numpy()
    return found


def epochs(
    start: Vectors, examples: Sequence[Example], settings: Settings
) -> Iterator[tuple[float, Vectors]]:
    """Train, and show the rows after each epoch.

    :param start: shape (rows, dim); left as it is.
    :param examples: at least ``settings.batch_size`` of them.
    :param settings: how to train.
    :return: for each epoch the mean loss and the rows, float32 of shape (rows, dim).
    :raises ValueError: when there are fewer examples than one batch takes.
    """
    steps = len(examples) // settings.batch_size
    if steps < 1:
        msg = f"{len(examples)} examples do not fill one batch of {settings.batch_size}"
        raise ValueError(msg)
    rng = random.Random(settings.seed)  # noqa: S311 - shuffling, not secrets
    rows = torch.tensor(start).requires_grad_()
    lengths = torch.zeros(len(start), requires_grad=True)
    optimizer = torch.optim.Adam(
        [{"params": [rows], "lr": settings.learning_rate}, {"params": [lengths], "lr": settings.length_rate}],
        betas=(0.9, 0.99),
    )

    def rate(step: int) -> float:
        return min(1.0, (step + 1) / settings.warm_up) * (1 - step / (steps * settings.epochs))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    order = list(examples)
    for _ in range(settings.epochs):
        rng.shuffle(order)
        total = 0.0
        for step in range(steps):
            batch = order[step * settings.batch_size : (step + 1) * settings.batch_size]
            beside = []
            for example in batch:
                beside += rng.sample(example.negatives, min(settings.negatives, len(example.negatives)))
                beside += rng.sample(example.mined, min(settings.mined, len(example.mined)))
            scaled = rows * lengths.exp()[:, None]
            queries = _embed(scaled, [example.query for example in batch])
            candidates = _embed(scaled, [example.positive for example in batch] + beside)
            loss = cross_entropy(queries @ candidates.T * settings.scale, torch.arange(len(batch)))
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            schedule.step()
            total += loss.item()
        yield total / steps, (rows * lengths.exp()[:, None]).detach().numpy()
