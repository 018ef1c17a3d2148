"""Exact match and F1 by hand."""

import pytest

from qa.training.metrics import exact_match, f1, units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020年9月26日。", ["2020", "年", "9", "月", "26", "日"]),
        ("《紅樓夢》", ["红", "楼", "梦"]),
        ("The Port, 3.86 km!", ["the", "port", "3.86", "km"]),
        ("1,234元", ["1234", "元"]),
        ("長(zhǎng)江", ["长", "江"]),
        ("……", []),
    ],
)
def test_units(text: str, expected: list[str]) -> None:
    assert units(text) == expected


def test_exact_match_passes_over_script_width_and_punctuation() -> None:
    assert exact_match("《紅樓夢》", ["三国演义", "红楼梦"])
    assert exact_match("ＡＢＣ", ["abc"])
    assert not exact_match("红楼梦", ["红楼"])
    assert not exact_match("红楼梦", [])


@pytest.mark.parametrize(
    ("answer", "golds", "expected"),
    [
        ("甲乙丙", ["甲乙丙"], 1.0),
        ("甲乙丙", ["乙丙丁戊"], 2 * 2 / 7),
        ("甲乙丙", ["丁"], 0.0),
        ("甲乙", ["丁", "甲", "甲乙丙丁"], 2 / 3),
        ("甲子乙丑", ["甲寅乙丑"], 2 * 2 / 8),  # the longest stretch they share is 乙丑
        ("甲", [], 0.0),
        ("", ["甲"], 0.0),
    ],
)
def test_f1(answer: str, golds: list[str], expected: float) -> None:
    assert f1(answer, golds) == pytest.approx(expected)
