"""How much a text looks like Chinese: the judge between codecs that all decode the same bytes.

GB18030 gives a meaning to nearly every sequence of bytes, so that it decodes Big5 and UTF-16 without an
error, and a decoder's success proves nothing. What tells them apart is what comes out: read with the right
codec nearly every character is a common one; read with the wrong one they scatter over rare characters,
kana, Greek and box drawing. The judge is a unigram model over classes of characters: the probability of a
class, spread evenly over its members. The classes of common characters come from the standards themselves:
level 1 of GB 2312 and of Big5 are the characters each committee held to be common.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from contextlib import suppress
from functools import cache

__all__ = ["common_characters", "log_likelihood"]

# Marks of Chinese typesetting outside the full-width block U+FF01..U+FF5E.
_PUNCTUATION = frozenset("、。〈〉《》「」『』【】〔〕—…·‘’“”\u3000")

# ln(share of the class / number of its members). The shares are round figures: what matters is their order,
# a rare character being far less likely than a common one, and an unassigned one next to impossible.
_ASCII = math.log(0.30 / 95)
_MARK = math.log(0.12 / 116)
_COMMON = math.log(0.55 / 6_722)
_RARE = math.log(0.01 / 90_000)
_NONE = math.log(1e-11)


@cache
def common_characters() -> frozenset[str]:
    """Level 1 of GB 2312 (rows 16 to 55, simplified) and of Big5 (A440 to C67E, traditional).

    :return: the ideographs of both.
    """
    found: set[str] = set()
    for codec, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        for lead in range(first, last + 1):
            for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
                with suppress(UnicodeDecodeError):  # an unassigned cell of the table
                    found.add(bytes((lead, trail)).decode(codec))
    # Big5's last row goes on with symbols and kana.
    return frozenset(character for character in found if "\u4e00" <= character <= "\u9fff")


def _weight(character: str) -> float:
    if character < "\x80":
        return _ASCII
    if character in _PUNCTUATION or "\uff01" <= character <= "\uff5e":
        return _MARK
    if character in common_characters():
        return _COMMON
    return _NONE if unicodedata.category(character) in ("Co", "Cn", "Cc") else _RARE


def log_likelihood(text: str) -> tuple[float, float]:
    """Score a decoding.

    Two decodings of the same bytes are compared by the sum, whatever their lengths. Whether the better one
    is plausible at all is told by the mean over the characters beyond ASCII: near -9 in Chinese, near -16 in
    what another writing turns into.

    :param text: the decoding.
    :return: natural logarithm of its likelihood, and the mean over its characters beyond ASCII (0.0 when
        there are none).
    """
    total = beyond = 0.0
    letters = 0
    for character, count in Counter(text).items():
        weight = _weight(character) * count
        total += weight
        if character >= "\x80":
            beyond += weight
            letters += count
    return total, beyond / letters if letters else 0.0
