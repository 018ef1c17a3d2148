"""Names that are safe to show."""

from __future__ import annotations

import re

__all__ = ["shown_name"]

_LONGEST = 255
# C0 and C1 controls break terminals; the directional marks of UAX #9 make a name read backwards; line and
# paragraph separators split a log line; lone surrogates (file names that are not UTF-8) can't be encoded.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def shown_name(name: str) -> str:
    """Make a file name safe to show; it is never used as a path.

    :param name: the name as it came from a file system or a client.
    :return: the last part of it, with U+FFFD for control characters, directional marks and lone surrogates,
        at most 255 characters; "unnamed" when nothing is left.
    """
    last = re.split(r"[/\\]", name)[-1]
    return _UNSAFE.sub("\ufffd", last)[:_LONGEST].strip() or "unnamed"
