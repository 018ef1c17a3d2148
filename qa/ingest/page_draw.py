"""A page of a PDF as a picture, by PDFium and Pillow, and where a part of its text stands. Runs in the child process.

The one place that imports Pillow.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from qa.errors import FormatError
from qa.ingest.limits import Limits
from qa.ingest.page_find import find_part
from qa.ingest.page_parts import Box, PageImage, PagePart
from qa.ingest.pdf import open_pdf

__all__ = ["draw"]

_MOST_PIXELS: Final = 6_000_000
_LONGEST_SIDE: Final = 8_000
# Two characters of a line that are this many times their height apart are boxed apart: cells of a table.
_GAP: Final = 1.5
# What PDFium measures in whole pixels is asked of a page this large, for fractions as fine as its own numbers.
_FINE: Final = 1_000_000
# Text looks the same and is a third smaller than at 1; 9 takes five times as long.
_COMPRESSION: Final = 6

_EXPORT: Final = "Open it in the program that wrote it and export it again"


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle in the page's own coordinates: points, the origin at the lower left, before it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    sideways: bool

    def joins(self, after: _Area) -> bool:
        """Whether a character goes on with the line."""
        if self.sideways is not after.sideways:
            return False
        along, across = (self.left, self.right), (self.bottom, self.top)
        next_along, next_across = (after.left, after.right), (after.bottom, after.top)
        if self.sideways:
            along, across, next_along, next_across = across, along, next_across, next_along
        height = min(across[1] - across[0], next_across[1] - next_across[0])
        shared = min(across[1], next_across[1]) - max(across[0], next_across[0])
        apart = max(next_along[0] - along[1], along[0] - next_along[1])
        return 2 * shared >= height and apart <= _GAP * height

    def around(self, other: _Area) -> _Area:
        """The rectangle around both."""
        return _Area(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
            self.sideways,
        )


def _areas(textpage: pypdfium2.PdfTextPage, units: list[str], indices: Iterable[int]) -> Iterator[_Area]:
    """The characters that leave ink."""
    for index in indices:
        if units[index] == "\0" or units[index].isspace():
            continue
        # Loose: as high as the font, so that the boxes of a line are one bar.
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        if not (left < right and bottom < top):
            left, bottom, right, top = textpage.get_charbox(index)
        if left < right and bottom < top:
            angle = max(0.0, raw.FPDFText_GetCharAngle(textpage.raw, index))  # below, it knows none
            yield _Area(left, bottom, right, top, abs(math.sin(angle)) > math.sqrt(0.5))


def _lines(areas: Iterable[_Area]) -> list[_Area]:
    lines: list[_Area] = []
    for area in areas:
        if lines and lines[-1].joins(area):
            lines[-1] = lines[-1].around(area)
        else:
            lines.append(area)
    return lines


def _corner(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point as fractions of the picture, which is turned and cropped as the page says."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return min(max(across.value / _FINE, 0.0), 1.0), min(max(down.value / _FINE, 0.0), 1.0)


def _boxes(page: pypdfium2.PdfPage, part: PagePart) -> Iterator[Box]:
    if part.start >= part.end:
        return
    textpage = page.get_textpage()
    units = [chr(raw.FPDFText_GetUnicode(textpage.raw, index)) for index in range(textpage.count_chars())]
    found = find_part(units, part.text, part.start, part.end)
    lines = _lines(_areas(textpage, units, found))
    textpage.close()
    for line in lines:
        one, other = _corner(page, line.left, line.top), _corner(page, line.right, line.bottom)
        left, top = min(one[0], other[0]), min(one[1], other[1])
        width, height = abs(one[0] - other[0]), abs(one[1] - other[1])
        if width and height:  # else it was cropped away
            yield Box(left, top, width, height)


def _size(page: pypdfium2.PdfPage, width: int) -> tuple[int, int]:
    """Pixels of the picture: as wide as is asked for, unless that makes it too large."""
    across, down = page.get_size()
    scale = min(width / across, math.sqrt(_MOST_PIXELS / across / down), _LONGEST_SIDE / down)
    return max(1, round(across * scale)), max(1, round(down * scale))


def _png(page: pypdfium2.PdfPage, width: int, height: int) -> bytes:
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGR)
    # Paper is white; the page itself may paint nothing there.
    raw.FPDFBitmap_FillRect(bitmap.raw, 0, 0, width, height, 0xFFFFFFFF)
    raw.FPDF_RenderPageBitmap(bitmap.raw, page.raw, 0, 0, width, height, 0, raw.FPDF_ANNOT)
    picture = Image.frombuffer("RGB", (width, height), bitmap.buffer, "raw", "BGR", bitmap.stride, 1)
    red, green, blue = picture.split()
    if red.tobytes() == green.tobytes() == blue.tobytes():
        picture = red
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=_COMPRESSION)
    bitmap.close()
    return target.getvalue()


def draw(part: PagePart, data: bytes, name: str, width: int, limits: Limits, *, picture: bool) -> PageImage:
    """Draw a page and find a part of its text on it.

    :param part: the page and what is looked for on it.
    :param data: the whole file.
    :param name: the file, for messages.
    :param width: of the picture, in pixels; a page that is very long or very wide gets less.
    :param limits: upper bounds.
    :param picture: whether to draw it; the boxes alone are there sooner.
    :return: the page, turned and cropped as it is shown, on white.
    :raises SourceError: when the file or the page cannot be opened.
    """
    document = open_pdf(data, name, limits)
    if part.page > len(document):
        raise FormatError(name, f"is a PDF with {len(document)} pages, without page {part.page}", _EXPORT)
    try:
        page = document[part.page - 1]
    except pypdfium2.PdfiumError as error:
        cause = f"is a damaged PDF: page {part.page} cannot be opened"
        raise FormatError(name, cause, _EXPORT) from error
    size = _size(page, width)
    boxes = tuple(_boxes(page, part))
    png = _png(page, *size) if picture else b""
    page.close()
    document.close()
    return PageImage(png, *size, boxes)
