"""Answers back from plain JSON types."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from qa.answer_json import answer_of
from qa.errors import ConversationError
from qa.library import Library
from qa.types import Answer, Document, Skipped
from tests.fakes import BagEncoder, cover_scorers
from tests.talks import BRIDGE, HOST, answer_with, answers

ANSWER = answer_with(HOST, BRIDGE, skipped=(Skipped("b.txt", "is empty", "Fill it"),), conflicting=(BRIDGE,))


@settings(deadline=None)
@given(answers())
def test_an_answer_comes_back_as_it_was(answer: Answer) -> None:
    assert answer_of(answer.to_dict(), "x") == answer
    assert answer_of(json.loads(json.dumps(answer.to_dict())), "x") == answer
    assert answer_of(answer.to_dict(), "x").to_dict() == answer.to_dict()


def test_the_answers_of_a_library_come_back_with_their_proofs() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add(Document.from_text("临澜市召开大会。会议由贺兰舟主持。\n大桥全长3.86公里。", "a.txt"))
    for question in ("会议由谁主持？", "月球有多重？"):
        answer = library.ask(question)
        again = answer_of(json.loads(json.dumps(answer.to_dict())), "x")
        assert again == answer
        assert [each.proof for each in again.quotes] == [each.proof for each in answer.quotes]
    assert library.ask("会议由谁主持？").quotes[0].proof is not None


def test_whole_numbers_are_taken_for_others_as_javascript_writes_them() -> None:
    value = ANSWER.to_dict()
    value["threshold"], value["candidates"][0]["score"] = 1, 2
    again = answer_of(value, "x")
    assert (again.threshold, type(again.threshold), again.candidates[0].score) == (1.0, float, 2.0)


def _at(value: Any, path: str) -> tuple[Any, str | int]:
    *above, last = path.split(".")
    for step in above:
        value = value[int(step) if step.isdecimal() else step]
    return value, int(last) if last.isdecimal() else last


def put(path: str, new: object) -> Callable[[Any], None]:
    def change(value: Any) -> None:
        holder, key = _at(value, path)
        holder[key] = new

    return change


def drop(path: str) -> Callable[[Any], None]:
    def change(value: Any) -> None:
        holder, key = _at(value, path)
        del holder[key]

    return change


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (drop("question"), "the answer lacks 'question'"),
        (put("extra", 1), "the answer has 'extra', which belongs to no answer"),
        (put("question", None), "question is null, not text"),
        (put("threshold", "0.5"), "threshold is text, not a number"),
        (put("threshold", True), "threshold is true or false, not a number"),
        (put("threshold", float("nan")), "threshold is no finite number"),
        (put("threshold", 10**400), "threshold is no finite number"),
        (put("answered", False), "answered is False, and there are 2 quotes"),
        (put("answered", 1), "answered is a whole number, not true or false"),
        (put("text", "别的。"), "text says something else than the first quote"),
        (put("quotes", {}), "quotes is an object, not a list"),
        (put("quotes", None), "quotes is null, not a list"),
        (put("quotes.1", "x"), "quotes[1] is text, not an object"),
        (put("quotes.1", ()), "quotes[1] is no JSON, not an object"),
        (drop("quotes.0.page"), "quotes[0] lacks 'page'"),
        (put("quotes.0.page", 0), "quotes[0].page is 0, and pages are counted from 1"),
        (put("quotes.0.page", "1"), "quotes[0].page is text, not a whole number or null"),
        (put("quotes.0.start", 1), "quotes[0].text has 9 characters, and its place is 1 to 9"),
        (put("quotes.0.start", 0.0), "quotes[0].start is a number, not a whole number"),
        (put("quotes.0.text", "仪式由贺兰舟主办。"), "quotes[0].proof is of something else"),
        (put("quotes.0.source", "b.pdf"), "quotes[0].proof is of something else"),
        (put("quotes.0.page", 2), "quotes[0].proof is of something else"),
        (put("quotes.0.answer", "舟"), "quotes[0].answer does not stand in the quote at 3"),
        (put("quotes.0.answer_start", -6), "quotes[0].answer does not stand in the quote at -6"),
        (put("quotes.0.confidence", 1.01), "quotes[0].confidence is 1.01, and 0 to 1 are possible"),
        (put("quotes.0.proof", {}), "quotes[0].proof is no proof"),
        (put("quotes.0.proof.quote", "仪式由贺兰舟主办。"), "quotes[0].proof was changed after it was made"),
        (put("quotes.0.proof.format", 2), "quotes[0].proof is of format 2, and this version knows 1"),
        (
            put("candidates.0.passage.end", 3),
            "candidates[0].passage.text has 21 characters, and its place is 0 to 3",
        ),
        (put("candidates.0.passage", []), "candidates[0].passage is a list, not an object"),
        (put("candidates.0.dense", ""), "candidates[0].dense is text, not a number or null"),
        (put("candidates.0.page", -1), "candidates[0].page is -1, and pages are counted from 1"),
        (put("nearest.text", ""), "nearest.text has 0 characters, and its place is 0 to 9"),
        (put("skipped.0.cause", 3), "skipped[0].cause is a whole number, not text"),
        (put("conflicting.0.confidence", 0.1), "conflicting holds what is none of the quotes"),
    ],
)
def test_what_is_no_answer_is_refused_by_name(change: Callable[[Any], None], cause: str) -> None:
    value = copy.deepcopy(ANSWER.to_dict())
    assert answer_of(value, "turn 3") == ANSWER
    change(value)
    with pytest.raises(ConversationError) as caught:
        answer_of(value, "turn 3")
    assert (caught.value.subject, caught.value.cause) == ("turn 3", cause)
    assert caught.value.remedy


@pytest.mark.parametrize("value", [None, [], "x", 1, {}, {1: 2}])
def test_what_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(ConversationError):
        answer_of(value, "x")


def _places(value: Any, path: str = "") -> list[str]:
    """The paths of all that an answer's JSON holds."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for step, inner in steps:
        place = f"{path}.{step}".lstrip(".")
        found += [place, *_places(inner, place)]
    return found


@pytest.mark.parametrize("place", _places(ANSWER.to_dict()))
def test_every_field_is_looked_at(place: str) -> None:
    for other in (object(), "\ud800x", -1.5, -7, True, None, [None], {"a": 1}):
        value = copy.deepcopy(ANSWER.to_dict())
        put(place, other)(value)
        try:
            again = answer_of(value, "x")
        except ConversationError:
            continue
        # what is allowed in its place says the same in JSON
        assert again.to_dict() == value
