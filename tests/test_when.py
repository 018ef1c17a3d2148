"""Times in text, worked out by hand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.fold import fold
from qa.sense.parts import months_of
from qa.sense.period import Moment, Period, alike
from qa.sense.when import find_times, year_of

MARCH_2022 = Moment(2022, 3)
_CHINESE_DIGITS = "〇一二三四五六七八九"


def months(first: str, last: str | None = None) -> Period:
    """ "2022-03" to "2022-05", both included."""
    start, end = (tuple(map(int, each.split("-"))) for each in (first, last or first))
    return Period(start[0] * 12 + start[1] - 1, end[0] * 12 + end[1])


def periods(text: str, anchor: Moment | None = None, bare: bool = False) -> list[Period | None]:
    return [time.period for time in find_times(fold(text).text, anchor, bare)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022年", "2022-01", "2022-12"),
        ("２０２２ 年", "2022-01", "2022-12"),
        ("1 9 9 7 年", "1997-01", "1997-12"),
        ("二〇二二年", "2022-01", "2022-12"),
        ("二零二二年", "2022-01", "2022-12"),
        ("一九八○年", "1980-01", "1980-12"),
        ("二二年的目標", "2022-01", "2022-12"),
        ("九八年", "1998-01", "1998-12"),
        ("民國26年", "1937-01", "1937-12"),
        ("2022年3月", "2022-03", "2022-03"),
        ("2022年3月5日電", "2022-03", "2022-03"),
        ("二〇二二年十二月", "2022-12", "2022-12"),
        ("2024年上半年", "2024-01", "2024-06"),
        ("2024年下半年", "2024-07", "2024-12"),
        ("2024年一季度", "2024-01", "2024-03"),
        ("2024年第四季度", "2024-10", "2024-12"),
        ("2024年前三季度", "2024-01", "2024-09"),
        ("2024年前7個月", "2024-01", "2024-07"),
        ("2024年1—11月份", "2024-01", "2024-11"),
        ("2013年至2017年", "2013-01", "2017-12"),
        ("2018-2022年", "2018-01", "2022-12"),
        ("1990年代", "1990-01", "1999-12"),
        ("“十四五”時期", "2021-01", "2025-12"),
        ("“十五”期间", "2001-01", "2005-12"),
        ("十一五时期", "2006-01", "2010-12"),
        ("“一五”时期", "1953-01", "1957-12"),
        ("“三五”时期", "1966-01", "1970-12"),
        ("March 5, 2022", "2022-03", "2022-03"),
        ("5 September 2021", "2021-09", "2021-09"),
        ("in 2022", "2022-01", "2022-12"),
        ("from 2018 to 2022", "2018-01", "2022-12"),
        ("Q3 2024", "2024-07", "2024-09"),
        ("the second quarter of 2023", "2023-04", "2023-06"),
        ("first half of 2023", "2023-01", "2023-06"),
        ("2022-03-05", "2022-03", "2022-03"),
        ("2022/3/5", "2022-03", "2022-03"),
    ],
)
def test_times_that_name_their_year(text: str, first: str, last: str) -> None:
    assert periods(text) == [months(first, last)]
    assert all(time.named for time in find_times(fold(text).text))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今年", "2022-01", "2022-12"),
        ("本年度", "2022-01", "2022-12"),
        ("去年", "2021-01", "2021-12"),
        ("上年", "2021-01", "2021-12"),
        ("前年", "2020-01", "2020-12"),
        ("明年", "2023-01", "2023-12"),
        ("去年12月", "2021-12", "2021-12"),
        ("今年上半年", "2022-01", "2022-06"),
        ("本月", "2022-03", "2022-03"),
        ("上個月", "2022-02", "2022-02"),
        ("2月份", "2022-02", "2022-02"),
        ("11月份", "2021-11", "2021-11"),
        ("过去一年", "2021-01", "2021-12"),
        ("五年来", "2017-01", "2021-12"),
        ("过去五年", "2017-01", "2021-12"),
        ("今后五年", "2022-01", "2026-12"),
        ("this year", "2022-01", "2022-12"),
        ("last year", "2021-01", "2021-12"),
        ("last month", "2022-02", "2022-02"),
        ("the past five years", "2017-01", "2021-12"),
    ],
)
def test_words_that_count_from_the_reports_date(text: str, first: str, last: str) -> None:
    assert periods(text, MARCH_2022) == [months(first, last)]
    assert periods(text) == [None]


def test_years_in_a_list_are_times_of_their_own() -> None:
    assert periods("2019年和2021年") == [months("2019-01", "2019-12"), months("2021-01", "2021-12")]
    three = [months(f"{year}-01", f"{year}-12") for year in (2019, 2021, 2023)]
    assert periods("2019年、2021年、2023年") == three
    assert periods("2019、2021和2023年") == three
    assert periods("2019年及2021年与2023年") == three
    assert periods("2019和2021人") == []


def test_last_month_of_january_is_december() -> None:
    assert periods("上月", Moment(2024, 1)) == [months("2023-12")]


def test_late_in_a_year_the_last_five_years_include_it() -> None:
    assert periods("五年来", Moment(2022, 10)) == [months("2018-01", "2022-12")]


def test_since_runs_to_the_report() -> None:
    assert periods("2013年以来", MARCH_2022) == [months("2013-01", "2022-03")]


def test_a_month_is_of_the_year_its_sentence_named() -> None:
    assert periods("2019年投产，6月扩建。") == [months("2019-01", "2019-12"), months("2019-06")]
    assert periods("2019年投产。6月扩建。") == [months("2019-01", "2019-12"), None]


@pytest.mark.parametrize(
    "text",
    [
        "以上年龄", "如今年轻人", "目前年均增长", "二十五年来", "五六年", "公元前221年", "有2000年历史",
        "这只股票12个月", "与“十四五”规划目标相衔接", "12345年", "a 2022% rise", "1998.5",
    ],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    assert periods(text, MARCH_2022) == []


@pytest.mark.parametrize("text", ["比2019年增长", "较上年提高", "高于去年", "与去年同期持平", "than 2019年"])
def test_times_of_comparison_are_marked(text: str) -> None:
    assert [time.compared for time in find_times(fold(text).text, MARCH_2022)] == [True]


def test_bare_years_are_times_in_questions_alone() -> None:
    assert periods("2022经济增长目标", bare=True) == [months("2022-01", "2022-12")]
    assert periods("2022经济增长目标") == []
    assert periods("投入2022万元", bare=True) == []
    assert periods("“十四五”规划的目标", bare=True) == [months("2021-01", "2025-12")]


def test_years_by_their_digits() -> None:
    assert [year_of(digits) for digits in ("2022", "二〇二二", "一九九八", "九八", "零五")] == [
        2022,
        2022,
        1998,
        1998,
        2005,
    ]


def test_months_of_parts() -> None:
    parts = ("3月", "十二月", "1-9月", "前三季度", "第2季度", "首10个月", "下半年", "september", "sept")
    assert [months_of(part) for part in parts] == [
        (3, 3), (12, 12), (1, 9), (1, 9), (4, 6), (1, 10), (7, 12), (9, 9), (9, 9),
    ]  # fmt: skip


@given(st.integers(1900, 2099))
def test_a_year_is_the_same_in_every_script(year: int) -> None:
    chinese = "".join(_CHINESE_DIGITS[int(digit)] for digit in str(year))
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(year))
    for text in (f"{year}年的目标", f"{chinese}年的目标", f"{wide}年的目标", f"the target for {year}"):
        assert periods(text) == [Period.year(year)]


@given(st.text(alphabet="二〇一年月日至—0123456789上下半今去前个季度五“”十四 .-abq", max_size=40))
def test_any_text_is_read_without_fault_and_in_order(text: str) -> None:
    found = list(find_times(text, MARCH_2022, bare=True))
    assert all(time.start < time.end for time in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(time.period.first < time.period.end for time in found if time.period)


_PERIODS = st.builds(
    lambda first, length: Period(first, first + length), st.integers(0, 100), st.integers(1, 60)
)


@given(_PERIODS, _PERIODS)
def test_likeness_is_the_dice_coefficient_of_the_months(one: Period, other: Period) -> None:
    first, second = (set(range(each.first, each.end)) for each in (one, other))
    assert alike(one, other) == pytest.approx(2 * len(first & second) / (len(first) + len(second)))


def test_likeness_by_hand() -> None:
    assert alike(Period.year(2024), Period.month(2024, 1, 7)) == pytest.approx(14 / 19)
    assert alike(Period.year(2024), Period.year(2025)) == 0
