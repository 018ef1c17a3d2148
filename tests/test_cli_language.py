"""Which language the command speaks, and that it says the same in each."""

import dataclasses
import re
from collections.abc import Iterator
from string import Formatter

import opencc
import pytest

from qa.cli.language import language_of
from qa.cli.texts import CHINESE, ENGLISH, Texts
from qa.cli.traditional import TRADITIONAL


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh_CN.UTF-8", "zh-CN"),
        ("zh_SG", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh_CN.GB18030@pinyin", "zh-CN"),
        ("zh_TW.UTF-8", "zh-TW"),
        ("zh_HK.Big5-HKSCS", "zh-TW"),
        ("zh_MO", "zh-TW"),
        ("zh_Hant", "zh-TW"),
        ("zh_Hans_HK", "zh-CN"),
        ("ZH_tw", "zh-TW"),
        ("en_HK.UTF-8", "en"),
        ("de_DE", "en"),
        ("C.UTF-8", "en"),
    ],
)
def test_language_of_posix_locales(name: str, language: str) -> None:
    assert language_of({"LANG": name}) == language


def test_the_first_variable_that_is_set_decides() -> None:
    assert language_of({"LC_ALL": "en_US", "LC_MESSAGES": "zh_CN", "LANG": "zh_TW"}) == "en"
    assert language_of({"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "zh_TW"}) == "zh-CN"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Chinese (Simplified)_China", "zh-CN"),
        ("Chinese (Traditional)_Taiwan", "zh-TW"),
        ("Chinese (Traditional)_Hong Kong SAR", "zh-TW"),
        ("Chinese (Simplified)_Hong Kong SAR", "zh-CN"),
        ("Chinese_Taiwan", "zh-TW"),
        ("English_Hong Kong SAR", "en"),
        (None, "en"),
    ],
)
def test_language_of_windows(monkeypatch: pytest.MonkeyPatch, name: str | None, language: str) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (name, None))
    assert language_of({}) == language


def _sentences(texts: object, above: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(texts, str):
        yield above, texts
    elif isinstance(texts, tuple):
        for number, each in enumerate(texts):
            yield from _sentences(each, f"{above}[{number}]")
    elif dataclasses.is_dataclass(texts):
        for field in dataclasses.fields(texts):
            yield from _sentences(getattr(texts, field.name), f"{above}.{field.name}")


def _names(sentence: str) -> list[tuple[str, str | None]]:
    return sorted((name, form) for _, name, form, _ in Formatter().parse(sentence) if name is not None)


@pytest.mark.parametrize("texts", [CHINESE, TRADITIONAL], ids=["simplified", "traditional"])
def test_the_same_is_filled_in_and_named_in_each_language(texts: Texts) -> None:
    english, other = dict(_sentences(ENGLISH)), dict(_sentences(texts))
    assert other.keys() == english.keys()
    assert {place for place in english if _names(english[place]) != _names(other[place])} == set()
    commands = re.compile("`[^`]+`|--[a-z-]+|milvus://[A-Z:/]+")
    simplified = dict(_sentences(CHINESE))
    differing = [
        place
        for place in other
        if sorted(commands.findall(other[place])) != sorted(commands.findall(simplified[place]))
    ]
    assert differing == []


def test_each_is_in_its_own_script() -> None:
    simplify, complicate = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2tw").convert
    for _, sentence in _sentences(CHINESE):
        assert simplify(sentence) == sentence
    for _, sentence in _sentences(TRADITIONAL):
        assert "".join(map(complicate, sentence)) == sentence
