"""Files of every format, made for the tests that read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import docx
import openpyxl
from docx.document import Document as WordDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

CHINESE_FONT = "STSong-Light"


def pdf(pages: Sequence[Iterable[str]], locked_with: str | None = None, font: str = "Helvetica") -> bytes:
    """A PDF with lines set one below the other, 16 points apart."""
    if font == CHINESE_FONT:
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    target = io.BytesIO()
    encryption = StandardEncryption(locked_with) if locked_with else None
    canvas = Canvas(target, pagesize=A4, encrypt=encryption, invariant=1)
    for lines in pages:
        canvas.setFont(font, 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 760 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def scan() -> bytes:
    """A PDF whose page is a drawing."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    canvas.rect(100, 100, 300, 500, fill=1)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def word(document: WordDocument | None = None, *paragraphs: str) -> bytes:
    """A docx of these paragraphs, or of a document that is built already."""
    built = document or docx.Document()
    for paragraph in paragraphs:
        built.add_paragraph(paragraph)
    target = io.BytesIO()
    built.save(target)
    return target.getvalue()


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """An xlsx with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def member(data: bytes, name: str) -> str:
    """One XML part of a docx or xlsx."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def repacked(data: bytes, changed: Mapping[str, str | bytes]) -> bytes:
    """A docx or xlsx with parts replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, content in {**parts, **changed}.items():
            new.writestr(name, content)
    return target.getvalue()


def compound(*streams: str) -> bytes:
    """The beginning of an OLE compound file (MS-CFB) whose directory holds these names."""
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return magic + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
