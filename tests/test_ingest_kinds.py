"""What a file is, told by its content."""

import time

import pytest

from qa.errors import EncryptedError, FormatError
from qa.ingest.kinds import Kind, container_of, text_kind
from tests import files


def test_binary_formats_by_their_first_bytes() -> None:
    assert container_of(files.pdf([["text"]]), "a.txt") is Kind.PDF
    assert container_of(b"\xef\xbb\xbf\n%PDF-1.7\n...", "a") is Kind.PDF
    assert container_of(b"junk before it %PDF-1.4 ... startxref\n0\n%%EOF", "a") is Kind.PDF
    assert container_of(files.word(None, "text"), "a.txt") is Kind.ZIP
    assert container_of("报告".encode(), "a.pdf") is None
    assert container_of(b"A file that begins with %PDF-1.7 is a PDF.", "a.txt") is None


@pytest.mark.parametrize(
    ("streams", "remedy"),
    [
        (("Root Entry", "WordDocument"), "docx"),
        (("Root Entry", "Workbook"), "xlsx"),
        (("Root Entry", "PowerPoint Document"), "pdf"),
        (("Root Entry",), "docx, xlsx or pdf"),
    ],
)
def test_old_office_files_say_what_to_save_them_as(streams: tuple[str, ...], remedy: str) -> None:
    with pytest.raises(FormatError, match=f"(?i)save it as {remedy}") as caught:
        container_of(files.compound(*streams), "old.doc")
    assert caught.value.subject == "old.doc"


def test_an_encrypted_office_file() -> None:
    with pytest.raises(EncryptedError, match="password"):
        container_of(files.compound("Root Entry", "EncryptionInfo", "EncryptedPackage"), "secret.docx")


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"{\\rtf1\\ansi text}", "Rich Text"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0....", "JPEG"),
        (b"\x1f\x8b\x08....", "gzip"),
        (b"7z\xbc\xaf\x27\x1c...", "7z"),
        (b"Rar!\x1a\x07\x00", "RAR"),
    ],
)
def test_formats_that_are_known_and_not_read(data: bytes, cause: str) -> None:
    with pytest.raises(FormatError, match=cause):
        container_of(data, "a.txt")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("plain", "a.txt", Kind.TEXT),
        ("plain", "a", Kind.TEXT),
        ("# title", "a.md", Kind.MARKDOWN),
        ("# title", "A.MARKDOWN", Kind.MARKDOWN),
        ("a,b\n1,2", "a.csv", Kind.CSV),
        ("a\tb", "a.tsv", Kind.TSV),
        ("<!DOCTYPE html><p>x", "a.txt", Kind.HTML),
        ('<?xml version="1.0"?>\n<!-- c -->\n<html xmlns="x">', "a.md", Kind.HTML),
        ("<p>one</p>\n<p>two</p>\n", "a.txt", Kind.HTML),
        ("<p>one paragraph and then only text", "a.txt", Kind.TEXT),
        ("<p>Markdown may hold tags</p>", "a.md", Kind.MARKDOWN),
        ("no tags at all, 3 < 4", "a.html", Kind.TEXT),
        ("text with a <br> only", "a.htm", Kind.HTML),
        ("The tag <html> opens a page.", "a.txt", Kind.TEXT),
    ],
)
def test_kinds_of_text(text: str, name: str, kind: Kind) -> None:
    assert text_kind(text, name) is kind


def test_a_row_of_comments_is_told_in_linear_time() -> None:
    start = time.perf_counter()
    assert text_kind("<!-- a -->" * 20_000 + "text", "a.txt") is Kind.TEXT
    assert time.perf_counter() - start < 1
