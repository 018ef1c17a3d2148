"""What must hold of a library after its process was killed, or its disk was full."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from known import ENCODERS, document_of, open_fake, question, untrue, vectors_of, whole

from qa.errors import NotFoundError
from qa.library import Library
from qa.prepare import prepare
from qa.store.base import View
from qa.store.local.store import LocalStore
from qa.types import Document

_REMEMBERED: Final = 40
_DERIVED: Final = ("no report is searched with this file", "reports are in no search file")
"""Causes of findings that name nothing but what is made again, or left over and removed with the next change."""


@dataclass(slots=True)
class Expected:
    """What a library must hold.

    :param there: serials of reports whose addition was acknowledged.
    :param gone: serials of those removed last.
    :param first: serial of the first report that nobody tried to add.
    :param begun: serials of what was begun and not acknowledged: each such addition is there whole or not at all.
    :param operation: what was begun last.
    """

    there: set[int] = field(default_factory=set)
    gone: list[int] = field(default_factory=list)
    first: int = 0
    begun: tuple[int, ...] = ()
    operation: str = "open"

    def note(self, operation: str, serials: tuple[int, ...], *, done: bool) -> None:
        """Take down what was begun or is done."""
        self.operation, self.begun = operation if not done else "nothing", () if done else serials
        if operation == "add":
            self.first = max(self.first, 1 + max(serials))
        if done and operation == "add":
            self.there.update(serials)
        if done and operation == "remove":
            self.there.difference_update(serials)
            self.gone = [*self.gone, *serials][-_REMEMBERED:]

    def hear(self, pipe: Connection) -> str:
        """Take down all that a worker said before it was killed; return what it was at."""
        self.operation, self.begun = "start", ()
        with suppress(EOFError, OSError):
            while True:
                operation, serials, done = pipe.recv()
                self.note(operation, serials, done=done)
        pipe.close()
        return self.operation


def check(folder: Path, expected: Expected, chance: random.Random, *, deep: bool) -> list[str]:
    """What is not as it must be; ``expected`` then knows whether what was begun came to its end.

    :param folder: the library's; nobody has it open.
    :param expected: what it must hold.
    :param chance: chooses the reports that are asked for.
    :param deep: whether to let SQLite and the doctor look at everything, before it is opened and after.
    """
    before = _examined(folder) if deep and (folder / "library.sqlite3").exists() else []
    try:
        library, store = open_fake(folder)
    except Exception as error:  # noqa: BLE001 - what is looked for
        return [f"cannot be opened: {type(error).__name__}: {error}"]
    try:
        problems = [*before, *_problems(library, store, expected, chance)]
    except Exception as error:  # noqa: BLE001
        problems = [*before, f"fails: {type(error).__name__}: {error}"]
    finally:
        library.close()
    return [*problems, *(_examined(folder) if deep else [])]


def _problems(
    library: Library, store: LocalStore, expected: Expected, chance: random.Random
) -> Iterator[str]:
    held = {info.id: info for info in library.reports()}
    _settle(held.keys(), expected)
    documents = {each.id: each for each in map(document_of, sorted(expected.there))}
    yield from (f"lost {documents[each].name}" for each in documents.keys() - held.keys())
    yield from (f"holds {held[each].name} again" for each in held.keys() - documents.keys())
    with store.view() as view:
        yield from _rows(view, [documents[each] for each in held.keys() & documents.keys()], store)
        yield from _parts(store, held.keys())
    serials = sorted(expected.there)
    for serial in chance.sample(serials, min(3, len(serials))):
        answer = library.ask(question(serial), threshold=0.0)
        if document_of(serial).id not in {quote.document_id for quote in answer.quotes}:
            yield f"report-{serial} is not found: {answer.text!r}"
        if cause := untrue(answer, documents):
            yield cause
    for serial in chance.sample(expected.gone, min(3, len(expected.gone))):
        if cause := untrue(library.ask(question(serial), threshold=0.0), documents):
            yield f"removed report-{serial}: {cause}"
        with suppress(NotFoundError):
            library.document(document_of(serial).id)
            yield f"report-{serial} was removed and is read"


def _settle(held: Collection[str], expected: Expected) -> None:
    """Whether what was begun is there, by its first report; the others must be as that is."""
    if expected.begun and expected.operation in {"add", "remove"}:
        there = document_of(expected.begun[0]).id in held
        if (expected.operation == "add") == there:
            expected.note(expected.operation, expected.begun, done=True)
    expected.begun = ()


def _rows(view: View, documents: list[Document], store: LocalStore) -> Iterator[str]:
    models = store.models
    assert models is not None
    encoder = ENCODERS[models.encoder]()
    yield from filter(None, (whole(view, each, encoder) for each in documents))


def _parts(store: LocalStore, ids: Collection[str]) -> Iterator[str]:
    """Every report is searched once, with the sentences and vectors of the database."""
    state, models = store.searching.state(), store.models
    assert models is not None
    encoder = ENCODERS[models.encoder]()
    found: list[str] = []
    for part in state.corpus.parts:
        shard, vectors = part.shard, part.vectors.vectors()
        if len(vectors) != shard.sentences:
            yield "a part has more or fewer vectors than sentences"
        for place, number in enumerate(shard.numbers.tolist()):
            if number in state.gone:
                continue
            found.append(state.ids.get(number, f"number {number}"))
            first, last = shard.positions[shard.rows[place : place + 2]]
            with store.view() as view:
                (own,) = vectors_of([prepare(view.document(found[-1]))], encoder)
            if own.shape != vectors[first:last].shape or abs(own - vectors[first:last]).max() > 1e-3:
                yield f"number {number} is searched with other vectors"
    if sorted(found) != sorted(ids):
        yield f"{len(ids)} reports are held, {len(found)} are searched"


def _examined(folder: Path) -> list[str]:
    """What SQLite and the doctor find that is not derived."""
    try:
        with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
            found = [str(line) for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    except sqlite3.Error as error:
        return [f"SQLite: {error}"]
    try:
        from qa.store.local.doctor import examine
    except ImportError:
        return found
    findings = examine(folder, repair=False)
    derived = [each for each in findings if any(cause in each.cause for cause in _DERIVED)]
    return [*found, *(f"doctor: {each.subject}: {each.cause}" for each in findings if each not in derived)]
