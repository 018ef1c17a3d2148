"""Copies of a kept library with bits flipped or ends cut off, each opened and asked in a process of its own.

What may happen: every answer is right to the letter, or a QAError says what to do. Reports that are missed without an
error are counted apart, as are names and pages that are not those that were added.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from known import document_of, open_fake, question, untrue

from qa.errors import QAError
from qa.library import Library
from qa.types import Document

_FORK: Final = multiprocessing.get_context("fork")
_SECONDS: Final = 60.0
_SERIALS: Final = range(24)
_LATE: Final = 4
"""Reports whose rows stand in the write-ahead log only."""

_DATABASE, _LOG = "library.sqlite3", "library.sqlite3-wal"
_KINDS: Final = (_DATABASE, _LOG, _DATABASE, "*.terms", _DATABASE, _LOG, _DATABASE, "*.faiss")


_PAGE: Final = 4096
_TABLES: Final = (2, 5, 10, 13)
"""First byte of the pages of SQLite's trees (https://www.sqlite.org/fileformat.html#b_tree_pages)."""


def build(folder: Path) -> tuple[Path, Path]:
    """A library with a write-ahead log, as a process leaves it that is killed while a question is answered, and the
    same in one file.

    :param folder: takes them.
    :return: their folders.
    """
    library, store = open_fake(folder / "whole")
    with closing(library):
        for start in range(0, len(_SERIALS), _LATE):
            library.add(*map(document_of, _SERIALS[start : start + _LATE]))
            if not start:  # from here on a reader keeps the log from being emptied
                reader = store.view()
                reader.__enter__()
        library.remove(document_of(_SERIALS[0]).id)
        shutil.copytree(folder / "whole", folder / "logged")
        reader.__exit__(None, None, None)
        store.compact()
        library.add(document_of(len(_SERIALS)))
    (folder / "logged" / "library.sqlite3-shm").unlink()
    return folder / "logged", folder / "whole"


def hurt(path: Path, chance: random.Random) -> str:
    """Damage a file; return how."""
    data = bytearray(path.read_bytes())
    way = chance.choice(("one bit", "one bit", "some bits", "cut off", "zeros", "noise"))
    if way == "cut off":
        del data[chance.randrange(len(data)) :]
    elif way in {"zeros", "noise"}:
        start, size = chance.randrange(len(data)), chance.choice((16, 512, 4096))
        size = min(size, len(data) - start)
        data[start : start + size] = bytes(size) if way == "zeros" else chance.randbytes(size)
    else:
        tables = [page for page in range(0, len(data), _PAGE) if data[page] in _TABLES] or [0]
        for _ in range(1 if way == "one bit" else 16):
            place = chance.randrange(len(data))
            if chance.random() < 0.75:  # where SQLite says what stands where, and the short values stand
                place = chance.choice(tables) + chance.choice((place % 128, place % _PAGE))
            data[min(place, len(data) - 1)] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return way


def try_out(folder: Path, held: Sequence[Document], pipe: Connection) -> None:
    """Open and ask; say over the pipe what came of it."""
    try:
        pipe.send("; ".join(dict.fromkeys(_outcomes(folder, held))) or "all right")
    except QAError as error:
        pipe.send(f"{type(error).__name__}" if error.remedy else f"WRONG no remedy: {error}")
    except BaseException as error:  # noqa: BLE001 - what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        pipe.send(f"WRONG {type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})")


def _outcomes(folder: Path, held: Sequence[Document]) -> Iterator[str]:
    documents = {each.id: each for each in map(document_of, (*_SERIALS, len(_SERIALS)))}
    library, _ = open_fake(folder)
    with closing(library):
        infos = library.reports()
        if {each.id for each in held} - {info.id for info in infos}:
            yield "reports missed"
        if {info.id for info in infos} & documents.keys() - {each.id for each in held}:
            yield "a removed report is back"
        for info in infos:
            known = documents.get(info.id)
            if known is None:
                yield "an id differs"
            elif known.name != info.name:
                yield "a name differs"
            try:
                document = library.document(info.id)
                if known and document.text != known.text:
                    yield f"WRONG text of {info.name}"
                if known and (document.page_starts, document.media_type) != ((), known.media_type):
                    yield "pages or media type differ"
                library.original(info.id)
            except QAError as error:
                yield type(error).__name__
        yield from _asked(library, documents)


def _asked(library: Library, documents: dict[str, Document]) -> Iterator[str]:
    for serial in (1, 5, 9, 14, 19, len(_SERIALS) - 1):
        try:
            answer = library.ask(question(serial), threshold=0.0)
        except QAError as error:
            yield type(error).__name__
            continue
        cause = untrue(answer, documents)
        if cause.startswith("calls"):
            yield "a name differs"
        elif cause:
            yield "quotes by an id that differs" if "not there" in cause else f"WRONG {cause}"
        elif document_of(serial).id not in {quote.document_id for quote in answer.quotes}:
            yield "skips a damaged report" if answer.skipped else "answers otherwise"


def damage(folder: Path, rounds: int, chance: random.Random) -> Counter[str]:
    """Damage a file of chance in a copy, and try it out; again and again."""
    libraries, count = build(folder), Counter[str]()
    held = [document_of(serial) for serial in (*_SERIALS, len(_SERIALS))]
    for number in range(rounds):
        kind = _KINDS[number % len(_KINDS)]
        source = libraries[0] if kind == _LOG else chance.choice(libraries)
        copy = folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(source, copy)
        path = chance.choice([each for each in sorted(copy.rglob(kind)) if each.stat().st_size])
        way = hurt(path, chance)
        kept = folder / "last"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(copy, kept)
        there = held[1:-1] if source == libraries[0] else held[1:]
        outcome = _in_a_child(copy, there)
        count[f"{kind}: {outcome.split(' (')[0] if 'WRONG' not in outcome else 'WRONG'}"] += 1
        if "WRONG" in outcome:
            print(f"round {number}, {path.name}, {way}: {outcome}", flush=True)
            shutil.rmtree(folder / f"wrong-{number}", ignore_errors=True)
            kept.rename(folder / f"wrong-{number}")
    return count


def _in_a_child(folder: Path, held: Sequence[Document]) -> str:
    receiving, sending = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=try_out, args=(folder, held, sending))
    process.start()
    sending.close()
    try:
        outcome = str(receiving.recv()) if receiving.poll(_SECONDS) else "WRONG it hangs"
    except EOFError:
        outcome = "WRONG it crashes"
    if outcome == "WRONG it hangs":
        process.kill()
    process.join(_SECONDS)
    return f"{outcome} with {process.exitcode}" if outcome == "WRONG it crashes" else outcome
