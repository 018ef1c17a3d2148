"""What a file is, told by its content; the suffix only chooses between kinds of text."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from qa.errors import EncryptedError, FormatError

__all__ = ["FOLDER_SUFFIXES", "Kind", "container_of", "text_kind"]


class Kind(StrEnum):
    """The IANA media types that are read."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    CSV = "text/csv"
    TSV = "text/tab-separated-values"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ZIP = "application/zip"


_TEXT_SUFFIXES = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
}
# Reports in formats that are not read are picked up too: a folder names them instead of passing over them.
_REFUSED_SUFFIXES = {".doc", ".xls", ".wps", ".et", ".rtf", ".odt", ".ods"}
FOLDER_SUFFIXES = frozenset({*_TEXT_SUFFIXES, ".pdf", ".docx", ".xlsx", *_REFUSED_SUFFIXES})

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARIES = (
    (b"{\\rtf", "is a Rich Text file", "Open it in a word processor and save it as docx"),
    (b"\x89PNG\r\n\x1a\n", "is a PNG picture", "Run text recognition (OCR) on it and give the text"),
    (b"\xff\xd8\xff", "is a JPEG picture", "Run text recognition (OCR) on it and give the text"),
    (b"GIF8", "is a GIF picture", "Run text recognition (OCR) on it and give the text"),
    (b"\x1f\x8b", "is a gzip archive", "Unpack it and give the files"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive", "Unpack it and give the files"),
    (b"Rar!\x1a\x07", "is a RAR archive", "Unpack it and give the files"),
)
_PDF_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-\d")
# Comments are atomic groups: with backtracking into them a row of comments takes exponential time.
_HTML_START = re.compile(
    r"\s*(?><\?xml[^>]*\?>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.I | re.S,
)
_HTML_BLOCK = re.compile(r"\s*<(p|div|article|section|main|table|ul|ol|h[1-6])\b[^>]*>", re.I)
_ANY_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I)


def _refuse_ole(data: bytes, name: str) -> None:
    """Say what a compound file (MS-CFB) is by the UTF-16 names in its directory."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise EncryptedError(
            name, "is protected by a password", "Open it, take the password off and save it again"
        )
    for stream, program, suffix in (
        ("WordDocument", "Word", "docx"),
        ("Workbook", "Excel", "xlsx"),
        ("PowerPoint Document", "PowerPoint", "pdf"),
    ):
        if holds(stream):
            cause = f"is in the old format of {program} (97 to 2003)"
            raise FormatError(
                name, cause, f"Open it in {program}, LibreOffice or WPS and save it as {suffix}"
            )
    raise FormatError(
        name, "is an old Office file (OLE)", "Save it as docx, xlsx or pdf in the program that wrote it"
    )


def container_of(data: bytes, name: str) -> Kind | None:
    """Tell binary formats by their first bytes.

    :param data: the whole file.
    :param name: the file, for messages.
    :return: PDF or ZIP (docx and xlsx are told apart when it is opened), or None when it may be text.
    :raises FormatError: when it is a format that is known and not read.
    :raises EncryptedError: when it is an Office file protected by a password.
    """
    if _PDF_START.match(data) or (b"%PDF-" in data[:1024] and b"startxref" in data[-2048:]):
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if data.startswith(_OLE):
        _refuse_ole(data, name)
    for magic, cause, remedy in _BINARIES:
        if data.startswith(magic):
            raise FormatError(name, cause, remedy)
    return None


def text_kind(text: str, name: str) -> Kind:
    """Tell HTML by its tags, and let the suffix choose among the kinds that are plain text.

    :param text: the decoded file.
    :param name: its name.
    :return: the kind; plain text where neither says otherwise.
    """
    kind = _TEXT_SUFFIXES.get(PurePath(name).suffix.lower(), Kind.TEXT)
    if _HTML_START.match(text):
        return Kind.HTML
    if kind is Kind.HTML:
        return Kind.HTML if _ANY_TAG.search(text) else Kind.TEXT
    block = _HTML_BLOCK.match(text) if kind is Kind.TEXT else None
    # A piece of a page: it begins with a block and ends with the end of one.
    return Kind.HTML if block and re.search(r"</[a-z1-6]+\s*>\s*\Z", text[-64:], re.I) else kind
