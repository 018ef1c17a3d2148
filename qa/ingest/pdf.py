"""PDF to text with pages, by PDFium. Runs in the child process: PDFium is C++ and not safe across threads."""

from __future__ import annotations

import re
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from qa.errors import EmptyError, EncryptedError, FormatError, TooLargeError
from qa.ingest.extracted import Extracted, Lines
from qa.ingest.kinds import Kind
from qa.ingest.layout import Line, page_number_lines, paragraphs
from qa.ingest.limits import Limits

__all__ = ["extract", "open_pdf"]

# PDFium puts this where a line ended in a hyphen, in place of the hyphen and the line break.
_HYPHEN = "\x02"
# White space wider than this many times the height of the font parts two cells of a table: justified text
# stretches its spaces less.
_CELL_GAP = 1.5
# Characters that say a font does not tell what it draws: private use, replacement and unassigned controls.
_MEANINGLESS = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ufffe\uffff\ud800-\udfff\ue000-\uf8ff]")

_EXPORT = "Open it in the program that wrote it and export it again"


def open_pdf(data: bytes, name: str, limits: Limits) -> pypdfium2.PdfDocument:
    """Open a PDF that is whole.

    :param data: the whole file.
    :param name: the file, for messages.
    :param limits: upper bounds.
    :return: the document, of at least one page; the caller closes it.
    :raises EncryptedError: when it needs a password.
    :raises FormatError: when it is damaged, cut short or without pages.
    :raises TooLargeError: when it has too many pages.
    """
    # PDFium mends a file that is cut short and gives the pages that are left: text would be missing in
    # silence.
    if b"startxref" not in data[-4096:]:
        raise FormatError(name, "is a PDF that is cut short: its end is missing", "Fetch or export it again")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            remedy = "Open it, take the password off and save it again"
            raise EncryptedError(name, "is protected by a password", remedy) from error
        raise FormatError(
            name, "is a damaged PDF", "Open it in the program that wrote it, export it again"
        ) from error
    if not len(document):
        raise FormatError(name, "is a PDF without pages", "Export it again")
    if len(document) > limits.pdf_pages:
        cause = f"has {len(document):,} pages, more than the {limits.pdf_pages:,} that are read"
        raise TooLargeError(name, cause, "Split it into smaller files")
    return document


def _line(textpage: pypdfium2.PdfTextPage, characters: list[tuple[int, str]], hyphen: bool) -> Line | None:
    inked = [(index, character) for index, character in characters if not character.isspace()]
    if not inked:
        return None
    left, bottom, _, top = textpage.get_charbox(inked[0][0], loose=True)
    text = inked[0][1]
    for (before, _), (index, character) in pairwise(inked):
        if index > before + 1:
            # White space between two characters: how wide it is tells a word's end from a cell's.
            _, _, edge, _ = textpage.get_charbox(before, loose=True)
            start, _, _, _ = textpage.get_charbox(index, loose=True)
            text += "\t" if start - edge > _CELL_GAP * (top - bottom) else " "
        text += character
    _, _, right, _ = textpage.get_charbox(inked[-1][0], loose=True)
    # Beyond the basic plane PDFium gives the two halves of a pair one by one.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Line(text, left, right, bottom, top, hyphen)


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    textpage = page.get_textpage()
    lines: list[Line] = []
    characters: list[tuple[int, str]] = []

    def close(hyphen: bool) -> None:
        line = _line(textpage, characters, hyphen)
        if line is not None:
            lines.append(line)
        characters.clear()

    for index in range(textpage.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(textpage.raw, index))
        if character in "\r\n":
            close(hyphen=False)
        elif character == _HYPHEN:
            close(hyphen=True)
        elif character != "\0":
            characters.append((index, character))
    close(hyphen=False)
    textpage.close()
    return lines


def _require_meaning(text: str, name: str) -> None:
    if not text.strip():
        remedy = "Run text recognition (OCR) on it and give the result"
        raise EmptyError(name, "is a PDF without text: a scan, its pages are pictures", remedy)
    if 3 * len(_MEANINGLESS.findall(text)) > len(text):
        cause = "is a PDF whose fonts don't say which characters they draw"
        raise FormatError(
            name, cause, "Export it again with another program, or run text recognition (OCR) on it"
        )


def extract(data: bytes, name: str, limits: Limits) -> Extracted:
    """Take the text of a PDF, the lines of a paragraph joined, lines that only number a page left out.

    :param data: the whole file.
    :param name: the file, for messages.
    :param limits: upper bounds.
    :return: paragraphs one a line, pages one below the other, a page without text starting where the next
        does.
    :raises EncryptedError: when it needs a password.
    :raises FormatError: when it is damaged, cut short or its text has no meaning.
    :raises EmptyError: when it is a scan.
    :raises TooLargeError: when it has too many pages or characters.
    """
    document = open_pdf(data, name, limits)
    pages: list[list[Line]] = []
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            cause = f"is a damaged PDF: page {number + 1} cannot be opened"
            raise FormatError(name, cause, _EXPORT) from error
        pages.append(_lines(page))
        page.close()
    document.close()
    numbers = page_number_lines(pages)
    taken, starts = Lines(name, limits.characters), []
    for number, lines in enumerate(pages):
        starts.append(taken.length)
        kept = [line for index, line in enumerate(lines) if (number, index) not in numbers]
        for paragraph in paragraphs(kept):
            taken.add(paragraph)
    text = taken.text()
    _require_meaning(text, name)
    return Extracted(text, Kind.PDF, tuple(min(start, len(text)) for start in starts))
