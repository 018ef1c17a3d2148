"""Conversations that are completed, taken up again, rated, exported and deleted, in a real Chromium."""

import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import expect

from qa.talk.store import Conversations
from tests.browser.driving import BOX, Serve, Visit, ask, texts
from tests.stub_library import StubLibrary, answer, document, quote
from ui.loading import ready
from ui.serving.server import Options, serve
from ui.site import Site

pytestmark = pytest.mark.browser

_BRIDGE = "澜江二桥总投资多少亿元？"
_TABLE = {
    _BRIDGE: answer(quote("澜江二桥总投资41.7亿元。", answer="41.7亿元", answer_start=7), question=_BRIDGE),
    "澜江二桥全长多少？": answer(quote("澜江二桥全长2.3公里。", answer="2.3公里", answer_start=6)),
}


def test_a_follow_up_is_completed_shown_and_undone(visit: Visit, url: str) -> None:
    page = visit(url)
    ask(page, _BRIDGE)
    ask(page, "什么时候开工的？")
    last = page.locator("#log .turn:last-of-type")
    expect(last.locator(".question")).to_have_text("什么时候开工的？")
    expect(last.locator(".complete")).to_contain_text("澜江二桥")
    expect(last.locator(".complete mark")).to_contain_text("澜江二桥")
    assert "2020年9月26日开工" in texts(page, "#log .turn:last-of-type blockquote.quote")[0]
    assert page.locator(".undo").count() == 1
    last.locator(".undo").click()
    expect(last.locator(".understood")).to_have_count(0)
    expect(page.locator("#log .pending")).to_have_count(0)
    assert texts(page, "#log .question") == [_BRIDGE, "什么时候开工的？"]


def test_conversations_survive_a_reload_and_a_restart(visit: Visit, uploads: Path, tmp_path: Path) -> None:
    file = tmp_path / "conversations.sqlite3"

    def start(port: int | None = None) -> Any:
        library: Any = StubLibrary(_TABLE)
        return serve(Site(ready(library), Conversations.open(file)), Options(port=port))

    served = start()
    page = visit(served.url)
    ask(page, _BRIDGE)
    ask(page, "海王星有几颗卫星？")
    shown = texts(page, "#log .turn")
    page.reload()
    expect(page.locator("#log .turn")).to_have_count(2)
    assert texts(page, "#log .turn") == shown
    served.stop()
    expect(page.locator("#lost")).to_be_visible(timeout=15_000)
    served = start(served.port)
    expect(page.locator("#lost")).to_be_hidden(timeout=15_000)
    ask(page, "澜江二桥全长多少？")  # the page that was open all the time goes on
    expect(page.locator("#log .turn")).to_have_count(3)
    page.reload()
    expect(page.locator("#log .turn")).to_have_count(3)
    assert texts(page, "#log .turn")[:2] == shown
    other = visit(served.url)  # another browser begins anew, and finds what was asked before
    expect(other.locator("[data-open]")).to_have_text([_BRIDGE])
    assert other.locator("#log .turn").count() == 0
    other.locator("[data-open]").click()
    expect(other.locator("#log .turn")).to_have_count(3)
    served.stop()


def test_a_new_conversation_knows_nothing_of_the_one_before(visit: Visit, serving: Serve) -> None:
    page = visit(serving(_TABLE))
    ask(page, _BRIDGE)
    page.locator("#new-talk").click()
    expect(page.locator("#log .turn")).to_have_count(0)
    expect(page.locator(BOX)).to_be_focused()
    ask(page, "全长呢？")
    assert page.locator(".understood").count() == 0
    expect(page.locator("[data-open]")).to_have_text(["全长呢？", _BRIDGE])
    for _ in range(2):  # a second time as well, when the server sends what it sent before
        page.locator("[data-open]", has_text=_BRIDGE).click()
        expect(page.locator("#log .question")).to_have_text([_BRIDGE])
        page.locator("#new-talk").click()
        expect(page.locator("#log .turn")).to_have_count(0)


def test_a_conversation_is_deleted_after_it_was_asked_whether(visit: Visit, serving: Serve) -> None:
    page = visit(serving(_TABLE))
    ask(page, _BRIDGE)
    page.locator("[data-forget]").click()
    expect(page.locator("#confirm-what")).to_have_text(f"删除对话“{_BRIDGE}”？删除后无法恢复。")
    page.keyboard.press("Escape")
    expect(page.locator("#log .turn")).to_have_count(1)
    page.locator("[data-forget]").click()
    page.locator("#confirm button[value=yes]").click()
    expect(page.locator("[data-open]")).to_have_count(0)
    expect(page.locator("#log .turn")).to_have_count(0)
    page.reload()
    expect(page.locator("#export")).to_be_hidden()
    assert page.locator("#log .turn").count() == 0


@pytest.mark.parametrize("form", ["md", "json", "docx"])
def test_a_conversation_is_exported_with_quotes_and_citations(
    visit: Visit, serving: Serve, form: str
) -> None:
    page = visit(serving(_TABLE))
    ask(page, _BRIDGE)
    ask(page, "海王星有几颗卫星？")
    page.locator("#export summary").click()
    with page.expect_download() as downloading:
        page.locator(f"#export a[data-format={form}]").click()
    assert downloading.value.suggested_filename == f"conversation.{form}"
    data = Path(downloading.value.path()).read_bytes()
    if form == "docx":
        text = "\n".join(each.text for each in docx.Document(io.BytesIO(data)).paragraphs)
    else:
        text = data.decode()
    assert "澜江二桥总投资" in text
    assert "report.txt" in text
    assert "海王星有几颗卫星？" in text
    if form == "json":
        first, second = json.loads(text)["turns"]
        assert first["answer"] == _TABLE[_BRIDGE].to_dict()
        assert second["answer"]["answered"] is False


def test_answers_are_rated_once_somebody_lets_them_be(visit: Visit, serving: Serve) -> None:
    talks = Conversations.open()
    library: Any = StubLibrary(_TABLE)
    page = visit(serving(Site(ready(library), talks)))
    ask(page, _BRIDGE)
    assert page.locator(".rate").count() == 0
    page.locator("#settings > summary").click()
    page.locator("#ratings").check()
    expect(page.locator(".rate")).to_have_count(2)
    page.keyboard.press("Escape")
    page.get_by_label("答得不对").click()
    expect(page.get_by_label("答得不对")).to_have_attribute("aria-pressed", "true")
    (heading,) = talks.headings("", "")
    assert talks.load("", heading.id).turns[0].rating == -1
    page.get_by_label("答得不对").click()
    expect(page.get_by_label("答得不对")).to_have_attribute("aria-pressed", "false")
    assert talks.load("", heading.id).turns[0].rating == 0
    page.reload()
    expect(page.locator(".rate")).to_have_count(2)


def test_conversations_are_found_by_their_words(visit: Visit, serving: Serve) -> None:
    talks = Conversations.open()
    library: Any = StubLibrary(_TABLE)
    page = visit(serving(Site(ready(library), talks)))
    for number in range(9):
        page.locator("#new-talk").click()
        ask(page, f"第{number}个问题是什么？")
    expect(page.locator("[data-open]")).to_have_count(9)
    page.fill("#find-talks", "第3个")
    expect(page.locator("[data-open]")).to_have_text(["第3个问题是什么？"])


def test_the_readable_form_takes_the_place_of_the_quote_when_wanted(visit: Visit, serving: Serve) -> None:
    noted = quote(
        "市長(zhǎng)蘇映雪率團(tuán)。", readable="市長蘇映雪率團。", answer="蘇映雪", answer_start=9
    )
    page = visit(serving({"谁？": answer(noted)}))
    ask(page, "谁？")
    original, readable = page.locator("blockquote.quote"), page.locator(".fluent")
    expect(original).to_be_visible()
    expect(readable).to_be_hidden()
    page.locator("#settings > summary").click()
    page.locator("#readable").check()
    page.keyboard.press("Escape")
    expect(original).to_be_hidden()
    expect(readable).to_have_text("市長蘇映雪率團。")
    page.locator(".swap").click()
    expect(original).to_be_visible()
    assert original.text_content() == noted.text
    page.reload()
    expect(readable).to_be_visible()


def test_what_is_cited_is_copied(visit: Visit, serving: Serve) -> None:
    page = visit(serving(_TABLE), permissions=["clipboard-read", "clipboard-write"])
    ask(page, _BRIDGE)
    for label, begins in (("引文和出处", ""), ("GB/T 7714", ""), ("BibTeX", "@misc{")):
        page.locator(".choices > summary", has_text="引用").click()
        page.get_by_role("button", name=label).click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "report" in copied, label
        assert copied.startswith(begins)
        page.keyboard.press("Escape")


def test_conflicting_reports_stand_side_by_side(visit: Visit, serving: Serve) -> None:
    first, other = quote("增长5%。"), quote("增长6%。", source="b.txt")
    page = visit(serving({"增长多少？": answer(first, other, conflicting=(other,))}))
    ask(page, "增长多少？")
    # at one moment: the page may still be scrolling
    one, two = page.eval_on_selector_all(
        ".sides figure", "figures => figures.map((each) => each.getBoundingClientRect().toJSON())"
    )
    assert abs(one["y"] - two["y"]) < 1
    assert one["x"] + one["width"] <= two["x"]


def test_the_language_and_the_colours_are_chosen_on_the_page(visit: Visit, serving: Serve) -> None:
    page = visit(serving(_TABLE))
    page.locator("#settings > summary").click()
    page.locator("#appearance").select_option("dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#appearance").select_option("light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    page.locator("#language").select_option("en")
    expect(page.locator("h1")).to_have_text("Ask the reports")
    page.reload()
    expect(page.locator("h1")).to_have_text("Ask the reports")
    assert page.evaluate("document.documentElement.lang") == "en"
    ask(page, "海王星有几颗卫星？")
    expect(page.locator(".silent")).to_have_text("These reports don’t say.")


def test_a_report_that_is_gone_stays_quoted_in_the_conversation(visit: Visit, serving: Serve) -> None:
    library: Any = StubLibrary({"谁？": answer(quote("甲。", document_id=document("甲。").id))})
    library.add(document("甲。"))
    page = visit(serving(Site(ready(library), Conversations.open())))
    ask(page, "谁？")
    library.remove(document("甲。").id)
    page.reload()
    expect(page.locator("blockquote.quote")).to_have_text("甲。")
    page.locator(".show").click()
    expect(page.locator("#source .error")).to_be_visible()
