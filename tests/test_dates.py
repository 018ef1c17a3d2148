"""When a report was made, from invented heads of reports."""

import pytest

from qa.fold import fold
from qa.sense.dates import report_date
from qa.sense.period import Moment


def date(name: str = "a.txt", title: str = "", *lines: str, last: str = "") -> Moment | None:
    folded = [fold(line).text for line in lines]
    return report_date(fold(name).text, fold(title).text, folded, [True] * len(folded), [fold(last).text])


@pytest.mark.parametrize(
    "name",
    [
        "20230715_夏粮.txt",
        "2023-07-15 夏粮.pdf",
        "夏粮2023年7月15日.docx",
        "夏粮（二〇二三年七月）.txt",
        "report_2023-07.txt",
    ],
)
def test_dates_in_file_names(name: str) -> None:
    assert date(name) == Moment(2023, 7)


@pytest.mark.parametrize("name", ["87b5ec8879539d45.txt", "20231399.txt", "报告12345678.txt", "scan0042.pdf"])
def test_numbers_in_file_names_that_are_no_dates(name: str) -> None:
    assert date(name) is None


@pytest.mark.parametrize(
    "line",
    [
        "——2022年3月5日在云岭省第十三届人民代表大会第五次会议上",
        "（2022年3月11日云岭省第十三届人民代表大会通过）",
        "（2022年3月16日）",
        "发布时间：2022-03-05 10:00",
        "成文日期：2022年3月5日",
        "二〇二二年三月五日",
        "云岭社北京2022年3月5日電（記者 甲乙）",
        "Published: March 5, 2022",
        "5 March 2022",
    ],
)
def test_dates_in_first_lines(line: str) -> None:
    assert date("a.txt", "政府工作报告", line) == Moment(2022, 3)


def test_a_sentence_that_tells_of_a_day_does_not_date_a_report() -> None:
    assert date("a.txt", "", "云岭桥于2001年9月12日通车，全长三里，是当地第一座铁桥。") is None
    assert date("a.txt", "", "甲乙丙（1937年3月5日－），云岭人，作家。") is None


def test_a_letter_is_dated_at_its_end() -> None:
    assert date("a.txt", "", "各位：", last="2021年6月1日") == Moment(2021, 6)
    assert date("a.txt", "", "各位：", last="大会定于2021年6月1日召开，请各位准时到会，不得缺席。") is None


def test_the_title_of_a_report_dates_it_and_that_of_an_article_does_not() -> None:
    assert date("a.txt", "2022年云岭省政府工作报告") == Moment(2022)
    assert date("2021年度报告.pdf") == Moment(2021)
    assert date("a.txt", "Annual report 2021") == Moment(2021)
    assert date("a.txt", "2022年云岭運動會") is None


def test_a_dateline_without_a_year_takes_it_from_the_title() -> None:
    assert date("a.txt", "2023年春运", "云岭社北京2月15日电") == Moment(2023, 2)
    assert date("a.txt", "春运", "云岭社北京2月15日电") is None


def test_the_name_counts_more_than_the_title() -> None:
    assert date("20240229 公报.txt", "2023年统计公报") == Moment(2024, 2)
