"""Quotes as citations."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.cite import STYLES, cite
from qa.errors import ConversationError
from qa.report_info import ReportInfo
from qa.types import Quote
from qa.visible import visible
from tests.stub_library import quote

DAY = date(2026, 11, 24)
ID = "0123456789abcdef" + "f" * 48
CHINESE = "仪式由常务副市长贺兰舟主持。"
# what neither BibTeX nor TeX takes as it is, and what TeX draws as something else
NASTY = r"""50% of $3 & #4_a {b} \n ^~ <c> |d| `e' "f" -- --- , @g = ?` !` //"""


def info(name: str, identity: str = ID) -> ReportInfo:
    return ReportInfo(identity, name, "application/pdf", None, None, 7, 100, 3, "2026-01-01T00:00:00Z")


def cited(text: str, style: str, **changes: Any) -> str:
    made = quote(text, **{"source": "年报.pdf", "document_id": ID, "page": 3} | changes)
    return cite(made, style, accessed=DAY)


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("The chair is Helen.", 3, "“The chair is Helen.” (年报.pdf, page 3)"),
        ("The chair is Helen.", None, "“The chair is Helen.” (年报.pdf)"),
        (CHINESE, 3, "“仪式由常务副市长贺兰舟主持。”（《年报.pdf》第3页）"),
        (CHINESE, None, "“仪式由常务副市长贺兰舟主持。”（《年报.pdf》）"),
        ("儀式由常務副市長賀蘭舟主持。", 3, "「儀式由常務副市長賀蘭舟主持。」（《年报.pdf》第3頁）"),
        # 乾 is in simplified script, too
        (
            "乾隆年间修建了这座桥，桥长三百余米。",
            1,
            "“乾隆年间修建了这座桥，桥长三百余米。”（《年报.pdf》第1页）",
        ),
        ("会議は東京で行われた。", 3, "“会議は東京で行われた。” (年报.pdf, page 3)"),
        ("他说：“好。”\n", 3, "“他说：“好。”\n”（《年报.pdf》第3页）"),
    ],
)
def test_plain(text: str, page: int | None, expected: str) -> None:
    assert cited(text, "plain", page=page) == expected


@settings(deadline=None)
@given(st.text(), st.none() | st.integers(1, 999))
def test_a_plain_citation_holds_the_quote_and_its_place(text: str, page: int | None) -> None:
    found = re.fullmatch(
        r"[“「](.*)[”」](?: \(a\.pdf(?:, page (\d+))?\)|（《a\.pdf》(?:第(\d+)[页頁])?）)",
        cited(text, "plain", page=page, source="a.pdf"),
        re.DOTALL,
    )
    assert found is not None
    assert found[1] == text
    assert (found[2] or found[3]) == (None if page is None else str(page))


@pytest.mark.parametrize(
    ("source", "page", "expected"),
    [
        ("年报.pdf", 3, "年报[R/DK]: 3[2026-11-24]. 年报.pdf."),
        ("年报.pdf", None, "年报[R/DK][2026-11-24]. 年报.pdf."),
        ("年报", 3, "年报[R/DK]: 3[2026-11-24]."),
        ("v1.2", None, "v1.2[R/DK][2026-11-24]."),
        (".pdf", None, ".pdf[R/DK][2026-11-24]."),
        ("a[1]: b.c.docx", 12, "a[1]: b.c[R/DK]: 12[2026-11-24]. a[1]: b.c.docx."),
        ("two\r\nlines\u2028here.txt", None, "two lines here[R/DK][2026-11-24]. two lines here.txt."),
    ],
)
def test_gbt7714(source: str, page: int | None, expected: str) -> None:
    assert cited(CHINESE, "gbt7714", source=source, page=page) == expected


def test_bibtex() -> None:
    assert cited("Growth was 5%.", "bibtex", source="a_b.pdf", start=12, end=26) == (
        "@misc{report0123456789abcdef-12-26,\n"
        "  title = {{a\\_b}},\n"
        "  howpublished = {a\\_b.pdf},\n"
        f"  note = {{page 3: “Growth was 5\\%.” SHA-256: {ID}}},\n"
        "  urldate = {2026-11-24},\n"
        "}\n"
    )
    assert f"note = {{第3页：“{CHINESE}” SHA-256" in cited(CHINESE, "bibtex")
    assert f"note = {{“{CHINESE}” SHA-256" in cited(CHINESE, "bibtex", page=None)
    assert "note = {第3頁：「會議開始。」 SHA-256" in cited("會議開始。", "bibtex")


def parsed(entry: str) -> dict[str, str]:
    """The fields of a BibTeX entry, by the rules of BibTeX: braces are counted, white space is one space."""
    head = re.match(r"@misc\{([A-Za-z0-9-]+),\n", entry)
    assert head is not None
    fields, at = {"": head[1]}, head.end()
    while field := re.compile(r"  ([a-z]+) = \{").match(entry, at):
        depth, at = 1, field.end()
        begin = at
        while depth:
            depth += {"{": 1, "}": -1}.get(entry[at], 0)
            at += 1
        fields[field[1]] = re.sub("[ \t\r\n]+", " ", entry[begin : at - 1])
        assert entry[at : at + 2] == ",\n"
        at += 2
    assert entry[at:] == "}\n"
    return fields


COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textquotesingle": "'",
    "textasciigrave": "`",
    "quad": "\t",
    "newline": "\n",
}


def typeset(tex: str) -> str:
    """What TeX sets: commands, escaped signs, groups that are empty or hold a space; ligatures must not be left."""
    assert not re.search(r"--|``|''|[?!]`|(?<!\\)[$&#%_^~<>|]", tex)
    token = re.compile(r"\\([a-z]+)\{\}|\\([$&#%_])|(\{ \})|(\{\})|([^\\{}])", re.DOTALL)
    shown, at = "", 0
    while at < len(tex):
        found = token.match(tex, at)
        assert found is not None, tex[at:]
        shown += COMMANDS[found[1]] if found[1] else found[2] or (found[3] and " ") or found[5] or ""
        at = found.end()
    return shown


def unescaped(entry: str) -> tuple[str, str, str]:
    """Title, name and note of an entry, typeset."""
    fields = parsed(entry)
    assert fields["title"][0] + fields["title"][-1] == "{}"
    return typeset(fields["title"][1:-1]), typeset(fields["howpublished"]), typeset(fields["note"])


def test_nothing_of_a_quote_is_lost_on_bibtex() -> None:
    title, name, note = unescaped(cited(NASTY, "bibtex", source=NASTY))
    assert title == name == NASTY
    assert note == f"page 3: “{NASTY}” SHA-256: {ID}"


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("{}\\$&#%_^~<>|`'\"- \t\n\r-,@中a"), st.characters())))
def test_bibtex_round_trips(text: str) -> None:
    shown = unescaped(cited(text, "bibtex", page=None))[2]
    # line ends are one, control characters are shown
    wanted = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    assert shown in {f"“{wanted}” SHA-256: {ID}", f"「{wanted}」 SHA-256: {ID}"}


def test_a_key_is_the_same_for_the_same_quote_and_another_for_others() -> None:
    def key(**changes: Any) -> str:
        return parsed(cited(CHINESE, "bibtex", **changes))[""]

    assert key() == key(page=9, source="renamed.pdf")
    assert len({key(), key(start=1, end=15), key(end=15), key(document_id="a" * 64)}) == 4
    assert key(document_id="{,} x") == "reportx-0-14"


def test_the_report_tells_the_name_it_goes_by_now() -> None:
    made = quote("One.", document_id=ID, source="old.pdf", page=1)
    assert cite(made, "plain", info("new.pdf")) == "“One.” (new.pdf, page 1)"
    with pytest.raises(ConversationError, match=r"other\.pdf: is not the report that is quoted"):
        cite(made, "plain", info("other.pdf", "e" * 64))


def test_the_date_is_today_where_none_is_told() -> None:
    made: Quote = quote("One.")
    before = date.today()
    said = cite(made, "gbt7714")
    assert said in {f"report[R/DK][{day.isoformat()}]. report.txt." for day in (before, date.today())}


def test_styles() -> None:
    assert STYLES == ("plain", "gbt7714", "bibtex")
    with pytest.raises(ConversationError) as caught:
        cite(quote("One."), "apa")
    assert str(caught.value) == "apa: is no style of citation. Use plain, gbt7714 or bibtex"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\r\nc", "a\tb\r\nc"),
        ("\x00\x1b\x0b\x0c\x1f\x7f\x85", "␀␛␋␌␟␡␤"),
        ("\ud800\ufffe\uffff", "\ufffd\ufffd\ufffd"),
        ("␀\u3000\u00a0\u2028\x80", "␀\u3000\u00a0\u2028\x80"),
    ],
)
def test_control_characters_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown
