"""The page for everybody: keyboard, names for screen readers and contrast, checked with axe-core in Chromium."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from qa.talk.store import Conversations
from qa.talk.types import Settings
from tests.browser.driving import BOX, Serve, Visit, ask
from tests.stub_library import StubLibrary, answer, document, quote
from ui.loading import ready
from ui.site import Site

pytestmark = pytest.mark.browser

_AXE = Path(__file__).parents[2] / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
_NARROW = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core, as npm installs it (``make axe``)."""
    if not _AXE.is_file():
        reason = f"{_AXE} is missing; make it with `make axe`, which takes npm"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return _AXE.read_text(encoding="utf-8")


def _violations(page: Page, axe: str) -> list[str]:
    """What axe calls serious or critical, each with the elements it is about."""
    page.wait_for_timeout(300)  # colours that fade in are not yet those that stay
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


@pytest.fixture
def address(serving: Serve) -> str:
    report = document("澜江二桥总投资41.7亿元。其余略。", "桥.txt")
    noted = quote(
        "投资41.7亿元。",
        answer="41.7亿元",
        answer_start=2,
        context="澜江二桥总投资41.7亿元。其余略。",
        readable="投资41亿元。",
        document_id=report.id,
        start=5,
        end=14,
    )
    other = quote("投资42亿元。", source="另一份.txt")
    library: Any = StubLibrary(
        {
            "多少？": answer(noted, other, quote("第三处。")),
            "相反？": answer(noted, other, conflicting=(other,)),
            "没有？": answer(nearest=quote("近似的一句。", confidence=0.1)),
        }
    )
    library.add(report, document("另一份报告。", "另一份.txt"))
    talks = Conversations.open()
    talks.set_settings("", Settings(keep_ratings=True))
    return serving(Site(ready(library), talks))


def _fill(page: Page) -> None:
    for question in ("多少？", "相反？", "没有？", "?!"):
        ask(page, question)
    page.locator("details.further").first.evaluate("element => element.open = true")


def _settings(page: Page) -> None:
    page.locator("#settings > summary").click()


def _citing(page: Page) -> None:
    ask(page, "多少？")
    page.locator("#log .choices > summary").first.click()


def _source(page: Page) -> None:
    ask(page, "多少？")
    page.locator(".show").first.click()
    expect(page.locator("#source mark")).to_have_count(1)


def _side(page: Page) -> None:
    if page.locator("#menu").is_visible():
        page.locator("#menu").click()
    page.locator("#reports-part summary").first.click()
    page.locator("#reports-part input").first.check()


def _asking_whether(page: Page) -> None:
    page.locator("[data-remove]").first.evaluate("element => element.click()")
    expect(page.locator("#confirm")).to_be_visible()


def _nothing(page: Page) -> None:
    expect(page.locator("#reports-part input").first).to_be_attached()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("act", "profile"),
    [
        (_nothing, {}),
        (_fill, {}),
        (_fill, _NARROW),
        (_settings, {}),
        (_citing, {"locale": "zh-TW"}),
        (_source, {}),
        (_source, {"locale": "en"} | _NARROW),
        (_side, {}),
        (_side, _NARROW),
        (_asking_whether, {"locale": "en"}),
    ],
)
def test_axe_finds_nothing_serious(  # noqa: PLR0917
    visit: Visit, address: str, axe: str, scheme: str, act: Callable[[Page], None], profile: dict[str, Any]
) -> None:
    page = visit(address, color_scheme=scheme, **profile)
    act(page)
    assert _violations(page, axe) == []


def test_axe_would_find_something(visit: Visit, address: str, axe: str) -> None:
    page = visit(address)
    page.evaluate(
        "document.querySelector('h1').innerHTML = '<img src=/favicon.ico width=9 height=9><button></button>'"
    )
    found = {each.partition(":")[0] for each in _violations(page, axe)}
    assert {"image-alt", "button-name"} <= found


def _focused(page: Page) -> str:
    said: str = page.evaluate(
        "(e => e.id || e.className || e.getAttribute('aria-label') || e.tagName)(document.activeElement)"
    )
    return said


def test_everything_is_reached_by_the_keyboard_in_the_order_it_stands(visit: Visit, address: str) -> None:
    page = visit(address)
    ask(page, "多少？")
    expect(page.locator("#reports-part input").first).to_be_visible()
    page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    page.locator("h1").click()
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(_focused(page))
    order = ["new-talk", "add", "show", "copy"]
    places = [reached.index(each) for each in order]
    assert places == sorted(places)
    assert len(set(places)) == 4


def test_a_quote_is_opened_and_closed_without_a_mouse(visit: Visit, address: str) -> None:
    page = visit(address)
    ask(page, "多少？")
    page.locator(".show").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source mark")).to_be_visible()
    expect(page.locator("#source-part")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(page.locator(".show").first).to_be_focused()


def test_the_first_stop_leads_to_the_question(visit: Visit, address: str) -> None:
    page = visit(address)
    page.evaluate("document.activeElement.blur()")
    page.locator(".skip").focus()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(BOX)).to_be_focused()


def test_an_answer_is_announced_once(visit: Visit, address: str) -> None:
    """A live region announces what is added: an answer must not take the earlier ones out and in again."""
    page = visit(address)
    ask(page, "多少？")
    page.evaluate("document.querySelector('#log .turn').marked = true")
    ask(page, "没有？")
    assert page.evaluate("document.querySelector('#log .turn').marked") is True
