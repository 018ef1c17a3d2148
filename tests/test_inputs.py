"""What the reading network is told of a question and a passage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.inputs import FEATURES_OF_A_CHARACTER, MAX_QUESTION_READ, Vocabulary, codes_of, inputs_of, pairs_of

ITSELF, CLOSES, OPENS, STRETCH, RARE, DIGIT, LETTER, CHINESE, SIGN, ASKS = range(FEATURES_OF_A_CHARACTER)


def _pair(text: str) -> int:
    return (ord(text[0]) << 32) | ord(text[1])


@pytest.fixture
def vocabulary() -> Vocabulary:
    characters = sorted(map(ord, "太仓市长"))
    pairs = sorted(map(_pair, ("太仓", "市长")))
    rarity = {_pair("太仓"): 0.75, _pair("市长"): 0.25}
    return Vocabulary(
        np.array(characters, dtype=np.uint64),
        np.array(pairs, dtype=np.uint64),
        np.array([rarity[pair] for pair in pairs], dtype=np.float32),
    )


def test_rows_count_from_two_and_one_is_unknown(vocabulary: Vocabulary) -> None:
    order = sorted("太仓市长")
    assert vocabulary.character_ids(codes_of("太长?")).tolist() == [
        order.index("太") + 2,
        order.index("长") + 2,
        1,
    ]
    assert vocabulary.pair_ids(np.array([_pair("市长"), _pair("长市")], dtype=np.uint64)).tolist() in (
        [3, 1],
        [2, 1],
    )


def test_pairs_hold_a_character_and_the_next() -> None:
    assert pairs_of(codes_of("太仓市")).tolist() == [_pair("太仓"), _pair("仓市"), ord("市") << 32]


def test_passage_matches_what_is_told_and_not_what_asks(vocabulary: Vocabulary) -> None:
    ((question, passage),) = inputs_of("太仓市长是谁?", ["谁说太仓x1"], vocabulary)
    assert passage.ids.shape == (6, 3)
    assert passage.features[:, ITSELF].tolist() == [0, 0, 1, 1, 0, 0]
    assert passage.features[:, OPENS].tolist() == [0, 0, 1, 0, 0, 0]
    assert passage.features[:, CLOSES].tolist() == [0, 0, 0, 1, 0, 0]
    assert passage.features[:, STRETCH] == pytest.approx([0, 0, 1 / 6, 1 / 6, 0, 0])
    assert passage.features[:, RARE].tolist() == [0, 0, 0.75, 0.75, 0, 0]
    assert passage.features[:, DIGIT].tolist() == [0, 0, 0, 0, 0, 1]
    assert passage.features[:, LETTER].tolist() == [0, 0, 0, 0, 1, 0]
    assert passage.features[:, CHINESE].tolist() == [1, 1, 1, 1, 0, 0]
    assert passage.features[:, SIGN].tolist() == [0] * 6
    assert question.features[:, ASKS].tolist() == [0, 0, 0, 0, 0, 1, 0]
    assert question.features[:, ITSELF].tolist() == [1, 1, 0, 0, 0, 1, 0]


def test_longest_stretch_counts_up_to_six_pairs(vocabulary: Vocabulary) -> None:
    ((_, passage),) = inputs_of("一二三四五六七八九在哪?", ["一二三四五六七八九"], vocabulary)
    assert passage.features[:, STRETCH].tolist() == [1] * 9


def test_ids_of_a_pair_stand_at_both_its_characters(vocabulary: Vocabulary) -> None:
    ((_, passage),) = inputs_of("谁?", ["太仓"], vocabulary)
    row = int(vocabulary.pair_ids(np.array([_pair("太仓")], dtype=np.uint64))[0])
    assert passage.ids[:, 1].tolist() == [1, row]
    assert passage.ids[0, 2] == row


def test_long_question_is_cut(vocabulary: Vocabulary) -> None:
    ((question, _),) = inputs_of("太" * 300, ["仓"], vocabulary)
    assert len(question.ids) == MAX_QUESTION_READ


@given(st.text(min_size=1, max_size=30), st.lists(st.text(min_size=1, max_size=40), max_size=4))
def test_any_text_has_a_row_for_every_character(question: str, passages: list[str]) -> None:
    known = np.array([ord("a")], dtype=np.uint64)
    vocabulary = Vocabulary(known, known, np.ones(1, dtype=np.float32))
    made = inputs_of(question, passages, vocabulary)
    assert [len(passage.ids) for _, passage in made] == list(map(len, passages))
    for asked, passage in made:
        assert asked.features.shape == (len(question), FEATURES_OF_A_CHARACTER)
        assert np.isfinite(passage.features).all()
        assert passage.features.min() >= 0
        assert passage.features.max() <= 1
