"""Pages as pictures: boxes sit where the text was drawn, and nothing a file does reaches the parent."""

import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from qa.errors import EncryptedError, FormatError, NotFoundError, TooLargeError
from qa.ingest import read_bytes
from qa.ingest.page_find import find_part
from qa.ingest.pages import (
    PAGE_LIMITS,
    Box,
    PageImage,
    PagePart,
    find_on_pages,
    page_part,
    parts_of,
    render_page,
)
from qa.types import Document
from tests import files

SIZE = (600.0, 800.0)
"""Points, so that a fraction of 1/600 or 1/800 is a point."""
WIDTH = 900
"""Pixels: one and a half to a point."""
HELVETICA, CHINESE = "Helvetica", files.CHINESE_FONT

Draw = Callable[[Canvas], None]
Corners = tuple[float, float, float, float]


def made(*pages: Draw, size: tuple[float, float] = SIZE) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1)
    for draw in pages:
        canvas.setFont(HELVETICA, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def lines(texts: Sequence[str], x: float = 72, y: float = 700, font: str = HELVETICA) -> Draw:
    """Lines 20 points apart; what stands between two ``|`` is drawn in red."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, 12)
        at = y
        for text in texts:
            left = x
            for number, piece in enumerate(text.split("|")):
                canvas.setFillColorRGB(number % 2, 0, 0)
                canvas.drawString(left, at, piece)
                left += canvas.stringWidth(piece, font, 12)
            at -= 20

    return draw


def several(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for each in draws:
            each(canvas)

    return draw


def parts(document: Document, quote: str, nth: int = 0) -> tuple[PagePart, ...]:
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(quote, start + 1)
    return parts_of(document, start, start + len(quote), 9)


def shown(data: bytes, quote: str, nth: int = 0) -> list[tuple[int, PageImage]]:
    """The pages a quote stands on, by number."""
    document = read_bytes(data, "a.pdf")
    return [(part.page, render_page(data, "a.pdf", part, WIDTH)) for part in parts(document, quote, nth)]


def alone(data: bytes, quote: str, nth: int = 0) -> PageImage:
    ((_, image),) = shown(data, quote, nth)
    return image


def corners(box: Box, size: tuple[float, float] = SIZE) -> Corners:
    """Left, bottom, right and top in points, the origin at the lower left."""
    left, top = box.left * size[0], size[1] * (1 - box.top)
    return left, top - box.height * size[1], left + box.width * size[0], top


def sits(box: Box, left: float, right: float, baseline: float, size: tuple[float, float] = SIZE) -> bool:
    """Whether it is about as wide as the text, and as high as a line of 12 points on its base line."""
    found = corners(box, size)
    at_edges = abs(found[0] - left) < 0.6 and abs(found[2] - right) < 0.6
    return at_edges and -5 < found[1] - baseline < -1 and 8 < found[3] - baseline < 13


def pixels(image: PageImage) -> Image.Image:
    picture = Image.open(io.BytesIO(image.png)).convert("RGB")
    assert picture.size == (image.width, image.height)
    return picture


def red_is_boxed(image: PageImage) -> bool:
    """Whether every red point of the picture lies in a box, every box holds some, and nothing black lies in one.

    The boxes are widened by a pixel for what smoothing puts beside a letter.
    """
    picture = pixels(image)
    areas = [
        (
            int(box.left * image.width) - 1,
            int(box.top * image.height) - 1,
            int((box.left + box.width) * image.width) + 2,
            int((box.top + box.height) * image.height) + 2,
        )
        for box in image.boxes
    ]
    outside = picture.copy()
    for area in areas:
        inside = picture.crop(area)
        red = [point for point in points(inside) if reddish(point)]
        black = [point for point in points(inside) if max(point) < 60]
        if not red or black:
            return False
        outside.paste((255, 255, 255), area)
    return bool(areas) and not any(reddish(point) for point in points(outside))


def points(picture: Image.Image) -> Iterator[tuple[int, int, int]]:
    data = picture.tobytes()
    return zip(data[::3], data[1::3], data[2::3], strict=True)


def reddish(point: tuple[int, int, int]) -> bool:
    return point[0] > 150 and point[1] < 110 and point[2] < 110


def test_a_quote_inside_a_line() -> None:
    image = alone(made(lines(["The fund |employed 340 people| in May."])), "employed 340 people")
    left = 72 + pdfmetrics.stringWidth("The fund ", HELVETICA, 12)
    right = left + pdfmetrics.stringWidth("employed 340 people", HELVETICA, 12)
    assert (image.width, image.height) == (900, 1200)
    (box,) = image.boxes
    assert sits(box, left, right, baseline=700)
    assert red_is_boxed(image)


def test_a_quote_over_three_lines_has_three_boxes() -> None:
    data = made(lines(["Our first |sentence runs|", "|over lines that follow|", "|and ends| here."]))
    document = read_bytes(data, "a.pdf")
    start, end = document.text.index("sentence"), document.text.index("ends") + 4
    (part,) = parts_of(document, start, end, 9)
    image = render_page(data, "a.pdf", part, WIDTH)
    assert [round(corners(box)[0]) for box in image.boxes] == [round(72 + 46.008), 72, 72]
    assert red_is_boxed(image)


def test_chinese() -> None:
    data = made(lines(["本报告期之内，|公司营业收入为|", "|３４．５亿元|，同比增长百分之八。"], font=CHINESE))
    image = alone(data, "公司营业收入为３４．５亿元")
    # every character is 12 points wide: seven stand before the quote, seven and six are quoted
    first, second = image.boxes
    assert sits(first, 72 + 7 * 12, 72 + 14 * 12, baseline=700)
    assert sits(second, 72, 72 + 6 * 12, baseline=680)
    assert red_is_boxed(image)


def test_two_columns() -> None:
    left = lines(["Alpha one two three", "|four five six seven|", "|eight nine ten.|"], x=60)
    right = lines(["|Beta goes on with|", "|words| of its own", "until it ends."], x=330)
    data = made(several(left, right))
    document = read_bytes(data, "a.pdf")
    start, end = document.text.index("four"), document.text.index("words") + 5
    image = render_page(data, "a.pdf", parts_of(document, start, end, 9)[0], WIDTH)
    assert [round(corners(box)[0]) for box in image.boxes] == [60, 60, 330, 330]
    assert red_is_boxed(image)


def test_cells_of_a_table_are_boxed_apart() -> None:
    data = made(several(lines(["|Revenue|"], x=72), lines(["|34.5|"], x=300), lines(["Costs"], x=72, y=680)))
    document = read_bytes(data, "a.pdf")
    assert document.text == "Revenue\t34.5\nCosts"
    image = alone(data, "Revenue\t34.5")
    assert [round(corners(box)[0]) for box in image.boxes] == [72, 300]
    assert red_is_boxed(image)


@pytest.mark.parametrize(
    ("tail", "word"),
    [("ployed people were", "employed"), ("Term plans were", "em-Term")],
    ids=["off", "kept"],
)
def test_a_word_broken_by_a_hyphen(tail: str, word: str) -> None:
    first, *rest = tail.split(" ", 1)
    data = made(lines(["All of the people that the trust had |em-|", f"|{first}| {rest[0]} many of us."]))
    image = alone(data, word)
    assert len(image.boxes) == 2
    assert red_is_boxed(image)


def test_the_sign_of_a_number_belongs_to_it() -> None:
    image = alone(made(lines(["It was |-5.2| percent."])), "-5.2")
    assert red_is_boxed(image)


def test_the_right_one_of_several_places() -> None:
    texts = ["It rose by 5 percent.", "It rose by 5 percent.", "It rose by 5 percent."]
    for nth, baseline in enumerate((700, 680, 660)):
        marked = [f"|{text}|" if number == nth else text for number, text in enumerate(texts)]
        image = alone(made(lines(marked)), "It rose by 5 percent.", nth)
        assert sits(image.boxes[0], 72, 72 + pdfmetrics.stringWidth(texts[0], HELVETICA, 12), baseline)
        assert red_is_boxed(image)


def test_the_number_of_the_page_is_not_the_quote() -> None:
    """Page numbers are left out of the text, so that the first 2 of the second page is the one of its sentence."""
    pages = [lines([f"- {number} -", "", f"Item |{number}| of the list."]) for number in (1, 2, 3)]
    data = made(*pages)
    document = read_bytes(data, "a.pdf")
    assert document.text == "Item 1 of the list.\nItem 2 of the list.\nItem 3 of the list."
    at = document.text.index("2")
    image = render_page(data, "a.pdf", page_part(document, 2, at, at + 1), WIDTH)
    assert red_is_boxed(image)


def test_a_quote_over_two_pages_is_boxed_on_both() -> None:
    data = made(lines(["First page.", "|It begins here|"]), lines(["|and ends there.|", "Second page."]))
    document = read_bytes(data, "a.pdf")
    start, end = document.text.index("It begins"), document.text.index("there.") + 6
    found = parts_of(document, start, end, 9)
    assert [(part.page, part.quote) for part in found] == [(1, "It begins here\n"), (2, "and ends there.")]
    assert [red_is_boxed(render_page(data, "a.pdf", part, WIDTH)) for part in found] == [True, True]
    without = find_on_pages(data, "a.pdf", found, WIDTH)
    assert without == tuple(replace(render_page(data, "a.pdf", part, WIDTH), png=b"") for part in found)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        # reportlab gives the size as it is shown
        canvas.setPageSize(SIZE if turn in (0, 180) else SIZE[::-1])
        lines(["Some |quoted words| here."], x=100, y=650)(canvas)

    image = alone(made(draw), "quoted words")
    assert (image.width, image.height) == ((900, 1200) if turn in (0, 180) else (900, 675))
    assert red_is_boxed(image)
    # the middle of the quote by hand: 100 points and half of its 102.7 from the left, some 4 above the base line
    across = (100 + 32.68 + 70.7 / 2) / 600
    down = (800 - 654) / 800
    middle = {
        0: (across, down),
        90: (1 - down, across),
        180: (1 - across, 1 - down),
        270: (down, 1 - across),
    }[turn]
    (box,) = image.boxes
    assert abs(box.left + box.width / 2 - middle[0]) < 0.01
    assert abs(box.top + box.height / 2 - middle[1]) < 0.01


def test_a_page_that_shows_a_part_of_its_sheet() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 400, 450, 750))
        lines(["Some |quoted words| here."], x=100, y=650)(canvas)
        lines(["Cropped away."], y=100)(canvas)

    data = made(draw)
    image = alone(data, "quoted words")
    assert (image.width, image.height) == (900, round(900 * 350 / 400))
    (box,) = image.boxes
    left = 100 - 50 + pdfmetrics.stringWidth("Some ", HELVETICA, 12)
    right = left + pdfmetrics.stringWidth("quoted words", HELVETICA, 12)
    assert sits(box, left, right, baseline=650 - 400, size=(400, 350))
    assert red_is_boxed(image)
    assert alone(data, "Cropped away.").boxes == ()


@pytest.mark.parametrize("angle", [90, -90])
def test_text_that_runs_up_or_down(angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(angle)
        lines(["Beside the |table it says| so."], x=0, y=0)(canvas)

    image = alone(made(draw), "table it says")
    assert len(image.boxes) == 1
    assert red_is_boxed(image)
    (box,) = image.boxes
    assert box.height * 800 > 4 * box.width * 600


def test_paper_is_white_and_colours_are_kept() -> None:
    def draw(canvas: Canvas) -> None:
        lines(["Text."])(canvas)
        canvas.setFillColorRGB(0, 0, 1, alpha=0.5)
        canvas.rect(100, 100, 100, 100, stroke=0, fill=1)

    picture = pixels(render_page(made(draw), "a.pdf", PagePart(1, "Text."), WIDTH))
    assert picture.getpixel((1, 1)) == (255, 255, 255)
    red, green, blue = picture.getpixel((225, 975))  # type: ignore[misc]
    assert (red, green, blue) == (pytest.approx(127, abs=3), pytest.approx(127, abs=3), 255)
    plain = render_page(made(lines(["Text."])), "a.pdf", PagePart(1, "Text."), WIDTH)
    assert Image.open(io.BytesIO(plain.png)).mode == "L"


def test_a_page_that_was_not_asked_for_a_quote_has_no_boxes() -> None:
    assert render_page(made(lines(["Text."])), "a.pdf", PagePart(1, "Text."), WIDTH).boxes == ()


def test_what_does_not_stand_there_is_not_boxed() -> None:
    image = render_page(made(lines(["Text."])), "a.pdf", PagePart(1, "Other.", 0, 6), WIDTH)
    assert image.boxes == ()


@pytest.mark.parametrize(
    "size", [(1000, 4000), (14_400, 14_400), (1e6, 1e6), (200, 14_400), (14_400, 20), (3, 3), (1e-3, 1e-3)]
)
def test_no_page_makes_a_large_picture(size: tuple[float, float]) -> None:
    image = render_page(made(lines(["Text."]), size=size), "a.pdf", PagePart(1, "Text."), 1600)
    assert 1 <= image.width <= 1600
    assert 1 <= image.height <= 8000
    assert image.width * image.height < 6_100_000
    assert pixels(image).size == (image.width, image.height)


def stream(content: bytes, resources: bytes = b"", objects: Sequence[bytes] = ()) -> bytes:
    """A PDF of one page, by hand: PDF 32000-1:2008, 7.5."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<" + resources + b">>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (len(packed := zlib.compress(content)), packed),
        *objects,
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(data))
    return data + head + table + tail


def test_a_page_that_takes_too_long_is_given_up() -> None:
    fills = b"0 0 m 600 800 l 0 800 l 600 0 l f\n" * 300_000
    with pytest.raises(TooLargeError, match="takes longer to read than the 1 seconds"):
        render_page(stream(fills), "slow.pdf", PagePart(1, ""), WIDTH, replace(PAGE_LIMITS, seconds=1))


def test_a_picture_that_takes_too_much_memory_stays_in_the_child() -> None:
    """Eight hundred million points, run-length encoded: either it is left out of the page, or the page is refused."""
    zeros = zlib.compress(b"\x81\0" * (40_000 * 20_000 // 128))
    image = (
        b"<</Type/XObject/Subtype/Image/Width 40000/Height 20000/BitsPerComponent 8/ColorSpace/DeviceGray"
        b"/Filter[/FlateDecode/RunLengthDecode]/Length %d>>stream\n%s\nendstream" % (len(zeros), zeros)
    )
    data = stream(b"q 600 0 0 800 0 0 cm /I Do Q", b"/XObject<</I 5 0 R>>", [image])
    try:
        drawn = render_page(data, "bomb.pdf", PagePart(1, ""), WIDTH)
    except (FormatError, TooLargeError):
        return
    assert (drawn.width, drawn.height) == (900, 1200)


def test_files_that_cannot_be_drawn() -> None:
    part = PagePart(1, "secret")
    with pytest.raises(EncryptedError):
        render_page(files.pdf([["secret"]], locked_with="user"), "a.pdf", part, WIDTH)
    with pytest.raises(FormatError, match=r"a\.pdf: is a damaged PDF"):
        render_page(b"%PDF-1.4\n" + b"rubbish " * 50 + b"\nstartxref\n9\n%%EOF", "a.pdf", part, WIDTH)
    with pytest.raises(FormatError, match="cut short"):
        render_page(files.pdf([["text"]] * 20)[:900], "a.pdf", part, WIDTH)
    with pytest.raises(FormatError, match="without page 2"):
        render_page(files.pdf([["text"]]), "a.pdf", PagePart(2, ""), WIDTH)


def test_no_process_and_no_file_is_left() -> None:
    data = files.pdf([["text"]])
    render_page(data, "a.pdf", PagePart(1, "text", 0, 4), WIDTH)
    before = set(Path("/proc/self/fd").iterdir())
    render_page(data, "a.pdf", PagePart(1, "text", 0, 4), WIDTH)
    assert set(Path("/proc/self/fd").iterdir()) == before


def paged(*pages: str) -> Document:
    starts, text = [], ""
    for page in pages:
        starts.append(len(text))
        text += page
    return Document(text=text, name="a.pdf", id="0" * 64, page_starts=tuple(starts))


def test_parts_of_a_quote_by_page() -> None:
    document = paged("One.\n", "Two.\n", "", "Four.")
    assert parts_of(document, 2, 13, 9) == (
        PagePart(1, "One.\n", 2, 5),
        PagePart(2, "Two.\n", 0, 5),
        PagePart(4, "Four.", 0, 3),
    )
    assert [part.page for part in parts_of(document, 0, 15, 2)] == [1, 2]
    # the line break behind the first page is no part of a quote from the second
    assert [part.page for part in parts_of(document, 4, 9, 9)] == [2]
    assert page_part(document, 3, 0, 15) == PagePart(3, "")
    assert page_part(document, 1, 5, 9) == PagePart(1, "One.\n")


@pytest.mark.parametrize("page", [-1, 0, 5])
def test_no_such_page(page: int) -> None:
    with pytest.raises(NotFoundError, match=f"has 4 pages and no page {page}"):
        page_part(paged("One.\n", "Two.\n", "", "Four."), page)


def test_a_text_without_pages_has_no_parts() -> None:
    assert parts_of(Document(text="One.", name="a.txt", id="0" * 64), 0, 4, 9) == ()


def test_places_among_the_characters_of_a_page() -> None:
    units = list("7\r\nIt rose, it fell \0and it\r\nrose: in-\x02\r\nvest\xadment")
    # the page number before the text is not part of it; "in-\x02" is read off the page without either mark
    text = "It rose, it fell and it\nrose: investment"

    def found(part: str, nth: int = 0) -> str:
        start = -1
        for _ in range(nth + 1):
            start = text.index(part, start + 1)
        place = find_part(units, text, start, start + len(part))
        return "".join(units[index] for index in place)

    assert found("It rose") == "It rose"
    assert found("rose", 1) == "rose"
    assert find_part(units, text, text.rindex("rose"), text.rindex("rose") + 4).start == 29
    assert found("investment") == "in-\x02\r\nvest\xadment"
    assert found("fell and") == "fell \0and"
    assert find_part(units, text, 3, 3) == range(0)
    assert find_part(units, text, 7, 8) == range(10, 11)
    assert find_part(units, text, 8, 9) == range(0)  # white space alone


def test_pairs_are_one_character() -> None:
    high, low = "\ud842", "\udfb7"
    units = ["a", high, low, "b", high, "c"]
    text = "a𠮷b\ufffdc"
    assert find_part(units, text, 1, 2) == range(1, 3)
    assert find_part(units, text, 3, 4) == range(4, 5)
    assert find_part(["a", "𠮷", "b", "\ufffd", "c"], text, 1, 3) == range(1, 3)


def test_the_nearest_place_where_the_text_is_read_otherwise_now() -> None:
    units = list("one two one two one three")
    assert find_part(units, "ONE two one two one THREE", 12, 15) == range(12, 15)
    assert find_part(units, "ONE two", 4, 7) == range(4, 7)
    assert find_part(units, "four", 0, 4) == range(0)


WORDS = st.lists(st.text(alphabet="ab𠮷", min_size=1, max_size=4), min_size=1, max_size=12)


@given(words=WORDS, data=st.data())
def test_every_part_is_found_at_its_place(words: list[str], data: st.DataObject) -> None:
    """However the page breaks its lines, the characters found are those the text was made of."""
    number = data.draw(st.sampled_from(["", "12\r\n", "- 3 -\r\n"]))
    units, text = list(number), ""
    origin: list[int | None] = []
    for word in words:
        broken = data.draw(st.integers(0, len(word)))
        for place, character in enumerate(word):
            if 0 < place == broken:
                units += ["\x02", "\r", "\n"]
            origin.append(len(units))
            units += list(character) if character < "\U00010000" else ["\ud842", "\udfb7"]
            text += character
        units += list(data.draw(st.sampled_from([" ", "\r\n", "\0 ", " \r\n"])))
        space = data.draw(st.sampled_from([" ", "\n", "\t", ""]))
        text += space
        origin += [None] * len(space)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    inked = [place for place in origin[start:end] if place is not None]
    found = find_part(units, text, start, end)
    if not inked:
        assert found == range(0)
    else:
        last = inked[-1] + (units[inked[-1]] == "\ud842")
        assert found == range(inked[0], last + 1)
