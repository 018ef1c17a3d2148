"""Fit the scorers with torch; what comes out runs with numpy (:class:`qa.scorer.Scorer`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from qa.scorer import Scorer

__all__ = ["fit_odds", "fit_ranking"]

Floats = NDArray[np.float32]
_BATCH = 64


class _Network(nn.Module):
    """The perceptron of :class:`qa.scorer.Scorer`, with gradients."""

    def __init__(self, features: int, units: int, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.hidden = nn.Linear(features, units)
        self.output = nn.Linear(units, 1)

    def forward(self, features: Tensor) -> Tensor:
        scores: Tensor = self.output(torch.relu(self.hidden(features)))[:, 0]
        return scores


def _standard(features: Floats) -> tuple[Floats, Floats]:
    mean, scale = features.mean(0), features.std(0)
    # A column that hardly varies would be blown up by its tiny scale.
    return mean.astype(np.float32), np.maximum(scale, 0.02).astype(np.float32)


def _scorer(network: _Network, mean: Floats, scale: Floats) -> Scorer:
    hidden, output = network.hidden, network.output
    arrays = (hidden.weight, hidden.bias, output.weight[0], output.bias)
    return Scorer(mean, scale, *(array.detach().numpy().copy() for array in arrays))


def _train(
    network: _Network, count: int, epochs: int, seed: int, loss_of: Callable[[NDArray[np.int64]], Tensor]
) -> None:
    rng = np.random.default_rng(seed)
    batches = max(count // _BATCH, 1)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=epochs * batches)
    for _ in range(epochs):
        for chosen in np.array_split(rng.permutation(count), batches):
            loss = loss_of(chosen)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()


def fit_ranking(groups: Sequence[tuple[Floats, Floats]], units: int, epochs: int, seed: int) -> Scorer:
    """Fit a scorer that puts the right rows of each group first: the log-likelihood of the right ones in a softmax
    over the group (Cao et al., "Learning to Rank: From Pairwise to Listwise Approach", 2007).

    :param groups: features of shape (rows, features) and, of shape (rows,), how right each row is; not all 0.
    :param units: hidden units.
    :param epochs: passes over the groups.
    :param seed: of the start and the order.
    :return: the scorer.
    """
    mean, scale = _standard(np.concatenate([features for features, _ in groups]))
    inputs = [torch.from_numpy(np.clip((features - mean) / scale, -5, 5)) for features, _ in groups]
    targets = [torch.from_numpy(np.log(np.maximum(right, 1e-9)).astype(np.float32)) for _, right in groups]
    network = _Network(len(mean), units, seed)

    def loss_of(chosen: NDArray[np.int64]) -> Tensor:
        scores = network(torch.cat([inputs[group] for group in chosen]))
        parts = torch.split(scores, [len(inputs[group]) for group in chosen])
        losses = [
            torch.logsumexp(part, 0) - torch.logsumexp(part + targets[group], 0)
            for group, part in zip(chosen, parts, strict=True)
        ]
        return torch.stack(losses).mean()

    _train(network, len(groups), epochs, seed, loss_of)
    return _scorer(network, mean, scale)


def fit_odds(
    features: Floats,
    right: NDArray[np.bool_],
    weights: Floats,
    *,
    offsets: Floats | None = None,
    units: int,
    epochs: int,
    seed: int,
) -> Scorer:
    """Fit log-odds by cross-entropy, which is smallest when the odds are calibrated.

    :param features: shape (rows, features).
    :param right: shape (rows,).
    :param weights: of each row, shape (rows,).
    :param offsets: what is added to the log-odds of each row where they are used, shape (rows,); None for nothing.
    :param units: hidden units.
    :param epochs: passes over the rows.
    :param seed: of the start and the order.
    :return: the scorer.
    """
    mean, scale = _standard(features)
    inputs = torch.from_numpy(np.clip((features - mean) / scale, -5, 5))
    targets, importance = torch.from_numpy(right.astype(np.float32)), torch.from_numpy(weights)
    added = torch.zeros(len(features)) if offsets is None else torch.from_numpy(offsets)
    network = _Network(len(mean), units, seed)

    def loss_of(chosen: NDArray[np.int64]) -> Tensor:
        return nn.functional.binary_cross_entropy_with_logits(
            network(inputs[chosen]) + added[chosen], targets[chosen], weight=importance[chosen]
        )

    _train(network, len(features), epochs, seed, loss_of)
    return _scorer(network, mean, scale)
