"""Candidates for the answer, and their features by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.asked import KINDS
from qa.fold import fold
from qa.question import Question
from qa.spans import SPAN_FEATURES, span_features
from tests.fakes import EMPTY


def candidates(asked: str, sentence: str) -> dict[str, dict[str, float]]:
    """Features by name of every candidate, by its words."""
    spans, features = span_features(Question.of(asked, EMPTY), sentence)
    assert features.shape == (len(spans), len(SPAN_FEATURES))
    assert len({(span.start, span.end) for span in spans}) == len(spans)
    return {
        sentence[span.start : span.end]: dict(zip(SPAN_FEATURES, row.tolist(), strict=True))
        for span, row in zip(spans, features, strict=True)
    }


def test_mentions_clauses_and_what_the_question_leaves_are_candidates() -> None:
    found = candidates("大桥由谁主持", "仪式结束,大桥由林澄主持。")
    assert {"林澄", "仪式结束", "大桥由林澄主持"} <= set(found)
    assert found["林澄"]["rest_for_person"] == 1
    assert found["仪式结束"]["clause_for_person"] + found["仪式结束"]["rest_for_person"] == 1
    assert found["大桥由林澄主持"]["clause_for_person"] == 1


def test_mentions_keep_their_kind() -> None:
    found = candidates("谁任市长", "林澄任市长,2020年9月到任,住青石区。")
    assert found["林澄"]["person_for_person"] == 1
    assert found["2020年9月"]["time_for_person"] == 1
    assert found["2020年"]["number_for_person"] == 1


def test_the_rest_is_what_no_pair_of_the_question_covers() -> None:
    # 大桥 and 主持 are pairs of the question; 的红灯 is left, and 红灯 without the filler.
    found = candidates("大桥主持什么", "大桥的红灯主持")
    assert {"的红灯", "红灯", "大桥的红灯主持"} == set(found)
    assert found["红灯"]["rest_for_thing"] == 1


def test_what_stands_in_the_question_is_no_candidate() -> None:
    found = candidates("2020年谁来过", "林澄2020年来过。")
    assert "2020年" not in found
    assert "林澄" in found


def test_quoted_words_are_candidates_with_and_without_their_quotes() -> None:
    found = candidates("哪个项目开工", "“红灯”开工")
    assert found["红灯"]["quoted"] == 1
    assert found["“红灯”"]["quoted"] == 0
    assert found["红灯"]["name_for_name"] == found["“红灯”"]["name_for_name"] == 1


def test_features_by_hand() -> None:
    # The question weighs nine terms of ln 2 each: 大 大桥 桥 桥由 由 由谁 主 主持 持. 谁 and 谁主 only ask.
    # Its pairs match 大桥由 and 主持, three characters on the left of 林澄 and two on its right.
    found = candidates("大桥由谁主持", "大桥由林澄主持。")["林澄"]
    assert found["novel"] == 1
    assert found["length"] == pytest.approx(math.log(3) / 3)
    assert found["length_one"] == 0
    assert (found["near_left"], found["near_right"]) == (1, 1)
    assert found["covered_near"] == pytest.approx(5 / 9 / 4)
    assert found["covered_clause"] == pytest.approx(5 / 9 / 4)
    assert (found["left_matched"], found["right_matched"]) == (1, 1)
    assert (found["left_same"], found["right_same"]) == (1, 1)
    assert found["ends_as_asked"] == 0
    assert found["position"] == pytest.approx(3 / 8)
    assert (found["has_digit"], found["has_latin"], found["quoted"], found["whole"]) == (0, 0, 0, 0)
    assert found["after_verb"] == 1
    assert found["in_question"] == 0
    assert sum(found[name] for name in SPAN_FEATURES if "_for_" in name) == 1


def test_how_far_the_nearest_word_of_the_question_stands() -> None:
    found = candidates("大桥在什么时候", "大桥于今春2020年")["2020年"]
    # 于今春 lie between: the third character to the left is not matched, the fourth is.
    assert found["near_left"] == pytest.approx(1 / 4)
    assert (found["near_right"], found["left_matched"], found["right_matched"]) == (0, 0, 0)
    assert found["has_digit"] == 1


def test_the_measure_that_is_asked_for() -> None:
    found = candidates("长多少公里", "长3公里")
    assert found["3公里"]["ends_as_asked"] == 0
    found = candidates("共几座桥", "共三座桥")
    assert found["三座"]["number_for_number"] == 1
    assert found["三座"]["ends_as_asked"] == 1


def test_a_span_that_is_the_whole_sentence() -> None:
    found = candidates("谁", "林澄。")
    assert found["林澄"]["whole"] == 1


@pytest.mark.parametrize("sentence", ["", "。", "\u200b"])
def test_a_sentence_without_words_has_no_candidate(sentence: str) -> None:
    spans, features = span_features(Question.of("谁", EMPTY), sentence)
    assert len(spans) == len(features) <= 1


def test_what_holds_no_letter_and_no_digit_is_no_candidate() -> None:
    # Left out are ##%%, “, +_+, and the ” and -- that 他说 leaves of its clause.
    assert set(candidates("他说谁", "##%%,“!?”他说--,林澄 +_+ 9")) == {"林澄", "9", "”他说--"}


@given(
    st.sampled_from(["谁主持大桥", "大桥有多少座", "什么时候", "which port", "？"]),
    st.text(alphabet="大桥由林澄主持,。3公里2020年“”《》port #²+", max_size=40),
)
@settings(deadline=None)
def test_candidates_lie_in_the_sentence_and_their_features_are_finite(asked: str, sentence: str) -> None:
    folded = fold(sentence).text
    question = Question.of(asked, EMPTY)
    spans, features = span_features(question, folded)
    assert np.isfinite(features).all()
    for span, row in zip(spans, features, strict=True):
        assert 0 <= span.start < span.end <= len(folded)
        assert folded[span.start : span.end] not in question.text
        assert any(map(str.isalnum, folded[span.start : span.end]))
        assert row[SPAN_FEATURES.index(f"{span.source}_for_{question.asked.kind}")] == 1
    assert question.asked.kind in KINDS
