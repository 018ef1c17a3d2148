"""Bytes to rows of text, and back: a server holds 65,535 bytes in a field, and no bytes as such."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from qa.errors import DamagedError
from qa.store.milvus.client import Client, Row

__all__ = [
    "EMPTY_VECTOR",
    "REMEDY",
    "batches",
    "joined",
    "load_kinds",
    "rows_of",
    "within",
]

EMPTY_VECTOR: Final = [0.0, 0.0]
"""What rows hold that need no vector."""

_PIECE: Final = 60_000
_PIECES_A_QUERY: Final = 64
_CALL: Final = 4_000_000
"""Bytes of one call: a server takes 64 MB and more, what lies behind it less."""

_FIELDS: Final = ("number", "kind", "part", "pieces", "sha256", "data")
REMEDY: Final = "Remove the report and add its file again"


def rows_of(number: int, kind: str, data: bytes) -> Iterator[Row]:
    """Rows of the collection of chunks.

    :param number: the report's.
    :param kind: what of it the bytes are.
    :param data: the bytes.
    :return: the rows.
    """
    text = base64.b64encode(zlib.compress(data)).decode("ascii")
    starts = range(0, len(text), _PIECE)
    digest = hashlib.sha256(data).hexdigest()
    for part, start in enumerate(starts):
        yield {
            "id": f"{number}/{kind}/{part}",
            "number": number,
            "kind": kind,
            "part": part,
            "pieces": len(starts),
            "sha256": digest,
            "data": text[start : start + _PIECE],
            "none": EMPTY_VECTOR,
        }


def load_kinds(
    client: Client, collection: str, name: str, number: int, kinds: Sequence[str]
) -> dict[str, bytes]:
    """Bytes of a report.

    :param client: the connection.
    :param collection: of chunks.
    :param name: what errors call the report.
    :param number: its number.
    :param kinds: what of it to load.
    :return: by kind; one that is not kept is missing.
    :raises DamagedError: when they are not what was written.
    """
    rows: list[Row] = []
    begin, most = 0, 1
    while begin < most:
        end = begin + _PIECES_A_QUERY
        where = f"number == {number} and kind in {json.dumps(kinds)} and part >= {begin} and part < {end}"
        rows += client.query(collection, where, _FIELDS)
        most = max((row["pieces"] for row in rows), default=0)
        begin = end
    return {kind: data for (_, kind), data in joined(rows, {number: name}).items()}


def joined(rows: Iterable[Row], names: dict[int, str]) -> dict[tuple[int, str], bytes]:
    """Put pieces together.

    :param rows: rows of chunks, in any order.
    :param names: what errors call the reports, by number.
    :return: the bytes by number and kind.
    :raises DamagedError: when they are not what was written.
    """
    found: dict[tuple[int, str], dict[int, Row]] = defaultdict(dict)
    for row in rows:
        found[row["number"], row["kind"]][row["part"]] = row
    whole = {}
    for (number, kind), parts in found.items():
        try:
            text = "".join(parts[part]["data"] for part in range(parts[min(parts)]["pieces"]))
            data = zlib.decompress(base64.b64decode(text, validate=True))
        except (KeyError, binascii.Error, zlib.error) as error:
            raise DamagedError(names[number], f"its stored {kind} is damaged", REMEDY) from error
        if hashlib.sha256(data).hexdigest() != parts[0]["sha256"]:
            raise DamagedError(names[number], f"its stored {kind} is damaged", REMEDY)
        whole[number, kind] = data
    return whole


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in calls that are not too large.

    :param rows: the rows.
    :return: the rows, in order.
    """
    batch: list[Row] = []
    held = 0
    for row in rows:
        own = sum(map(_size, row.values()))
        if batch and held + own > _CALL:
            yield batch
            batch, held = [], 0
        batch.append(row)
        held += own
    if batch:
        yield batch


def _size(value: object) -> int:
    """About how many bytes a value takes."""
    if isinstance(value, dict):
        return 12 * len(value)
    return value.nbytes if isinstance(value, np.ndarray) else len(value) if isinstance(value, str) else 8


def within(numbers: Iterable[int]) -> str:
    """A filter for the rows of reports.

    :param numbers: numbers of the reports.
    :return: the filter.
    """
    return f"number in {json.dumps(sorted(numbers))}"
