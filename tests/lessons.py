"""A few questions, and a network small enough to learn them in a second."""

import numpy as np
import torch

from qa.inputs import Vocabulary, codes_of, pairs_of
from qa.network import ReadingNetwork, Sizes
from qa.training.reading import Asked

TEXTS = ["甲是市长。", "乙是县长,丙是镇长。", "丁在一九九八年去世。", "公司有三百人。"]
QUESTIONS = [
    Asked("谁是市长?", (TEXTS[0], TEXTS[2]), (((0, 1),), ())),
    Asked("谁是镇长?", (TEXTS[1], TEXTS[3]), (((5, 6),), ())),
    Asked("丁什么时候去世?", (TEXTS[2], TEXTS[0]), (((2, 7),), ())),
    Asked("公司有多少人?", (TEXTS[3], TEXTS[1]), (((3, 6),), ())),
]


def tiny_vocabulary() -> Vocabulary:
    """All that the questions and texts are written with."""
    codes = codes_of("".join(TEXTS) + "".join(each.question for each in QUESTIONS))
    pairs = np.unique(pairs_of(codes))
    return Vocabulary(np.unique(codes), pairs, np.ones(len(pairs), dtype=np.float32))


def tiny_network(vocabulary: Vocabulary) -> ReadingNetwork:
    """A network that has learnt nothing."""
    torch.manual_seed(1)
    sizes = Sizes(len(vocabulary.characters) + 2, len(vocabulary.pairs) + 2, 16, 8, 24, 16)
    return ReadingNetwork(sizes, 0.1).eval()
