"""Whether sentences speak of what questions ask about, from invented reports worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.fold import fold
from qa.prepare import Prepared, prepare
from qa.sense.agree import FOR_OTHERS, Agreement, agreement, doubt, likeness, stance, worth
from qa.sense.asked import DONE, PLANNED, mode_of, sentence_mode, understand_question
from qa.sense.period import Period, alike
from qa.types import Document

REPORT = """2022年政府工作报告

——2022年3月5日在第一次会议上

一、2021年工作回顾

城镇新增就业12万人。

二、2022年工作安排

城镇新增就业13万人以上。拨款三亿元。

前10个月，进出口总额30亿美元。
"""
ARTICLE = "云岭桥于2001年通车。它长三里。\n桥上有亭。"


def read(text: str, name: str = "a.txt") -> Prepared:
    return prepare(Document(text, name, "0" * 64))


def fit(question: str, words: str, text: str = REPORT) -> Agreement:
    """How the sentence that holds some words fits a question."""
    prepared = read(text)
    number = next(n for n in range(len(prepared.bounds)) if words in prepared.sentence(n))
    return agreement(understand_question(fold(question).text), prepared, number, prepared.passage_of(number))


def test_the_year_a_report_does_not_repeat() -> None:
    this, last = (
        fit("2022年城镇新增就业的目标是多少？", "13万"),
        fit("2022年城镇新增就业的目标是多少？", "12万"),
    )
    assert (this.period, this.same, this.told, this.contradicts) == (1, True, True, False)
    assert (last.period, last.same, last.told, last.contradicts) == (0, False, True, True)


def test_every_sentence_contradicts_a_year_no_report_is_about() -> None:
    assert all(
        fit("2025年城镇新增就业多少人？", words).contradicts for words in ("12万", "13万", "拨款", "30亿")
    )


def test_a_question_without_a_time_contradicts_nothing() -> None:
    assert fit("城镇新增就业多少万人？", "12万") == Agreement(0, False, False, 1, 0, 0, False)
    assert fit("谁说的？", "12万") == Agreement(0, False, False, 0, 0, 0, False)


def test_parts_of_a_year_are_met_by_themselves() -> None:
    assert fit("2022年前10个月进出口总额是多少？", "30亿").same
    assert fit("2022年前7个月进出口总额是多少？", "30亿").contradicts
    year = fit("2022年进出口总额是多少？", "30亿")
    assert (year.same, year.contradicts) == (False, False)
    assert year.period == pytest.approx(20 / 22)


def test_an_event_within_the_time_asked_for_is_of_that_time() -> None:
    assert fit("2001年通车的是什么桥？", "通车", "云岭桥于2001年9月通车。").same
    assert not fit("2001年通车了多少里？", "通车", "云岭桥于2001年9月通车三里。").same


def test_an_article_without_a_date() -> None:
    assert fit("2001年什么桥通车？", "通车", ARTICLE).same
    assert fit("2002年什么桥通车？", "通车", ARTICLE).contradicts
    assert not fit("2001年什么桥上有亭？", "有亭", ARTICLE).contradicts
    # the article names times and never this one
    assert fit("2002年什么桥上有亭？", "有亭", ARTICLE).contradicts
    assert not fit("2002年什么桥上有亭？", "有亭", "云岭桥很长。\n桥上有亭。").contradicts


def test_a_year_that_is_part_of_a_name() -> None:
    assert not fit("《故事1988》是谁写的？", "作者", "《故事1988》的作者于2001年去世。").contradicts


LIU = "刘翔是田径运动员。\n刘翔于2015年宣布退役。"
ZHANG = "2006年4月16日，张艺谋被任命为总导演。"


def test_the_year_that_answers_is_no_other_time() -> None:
    when = fit("2004年奥运会冠军刘翔是哪一年退役的？", "退役", LIU)
    assert (when.contradicts, when.told) == (False, False)
    assert doubt(when) == 0
    # the same year asked for something else than a time
    assert fit("2004年刘翔在哪里训练？", "退役", LIU).contradicts
    # news of another year does contradict: 今年春运 is another one
    news = "2015年工作报告\n\n春运从2月4日开始。"
    assert fit("2004年春运从哪天开始？", "春运", news).contradicts


def test_the_year_of_an_event_is_doubted_in_an_article_and_refused_in_a_dated_report() -> None:
    asked = "2008年北京奥运会开幕式总导演是谁？"
    article = fit(asked, "张艺谋", ZHANG)
    assert (article.contradicts, article.told, article.period) == (False, True, 0)
    assert doubt(article) == 1.5
    assert fit(asked, "张艺谋", f"2006年工作报告\n\n{ZHANG}").contradicts


@pytest.mark.parametrize(
    ("year", "sentence", "contradicts"),
    [
        (2021, "今年新增就业12021人。", True),
        (2021, "今年新增就业20211人。", True),
        (2021, "2022年生产总值比2021年增长3%。", True),
        (2021, "2022年生产总值较2021年同期增长3%。", True),
        (2022, "2022年生产总值比2021年增长3%。", False),
        (2021, "今年上映的《故事2021》票房三亿元。", False),
    ],
)
def test_digits_of_a_year(year: int, sentence: str, contradicts: bool) -> None:
    text = f"2022年工作报告\n\n{sentence}"
    assert fit(f"{year}年是多少？", fold(sentence).text, text).contradicts is contradicts


@pytest.mark.parametrize(
    ("question", "since"),
    [
        ("2010年以来共建成多少公里高铁？", 2010),
        ("2020年以后出口了多少？", 2020),
        ("2020年之后出口了多少？", 2020),
        ("2020年后出口了多少？", 2020),
        ("2020年至今出口了多少？", 2020),
        ("since 2010, how many kilometres were built?", 2010),
        ("what was built after 2010?", 2010),
        ("1500年前的古城叫什么？", None),
        ("2000年以前的古城叫什么？", None),
        ("what was built before 2010?", None),
    ],
)
def test_a_time_that_is_open_at_an_end(question: str, since: int | None) -> None:
    sense = understand_question(fold(question).text)
    assert (sense.periods, sense.spans) == ((), ())
    assert sense.since == (since and since * 12)


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("2022年前三季度出口多少？", Period.month(2022, 1, 9)),
        ("2022年前7个月出口多少？", Period.month(2022, 1, 7)),
        ("2022年后半年出口多少？", Period.month(2022, 7, 12)),
        ("2022年起草了什么？", Period.year(2022)),
    ],
)
def test_a_time_that_is_closed(question: str, period: Period) -> None:
    sense = understand_question(fold(question).text)
    assert (sense.periods, sense.since) == ((period,), None)


def test_what_lies_in_an_open_time_answers() -> None:
    text = "2021年工作报告\n\n截至2021年底，建成高铁4万公里。\n\n2009年建成三百公里。"
    asked = "2010年以来共建成多少公里高铁？"
    assert not fit(asked, "4万", text).contradicts
    assert fit(asked, "三百", text).contradicts
    assert not fit("1500年前的古城叫什么？", "古城", "2005年，发现一座古城。").contradicts


def test_a_place_is_looked_for_in_all_of_a_report_without_a_date() -> None:
    text = "云岭桥在江边。\n\n它很长。\n\n仿上海的桥而建。"
    assert not fit("上海有什么桥？", "很长", text).contradicts
    assert fit("广东有什么桥？", "很长", text).contradicts


def test_a_country_by_its_short_name() -> None:
    text = "2022年中国贸易报告\n\n2022年，中美贸易额为7600亿美元。"
    trade = fit("中国和美国2022年的贸易额是多少？", "7600", text)
    assert (trade.place, trade.contradicts) == (1, False)


def test_plans_and_results() -> None:
    assert [mode_of(text) for text in ("预期目标是多少", "拟安排多少", "实际增长多少", "完成了多少", "多长")] == [
        PLANNED, PLANNED, DONE, DONE, 0,
    ]  # fmt: skip
    assert [sentence_mode(text) for text in ("拟安排三亿元", "达到三亿元", "共三亿元")] == [PLANNED, DONE, 0]
    assert fit("2022年城镇新增就业的目标是多少？", "13万").mode == 1
    assert fit("2021年城镇新增就业的目标是多少？", "12万").mode == -1
    prepared = read(REPORT)
    number = next(n for n in range(len(prepared.bounds)) if "拨款" in prepared.sentence(n))
    assert stance(prepared, number, Period.year(2022)) == PLANNED
    assert stance(prepared, number, Period.year(2021)) == DONE
    bulletin = read("2021年统计公报\n\n粮食产量三亿斤。")
    assert stance(bulletin, 1, Period.year(2021)) == DONE


def test_units() -> None:
    assert fit("2022年进出口总额多少美元？", "30亿").unit == 1
    assert fit("2022年进出口总额多少吨？", "30亿").unit == -1
    assert fit("2022年进出口总额是多少？", "30亿").unit == 0


def test_places() -> None:
    text = "2022年广东省政府工作报告\n\n新增就业三万人。"
    assert (
        fit("2022年广东新增就业多少人？", "三万", text).place,
        fit("廣東呢？", "三万", text).contradicts,
    ) == (1, False)
    elsewhere = fit("2022年上海新增就业多少人？", "三万", text)
    assert (elsewhere.place, elsewhere.contradicts) == (-1, True)
    assert fit("我国新增就业多少人？", "三万", text).place == 0
    assert not fit("上海有什么桥？", "云岭桥", "云岭桥在江边。\n它仿上海的桥而建。").contradicts


def test_worth_and_doubt() -> None:
    right, wrong = Agreement(1, True, True, 1, 1, 0, False), Agreement(0.3, False, True, -1, -1, 0, False)
    assert worth(right) > worth(wrong)
    assert doubt(right) < 0 < doubt(wrong)


_PERIODS = st.builds(
    lambda first, length: Period(first, first + length), st.integers(0, 90), st.integers(1, 40)
)


@given(st.lists(_PERIODS, max_size=6), st.lists(_PERIODS, min_size=1, max_size=3))
def test_many_periods_are_compared_as_one_by_one(periods: list[Period], asked: list[Period]) -> None:
    table = np.array([(each.first, each.end) for each in periods], dtype=np.int32).reshape(-1, 2)
    expected = [max(alike(each, one) for one in asked) for each in periods]
    assert likeness(table, asked).tolist() == pytest.approx(expected)


def test_this_year_and_last_year_are_the_reports() -> None:
    assert fit("去年城镇新增就业多少人？", "12万").same
    assert fit("去年城镇新增就业多少人？", "13万").contradicts
    assert fit("今年城镇新增就业的目标是多少？", "13万").same
    assert fit("今年城镇新增就业的目标是多少？", "12万").contradicts


def test_months_in_names_do_not_ask_for_the_reports_year() -> None:
    lecture = "俄国史讲座\n\n2021年3月5日\n\n1917年，列宁领导了十月革命。"
    assert not fit("十月革命是谁领导的？", "列宁", lecture).contradicts
    assert fit("去年谁领导了革命？", "列宁", lecture).contradicts


@pytest.mark.parametrize(
    "question", ["说明年产量多大？", "过去年份有哪些？", "日本年号是什么？", "基本年薪多少？"]
)
def test_other_words_that_hold_a_year(question: str) -> None:
    assert not understand_question(fold(question).text).relative


def test_this_year_says_nothing_of_a_report_without_a_date() -> None:
    assert fit("今年什么桥通车？", "通车", ARTICLE) == Agreement(0, False, False, 0, 0, 0, False)
    assert fit("比去年增长了多少？", "12万").told is False


def test_the_year_something_is_up_from_is_only_compared_with() -> None:
    port = "The port handled 4.7 million tonnes in 2022, up 8% from 2021."
    assert fit("How much did the port handle in 2021?", "handled", port).contradicts
    assert fit("How much did the port handle in 2022?", "handled", port).same


OFFICES = "馆长周志强到任。副馆长林淑芬主持。"


def test_a_deputy_is_doubted_where_the_office_is_asked_about() -> None:
    holder, deputy = (fit("馆长是谁？", words, OFFICES) for words in ("周志强", "林淑芬"))
    assert (holder.others, deputy.others) == (False, True)
    assert worth(holder) - worth(deputy) == 3
    assert doubt(deputy) - doubt(holder) == FOR_OTHERS
    assert not fit("副馆长是谁？", "林淑芬", OFFICES).others


def test_a_report_on_namesakes_is_doubted() -> None:
    assert fit("林淑芳何时主持？", "林淑芬", OFFICES).others
    assert not fit("林淑芬何时主持？", "林淑芬", OFFICES).others
    assert fit("赵河大桥多长？", "三里", "柳河大桥长三里。").others
    assert not fit("柳河大桥多长？", "三里", "柳河大桥长三里。").others
