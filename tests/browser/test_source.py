"""A quote shown in its report beside the chat, in a real Chromium."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from qa import Library
from qa.talk.store import Conversations
from tests.browser.driving import Serve, Visit, ask
from tests.stub_library import StubLibrary, answer, document, quote
from ui.loading import ready
from ui.site import Site

pytestmark = pytest.mark.browser

_IN_VIEW = """element => {
  const box = element.getBoundingClientRect(), panel = document.querySelector('#source').getBoundingClientRect();
  return box.top >= panel.top && box.bottom <= Math.min(panel.bottom, innerHeight);
}"""


def _show(page: Page, question: str) -> None:
    ask(page, question)
    page.locator("#log .turn:last-of-type .show").first.click()
    expect(page.locator("#source")).to_be_visible()


def test_the_report_opens_beside_the_chat_at_the_quote(visit: Visit, url: str, library: Library) -> None:
    expected = library.ask("澜江二桥总投资多少亿元？").quotes[0]
    page = visit(url)
    _show(page, "澜江二桥总投资多少亿元？")
    mark = page.locator("#source mark")
    expect(mark).to_have_count(1)
    assert mark.text_content() == expected.text
    assert mark.evaluate(_IN_VIEW)
    report = library.document(expected.document_id)
    assert page.locator("#source .full").text_content() == report.text
    panel, chat = (page.locator(each).bounding_box() for each in ("#source", "#chat"))
    assert panel
    assert chat
    assert chat["x"] + chat["width"] <= panel["x"]
    page.locator("#close-source").click()
    expect(page.locator("#source")).to_be_hidden()


def test_the_page_of_a_pdf_is_a_picture_with_the_quote_boxed(visit: Visit, url: str) -> None:
    page = visit(url)
    _show(page, "松阙市北环快速路全长多少公里？")
    picture = page.locator("#source .frame img")
    expect(picture).to_have_count(1)
    page.wait_for_function("document.querySelector('#source .frame img').complete")
    assert picture.evaluate("image => image.naturalWidth") > 400
    expect(page.locator("#source .box").first).to_be_visible()
    assert page.locator("#source .box").first.evaluate(_IN_VIEW)


def test_a_quote_deep_in_a_long_report_is_scrolled_to(visit: Visit, serving: Serve) -> None:
    text = "\n".join(f"第{number}段：{'闲' * 60}。" for number in range(3000))
    report = document(text, "长.txt")
    start = text.index("第2500段")
    end = text.index("\n", start)
    found = quote(text[start:end], start=start, end=end, document_id=report.id, source="长.txt")
    library: Any = StubLibrary({"哪一段？": answer(found)})
    library.add(report)
    page = visit(serving(Site(ready(library), Conversations.open())))
    _show(page, "哪一段？")
    mark = page.locator("#source mark")
    expect(mark).to_have_text(text[start:end])
    assert mark.evaluate(_IN_VIEW)
    assert len(page.locator("#source .full").text_content() or "") < 100_000


def test_on_a_phone_it_covers_the_chat_and_can_be_left(visit: Visit, url: str) -> None:
    page = visit(url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    _show(page, "澜江二桥总投资多少亿元？")
    expect(page.locator("#source mark")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#close-source").click()
    expect(page.locator("#log blockquote").first).to_be_visible()


def test_a_report_full_of_markup_is_text(visit: Visit, serving: Serve) -> None:
    text = "前。<img src=x onerror=\"document.title='x'\"><script>document.title='y'</script>\u202e$x$ **a** 后。\r\n末"
    report = document(text, "<b>名</b>.html")
    found = quote("前。", end=2, document_id=report.id, source=report.name)
    library: Any = StubLibrary({"?什么": answer(found)})
    library.add(report)
    page = visit(serving(Site(ready(library), Conversations.open())))
    _show(page, "?什么")
    expect(page.locator("#source mark")).to_have_text("前。")
    assert page.locator("#source .full").text_content() == text
    assert page.locator("#source img, #source script, #source b").count() == 0
    assert page.title() == "report-qa"
