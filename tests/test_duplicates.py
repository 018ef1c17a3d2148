"""Reports that are the same or nearly, on cases made by hand."""

import pytest

from qa.training.duplicates import PREFIX, near_duplicates, report_key

FIRST = "港口今日开港,共有三十艘船靠岸。市长林澄在码头上致辞并剪彩。"
SECOND = "新的大桥预计在明年秋天全线通车。工程由贺兰舟负责监督和验收。"
OTHER = "图书馆从下个月开始每晚开放到十点。读者可以在网上预约自己的座位。"


def test_the_key_passes_over_script_width_case_and_white_space() -> None:
    assert report_key("港 口\n開港，ABC　ｄ\u3000！") == "港口开港,abcd!"


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        (FIRST, FIRST, True),
        (FIRST, "港口今日開港，共有三十艘船靠岸。\n　市長林澄在碼頭上致辭並剪彩。", True),
        (FIRST, OTHER, False),
        # one of the two sentences of the shorter is half
        (FIRST, SECOND + FIRST[:16], True),
        (SECOND + FIRST[:16], FIRST, True),
        # one of three is less
        (FIRST + "会后众人合影留念并参观了展览馆。", FIRST[:16] + SECOND, False),
        # a sentence of fewer than twelve characters is nobody's own
        ("记者报道。" + SECOND, "记者报道。" + OTHER, False),
        ("短讯。", "短讯。", True),
        ("短讯。", "快讯。", False),
    ],
)
def test_near_duplicates(text: str, other: str, expected: bool) -> None:
    assert near_duplicates([text], [OTHER[:17], other]) == (frozenset([text]) if expected else frozenset())


def test_reports_that_begin_alike() -> None:
    start = "".join(chr(0x4E00 + number) for number in range(PREFIX))
    ends = ("甲" * 20 + "。" + "乙" * 20, "丙" * 20 + "。" + "丁" * 20)
    assert near_duplicates([start + ends[0]], [start + ends[1]]) == {start + ends[0]}
    assert near_duplicates([start[1:] + ends[0]], [start + ends[1]]) == frozenset()


def test_sentences_of_many_reports_do_not_add_up() -> None:
    parts = [
        "第一句话有十二个字以上吧。",
        "第二句话有十二个字以上吧。",
        "第三句话有十二个字以上吧。",
        "第四句话有十二个字以上吧。",
    ]
    whole = "".join(parts)
    fillers = [
        "甲" * 15 + "。" + "乙" * 15 + "。" + "丙" * 15 + "。",
        "丁" * 15 + "。" + "戊" * 15 + "。" + "己" * 15 + "。",
    ]
    assert near_duplicates([whole], [parts[0] + fillers[0], parts[1] + fillers[1]]) == frozenset()


def test_nothing_to_compare() -> None:
    assert near_duplicates([], [FIRST]) == frozenset()
    assert near_duplicates([FIRST], []) == frozenset()
