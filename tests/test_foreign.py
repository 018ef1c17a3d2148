"""Questions in another script than the report."""

from qa.features import SentenceRef
from qa.foreign import foreign_sentences
from qa.prepare import prepare
from qa.question import Question
from qa.types import Document
from tests.fakes import EMPTY

REPORT = "增长目标为5%。\nThe target is five percent.\nGDP增长5%左右。\n12345"


def _sentences(text: str) -> list[SentenceRef]:
    report = prepare(Document(text, "a.txt", "1"))
    return [
        SentenceRef(report, place, report.passage_of(place), 0.0, 0) for place in range(len(report.bounds))
    ]


def _foreign(question: str, text: str = REPORT) -> list[int]:
    return [ref.number for ref in foreign_sentences(Question.of(question, EMPTY), _sentences(text))]


def test_chinese_is_foreign_to_english_and_english_to_chinese() -> None:
    assert _foreign("What is the growth target?") == [0, 2]
    assert _foreign("增長目標是多少？") == [1]
    assert _foreign("GDP增长多少？") == [1]


def test_what_is_no_sentence_of_either_is_foreign_to_nothing() -> None:
    assert _foreign("增长多少？", "5.2% 3.4 1,200\n……\niPhone 15\nChatGPT") == []
    assert _foreign("12 345?") == []
    assert _foreign("ChatGPT?", "增长目标为5%。") == []


def test_a_sentence_of_another_year_is_left_out() -> None:
    text = "2021年增长目标为6%。\n2022年增长目标为5%。"
    assert _foreign("What is the growth target in 2022?", text) == [1]
