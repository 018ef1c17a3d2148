"""What questions ask for, and what sentences mention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asked import KINDS, asked, find_mentions
from qa.fold import fold


@pytest.mark.parametrize(
    ("question", "kind", "words"),
    [
        ("谁是市长?", "person", "谁"),
        ("会议由哪位领导主持?", "person", "哪位"),
        ("主持会议的是什么人?", "person", "什么人"),
        ("who chairs the board?", "person", "who"),
        ("大桥何时开工?", "time", "何时"),
        ("大桥是哪一年通车的?", "time", "哪一年"),
        ("仪式在几月几日举行?", "time", "几月"),
        ("when did it open?", "time", "when"),
        ("in what year did it open?", "time", "what year"),
        ("共有多少人参加?", "number", "多少"),
        ("大桥有几座?", "number", "几"),
        ("桥有多长?", "number", "多长"),
        ("这是第几届大会?", "number", "第几"),
        ("how many ferries are there?", "number", "how many"),
        ("位于哪里?", "place", "位于哪"),
        ("会议在哪个城市召开?", "place", "在哪"),
        ("产自哪些省份?", "place", "哪些省份"),
        ("where is the port?", "place", "where"),
        ("新桥叫什么名字?", "name", "叫什么名字"),
        ("哪家公司中标?", "name", "哪家"),
        ("which berth is used?", "name", "which"),
        ("为什么停航?", "reason", "为什么"),
        ("停航的原因是什么?", "reason", "原因是什么"),
        ("why was it closed?", "reason", "why"),
        ("如何减少污染?", "way", "如何"),
        ("how was it paid?", "way", "how"),
        ("签署了什么?", "thing", "什么"),
        ("what was signed?", "thing", "what"),
    ],
)
def test_what_is_asked_for(question: str, kind: str, words: str) -> None:
    found = asked(question)
    assert (found.kind, question[found.start : found.end]) == (kind, words)


def test_a_question_without_a_question_word_asks_for_a_thing() -> None:
    found = asked("大桥长度")
    assert (found.kind, found.start, found.end) == ("thing", 4, 4)


def test_a_traditional_question_asks_for_the_same() -> None:
    assert asked(fold("為甚麼停航？").text).kind == "reason"
    assert asked(fold("大橋是甚麼時候通車的？").text).kind == "time"


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        ("大桥2020年9月26日开工,次年5月完工", "time", ["2020年9月26日", "次年", "5月"]),
        ("二〇二三年十二月三十一日,上世纪,19世纪末", "time", ["二〇二三年十二月三十一日", "19世纪末"]),
        ("会议定于6月20日召开", "time", ["6月20日"]),
        ("from 21 march 2024 to july 2025, as in 1994", "time", ["21 march 2024", "july 2025", "1994"]),
        ("on march 3, 2024 and on june 5", "time", ["march 3, 2024", "june 5"]),
        ("2024-03-21", "time", ["2024-03-21"]),
        ("全长3.86公里,共三百余人,占11.8%", "number", ["3.86公里", "三百余人", "11.8%"]),
        ("这是第三届", "number", ["第三届"]),
        ("two ferries and 31 hectares", "number", ["two", "31"]),
        ("市长林澄、主任梁若谷、约翰·史密斯", "person", ["林澄", "梁若谷", "约翰·史密斯"]),
        ("位于青石区,靠近望江路", "place", ["位于青石区", "靠近望江路"]),
        ("《红楼梦》与“一件事”", "name", ["《红楼梦》", "“一件事”"]),
        ("由tarn electrical建造", "name", ["tarn electrical"]),
    ],
)
def test_what_is_mentioned(sentence: str, kind: str, words: list[str]) -> None:
    found = list(find_mentions(sentence, (kind,)))
    assert {mention.kind for mention in found} == {kind}
    assert [sentence[mention.start : mention.end] for mention in found] == words


def test_only_the_kinds_asked_for_are_looked_for() -> None:
    sentence = "市长林澄于2020年到青石区。"
    assert {mention.kind for mention in find_mentions(sentence)} >= {"person", "time", "number", "place"}
    assert {mention.kind for mention in find_mentions(sentence, ("time", "place"))} == {"time", "place"}
    assert list(find_mentions(sentence, ("reason", "way", "thing"))) == []


@given(st.text(alphabet="市长林澄2年月日3.《》“” ab谁什么多少·", max_size=30))
def test_spans_lie_in_the_text(text: str) -> None:
    found = asked(text)
    assert found.kind in KINDS
    assert 0 <= found.start <= found.end <= len(text)
    for mention in find_mentions(text):
        assert mention.kind in KINDS[:5]
        assert 0 <= mention.start < mention.end <= len(text)
