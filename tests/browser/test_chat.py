"""The page in a real Chromium: what is on the screen, to the letter."""

import threading
from typing import Any

import pytest
from playwright.sync_api import expect

from qa import Library
from qa.talk.store import Conversations
from qa.types import Answer
from tests.browser.conftest import VERBATIM
from tests.browser.driving import BOX, Serve, Visit, ask, texts
from tests.stub_library import StubLibrary, answer, quote
from ui.loading import Loading, Opened
from ui.site import Site

pytestmark = pytest.mark.browser


# the sum of the three channels, 0 for black and 765 for white
_LIGHT = (
    "e => getComputedStyle(e).NAME.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0)"
)


@pytest.mark.parametrize(
    "question",
    [
        "誰率團赴澄川縣考察？",
        "澜江二桥总投资多少亿元？",
        "松阙市北环快速路全长多少公里？",
        "How many people did the Trust employ at the end of the year?",
    ],
)
def test_the_quote_on_the_screen_is_the_quote(
    visit: Visit, url: str, library: Library, question: str
) -> None:
    expected = library.ask(question)
    assert expected, "a question that has to be answered"
    page = visit(url)
    ask(page, question)
    assert texts(page, "blockquote.quote") == [each.text for each in expected.quotes]
    marks = [each.answer for each in expected.quotes if each.answer]
    assert texts(page, "blockquote.quote mark") == marks
    assert texts(page, "cite") == [each.source for each in expected.quotes]
    assert texts(page, ".page") == [f"第 {each.page} 页" for each in expected.quotes if each.page]
    first = page.locator("blockquote.quote").first
    expect(first).to_be_visible()
    assert expected.text in library.document(expected.quotes[0].document_id).text


def test_every_character_survives(visit: Visit, stub_url: str, table: dict[str, Answer]) -> None:
    """Asked twice in one conversation: the second answer is written into the page that holds the first."""
    page = visit(stub_url)
    for number, _ in enumerate(VERBATIM):
        ask(page, str(number))
    shown = [each for number, _ in enumerate(VERBATIM) for each in table[str(number)].quotes]
    assert texts(page, "blockquote.quote") == [each.text for each in shown]
    assert texts(page, "blockquote.quote mark") == [each.answer for each in shown if each.answer]
    assert texts(page, ".context") == [each.context for each in shown if each.context != each.text]
    assert texts(page, ".context mark") == [each.text for each in shown if each.context != each.text]
    assert texts(page, ".readable") == [each.readable for each in shown if each.readable != each.text]
    assert page.locator("#log img, #log b, #log em, #log a, #log code").count() == 0
    assert page.title() == "report-qa"
    space = page.eval_on_selector(
        "blockquote.quote", "element => getComputedStyle(element).whiteSpaceCollapse"
    )
    assert space == "preserve"


def test_a_question_is_shown_as_it_was_typed(visit: Visit, stub_url: str) -> None:
    page = visit(stub_url)
    typed = '\u3000*谁* <img src=x onerror="document.title=2"> &amp; ${1} {{v}}  \u202eabc'
    ask(page, typed)
    assert texts(page, ".question") == [typed]
    assert page.locator("#log img").count() == 0


def test_directional_marks_do_not_turn_what_is_around_them(visit: Visit, stub_url: str) -> None:
    page = visit(stub_url)
    ask(page, "bidi")
    name = page.locator(".skipped bdi").bounding_box()
    reason = page.locator(".skipped span").bounding_box()
    assert name
    assert reason
    assert name["x"] + name["width"] <= reason["x"]


def test_the_paragraph_opens_with_the_quote_marked(visit: Visit, url: str, library: Library) -> None:
    question = "澜江二桥总投资多少？"
    expected = library.ask(question).quotes[0]
    page = visit(url)
    ask(page, question)
    context = page.locator(".around .context").first
    expect(context).to_be_hidden()
    page.locator(".around summary").first.click()
    expect(context).to_be_visible()
    assert context.text_content() == expected.context
    assert context.locator("mark").text_content() == expected.text


def test_the_next_quotes_are_one_click_away(visit: Visit, stub_url: str) -> None:
    page = visit(stub_url)
    ask(page, "0")
    quotes = page.locator("blockquote.quote")
    expect(quotes.nth(1)).to_be_hidden()
    page.locator(".further > summary").click()
    expect(quotes.nth(1)).to_be_visible()


def test_silence_is_said_plainly(visit: Visit, url: str, library: Library) -> None:
    question = "海王星有几颗卫星？"
    silent = library.ask(question)
    assert not silent, "a question that none of the samples answers"
    page = visit(url)
    ask(page, question)
    assert texts(page, ".silent") == ["这些报告里没有找到答案。"]
    assert page.locator("blockquote.quote").count() == 0
    assert texts(page, "blockquote.nearest") == ([silent.nearest.text] if silent.nearest else [])


def test_an_example_is_asked_with_one_click(visit: Visit, url: str, library: Library, opened: Opened) -> None:
    page = visit(url)
    page.locator("#examples button").first.click()
    expect(page.locator("blockquote.quote").first).to_be_attached()
    assert texts(page, ".question") == [opened.examples[0]]
    assert texts(page, "blockquote.quote")[0] == library.ask(opened.examples[0]).text


def test_every_example_is_answered(opened: Opened) -> None:
    facts = ("蘇映雪", "41.7亿元", "21.3公里", "386")
    quotes = [opened.library.ask(question).text for question in opened.examples]
    assert [fact in text for fact, text in zip(facts, quotes, strict=True)] == [True] * 4


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh-CN", ("zh-CN", "输入问题，按回车键提问", "向报告提问", "提问", "这些报告里没有找到答案。")),
        ("zh-HK", ("zh-TW", "輸入問題，按 Enter 鍵提問", "向報告提問", "提問", "這些報告裡沒有找到答案。")),
        ("fr-FR", ("en", "Type a question", "Ask the reports", "Ask", "These reports don’t say.")),
    ],
)
def test_the_page_speaks_the_language_of_the_browser(
    visit: Visit, stub_url: str, locale: str, expected: tuple[str, ...]
) -> None:
    lang, placeholder, heading, button, silent = expected
    page = visit(stub_url, locale=locale)
    expect(page.locator(BOX)).to_have_attribute("placeholder", placeholder)
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("#question button")).to_have_text(button)
    ask(page, "海王星？")
    assert texts(page, ".silent") == [silent]
    assert page.evaluate("document.documentElement.lang") == lang


def test_enter_sends_but_not_while_an_input_method_composes(visit: Visit, stub_url: str) -> None:
    page = visit(stub_url)
    page.focus(BOX)
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "shei", "selectionStart": 4, "selectionEnd": 4})
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    assert page.locator("#log .turn").count() == 0
    keyboard.send("Input.insertText", {"text": "谁？"})
    page.keyboard.press("Enter")
    expect(page.locator(".question")).to_have_text("谁？")
    expect(page.locator(BOX)).to_have_value("")


def test_an_empty_question_is_not_asked(visit: Visit, stub_url: str) -> None:
    page = visit(stub_url)
    page.fill(BOX, " \u3000 ")
    page.press(BOX, "Enter")
    page.wait_for_timeout(400)
    assert page.locator("#log .turn").count() == 0


def test_a_question_asked_while_the_models_load_gets_its_answer(visit: Visit, serving: Serve) -> None:
    go = threading.Event()

    def opening(report: Any) -> Opened:
        go.wait(60)
        library: Any = StubLibrary({"问": answer(quote("答。"))})
        return Opened(library)

    loading = Loading(opening)
    page = visit(serving(Site(loading, Conversations.open())))
    loading.start()
    expect(page.locator("#status")).to_contain_text("模型正在加载，可以先提问")
    page.fill(BOX, "问")
    page.press(BOX, "Enter")
    expect(page.locator("#log .pending")).to_have_text("模型正在加载，加载完就回答……")
    go.set()
    expect(page.locator("blockquote.quote")).to_have_text("答。")
    expect(page.locator("#status .ready")).to_be_visible()


def test_a_fault_ends_the_waiting(visit: Visit, serving: Serve) -> None:
    # Gradio's own script throws what it is told of a fault
    page = visit(serving({"问": ZeroDivisionError("secret detail")}), faultless=False)
    page.fill(BOX, "问")
    page.press(BOX, "Enter")
    expect(page.locator("#log .error")).to_contain_text("出错了")
    assert "secret detail" not in (page.text_content("body") or "")


def test_the_copy_button_copies_the_quote(visit: Visit, stub_url: str) -> None:
    page = visit(stub_url, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "0")
    page.locator(".copy").first.click()
    expect(page.locator(".copy").first).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == VERBATIM[0]
    expect(page.locator(".copy").first).to_have_text("复制原文")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_can_be_read(visit: Visit, stub_url: str, scheme: str) -> None:
    page = visit(stub_url, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    for number in (0, 1, 2, 3):
        ask(page, str(number))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ink, paper = (
        page.eval_on_selector(selector, _LIGHT.replace("NAME", name))
        for selector, name in (("blockquote.quote", "color"), ("figure.quotation", "backgroundColor"))
    )
    assert (paper - ink > 500) if scheme == "light" else (ink - paper > 500)
    box = page.locator(BOX).bounding_box()
    assert box
    assert box["y"] + box["height"] <= 844
