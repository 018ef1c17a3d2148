"""An exported conversation as Markdown (CommonMark 0.31) that shows every text to the letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from qa.talk.sections import Block, Kind

__all__ = ["escape_markdown", "render_markdown"]

_ESCAPED: Final = {ord(sign): f"\\{sign}" for sign in r"\`*_[]#|~$^"} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("\r"): "&#13;",
}
_BEGINS: Final = re.compile(r"[-+=]|\d{1,9}(?=[.)])", re.ASCII)
"""What makes a list, a heading or a rule of a line that begins with it."""

_OUTER: Final = re.compile(r"^\s+|\s+$")
_PREFIX: Final = {Kind.TITLE: "# ", Kind.QUESTION: "## ", Kind.HEADING: "## ", Kind.QUOTE: "> "}


def _spelled(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(space)};" for space in found[0])


def _line(text: str) -> str:
    """A line's characters; white space around it as character references, as it would be dropped."""
    escaped = _OUTER.sub(_spelled, text.translate(_ESCAPED))
    begins = _BEGINS.match(escaped)
    if begins is None:
        return escaped
    return f"\\{escaped}" if begins[0] in "-+=" else f"{begins[0]}\\{escaped[begins.end() :]}"


def escape_markdown(text: str, prefix: str = "") -> str:
    """Text to Markdown that shows exactly that text.

    :param text: anything but U+0000, which no Markdown lets through.
    :param prefix: what each line begins with, such as ``> `` in a block quote.
    :return: one paragraph; line ends are hard breaks, or character references where a break cannot stand.
    """
    body = text.rstrip("\n")
    ends = "&#10;" * (len(text) - len(body))
    return f"\\\n{prefix}".join(map(_line, body.split("\n"))) + ends


def _block(block: Block) -> str:
    prefix = _PREFIX.get(block.kind, "")
    if block.kind is Kind.QUOTE:
        note = f"\n\n{escape_markdown(block.note)}" if block.note else ""
        return f"{prefix}{escape_markdown(block.text, prefix)}{note}"
    if prefix:  # a heading is one line
        return prefix + "&#10;".join(map(_line, block.text.split("\n")))
    return escape_markdown(block.text)


def render_markdown(blocks: Sequence[Block]) -> str:
    """An exported conversation as Markdown.

    :param blocks: what it says.
    :return: the document: every quote is a block quote, whose shown text is the quote.
    """
    return "\n\n".join(map(_block, blocks)) + "\n"
