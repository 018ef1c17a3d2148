"""Names told by their form, on sentences written by hand."""

import pytest

from qa.training.names import heading, names_in


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("平安里站（）是澜江地铁二号线的车站，位于东区。", ("平安里站", "站")),
        ("红尾澜鱼（学名：），又名江鱼，为辐鳍鱼纲鲈形目的其中一种。", ("红尾澜鱼", "fish")),
        ("林澄（1960年），中国足球运动员，司职中场。", ("林澄", "footballer")),
        ("“澜江”是一条河流。", ("澜江", "water")),
        ("澜江大学是一所综合大学。", ("澜江大学", "大学")),
        ("《澜江夜话》是一部历史小说，作者不详。", ("《澜江夜话》", "book")),
        ("马修·澜恩（），是一位医生。", ("马修·澜恩", "person")),
        # no kind is named at the end of a clause, the text begins with no name, or the name is none
        ("澜江协会成立于港口开放之后。", None),
        ("2020年是一部电影。", None),
        ("该车站是澜江的车站。", None),
        ("目前澜江是一座城市。", None),
        ("林澄致辞。", None),
        ("《澜江夜话》写得很好。", None),
        ("", None),
        # a place named after a person is a place
        ("马修·澜恩大桥（）是一座大桥，为建筑。", ("马修·澜恩大桥", "大桥")),
    ],
)
def test_what_a_report_defines(report: str, expected: tuple[str, str] | None) -> None:
    assert heading(report) == expected


@pytest.mark.parametrize(
    ("question", "report", "expected"),
    [
        ("平安里站在哪里？", "平安里站（）是一个车站。", [("站", "平安里站"), ("站", "平安里站")]),
        ("谁写了《澜江夜话》？", "他写了《澜江夜话》等书。", [("title", "《澜江夜话》")]),
        ("谁写了《澜江夜话》？", "他写了《江上》等书。", []),
        ("马修·澜恩的职业是什么？", "医生马修·澜恩去世。", [("person", "马修·澜恩")]),
        # the report does not know him under this name
        ("马修·澜恩的职业是什么？", "医生澜恩去世。", []),
        ("马修·澜恩效应的内容是什么？", "马修·澜恩效应很有名。", []),
        ("此片在美国的票房是多少？", "此片在美国上映。", [("country", "美国")]),
        ("美国队长是谁？", "美国队长是一个角色。", []),
        ("他在美國的職位是什麼？", "他在美國任職。", [("land", "美國")]),
        ("澜江大学的校长是谁？", "澜江大学昨天开学。", [("大学", "澜江大学")]),
        ("最早的澜江大学在哪里？", "最早的澜江大学在东区。", []),
        ("什么是花？", "花很好看。", []),
    ],
)
def test_names_of_a_question_that_its_report_holds(
    question: str, report: str, expected: list[tuple[str, str]]
) -> None:
    found = [(name.kind, question[name.start : name.end]) for name in names_in(question, report)]
    assert found == expected


def test_a_name_does_not_begin_inside_another() -> None:
    report = "江桥（）是一座建筑。"
    assert [name.kind for name in names_in("江桥有多长？", report)] == ["building"]
    assert list(names_in("小江桥有多长？", report)) == []
