"""Text to HTML that shows exactly that text."""

from __future__ import annotations

from html import escape

__all__ = ["isolated", "marked", "verbatim"]


def verbatim(text: str) -> str:
    """HTML whose ``textContent`` is the text, wherever an element may hold text or an attribute a value.

    :param text: anything but U+0000, which no HTML parser lets through (it becomes U+FFFD).
    :return: the text with ``& < > " '`` and carriage returns as character references; a parser turns a bare
        carriage return into a line feed (WHATWG HTML, 13.2.3.5).
    """
    return escape(text, quote=True).replace("\r", "&#13;")


def isolated(text: str) -> str:
    """A name inside a line of ours, so that directional marks in it cannot turn the rest of the line.

    :param text: a file name or another short text from outside.
    :return: the text in ``<bdi>``.
    """
    return f"<bdi>{verbatim(text)}</bdi>"


def marked(text: str, start: int, end: int) -> str:
    """Text with one stretch of it highlighted.

    :param text: the whole text.
    :param start: offset of the first highlighted character; values outside the text are cut to it.
    :param end: offset behind the last one; nothing is highlighted where this is not behind ``start``.
    :return: HTML whose ``textContent`` is the text.
    """
    start, end = max(0, start), min(len(text), end)
    if end <= start:
        return verbatim(text)
    return f"{verbatim(text[:start])}<mark>{verbatim(text[start:end])}</mark>{verbatim(text[end:])}"
