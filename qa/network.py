"""The reading network: question and passage in, where the answer begins and ends out.

Bidirectional LSTMs over characters with match features and aligned question attention, as in the Document Reader (Chen
et al., arXiv:1704.00051), and a second look at the question between the two recurrent layers (Seo et al.,
arXiv:1611.01603).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from qa.inputs import FEATURES_OF_A_CHARACTER, Vocabulary, inputs_of

__all__ = ["Batch", "ReadingNetwork", "Sizes", "batch_of", "network_of", "score_passages"]

_NEVER: Final = -1e4


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a network is made of.

    :param characters: rows of the table of characters.
    :param pairs: rows of the table of pairs.
    :param character: numbers a character has.
    :param pair: numbers a pair has.
    :param width: numbers a position has between layers.
    :param hidden: units of each LSTM in one direction.
    """

    characters: int
    pairs: int
    character: int = 128
    pair: int = 96
    width: int = 192
    hidden: int = 128

    def to_dict(self) -> dict[str, int]:
        """The sizes by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions and passages side by side, padded with 0.

    :param question: int64 of shape (n, q, 3).
    :param question_features: float32 of shape (n, q, FEATURES_OF_A_CHARACTER).
    :param question_lengths: int64 of shape (n,).
    :param passage: int64 of shape (n, p, 3).
    :param passage_features: float32 of shape (n, p, FEATURES_OF_A_CHARACTER).
    :param passage_lengths: int64 of shape (n,).
    """

    question: Tensor
    question_features: Tensor
    question_lengths: Tensor
    passage: Tensor
    passage_features: Tensor
    passage_lengths: Tensor

    def to(self, device: str) -> Batch:
        """The same on another device.

        :param device: its name.
        """
        return Batch(*(getattr(self, field).to(device) for field in self.__slots__))


def _padded(parts: Sequence[NDArray[Any]]) -> Tensor:
    whole = np.zeros((len(parts), max(map(len, parts)), *parts[0].shape[1:]), dtype=parts[0].dtype)
    for row, part in zip(whole, parts, strict=True):
        row[: len(part)] = part
    return torch.from_numpy(whole)


def batch_of(asked: Sequence[tuple[str, list[str]]], vocabulary: Vocabulary) -> Batch:
    """Questions with their passages as one batch.

    :param asked: folded questions, each with its folded passages; nothing empty.
    :param vocabulary: what the network knows.
    :return: a row for every passage, question by question.
    """
    inputs = [each for question, passages in asked for each in inputs_of(question, passages, vocabulary)]
    questions, passages = zip(*inputs, strict=True)
    return Batch(
        _padded([each.ids for each in questions]),
        _padded([each.features for each in questions]),
        torch.tensor([len(each.ids) for each in questions]),
        _padded([each.ids for each in passages]),
        _padded([each.features for each in passages]),
        torch.tensor([len(each.ids) for each in passages]),
    )


class _BothWays(nn.Module):
    """An LSTM from left to right and one from right to left, each from the text's own end.

    Reversing by hand instead of packing: what a text gets does not depend on the padding beside it.
    """

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.right = nn.LSTM(width, hidden, batch_first=True)
        self.left = nn.LSTM(width, hidden, batch_first=True)

    def forward(self, states: Tensor, lengths: Tensor) -> Tensor:
        places = torch.arange(states.shape[1], device=states.device)[None, :]
        mirrored = torch.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)
        turned = torch.gather(states, 1, mirrored[:, :, None].expand_as(states))
        forth, _ = self.right(states)
        back, _ = self.left(turned)
        back = torch.gather(back, 1, mirrored[:, :, None].expand_as(back))
        return torch.cat((forth, back), dim=-1)


class _Dropout(nn.Module):
    """Leaves out the same numbers at every position of a text (Gal & Ghahramani, arXiv:1512.05287)."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        if not self.training or not self.share:
            return states
        # Drawn on the CPU: another device draws other numbers from the same seed.
        kept = torch.rand(states.shape[0], 1, states.shape[2]) >= self.share
        thinned: Tensor = states * (kept / (1 - self.share)).to(states)
        return thinned


class ReadingNetwork(nn.Module):
    """Scores every character of a passage as the first and as the last of the answer.

    :param sizes: what it is made of.
    :param dropout: share of the numbers left out in training.
    """

    def __init__(self, sizes: Sizes, dropout: float = 0.0) -> None:
        super().__init__()
        self.sizes = sizes
        both = 2 * sizes.hidden
        self.characters = nn.Embedding(sizes.characters, sizes.character, padding_idx=0)
        self.pairs = nn.Embedding(sizes.pairs, sizes.pair, padding_idx=0)
        self.blend = nn.Linear(sizes.character + 2 * sizes.pair, sizes.width)
        self.align = nn.Linear(sizes.width, sizes.width)
        self.tell_question = nn.Linear(sizes.width + FEATURES_OF_A_CHARACTER, sizes.width)
        self.tell_passage = nn.Linear(3 * sizes.width + FEATURES_OF_A_CHARACTER, sizes.width)
        self.read_question = _BothWays(sizes.width, sizes.hidden)
        self.read_passage = _BothWays(sizes.width, sizes.hidden)
        self.look = nn.Linear(both, both)
        self.merge = nn.Linear(3 * both + FEATURES_OF_A_CHARACTER, sizes.width)
        self.reread = _BothWays(sizes.width, sizes.hidden)
        self.gather = nn.Linear(both, 1)
        self.first = nn.Linear(both, both)
        self.last = nn.Linear(both, both)
        self.edges = nn.Linear(2 * both, 2)
        self.dropout = _Dropout(dropout)

    def _embed(self, ids: Tensor) -> Tensor:
        parts = (self.characters(ids[..., 0]), self.pairs(ids[..., 1]), self.pairs(ids[..., 2]))
        blended: Tensor = torch.relu(self.blend(self.dropout(torch.cat(parts, dim=-1))))
        thinned: Tensor = self.dropout(blended)
        return thinned

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Scores.

        :param batch: n questions with a passage each.
        :return: two float32 tensors of shape (n, p): scores of the answer's first and last character; very low in
            the padding.
        """
        asked = torch.arange(batch.question.shape[1], device=batch.question.device)
        unasked = (asked[None, :] >= batch.question_lengths[:, None])[:, None, :]
        question, passage = self._embed(batch.question), self._embed(batch.passage)
        keys, queries = torch.relu(self.align(question)), torch.relu(self.align(passage))
        near = queries @ keys.transpose(1, 2) / keys.shape[-1] ** 0.5
        aligned = (
            torch.softmax(near.float().masked_fill(unasked, _NEVER), dim=-1).to(question.dtype) @ question
        )
        words = torch.cat((question, batch.question_features.to(question.dtype)), dim=-1)
        words = torch.relu(self.tell_question(words))
        asks = self.dropout(self.read_question(words, batch.question_lengths))
        features = batch.passage_features.to(passage.dtype)
        seen = torch.cat((passage, aligned, passage * aligned, features), dim=-1)
        seen = self.dropout(torch.relu(self.tell_passage(seen)))
        told = self.dropout(self.read_passage(seen, batch.passage_lengths))
        near = self.look(told) @ asks.transpose(1, 2) / asks.shape[-1] ** 0.5
        answered = torch.softmax(near.float().masked_fill(unasked, _NEVER), dim=-1).to(asks.dtype) @ asks
        merged = torch.cat((told, answered, told * answered, features), dim=-1)
        merged = self.dropout(torch.relu(self.merge(merged)))
        reread = self.dropout(self.reread(merged, batch.passage_lengths))
        weight = self.gather(asks)[..., 0].float().masked_fill(unasked[:, 0], _NEVER)
        whole = (torch.softmax(weight, dim=-1).to(asks.dtype)[:, None, :] @ asks).transpose(1, 2)
        edges = self.edges(torch.cat((told, reread), dim=-1)).float()
        scale = whole.shape[1] ** 0.5
        first = edges[..., 0] + (self.first(reread) @ whole)[..., 0].float() / scale
        last = edges[..., 1] + (self.last(reread) @ whole)[..., 0].float() / scale
        places = torch.arange(batch.passage.shape[1], device=batch.passage.device)
        padding = places[None, :] >= batch.passage_lengths[:, None]
        return first.masked_fill(padding, _NEVER), last.masked_fill(padding, _NEVER)


def network_of(sizes: Sizes, tensors: Mapping[str, NDArray[Any]]) -> ReadingNetwork:
    """A network with saved weights, ready to score.

    :param sizes: what it is made of.
    :param tensors: its weights by name, of any floating type; others beside them are left alone.
    :return: the network.
    :raises RuntimeError: when weights are missing or of other shapes.
    """
    network = ReadingNetwork(sizes)
    names = network.state_dict().keys()
    # Copied: torch would else share memory with arrays that may be read-only.
    state = {
        name: torch.from_numpy(np.array(tensors[name], dtype=np.float32)) for name in names if name in tensors
    }
    network.load_state_dict(state)
    return network.eval().requires_grad_(False)


def score_passages(
    network: ReadingNetwork, question: str, passages: Sequence[str], vocabulary: Vocabulary
) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Score every character of some passages as the first and as the last of the answer.

    :param network: the network.
    :param question: the folded question, not empty.
    :param passages: folded passages, none empty.
    :param vocabulary: what it knows.
    :return: for each passage two float32 arrays of shape (characters,).
    """
    if not passages:
        return []
    batch = batch_of([(question, list(passages))], vocabulary)
    with torch.inference_mode():
        first, last = network(batch)
    return [
        (begins[: len(text)], ends[: len(text)])
        for text, begins, ends in zip(passages, first.numpy(), last.numpy(), strict=True)
    ]
