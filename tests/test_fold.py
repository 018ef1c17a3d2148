"""Folding: one spelling for what readers take as the same."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa.fold import fold, readable

PIECES = st.sampled_from(
    [*"長學乙か한。，()1ＡéİﬁＡ \u3000\n\u200b", "(zhǎng)", "(xué xí)", "（a）", "(ㄓㄤˇ)", ",234", "ab"]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("臺灣的資訊產業", "台湾的资讯产业"),
        ("市長(zhǎng)蘇映雪", "市长苏映雪"),
        ("好（hǎo）", "好"),
        ("重(ㄓㄨㄥˋ)要", "重要"),
        ("長(cháng jiāng)江", "长江"),
        ("發展(fā zhǎn)了", "发展了"),
        ("ＡＢＣ１２３％", "abc123%"),
        ("Port of KELDERAY", "port of kelderay"),
        ("投資 1,234,567 元", "投资1234567元"),
        ("1,234", "1234"),
        ("面積 九 百 畝", "面积九百亩"),
        ("two  words", "two words"),
        ("two\nwords", "two words"),
        ("一行\n又一行", "一行又一行"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("看著你", "看着你"),
        ("甚麼", "什么"),
        ("裡面", "里面"),
        ("⼀", "一"),
    ],
)
def test_one_spelling(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    "text",
    [
        "",
        "北京(beijing2008)",
        "人(people)",
        "(a)",
        "(zhang)x",
        "背面(后面)",
        "12,34",
        "1,2345",
        "a b",
        "3.5%",
        "ﬁ",
    ],
)
def test_what_is_no_variant_stays(text: str) -> None:
    assert fold(text).text == text


def test_a_variant_finds_its_other_spellings() -> None:
    spellings = ["臺灣大學", "台湾大学", "臺 灣 大 學", "臺(tái)灣(wān)大(dà)學(xué)", "台\u200b湾大学"]
    assert {fold(text).text for text in spellings} == {"台湾大学"}


def test_offsets_lead_back_to_the_original() -> None:
    text = "市長(zhǎng)蘇映雪"
    folded = fold(text)
    assert folded.offsets.tolist() == [0, 1, 9, 10, 11, 12]
    start, end = folded.span(1, 3)
    assert text[start:end] == "長(zhǎng)蘇"


def test_a_note_behind_the_last_character_is_not_part_of_a_span() -> None:
    assert fold("市長(zhǎng)蘇").span(0, 2) == (0, 2)


def test_offsets_without_anything_dropped_count_up() -> None:
    assert fold("臺灣").offsets.tolist() == [0, 1, 2]
    assert fold("").offsets.tolist() == [0]


@given(TEXTS)
@settings(deadline=None)
def test_offsets_ascend_and_stay_inside(text: str) -> None:
    folded = fold(text)
    assert folded.offsets.dtype == np.int64
    assert folded.offsets.shape == (len(folded.text) + 1,)
    assert folded.offsets[-1] == len(text)
    assert (np.diff(folded.offsets) > 0).all()


@given(TEXTS, st.data())
@settings(deadline=None)
def test_a_span_lies_in_the_original_and_folds_to_its_text(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, behind = folded.span(start, end)
    assert 0 <= first < behind <= len(text)
    assert fold(text[first]).text == folded.text[start]
    assert fold(text[behind - 1]).text == folded.text[end - 1]


@given(TEXTS)
@example("長(zhǎng)(cháng)")
@example("長(zhǎng) b")
@example("a \u200b b")
@settings(deadline=None)
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


def test_every_character_folds_to_one_that_folds_to_itself() -> None:
    everything = "".join(map(chr, (*range(0x3000), *range(0x3400, 0x9FFF), *range(0xF900, 0xFFFE))))
    lines = "x".join(everything)
    assert fold(fold(lines).text).text == fold(lines).text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("市長(zhǎng)蘇映雪", "市長蘇映雪"),
        ("實(shí)地 學(xué)習(xí)", "實地 學習"),
        ("重（ㄓㄨㄥˋ）要", "重要"),
        ("後面（背面）", "後面（背面）"),
        ("ＡＢＣ　臺灣", "ＡＢＣ　臺灣"),
        ("GDP(GDP)", "GDP(GDP)"),
    ],
)
def test_readable_leaves_notes_out_and_nothing_else(text: str, shown: str) -> None:
    assert readable(text) == shown


@given(TEXTS)
@settings(deadline=None)
def test_readable_only_removes(text: str) -> None:
    rest = iter(text)
    assert all(character in rest for character in readable(text))


@given(st.text(alphabet="長學乙 \n\u3000Ａb。，1", max_size=40))
@settings(deadline=None)
def test_readable_keeps_text_without_brackets(text: str) -> None:
    assert readable(text) == text
