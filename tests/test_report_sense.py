"""Reports of several years in one library, with an encoder and scorers made by hand."""

import hashlib

import pytest

from qa.library import Library
from qa.types import Document, Quote
from tests.fakes import BagEncoder, cover_scorers

FIGURES = {
    2021: ("4.1", "3.2", "7", "3.5"),
    2022: ("6.6", "3.7", "6", "3.8"),
    2023: ("5.9", "3.9", "6.5", "4.1"),
}


def report(year: int) -> Document:
    growth, jobs, growth_target, jobs_target = FIGURES[year]
    text = (
        f"{year}年云岭市政府工作报告\n\n——{year}年1月12日在云岭市第八届人民代表大会上\n\n"
        f"一、{year - 1}年工作回顾\n\n过去一年，全市地区生产总值增长{growth}%。城镇新增就业{jobs}万人。\n\n"
        f"二、{year}年工作安排\n\n今年发展主要预期目标是：地区生产总值增长{growth_target}%左右；"
        f"城镇新增就业{jobs_target}万人以上。\n"
    )
    return document(f"{year}年云岭市政府工作报告.txt", text)


def document(name: str, text: str) -> Document:
    return Document(text, name, hashlib.sha256(f"{name}{text}".encode()).hexdigest())


@pytest.fixture
def library() -> Library:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents([report(year) for year in FIGURES])
    return library


def first(library: Library, question: str) -> Quote:
    return library.ask(question).quotes[0]


@pytest.mark.parametrize(
    ("question", "year", "figure"),
    [
        ("2021年地区生产总值增长的预期目标是多少？", 2021, "7%左右"),
        ("2022年地区生产总值增长的预期目标是多少？", 2022, "6%左右"),
        ("二〇二三年地区生产总值增长的预期目标是多少？", 2023, "6.5%左右"),
        ("2021年全市地区生产总值实际增长多少？", 2022, "6.6%"),
        ("2022年全市地區生產總值實際增長多少？", 2023, "5.9%"),
        ("2022年城镇新增就业的目标是多少万人？", 2022, "3.8万人以上"),
        ("2022年实际城镇新增就业多少万人？", 2023, "3.9万人"),
    ],
)
def test_the_sentence_of_the_right_year_comes_first(
    library: Library, question: str, year: int, figure: str
) -> None:
    quote = first(library, question)
    assert quote.source == f"{year}年云岭市政府工作报告.txt"
    assert figure in quote.text


@pytest.mark.parametrize("year", [2018, 2025])
def test_silence_for_a_year_no_report_is_about(library: Library, year: int) -> None:
    answer = library.ask(f"{year}年地区生产总值增长的预期目标是多少？", threshold=0.0)
    assert not answer
    assert answer.candidates == ()


def test_the_right_year_is_found_among_many_alike() -> None:
    library = Library(BagEncoder(), cover_scorers())
    texts = {year: f"{year}年工作报告\n\n今年修路{year - 1900}里。" for year in range(1950, 2023)}
    library.add_documents([document(f"{year}.txt", text) for year, text in texts.items()])
    assert first(library, "1987年修路多少里？").text == "今年修路87里。"
    quotes = library.ask("1987年修路多少里？", limit=20, threshold=0.0).quotes
    assert {quote.source for quote in quotes} == {"1987.txt"}


def test_two_reports_that_disagree_are_both_quoted(library: Library) -> None:
    library.add_documents([document("快报.txt", "云岭市2022年统计快报\n\n全市地区生产总值增长5.2%。")])
    answer = library.ask("2022年全市地区生产总值增长多少？", limit=1)
    assert {quote.text for quote in answer.quotes} == {
        "全市地区生产总值增长5.2%。",
        "过去一年，全市地区生产总值增长5.9%。",
    }
    assert answer.conflicting == answer.quotes[1:]
    assert len(answer.to_dict()["conflicting"]) == 1


def test_reports_that_agree_are_no_conflict(library: Library) -> None:
    library.add_documents([document("快报.txt", "云岭市2022年统计快报\n\n全市地区生产总值增长5.90%。")])
    answer = library.ask("2022年全市地区生产总值增长多少？", limit=1)
    assert (len(answer.quotes), answer.conflicting) == (1, ())


def test_a_plan_is_no_conflict_with_its_result(library: Library) -> None:
    assert library.ask("2022年城镇新增就业了多少万人？").conflicting == ()


def test_one_report_is_no_conflict_with_itself() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents(
        [document("2022年工作报告.txt", "2022年工作报告\n\n甲乡修路3里。\n\n乙乡修路5里。")]
    )
    assert library.ask("2022年修路多少里？").conflicting == ()
