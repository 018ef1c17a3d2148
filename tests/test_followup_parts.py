"""What follow-up questions are taken apart into."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.followup import Said
from qa.followup.chinese.apart import take_apart
from qa.followup.chinese.cover import Cover, cover
from qa.followup.chinese.measures import is_flow, measure_at_end, sort_of, whose
from qa.followup.chinese.nouns import head_of, kinds_of, names_one
from qa.followup.chinese.persons import has_form_of_a_person, looks_like_a_person
from qa.followup.chinese.sorts import sort_named
from qa.followup.chinese.verbs import takes_a_person, whose_doing
from qa.followup.context import Context, Turn
from qa.followup.english.apart import take_english_apart
from qa.followup.english.verbs import base_of, is_verb, participle_of
from qa.followup.english.words import english_kinds
from qa.followup.text import Text, quoted_spans, times_in
from qa.followup.types import ANYTHING, Entity


def _words(text: Text, span: tuple[int, int] | None) -> str:
    return text.folded[slice(*span)] if span else ""


@pytest.mark.parametrize(
    ("question", "subject", "measure", "noun", "others"),
    [
        ("澜江三桥总投资多少？", "澜江三桥", "总投资", "", []),
        ("那么2022年昆阳市的地区生产总值是多少？", "昆阳市", "地区生产总值", "", []),
        ("昆山绿化率是多少？", "昆山", "绿化率", "", []),
        ("华腾精密2023年营业收入是多少？", "华腾精密", "营业收入", "", []),
        ("星湖地铁二号线有几座车站？", "星湖地铁二号线", "", "车站", []),
        ("青石水库除险加固工程何时开工？", "青石水库除险加固工程", "", "", []),
        ("修复工程花了多少钱？", "修复工程", "", "", []),
        ("广州国际女子网球公开赛何时举办？", "广州国际女子网球公开赛", "", "", []),
        ("台风“海燕”何时登陆？", "台风“海燕”", "", "", []),
        ("谁率团赴澄川县考察？", "", "", "", ["澄川县"]),
        ("邱景文收了多少贿款？", "邱景文", "", "贿款", []),
        ("临海医院2022年门诊量多少？", "临海医院", "门诊量", "", []),
        ("文物修复中心和库房扩建工程哪个大？", "文物修复中心", "", "大", ["库房扩建工程"]),
        ("澄川县县长唐静波说了什么？", "澄川县", "县长", "", ["唐静波"]),
        ("双方签署了什么协议？", "", "", "协议", []),
        ("这座桥有多长？", "", "", "", []),
        ("", "", "", "", []),
    ],
)
def test_a_chinese_question_taken_apart(
    question: str, subject: str, measure: str, noun: str, others: list[str]
) -> None:
    text = Text.of(question)
    frame = take_apart(text)
    found = frame.subject.folded if frame.subject else ""
    assert (found, _words(text, frame.measure), _words(text, frame.noun)) == (subject, measure, noun)
    assert [each.folded for each in frame.others] == others


@pytest.mark.parametrize(
    ("question", "subject", "measure", "noun", "others"),
    [
        ("When did the new ferry terminal open?", "the new ferry terminal", "", "", []),
        ("When did the new cheese plant open?", "the new cheese plant", "", "", []),
        ("How many people did Larkhill Zoo welcome in 2023?", "larkhill zoo", "", "people", []),
        ("When will the house be sold?", "the house", "", "", []),
        ("By how much did exports rise?", "exports", "", "", []),
        ("What was the total cost of the Senja Tunnel?", "the senja tunnel", "the total cost", "", []),
        ("What was the unemployment rate in Harwick?", "", "the unemployment rate", "", ["harwick"]),
        ("What is Harwick's population?", "harwick", "population", "", []),
        ("Who runs the port of Danmouth?", "", "", "", ["the port of danmouth"]),
        ("Who opened Dunmore Bridge in 2022?", "", "", "", ["dunmore bridge"]),
        ("Which countries signed the Paris treaty?", "", "", "countries", ["the paris treaty"]),
        ("", "", "", "", []),
    ],
)
def test_an_english_question_taken_apart(
    question: str, subject: str, measure: str, noun: str, others: list[str]
) -> None:
    text = Text.of(question)
    frame = take_english_apart(text)
    found = frame.subject.folded if frame.subject else ""
    assert (found, _words(text, frame.measure), _words(text, frame.noun)) == (subject, measure, noun)
    assert [each.folded for each in frame.others] == others


@pytest.mark.parametrize(
    ("question", "whole", "tells"),
    [
        ("什么时候开工的?", True, True),
        ("总投资多少?", True, True),
        ("有多少人参加?", True, True),
        ("什么时候公演?", True, True),
        ("还销往哪里?", True, True),
        ("多少?", True, False),
        ("有多少人参加了会议?", False, True),
        ("谁主持会议?", False, True),
        ("会议由谁主持?", False, False),
        ("什么时候大桥封闭?", False, False),
        ("谁将执行任务?", False, True),
        ("", True, False),
    ],
)
def test_what_names_nothing_of_its_own(question: str, whole: bool, tells: bool) -> None:
    found = cover(question)
    assert found.whole is whole
    assert not whole or found == Cover(whole, tells)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("澄川县", {"place"}), ("赵河大桥", {"thing"}), ("临海医院", {"org", "thing"}), ("云岭论坛", {"event"}),
        ("《江城》", {"work", "thing"}),
        ("让·勒梅尔", {"person"}), ("尼古拉·莱罗塔", {"person"}), ("昆山", {"place", "thing"}), ("太仓", set()),
        ("恒星精密", {"org"}), ("", set()),
    ],
)  # fmt: skip
def test_kinds_by_form(words: str, kinds: set[str]) -> None:
    assert kinds_of(words) == kinds


def test_head_nouns_and_names() -> None:
    assert (head_of("赵河大桥"), head_of("太仓")) == ("大桥", "")
    assert names_one("赵河大桥")
    assert not names_one("大桥")
    assert not names_one("全市")
    assert has_form_of_a_person("白云山")
    assert not looks_like_a_person("白云山")
    assert looks_like_a_person("欧阳若澄")


def test_measures() -> None:
    assert measure_at_end("昆山绿化率") == 2
    assert measure_at_end("干茶产量") == 2
    assert measure_at_end("太仓") == 2
    assert (sort_of("首任校长"), sort_of("主题"), sort_of("总部"), sort_of("绿化率")) == (
        "person",
        "thing",
        "place",
        "number",
    )
    assert whose("学历") == {"person"}
    assert whose("市长") == {"place"}
    assert whose("全长") == ANYTHING
    assert is_flow("出口总额")
    assert not is_flow("全长")


def test_verbs() -> None:
    assert whose_doing("毕业") == {"person"}
    assert "event" in whose_doing("开工")
    assert whose_doing("太仓") == frozenset()
    assert takes_a_person("陪同")
    assert not takes_a_person("开工")
    assert [base_of(word) for word in ("opened", "led", "carries", "stopped", "closing")] == [
        "open", "lead", "carry", "stop", "close",
    ]  # fmt: skip
    assert (participle_of("wrote"), participle_of("opened")) == ("written", "opened")
    assert is_verb("welcomed")
    assert not is_verb("hundred")


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("dunmore bridge", {"thing"}), ("sound lines", {"org"}), ("holm & lykke", {"org"}),
        ("mayor pauline dresner", {"person"}),
        ("the port of danmouth", {"place", "thing"}), ("leeds", set()), ("", set()),
    ],
)  # fmt: skip
def test_english_kinds(words: str, kinds: set[str]) -> None:
    assert english_kinds(words) == kinds


def test_sorts() -> None:
    found = sort_named("大桥有多长")
    assert found
    noun, bridge = found
    assert noun == "大桥"
    assert bridge.holds(Entity("澜江二桥", "澜江二桥", frozenset({"thing"})))
    assert not bridge.holds(Entity("云州机场", "云州机场", frozenset({"thing"})))
    firm = sort_named("公司")
    assert firm
    assert firm[1].holds(Entity("华腾精密", "华腾精密", frozenset()))
    assert sort_named("总投资") is None


def test_whom_a_turn_is_about() -> None:
    turn = Turn.of(Said("谁率团赴澄川县考察？", "", "禾浦市委书记蘇映雪"))
    assert [each.words for each in turn.entities(frozenset())] == ["蘇映雪", "澄川县"]
    listed = Turn.of(Said("有哪两座桥？", "", "澜江一桥、澜江二桥"))
    assert [each.words for each in listed.answers] == ["澜江一桥、澜江二桥", "澜江一桥", "澜江二桥"]
    assert Turn.of(Said("大桥何时通车？", "", "2018年10月")).answers == ()
    assert Turn.of(Said("苏映雪说了什么？", "", "两地要加强合作")).answers == ()
    spoken = Turn.of(Said("何时通车？", "市长林澄说，大桥明年通车。", "明年"))
    assert [each.words for each in spoken.speakers] == ["林澄"]
    english = Turn.of(Said("Who chairs it?", "", "Labour's Tom Akers"))
    assert [each.words for each in english.answers] == ["Tom Akers"]


def test_the_last_turn_goes_first() -> None:
    context = Context.of([Said("澜江一桥多长？"), Said("澜江二桥多长？")])
    assert [entity.words for _, entity in context.candidates(frozenset({"thing"}))] == [
        "澜江二桥",
        "澜江一桥",
    ]
    assert context.find(frozenset({"person"})) is None


def test_times_without_the_words_around_them() -> None:
    for question, expected in (
        ("2022年的常住人口呢", ["2022年"]), ("what about in 2022?", ["2022"]), ("2022年上半年呢", ["2022年上半年"]),
        ("去年和今年", ["去年", "今年"]),
        ("in may?", ["may"]), ("大桥呢", []),
    ):  # fmt: skip
        assert [question[start:end] for start, end in times_in(question)] == expected


@given(st.text(alphabet="澜江二桥的 ，《》“”2022年ＡＢab多少\u3000，", max_size=40))
def test_stretches_are_cut_from_the_original(original: str) -> None:
    text = Text.of(original)
    assert text.cut(0) in original
    for start, end in [*times_in(text.folded), *quoted_spans(text.folded)]:
        assert 0 <= start < end <= len(text.folded)
        assert text.cut(start, end) in original
    frame = take_apart(text)
    for entity in frame.entities:
        assert entity.words in original
        assert text.folded[entity.start : entity.end] == entity.folded
