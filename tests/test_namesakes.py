"""Persons and things that a report does not name, while it names others almost alike."""

import pytest

from qa.fold import fold
from qa.library import Library
from qa.sense.namesakes import find_names, names_others
from qa.types import Document
from tests.fakes import BagEncoder, cover_scorers


@pytest.mark.parametrize(
    ("question", "people", "things"),
    [
        ("林淑芳今年多大？", ("林淑芳",), ()),
        ("市長林淑芳說了什麼？", ("林淑芳",), ()),
        ("赵河大桥全长多少？", (), (("赵河", "大桥"),)),
        ("南江大桥全长多少？", (), (("南江", "大桥"),)),
        ("白云国际机场何时启用？", (), (("白云国际", "机场"),)),
        ("林淑芳的赵河大桥", ("林淑芳",), (("赵河", "大桥"),)),
        ("赵河大桥和赵河大桥", (), (("赵河", "大桥"),)),
        # What stands before is part of another word, or the name has no second given name.
        ("树林淑芳香吗？", (), ()),
        ("李强是谁？", (), ()),
        # Other words that look like names.
        ("毕业生有多少人？", (), ()),
        ("金融业对经济增长的贡献率是多少？", (), ()),
        ("长江长达多少公里？", (), ()),
        ("我国农村贫困人口有多少？", (), ()),
        ("茅台总市值是多少？", (), ()),
        ("人民医院、国际机场在哪里？", (), ()),
        ("这座大桥和那座新大桥", (), ()),
        ("蓝线和西湖区", (), (("西湖", "区"), ("蓝", "线"))),
        ("Who is Lin Shufang?", (), ()),
    ],
)
def test_names_by_their_form(
    question: str, people: tuple[str, ...], things: tuple[tuple[str, str], ...]
) -> None:
    found = find_names(fold(question).text)
    assert (found.people, found.things) == (people, things) if found else not (people or things)


@pytest.mark.parametrize(
    ("question", "report", "file", "others"),
    [
        ("林淑芳多大？", "館長林淑芬今年五十歲。", "a.txt", True),
        ("林淑芳多大？", "馆长陈淑芳今年五十岁。", "a.txt", True),
        ("林淑芳多大？", "馆长林美芳今年五十岁。", "a.txt", True),
        ("林淑芳多大？", "林淑芬和林淑芳今年五十岁。", "a.txt", False),
        ("林淑芳多大？", "林淑芬今年五十岁。", "林淑芳.txt", False),
        ("林淑芳多大？", "馆长周志强今年五十岁。", "a.txt", False),
        # Damaged text names nobody else.
        ("林淑芳多大？", "馆长林淑□今年五十岁。", "a.txt", False),
        ("林淑芳和林淑芬谁大？", "林淑芬今年五十岁。", "a.txt", False),
        # One of two persons asked about is named, or one by the given name alone.
        ("林淑芳和周志强谁大？", "林淑芬和周志强今年五十岁。", "a.txt", False),
        ("林淑芳何时任馆长？", "淑芳1990年任馆长，妹妹林淑芬是教师。", "a.txt", False),
        # No name, though its characters are alike.
        ("林淑芳多大？", "森林淑芬芳。", "a.txt", False),
        ("赵河大桥多长？", "柳河大桥长三千米。", "a.txt", True),
        ("白云国际机场何时启用？", "虹桥国际机场1907年启用。", "a.txt", True),
        ("白云国际机场何时启用？", "白云机场和虹桥国际机场2004年启用。", "a.txt", False),
        ("赵河大桥多长？", "跨江大桥长三千米，是座新大桥。", "a.txt", False),
        ("赵河大桥多长？", "大桥长三千米。", "a.txt", False),
        ("赵河大桥多长？", "这座大桥长三千米。", "a.txt", False),
        ("赵河大桥多长？", "赵河上的柳河大桥长三千米。", "a.txt", False),
        ("赵河大桥比柳河大桥长多少？", "柳河大桥长三千米。", "a.txt", False),
        ("赵河大桥多长？", "赵河医院有三千人。", "a.txt", True),
        ("赵河大桥多长？", "城南医院有三千人。", "a.txt", False),
        ("白石河大桥多长？", "青石河大桥长三千米。", "a.txt", True),
        ("石河大桥多长？", "青石河大桥长三千米。", "a.txt", False),
        ("虹桥机场何时启用？", "浦东机场和上海虹桥机场。", "a.txt", False),
        ("上海虹桥机场何时启用？", "浦东机场和虹桥机场。", "a.txt", False),
        ("青石河隧道多长？", "青石河大桥长三千米。", "a.txt", True),
        ("青石河隧道多长？", "青石河大桥和隧道长三千米。", "a.txt", False),
        ("云陵图书馆多大？", "云陵博物馆有三万平方米。", "a.txt", True),
        ("恒通新材料股份有限公司收入多少？", "恒泰新材料股份有限公司收入三亿元。", "a.txt", True),
        ("恒通公司收入多少？", "恒通收入三亿元，东海公司收入一亿元。", "a.txt", False),
        ("上海交通大学何时成立？", "上海交大成立于1896年，与复旦大学相邻。", "a.txt", False),
        ("中国工商银行有多少人？", "工行有三万人，建设银行有两万人。", "a.txt", False),
        ("迄今南京大学有几人？", "南京大学有三万人，东京大学有两万人。", "a.txt", False),
        ("宏遠化工廠被罰多少？", "宏達化工廠被罰三百萬元。", "a.txt", True),
        ("西湖区区长是谁？", "东湖区区长是刘振邦。", "a.txt", True),
        ("华南理工大学有多少学生？", "华南理工现有学生4万人，华东理工大学3万人。", "a.txt", False),
        ("海淀区有多少高校？", "海淀有高校37所，海曙区有9所。", "a.txt", False),
        ("恒大集团销售额多少？", "恒大销售额三亿元，恒力集团一亿元。", "a.txt", False),
        ("京沪高速公路多长？", "京沪高速全长1262公里，京港高速公路更长。", "a.txt", False),
        ("京沪铁路多长？", "京沪线全长1463公里，京广铁路更长。", "a.txt", False),
        ("北京大学有多少人？", "北大有三万人，南京大学有两万人。", "a.txt", False),
        ("境内主要河流有几条？", "境内有河流12条，重要河流包括赣江。", "a.txt", False),
        ("全市民营医院有几家？", "社会办医院30家，公立医院50家。", "a.txt", False),
        ("商业银行不良率是多少？", "银行业不良率1.8%，农业银行1.5%。", "a.txt", False),
        ("物业公司有多少家？", "物业企业100家，物流公司30家。", "a.txt", False),
        ("病险水库除险加固多少座？", "全年完成水库除险加固100座。", "a.txt", False),
        ("龙羊峡水库库容多大？", "龙羊峡水电站总库容247亿立方米。", "a.txt", False),
        ("西湖公园旁的西湖小学有多少学生？", "西湖小学现有学生500人。", "a.txt", False),
        ("耕地蓝线是多少？", "紫线外有18亿亩。", "a.txt", False),
        ("银水河在哪里？", "金水河在山里。", "a.txt", True),
        ("捷運藍線有多長？", "橘線全長三里。", "a.txt", True),
        ("藍線有多長？", "橘線全長三里，藍線兩里。", "a.txt", False),
        ("林志穎說了什麼？", "董事長林志盈指出三點。", "a.txt", True),
        ("葉昭輔說了什麼？", "局長葉昭甫表示同意。", "a.txt", True),
        ("多长？", "柳河大桥长三千米。", "a.txt", False),
    ],
)
def test_a_report_that_names_others(question: str, report: str, file: str, others: bool) -> None:
    names = find_names(fold(question).text)
    assert (names is not None and names_others(names, fold(report).text, file)) is others


def test_a_namesake_is_doubted_but_shown() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents([Document("馆长林淑芬今年五十岁。", "a.txt", "1")])
    same, other = library.ask("林淑芬今年多大？"), library.ask("林淑芳今年多大？")
    assert same.quotes
    assert not other.quotes
    assert other.nearest is not None
    assert other.nearest.text == "馆长林淑芬今年五十岁。"
