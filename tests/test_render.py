"""The page shows what the quote says, character by character, and nothing that is in it becomes markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import DecodingError, QuestionError
from qa.report_info import ReportInfo
from qa.talk.types import Conversation, Heading, Turn, Waiting
from qa.types import Answer, Candidate, Passage, Skipped
from tests.stub_library import answer, quote
from ui.markup import isolated, marked, verbatim
from ui.panels import (
    SHOWN_REPORTS,
    render_conversations,
    render_error,
    render_examples,
    render_kept,
    render_notices,
    render_reports,
    render_status,
)
from ui.render import Look, render_answer, render_conversation, render_turn
from ui.texts import EN, ZH_CN, ZH_TW, Texts

# A parser turns U+0000 into U+FFFD whatever is written; lone surrogates are refused when reports are read.
_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))
_HOSTILE = (
    "\u3000\u3000*a* _b_ <b>&amp;</b> \"c\" 'd' $x$ {{v}} ${1}\t\\n `e`\u202e\r\n1. f </blockquote><script>"
)


class _Reader(HTMLParser):
    """Elements with their class, and the text inside those asked for."""

    def __init__(self, element: str, css_class: str | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self._wanted = (element, css_class)
        self._open: list[bool] = []
        self._stack: list[str] = []
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element, css_class = self._wanted
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        matches = tag == element and (
            css_class is None or css_class in (dict(attrs).get("class") or "").split()
        )
        if matches:
            self.texts.append("")
        if tag != "input":  # it has no end
            self._open.append(matches)
            self._stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._stack.pop() == tag
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if any(self._open):
            self.texts[-1] += data


def _turn(outcome: Any, typed: str = "q", question: str | None = None, **changes: Any) -> Turn:
    return Turn(typed, typed if question is None else question, outcome, "2026-11-24T12:00:00Z", **changes)


def _info(name: str = "a.txt", identity: str = "0" * 64, **changes: Any) -> ReportInfo:
    info = ReportInfo(identity, name, "text/plain", None, None, None, 1234, 56, "2026-11-24T12:00:00Z")
    return replace(info, **changes)


def _texts(markup: str, element: str, css_class: str | None = None) -> list[str]:
    reader = _Reader(element, css_class)
    reader.feed(f"<body>{markup}</body>")
    reader.close()
    assert reader._stack == []
    return reader.texts


class _Attributes(HTMLParser):
    """The values of one attribute, in order."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [value or "" for name, value in attrs if name == self._name]


def _attributes(markup: str, name: str) -> list[str]:
    reader = _Attributes(name)
    reader.feed(markup)
    reader.close()
    return reader.values


def _shape(markup: str) -> list[tuple[str, tuple[str, ...]]]:
    reader = _Reader("body")
    reader.feed(markup)
    reader.close()
    return reader.tags


@given(_TEXT, st.integers(-3, 20), st.integers(-3, 20))
def test_marked_text_is_the_text(text: str, start: int, end: int) -> None:
    markup = marked(text, start, end)
    assert _texts(markup, "body") == [text]
    assert "\r" not in markup  # a browser would read it as a line feed
    inside = text[max(start, 0) : max(end, 0)] if max(start, 0) < end else ""
    assert _texts(markup, "mark") == ([inside] if inside else [])


def test_verbatim_worked_example() -> None:
    assert verbatim("<a href=\"x\">'&amp;'\r\n") == (
        "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;amp;&#x27;&#13;\n"
    )
    assert isolated("<\u202e>") == "<bdi>&lt;\u202e&gt;</bdi>"


@given(st.lists(_TEXT, min_size=1, max_size=4))
def test_every_quote_is_shown_verbatim_and_in_order(texts: list[str]) -> None:
    markup = render_answer(answer(*map(quote, texts)), ZH_CN)
    assert _texts(markup, "blockquote", "quote") == texts


@pytest.mark.parametrize("texts", [ZH_CN, ZH_TW, EN], ids=lambda texts: texts.lang)
@given(hostile=_TEXT)
def test_what_comes_from_outside_never_becomes_markup(texts: Texts, hostile: str) -> None:
    def page(word: str) -> str:
        one = quote(
            word + "。",
            source=word,
            readable="",
            context=word + "。x",
            page=3,
            answer="。",
            answer_start=len(word),
        )
        passages = [Candidate(Passage(str(n) * 64, 0, 1, word), word, 1, 1.0, None, 1.0) for n in range(2)]
        silent = Answer(word, (), tuple(passages), replace(one, confidence=0.1), 0.5)
        failure = DecodingError(word, word, word)
        turns = (
            _turn(answer(one, one, skipped=(Skipped(word, word, word),)), word, "?" + word, taken=(word,)),
            _turn(answer(one, one, conflicting=(one,)), word),
            _turn(silent, word),
            _turn(answer(), word, within=("0" * 64, word)),
            _turn(failure, word),
            _turn(Waiting(models=True), word),
        )
        look = Look(texts, {"0" * 64: word}, ratings=True)
        return "".join(
            (
                render_conversation(Conversation("id", word, "", "", turns), look),
                render_reports([_info(word, codec=word, damaged=True, pages=2)], texts),
                render_conversations([Heading(word, word, "2026-11-24T12:00:00Z", 3)], texts),
                render_notices([failure], texts),
                render_examples([word], texts),
                render_status(word, "busy"),
                render_kept(word, texts),
            )
        )

    assert _shape(page("x" + hostile)) == _shape(page("x"))
    assert _shape(page("x" + _HOSTILE)) == _shape(page("x"))


def test_the_answer_is_marked_inside_the_quote() -> None:
    one = quote("总投资41.7亿元，工期三年。", answer="41.7亿元", answer_start=3)
    markup = render_answer(answer(one), ZH_CN)
    assert (
        '<blockquote class="quote" dir="auto">总投资<mark>41.7亿元</mark>，工期三年。</blockquote>' in markup
    )


def test_a_quote_that_disagrees_stands_beside_the_first_and_says_so() -> None:
    first, other, third = quote("增长5%。"), quote("增长6%。"), quote("丙。")
    markup = render_answer(answer(first, other, third, conflicting=(other,)), ZH_CN)
    _, folded = markup.split('<details class="further"')
    beside = _texts(markup, "div", "sides")[0]
    assert beside.index("增长5%。") < beside.index("增长6%。")
    assert _texts(markup, "p", "conflicting") == ["各报告的数字不一致"]
    assert "丙。" in folded
    assert "增长6%。" not in folded
    assert "不一致" not in render_answer(answer(first, third), ZH_CN)


def test_the_first_quote_is_open_and_the_others_one_click_away() -> None:
    markup = render_answer(answer(quote("甲。"), quote("乙。"), quote("丙。")), ZH_CN)
    assert _texts(markup, "details", "further")[0].count("。") == 2
    assert "甲" not in _texts(markup, "details", "further")[0]
    assert "另外 2 处引文" in markup
    assert "further" not in render_answer(answer(quote("甲。")), ZH_CN)


def test_the_paragraph_around_is_marked_where_the_quote_stands() -> None:
    paragraph = "甲。甲。乙。"
    one = quote("甲。", start=102, end=104, context=paragraph, context_start=100)
    markup = render_answer(answer(one), EN)
    assert '<div class="context" dir="auto" tabindex="0">甲。<mark>甲。</mark>乙。</div>' in markup
    assert 'class="around"' not in render_answer(answer(quote("甲。")), EN)


def test_a_quote_that_runs_over_its_paragraph_is_marked_up_to_its_end() -> None:
    one = quote("乙。丙。", start=12, end=16, context="甲。乙。", context_start=10)
    assert _texts(render_answer(answer(one), EN), "mark") == ["乙。"]


def test_the_readable_form_is_offered_as_not_the_original() -> None:
    markup = render_answer(answer(quote("鄭懷堅(jiān)。", readable="鄭懷堅。")), ZH_TW)
    assert _texts(markup, "details", "notes") == ["去掉拼音便於閱讀（不是原文）鄭懷堅。"]
    assert _texts(markup, "div", "fluent") == ["鄭懷堅。"]
    assert _texts(markup, "button", "swap") == ["顯示原文"]
    plain = render_answer(answer(quote("鄭懷堅。")), ZH_TW)
    assert 'class="notes"' not in plain
    assert 'class="instead"' not in plain


def test_what_is_copied_is_the_quote_and_its_citations() -> None:
    markup = render_answer(answer(quote("甲\"乙'<丙>。\r\n", source="年报.pdf", page=3)), EN)
    copied = _attributes(markup, "data-copy")
    assert copied[0] == "甲\"乙'<丙>。\r\n"
    assert len(copied) == 4  # and as plain text, GB/T 7714 and BibTeX; no proof, as it has none
    assert all("年报.pdf" in each for each in copied[1:3])


def test_the_button_to_the_source_says_where_the_quote_stands() -> None:
    markup = render_answer(answer(quote("甲。", start=12, end=14, document_id="b" * 64)), EN)
    assert _attributes(markup, "data-source") == ["b" * 64]
    assert (_attributes(markup, "data-start"), _attributes(markup, "data-end")) == (["12"], ["14"])


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.99, "Very likely 99%"),
        (0.85, "Very likely 85%"),
        (0.84, "Likely 84%"),
        (0.6, "Likely 60%"),
        (0.59, "Uncertain 59%"),
    ],
)
def test_confidence_in_words(confidence: float, words: str) -> None:
    markup = render_answer(answer(quote("a", confidence=confidence)), EN)
    assert _texts(markup, "span", "confidence") == [words]


def test_source_and_page() -> None:
    markup = render_answer(answer(quote("a", source="年报<1>.pdf", page=7)), ZH_CN)
    assert _texts(markup, "cite") == ["年报<1>.pdf"]
    assert _texts(markup, "span", "page") == ["第 7 页"]
    assert _texts(render_answer(answer(quote("a")), ZH_CN), "span", "page") == []


def test_silence_is_said_and_the_nearest_sentence_is_no_quote() -> None:
    markup = render_answer(answer(nearest=quote("近似的一句。", confidence=0.12)), ZH_CN)
    assert _texts(markup, "p", "silent") == ["这些报告里没有找到答案。"]
    assert _texts(markup, "p", "label") == ["最接近的一句，把握太小（12%，至少要 50%），不作为答案"]
    assert _texts(markup, "blockquote", "nearest") == ["近似的一句。"]
    assert _texts(markup, "blockquote", "quote") == []
    assert _texts(render_answer(answer(), ZH_CN), "blockquote") == []


def test_skipped_files_are_named() -> None:
    markup = render_answer(answer(skipped=(Skipped("b.pdf", "it is a scan", "Run OCR"),)), EN)
    assert _texts(markup, "li") == ["Not read: b.pdf it is a scan. Run OCR"]


def test_without_an_answer_single_reports_are_offered() -> None:
    def found(*reports: int) -> Answer:
        candidates = (
            Candidate(Passage(str(n) * 64, 0, 1, "甲"), f"{n}.txt", None, 1.0, None, 1.0) for n in reports
        )
        return Answer("q", (), tuple(candidates), None, 0.5)

    def offered(turn: Turn) -> tuple[list[str], list[str]]:
        markup = render_turn(turn, 0, "c", Look(EN))
        return _attributes(markup, "data-within"), _texts(markup, "button", "chip")

    assert offered(_turn(found(3, 1, 3, 2, 4))) == (
        ["3" * 64, "1" * 64, "2" * 64],
        ["Ask only 3.txt", "Ask only 1.txt", "Ask only 2.txt"],
    )
    assert offered(_turn(found(3, 3))) == ([], [])  # there is no other to leave out
    assert offered(_turn(found(3), within=("3" * 64,))) == ([""], ["Ask all reports"])
    assert offered(_turn(answer(quote("甲。")))) == ([], [])


def test_a_completed_question_is_shown_with_what_was_taken_over() -> None:
    markup = render_turn(
        _turn(answer(), "全长呢？", "澜江二桥全长多少？", taken=("澜江二桥",)), 4, "c", Look(EN)
    )
    assert _texts(markup, "p", "question") == ["全长呢？"]
    assert _texts(markup, "span", "complete") == ["澜江二桥全长多少？"]
    assert _texts(markup, "mark") == ["澜江二桥"]
    assert _texts(markup, "button", "undo") == ["Ask as typed"]
    assert (_attributes(markup, "data-typed"), _attributes(markup, "data-asked")) == (
        ["全长呢？"],
        ["澜江二桥全长多少？"],
    )
    assert "understood" not in render_turn(_turn(answer(), "全长呢？"), 0, "c", Look(EN))


def test_the_reports_a_question_was_narrowed_to_are_named() -> None:
    known, gone = "a" * 64, "b" * 64
    markup = render_turn(_turn(answer(), within=(known, gone)), 0, "c", Look(EN, {known: "一.txt"}))
    assert _texts(markup, "li") == ["一.txt", "bbbbbbbb"]
    assert _attributes(markup, "data-among") == [f'["{known}", "{gone}"]']


def test_answers_are_rated_only_where_somebody_wants_to() -> None:
    turn = _turn(answer(quote("甲。")), rating=-1)
    markup = render_turn(turn, 0, "c", Look(EN, ratings=True))
    pressed = dict(zip(_attributes(markup, "data-rating"), _attributes(markup, "aria-pressed"), strict=True))
    assert pressed == {"1": "false", "-1": "true"}
    assert "data-rating" not in render_turn(turn, 0, "c", Look(EN))
    waiting = render_turn(_turn(Waiting(models=False)), 0, "c", Look(EN, ratings=True))
    assert "data-rating" not in waiting


def test_turns_are_numbered_from_the_first_that_is_kept() -> None:
    turns = (_turn(answer()), _turn(answer()))
    markup = render_conversation(Conversation("c", "t", "", "", turns, earlier=40), Look(EN))
    assert _attributes(markup, "data-turn") == ["40", "41"]
    assert _texts(markup, "p", "earlier") == ["Earlier questions, which the export has: 40"]
    assert _attributes(markup, "data-conversation") == ["c"] * 3


def test_a_question_waits_for_the_models_or_for_the_search() -> None:
    def pending(*, models: bool) -> list[str]:
        return _texts(render_turn(_turn(Waiting(models)), 0, "c", Look(ZH_CN)), "p", "pending")

    assert pending(models=True) == ["模型正在加载，加载完就回答……"]
    assert pending(models=False) == ["正在查找……"]


def test_errors_have_a_heading_in_chinese_and_none_in_english() -> None:
    error = QuestionError("question", "it is empty", "Type what you want to know")
    heading, why = _texts(render_error(error, ZH_TW), "p")
    assert heading == "這個問題無法提問"
    assert "it is empty" not in why
    assert _texts(render_error(error, EN), "p") == ["question: it is empty. Type what you want to know"]


def test_reports_are_listed_with_what_is_known_of_them() -> None:
    known = _info("年报.pdf", "a" * 64, pages=7, codec="gb18030")
    markup = render_reports([known, _info("坏.txt", "b" * 64, damaged=True)], EN)
    assert _texts(markup, "ul", "facts") == [
        "7 pages1,234 charactersEncoding: gb18030Added 2026-11-24",
        "Damaged1,234 charactersAdded 2026-11-24",
    ]
    assert re.findall(r'data-remove="(\w+)"', markup) == ["a" * 64, "b" * 64]
    assert _attributes(markup, "data-total") == ["2"]
    assert "data-remove" not in render_reports([known], EN, editable=False)


def test_of_many_reports_some_are_shown_and_the_others_found_by_name() -> None:
    many = [_info(f"Report {number}.txt") for number in range(SHOWN_REPORTS + 1)]
    markup = render_reports(many, EN)
    assert len(_attributes(markup, "value")) == SHOWN_REPORTS
    assert _texts(markup, "p", "note") == ["200 of 201 are shown; search for the others"]
    found = render_reports(many, EN, find="report 200")
    assert _texts(found, "summary", "name") == ["Report 200.txt"]
    assert _attributes(found, "data-total") == ["201"]
    assert _texts(render_reports(many, EN, find="zzz"), "p", "note") == ["No report of that name"]


def test_conversations_can_be_opened_and_forgotten() -> None:
    markup = render_conversations([Heading("c1", "谁？", "2026-11-24T12:00:00Z", 3)], EN)
    assert (_attributes(markup, "data-open"), _attributes(markup, "data-forget")) == (["c1"], ["c1"])
    assert _attributes(markup, "title")[0] == "谁？ (Questions: 3)"


def test_nothing_to_show_is_nothing() -> None:
    assert render_examples((), EN) == ""
    assert render_notices((), EN) == ""
    assert "end with the program" in render_kept(None, EN)
