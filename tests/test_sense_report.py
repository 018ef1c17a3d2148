"""What reports and their sentences are about, from invented reports worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.prepare import Prepared, prepare
from qa.sense.period import Moment, Period
from qa.sense.report import CARRIED, DEFAULT, NAMED, SECTION, UNTOLD
from qa.types import Document

REPORT = """2022年云岭省政府工作报告

——2022年1月18日在云岭省第十三届人民代表大会第五次会议上

各位代表：

一、2021年工作回顾

过去一年，我们稳中求进。城镇新增就业12万人。

（一）办好实事

新建学校三十所。比2020年多五所。

二、“十三五”时期的成就

粮食产量稳步提高。

三、今年的工作

地区生产总值增长6%左右；居民收入同步增长。

其中，9月开学前完成校舍改造。明年再建十所。
"""


def read(text: str, name: str = "a.txt") -> Prepared:
    return prepare(Document(text, name, "0" * 64))


def told(prepared: Prepared, words: str) -> tuple[tuple[Period, ...], int]:
    """Periods and source of the sentence that holds some words."""
    number = next(n for n in range(len(prepared.bounds)) if words in prepared.sentence(n))
    return prepared.sense.periods_of(number), int(prepared.sense.sources[number])


def test_date_title_and_places() -> None:
    sense = read(REPORT, "工作报告.txt").sense
    assert (sense.date, sense.title) == (Moment(2022, 1), "2022年云岭省政府工作报告")
    assert sense.places == frozenset()
    assert read("2022年廣東省政府工作報告\n\n各位代表，請予審議。").sense.places == {"广东"}
    assert read("国务院通知\n\n各部門應當遵守，不得延誤。").sense.places == {"中国"}


@pytest.mark.parametrize(
    ("words", "period", "source"),
    [
        ("过去一年", Period.year(2021), NAMED),
        ("新增就业12万", Period.year(2021), CARRIED),
        ("新建学校", Period.year(2021), SECTION),
        ("比2020年", Period.year(2021), SECTION),
        ("粮食产量", Period.year(2016, 2020), SECTION),
        ("增长6%", Period.year(2022), SECTION),
        ("同步增长", Period.year(2022), SECTION),
        ("9月开学", Period.month(2022, 9), NAMED),
        ("明年再建", Period.year(2023), NAMED),
        ("各位代表", Period.year(2022), DEFAULT),
    ],
)
def test_the_time_every_sentence_speaks_of(words: str, period: Period, source: int) -> None:
    assert told(read(REPORT), words) == ((period,), source)


def test_headings_stand_over_their_sentences() -> None:
    prepared = read(REPORT)
    sense = prepared.sense
    over = {prepared.sentence(n): prepared.sentence(sense.headings[n]) for n in range(len(prepared.bounds))}
    assert over["新建学校三十所。"] == "(一)办好实事"
    assert over["(一)办好实事"] == "一、2021年工作回顾"
    assert over["粮食产量稳步提高。"] == "二、“十三五”时期的成就"
    assert sense.headings[0] == -1


def test_a_review_without_a_year_is_of_the_year_before() -> None:
    prepared = read("2019年工作报告\n\n一、工作回顾\n\n修路三十里。\n\n二、工作安排\n\n修路四十里。")
    assert told(prepared, "三十里") == ((Period.year(2018),), SECTION)
    assert told(prepared, "四十里") == ((Period.year(2019),), DEFAULT)


def test_news_is_about_what_its_title_names() -> None:
    prepared = read(
        "前7個月進出口增長\n\n出口額達三億元。\n\n去年同期為二億元。", "20240807 前7个月进出口.txt"
    )
    assert prepared.sense.date == Moment(2024, 8)
    assert told(prepared, "出口额") == ((Period.month(2024, 1, 7),), DEFAULT)
    assert told(prepared, "去年同期") == ((Period.month(2024, 1, 7),), DEFAULT)


def test_an_article_without_a_date_tells_only_what_its_sentences_name() -> None:
    prepared = read("云岭桥是一座铁桥。\n该桥于2001年9月12日通车，今年重修。它长三里。\n桥上有亭。")
    assert prepared.sense.date is None
    assert told(prepared, "通车") == ((Period.month(2001, 9),), NAMED)
    assert told(prepared, "三里") == ((Period.month(2001, 9),), CARRIED)
    assert told(prepared, "一座铁桥") == ((), UNTOLD)
    assert told(prepared, "有亭") == ((), UNTOLD)


def test_a_name_stands_in_for_a_missing_title() -> None:
    assert read("只有一句话，没有题目。", "会议纪要.docx").sense.title == "会议纪要"


@given(st.text(alphabet="一二三、（）。\n 2021年去今回顾工作月3要说", max_size=80))
def test_any_text_has_a_time_table_in_step_with_its_sentences(text: str) -> None:
    prepared = read(text + "末。")
    sense = prepared.sense
    assert len(sense.sources) == len(sense.headings) == len(sense.bounds) - 1 == len(prepared.bounds)
    assert sense.bounds[-1] == len(sense.periods)
    assert ((np.diff(sense.bounds) == 0) == (sense.sources == UNTOLD)).all()
    assert (sense.headings < np.arange(len(sense.headings))).all()
