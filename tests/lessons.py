"""A few questions, and a network small enough to learn them in a second."""

from qa.inputs import Vocabulary
from qa.network import ReadingNetwork
from qa.training.reading import Asked
from tests.networks import small_network

TEXTS = ["甲是市长。", "乙是县长,丙是镇长。", "丁在一九九八年去世。", "公司有三百人。"]
QUESTIONS = [
    Asked("谁是市长?", (TEXTS[0], TEXTS[2]), (((0, 1),), ())),
    Asked("谁是镇长?", (TEXTS[1], TEXTS[3]), (((5, 6),), ())),
    Asked("丁什么时候去世?", (TEXTS[2], TEXTS[0]), (((2, 7),), ())),
    Asked("公司有多少人?", (TEXTS[3], TEXTS[1]), (((3, 6),), ())),
]


def untaught() -> tuple[ReadingNetwork, Vocabulary]:
    """A network that has learnt nothing, and knows all that the questions and texts are written with."""
    known = "".join(TEXTS) + "".join(each.question for each in QUESTIONS)
    return small_network(known, seed=1, dropout=0.1)
