"""The page shows what the quote says, character by character, and nothing that is in it becomes markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import DecodingError, QuestionError
from qa.types import Skipped
from tests.stub_library import answer, document, quote
from ui.markup import isolated, marked, verbatim
from ui.panels import render_error, render_examples, render_notices, render_reports, render_status
from ui.render import Turn, Waiting, render_answer, render_log
from ui.texts import EN, ZH_CN, ZH_TW

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
        self._open.append(matches)
        self._stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._stack.pop() == tag
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if any(self._open):
            self.texts[-1] += data


def _texts(markup: str, element: str, css_class: str | None = None) -> list[str]:
    reader = _Reader(element, css_class)
    reader.feed(f"<body>{markup}</body>")
    reader.close()
    assert reader._stack == []
    return reader.texts


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
def test_what_comes_from_outside_never_becomes_markup(texts: object, hostile: str) -> None:
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
        both = answer(one, one, skipped=(Skipped(word, word, word),))
        failure = DecodingError(word, word, word)
        turns = [
            Turn(word, both),
            Turn(word, answer(nearest=replace(one, confidence=0.1))),
            Turn(word, failure),
            Turn(word, Waiting(models=True)),
        ]
        return "".join(
            (
                render_log(turns, texts),  # type: ignore[arg-type]
                render_reports([document(word, name=word)], texts),  # type: ignore[arg-type]
                render_notices([word], [failure], texts),  # type: ignore[arg-type]
                render_examples([word], texts),  # type: ignore[arg-type]
                render_status(word, "busy"),
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
    opened, folded = markup.split('<details class="further"')
    assert opened.index("增长5%。") < opened.index("各报告的数字不一致") < opened.index("增长6%。")
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
    assert '<div class="context" dir="auto">甲。<mark>甲。</mark>乙。</div>' in markup
    assert 'class="around"' not in render_answer(answer(quote("甲。")), EN)


def test_a_quote_that_runs_over_its_paragraph_is_marked_up_to_its_end() -> None:
    one = quote("乙。丙。", start=12, end=16, context="甲。乙。", context_start=10)
    assert _texts(render_answer(answer(one), EN), "mark") == ["乙。"]


def test_the_readable_form_is_offered_as_not_the_original() -> None:
    markup = render_answer(answer(quote("鄭懷堅(jiān)。", readable="鄭懷堅。")), ZH_TW)
    assert _texts(markup, "details", "notes") == ["去掉注音便於閱讀（不是原文）鄭懷堅。"]
    assert 'class="notes"' not in render_answer(answer(quote("鄭懷堅。")), ZH_TW)


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


def test_a_question_waits_for_the_models_or_for_the_search() -> None:
    loading = render_log([Turn("q", Waiting(models=True))], ZH_CN)
    searching = render_log([Turn("q", Waiting(models=False))], ZH_CN)
    assert _texts(loading, "p", "pending") == ["模型正在加载，加载完就回答……"]
    assert _texts(searching, "p", "pending") == ["正在查找……"]


def test_errors_have_a_heading_in_chinese_and_none_in_english() -> None:
    error = QuestionError("question", "it is empty", "Type one")
    assert _texts(render_error(error, ZH_TW), "p") == ["這個問題無法提問", "question: it is empty. Type one"]
    assert _texts(render_error(error, EN), "p") == ["question: it is empty. Type one"]


def test_reports_can_be_removed_by_id() -> None:
    one = document("甲", name="a.txt")
    markup = render_reports([one], EN)
    assert re.findall(r'data-remove="(\w+)" aria-label="([^"]+)"', markup) == [(one.id, "Remove a.txt")]
    assert _texts(markup, "h2") == ["Reports 1"]


def test_nothing_to_show_is_nothing() -> None:
    assert render_examples((), EN) == ""
    assert render_notices((), (), EN) == ""
    assert render_log((), EN) == '<div role="log"></div>'
