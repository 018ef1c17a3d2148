"""Reading exercises: the passage that answers, its answer in folded text, and passages that do not."""

import numpy as np

from embeddings.training.corpus import SquadQuestion
from qa.training.questions import QuestionSet
from qa.training.windows import exercises
from tests.fakes import BagEncoder

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
