"""Reading exercises: the passage that answers, its answer in folded text, and passages that do not."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from embeddings.training.corpus import SquadQuestion
from qa.training import stages
from qa.training.questions import QuestionSet
from qa.training.stages import read_marks
from qa.training.windows import Exercise, exercises
from tests.fakes import BagEncoder
from tests.networks import small_network

CONTEXT = "會議由市長林(lín)澄主持。貳佰人參加會議。"
OTHERS = ("会议由副市长主持。", "林澄参加会议。", "天气很好。")


def _set(anywhere: bool, start: int | None = None) -> QuestionSet:
    answer = "林(lín)澄"
    place = CONTEXT.index(answer) if start is None else start
    question = SquadQuestion("會議由誰主持？", CONTEXT, ((place, answer),), "1")
    return QuestionSet("small", (question,), (CONTEXT, *OTHERS), anywhere)


def test_the_answer_is_found_in_folded_text() -> None:
    (exercise,) = exercises(_set(anywhere=False), BagEncoder())
    assert exercise.question == "会议由谁主持?"
    ((passage, ((start, end),)),) = exercise.right
    assert passage == "会议由市长林澄主持。贰佰人参加会议。"
    assert passage[start:end] == "林澄"


def test_an_offset_that_is_off_is_looked_up() -> None:
    (exercise,) = exercises(_set(anywhere=False, start=3), BagEncoder())
    ((passage, ((start, end),)),) = exercise.right
    assert passage[start:end] == "林澄"


def test_other_passages_are_wrong_but_for_those_that_may_answer_as_well() -> None:
    (exercise,) = exercises(_set(anywhere=False), BagEncoder())
    assert set(exercise.wrong) == {"会议由副市长主持。", "林澄参加会议。"}
    (news,) = exercises(_set(anywhere=True), BagEncoder())
    assert news.wrong == ("会议由副市长主持。",)


def test_a_lesson_has_one_right_passage_first_and_as_many_wrong_as_there_are() -> None:
    (exercise,) = exercises(_set(anywhere=False), BagEncoder())
    asked = exercise.asked(np.random.default_rng(1), wrong=5)
    assert asked.passages[0] == exercise.right[0][0]
    assert sorted(asked.passages[1:]) == sorted(exercise.wrong)
    assert asked.spans == (exercise.right[0][1], (), ())
    assert len(exercise.asked(np.random.default_rng(1), wrong=1).passages) == 2


def test_a_question_whose_answer_is_nowhere_is_left_out() -> None:
    question = SquadQuestion("會議由誰主持？", CONTEXT, ((0, "貝多芬"),), "1")
    assert list(exercises(QuestionSet("small", (question,), (CONTEXT,)), BagEncoder())) == []


def test_a_question_can_be_asked_where_nothing_answers() -> None:
    (exercise,) = exercises(_set(anywhere=False), BagEncoder())
    for seed in range(5):
        asked = exercise.unanswered(np.random.default_rng(seed), wrong=1)
        assert asked is not None
        assert asked.question == exercise.question
        assert sorted(asked.passages) == sorted(exercise.wrong)
        assert asked.spans == ((), ())


def test_a_swapped_question_stands_beside_the_passage_that_nearly_answers() -> None:
    (whole,) = exercises(_set(anywhere=False), BagEncoder())
    exercise = replace(whole, swapped="会议由谁赞助?")
    asked = [exercise.unanswered(np.random.default_rng(seed), wrong=1) for seed in range(40)]
    near = [each for each in asked if each and each.question == "会议由谁赞助?"]
    assert 10 < len(near) < 30
    assert all(each.passages[0] == exercise.right[0][0] and each.spans == ((), ()) for each in near)
    assert replace(exercise, wrong=()).unanswered(np.random.default_rng(0), wrong=1) is not None
    assert replace(whole, wrong=()).unanswered(np.random.default_rng(0), wrong=1) is None


def test_passages_that_may_answer_the_swapped_question_do_not_stand_beside_it() -> None:
    (whole,) = exercises(_set(anywhere=False), BagEncoder())
    exercise = replace(whole, swapped="会议由谁赞助?", absent="林澄")
    for seed in range(40):
        asked = exercise.unanswered(np.random.default_rng(seed), wrong=2)
        assert asked is not None
        if asked.question == "会议由谁赞助?":
            assert "林澄参加会议。" not in asked.passages[1:]


def test_questions_of_a_year_are_swapped() -> None:
    context = "1998年，林澄任市長。他於2001年卸任。"
    question = SquadQuestion("1998年誰任市長？", context, ((context.index("林澄"), "林澄"),), "1")
    (exercise,) = exercises(QuestionSet("small", (question,), (context, *OTHERS)), BagEncoder())
    assert exercise.swapped.endswith("年谁任市长?")
    assert "1998" not in exercise.swapped


def test_marks_are_counted_in_the_passage_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    network, vocabulary = small_network("会议由市长林澄主持。", seed=1)
    passage = "会议由市长林澄主持。"
    place = passage.index("林澄")

    def scored(network: object, question: str, passages: list[str], known: object) -> list[tuple[Any, Any]]:
        first, last = np.zeros(len(passage), np.float32), np.zeros(len(passage), np.float32)
        first[place - 1] = last[place + 1] = 1  # 长林澄
        return [(first, last)]

    monkeypatch.setattr(stages, "score_passages", scored)
    exercise = Exercise(
        SquadQuestion("谁?", passage, (), "1"), "谁?", ((passage, ((place, place + 2),)),), ()
    )
    # Marked are three characters, two of them right: F1 is 2 * 2 / (3 + 2).
    assert read_marks(network, vocabulary, [exercise]) == (0.0, pytest.approx(0.8))
    assert read_marks(network, vocabulary, []) == (0.0, 0.0)
