"""What the tests of the page do in a browser."""

from collections.abc import Callable
from typing import TypeAlias

from playwright.sync_api import Page, expect

BOX = "#question textarea"

Visit: TypeAlias = Callable[..., Page]
"""Opens an address in a fresh browser profile."""

Serve: TypeAlias = Callable[..., str]
"""Serves a table of answers, or a site, and returns the address."""


def ask(page: Page, question: str) -> None:
    """Ask, and wait until nothing of the conversation waits any more."""
    asked = page.locator("#log .turn").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    expect(page.locator("#log .turn")).to_have_count(asked + 1)
    expect(page.locator("#log .pending")).to_have_count(0)


def texts(page: Page, selector: str) -> list[str]:
    """The text of every element that is named, to the letter."""
    found: list[str] = page.eval_on_selector_all(
        selector, "elements => elements.map(each => each.textContent)"
    )
    return found
