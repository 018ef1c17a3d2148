"""Adding reports, and replacing others by them, so that each is there whole or not at all whenever it breaks off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Final

from qa.errors import LibraryError
from qa.store.base import Addition
from qa.store.milvus.client import Client, Row
from qa.store.milvus.facts import Facts
from qa.store.milvus.held import Held
from qa.store.milvus.numbers import new_numbers
from qa.store.milvus.passages import passage_rows
from qa.store.milvus.pieces import batches
from qa.store.milvus.records import chunk_rows, document_row, mark_row, sentence_rows
from qa.store.milvus.tidying import bump, erase, with_replaced

__all__ = ["change"]

_REPLACED_A_ROW: Final = 400


def change(
    client: Client,
    at: tuple[Facts, Held],
    wanted: Sequence[Addition],
    lost: Collection[str],
    check: Callable[[], None],
) -> None:
    """Add reports and remove others.

    What is removed is deleted when nothing can take the addition back any more; until then it is hidden.

    :param client: the connection, with its lock for writing held.
    :param at: what the library says of itself, and what is committed.
    :param wanted: reports to add.
    :param lost: ids of reports to remove, all of them held.
    :param check: raises when the library was moved to other models meanwhile, or is about to be.
    :raises LibraryError: when it cannot be done. Unless the server went away, nothing is changed.
    """
    facts, held = at
    gone = with_replaced(client, held, (held.numbers[each] for each in lost))
    if wanted:
        numbered = list(zip(new_numbers(len(wanted), max(held.committed, default=0)), wanted, strict=True))
        try:
            _write(client, facts, numbered)
            check()
            client.upsert(client.names.documents, _commits(numbered, sorted(lost)))
            # a move that was not sealed before the commit finds the report; of one that was, this tells
            check()
        except BaseException:
            with suppress(LibraryError):  # what cannot be deleted now is when the library is opened next
                erase(client, {number for number, _ in numbered})
            raise
        bump(client)
        client.upsert(client.names.chunks, [mark_row(number, complete=True) for number, _ in numbered])
    if gone:
        erase(client, gone)


def _write(client: Client, facts: Facts, numbered: Sequence[tuple[int, Addition]]) -> None:
    """All of new reports but their commits."""
    client.upsert(client.names.chunks, [mark_row(number, complete=False) for number, _ in numbered])
    passages, sentences = client.names.passages(facts.analysis), client.names.sentences(facts.epoch)
    rows: dict[str, Iterator[Row]] = {
        client.names.chunks: chain.from_iterable(chunk_rows(*each) for each in numbered),
        passages: chain.from_iterable(passage_rows(number, each.prepared) for number, each in numbered),
        sentences: chain.from_iterable(
            sentence_rows(number, each.prepared, each.vectors) for number, each in numbered
        ),
    }
    for collection, own in rows.items():
        for batch in batches(own):
            client.upsert(collection, batch)
        client.settle(collection)


def _commits(numbered: Sequence[tuple[int, Addition]], lost: Sequence[str]) -> list[Row]:
    """Rows that commit reports, and hide those that they replace in the same step."""
    return [
        document_row(number, addition, lost[place * _REPLACED_A_ROW : (place + 1) * _REPLACED_A_ROW])
        for place, (number, addition) in enumerate(numbered)
    ]
