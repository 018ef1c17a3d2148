"""The facts about a library as a whole that are damaged, and what they must be as far as the rest of it tells."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Final

from embeddings.encoder import Encoder
from qa.store.local.facts import new_generation, set_meta

__all__ = ["WrongFact", "check_meta", "later_generation", "mend_meta"]

_VECTORS: Final = (
    "SELECT epoch, sum(length(vectors.data)), sentence_count FROM vectors JOIN documents USING (number)"
    " WHERE typeof(vectors.data) = 'blob' AND typeof(sentence_count) = 'integer' AND sentence_count > 0"
    " GROUP BY epoch, number"
)

_TEXTS: Final = ("encoder", "encoder_name", "reader", "reader_name", "moving_to")


@dataclass(frozen=True, slots=True)
class WrongFact:
    """A fact about the library that is not what was recorded.

    :param key: its name.
    :param cause: what is wrong with it.
    :param value: what it must be; None where nothing tells.
    :param remedy: what was done or can be.
    :param needed: whether nothing can be read without it.
    """

    key: str
    cause: str
    value: str | None
    remedy: str
    needed: bool = True


def later_generation() -> str:
    """A generation above all that were seen, where the last one is not known: one change takes over a millisecond.

    :return: what to record.
    """
    return str(time.time_ns() // 1_000_000)


def check_meta(connection: Connection, encoder: Encoder | None) -> list[WrongFact]:
    """Whether the library's generation, epoch, number of components and encoder are recorded as they must be.

    :param connection: in a transaction.
    :param encoder: the one the library was made with, as far as is known.
    :return: what is wrong.
    """
    facts, broken = _facts(connection)
    remedy = "It was emptied; name the models that the library was made with"
    found = [WrongFact(key, "it is no UTF-8", "", remedy) for key in _TEXTS if key in broken]
    if _number(facts, "generation") is None:
        remedy = "A new one was begun"
        found.append(WrongFact("generation", "it is no number", later_generation(), remedy))
    rows = connection.execute(_VECTORS).fetchall()
    epoch = _number(facts, "epoch")
    told = _epoch(connection, rows)
    lost = bool(rows) and "moving_to" not in facts and all(row[0] != epoch for row in rows)
    if epoch is None or lost:
        cause = "it is no number" if epoch is None else "no vectors are of it"
        found.append(WrongFact("epoch", cause, str(told), "It was told from the vectors"))
        epoch = told
    made_with = facts.get("encoder") or broken.intersection(["encoder"])
    (held,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    if made_with or held:
        fits = encoder is not None and encoder.identity == made_with
        found += _check_dim(facts, [row[1:] for row in rows if row[0] == epoch], encoder if fits else None)
    if made_with and not facts.get("reader") and "reader" not in broken:
        remedy = "Run `report-qa reindex`, which records it"
        found.append(WrongFact("reader", "it is not recorded", None, remedy, needed=False))
    if held and not made_with:
        remedy = "Ask it with the encoder it was made with, which is recorded then"
        found.append(WrongFact("encoder", "it is not recorded", None, remedy, needed=False))
    return found


def mend_meta(connection: Connection, wrong: Sequence[WrongFact]) -> None:
    """Record what is told.

    :param connection: in a write transaction.
    :param wrong: what :func:`check_meta` found.
    """
    for fact in wrong:
        if fact.value is not None:
            set_meta(connection, fact.key, fact.value)
    new_generation(connection)


def _facts(connection: Connection) -> tuple[dict[str, str], set[str]]:
    """What is recorded and can be read, and names of what cannot."""
    found: dict[str, str] = {}
    broken: set[str] = set()
    for key, value in connection.execute("SELECT CAST(key AS BLOB), CAST(value AS BLOB) FROM meta"):
        name = key.decode("utf-8", "replace")
        try:
            found[name] = value.decode("utf-8")
        except UnicodeDecodeError:
            broken.add(name)
    return found, broken


def _number(facts: dict[str, str], key: str) -> int | None:
    value = facts.get(key, "")
    return int(value) if value.isascii() and value.isdecimal() else None


def _epoch(connection: Connection, rows: Sequence[tuple[int, int, int]]) -> int:
    """The epoch that most reports have vectors of; of two the former, as the library may be moving to the other."""
    counts = Counter(row[0] for row in rows)
    if counts:
        return max(counts, key=lambda epoch: (counts[epoch], -epoch))
    (last,) = connection.execute("SELECT max(epoch) FROM shards").fetchone()
    return last if isinstance(last, int) else 0


def _check_dim(
    facts: dict[str, str], sizes: Sequence[tuple[int, int]], encoder: Encoder | None
) -> list[WrongFact]:
    """Whether the number of components is that of the vectors: two bytes each, for every sentence."""
    dim = _number(facts, "dim") or None  # vectors have at least one
    counts = Counter(size // (2 * count) for size, count in sizes if size and size % (2 * count) == 0)
    likely, agreeing = counts.most_common(1)[0] if counts else (None, 0)
    told = encoder.dim if encoder is not None else likely
    # of a single report it may be what is damaged
    wrong = (
        told is not None and dim != told and (encoder is not None or (not counts[dim or 0] and agreeing > 1))
    )
    if dim is not None and not wrong:
        return []
    cause = "it is no number" if dim is None else "it is not that of the vectors"
    if told is None:
        return [WrongFact("dim", cause, None, "Name the encoder the library was made with (--encoder)")]
    return [WrongFact("dim", cause, str(told), "It was told from the vectors")]
