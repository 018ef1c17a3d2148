"""The parts of the page that stand before anything is asked, as HTML: what the script fills later. Pure."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Final

from ui.markup import verbatim
from ui.texts import Texts

__all__ = ["render_chat", "render_header", "render_side", "render_source_panel"]

_LANGUAGES: Final = (("zh-CN", "简体中文"), ("zh-TW", "繁體中文"), ("en", "English"))
_FORMATS: Final = (("md", "Markdown"), ("docx", "Word (docx)"), ("json", "JSON"))


def _words(texts: Texts) -> str:
    """Every text, for the script."""
    words = {field.name: getattr(texts, field.name) for field in fields(texts) if field.name != "errors"}
    return f'<div id="words" hidden data-words="{verbatim(json.dumps(words, ensure_ascii=False))}"></div>'


def _switch(identity: str, label: str) -> str:
    return f'<label class="switch"><input type="checkbox" id="{identity}"> <span>{label}</span></label>'


def _select(identity: str, label: str, options: tuple[tuple[str, str], ...]) -> str:
    choices = "".join(f'<option value="{value}">{shown}</option>' for value, shown in options)
    return f'<label class="select"><span>{label}</span> <select id="{identity}">{choices}</select></label>'


def _settings(texts: Texts) -> str:
    looks = (("", texts.by_system), ("light", texts.light), ("dark", texts.dark))
    return (
        f'<details id="settings" class="choices"><summary>{texts.settings}</summary><div class="menu">'
        f"{_switch('readable', texts.readable_switch)}{_switch('ratings', texts.ratings_switch)}"
        f"{_select('appearance', texts.appearance, looks)}{_select('language', texts.language, _LANGUAGES)}"
        f'<p id="who" hidden><bdi></bdi> <button type="button" id="log-out" class="chip">{texts.log_out}</button></p>'
        "</div></details>"
    )


def render_header(texts: Texts) -> str:
    """The name of the page, the one thing to know about it, and the settings.

    :param texts: the language.
    :return: HTML.
    """
    return (
        f'<a class="skip" href="#question">{texts.to_question}</a><div class="bar">'
        f'<button type="button" id="menu" aria-expanded="false" aria-controls="side" '
        f'aria-label="{texts.menu}" title="{texts.menu}">☰</button>'
        f'<div class="name"><h1>{texts.title}</h1><p>{texts.tagline}</p></div>{_settings(texts)}</div>'
        f'<p id="lost" role="alert" hidden>{texts.lost}</p>{_words(texts)}'
    )


def _find(identity: str, label: str) -> str:
    return f'<input type="search" id="{identity}" placeholder="{label}" aria-label="{label}" autocomplete="off" hidden>'


def render_side(texts: Texts) -> str:
    """Conversations and reports.

    :param texts: the language.
    :return: HTML, both still empty.
    """
    formats = "".join(f'<a href="#" data-format="{kind}" download>{name}</a>' for kind, name in _FORMATS)
    return (
        f'<section id="talks" aria-label="{texts.conversations}"><div class="head"><h2>{texts.conversations}</h2>'
        f'<button type="button" id="new-talk" class="chip">＋ {texts.new_conversation}</button></div>'
        f'{_find("find-talks", texts.find_conversations)}<div id="talks-part"></div>'
        f'<details id="export" class="choices" hidden><summary>{texts.export}</summary>'
        f'<div class="menu">{formats}</div></details></section>'
        f'<section id="reports" aria-label="{texts.reports}"><div class="head"><h2>{texts.reports} '
        f'<span class="number" id="report-count"></span></h2></div><div id="status" role="status"></div>'
        f'{_find("find-reports", texts.find_reports)}<div id="reports-part"></div>'
        f'<div id="adding" hidden><button type="button" id="add" class="chip">＋ {texts.add}</button> '
        f'<span class="hint">{texts.drop}</span><input type="file" id="files" multiple hidden tabindex="-1" '
        f'aria-label="{texts.add}"></div><p id="readers" class="note" hidden>{texts.readers_only}</p>'
        f'<ul id="uploads" aria-live="polite"></ul>'
        f'<button type="button" id="clear-uploads" class="chip" hidden>{texts.clear}</button>'
        f'<div id="notices" role="status"></div></section>'
        f'<dialog id="confirm" aria-labelledby="confirm-what"><p id="confirm-what"></p><div class="buttons">'
        f'<button type="button" value="no" class="chip">{texts.cancel}</button>'
        f'<button type="button" value="yes" class="chip danger"></button></div></dialog>'
    )


def render_chat(texts: Texts) -> str:
    """The conversation, before its first question.

    :param texts: the language.
    :return: HTML; a live region (WAI-ARIA role ``log``) must be there before what it announces.
    """
    return f'<div id="log" role="log" aria-label="{texts.title}"></div><div id="examples"></div>'


def render_source_panel(texts: Texts) -> str:
    """Where the report of a quote is shown.

    :param texts: the language.
    :return: HTML, without a report.
    """
    return (
        f'<section id="source" aria-label="{texts.source_hint}" hidden><div class="head"><h2>{texts.source}</h2>'
        f'<button type="button" id="close-source" class="icon" aria-label="{texts.close}" '
        f'title="{texts.close}">×</button></div><div id="source-part" tabindex="0"></div></section>'
    )
