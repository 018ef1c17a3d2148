"""Conversations as files: JSON, Markdown as a renderer shows it, and Word documents as python-docx opens them."""

import json
import re
import subprocess
import sys
import zipfile
from dataclasses import fields, replace
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.answer_json import answer_of
from qa.errors import ConversationError, NotFoundError, PartialError, QAError, QuestionError
from qa.talk.export import FORMATS, export
from qa.talk.markdown import escape_markdown
from qa.talk.turn_json import error_dict, error_of, turn_dict, turn_of
from qa.talk.types import Conversation, Turn, Waiting
from qa.talk.words import EN, WORDS, ZH_CN, ZH_TW, ExportWords
from qa.types import Answer, Quote, Skipped
from qa.visible import visible
from tests.talks import (
    BRIDGE,
    HOST,
    NASTY,
    answer_with,
    conversation,
    failures,
    same_error,
    same_turn,
    turn,
    turns,
)

MD = (MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False}), MarkdownIt("js-default"))


class Shown(HTMLParser):
    """What a page shows: the text of each heading, paragraph and block quote, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._tags: list[str] = []
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "br":
            return  # markdown-it writes a line end behind it
        self._tags.append(tag)
        if tag in {"p", "h1", "h2"}:
            self._text = ""

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        assert tag == "br"

    def handle_endtag(self, tag: str) -> None:
        assert self._tags.pop() == tag
        if tag in {"p", "h1", "h2"}:
            assert self._text is not None
            self.found.append(("quote" if "blockquote" in self._tags else tag, self._text))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data
        else:
            assert not data.strip()


def shown(markdown: str, renderer: MarkdownIt) -> list[tuple[str, str]]:
    page = Shown()
    page.feed(renderer.render(markdown))
    page.close()
    return page.found


def as_markdown(talk: Conversation, words: ExportWords = EN) -> list[tuple[str, str]]:
    return shown(export(talk, "md", words).decode(), MD[0])


def quotes_shown(talk: Conversation) -> list[str]:
    return [text for kind, text in as_markdown(talk) if kind == "quote"]


def nasty(text: str, **changes: Any) -> Quote:
    return replace(
        HOST,
        text=text,
        end=len(text),
        answer="",
        answer_start=0,
        readable=text,
        context=text,
        proof=None,
        **changes,
    )


FAILED = QuestionError("question", "it is <empty>", "Type {what} you want to *know*")
CONFLICTING = replace(BRIDGE, source="第二份_报告.docx", page=None, proof=None, confidence=0.6)
TALK = conversation(
    turn("谁主持？", answer_with(HOST, CONFLICTING, BRIDGE, conflicting=(CONFLICTING,)), rating=1),
    turn(
        "那里呢？",
        answer_with(nearest=BRIDGE, skipped=(Skipped("b.txt", "is empty", "Fill it"),)),
        question="大桥那里呢？",
        taken=("大桥",),
        within=("a" * 64, "b" * 64),
        asked_at="2026-11-25T09:05:00.123Z",
        rating=-1,
    ),
    turn("", FAILED),
    turn("月球？", answer_with(candidates=())),
)


def test_formats() -> None:
    assert FORMATS == ("md", "json", "docx")
    with pytest.raises(
        ConversationError, match=r"pdf: is no format of exported conversations\. Use md, json or docx"
    ):
        export(TALK, "pdf", EN)


@pytest.mark.parametrize("format", FORMATS)
def test_an_answer_that_is_still_to_come_is_not_exported(format: str) -> None:
    with pytest.raises(ConversationError, match="still to come"):
        export(conversation(turn(), replace(turn(), outcome=Waiting(models=False))), format, EN)


def test_markdown_says_all_of_a_conversation() -> None:
    assert as_markdown(TALK) == [
        ("h1", "谁主持？"),
        ("h2", "谁主持？"),
        ("p", "Asked on 2026-11-24 12:00 UTC"),
        ("quote", "仪式由贺兰舟主持。"),
        ("p", "Answer: 贺兰舟"),
        ("p", "年报.pdf · page 1 · confidence 88% [1]"),
        ("p", "The reports give different figures:"),
        ("quote", "大桥全长3.86公里。"),
        ("p", "Answer: 3.86公里"),
        ("p", "第二份_报告.docx · confidence 60% [2]"),
        ("p", "More quotes:"),
        ("quote", "大桥全长3.86公里。"),
        ("p", "Answer: 3.86公里"),
        ("p", "年报.pdf · page 2 · confidence 88% [3]"),
        ("p", "Rated as helpful"),
        ("h2", "那里呢？"),
        ("p", "Asked as: 大桥那里呢？"),
        ("p", "Asked on 2026-11-25 09:05 UTC"),
        ("p", "Asked of chosen reports only (2)"),
        ("p", "These reports don’t say."),
        ("p", "The nearest sentence; at 88% confidence (50% needed) it is no answer:"),
        ("quote", "大桥全长3.86公里。"),
        ("p", "年报.pdf · page 2 · confidence 88%"),
        ("p", "Not read: b.txt: is empty. Fill it"),
        ("p", "Rated as not helpful"),
        ("h2", ""),
        ("p", "Asked on 2026-11-24 12:00 UTC"),
        ("p", "Not answered: question: it is <empty>. Type {what} you want to *know*"),
        ("h2", "月球？"),
        ("p", "Asked on 2026-11-24 12:00 UTC"),
        ("p", "These reports don’t say."),
        ("h2", "References"),
        ("p", "[1] 年报[R/DK]: 1[2026-11-24]. 年报.pdf."),
        ("p", "[2] 第二份_报告[R/DK][2026-11-24]. 第二份_报告.docx."),
        ("p", "[3] 年报[R/DK]: 2[2026-11-24]. 年报.pdf."),
    ]


def test_markdown_can_be_read_as_it_is() -> None:
    assert export(conversation(turn("谁主持？")), "md", ZH_CN).decode() == (
        "# 谁主持？\n\n## 谁主持？\n\n提问时间：2026-11-24 12:00 UTC\n\n> 仪式由贺兰舟主持。\n\n答案：贺兰舟\n\n"
        "年报.pdf · 第 1 页 · 把握 88% \\[1\\]\n\n## 参考文献\n\n\\[1\\] 年报\\[R/DK\\]: 1\\[2026-11-24\\]. 年报.pdf.\n"
    )


def test_a_reference_is_listed_once_for_each_page_and_day() -> None:
    later = turn("再问？", asked_at="2026-12-01T00:00:00Z")
    listed = [
        text for _, text in as_markdown(conversation(turn(), turn("又问？"), later)) if text.startswith("[")
    ]
    assert listed == ["[1] 年报[R/DK]: 1[2026-11-24]. 年报.pdf.", "[2] 年报[R/DK]: 1[2026-12-01]. 年报.pdf."]


def test_what_is_left_out_is_told() -> None:
    assert as_markdown(replace(conversation(turn()), earlier=7))[1] == (
        "p",
        "7 earlier questions are not in this file.",
    )
    assert as_markdown(conversation(turn("", FAILED, asked_at="?"))) == [
        ("h1", "Conversation"),
        ("h2", ""),
        ("p", "Not answered: question: it is <empty>. Type {what} you want to *know*"),
    ]


def test_markdown_shows_a_quote_to_the_letter() -> None:
    talk = conversation(turn(NASTY, answer_with(nasty(NASTY, source=NASTY, page=None)), question=f"{NASTY}?"))
    text = NASTY.replace("\x1b", "␛").replace("\x00", "␀")
    for renderer in MD:
        found = shown(export(talk, "md", EN).decode(), renderer)
        assert ("quote", text) in found
        assert ("h2", text) in found
        assert ("p", f"Asked as: {text}?") in found
        assert ("p", f"{text} · confidence 88% [1]") in found
        assert found[-1] == ("p", EN.signs)
    assert EN.signs not in export(TALK, "md", EN).decode()


TRICKY = st.lists(
    st.sampled_from(
        [
            *"\\`*_{}[]()#+-.!|~<>&$^=:;\"'@/%, \t\n\r0129ab",
            *(
                "　",
                "\xa0",
                "\u2028",
                "。",
                "贺",
                "\n\n",
                "\r\n",
                "---",
                "===",
                "```",
                "1. ",
                "- ",
                "> ",
                "# ",
                "    ",
            ),
            *(
                "<b>",
                "&amp;",
                "&#9;",
                "[x]: y",
                "http://a.b",
                "<!--",
                "www.a.b",
                "a@b.c",
                "~~x~~",
                "|-|\n",
                "  \n",
                "\\\n",
            ),
        ]
    )
).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.one_of(TRICKY, st.text()))
def test_any_quote_is_shown_to_the_letter(text: str) -> None:
    for renderer in MD:
        written = f"> {escape_markdown(visible(text), '> ')}\n\nbehind\n"
        assert "".join(part for _, part in shown(written, renderer)) == f"{visible(text)}behind"


@settings(max_examples=100, deadline=None)
@given(turns(ratings=(0, 1, -1)))
def test_the_quotes_of_any_turn_are_shown_in_order(made: Turn) -> None:
    quotes: list[Quote] = []
    if isinstance(made.outcome, Answer):
        answer = made.outcome
        rest = [quote for quote in answer.quotes[1:] if quote not in answer.conflicting]
        quotes = [*answer.quotes[:1], *answer.conflicting, *rest]
        if not quotes and answer.nearest is not None:
            quotes = [answer.nearest]
    wanted = [visible(quote.text) for quote in quotes]
    assert quotes_shown(conversation(made)) == wanted
    document = docx.Document(BytesIO(export(conversation(made), "docx", ZH_TW)))
    written = [
        each.text for each in document.paragraphs if each.style is not None and each.style.name == "Quote"
    ]
    assert written == [re.sub("\r\n?", "\n", text) for text in wanted]


def test_json_holds_everything() -> None:
    value = json.loads(export(TALK, "json", EN))
    assert value.keys() == {"format", "title", "started_at", "changed_at", "earlier", "turns"}
    assert (value["format"], value["title"], value["earlier"]) == (1, "谁主持？", 0)
    assert (value["started_at"], value["changed_at"]) == (
        "2026-11-24T12:00:00.000Z",
        "2026-11-25T13:30:00.000Z",
    )
    first, second, third, _ = value["turns"]
    outcome = TALK.turns[0].outcome
    assert isinstance(outcome, Answer)
    assert first["answer"] == outcome.to_dict()
    assert first["answer"]["quotes"][0]["proof"]["quote"] == "仪式由贺兰舟主持。"
    assert answer_of(first["answer"], "x") == outcome
    assert (first["error"], first["rating"]) == (None, 1)
    assert (second["typed"], second["question"], second["taken"]) == ("那里呢？", "大桥那里呢？", ["大桥"])
    assert second["within"] == ["a" * 64, "b" * 64]
    assert third["answer"] is None
    assert third["error"] == {
        "kind": "QuestionError",
        "subject": "question",
        "cause": "it is <empty>",
        "remedy": "Type {what} you want to *know*",
    }
    assert "谁主持？".encode() in export(TALK, "json", EN)


@settings(deadline=None)
@given(st.lists(turns(ratings=(0, 1, -1)), max_size=2))
def test_json_round_trips(made: list[Turn]) -> None:
    value = json.loads(export(conversation(*made), "json", EN))
    again = [turn_of(each, "x") for each in value["turns"]]
    assert len(again) == len(made)
    assert all(map(same_turn, again, made))


def test_json_of_what_is_no_text_can_be_read() -> None:
    talk = conversation(turn("\ud800?", FAILED))
    assert json.loads(export(talk, "json", EN))["turns"][0]["typed"] == "\ud800?"
    assert ("h2", "\ufffd?") in as_markdown(talk)


@settings(deadline=None)
@given(failures())
def test_errors_round_trip(error: QAError) -> None:
    again = error_of(json.loads(json.dumps(error_dict(error))), "x")
    assert same_error(error, again)
    if isinstance(error, PartialError):
        assert isinstance(again, PartialError)
        assert again.added == error.added
        assert len(again.failures) == len(error.failures)
        assert all(map(same_error, again.failures, error.failures))


def test_an_error_of_another_module_goes_by_its_nearest_kind() -> None:
    class SpecialError(NotFoundError):
        pass

    assert type(error_of(error_dict(SpecialError("a", "b", "c")), "x")) is NotFoundError


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"extra": 1}, "it has not the fields"),
        ({"typed": 1}, "typed is no text"),
        ({"asked_at": None}, "asked_at is no text"),
        ({"taken": "x"}, "taken is no list of texts"),
        ({"within": [1]}, "within is no list of texts"),
        ({"rating": 2}, "rating is none of"),
        ({"rating": True}, "rating is none of"),
        ({"answer": None}, "it has not one of an answer and an error"),
        ({"error": {}}, "it has not one of an answer and an error"),
        ({"answer": {}}, "the answer lacks"),
        ({"answer": None, "error": {}}, "its error lacks a kind"),
        ({"answer": None, "error": {"kind": "OSError"}}, "its error lacks a kind"),
    ],
)
def test_what_is_no_turn_is_refused(change: dict[str, object], cause: str) -> None:
    with pytest.raises(ConversationError, match=re.escape(cause)) as caught:
        turn_of(turn_dict(turn()) | change, "turn 1")
    assert caught.value.subject == "turn 1"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "OSError"},
        {"kind": "PartialError"},
        {"more": ""},
        {"kind": "PartialError", "failures": {}, "added": []},
        {"kind": "PartialError", "failures": [{}], "added": []},
        {"kind": "PartialError", "failures": [], "added": [1]},
        {"kind": "PartialError", "failures": [error_dict(FAILED)], "added": []},
    ],
)
def test_what_is_no_error_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ConversationError):
        error_of({"kind": "QAError", "subject": "a", "cause": "b", "remedy": "c"} | change, "x")


@pytest.mark.parametrize("value", [None, [], "x", {}])
def test_what_is_no_object_is_refused(value: object) -> None:
    for read in (turn_of, error_of):
        with pytest.raises(ConversationError):
            read(value, "x")


def opened(talk: Conversation, words: ExportWords = EN) -> Any:
    return docx.Document(BytesIO(export(talk, "docx", words)))


def paragraphs(document: Any) -> list[tuple[str, str]]:
    return [(each.style.name, each.text) for each in document.paragraphs]


STYLES = {"h1": "Heading 1", "h2": "Heading 2", "quote": "Quote"}


def test_word_says_what_markdown_says_with_the_answer_highlighted() -> None:
    document = opened(TALK)
    for (style, text), (kind, wanted) in zip(
        paragraphs(document),
        [each for each in as_markdown(TALK) if not each[1].startswith("Answer: ")],
        strict=True,
    ):
        assert text == wanted
        assert style == STYLES.get(kind, style)
        assert style == ("Caption" if "confidence" in text and " · " in text else style)
    first, *_ = (each for each in document.paragraphs if each.style.name == "Quote")
    runs = [(run.text, run.font.highlight_color) for run in first.runs]
    assert runs == [("仪式由", None), ("贺兰舟", WD_COLOR_INDEX.YELLOW), ("主持。", None)]


def test_a_line_end_at_the_edge_of_an_answer_is_one_in_word() -> None:
    text = "甲\r\n乙\r\n丙"
    for answer, runs in (
        ("\r", ["甲", "\n乙\n丙"]),
        ("\n乙\r", ["甲", "\n乙", "\n丙"]),
        ("乙", ["甲\n", "乙", "\n丙"]),
    ):
        made = replace(nasty(text), answer=answer, answer_start=text.index(answer))
        document = opened(conversation(turn("问？", answer_with(made))))
        (quote,) = (each for each in document.paragraphs if each.style.name == "Quote")
        assert [run.text for run in quote.runs] == runs


def test_word_keeps_tabs_line_ends_and_spaces_and_shows_control_characters() -> None:
    text = "　　两  格\t表\r\n行\r末 \x01\x00\ufffe"
    document = opened(conversation(turn("问？", answer_with(nasty(text)))))
    assert ("Quote", "　　两  格\t表\n行\n末 ␁␀\ufffd") in paragraphs(document)
    assert paragraphs(document)[-1] == ("Normal", EN.signs)
    assert all(EN.signs != text for _, text in paragraphs(opened(TALK)))


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_word_has_a_font_for_chinese(words: ExportWords) -> None:
    document = opened(TALK, words)
    for name in {style for style, _ in paragraphs(document)}:
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == words.font
        assert fonts.get(qn("w:ascii")) == "Calibri"
        assert not [key for key in fonts.attrib if key.lower().endswith("theme")]
        assert not document.styles[name].font.italic
    assert document.core_properties.language == words.lang


def test_word_tells_nothing_of_the_machine() -> None:
    data = export(TALK, "docx", EN)
    about = docx.Document(BytesIO(data)).core_properties
    assert (about.title, about.author, about.last_modified_by) == ("谁主持？", "report-qa", "report-qa")
    assert (about.comments, about.keywords, about.subject, about.category) == ("", "", "", "")
    assert about.created.replace(tzinfo=None) == datetime(2026, 11, 24, 12, 0)
    assert about.modified.replace(tzinfo=None) == datetime(2026, 11, 25, 13, 30)
    with zipfile.ZipFile(BytesIO(data)) as file:
        held = b"".join(file.read(name) for name in file.namelist())
    for trace in (str(Path.home()), str(Path.cwd()), "python-docx"):
        assert trace.encode() not in held


def test_a_title_that_is_no_time_or_too_long_for_word() -> None:
    talk = replace(conversation(turn()), title="长" * 300 + "\x00", started_at="?", changed_at="?")
    about = opened(talk).core_properties
    assert about.title == "长" * 255
    assert about.created.year == 2000


def test_the_words_are_of_one_kind_in_each_language() -> None:
    def holes(sentence: str) -> list[str]:
        return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)

    assert set(WORDS) == {"en", "zh-CN", "zh-TW"}
    for field in fields(ExportWords):
        told = [getattr(words, field.name) for words in (EN, ZH_CN, ZH_TW)]
        assert all(told)
        assert len({tuple(holes(each)) for each in told}) == 1
        if field.name != "font":
            assert told[0] != told[1]


def test_python_docx_is_not_loaded_for_other_formats() -> None:
    code = "import sys, qa.talk.export, qa.talk.store; print('docx' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
