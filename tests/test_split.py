"""Sentences and passages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.split import MAX_PASSAGE, MAX_SENTENCE, segment

PIECES = st.sampled_from(
    [*"甲。！？；，”“）….!?1 \n\u3000", "乙丙", "Dr", "Word", "\n\n", "a b", "长" * 90, "x" * 130]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in segment(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\u3000", []),
        ("甲。乙！丙？丁；戊", ["甲。", "乙！", "丙？", "丁；", "戊"]),
        ("真的？！是。", ["真的？！", "是。"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("（见附件。）下一句。", ["（见附件。）", "下一句。"]),
        ("一份报告!下一份报告?完", ["一份报告!", "下一份报告?", "完"]),
        ("It grew. It shrank! Why? Unknown.", ["It grew.", "It shrank!", "Why?", "Unknown."]),
        ("He said “Yes.” She left.", ["He said “Yes.”", "She left."]),
        ("It cost 3.5 million. Nobody knew.", ["It cost 3.5 million.", "Nobody knew."]),
        ("Dr. Smith met Mr. Brown. They left.", ["Dr. Smith met Mr. Brown.", "They left."]),
        ("The U.S. Army won. Yes.", ["The U.S. Army won.", "Yes."]),
        ("J. Smith spoke.", ["J. Smith spoke."]),
        ("Published in No. 5 of Vol. 2 last year.", ["Published in No. 5 of Vol. 2 last year."]),
        ("1. Overview of the year. Good.", ["1. Overview of the year.", "Good."]),
        ("Wait... what is it? Fine.", ["Wait... what is it?", "Fine."]),
        ("第一章\n甲。\n\n乙", ["第一章", "甲。", "乙"]),
        ("  甲。　乙。  ", ["甲。", "乙。"]),
        ("海上?!?+8协作区。", ["海上?!?+8协作区。"]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_paragraph_is_a_passage() -> None:
    text = "甲。乙。\n丙。\n\n丁。"
    found = segment(text)
    assert found.passages == ((0, 2), (2, 3), (3, 4))
    assert [text[slice(*found.passage_span(number))] for number in range(3)] == ["甲。乙。", "丙。", "丁。"]


def test_a_long_paragraph_is_filled_up_to_the_limit_with_whole_sentences() -> None:
    sentence = "长" * 149 + "。"
    found = segment(sentence * 5)
    assert found.passages == ((0, 2), (2, 4), (4, 5))


def test_passages_may_be_exactly_as_long_as_the_limit() -> None:
    sentence = "长" * (MAX_PASSAGE // 2 - 1) + "。"
    assert segment(sentence * 3).passages == ((0, 2), (2, 3))


def test_text_without_any_end_is_cut_at_the_last_comma_before_the_limit() -> None:
    text = "长" * 400 + "，" + "短" * 150 + "，" + "长" * 300
    assert sentences(text) == [text[:552], text[552:]]


def test_text_without_even_a_comma_is_cut_at_the_limit() -> None:
    assert [len(each) for each in sentences("x" * 1500)] == [MAX_SENTENCE, MAX_SENTENCE, 300]


def test_lines_broken_to_a_width_are_one_paragraph() -> None:
    line = "这是一行被硬性折断的文字而且每一行的长度都是三十个字符左右吧"
    text = "\n".join([line] * 7) + "。"
    assert sentences(text) == [text]


def test_lines_that_end_a_sentence_are_paragraphs() -> None:
    line = "这一行正好是一个完整的句子而且每一行的长度都差不多是三十个字。"
    assert sentences("\n".join([line] * 7)) == [line] * 7


@given(TEXTS)
@settings(deadline=None)
def test_sentences_hold_every_character_once_and_in_order(text: str) -> None:
    position = 0
    for start, end in segment(text).sentences:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert end - start <= MAX_SENTENCE
        position = end
    assert not text[position:].strip()


@given(TEXTS)
@settings(deadline=None)
def test_passages_hold_every_sentence_once_and_in_order(text: str) -> None:
    found = segment(text)
    numbers = [number for first, last in found.passages for number in range(first, last)]
    assert numbers == list(range(len(found.sentences)))
    for number, (first, last) in enumerate(found.passages):
        start, end = found.passage_span(number)
        assert end - start <= MAX_PASSAGE or last - first == 1


@pytest.mark.parametrize("sign", [",", "\t", " | "])
def test_rows_of_a_table_are_no_wrapped_lines(sign: str) -> None:
    row = sign.join(["研发部门经理", "二〇一二年入职", "23800", "8810"])
    text = "\n".join([row.replace("8810", str(number)) for number in range(8810, 8818)])
    assert [text[start:end] for start, end in segment(text).sentences] == text.split("\n")
