"""A Chromium and served pages: one with the sample reports, one with answers from a table, and any other."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from qa import Library
from qa.talk.store import Conversations
from qa.types import Answer, Skipped
from tests.browser.driving import Serve
from tests.stub_library import StubLibrary, answer, quote
from ui.loading import Loading, Opened, open_library, ready
from ui.serving.server import Options, serve
from ui.site import Site

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

VERBATIM = (
    "\u3000\u3000段首空两格，\u3000中间一格，末尾也是\u3000",
    "*星* **粗** _斜_ `码` ~~删~~ # 题 1. 条 - 项 [链](http://example.com) ![图](x.png)",
    '<b>不是标记</b> <img src=x onerror="document.title=1"> &amp; &#65; &lt; "双" \'单\' </blockquote>',
    "$x^2$ $$y$$ \\(z\\) {{value}} ${1+1} `${2}` \\n \\u4e00",
    "回车\r换行\n两者\r\n制表\t\t空格  三个   止",
    "\n首行为空\n\n末行为空\n",
    "从右往左\u202eabc\u202c止，标记\u200f与\u200e，隔离\u2067x\u2069止",
    "堅(jiān)e\u0301組合，零寬\u200b\u200d\ufeff，旗🇨🇳，家👨\u200d👩\u200d👧，擴\U00020000",
    "控制\x01\x0b\x0c\x1b\x7f\x85\u2028\u2029止",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; not for the whole session, since no asyncio.run() works in this thread while it runs."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        reason = f"none of {', '.join(_PROGRAMS)} is installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("uploads")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder))
        yield folder


@pytest.fixture(scope="session")
def opened() -> Opened:
    """The sample reports, with the examples."""
    return open_library((), None, None, lambda stage, done, total: None)


@pytest.fixture(scope="session")
def library(opened: Opened) -> Library:
    return opened.library


@pytest.fixture(scope="session")
def url(opened: Opened, uploads: Path) -> Iterator[str]:
    """The page of the sample reports."""
    loading = Loading(lambda report: opened)
    loading.start()
    served = serve(Site(loading, Conversations.open()))
    yield served.url
    served.stop()


@pytest.fixture(scope="session")
def table() -> dict[str, Answer]:
    answers = {
        str(number): answer(
            quote(
                text,
                answer=text[3:6],
                answer_start=3,
                context=f"前\r\n{text}后",
                context_start=-3,
                readable=text[1:],
            ),
            quote(text[::-1]),
        )
        for number, text in enumerate(VERBATIM)
    }
    return answers | {"bidi": answer(skipped=(Skipped("年报\u202etxt.exe", "它坏了", "修好它"),))}


@pytest.fixture(scope="session")
def stub_url(table: dict[str, Answer], uploads: Path) -> Iterator[str]:
    """A page whose answers are those of the table."""
    library: Any = StubLibrary(table)
    served = serve(Site(ready(library), Conversations.open()))
    yield served.url
    served.stop()


@pytest.fixture
def serving(uploads: Path) -> Iterator[Serve]:
    """Serve any other site, for one test: a table of answers, or a site and how it is served."""
    with ExitStack() as ends:

        def serve_it(what: Site | Mapping[str, Any], options: Options | None = None) -> str:
            if isinstance(what, Site):
                site = what
            else:
                library: Any = StubLibrary(what)
                site = Site(ready(library), Conversations.open())
            served = serve(site, options)
            ends.callback(served.stop)
            return served.url

        yield serve_it


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address in a fresh profile; a request that leaves this machine fails the test, and so does a script."""
    contexts: list[BrowserContext] = []
    strayed: list[str] = []
    faults: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            strayed.append(request.url)

    def open_page(
        address: str, waited_for: str = "#question textarea", *, faultless: bool = True, **profile: Any
    ) -> Page:
        context = browser.new_context(
            **({"locale": "zh-CN", "viewport": {"width": 1280, "height": 860}} | profile)
        )
        context.set_default_timeout(15_000)
        context.on("request", note)
        contexts.append(context)
        page = context.new_page()
        if faultless:
            page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        page.wait_for_selector(waited_for)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert strayed == []
    assert faults == []
