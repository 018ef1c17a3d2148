"""A report as HTML: nothing of its text is lost, and nothing but the quote is marked."""

import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import BusyError, DamagedError, FormatError, IntegrityError, NotFoundError, QAError
from qa.ingest.pages import Box, PageImage, PagePart, parts_of
from qa.types import Document
from tests import files
from ui.loading import Loading, Opened, ready
from ui.pictures import PictureKey, Pictures
from ui.source import page_address, part_address, render_source, text_address
from ui.source_view import PagePicture, SourceAsked, SourceView, library_of, view_source, with_pictures
from ui.source_window import SHOWN, Window, before, window_around, window_from
from ui.source_words import source_words
from ui.texts import EN, ZH_CN, ZH_TW, Texts

ID = "0123456789abcdef" * 4
VOID = {"img", "br"}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def report(
    text: str, *page_starts: int, name: str = "report.txt", media_type: str = "text/plain"
) -> Document:
    return Document(
        text=text, name=name, id=ID, media_type=media_type, codec="gb18030", page_starts=page_starts
    )


def pages(*texts: str) -> Document:
    starts, text = [], ""
    for each in texts:
        starts.append(len(text))
        text += each
    return report(text, *starts, name="report.pdf", media_type="application/pdf")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, tag: str, kind: str = "") -> list["Element"]:
        own = (
            [self] if self.tag == tag and kind in [*(self.attributes.get("class") or "").split(), ""] else []
        )
        return own + [found for child in self.children for found in child.all(tag, kind)]

    def one(self, tag: str, kind: str = "") -> "Element":
        (found,) = self.all(tag, kind)
        return found


class Parsed(HTMLParser):
    """The tree of a fragment; the text of an element is its ``textContent``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(html)
        self.close()
        assert self._open == [self.root], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def view(document: Document, start: int = 0, end: int = 0, first: int | None = None) -> SourceView:
    asked = SourceAsked(document.id, start, end, None, first)
    window = window_around(document.text, start, end) if first is None else window_from(document.text, first)
    return SourceView(asked, document, window)


def shown(what: SourceView, texts: Texts = EN, base: str = "/") -> Element:
    return Parsed(render_source(what, texts, base)).root


ANYTHING = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))


@given(text=ANYTHING, data=st.data())
def test_every_character_survives_and_the_mark_is_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    starts = data.draw(st.lists(st.integers(0, len(text)), max_size=5)) if text else []
    found = shown(view(report(text, *sorted(starts)), start, end))
    assert found.one("div", "full").text == text
    assert [mark.text for mark in found.all("mark")] == ([text[start:end]] if start < end else [])
    assert len(found.all("span", "edge")) == len(starts)


@given(
    lengths=st.lists(st.integers(0, 90), min_size=1, max_size=30), size=st.sampled_from([60, 61, 120, 300])
)
def test_windows_one_after_the_other_are_the_text(lengths: list[int], size: int) -> None:
    text = "\n".join("x" * length for length in lengths)
    place, windows = 0, []
    while place < len(text):
        windows.append(window_from(text, place, size))
        assert windows[-1].first == place
        assert 0 < windows[-1].last - place <= size + 2 * (size // 30)
        place = windows[-1].last
    assert "".join(text[each.first : each.last] for each in windows) == text


@given(lengths=st.lists(st.integers(0, 90), min_size=1, max_size=30), data=st.data())
def test_windows_backwards_leave_no_gap(lengths: list[int], data: st.DataObject) -> None:
    text = "\n".join("x" * length for length in lengths)
    size = data.draw(st.sampled_from([60, 61, 120, 300]))
    window = window_from(text, data.draw(st.integers(0, len(text))), size)
    while window.first > 0:
        earlier = window_from(text, before(text, window, size), size)
        assert earlier.first < window.first <= earlier.last
        window = earlier


@given(text=st.text("ab\n", max_size=1000), data=st.data())
def test_the_window_around_a_quote_holds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    window = window_around(text, start, end, 300)
    assert 0 <= window.first <= start <= end <= window.last <= len(text)
    assert window.last - window.first <= 330


def test_windows_begin_with_lines() -> None:
    text = "".join(f"{number:09}\n" for number in range(20_000))
    quote = text.index("000010000\n")
    window = window_around(text, quote, quote + 10)
    # 60,000 less the quote's 10, halved, before it
    assert quote - window.first == pytest.approx(29_995, abs=10)
    assert window.first % 10 == window.last % 10 == 0
    assert window.last - window.first == pytest.approx(SHOWN, abs=10)
    assert before(text, window) == pytest.approx(window.first - 60_000 + 4_000, abs=10)


def test_a_line_without_end_is_cut_where_it_must_be() -> None:
    text = "x" * 200_000
    assert window_around(text, 100_000, 100_010) == Window(70_005, 130_005)
    assert window_from(text, 500_000) == Window(200_000, 200_000)


def test_at_either_end_as_much_is_shown_as_elsewhere() -> None:
    text = "x" * 200_000
    assert window_around(text, 199_990, 200_000) == Window(140_000, 200_000)
    assert window_around(text, 0, 10) == Window(0, 60_000)


def test_a_little_rest_is_shown_along() -> None:
    assert window_from("x" * 63_000, 0) == Window(0, 63_000)
    assert window_from("x" * 65_000, 0) == Window(0, 60_000)


def test_a_long_report_leads_to_what_stands_before_and_after() -> None:
    text = "x" * 200_000
    found = shown(view(report(text), 100_000, 100_010), base="/reports/")
    assert found.one("div", "full").text == text[70_005:130_005]
    assert found.one("mark").text == "x" * 10
    address = f"/reports/part/source/{ID}?start=100000&end=100010&from="
    earlier, later = found.one("button", "earlier").attributes, found.one("button", "later").attributes
    assert (later["data-start"], later["data-part"]) == ("130005", f"{address}130005")
    # 4,000 characters of overlap leave room for beginnings of lines
    assert (earlier["data-start"], earlier["data-part"]) == ("14005", f"{address}14005")
    assert found.all("button", "back") == []
    further = shown(view(report(text), 100_000, 100_010, first=130_005))
    assert further.all("mark") == []
    assert (
        further.one("button", "back").attributes["data-part"] == f"/part/source/{ID}?start=100000&end=100010"
    )
    last = shown(view(report(text), first=190_000))
    assert last.one("div", "full").text == text[190_000:]
    assert last.all("button", "later") == last.all("button", "back") == []
    assert shown(view(report("short"))).all("button") == []


def test_a_quote_that_reaches_beyond_the_window_is_marked_as_far_as_it_is_shown() -> None:
    text = "x" * 200_000
    found = shown(view(report(text), 0, 150_000))
    assert found.one("mark").text == found.one("div", "full").text == text[:60_000]


def test_edges_of_pages_are_no_text() -> None:
    document = pages("One.\n", "", "Three.\n", "Four.", "")
    found = shown(view(document, 5, 15))
    assert found.one("div", "full").text == "One.\nThree.\nFour."
    edges = found.all("span", "edge")
    assert [edge.attributes["data-page"] for edge in edges] == ["1", "2", "3", "4", "5"]
    assert [edge.text for edge in edges] == [""] * 5
    assert edges[2].attributes["data-label"] == edges[2].attributes["aria-label"] == "page 3"
    # page 2 and 3 begin where the quote does and stand before it; page 4 begins inside
    assert [edge.attributes["data-page"] for edge in found.one("mark").all("span", "edge")] == ["4"]
    assert found.one("mark").text == "Three.\nFou"
    # one that ends where a page begins ends before its edge
    whole = shown(view(document, 5, 12)).one("mark")
    assert (whole.text, whole.all("span", "edge")) == ("Three.\n", [])


def test_edges_of_pages_outside_the_window_are_not_shown() -> None:
    document = report("x" * 200_000, 0, 70_000, 100_000, 130_000, 200_000)
    found = shown(view(document, first=70_000))
    assert [edge.attributes["data-page"] for edge in found.all("span", "edge")] == ["2", "3"]


@pytest.mark.parametrize(
    ("texts", "facts"),
    [
        (EN, ["page 3 of 4", "encoding gb18030", "16 characters"]),
        (ZH_CN, ["第 3 页，共 4 页", "编码 gb18030", "16 个字符"]),
        (ZH_TW, ["第 3 頁，共 4 頁", "編碼 gb18030", "16 個字元"]),
    ],
)
def test_what_the_report_is(texts: Texts, facts: list[str]) -> None:
    found = shown(view(pages("One.\n", "", "Three.\n", "Four"), 5, 7), texts)
    assert [fact.text for fact in found.one("p", "facts").all("span")] == facts
    whole = found.one("a", "whole")
    assert whole.attributes["href"] == f"/source/{ID}.txt"
    assert whole.text == source_words(texts.lang).whole


def test_a_quote_over_pages_names_both() -> None:
    found = shown(view(pages("One.\n", "Two.\n"), 3, 7))
    assert found.one("p", "facts").all("span")[0].text == "pages 1–2 of 2"


def test_a_report_without_a_quote() -> None:
    found = shown(view(pages("One.\n", "Two.\n")))
    assert found.one("p", "facts").all("span")[0].text == "pages: 2"
    assert found.all("mark") == []


def test_names_and_text_are_never_markup() -> None:
    document = report("<b>&amp;</b>\r\n", name='<img src=x onerror="alert(1)">\u202e.txt')
    html = render_source(view(document, 0, 3), EN)
    found = Parsed(html).root
    assert found.one("bdi").text == document.name
    assert found.all("img") == found.all("b") == []
    assert "&#13;\n" in html


def picture(page: int, quote: str, *boxes: Box) -> PagePicture:
    return PagePicture(PagePart(page, quote, 0, len(quote)), PageImage(b"", 900, 1200, boxes))


def pictured(*pictures: PagePicture, end: int = 3) -> Element:
    document = pages("One.\n", "Two.\n", "Three.\n", "Four.\n")
    asked = SourceAsked(ID, 0, end)
    return shown(SourceView(asked, document, Window(0, len(document.text)), pictures=pictures), base="/at/")


def test_pictures_with_boxes() -> None:
    found = pictured(picture(2, 'a "quote"\n', Box(0.25, 0.5, 0.125, 0.0625), Box(0, 0, 1, 1)))
    image = found.one("img").attributes
    address = f"/at/page/{ID}/2.png?width="
    assert image["src"] == f"{address}900"
    assert image["srcset"] == f"{address}900 900w, {address}1600 1600w"
    assert (image["width"], image["height"]) == ("900", "1200")
    assert image["alt"] == 'Picture of page 2; the boxed quote: a "quote"'
    assert [box.attributes["style"] for box in found.all("span", "box")] == [
        "left:25.000%;top:50.000%;width:12.500%;height:6.250%",
        "left:0.000%;top:0.000%;width:100.000%;height:100.000%",
    ]
    opened = {each.attributes["class"]: "open" in each.attributes for each in found.all("details")}
    assert opened == {"pages": True, "words": False}
    assert len({each.attributes["name"] for each in found.all("details")}) == 1
    assert found.all("p", "note") == []


def test_a_long_quote_is_shortened_where_it_stands_in_for_a_picture() -> None:
    alt = pictured(picture(1, "x" * 301, Box(0, 0, 1, 1))).one("img").attributes["alt"]
    assert alt == "Picture of page 1; the boxed quote: " + "x" * 300 + "…"


def test_a_picture_without_boxes_says_so() -> None:
    found = pictured(picture(1, "One"))
    assert found.one("img").attributes["alt"] == "Picture of page 1"
    assert "could not be placed" in found.one("p", "note").text


def test_a_quote_on_more_pages_than_are_shown_says_so() -> None:
    three = [picture(page, "x", Box(0, 0, 1, 1)) for page in (1, 2, 3)]
    assert "first 3 pages" in pictured(*three, end=20).one("p", "note").text
    assert pictured(*three, end=17).all("p", "note") == []


def test_without_pictures_the_text_is_open_and_says_why() -> None:
    document, asked = pages("One."), SourceAsked(ID, 0, 3)
    gone = shown(SourceView(asked, document, Window(0, 4), kept=False))
    assert "file itself is not kept" in gone.one("p", "note").text
    broken = FormatError("report.pdf", "is a damaged PDF", "Export it again")
    failed = shown(SourceView(asked, document, Window(0, 4), failure=broken))
    assert "is a damaged PDF" in failed.one("div", "error").text
    for found in (gone, failed):
        assert "open" in found.one("details", "words").attributes
        assert found.one("mark").text == "One"


class Shelved:
    """A library with one report."""

    def __init__(self, document: Document, original: bytes | QAError | None = None) -> None:
        self._document = document
        self._original = original

    def document(self, document_id: str) -> Document:
        if document_id != self._document.id:
            raise NotFoundError(document_id, "is not in the library", "See which reports are")
        return self._document

    def original(self, document_id: str) -> bytes | None:
        assert document_id == self._document.id
        if isinstance(self._original, QAError):
            raise self._original
        return self._original


def test_the_quote_that_is_expected_is_marked() -> None:
    library = Shelved(report("报告原文。"))
    seen = view_source(library, SourceAsked(ID, 2, 4, sha256("原文")))  # type: ignore[arg-type]
    assert (seen.window, seen.parts, seen.pictures) == (Window(0, 5), (), ())
    assert shown(seen).one("mark").text == "原文"


def test_anything_else_is_never_marked() -> None:
    library = Shelved(report("报告原文。"))
    with pytest.raises(IntegrityError, match=r"report\.txt: does not hold the quote at its place"):
        view_source(library, SourceAsked(ID, 1, 3, sha256("原文")))  # type: ignore[arg-type]
    with pytest.raises(NotFoundError, match="has 5 characters and none at 5"):
        view_source(library, SourceAsked(ID, 2, 6))  # type: ignore[arg-type]
    with pytest.raises(NotFoundError, match="is not in the library"):
        view_source(library, SourceAsked("f" * 64, 2, 4))  # type: ignore[arg-type]


def test_pages_of_a_pdf_are_shown_around_the_quote_only() -> None:
    library = Shelved(pages("One.\n", "Two.\n", "Three.\n", "Four.\n"))
    seen = view_source(library, SourceAsked(ID, 3, 20))  # type: ignore[arg-type]
    assert [part.page for part in seen.parts] == [1, 2, 3]
    assert view_source(library, SourceAsked(ID, 3, 20, first=0)).parts == ()  # type: ignore[arg-type]
    assert view_source(library, SourceAsked(ID)).parts == ()  # type: ignore[arg-type]
    sheets = Shelved(report("One.\nTwo.\n", 0, 5))
    assert view_source(sheets, SourceAsked(ID, 0, 3)).parts == ()  # type: ignore[arg-type]


def test_pictures_are_found_in_the_file() -> None:
    data = files.pdf([["One line."], ["Another line."]])
    document = pages("One line.\n", "Another line.")
    seen = view_source(Shelved(document), SourceAsked(ID, 10, 17))  # type: ignore[arg-type]
    found = with_pictures(Shelved(document, data), seen, 900)  # type: ignore[arg-type]
    (only,) = found.pictures
    assert only.part == parts_of(document, 10, 17, 1)[0]
    # A4 is 595.28 points wide, and the line begins 72 from the left
    assert only.image.boxes[0].left == pytest.approx(72 / 595.28, abs=0.001)


def test_what_cannot_be_drawn_is_said_beside_the_text() -> None:
    document = pages("One line.\n")
    seen = view_source(Shelved(document), SourceAsked(ID, 0, 3))  # type: ignore[arg-type]
    assert not with_pictures(Shelved(document, None), seen, 900).kept  # type: ignore[arg-type]
    damaged = DamagedError("report.pdf", "is not what was added", "Add it again")
    assert with_pictures(Shelved(document, damaged), seen, 900).failure is damaged  # type: ignore[arg-type]
    refused = with_pictures(Shelved(document, b"no PDF"), seen, 900).failure  # type: ignore[arg-type]
    assert isinstance(refused, FormatError)


def test_a_library_that_is_not_open_yet() -> None:
    library = Shelved(report("x"))
    with pytest.raises(BusyError, match="library: is still being opened"):
        library_of(Loading(lambda report: Opened(library)))  # type: ignore[arg-type]
    assert library_of(ready(library)) is library  # type: ignore[arg-type,comparison-overlap]


def test_addresses() -> None:
    asked = SourceAsked(ID, 2, 4, "a" * 64)
    assert part_address(asked, "/at/", 7) == f"/at/part/source/{ID}?start=2&end=4&sha256={'a' * 64}&from=7"
    assert part_address(SourceAsked(ID)) == f"/part/source/{ID}"
    assert page_address(ID, 3, 1600) == f"/page/{ID}/3.png?width=1600"
    assert text_address(ID, "/at/") == f"/at/source/{ID}.txt"


def test_words_in_every_language() -> None:
    assert [source_words(lang).lang for lang in ("zh-CN", "zh-TW", "en", "fr")] == [
        "zh-CN",
        "zh-TW",
        "en",
        "en",
    ]


def test_pictures_are_kept_up_to_their_limit() -> None:
    keys = [PictureKey(ID, page, 900) for page in range(4)]
    kept = Pictures(limit=10)
    for key in keys[:2]:
        kept.put(key, b"12345")
    assert kept.get(keys[0]) == b"12345"
    kept.put(keys[2], b"678")  # the second was looked at least recently
    assert [kept.get(key) for key in keys] == [b"12345", None, b"678", None]
    kept.put(keys[0], b"1")
    kept.put(keys[3], b"123456")
    assert [kept.get(key) for key in keys] == [b"1", None, b"678", b"123456"]
    kept.put(keys[1], b"x" * 11)
    assert [kept.get(key) for key in keys] == [b"1", None, b"678", b"123456"]
