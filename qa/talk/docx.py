"""An exported conversation as a Word document (ECMA-376)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from qa.talk.sections import Block, Kind
from qa.talk.words import ExportWords

__all__ = ["render_docx"]

_STYLES: Final = {
    Kind.TITLE: "Heading 1",
    Kind.QUESTION: "Heading 2",
    Kind.NOTE: "Normal",
    Kind.QUOTE: "Quote",
    Kind.SOURCE: "Caption",
    Kind.HEADING: "Heading 2",
    Kind.REFERENCE: "Normal",
}
_THEMES: Final = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")
_LATIN: Final = "Calibri"
_INK: Final = RGBColor(0x20, 0x20, 0x20)
_GREY: Final = RGBColor(0x59, 0x59, 0x59)
_MAKER: Final = "report-qa"


def _dress(document: Any, words: ExportWords) -> None:
    """Give the styles a font for Chinese characters, and nothing slanted, which those never are."""
    for name in dict.fromkeys(_STYLES.values()):
        style = document.styles[name]
        style.font.name, style.font.italic = _LATIN, False
        style.font.color.rgb = _GREY if name == "Caption" else _INK
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in _THEMES:  # they would come before the fonts that are named
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:eastAsia"), words.font)
        language = properties.makeelement(qn("w:lang"), {})
        language.set(qn("w:val"), words.lang if words.lang.startswith("en") else "en-US")
        language.set(qn("w:eastAsia"), words.lang if words.lang.startswith("zh") else "zh-CN")
        properties.append(language)
    document.styles["Caption"].font.bold = False
    document.styles["Caption"].font.size = Pt(9)
    quote = document.styles["Quote"].paragraph_format
    quote.left_indent, quote.space_after, quote.keep_with_next = Cm(0.75), Pt(2), True


def _pieces(block: Block) -> tuple[str, ...]:
    """What stands before, in and behind the answer, with line ends of all kinds as Word breaks lines."""
    # U+0000, which no shown text holds, keeps the place of a return, so that the offsets still hold
    text = block.text.replace("\r\n", "\0\n")
    pieces = (text[: block.start], text[block.start : block.end], text[block.end :])
    return tuple(piece.replace("\0", "").replace("\r", "\n") for piece in pieces)


def _write(document: Any, block: Block, style: str) -> None:
    paragraph = document.add_paragraph()
    paragraph._p.style = style  # by its id: looking one up by its name takes some milliseconds
    for place, piece in enumerate(_pieces(block)):
        if piece:
            run = paragraph.add_run(piece)
            if place == 1:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _moment(time: str) -> datetime:
    """A moment as core properties take it: UTC, without saying so."""
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return datetime(2000, 1, 1)
    return moment.astimezone(UTC).replace(tzinfo=None)


def render_docx(blocks: Sequence[Block], title: str, words: ExportWords, begun: str, ended: str) -> bytes:
    """An exported conversation as a Word document.

    :param blocks: what it says; without characters that XML cannot hold.
    :param title: the conversation's.
    :param words: the words around the quotes, for their language and font.
    :param begun: when the conversation began, UTC, as ISO 8601.
    :param ended: when it was changed last.
    :return: the file. Tabs and line breaks are Word's own, all else of a quote is to the letter, and its answer is
        highlighted. Nothing in it tells of the machine it was made on.
    """
    document = Document()
    _dress(document, words)
    ids = {kind: document.styles[name].style_id for kind, name in _STYLES.items()}
    for block in blocks:
        _write(document, block, ids[block.kind])
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title[:255], _MAKER, _MAKER
    about.comments = about.keywords = about.subject = about.category = ""
    about.language = words.lang
    about.created, about.modified = _moment(begun), _moment(ended)
    about.revision = 1
    file = BytesIO()
    document.save(file)
    return file.getvalue()
