"""Thinned translations that stand for English questions."""

import numpy as np

from embeddings.training.parallel import Translation
from qa.english.meaning import MEANING_FEATURES
from qa.training.meaning import ask_thinned
from tests.test_english_meaning import Dictionary

PAIRS = [
    Translation("made", "The bridge will cost three million.", "大桥将投资三百万元。"),
    Translation("made", "The engine is old.", "发动机很旧。"),
    Translation("made", "Yes.", "是。"),
]
SENTENCES = ["大桥将投资三百万元。", "发动机很旧。", "是。", "天气很好。"]


def test_a_thinned_question_keeps_words_in_order_behind_a_question_word() -> None:
    for seed in range(20):
        (with_it, _), *_ = ask_thinned(PAIRS, SENTENCES, Dictionary(), seed)
        word, *kept = with_it.question.rstrip("?").split()
        assert word in {"how", "what", "why", "which", "when", "where", "who", "in"}
        words = [each for each in kept if each in {"bridge", "cost", "three", "million"}]
        assert len(words) >= 2
        assert words == sorted(words, key=["bridge", "cost", "three", "million"].index)


def test_the_translation_is_right_and_then_taken_out() -> None:
    made = list(ask_thinned(PAIRS, SENTENCES, Dictionary(), 1))
    assert len(made) == 2  # "Yes." has too few words
    for with_it, without in made:
        assert with_it.right.sum() == 1
        assert not without.right.any()
        assert len(without.right) == len(SENTENCES) - 1
        assert with_it.features.shape == (len(SENTENCES), len(MEANING_FEATURES))


def test_the_same_seed_thins_the_same() -> None:
    one, other = (
        [each.question for each, _ in ask_thinned(PAIRS, SENTENCES, Dictionary(), 3)] for _ in range(2)
    )
    assert one == other
    assert np.unique(one).size == 2
