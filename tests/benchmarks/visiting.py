"""The page in Chromium, timed by its own clock."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from served import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Page

_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_BOX: Final = "#question textarea"
_USABLE: Final = f"""() => {{
    const box = document.querySelector("{_BOX}")
    return box && !box.disabled && !box.readOnly && box.offsetParent !== null
}}"""
_PAINT: Final = """() => new Promise(done => new PerformanceObserver(list => {
    for (const entry of list.getEntriesByName("first-contentful-paint")) done(entry.startTime)
}).observe({type: "paint", buffered: true}))"""
_SENT: Final = """() => performance.getEntriesByType("resource").reduce(
    ([number, bytes], each) => [number + 1, bytes + each.transferSize], [0, 0])"""
_ASKED: Final = """count => document.querySelectorAll("#log .turn").length == count
    && !document.querySelector("#log .pending")"""


@contextmanager
def chromium() -> Iterator[Callable[[], Page]]:
    """Opens pages, each with a profile of its own."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, _CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))

        def open_page() -> Page:
            page = browser.new_context(locale="zh-CN").new_page()
            page.set_default_timeout(1000 * PATIENCE)
            return page

        yield open_page
        browser.close()


def visit(page: Page, url: str) -> dict[str, float]:
    """Seconds of the page's own clock."""
    page.goto(url, wait_until="commit")
    page.wait_for_function(_USABLE)
    usable = page.evaluate("performance.now()")
    paint = page.evaluate(_PAINT)
    page.wait_for_load_state("load")
    page.wait_for_timeout(1000)  # the panels; the stream of changes never ends
    number, sent = page.evaluate(_SENT)
    return {
        "first contentful paint, s": paint / 1000,
        "question box usable, s": usable / 1000,
        "requests": number,
        "sent, MB": sent / 2**20,
    }


def type_in(page: Page, question: str) -> float:
    """Ask on the page, and return after how many seconds the turn is there."""
    asked, start = page.locator("#log .turn").count(), time.perf_counter()
    page.fill(_BOX, question)
    page.press(_BOX, "Enter")
    page.wait_for_function(_ASKED, arg=asked + 1)
    return time.perf_counter() - start
