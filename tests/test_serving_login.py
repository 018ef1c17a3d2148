"""The login: for people a page in their language, for programs a cookie; and it leads nowhere but here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.serving.login import safe_target
from ui.serving.login_page import render_login
from ui.serving.login_texts import login_texts


@pytest.mark.parametrize(
    ("to", "root", "target"),
    [
        ("/", "", "/"),
        ("/conversations/a-b_c.md", "", "/conversations/a-b_c.md"),
        ("/docs", "", "/docs"),
        ("/reports/", "/reports", "/reports/"),
        ("/reports/docs", "/reports", "/reports/docs"),
        ("", "", "/"),
        ("", "/reports", "/reports/"),
        ("/docs", "/reports", "/reports/"),
        ("/reportsx/", "/reports", "/reports/"),
        ("//evil.example", "", "/"),
        ("//evil.example/", "/reports", "/reports/"),
        ("/\\evil.example", "", "/"),
        ("\\\\evil.example", "", "/"),
        ("/\t/evil.example", "", "/"),
        ("/%2f/evil.example", "", "/"),
        ("https://evil.example/", "", "/"),
        ("javascript:alert(1)", "", "/"),
        ("/a/../..//evil.example", "", "/"),
        ("/reports/../admin", "/reports", "/reports/"),
        ("/docs\r\nSet-Cookie: a=b", "", "/"),
        ("/docs?next=//evil.example", "", "/"),
        ("/docs\n", "", "/"),
        (" /docs", "", "/"),
        ("/a/b/", "", "/a/b/"),
        ("/a//b", "", "/"),
        ("/" + "a" * 499, "", "/" + "a" * 499),
        ("/" + "a" * 500, "", "/"),
        ("/" + "a" * 10_000 + "!", "", "/"),  # a pattern that goes back and forth would never say so
        ("/" + "a" * 498 + "!", "", "/"),
    ],
)
def test_after_the_login_one_stays_here(to: str, root: str, target: str) -> None:
    assert safe_target(to, root) == target


@given(
    st.text(st.sampled_from("/\\:.@%?#ab\t\n\r\u3002\uff0f "), max_size=20), st.sampled_from(["", "/reports"])
)
def test_no_address_leads_elsewhere(to: str, root: str) -> None:
    target = safe_target(to, root)
    assert target.startswith(f"{root}/")
    assert not target.startswith(("//", "/\\"))
    assert not set(target) & set("\\:@%?#\t\n\r ")
    assert ".." not in target


@pytest.mark.parametrize("lang", ["zh-CN", "zh-TW", "en"])
def test_the_page_in_each_language(lang: str) -> None:
    texts = login_texts(lang)
    page = render_login(texts, "/docs")
    assert f'<html lang="{lang}">' in page
    for text in (texts.title, texts.name, texts.password, texts.enter):
        assert text in page
    assert 'value="/docs"' in page
    assert "<script" not in page
    assert '<p role="alert">' not in page
    assert texts.wrong in render_login(texts, "/", "bo", texts.wrong)


def test_the_languages_differ_in_every_sentence() -> None:
    chinese, taiwanese, english = map(login_texts, ("zh-CN", "zh-TW", "en"))
    for field in ("title", "name", "password", "wrong", "too_often", "failed"):
        assert len({getattr(each, field) for each in (chinese, taiwanese, english)}) == 3, field
        for each in (chinese, taiwanese, english):
            assert ("{seconds}" in getattr(each, field)) is (field == "too_often")


def test_what_was_typed_is_text_and_nothing_else() -> None:
    evil = '"><script>alert(1)</script>'
    page = render_login(login_texts("en"), "/", evil, evil)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 2
