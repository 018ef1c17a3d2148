"""The encoding a page names itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Declared", "declared_codec"]

# "charset" in <meta>, "encoding" in an XML declaration; browsers look no farther than 1,024 bytes (HTML
# 13.2.3.2).
_LABEL = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_.:-]+)""", re.I)
_LOOKED_AT = 4096
# Labels of the WHATWG Encoding Standard to Python's codecs. GB and Big5 are missing: which of the two it
# is, is better told by the text, since pages often name the wrong one.
_EASTERN = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
_ALPHABETS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-2": "iso8859_2",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "koi8-r": "koi8_r",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page says of its encoding.

    :param codec: Python's codec for it.
    :param eastern: True for Japanese and Korean, whose bytes decode as common Chinese characters too, so that
        only the declaration tells; False for alphabets, which pages in Chinese declare by mistake.
    """

    codec: str
    eastern: bool


def declared_codec(data: bytes) -> Declared | None:
    """Look for the encoding a page declares.

    :param data: the whole file.
    :return: the codec; None when it declares none, or one that is told without.
    """
    found = _LABEL.search(data[:_LOOKED_AT])
    label = found.group(1).decode("ascii").lower() if found else ""
    if label in _EASTERN:
        return Declared(_EASTERN[label], eastern=True)
    return Declared(_ALPHABETS[label], eastern=False) if label in _ALPHABETS else None
