"""Bytes to text, strictly: the codec that decodes them without loss, or a refusal."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from qa.errors import DecodingError, FormatError
from qa.ingest.declared import Declared
from qa.ingest.guess import guessed_codec
from qa.ingest.plausible import log_likelihood

__all__ = ["Decoded", "decode", "require_text"]

# C0 controls that no text holds; tab, line feed, vertical tab, form feed and carriage return are left.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Big5 proper first; Windows' table and Hong Kong's only add to it what it leaves unassigned.
_CANDIDATES = (("gb18030",), ("big5", "cp950", "big5hkscs"))
_UTF16 = (("utf-16-le",), ("utf-16-be",))
# Midway between Chinese (near -9) and what another writing turns into (near -16).
_FLOOR = -12.5
_BINARY = "Give a txt, md, html, pdf, docx, csv or xlsx file"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the codec that gave it: ``data.decode(codec) == text``."""

    text: str
    codec: str


def _strictly(data: bytes, names: tuple[str, ...]) -> Decoded | None:
    for name in names:
        try:
            return Decoded(data.decode(name), name)
        except UnicodeDecodeError:
            continue
    return None


def _most_plausible(data: bytes, candidates: tuple[tuple[str, ...], ...]) -> Decoded | None:
    best, best_score = None, float("-inf")
    for names in candidates:
        decoded = _strictly(data, names)
        if decoded is None or _CONTROL.search(decoded.text):
            continue
        score, mean = log_likelihood(decoded.text)
        if mean > _FLOOR and score > best_score:
            best, best_score = decoded, score
    return best


def require_text(text: str, name: str) -> None:
    """Refuse what decodes but is no text.

    :param text: a decoded file.
    :param name: the file, for the message.
    :raises FormatError: when it holds NUL or another control character of C0 than white space.
    """
    found = _CONTROL.search(text)
    if found:
        cause = f"holds the control character U+{ord(found.group()):04X}, so it is binary data and no text"
        raise FormatError(name, cause, _BINARY)


def _otherwise(data: bytes, wide: tuple[tuple[str, ...], ...], declared: Declared | None) -> Decoded | None:
    """Decode what is neither marked nor UTF-8."""
    if declared is not None and declared.eastern:
        decoded = _strictly(data, (declared.codec,))
        if decoded is not None:
            return decoded
    decoded = _most_plausible(data, (*_CANDIDATES, *wide))
    if decoded is not None:
        return decoded
    codec = declared.codec if declared is not None else guessed_codec(data)
    return None if codec is None else _strictly(data, (codec,))


def decode(data: bytes, name: str, declared: Declared | None = None) -> Decoded:
    """Decode a text file without loss.

    A byte order mark decides; then UTF-8, whose bytes come about by chance in no other codec; then UTF-16,
    GB18030 and Big5, the most plausible of those that decode strictly (see :mod:`qa.ingest.plausible`); then
    what :mod:`qa.ingest.guess` takes it for, if that decodes strictly.

    :param data: the whole file.
    :param name: the file, for messages.
    :param declared: what a page says of its encoding; Japanese and Korean are believed, an alphabet only
        where the text is not plausible as Chinese.
    :return: the text without byte order mark, line ends as they are, and its codec.
    :raises FormatError: when it is binary data.
    :raises DecodingError: when nothing decodes it without loss.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            decoded = _strictly(data, (codec,))
            if decoded is None:
                cause = f"begins with the mark of {codec} but is not valid {codec}"
                raise DecodingError(name, cause, "It is damaged or cut short: save it again as UTF-8")
            require_text(decoded.text, name)
            return decoded
    decoded = _strictly(data, ("utf-8",))
    if decoded is not None and not _CONTROL.search(decoded.text):
        return decoded
    wide = _UTF16 if len(data) % 2 == 0 else ()
    if b"\0" in data:
        # NULs belong to text in UTF-16 only: the high bytes of ASCII characters.
        decoded = _most_plausible(data, wide)
        if decoded is None:
            require_text("\0", name)
    elif decoded is not None:
        require_text(decoded.text, name)
    else:
        decoded = _otherwise(data, wide, declared)
    if decoded is None:
        cause = "is in no encoding that decodes it without loss (tried UTF-8, UTF-16, GB18030 and Big5)"
        raise DecodingError(name, cause, "Open it in the program that wrote it and save it as UTF-8")
    require_text(decoded.text, name)
    return decoded
