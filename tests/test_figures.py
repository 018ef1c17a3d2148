"""Figures and their units, worked out by hand."""

import pytest

from qa.fold import fold
from qa.sense.figures import Figure, differ, figures
from qa.sense.units import UNIT, asked_unit, unit_named, units_of


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("粮食产量是多少万吨？", "weight"),
        ("夏糧產量多少億斤？", "weight"),
        ("外汇储备多少美元？", "dollar"),
        ("财政收入多少亿元？", "yuan"),
        ("新增就业多少人？", "people"),
        ("发送旅客多少人次？", "visits"),
        ("高铁有多少公里？", "length"),
        ("开行多少列？", "trains"),
        ("百分之几？", "rate"),
        ("国内生产总值增长多少？", "rate"),
        ("赤字率是多少？", "rate"),
        ("what is the growth target?", "rate"),
        ("谁主持会议？", None),
        ("国内生产总值是多少？", None),
    ],
)
def test_the_unit_a_question_asks_for(question: str, unit: str | None) -> None:
    assert asked_unit(fold(question).text) == unit


def test_units_of_a_sentence() -> None:
    assert units_of(fold("產量1.3萬億斤，增長百分之三，出口２億美元，旅客5萬人次").text) == {
        "weight",
        "rate",
        "dollar",
        "visits",
    }
    assert units_of("无数字的句子") == frozenset()


def test_units_by_name() -> None:
    assert [unit_named(unit) for unit in ("公斤", "载重吨", "人次", "%", "")] == [
        "weight", "deadweight", "visits", "rate", "",
    ]  # fmt: skip
    assert "吨" in UNIT


def test_figures_in_one_base() -> None:
    assert list(figures("产量1.2万吨")) == [Figure(24_000_000.0, "weight", False)]
    assert list(figures("产量2400万斤")) == [Figure(24_000_000.0, "weight", False)]
    assert list(figures("超过3.5亿元,约20万人")) == [
        Figure(350_000_000.0, "yuan", True),
        Figure(200_000.0, "people", True),
    ]
    assert list(figures("增长5%")) == [Figure(5.0, "rate", False)]


def test_figures_in_a_part_of_a_sentence() -> None:
    text = "增长5.5%左右,价格涨幅3%左右"
    assert list(figures(text, (2, 5))) == [Figure(5.5, "rate", False)]
    assert list(figures(text, (12, 16))) == [Figure(3.0, "rate", False)]
    assert list(figures(text, (0, 2))) == []


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("增长5%", "增长5.5%", True),
        ("增长5%", "增长5.0%", False),
        ("产量1.2万吨", "产量2400万斤", False),
        ("产量1.2万吨", "产量1.3万吨", True),
        ("业务量1745亿件", "业务量超1700亿件", False),
        ("业务量1745亿件", "业务量1700亿件", True),
        ("增长5%,出口3亿元", "增长6%,出口3亿元", False),
        ("增长5%", "出口3亿元", False),
        ("没有数字", "增长5%", False),
    ],
)
def test_whether_two_sentences_disagree(one: str, other: str, differs: bool) -> None:
    assert differ(list(figures(one)), list(figures(other))) is differs
    assert differ(list(figures(other)), list(figures(one))) is differs
