"""How far Chinese sentences cover English questions, with vectors made by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from embeddings.encoder import Vectors
from qa.asked import asked
from qa.english.meaning import MEANING_FEATURES, mark_by_meaning, meaning_features, words_asked_for

AXES = {"bridge": 0, "桥": 0, "cost": 1, "投资": 1, "engine": 2, "机": 2}


class Dictionary:
    """A word and its counterpart share an axis; a text is the sum of the words it holds."""

    identity = "dictionary"
    dim = 4

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        made = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for word, axis in AXES.items():
                made[row, axis] += word in text
        return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-6)

    encode_passages = encode_queries


def features(question: str, *sentences: str) -> list[dict[str, float]]:
    rows = meaning_features(question, asked(question), sentences, Dictionary())
    assert rows.shape == (len(sentences), len(MEANING_FEATURES))
    return [dict(zip(MEANING_FEATURES, row.tolist(), strict=True)) for row in rows]


def test_small_words_numbers_and_words_that_only_ask_are_left_out() -> None:
    assert words_asked_for("how much did the bridge cost in 2020?") == ["bridge", "cost"]


def test_every_word_looks_for_its_own_counterpart() -> None:
    both, one, none = features("how much did the bridge cost?", "大桥投资3亿元。", "大桥很长。", "天气。")
    assert (both["cover"], both["least"]) == pytest.approx((1, 1))
    assert (one["cover"], one["least"]) == pytest.approx((0.5, 0))
    assert (none["cover"], none["least"]) == pytest.approx((0, 0))
    assert both["near"] == pytest.approx(1)
    assert one["near"] == pytest.approx(1 / math.sqrt(2))
    assert (both["cover_lead"], one["cover_lead"]) == pytest.approx((0.5, -0.5))
    assert (both["kind"], one["kind"]) == (1, -1)
    assert both["words"] == pytest.approx(math.log(3))
    assert none["length"] == pytest.approx(math.log(4))


def test_numbers_of_the_question_are_looked_for() -> None:
    with_it, without = features(
        "what did the bridge cost in 2020?", "2020年大桥投资3亿元。", "2021年大桥投资3亿元。"
    )
    assert (with_it["numbers"], without["numbers"]) == (1, -1)


def test_alone_a_sentence_is_ahead_of_nothing() -> None:
    (alone,) = features("bridge?", "大桥。")
    assert alone["cover_lead"] == pytest.approx(1)


@pytest.mark.parametrize("question", ["how much?", "12?"])
def test_a_question_without_words_says_nothing(question: str) -> None:
    assert not meaning_features(question, asked(question), ["大桥。"], Dictionary()).any()
    assert meaning_features("bridge?", asked("bridge?"), [], Dictionary()).shape == (0, len(MEANING_FEATURES))


def test_a_sentence_of_signs_covers_nothing() -> None:
    (signs,) = features("bridge?", "——")
    assert signs["cover"] == 0


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("how much did the bridge cost?", "2020年大桥开工,投资3亿元,长5里。", "3亿元"),
        ("when did the bridge open?", "2001年的机,2020年的桥。", "2020年"),
        ("which bridge?", "机名“甲”,桥名“乙”。", "“乙”"),
        ("what did the bridge cost?", "大桥一投资很多。", None),
        ("how much?", "大桥投资3亿元。", None),
        ("what did the bridge cost?", "——", None),
    ],
)
def test_the_answer_is_of_the_kind_asked_for_and_near_the_counterparts(
    question: str, sentence: str, answer: str | None
) -> None:
    found = mark_by_meaning(question, asked(question), sentence, Dictionary())
    assert (found and sentence[slice(*found)]) == answer
