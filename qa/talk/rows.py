"""Turns to rows, and back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from qa.errors import ConversationError
from qa.fold import fold
from qa.talk.turn_json import turn_dict, turn_of
from qa.talk.types import Turn

__all__ = ["COLUMNS", "MOST_BYTES", "searched", "stored", "turn_from", "turns_from", "values_of"]

COLUMNS: Final = "number, rating, searched, data, sha256"
"""The columns of a turn that :func:`values_of` gives and :func:`turn_from` takes, in this order."""

MOST_BYTES: Final = 16 << 20
"""Bytes that a turn may have as JSON."""


def stored(text: str) -> str:
    """Text that SQLite can hold.

    :param text: any text.
    :return: the same with lone surrogates written out.
    """
    return text.encode("utf-8", "backslashreplace").decode()


def searched(text: str) -> str:
    """Text as it is searched: folded, so that either Chinese script and capitals make no difference.

    :param text: any text.
    :return: the folded text, which SQLite can hold.
    """
    return fold(stored(text)).text.strip()


def values_of(number: int, turn: Turn) -> tuple[int, int, str, bytes, str]:
    """The row of a turn.

    :param number: its number, counted from 0.
    :param turn: the turn.
    :return: the values of :data:`COLUMNS`.
    :raises ConversationError: when its answer is still to come, its rating is none, or it is too large.
    """
    if turn.rating not in {-1, 0, 1}:
        raise ConversationError("rating", f"{turn.rating} is no rating", "Rate with 1, -1, or 0 for neither")
    plain = json.dumps(turn_dict(replace(turn, rating=0)), ensure_ascii=False, separators=(",", ":"))
    written = plain.encode("utf-8", "surrogatepass")
    if len(written) > MOST_BYTES:
        cause = f"it has {len(written)} bytes, and {MOST_BYTES} are the most that are kept"
        raise ConversationError("turn", cause, "Ask a shorter question")
    data = zlib.compress(written)
    return number, turn.rating, searched(turn.typed), data, hashlib.sha256(data).hexdigest()


def turn_from(row: sqlite3.Row | tuple[object, ...], subject: str) -> Turn:
    """A turn from its row.

    :param row: values of :data:`COLUMNS`.
    :param subject: what errors name.
    :return: the turn. Where the row is damaged, its outcome is the ConversationError that says so, and what can be told
        of the question is what is searched: the other turns are there all the same.
    """
    number, rating, words, data, sha256 = row
    rated = rating if isinstance(rating, int) and rating in {-1, 0, 1} else 0
    try:
        return replace(_turn(data, sha256, subject), rating=rated)
    except (ConversationError, ValueError, RecursionError, zlib.error) as error:
        asked = words if isinstance(words, str) else ""
        cause = f"what is kept of question {number} is damaged ({error})"
        remedy = "Ask it again; if it matters, restore the file from a copy"
        return Turn(asked, asked, ConversationError(subject, cause, remedy), "", rating=rated)


def turns_from(rows: Iterable[tuple[object, ...]], subject: str) -> tuple[Turn, ...]:
    """Turns from their rows.

    :param rows: values of :data:`COLUMNS`.
    :param subject: what errors name.
    :return: the turns, see :func:`turn_from`.
    """
    return tuple(turn_from(row, subject) for row in rows)


def _turn(data: object, sha256: object, subject: str) -> Turn:
    if not isinstance(data, bytes) or hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError("its hash is another")
    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(data, MOST_BYTES)
    if not unpacking.eof:
        raise ValueError("it does not end")
    return turn_of(json.loads(plain.decode("utf-8", "surrogatepass")), subject)
