"""A page for a team: the login, what readers and editors are offered, and that nobody sees another's conversations."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from qa.accounts import Accounts, Role
from qa.talk.store import Conversations
from tests.browser.driving import Serve, Visit, ask, texts
from tests.stub_library import StubLibrary, answer, document, quote
from ui.limits import Limiter, Rate
from ui.loading import ready
from ui.serving.server import Options
from ui.site import Site

pytestmark = pytest.mark.browser

_NAMES = "#reports-part summary.name"
_PASSWORD = "correct horse"  # noqa: S105


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    accounts = Accounts.open(tmp_path_factory.mktemp("users") / "users.json")
    accounts.add("林澄", _PASSWORD, Role.EDITOR)
    accounts.add("bo", _PASSWORD, Role.READER)
    return accounts


def _site(accounts: Accounts, **changes: Any) -> Site:
    library: Any = StubLibrary({"谁？": answer(quote("甲。"))})
    library.add(document("甲。", "甲.txt"))
    return Site(ready(library), Conversations.open(), accounts, **changes)


@pytest.fixture
def enter(visit: Visit) -> Callable[[str, str], Page]:
    def come_in(address: str, name: str) -> Page:
        page = visit(address, waited_for="input[name=username]")
        page.fill("input[name=username]", name)
        page.fill("input[name=password]", _PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("#question textarea")
        return page

    return come_in


def test_a_wrong_password_is_said_and_a_right_one_opens(
    visit: Visit, serving: Serve, accounts: Accounts
) -> None:
    page = visit(serving(_site(accounts)), waited_for="input[name=username]")
    page.fill("input[name=username]", "bo")
    page.fill("input[name=password]", "wrong guess")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.fill("input[name=password]", _PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_visible()
    page.locator("#settings > summary").click()
    expect(page.locator("#who bdi")).to_have_text("bo")
    page.locator("#log-out").click()
    expect(page.locator("input[name=username]")).to_be_visible()


def test_readers_ask_and_are_offered_no_change(
    enter: Callable[[str, str], Page], serving: Serve, accounts: Accounts
) -> None:
    page = enter(serving(_site(accounts)), "bo")
    expect(page.locator(_NAMES)).to_have_text(["甲.txt"])
    expect(page.locator("#readers")).to_have_text("您可以提问；添加和移除报告由编辑者来做。")
    expect(page.locator("#adding")).to_be_hidden()
    assert page.locator("[data-remove]").count() == 0
    ask(page, "谁？")
    assert texts(page, "blockquote.quote") == ["甲。"]


def test_editors_change_what_readers_see(
    enter: Callable[[str, str], Page], serving: Serve, accounts: Accounts, tmp_path: Path
) -> None:
    address = serving(_site(accounts))
    editor, reader = enter(address, "林澄"), enter(address, "bo")
    file = tmp_path / "乙.txt"
    file.write_text("乙。", encoding="utf-8")
    editor.set_input_files("#files", [file])
    expect(reader.locator(_NAMES)).to_have_text(["甲.txt", "乙.txt"])


def test_nobody_sees_the_conversations_of_others(
    enter: Callable[[str, str], Page], serving: Serve, accounts: Accounts
) -> None:
    address = serving(_site(accounts))
    one, other = enter(address, "林澄"), enter(address, "bo")
    ask(one, "谁？")
    expect(one.locator("[data-open]")).to_have_text(["谁？"])
    identity = one.locator("[data-open]").get_attribute("data-open")
    other.reload()
    expect(other.locator(_NAMES)).to_have_count(1)
    assert other.locator("[data-open]").count() == 0
    told = other.evaluate(
        "async id => [(await fetch(`conversations/${id}.md`)).status, "
        "(await fetch(`conversations/${id}`, {method: 'DELETE'})).status]",
        identity,
    )
    assert told == [404, 404]
    one.reload()
    expect(one.locator("#log .turn")).to_have_count(1)


def test_a_right_that_is_taken_away_is_gone_at_once(
    enter: Callable[[str, str], Page], serving: Serve, accounts: Accounts, tmp_path: Path
) -> None:
    accounts.add("kim", _PASSWORD, Role.EDITOR)
    site = _site(accounts)
    page = enter(serving(site), "kim")
    expect(page.locator("#adding")).to_be_visible()
    accounts.set_role("kim", Role.READER)
    file = tmp_path / "乙.txt"
    file.write_text("乙。", encoding="utf-8")
    page.set_input_files("#files", [file])
    expect(page.locator("#uploads .bad")).to_be_visible()
    assert [each.name for each in site.loading.wait().library.documents()] == ["甲.txt"]
    accounts.remove("kim")
    page.reload()
    expect(page.locator("input[name=username]")).to_be_visible()


def test_who_asks_too_much_is_told_so(
    enter: Callable[[str, str], Page], serving: Serve, accounts: Accounts
) -> None:
    page = enter(serving(_site(accounts, questions=Limiter(Rate(2), "questions"))), "bo")
    for _ in range(3):
        ask(page, "谁？")
    expect(page.locator("#log .turn:last-of-type .error")).to_contain_text("请求太多，请稍后再试")


def test_below_a_path_everything_works(
    enter: Callable[[str, str], Page], serving: Serve, accounts: Accounts
) -> None:
    address = serving(_site(accounts), Options(root_path="/reports"))
    page = enter(address.rstrip("/").removesuffix("/reports") + "/reports/", "林澄")
    expect(page.locator(_NAMES)).to_have_text(["甲.txt"])
    ask(page, "谁？")
    assert texts(page, "blockquote.quote") == ["甲。"]
    page.reload()
    expect(page.locator("#log .turn")).to_have_count(1)
