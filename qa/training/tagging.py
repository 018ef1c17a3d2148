"""A second thing to learn from every passage: where its words begin, and what kind each is.

A question says what kind of words answer it, and 13,000 questions teach few words. A dictionary knows 350,000: the
first recurrent layer also learns to tell jieba's words and parts of speech from each other (Søgaard & Goldberg, "Deep
multi-task learning with low level tasks supervised at lower layers", ACL 2016). Nothing of it is left in the network
that reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from types import TracebackType
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from qa.network import Batch, ReadingNetwork
from qa.training.holes import tag

__all__ = ["CLASSES", "TAUGHT", "Tagger", "classes_of"]

_TAGS: Final = (
    frozenset({"nr", "nrt", "nrfg"}),
    frozenset({"ns", "s"}),
    frozenset({"nt"}),
    frozenset({"nz", "j", "eng", "i", "l"}),
    frozenset({"t", "tg"}),
    frozenset({"m", "mq"}),
    frozenset({"q"}),
    frozenset({"n", "ng", "an", "vn"}),
    frozenset({"v", "vd", "vg", "vi", "vq"}),
    frozenset({"a", "ad", "ag", "b", "z"}),
    frozenset({"r", "rr", "rz", "rg"}),
    frozenset({"x", "w"}),
)
"""Parts of speech, as ICTCLAS names them, that are one class; all others are another."""

CLASSES: Final = 2 * (len(_TAGS) + 1)
"""Of every part of speech, the first character of a word and the others."""

TAUGHT: Final = f"jieba {version('jieba')}: {[sorted(names) for names in _TAGS]}"
"""What the classes depend on: a checkpoint of other classes is of another training."""

_CLASS: Final = {name: number for number, names in enumerate(_TAGS, start=1) for name in names}


@lru_cache(maxsize=65_536)
def classes_of(passage: str) -> NDArray[np.uint8]:
    """The class of every character.

    :param passage: a folded passage.
    :return: uint8 of shape (characters,): twice the number of its word's part of speech, and one more where the word
        does not begin with it.
    """
    classes = np.zeros(len(passage), dtype=np.uint8)
    for word in tag(passage):
        number = 2 * _CLASS.get(word.tag, 0)
        classes[word.start : word.start + len(word.text)] = number + 1
        classes[word.start] = number
    return classes


class Tagger(nn.Module):
    """Tells the class of every character from what a network makes of the passage.

    :param network: the network in training.
    """

    def __init__(self, network: ReadingNetwork) -> None:
        super().__init__()
        self.tell = nn.Linear(2 * network.sizes.hidden, CLASSES)
        self._dropout = network.dropout
        self._states: Tensor | None = None
        self._hook = network.read_passage.register_forward_hook(self._keep)

    def _keep(self, _module: nn.Module, _inputs: tuple[Tensor, ...], states: Tensor) -> None:
        self._states = states

    def __enter__(self) -> Tagger:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Listen to the network no longer."""
        self._hook.remove()
        self._states = None

    def forward(self, batch: Batch, passages: Sequence[str]) -> Tensor:
        """The loss of the batch that the network has just read.

        :param batch: the batch.
        :param passages: its passages, row by row.
        :return: mean cross-entropy over all characters.
        :raises RuntimeError: when the network has read nothing since the last call.
        """
        if self._states is None:
            raise RuntimeError("the network has to read the batch first")
        states, self._states = self._states, None
        filled = torch.arange(states.shape[1], device=states.device)[None, :] < batch.passage_lengths[:, None]
        wanted = np.concatenate([classes_of(passage) for passage in passages]).astype(np.int64)
        told = self.tell(self._dropout(states)[filled]).float()
        return nn.functional.cross_entropy(told, torch.from_numpy(wanted).to(told.device))
