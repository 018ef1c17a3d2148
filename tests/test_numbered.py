"""Things that go by a number."""

import pytest

from qa.library import Library
from qa.prepare import prepare
from qa.sense.numbered import is_about_others, numbered
from qa.types import Document
from tests.fakes import BagEncoder, cover_scorers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("地铁2号线", {("号线", 2)}),
        ("地铁十二号线和二十号线", {("号线", 12), ("号线", 20)}),
        ("澜江二桥与一桥", {("桥", 2), ("桥", 1)}),
        ("第3标段", {("标段", 3)}),
        ("8月13号线上会议", set()),
        ("2.5号线", set()),
        ("今年新建桥", set()),
    ],
)
def test_what_is_named_by_number(text: str, expected: set[tuple[str, int]]) -> None:
    assert numbered(text) == expected


def others(question: str, text: str, words: str) -> bool:
    """Whether the sentence that holds some words is about others."""
    prepared = prepare(Document(text, "a.txt", "1"))
    sentence = next(number for number in range(len(prepared.bounds)) if words in prepared.sentence(number))
    return is_about_others(numbered(question), prepared.folded.text, prepared.bounds, sentence)


@pytest.mark.parametrize(
    ("question", "report", "expected"),
    [
        ("2号线投资多少?", "1号线投资186亿元。", True),
        ("二号线投资多少?", "2号线投资186亿元。", False),
        ("2号线投资多少?", "1号线与2号线同时开工。", False),
        ("2号线投资多少?", "地铁投资186亿元。", False),
        ("地铁投资多少?", "1号线投资186亿元。", False),
    ],
)
def test_a_report_that_names_others_only(question: str, report: str, expected: bool) -> None:
    assert others(question, report, report) is expected


def test_a_question_about_another_line_is_not_answered() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents([Document("地铁1号线总投资186亿元。", "a.txt", "1")])
    assert library.ask("地铁1号线总投资多少？")
    assert not library.ask("地铁2号线总投资多少？")


TWO = "澜江二桥位于澜江一桥下游。大桥长三里。澜江一桥明年改造。工期十个月。"


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("一桥多长?", "大桥长三里。", True),
        ("二桥多长?", "大桥长三里。", False),
        ("一桥在哪里?", "澜江二桥位于澜江一桥下游。", False),
        ("二桥工期多久?", "工期十个月。", True),
        ("一桥工期多久?", "工期十个月。", False),
        ("二桥何时改造?", "澜江一桥明年改造。", True),
        ("三桥多长?", "大桥长三里。", True),
        ("2号线多长?", "大桥长三里。", False),
    ],
)
def test_a_sentence_goes_on_about_what_was_named_last(question: str, sentence: str, expected: bool) -> None:
    assert others(question, TWO, sentence) is expected


def test_a_title_is_a_sentence_of_its_own() -> None:
    text = "澜江一桥、二桥建设简报\n澜江二桥全长三千米。桥面宽30米。"
    assert not others("二桥的桥面多宽?", text, "桥面宽")
    assert others("一桥的桥面多宽?", text, "桥面宽")


def test_what_stands_before_any_is_named_is_about_none_of_them() -> None:
    assert not others("一桥多长?", "桥长三里。二桥与一桥。", "桥长")
