"""Which language a browser gets, and that every language says everything."""

from dataclasses import fields
from string import Formatter

import pytest

import qa.errors
from qa.errors import QAError
from ui.i18n import LANGUAGES, texts_for
from ui.texts import EN, ZH_CN, ZH_TW, Texts


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("zh-CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-SG", "zh-CN"),
        ("zh-Hans-HK", "zh-CN"),
        ("zh-TW", "zh-TW"),
        ("ZH-tw", "zh-TW"),
        ("zh-HK,zh;q=0.9", "zh-TW"),
        ("zh-Hant-MO", "zh-TW"),
        ("en-GB,en;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,zh-TW;q=0.8,en;q=0.7", "zh-TW"),
        ("en;q=0.3, zh-CN;q=0.9", "zh-CN"),
        ("en;q=0, zh-TW;q=0.1", "zh-TW"),
        ("zh-CN;q=0", "en"),
        ("zh-CN;q=x,en;q=0.1", "en"),
        ("de", "en"),
        ("*", "en"),
        ("", "en"),
        (",;,;q=", "en"),
    ],
)
def test_negotiation(header: str, lang: str) -> None:
    assert texts_for(header).lang == lang


def _placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(
    "field", [field.name for field in fields(Texts) if field.name not in ("lang", "errors")]
)
def test_every_language_says_it_with_the_same_values(field: str) -> None:
    said = [getattr(texts, field) for texts in LANGUAGES]
    assert all(said)
    assert {frozenset(_placeholders(text)) for text in said} == {frozenset(_placeholders(said[0]))}
    assert getattr(EN, field) not in (getattr(ZH_CN, field), getattr(ZH_TW, field))


def test_every_failure_of_reading_has_a_chinese_heading_of_its_own() -> None:
    errors = [getattr(qa.errors, name) for name in qa.errors.__all__]
    for texts in (ZH_CN, ZH_TW):
        assert texts.errors is not None
        assert QAError in texts.errors
        assert len(set(texts.errors.values())) == len(texts.errors)
        children = {error for error in errors if issubclass(error, qa.errors.SourceError)}
        assert children <= set(texts.errors)
