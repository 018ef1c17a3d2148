"""Checks every invariant of a library, and repairs what can be derived from what is still whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from embeddings.encoder import Encoder
from qa.errors import BusyError, DamagedError, LibraryError, StorageError
from qa.progress import OnProgress
from qa.store.local.checks import check_database, check_numbers, check_parts, check_report, check_rows
from qa.store.local.database import DATABASE, Database
from qa.store.local.facts import new_generation, recorded
from qa.store.local.files import FOLDER, file_names
from qa.store.local.meta import check_meta, mend_meta
from qa.store.local.repair import drop_orphans, recover_report
from qa.store.local.salvage import salvage
from qa.store.local.store import LocalStore

__all__ = ["Finding", "examine"]

_REPAIR: Final = "Run `report-qa doctor --repair --library {folder}`"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    :param subject: the report, file or table.
    :param cause: what is wrong with it, as one clause.
    :param remedy: what can be done, or was done.
    :param repaired: whether it is right again.
    """

    subject: str
    cause: str
    remedy: str
    repaired: bool = False


def examine(
    folder: Path, *, repair: bool, encoder: Encoder | None = None, on_progress: OnProgress | None = None
) -> tuple[Finding, ...]:
    """Check a library.

    :param folder: the library's.
    :param repair: whether to repair what can be; files are made again from the database, reports are read again from
        their original bytes, a damaged database is copied as far as it can be read and kept beside.
    :param encoder: the one the library was made with, for reports whose vectors are lost.
    :param on_progress: told how many reports were checked.
    :return: what was found; nothing when all is right.
    :raises LibraryError: when it is no library, or of a newer format.
    :raises BusyError: when it is to be repaired while another process changes it.
    :raises StorageError: when it is to be repaired and cannot be written.
    """
    found = list(_examine_database(folder, repair=repair))
    if any(not finding.repaired and finding.subject == DATABASE for finding in found):
        return tuple(found)
    facts, readable = _examine_meta(folder, encoder, repair=repair)
    found += facts
    if not readable:
        return tuple(found)
    store = LocalStore(folder, create=False)
    try:
        found += _Examination(store, folder, encoder, repair=repair).run(on_progress)
    finally:
        store.close()
    return tuple(found)


def _examine_database(folder: Path, *, repair: bool) -> Iterator[Finding]:
    """What SQLite finds wrong; a copy of what can be read takes the place of a damaged file."""
    try:
        database = Database(folder, create=False)
        try:
            with database.reading() as connection:
                causes = check_database(connection)
        finally:
            database.close()
    except DamagedError as error:
        causes = [error.cause]
    if not causes:
        return
    finding = Finding(DATABASE, causes[0], _REPAIR.format(folder=folder))
    if not repair:
        yield finding
        return
    salvaged = salvage(folder)
    remedy = f"What could be read was copied; the damaged file is kept as {salvaged.aside.name}"
    yield replace(finding, remedy=remedy, repaired=True)
    for name in salvaged.again:
        yield Finding(
            name, "its row could not be read any more", "It was read again from its bytes", repaired=True
        )
    for name in salvaged.lost:
        yield Finding(name, "it could not be read any more", "Add it again")


def _examine_meta(folder: Path, encoder: Encoder | None, *, repair: bool) -> tuple[list[Finding], bool]:
    """What is wrong with the facts about the library as a whole, and whether all else can be read with them."""
    database = Database(folder, create=False)
    try:
        with database.reading() as connection:
            wrong = check_meta(connection, encoder)
        if repair and any(fact.value is not None for fact in wrong):
            with database.locked(), database.writing() as connection:
                wrong = check_meta(connection, encoder)
                mend_meta(connection, wrong)
    finally:
        database.close()
    found, readable = [], True
    for fact in wrong:
        mended = repair and fact.value is not None
        remedy = fact.remedy if mended or fact.value is None else _REPAIR.format(folder=folder)
        found.append(Finding(f"meta: {fact.key}", fact.cause, remedy, repaired=mended))
        readable = readable and (mended or not fact.needed)
    return found, readable


class _Examination:
    """One pass over a library whose database can be read."""

    def __init__(self, store: LocalStore, folder: Path, encoder: Encoder | None, *, repair: bool) -> None:
        self._store, self._folder, self._repair = store, folder, repair
        with store.database.reading() as connection:
            made_with = recorded(connection)
        fits = encoder is not None and made_with is not None and encoder.identity == made_with.encoder
        self._encoder = encoder if fits else None
        self._remedy = _REPAIR.format(folder=folder)

    def run(self, on_progress: OnProgress | None) -> Iterator[Finding]:
        """Everything that is found, repaired where that is wanted and can be."""
        yield from self._reports(on_progress)
        yield from self._rows()
        yield from self._parts()
        yield from self._files()

    def _reports(self, on_progress: OnProgress | None) -> Iterator[Finding]:
        with self._store.database.reading() as connection:
            numbers = check_numbers(connection)
        for done, (number, identity) in enumerate(numbers.items(), start=1):
            with self._store.database.reading() as connection:
                name, cause = check_report(connection, number, identity)
            if cause:
                yield self._recovered(number, Finding(name, cause, self._remedy))
            if on_progress:
                on_progress("check", done, len(numbers))

    def _recovered(self, number: int, finding: Finding) -> Finding:
        if not self._repair:
            return finding
        try:
            done, whole = recover_report(self._store.database, number, self._encoder)
        except (BusyError, StorageError):
            raise  # nothing that is wrong with the report
        except LibraryError as error:
            return replace(finding, remedy=error.remedy)
        return replace(finding, remedy=done, repaired=whole)

    def _rows(self) -> Iterator[Finding]:
        with self._store.database.reading() as connection:
            causes = check_rows(connection)
        for cause in causes:
            finding = Finding(DATABASE, cause, self._remedy)
            if self._repair:
                self._change(drop_orphans)
                finding = replace(finding, remedy="They were removed", repaired=True)
            yield finding

    def _parts(self) -> Iterator[Finding]:
        try:
            state = self._store.searching.state()
        except DamagedError:
            return  # a report that could not be repaired, and was named
        with self._store.database.reading() as connection:
            wrong = check_parts(connection, state)
        for shard, cause in wrong.items():
            finding = Finding(f"{FOLDER}/{file_names(shard)[0]}", cause, self._remedy)
            if self._repair:
                self._change(partial(_forget, shard))
                finding = replace(finding, remedy="It was made again from the database", repaired=True)
            yield finding
        if self._repair and (wrong or state.tails or state.shards.unread):
            self._store.mend()
        elif state.tails and not wrong:
            count = sum(len(part.shard.numbers) for part in state.tails)
            cause = f"{count} reports are in no search file"
            yield Finding(FOLDER, cause, "They are indexed when the library is opened for asking")

    def _files(self) -> Iterator[Finding]:
        for name in self._store.searching.other_files():
            finding = Finding(f"{FOLDER}/{name}", "no report is searched with this file", self._remedy)
            if self._repair:
                with self._store.database.locked():
                    self._store.searching.remove_files()
                finding = replace(finding, remedy="It was removed", repaired=True)
            yield finding

    def _change(self, change: Callable[[Connection], None]) -> None:
        with self._store.database.locked(), self._store.database.writing() as connection:
            change(connection)
            new_generation(connection)


def _forget(shard: int, connection: Connection) -> None:
    connection.execute("DELETE FROM shards WHERE shard = ?", (shard,))
