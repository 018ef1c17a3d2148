"""The cell of a table that a question names by its row and its column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.fold import fold
from qa.library import Library
from qa.prepare import prepare
from qa.sense.cells import find_cell, heads_rows
from qa.types import Document
from tests.fakes import BagEncoder, cover_scorers

STAFF = """姓名,部门,电话,入职年份
王芳,财务处,5601234,2015
"李强",人事处,5605678,2018
赵敏,"办公室,值班",5609999,2020
"""
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
| no | 3 | 4 |
"""
RAGGED = "厂名\t2022年\t2023年\n甲厂\t11\n乙厂\t3\t2\n丙厂\t14\t15\n"
YEARS = "乡镇\t2022年人口\t2023年人口\t面积\n新塘\t46210\t46930\t97\n"
NESTED = "市\t户籍人口\t人口\n白石\t40万\t47万\n"
PAIRS = "市\t人口\n白石\t47万\n青阳\t32万\n"


def cell(question: str, text: str, row: str, media_type: str = "text/plain") -> str | None:
    """The cell of the row that begins so."""
    prepared = prepare(Document(text, "a.txt", "1", media_type=media_type))
    spans = prepared.segmentation.sentences
    number = next(place for place, (start, _) in enumerate(spans) if text.startswith(row, start))
    header = int(prepared.sense.headers[number])
    if header < 0:
        return None
    found = find_cell(fold(question).text, text, spans[number], spans[header])
    return found and text[found.start : found.end]


@pytest.mark.parametrize(
    ("question", "text", "row", "answer"),
    [
        ("王芳的电话是多少？", STAFF, "王芳,", "5601234"),
        ("王芳在哪个部门？", STAFF, "王芳,", "财务处"),
        ("李强的入职年份？", STAFF, '"李强"', "2018"),
        ("王芳的电话是多少？", STAFF, '"李强"', None),
        ("王芳多大？", STAFF, "王芳,", None),
        ("谁的电话是5601234？", STAFF, "王芳,", None),
        ("赵敏的电话是多少？", STAFF, "赵敏", "5609999"),
        ("2022年地区生产总值是多少？", FIGURES, "地区", "1205.8"),
        ("2023年地区生产总值增长多少？", FIGURES, "地区", "6.2%"),
        ("2023年进出口总额多少亿元？", FIGURES, "進出口", "156.2"),
        ("2024年进出口总额是多少？", FIGURES, "進出口", None),
        ("2022年指标是多少？", FIGURES, "指标", None),
        ("主要指标完了吗？", FIGURES, "完。", None),
        ("2023年丙厂产量是多少？", RAGGED, "丙厂", "15"),
        ("2022年甲厂产量是多少？", RAGGED, "甲厂", "11"),
        ("2023年甲厂产量是多少？", RAGGED, "甲厂", None),
        ("How many oil spills were there in 2022?", MARKDOWN, "| Oil", "5"),
        ("How much water used in 2021?", MARKDOWN, "| Water", "212"),
        ("What was the cost of the northern road in 2021?", MARKDOWN, "| no", None),
        ("白石的人口是多少？", PAIRS, "白石", "47万"),
        ("白石有多少人？", PAIRS, "白石", "47万"),
        ("白石的市长是谁？", PAIRS, "白石", None),
        ("青阳有多少人？", PAIRS.replace("32万", "人" * 81), "青阳", None),
        ("白石的户籍人口是多少？", NESTED, "白石", "40万"),
        ("白石的人口是多少？", NESTED, "白石", "47万"),
        ("新塘2023年有多少人？", YEARS, "新塘", "46930"),
        ("新塘2024年有多少人？", YEARS, "新塘", None),
        ("新塘有多少人？", YEARS, "新塘", None),
    ],
)
def test_row_and_column(question: str, text: str, row: str, answer: str | None) -> None:
    assert cell(question, text, row, "text/csv" if text is STAFF else "text/plain") == answer


def test_commas_cut_csv_alone() -> None:
    assert cell("王芳的电话是多少？", STAFF, "王芳,") is None


def test_a_table_needs_a_line_of_headings() -> None:
    assert cell("王芳的5是多少？", "王芳\t5\n李强\t6\n", "李强") is None


@pytest.mark.parametrize(
    ("text", "row", "media_type"),
    [
        ("姓名,职责,电话\n王芳,负责财务。兼管档案,5601234\n", "王芳", "text/csv"),
        ("| 姓名 | 职责 | 电话 |\n| 王芳 | 财务；档案 | 5601234 |\n", "| 王芳", "text/plain"),
        ("姓名\t职责\t电话\n王芳\t" + "财务、" * 250 + "\t5601234\n", "王芳", "text/plain"),
    ],
)
def test_a_row_of_several_sentences_is_no_row(text: str, row: str, media_type: str) -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents([Document(text, "a.txt", "1", media_type=media_type)])
    for quote in library.ask("王芳的电话是多少？", threshold=0.0).quotes:
        assert text[quote.start : quote.end] == quote.text
    assert cell("王芳的电话是多少？", text, row, media_type) is None


@given(st.text(alphabet='甲乙,\t|\n "-。', max_size=60), st.text(alphabet="甲乙", max_size=8), st.booleans())
def test_a_cell_lies_in_its_sentence(text: str, question: str, commas: bool) -> None:
    prepared = prepare(Document(text, "a.txt", "1", media_type="text/csv" if commas else "text/plain"))
    spans = prepared.segmentation.sentences
    for (start, end), header in zip(spans, prepared.sense.headers.tolist(), strict=True):
        if header >= 0 and (found := find_cell(question, text, (start, end), spans[header])):
            assert start <= found.start < found.end <= end


def test_the_longest_name_tells_the_row() -> None:
    library = Library(BagEncoder(), cover_scorers())
    text = "岗位,姓名\n安全,李强\n安全员,王芳\n"
    library.add_documents([Document(text, "a.csv", "1", media_type="text/csv")])
    assert library.ask("安全员的姓名？").quotes[0].answer == "王芳"


def test_the_row_is_quoted_and_the_cell_marked() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents([Document(STAFF, "staff.csv", "1", media_type="text/csv")])
    quote = library.ask("王芳的電話是多少？").quotes[0]
    assert (quote.text, quote.answer) == ("王芳,财务处,5601234,2015", "5601234")


BRANCHES = "分公司,成立日期,2022年销售额(万元),2023年销售额(万元)\n上海分公司,2011-05-20,10230,11875\n"


def test_a_date_in_another_cell_does_not_take_the_row_for_one_of_another_year() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents([Document(BRANCHES, "b.csv", "1", media_type="text/csv")])
    for year, figure in (("2022", "10230"), ("2023", "11875")):
        answer = library.ask(f"上海分公司{year}年的销售额", threshold=0.0)
        assert (answer.text[:5], answer.quotes[0].answer) == ("上海分公司", figure)
    # No column names that year; and the year of a column does not make up for another town.
    assert not library.ask("习水县上海分公司2023年的销售额")
    assert not library.ask("上海分公司2019年的销售额")


@pytest.mark.parametrize(
    ("text", "number", "heads"),
    [
        (BRANCHES, 0, True),
        (BRANCHES, 1, False),
        (FIGURES, 1, True),
        (MARKDOWN, 1, True),
        # Of two columns the first line may as well be a row.
        (PAIRS, 0, False),
        ("甲,乙,丙在会上。\n丁在会上。", 0, False),
        # The question says its first cell: it may as well be a row.
        ("馆长\t张三\t行政楼\n校长\t李四\t教学楼\n", 0, False),
        # But not where it says that of a row, too.
        ("馆长\t张三\t行政楼\n副馆长\t李四\t教学楼\n", 0, True),
    ],
)
def test_headings_of_three_columns_answer_nothing(text: str, number: int, heads: bool) -> None:
    media_type = "text/csv" if text == BRANCHES else "text/plain"
    prepared = prepare(Document(text, "a", "1", media_type=media_type))
    sentences = prepared.segmentation.sentences
    assert heads_rows(prepared.sense.headers, number, "谁是副馆长?", text, sentences) is heads
