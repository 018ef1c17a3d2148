"""What is quoted of what was read, with readers set by hand and hits that are given."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from qa.answering import Find, answer
from qa.question import Question
from qa.read import Models
from qa.retrieve import Hit
from tests.fakes import EMPTY, BagEncoder, Vectors, WordReader, cover_scorers
from tests.small import report

GROWTH = "2022年全市生产总值增长多少？"
TARGET = "What is the growth target?"
ENGLISH, CHINESE = "The growth of the harbour was steady.", "增长目标为百分之五。"


class Alike(BagEncoder):
    """All texts mean the same."""

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), self.dim), 1 / 8, dtype=np.float32)


def finding(question: str, near: Sequence[str], *texts: str) -> Find:
    """Finds texts by their words, and others by the vectors alone; each is a report of its own."""

    def hits(found: Sequence[str]) -> list[Hit]:
        return [Hit(report(text, text), 0, 1.0, 1.0, 1.0, 1.0) for text in found]

    return lambda limit, weight: (Question.of(question, EMPTY), hits(near if weight == math.inf else texts))


@pytest.mark.parametrize(("limit", "quoted"), [(1, "甲乙"), (2, "甲乙"), (3, "甲乙丙")])
def test_what_disagrees_stands_behind_the_first_however_few_are_wanted(limit: int, quoted: str) -> None:
    rates = {"甲": "5.9%", "丙": "5.9%", "乙": "5.2%"}
    texts = [f"{paper}报称2022年全市生产总值增长{rate}。" for paper, rate in rates.items()]
    models = Models(Alike(), cover_scorers(), WordReader({"5.9%": 4.0, "5.2%": 2.0}))
    found = answer(GROWTH, GROWTH, models, finding(GROWTH, (), *texts), limit, None)
    assert [quote.text[0] for quote in found.quotes] == list(quoted)
    assert [quote.text[0] for quote in found.conflicting] == ["乙"]
    assert [candidate.passage.text for candidate in found.candidates] == texts


@pytest.mark.parametrize(("score", "nearest"), [(-2.9, ENGLISH), (-3.0, CHINESE)])
def test_a_sentence_in_another_script_is_shown_where_the_best_is_hopeless(score: float, nearest: str) -> None:
    # 1 / (1 + e^2.9) is 0.052, 1 / (1 + e^3) is 0.047; no odds say that the other sentence answers
    models = Models(Alike(), cover_scorers(), WordReader({"steady": score}))
    found = answer(TARGET, TARGET, models, finding(TARGET, [CHINESE], ENGLISH), 3, None)
    assert (found.quotes, found.nearest and found.nearest.text) == ((), nearest)
    assert [candidate.passage.text for candidate in found.candidates] == [nearest]


def test_which_sentence_is_first_does_not_depend_on_the_threshold() -> None:
    models = Models(Alike(), cover_scorers(least=0.55, encoder=Alike.identity), None)
    doubtful = answer(TARGET, TARGET, models, finding(TARGET, (), ENGLISH), 3, None).nearest
    assert doubtful is not None
    assert 0.05 < doubtful.confidence < 0.5
    # the odds made by hand of a cosine of 1 are 20 * 1 - 10
    for threshold in (None, 0.0, doubtful.confidence / 2):
        found = answer(TARGET, TARGET, models, finding(TARGET, [CHINESE], ENGLISH), 3, threshold)
        assert found.text == CHINESE
        assert found.quotes[0].confidence == pytest.approx(1 / (1 + math.exp(-10)))
