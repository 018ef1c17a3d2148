"""Pictures of the page for the READMEs: ``python tests/browser/screenshots.py``. Made anew whenever the page changes.

Chromium drives the page that ``report-qa chat`` serves, on the sample reports; nothing is touched up.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from qa.talk.store import Conversations
from tests.browser.driving import ask
from ui.loading import Loading, open_library
from ui.serving.server import serve
from ui.site import Site

_FOLDER = Path(__file__).parent / "screenshots"
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
_WIDE = {"width": 1360, "height": 760}
_NARROW = {"width": 390, "height": 760}


def _show_source(page: Page) -> None:
    page.locator("#log .turn:last-of-type .show").first.click()
    expect(page.locator("#source")).to_be_visible()
    page.wait_for_function("!document.querySelector('#source-part').hasAttribute('aria-busy')")
    page.wait_for_function("[...document.querySelectorAll('#source img')].every((image) => image.complete)")
    page.wait_for_timeout(700)


def _answer(page: Page) -> None:
    ask(page, "松阙市北环快速路全长多少公里？")
    _show_source(page)


def _follow_up(page: Page) -> None:
    ask(page, "澜江二桥总投资多少亿元？")
    ask(page, "什么时候开工的？")


def _silence(page: Page) -> None:
    ask(page, "How many moons does Neptune have?")


def _phone(page: Page) -> None:
    ask(page, "誰率團赴澄川縣考察？")


_PICTURES: tuple[tuple[str, Callable[[Page], None], dict[str, Any]], ...] = (
    ("answer", _answer, {"locale": "zh-CN", "viewport": _WIDE}),
    ("follow-up", _follow_up, {"locale": "zh-CN", "viewport": _WIDE}),
    ("silence", _silence, {"locale": "en", "viewport": _WIDE, "color_scheme": "dark"}),
    ("phone", _phone, {"locale": "zh-TW", "viewport": _NARROW, "is_mobile": True, "has_touch": True}),
)


def _take(browser: Browser, url: str, folder: Path) -> None:
    for name, act, profile in _PICTURES:
        context = browser.new_context(**profile)
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("#reports-part summary", state="attached")
        act(page)
        page.wait_for_timeout(700)
        page.screenshot(path=folder / f"{name}.png")
        context.close()


def main() -> None:
    """Serve the sample reports and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, default=_FOLDER, help="where the pictures go")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        sys.exit(f"screenshots: none of {', '.join(_PROGRAMS)} is installed")
    with tempfile.TemporaryDirectory() as copies, sync_playwright() as playwright:
        os.environ["GRADIO_TEMP_DIR"] = copies
        loading = Loading(lambda report: open_library((), None, None, report))
        loading.start()
        loading.wait()
        served = serve(Site(loading, Conversations.open()))
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        _take(browser, served.url, folder)
        browser.close()
        served.stop()


if __name__ == "__main__":
    main()
