"""What is committed at one moment, and the statistics of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from qa.errors import DamagedError
from qa.store.milvus.client import MOST_ROWS, Client, Row
from qa.store.milvus.facts import Entry, Facts
from qa.store.milvus.pieces import joined, within
from qa.store.milvus.statistics import KIND, Statistics, sampled

__all__ = ["GENERATION", "Held", "advance", "all_rows", "read_meta"]

GENERATION: Final = "generation"
"""Row of the facts that every change makes another."""

_RECORDS_A_QUERY: Final = 16
_ENTRIES_A_QUERY: Final = 512
_HIGHEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Held:
    """Reports that are committed. Immutable.

    :param generation: what the library called this state.
    :param entries: by number, ascending.
    :param numbers: by id.
    :param replacing: by the id of what it stands for, itself included, the last report that does.
    :param hidden: committed reports that a later one replaces, by number.
    :param statistics: of the reports.
    :param read: when it was read, by the clock of :func:`time.monotonic`.
    :param seen: when its generation was first seen.
    """

    generation: str = ""
    entries: Mapping[int, Entry] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    replacing: Mapping[str, int] = field(default_factory=dict)
    hidden: Mapping[int, Entry] = field(default_factory=dict)
    statistics: Statistics = field(default_factory=Statistics)
    read: float = field(default_factory=monotonic)
    seen: float = field(default_factory=monotonic)

    @property
    def committed(self) -> dict[int, Entry]:
        """All that are committed, also what is replaced, by number."""
        return {**self.entries, **self.hidden}


def read_meta(client: Client) -> tuple[Facts | None, str]:
    """What the library says of itself, in one small query.

    :param client: the connection.
    :return: its facts, None where it is new, and its generation.
    :raises LibraryError: when they cannot be read.
    """
    where = f'id in ["library", "{GENERATION}"]'
    rows = {row["id"]: row["data"] for row in client.query(client.names.meta, where, ("id", "data"))}
    facts = Facts.of(rows["library"], client.subject) if "library" in rows else None
    return facts, rows.get(GENERATION, "")


def advance(client: Client, generation: str, before: Held) -> Held:
    """What is committed now.

    :param client: the connection.
    :param generation: as read before this call, so that a change meanwhile is seen next time.
    :param before: an earlier state; only what is new is read.
    :return: the state.
    :raises LibraryError: when it cannot be read.
    """
    present = {row["number"] for row in all_rows(client, client.names.documents, "", ("number",))}
    known = {number: entry for number, entry in before.committed.items() if number in present}
    unknown = sorted(present - known.keys())
    for start in range(0, len(unknown), _ENTRIES_A_QUERY):
        where = within(unknown[start : start + _ENTRIES_A_QUERY])
        for row in client.query(client.names.documents, where, ("number", "data")):
            known[row["number"]] = Entry.of(row, client.subject)
    replacing: dict[str, int] = {}
    for number in sorted(known):
        replacing |= dict.fromkeys((known[number].info.id, *known[number].replaces), number)
    entries = {
        number: known[number] for number in sorted(known) if replacing[known[number].info.id] == number
    }
    now = monotonic()
    return Held(
        generation,
        entries,
        {entry.info.id: number for number, entry in entries.items()},
        replacing,
        {number: entry for number, entry in known.items() if number not in entries},
        _statistics(client, entries, before.statistics),
        now,
        before.seen if generation == before.generation else now,
    )


def all_rows(client: Client, collection: str, where: str, fields: Iterable[str]) -> list[Row]:
    """Every row of a filter, however many there are.

    :param client: the connection.
    :param collection: its rows have a number.
    :param where: the filter; "" for all rows.
    :param fields: what to return of them, the number among it.
    :return: the rows.
    """
    fields = tuple(fields)
    rows: list[Row] = []
    waiting = [(0, _HIGHEST)]
    while waiting:
        begin, end = waiting.pop()
        inside = f"number >= {begin} and number < {end}" + (f" and {where}" if where else "")
        found = client.query(collection, inside, fields)
        numbers = sorted(row["number"] for row in found)
        if len(found) < MOST_ROWS or numbers[0] == numbers[-1]:
            rows += found
        else:  # rows come in no order, so that a query that is full is halved where its rows are
            middle = max(numbers[len(numbers) // 2], numbers[0] + 1)
            waiting += [(begin, middle), (middle, end)]
    return rows


def _statistics(client: Client, entries: Mapping[int, Entry], before: Statistics) -> Statistics:
    wanted = sampled(entries)
    new = sorted(wanted - before.numbers)
    records = {}
    for start in range(0, len(new), _RECORDS_A_QUERY):
        batch = new[start : start + _RECORDS_A_QUERY]
        rows = client.query(
            client.names.chunks,
            f'{within(batch)} and kind == "{KIND}"',
            ("number", "kind", "part", "pieces", "sha256", "data"),
        )
        for number in batch:
            own = [row for row in rows if row["number"] == number]
            # without a whole record it is as one that is not sampled: it must not keep the others from being asked
            with suppress(DamagedError):
                for record in joined(own, {number: entries[number].info.name}).values():
                    records[number] = (entries[number].passages, record)
    passages = sum(entry.passages for entry in entries.values())
    return before.changed(records, wanted, passages)
