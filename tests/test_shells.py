"""What stands on the page before anything is asked, and how style and script get there."""

import json
import re
from html.parser import HTMLParser

import pytest

from ui.assets import page_head
from ui.i18n import LANGUAGES
from ui.shells import render_chat, render_header, render_side, render_source_panel
from ui.texts import EN, Texts


class _Ids(HTMLParser):
    """Ids in order, the words for the script, and controls without a name."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.words = given.get("data-words") or self.words


def _read(texts: Texts) -> _Ids:
    reader = _Ids()
    for part in (render_header, render_side, render_chat, render_source_panel):
        reader.feed(part(texts))
    reader.close()
    return reader


@pytest.mark.parametrize("texts", LANGUAGES, ids=lambda texts: texts.lang)
def test_every_id_that_the_script_looks_for_is_there_once(texts: Texts) -> None:
    ids = _read(texts).ids
    assert len(set(ids)) == len(ids)
    head = page_head(texts.lang, "/")
    wanted = set(re.findall(r"find\([\"']#([\w-]+)[\"']\)", head)) | set(
        re.findall(r"[\"']#([\w-]+)[\"'][,\]]", head)
    )
    assert len(wanted) > 20
    assert wanted - set(ids) == {"asker", "chosen", "question"}  # which Gradio makes


@pytest.mark.parametrize("texts", LANGUAGES, ids=lambda texts: texts.lang)
def test_the_script_has_every_text(texts: Texts) -> None:
    words = json.loads(_read(texts).words)
    assert words["remove_ask"] == texts.remove_ask
    used = set(re.findall(r"words\.(\w+)", page_head(texts.lang, "/")))
    assert len(used) > 10
    assert used <= set(words)


def test_style_and_script_stand_in_the_head_with_language_and_path() -> None:
    head = page_head("zh-TW", "/reports/")
    assert 'value: "zh-TW"' in head
    assert 'base: "/reports/"' in head
    assert "{lang}" not in head
    assert "{base}" not in head
    assert head.count("<script>") == head.count("</script>") == 1
    assert re.findall(r"@import|url\(|https?://", head) == []


def test_a_path_cannot_end_the_script() -> None:
    head = page_head("en", '/"</script><b>/')
    assert head.count("</script>") == 1
    assert 'base: "/\\"\\u003c/script>\\u003cb>/"' in head


def test_the_page_has_one_main_heading() -> None:
    assert render_header(EN).count("<h1>") == 1
