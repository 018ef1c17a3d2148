"""Characters that no document can hold, as signs that a reader sees."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["visible"]

# XML 1.0 (section 2.2) has no others below U+0020 than these three, no surrogates, no U+FFFE and no U+FFFF.
_HIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\ud800-\udfff\ufffe\uffff]")
_OTHERS: Final = {"\x7f": "\u2421", "\x85": "\u2424"}


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else _OTHERS.get(found[0], "\ufffd")


def visible(text: str) -> str:
    """Text with its control characters shown.

    :param text: any text.
    :return: the same with a control picture (U+2400 for U+0000 and so on) for each control character of ASCII but tabs
        and line ends, and for U+0085; with U+FFFD for what is no character. Equal to ``text`` where it holds none.
    """
    return _HIDDEN.sub(_sign, text)
