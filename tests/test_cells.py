"""The cell of a table that a question names by its row and its column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.fold import fold
from qa.library import Library
from qa.sense.cells import find_cell
from qa.split import segment
from qa.types import Document
from tests.fakes import BagEncoder, cover_scorers

STAFF = '姓名,部门,电话,入职年份\n王芳,财务处,5601234,2015\n"李强",人事处,5605678,2018\n'
FIGURES = """主要指标
指标	2022年	2023年	增长
地区生产总值（亿元）	1205.8	1286.4	6.2%
進出口總額（億元）	139.5	156.2	12.0%
完。"""
MARKDOWN = """Waste

| Indicator | 2021 | 2022 |
|---|---:|---|
| Oil spills | 7 | 5 |
| Water used (m3) | 212 | 198 |
"""
PAIRS = "市\t人口\n白石\t47万\n青阳\t32万\n"


def cell(question: str, text: str, row: str, commas: bool = False) -> str | None:
    start = text.index(row)
    found = find_cell(fold(question).text, text, (start, start + len(row)), commas)
    return found and text[slice(*found)]


@pytest.mark.parametrize(
    ("question", "text", "row", "answer"),
    [
        ("王芳的电话是多少？", STAFF, "王芳,", "5601234"),
        ("王芳在哪个部门？", STAFF, "王芳,", "财务处"),
        ("李强的入职年份？", STAFF, '"李强"', "2018"),
        ("王芳的电话是多少？", STAFF, '"李强"', None),
        ("王芳多大？", STAFF, "王芳,", None),
        ("谁的电话是5601234？", STAFF, "王芳,", None),
        ("2022年地区生产总值是多少？", FIGURES, "地区", "1205.8"),
        ("2023年地区生产总值增长多少？", FIGURES, "地区", "6.2%"),
        ("2023年进出口总额多少亿元？", FIGURES, "進出口", "156.2"),
        ("2024年进出口总额是多少？", FIGURES, "進出口", None),
        ("How many oil spills were there in 2022?", MARKDOWN, "| Oil", "5"),
        ("How much water used in 2021?", MARKDOWN, "| Water", "212"),
        ("白石有多少人？", PAIRS, "白石", "47万"),
        ("2022年指标是多少？", FIGURES, "指标", None),
        ("主要指标完了吗？", FIGURES, "完。", None),
    ],
)
def test_row_and_column(question: str, text: str, row: str, answer: str | None) -> None:
    assert cell(question, text, row, commas=text is STAFF) == answer


def test_commas_cut_csv_alone() -> None:
    assert cell("王芳的电话是多少？", STAFF, "王芳,") is None


@given(st.text(alphabet='甲乙,\t|\n "-', max_size=60), st.text(alphabet="甲乙", max_size=8), st.booleans())
def test_a_cell_lies_in_its_sentence(text: str, question: str, commas: bool) -> None:
    for start, end in segment(text).sentences:
        found = find_cell(question, text, (start, end), commas)
        line_end = text.find("\n", start)
        assert found is None or start <= found[0] <= found[1] <= (line_end if line_end >= 0 else len(text))


def test_the_row_is_quoted_and_the_cell_marked() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents([Document(STAFF, "staff.csv", "1", media_type="text/csv")])
    quote = library.ask("王芳的電話是多少？").quotes[0]
    assert (quote.text, quote.answer) == ("王芳,财务处,5601234,2015", "5601234")
