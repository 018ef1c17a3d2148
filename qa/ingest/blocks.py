"""An HTML tree to its visible blocks: what a browser sets on lines of its own. Runs in the child process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import html

from qa.errors import TooLargeError

__all__ = ["Block", "blocks_of"]

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SECTIONS = frozenset(
    ("address", "article", "blockquote", "body", "div", "footer", "form", "header", "html", "main", "section")
)
_LISTS = frozenset(("dd", "dl", "dt", "li", "ol", "ul"))
_TABLES = frozenset(("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"))
_SINGLES = frozenset(
    ("center", "details", "fieldset", "figcaption", "figure", "hr", "legend", "p", "pre", "summary")
)
_BLOCKS = _HEADINGS | _SECTIONS | _LISTS | _TABLES | _SINGLES
_BESIDE = frozenset(("aside", "footer", "nav"))
_MEDIA = frozenset(("audio", "canvas", "iframe", "img", "map", "object", "svg", "video"))
_CONTROLS = frozenset(("button", "datalist", "input", "option", "select", "textarea"))
_CODE = frozenset(("head", "link", "meta", "noscript", "script", "style", "template", "title"))
_HIDDEN = _BESIDE | _MEDIA | _CONTROLS | _CODE
_UNDISPLAYED = re.compile(r"display\s*:\s*none", re.I)
# White space of HTML (not U+00A0 or U+3000, which are characters of the text).
_RUN = re.compile(r"[ \t\r\n\f]+")
# A line break of the source between characters that are set without spaces is none on the page (CSS Text 3,
# 4.1.3).
_WIDE = "[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60“”‘’—…]"
_WRAPPED = re.compile(rf"(?<={_WIDE})[ \t\f]*\r?\n[ \t\r\n\f]*(?={_WIDE})")


@dataclass(frozen=True, slots=True)
class Block:
    """What stands on a line of its own.

    :param text: its text; a row of a table with tabs between the cells.
    :param heading: True in h1 to h6.
    :param links_only: True for list items, cells and divisions that are links and nothing else: menus.
    """

    text: str
    heading: bool
    links_only: bool


class _Collector:
    """Gathers inline text and closes it into a block wherever a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[tuple[str, bool]] = []

    def put(self, text: str | None, link: bool) -> None:
        if text:
            self._pieces.append((text, link))

    def close(self, tag: str, preserve: bool) -> None:
        text = "".join(piece for piece, _ in self._pieces)
        text = text if preserve else _RUN.sub(" ", _WRAPPED.sub("", text)).strip()
        if text.strip():
            linked = all(link or not piece.strip() for piece, link in self._pieces)
            self.blocks.append(Block(text, tag in _HEADINGS, linked and tag not in _HEADINGS and tag != "p"))
        self._pieces.clear()

    def row(self, cells: list[list[Block]]) -> None:
        """A row of plain cells is one line; cells of several blocks are layout and come one by one."""
        if all(len(cell) <= 1 for cell in cells) and sum(map(len, cells)) > 1:
            text = "\t".join(cell[0].text if cell else "" for cell in cells).rstrip("\t")
            links = all(block.links_only for cell in cells for block in cell)
            self.blocks.append(Block(text, heading=False, links_only=links))
        else:
            self.blocks.extend(block for cell in cells for block in cell)


def _hidden(element: Any) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _HIDDEN
        or element.get("hidden") is not None
        or element.get("role") == "navigation"
        or bool(_UNDISPLAYED.search(element.get("style", "")))
    )


def _cell(element: Any) -> list[Block]:
    inner = _Collector()
    _walk(element, inner, element.tag, link=False, preserve=False)
    inner.close(element.tag, preserve=False)
    return inner.blocks


def _walk(element: Any, out: _Collector, tag: str, link: bool, preserve: bool) -> None:
    out.put(element.text, link)
    for child in element:
        if _hidden(child):
            pass
        elif child.tag == "br":
            out.close(tag, preserve)
        elif child.tag == "tr":
            out.close(tag, preserve)
            out.row([_cell(cell) for cell in child if cell.tag in ("td", "th") and not _hidden(cell)])
        elif child.tag in _BLOCKS:
            out.close(tag, preserve)
            verbatim = preserve or child.tag == "pre"
            _walk(child, out, child.tag, link, verbatim)
            out.close(child.tag, verbatim)
        else:
            _walk(child, out, tag, link or child.tag == "a", preserve)
        out.put(child.tail, link)


def blocks_of(data: bytes, name: str) -> list[Block]:
    """Take a page apart.

    :param data: the page in UTF-8, whatever charset it declares.
    :param name: the file, for messages.
    :return: its visible blocks in order, without navigation, side notes, footers, forms' controls and
        scripts.
    :raises TooLargeError: when elements are nested too deeply.
    """
    # With huge_tree the parser goes eight times deeper; beyond its limit it stops and only its log says so.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    if not data.strip():
        return []
    root = html.document_fromstring(data, parser=parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        cause = "nests its elements deeper than the 2,048 levels that are read"
        raise TooLargeError(name, cause, "Open it in a browser and save it as pdf")
    out = _Collector()
    _walk(root, out, "body", link=False, preserve=False)
    out.close("body", preserve=False)
    return out.blocks
