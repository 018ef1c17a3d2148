"""Follow-up questions: what is completed, what is left alone, and what holds for any text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.followup import Completion, Said, complete
from qa.followup.smalltalk import is_smalltalk
from qa.followup.types import put_together
from qa.question import MAX_QUESTION

_DELEGATION = Said("谁率团赴澄川县考察？", "禾浦市委书记蘇映雪率团赴澄川县考察。", "蘇映雪", "visit.txt")
_TOWN = Said("2021年昆阳市的地区生产总值是多少？", "2021年，昆阳市地区生产总值为4748亿元。", "4748亿元")
_BRIDGE = Said("澜江二桥总投资多少？", "澜江二桥总投资41.7亿元。", "41.7亿元")
_COUNCIL = Said("How much did Harwick Council spend in 2021?", "", "310 million pounds")


def _question(typed: str, *earlier: Said) -> str | None:
    completion = complete(typed, earlier)
    return completion.question if completion else None


def test_the_words_that_are_taken_over_are_named_as_they_stand() -> None:
    # What he said is asked of somebody whose name the report writes in traditional characters.
    assert complete("她还说了什么？", [_DELEGATION]) == Completion("蘇映雪还说了什么？", ("蘇映雪",))


def test_a_town_takes_the_place_of_a_town() -> None:
    assert complete("那太仓呢？", [_TOWN]) == Completion(
        "2021年太仓的地区生产总值是多少？", ("2021年", "的地区生产总值是多少？")
    )


def test_a_year_takes_the_place_of_a_year_in_either_language() -> None:
    assert complete("what about 2022?", [_COUNCIL]) == Completion(
        "How much did Harwick Council spend in 2022?", ("How much did Harwick Council spend in", "?")
    )
    assert _question("what about 2022?", _TOWN) == "2022年昆阳市的地区生产总值是多少？"
    assert _question("那2022年呢？", _COUNCIL) == "How much did Harwick Council spend in 2022?"


def test_a_chain_goes_on_from_what_was_completed() -> None:
    second = Said("2021年太仓的地区生产总值是多少？")
    third = Said("2022年太仓的地区生产总值是多少？")
    assert _question("2022年呢？", _TOWN, second) == third.question
    assert _question("常住人口呢？", _TOWN, second, third) == "2022年太仓的常住人口是多少？"
    assert _question("昆阳市呢？", _TOWN, second, third) == "2022年昆阳市的地区生产总值是多少？"


@pytest.mark.parametrize(
    "typed",
    [
        # Complete questions, those that share words with the last one and those that begin with 那么 among them.
        "那么2022年太仓市的地区生产总值是多少？",
        "2022年太仓市的地区生产总值是多少呢？",
        "昆阳市有多少家医院？",
        "会议由谁主持？",
        "签约仪式在哪里举行？",
        "增长放缓的主要原因是什么？",
        "问题最多的是哪家公司？",
        "哪个省的人口最多？",
        "有多少人参加了云岭论坛？",
        "哪些车辆不得提供运营服务？",
        "什么情况下合同无效？",
        "1919年5月4日发生了什么事？",
        # 它 and 其 inside words, 这 that points at the reports, quotations.
        "其他城市的情况如何？",
        "其它城市有地铁吗？",
        "尤其是哪些行业增长最快？",
        "这些报告是谁写的？",
        "这份报告说了什么？",
        "这个问题怎么解决？",
        "《他改变了中国》是谁写的？",
        "“她来了”是谁说的？",
        "吉他是哪里生产的？",
        "谁说的？",
        "苏映雪说她会做什么？",
        # English that stands on its own.
        "Is it true that exports fell?",
        "How long does it take to cross the bay?",
        "What time is it?",
        "Is there a report on ports?",
        "Which countries signed the treaty of Linport?",
        "What does the report say?",
        # Not a question about any report.
        "你好",
        "谢谢！",
        "好的，明白了",
        "Thanks a lot!",
        "hello",
        "那你觉得呢？",
        "你是谁？",
        "？？",
        "",
    ],
)
@pytest.mark.parametrize(
    "earlier", [_DELEGATION, _TOWN, _BRIDGE, _COUNCIL], ids=lambda said: said.question[:8]
)
def test_what_stands_on_its_own_is_left_alone(typed: str, earlier: Said) -> None:
    assert complete(typed, [earlier]) is None


def test_nothing_is_completed_without_an_earlier_question() -> None:
    assert complete("她还说了什么？", []) is None
    assert complete("那太仓呢？", [Said("谢谢"), Said("")]) is None


def test_greetings_between_are_passed_over() -> None:
    assert _question("那太仓呢？", _TOWN, Said("谢谢！")) == "2021年太仓的地区生产总值是多少？"


def test_full_width_and_traditional_characters_are_read_alike() -> None:
    assert _question("那２０２２年呢？", _TOWN) == "２０２２年昆阳市的地区生产总值是多少？"
    assert _question("她還說了什麼？", _DELEGATION) == "蘇映雪還說了什麼？"
    assert _question("總投資呢？", Said("瀾江三橋全長多少？")) == "瀾江三橋總投資多少？"


def test_what_would_be_too_long_is_not_completed() -> None:
    subject = "澜" * (MAX_QUESTION - 12) + "大桥"
    earlier = Said(f"{subject}总投资多少？")
    assert complete("它的总投资与澜江一桥的总投资相比哪个多？", [earlier]) is None
    assert complete("她" * (MAX_QUESTION + 1), [_DELEGATION]) is None


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("谢谢", True), ("謝謝您！", True), ("Good morning", True), ("OK, thanks", True), ("……", True), ("", True),
        ("谢谢，那太仓呢？", False), ("你好在哪里？", False), ("thanks to whom?", False), ("好" * 81, False),
    ],
)  # fmt: skip
def test_smalltalk(text: str, talk: bool) -> None:
    assert is_smalltalk(text) is talk


def test_pieces_are_put_together() -> None:
    assert put_together([("澜江", True), ("二桥", True), ("", False), ("多长？", False)]) == Completion(
        "澜江二桥多长？", ("澜江二桥",)
    )
    assert put_together([("多长？", False)]) is None
    assert put_together([("长" * MAX_QUESTION, True), ("？", False)]) is None


_PARTS = """
他 它的 该公司 这座桥 那里 那年 前者 那 呢 还有 为什么 什么时候 多少 总投资 全长 开工 太仓 苏映雪 澜江二桥 昆山市
2022年 去年 上半年 说了什么 《江城》 “他” 、 和 的 是谁 人口 其中 第三届 论坛 ？ ， ａ２ · 𠮷 Leeds 2021 why 's ? else
"""
_WORDS = [
    *re.findall(r"\S+", _PARTS),
    *re.findall(
        r"[^|]+",
        " |what about |and in |he |its |the company |Harwick Council|when did |how much |it |that year|there|who is ",
    ),
]
_TEXTS = st.one_of(st.lists(st.sampled_from(_WORDS), max_size=12).map("".join), st.text(max_size=60))
_SAID = st.builds(Said, question=_TEXTS, text=_TEXTS, answer=_TEXTS)


@settings(max_examples=400, deadline=None)
@given(typed=_TEXTS, earlier=st.lists(_SAID, max_size=4))
def test_any_text_is_completed_or_left_alone(typed: str, earlier: list[Said]) -> None:
    completion = complete(typed, earlier)
    if completion:
        assert 0 < len(completion.question) <= MAX_QUESTION
        assert completion.question != typed
        assert completion.taken
        assert all(words and words in completion.question for words in completion.taken)


@settings(max_examples=200, deadline=None)
@given(typed=_TEXTS, said=_SAID)
def test_what_is_taken_over_stands_in_the_earlier_turn(typed: str, said: Said) -> None:
    completion = complete(typed, [said])
    source = said.question + said.text + said.answer
    for words in completion.taken if completion else ():
        # Of two stretches that meet, a space may lie between.
        assert set(words) <= set(source) | {" "}


@pytest.mark.parametrize(
    "unit", ["澜江三桥总投资", "他说", "1", "《", "的", "苏·", "、", "and ", "the ", "2022年", "a"]
)
def test_long_texts_take_bounded_time(unit: str) -> None:
    long = (unit * MAX_QUESTION)[:MAX_QUESTION]
    earlier = [Said(long, unit * 5000, long[:60])] * 20
    for typed in ("他还说了什么？", "what about its cost?", "那太仓呢？", long):
        completion = complete(typed, earlier)
        assert completion is None or len(completion.question) <= MAX_QUESTION
