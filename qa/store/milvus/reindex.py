"""Moving a library to another encoder, or to what a newer report-qa derives from texts, while it still answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from qa.errors import BusyError, DamagedError, LibraryError
from qa.prepare import ANALYSIS, Prepared
from qa.progress import OnProgress
from qa.store.base import Embed
from qa.store.milvus.client import Client, Row
from qa.store.milvus.facts import Entry, Facts
from qa.store.milvus.held import Held, all_rows
from qa.store.milvus.numbers import new_numbers
from qa.store.milvus.passages import passage_rows
from qa.store.milvus.pieces import batches, rows_of, within
from qa.store.milvus.records import MARK, filling_row, load_prepared, sentence_rows
from qa.store.milvus.schema import PASSAGES, sentences_of
from qa.store.milvus.statistics import KIND, kind_of, record_of
from qa.store.milvus.tidying import bump, erase
from qa.store.models import ModelRecord

__all__ = ["move"]

_REPORTS_A_BATCH: Final = 64


def move(
    client: Client,
    record: ModelRecord,
    embed: Embed,
    now: Callable[[], tuple[Facts, Held]],
    on_progress: OnProgress | None = None,
) -> None:
    """Make what is searched anew, beside what answers meanwhile, and switch to it.

    Before the last reports are filled in, the library is sealed: whoever commits a report after that takes it back, so
    that nothing is missing when it switches, and whenever this breaks off it is whole before or after the switch.

    :param client: the connection, with its lock for writing held.
    :param record: the models to move to.
    :param embed: makes the vectors of reports.
    :param now: reads what the library says of itself, and what is committed.
    :param on_progress: told how many reports are embedded.
    :raises ModelError: when the encoder fails; the next call goes on from there.
    :raises LibraryError: when it cannot be done; the next call goes on from there.
    """
    facts, _ = now()
    same, before = facts.models.encoder == record.encoder, facts.analysis
    epoch = facts.epoch + (not same)
    sentences, passages = client.names.sentences(epoch), client.names.passages(ANALYSIS)
    if not same and facts.moving_to != record.encoder:
        facts = replace(facts, moving_to=record.encoder)
        if sentences in client.collections():
            client.drop(sentences)
        client.upsert(client.names.meta, [facts.row()])
    client.create(sentences, sentences_of(record.dim))
    client.create(passages, PASSAGES)

    def add_sentences(reports: Sequence[tuple[int, Prepared]]) -> Iterator[Row]:
        vectors = embed([prepared for _, prepared in reports])
        for (number, prepared), rows in zip(reports, vectors, strict=True):
            yield from reversed(list(sentence_rows(number, prepared, rows)))

    def add_passages(reports: Sequence[tuple[int, Prepared]]) -> Iterator[Row]:
        for number, prepared in reports:
            record = rows_of(number, KIND, record_of(prepared))
            client.upsert(client.names.chunks, list(record))
            yield from reversed(list(passage_rows(number, prepared)))

    fill = _Fill(client, now)

    def fill_all() -> None:
        fill.run(passages, "passage", add_passages, None)
        fill.run(sentences, "position", add_sentences, on_progress)

    fill_all()
    fill_all()  # what others added meanwhile, so that it is sealed for a moment only
    facts = replace(facts, sealed=next(new_numbers(1)))
    client.upsert(client.names.meta, [facts.row()])
    try:
        fill_all()
        if now()[0] != facts:
            cause = "another `report-qa reindex` is at work on it"
            raise BusyError(client.subject, cause, "Wait for it, and run it again if need be")
        client.upsert(client.names.meta, [Facts(record, epoch).row()])
    except BaseException:
        with suppress(LibraryError):  # else it stays sealed until a move is completed
            if now()[0] == facts:
                client.upsert(client.names.meta, [replace(facts, sealed=0).row()])
        raise
    bump(client)
    if before != ANALYSIS:
        client.delete(client.names.chunks, f'kind == "{kind_of(before)}"')
    for old in client.names.searched(client.collections()):
        if old not in (sentences, passages):
            client.drop(old)


class _Fill:
    """Writes the rows that reports lack in a collection. Row 0 of a report is written last: where it is, all are."""

    def __init__(self, client: Client, now: Callable[[], tuple[Facts, Held]]) -> None:
        self._client, self._now = client, now

    def run(
        self,
        collection: str,
        place: str,
        rows: Callable[[Sequence[tuple[int, Prepared]]], Iterator[Row]],
        on_progress: OnProgress | None,
    ) -> None:
        """Fill a collection, also with reports that are replaced: they come back when their successor is taken back.

        :param collection: its name.
        :param place: field that is 0 in row 0.
        :param rows: makes the rows of reports.
        :param on_progress: told how many reports are filled in.
        """
        client, entries = self._client, self._now()[1].committed
        done = {row["number"] for row in all_rows(client, collection, f"{place} == 0", ("number",))}
        waiting = [number for number, entry in entries.items() if entry.info.sentences and number not in done]
        for start in range(0, len(waiting), _REPORTS_A_BATCH):
            numbers = waiting[start : start + _REPORTS_A_BATCH]
            self._fill(collection, rows, [entries[number] for number in numbers])
            if on_progress:
                finished = len(entries) - len(waiting) + start + len(numbers)
                on_progress("embed", finished, len(entries))

    def _fill(
        self,
        collection: str,
        rows: Callable[[Sequence[tuple[int, Prepared]]], Iterator[Row]],
        entries: Sequence[Entry],
    ) -> None:
        client, reports = self._client, list[tuple[int, Prepared]]()
        for entry in entries:
            try:
                reports.append((entry.number, load_prepared(client, entry)))
            except DamagedError:
                if self._committed([entry.number]):
                    raise
        if not reports:
            return
        # a report that is removed meanwhile must not leave what is written of it here
        numbers = {number for number, _ in reports}
        client.upsert(client.names.chunks, [filling_row(number) for number in numbers])
        for batch in batches(rows(reports)):
            client.upsert(collection, batch)
        client.settle(collection)
        if gone := numbers - self._committed(numbers):
            erase(client, gone)
        client.delete(client.names.chunks, f'{within(numbers)} and kind == "{MARK}" and part == 1')

    def _committed(self, numbers: Collection[int]) -> set[int]:
        """Those of some reports that are still committed."""
        where = within(numbers)
        return {row["number"] for row in self._client.query(self._client.names.documents, where, ("number",))}
