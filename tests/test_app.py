"""The page as Gradio builds it: what it says in each language, and what its events take."""

from typing import Any

import pytest

from qa.errors import AccessError
from qa.talk.store import Conversations
from tests.stub_library import StubLibrary
from ui.app import _question, _shown, build_app, interface_texts, theme
from ui.handlers import Question
from ui.i18n import LANGUAGES
from ui.loading import ready
from ui.site import OWNER, Site


class _Event:
    def __init__(self, data: dict[str, Any] | None) -> None:
        self._data = data


class _Request:
    headers: dict[str, str] = {"accept-language": "en"}  # noqa: RUF012
    username = "bo"


def _site() -> Site:
    library: Any = StubLibrary({})
    return Site(ready(library), Conversations.open())


def test_every_language_says_every_part() -> None:
    said = interface_texts().translations_dict
    assert set(said) == {texts.lang for texts in LANGUAGES}
    assert len({frozenset(parts) for parts in said.values()}) == 1
    assert all(all(parts.values()) for parts in said.values())


def test_only_programs_endpoints_are_public() -> None:
    page = build_app(_site())
    public = {
        event["api_name"] for event in page.config["dependencies"] if event["api_visibility"] == "public"
    }
    assert public == {"ask", "search", "documents", "add", "remove"}
    assert len(page.config["dependencies"]) > len(public) + 4


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (None, Question("typed", "c", ("a",))),
        ({}, Question("typed", "c", ("a",))),
        ({"question": "example?"}, Question("example?", "c", ("a",))),
        ({"question": "q", "within": []}, Question("q", "c", ())),
        ({"question": "q", "within": ["b"]}, Question("q", "c", ("b",))),
        ({"question": "q", "within": [], "again": 0}, Question("q", "c", (), 0)),
    ],
)
def test_a_question_is_what_was_typed_or_what_a_button_asks(event: Any, expected: Question) -> None:
    given: Any = _Event(event)
    assert _question("typed", '{"conversation": "c", "within": ["a"]}', given) == expected


_CONTEXT = '{"conversation": "", "within": [], "view": 7, "ticket": "<7>"}'


def test_what_is_sent_says_what_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(self: Site, name: str | None) -> Any:
        raise AccessError(name or "user", "is nobody known here", "Log in again")

    request: Any = _Request()
    one, two = _shown(_site(), request, _CONTEXT, lambda who, texts: iter([who.name, texts.lang]))
    assert one.startswith('<div class="sent" data-view="7" data-ticket="&lt;7&gt;" data-nth="')
    assert one.endswith(f'">{OWNER.name}</div>')
    assert two.endswith('">en</div>')
    monkeypatch.setattr(Site, "person", unknown)
    (shown,) = _shown(_site(), request, _CONTEXT, lambda who, texts: iter(["secret"]))
    assert "is nobody known here" in shown
    assert "secret" not in shown


def test_no_font_is_fetched() -> None:
    fonts = [*theme()._font_css, *theme()._stylesheets]
    assert [each for each in fonts if each] == []
