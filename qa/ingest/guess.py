"""A guess at text that is neither UTF-8, UTF-16, GB18030 nor Big5; made only where it can be held to."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

__all__ = ["guessed_codec"]

_OTHER_ALPHABETS = ["cp1251", "cp932", "euc_jp", "cp949"]
# Where fewer bytes are beyond ASCII the letters are Latin, and no other alphabet comes into question.
_LATIN_SHARE = 0.3
# Bytes beyond ASCII that a guess at a whole other alphabet takes; with fewer the file is refused.
_EVIDENCE = 16
# Signs that stand beside figures and not inside words; in Central Europe's table they are letters.
_SIGNS = frozenset("£¥¢¼½¾²³¹µªº")
_TYPOGRAPHIC = "‘’“”‚„–—…•€"
# Two other characters beyond ASCII in a row are hardly Latin, but what is left of a damaged file in Chinese.
_RUN = re.compile(f"[^\x00-\x7f{_TYPOGRAPHIC}]{{2}}")


@cache
def _agreed() -> frozenset[str]:
    """Characters that Windows' tables for Western and for Central Europe have in the same place."""
    bytes_of = (bytes((code,)) for code in range(0x80, 0x100))
    pairs = ((one.decode("cp1252", "replace"), one.decode("cp1250", "replace")) for one in bytes_of)
    return frozenset(west for west, centre in pairs if west == centre) - {"\ufffd"}


def _western(data: bytes) -> bool:
    """Whether cp1252 can be told from cp1250: no character's reading hangs on the choice, or it is plain."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    doubtful = {character for character in set(text) if character >= "\x80"} - _agreed()
    if not doubtful <= _SIGNS or _RUN.search(text):
        return False
    return not any(after in doubtful and before.isalpha() for before, after in pairwise(text))


def guessed_codec(data: bytes) -> str | None:
    """Guess the codec of text in another writing.

    Latin text is taken for Windows' Western table where that cannot be mistaken for another one:
    typographic quotation marks, dashes, currency signs and the letters both tables share. Cyrillic,
    Japanese and Korean are what charset-normalizer says.

    :param data: the whole file, which is no UTF-8.
    :return: the codec; None where a guess could be wrong unnoticed.
    """
    beyond = len(data.translate(None, bytes(range(0x80))))
    if beyond < _LATIN_SHARE * len(data):
        return "cp1252" if _western(data) else None
    if beyond < _EVIDENCE:
        return None
    # Rarely needed, and it would add a third to the time the package takes to import.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(data, cp_isolation=_OTHER_ALPHABETS, enable_fallback=False).best()
    return None if best is None else best.encoding
