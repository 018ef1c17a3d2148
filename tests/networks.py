"""Small reading networks with random weights."""

import numpy as np
import torch

from qa.inputs import Vocabulary, codes_of, pairs_of
from qa.network import ReadingNetwork, Sizes


def small_network(known: str, seed: int, dropout: float = 0.0) -> tuple[ReadingNetwork, Vocabulary]:
    """A network that knows the characters and pairs of a text, and that vocabulary."""
    codes = codes_of(known)
    pairs = np.unique(pairs_of(codes))
    vocabulary = Vocabulary(np.unique(codes), pairs, np.ones(len(pairs), dtype=np.float32))
    torch.manual_seed(seed)
    sizes = Sizes(len(vocabulary.characters) + 2, len(pairs) + 2, character=16, pair=8, width=24, hidden=16)
    return ReadingNetwork(sizes, dropout).eval(), vocabulary
