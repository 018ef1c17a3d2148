"""Cloze questions: what stood in the hole is the answer, wherever the passage has it."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asked import asked
from qa.inputs import codes_of
from qa.training.cloze import Cloze, clozes
from qa.training.holes import Word, find_holes, tag
from qa.training.pretraining import make_vocabulary

REPORT = (
    "太倉市今年引進了三百家企業。市長王國榮表示，2022年太倉將建設娄江新城，總投資41.7億元。"
    "由於疫情影響，部分項目推遲到了第二年開工。娄江新城位於太倉市東部，由同濟大學設計。\n"
    "娄江新城的建設分為三期，第一期於2023年完工。專家認為，娄江新城將帶動太倉的發展。"
)


def _made(seed: int, title: str = "") -> list[Cloze]:
    return list(clozes(REPORT, 4, Random(seed), title))


def test_words_put_together_are_the_sentence() -> None:
    sentence = "市长王国荣表示,2022年太仓将建设新城。"
    words = tag(sentence)
    assert "".join(word.text for word in words) == sentence
    assert all(sentence[word.start :].startswith(word.text) for word in words)


def test_holes_by_kind() -> None:
    sentence = "因为下大雨,王伟1998年去了北京。"
    words = [
        Word("因为", "c", 0), Word("下大雨", "v", 2), Word(",", "x", 5), Word("王伟", "nr", 6), Word("1998", "m", 8),
        Word("年", "m", 12), Word("去", "v", 13), Word("了", "ul", 14), Word("北京", "ns", 15), Word("。", "x", 17),
    ]  # fmt: skip
    holes = {
        kind: {sentence[slice(*span)] for span in spans}
        for kind, spans in find_holes(words, sentence).items()
    }
    assert holes["person"] == {"王伟"}
    assert holes["time"] == {"1998年"}
    assert holes["place"] == {"北京"}
    assert holes["reason"] == {"下大雨"}
    assert "北京" in holes["clause"]


@pytest.mark.parametrize("seed", range(30))
def test_the_answer_stands_where_the_spans_say(seed: int) -> None:
    for each in _made(seed, "娄江新城开工"):
        answers = {each.passage[start:end] for start, end in each.spans}
        assert len(answers) == 1
        assert answers.pop() not in each.question
        assert len(each.question) <= 46


def test_a_passage_is_asked_about_three_times_at_most() -> None:
    made = list(clozes(REPORT, 100, Random(1)))
    passages = {each.passage for each in made}
    assert len(passages) < len(made) <= 3 * len(passages)


def test_most_questions_ask() -> None:
    made = [each for seed in range(30) for each in _made(seed)]
    assert len(made) > 40
    asking = [each for each in made if asked(each.question).start < len(each.question)]
    assert len(asking) > 0.95 * len(made)


def test_the_same_chance_makes_the_same_questions() -> None:
    assert _made(5) == _made(5)
    assert _made(5) != _made(6)


@given(st.text(max_size=200), st.integers(0, 99))
def test_any_text_may_be_asked(text: str, seed: int) -> None:
    for each in clozes(text, 2, Random(seed)):
        assert all(0 <= start < end <= len(each.passage) for start, end in each.spans)


def test_vocabulary_counts_characters_everywhere_and_pairs_by_passage() -> None:
    # 太仓 stands in four passages; 仓市 twice in each of two passages, which counts two; 市 three times in all.
    vocabulary = make_vocabulary(["太仓市仓市", "太仓市仓市", "太仓", "太仓"])
    assert vocabulary.characters.tolist() == sorted(map(ord, "太仓市"))
    pair = (ord("太") << 32) | ord("仓")
    assert vocabulary.pairs.tolist() == [pair]
    assert vocabulary.rarity.tolist() == [0]
    assert vocabulary.character_ids(codes_of("太?")).tolist()[1] == 1
    assert vocabulary.pair_ids(np.array([pair], dtype=np.uint64)).tolist() == [2]
