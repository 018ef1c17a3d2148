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
        # Other words that look like names, and things that are often called otherwise.
        ("毕业生有多少人？", (), ()),
        ("金融业对经济增长的贡献率是多少？", (), ()),
        ("长江长达多少公里？", (), ()),
        ("上海交通大学和中国工商银行何时成立？", (), ()),
        ("人民医院、国际机场在哪里？", (), ()),
        ("这座大桥和那座新大桥", (), ()),
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
        ("赵河大桥多长？", "赵河医院有三千人。", "a.txt", False),
        ("赵河大桥多长？", "城南医院有三千人。", "a.txt", False),
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
