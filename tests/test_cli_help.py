"""Help is whole on every terminal, in one language, and as wide as what it stands on."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from qa.cli.app import build
from qa.cli.texts import CHINESE, ENGLISH, Texts
from qa.cli.traditional import TRADITIONAL
from qa.cli.wrapping import cells, wrap

_COMMANDS = (
    ("ask",),
    ("search",),
    ("verify",),
    ("chat",),
    ("add",),
    ("remove",),
    ("list",),
    ("reindex",),
    ("compact",),
    ("doctor",),
    ("export",),
    ("import",),
    ("copy",),
    ("user",),
    ("user", "add"),
    ("user", "list"),
    ("user", "remove"),
    ("user", "password"),
    ("user", "role"),
)


def _help(*command: str, texts: Texts) -> str:
    result: Any = CliRunner().invoke(build(texts), [*command, "--help"])
    assert result.exit_code == 0
    return str(result.stdout)


@pytest.mark.parametrize("columns", ["60", "80", "120"])
@pytest.mark.parametrize("texts", [ENGLISH, CHINESE, TRADITIONAL], ids=["en", "zh", "hant"])
@pytest.mark.parametrize("command", [(), *_COMMANDS], ids="-".join)
def test_nothing_is_cut_and_no_line_is_too_wide(
    command: tuple[str, ...], texts: Texts, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    whole = re.sub(r"\s+", "", _help(*command, texts=texts))
    monkeypatch.setenv("COLUMNS", columns)
    shown = _help(*command, texts=texts)
    assert re.sub(r"\s+", "", shown) == whole
    assert "…" not in shown
    assert "..." not in shown.replace("[ARGS]...", "").replace("[PATH]...", "").replace(
        "{PATH}...", ""
    ).replace("{REPORT}...", "")
    longest = max(map(cells, shown.splitlines()))
    assert longest <= int(columns)


@pytest.mark.parametrize("command", [(), *_COMMANDS], ids="-".join)
@pytest.mark.parametrize("texts", [CHINESE, TRADITIONAL], ids=["zh", "hant"])
def test_chinese_help_is_chinese(command: tuple[str, ...], texts: Texts) -> None:
    shown = _help(*command, texts=texts)
    assert shown.startswith("用法：")
    for english in ("Usage", "Options", "Arguments", "Commands", "Show this message", "required", "default"):
        assert english not in shown


def test_a_command_that_is_missing_says_where_help_is() -> None:
    result: Any = CliRunner().invoke(build(CHINESE), ["frag"])
    assert result.exit_code == 2
    assert "--help" in result.stderr or "-h" in result.stderr


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("报告一字不差", 6, ["报告一", "字不差"]),
        ("报告，一字", 6, ["报告，", "一字"]),
        ("报告一，字", 6, ["报告", "一，字"]),  # no line begins with a comma
        ("写（名称）", 5, ["写", "（名", "称）"]),  # nor ends with what opens
        ("用 `report-qa` 写", 12, ["用", "`report-qa`", "写"]),
        ("milvus://HOST:PORT/NAME", 8, ["milvus://HOST:PORT/NAME"]),
        ("a  b\nc", 80, ["a b c"]),
    ],
)
def test_lines_end_where_they_may(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(st.text("ab 报告，。（）/-\n", max_size=80), st.integers(4, 30))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    for line in lines:
        # only what cannot be divided is wider
        assert cells(line) <= width or len(wrap(line, 1)) == 1
    assert all(line == line.strip() for line in lines)


def test_wide_characters_take_two_cells() -> None:
    assert cells("报告 a，") == 8
