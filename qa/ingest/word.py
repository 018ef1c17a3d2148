"""docx to text. Runs in the child process.

python-docx opens the package; the text is walked here, because its paragraphs leave out what stands in
content controls, text boxes, insertions under review and notes, and a sentence that is left out cannot be
found.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml

from qa.ingest.extracted import Extracted, Lines
from qa.ingest.kinds import Kind
from qa.ingest.limits import Limits

__all__ = ["extract"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What is not on the page: properties, text moved elsewhere, the old-format twin of a drawing.
_UNSEEN = {f"{_W}pPr", f"{_W}rPr", f"{_W}moveFrom", f"{_W}del", _FALLBACK}
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}ptab": "\t",
}
_NOTES = ("/footnotes", "/endnotes")


def _inline(element: Any) -> Iterator[str]:
    """Characters of a paragraph in order; a phonetic guide as a note in brackets behind its characters."""
    for child in element:
        if child.tag in _UNSEEN or child.tag == f"{_W}txbxContent":
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == f"{_W}ruby":
            base, note = (
                "".join(text for part in child.iterchildren(f"{_W}{tag}") for text in _inline(part))
                for tag in ("rubyBase", "rt")
            )
            yield f"{base}({note})" if note.strip() else base
        else:
            yield from _inline(child)


def _boxes(element: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph, each once."""
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag not in _UNSEEN:
            yield from _boxes(child)


def _within(element: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those wrapped in a content control too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _within(child, tag)


def _row(row: Any) -> Iterator[str]:
    cells = [list(_blocks(cell)) for cell in _within(row, f"{_W}tc")]
    filled = [cell for cell in cells if cell]
    if len(filled) == 1:
        # A table of one cell frames paragraphs; they stay paragraphs.
        yield from filled[0]
    elif filled:
        yield "\t".join(" ".join(cell) for cell in cells).rstrip("\t")


def _blocks(element: Any) -> Iterator[str]:
    """Paragraphs and table rows in the order of the document."""
    for child in element:
        if child.tag == f"{_W}p":
            for line in "".join(_inline(child)).split("\n"):
                if line.strip():
                    yield line.strip()
            for box in _boxes(child):
                yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            for row in _within(child, f"{_W}tr"):
                yield from _row(row)
        elif child.tag not in _UNSEEN:
            yield from _blocks(child)


def extract(data: bytes, name: str, limits: Limits) -> Extracted:
    """Take the text of a docx: paragraphs and table rows in order, then foot- and endnotes.

    It has no pages: where they break is decided by the program that prints it.

    :param data: the whole file, checked by :func:`qa.ingest.archive.inspect`.
    :param name: the file, for messages.
    :param limits: upper bounds.
    :return: one paragraph or table row a line, cells separated by tabs.
    :raises TooLargeError: when it holds too many characters.
    """
    document = docx.Document(BytesIO(data))
    lines = Lines(name, limits.characters)
    for line in _blocks(document.element.body):
        lines.add(line)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                for line in _blocks(note):
                    lines.add(line)
    return Extracted(lines.text(), Kind.DOCX)
