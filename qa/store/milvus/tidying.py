"""Deleting: reports, and what interrupted changes left behind."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from qa.errors import IntegrityError
from qa.store.milvus.client import Client, Row
from qa.store.milvus.facts import Entry, Facts
from qa.store.milvus.held import GENERATION, Held, all_rows
from qa.store.milvus.numbers import is_abandoned
from qa.store.milvus.pieces import EMPTY_VECTOR, within
from qa.store.milvus.records import MARK, is_complete

__all__ = ["bump", "erase", "prove_erased", "tidy", "with_replaced"]

_REPORTS_A_FILTER: Final = 500


def bump(client: Client) -> None:
    """Tell all who have the library open that it was changed."""
    client.upsert(client.names.meta, [{"id": GENERATION, "data": secrets.token_hex(8), "none": EMPTY_VECTOR}])


def erase(client: Client, numbers: Iterable[int]) -> None:
    """Delete reports: their commits first, so that nobody finds them, and their marks last.

    :param client: the connection, with its lock for writing held.
    :param numbers: of the reports.
    :raises LibraryError: when it cannot be done; what is left of them is found by :func:`tidy`.
    """
    every = sorted(numbers)
    client.delete(client.names.documents, within(every))
    bump(client)
    searched = client.names.searched(client.collections())
    for start in range(0, len(every), _REPORTS_A_FILTER):
        where = within(every[start : start + _REPORTS_A_FILTER])
        client.delete(client.names.chunks, f'{where} and kind != "{MARK}"')
        for collection in searched:
            client.delete(collection, where)
        client.delete(client.names.chunks, where)


def prove_erased(client: Client, sentences: str, entry: Entry, own: Sequence[Row]) -> None:
    """Look for a removed report in every collection, and search with its own vectors.

    :param client: the connection.
    :param sentences: the collection of sentences that is searched.
    :param entry: the report.
    :param own: vectors it had.
    :raises IntegrityError: when anything of it is found.
    """
    where = f"number == {entry.number}"
    searched = client.names.searched(client.collections())
    left = [
        each for each in (client.names.documents, client.names.chunks, *searched) if client.count(each, where)
    ]
    for row in own:
        found = client.search(sentences, "vector", list(map(float, row["vector"])), 10, fields=("number",))
        left += [sentences for each in found if each.row["number"] == entry.number]
    if left:
        cause = f"{left[0]} still holds it after it was removed"
        raise IntegrityError(entry.info.name, cause, "Remove it again, or run `report-qa compact`")


def with_replaced(client: Client, held: Held, gone: Iterable[int]) -> set[int]:
    """Reports that are to be deleted, with those that are hidden and will not come back.

    :param client: the connection, with its lock for writing held.
    :param held: what is committed.
    :param gone: numbers of reports that are to be deleted; what they replaced goes with them.
    :return: the numbers of all.
    :raises LibraryError: when it cannot be read.
    """
    every = set(gone)
    if held.hidden:
        replacing = {number: held.replacing[entry.info.id] for number, entry in held.hidden.items()}
        certain = _completed(client, set(replacing.values()))
        for number in sorted(replacing, reverse=True):  # what replaces a report has a greater number
            last = replacing[number]
            if last in every or last in certain or is_abandoned(last, alone=client.alone):
                every.add(number)
    return every


def tidy(client: Client, now: Callable[[], tuple[Facts, Held]]) -> int:
    """Delete what interrupted changes left behind.

    :param client: the connection, with its lock for writing held.
    :param now: reads what the library says of itself, and what is committed.
    :return: of how many reports anything was left.
    :raises LibraryError: when it cannot be done.
    """
    existing = client.collections()  # before the facts: what is made from now on is not among it
    facts, held = now()
    stray = set() if client.alone else _stray(client, facts, held)
    if stray and now()[0].place == facts.place:  # else they may belong to what it moved to meanwhile
        erase(client, stray)
        held = now()[1]  # with what they replaced
    marks = {row["number"] for row in all_rows(client, client.names.chunks, f'kind == "{MARK}"', ("number",))}
    known = held.entries.keys() | held.hidden.keys()
    left = {number for number in marks - known if is_abandoned(number, alone=client.alone)}
    left = with_replaced(client, held, left)
    if left:
        erase(client, left)
    if facts.sealed and is_abandoned(facts.sealed, alone=client.alone) and now()[0] == facts:
        client.upsert(client.names.meta, [replace(facts, sealed=0).row()])
        bump(client)
    for collection in client.names.given_up(existing, facts.place, moving=bool(facts.moving_to)):
        client.drop(collection)
    return len(left | stray)


def _stray(client: Client, facts: Facts, held: Held) -> set[int]:
    """Reports that were committed while the library moved away, by who ended before taking them back.

    One whose commit was completed is kept, whatever it lacks.
    """
    wanted = {number for number, entry in held.entries.items() if entry.info.sentences}
    sentences, passages = client.names.sentences(facts.epoch), client.names.passages(facts.analysis)
    lacking: set[int] = set()
    for collection, place in ((sentences, "position"), (passages, "passage")):
        rows = all_rows(client, collection, f"{place} == 0", ("number",))
        lacking |= wanted - {row["number"] for row in rows}
    return lacking - _completed(client, lacking)


def _completed(client: Client, numbers: set[int]) -> set[int]:
    """Those of some reports whose commits were completed."""
    completed: set[int] = set()
    every = sorted(numbers)
    for start in range(0, len(every), _REPORTS_A_FILTER):
        where = f'{within(every[start : start + _REPORTS_A_FILTER])} and kind == "{MARK}"'
        rows = client.query(client.names.chunks, where, ("number", "data"))
        completed |= {row["number"] for row in rows if is_complete(row)}
    return completed
