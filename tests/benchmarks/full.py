"""Adding, removing and compacting on a disk with hardly any room: a small tmpfs, whose making needs root."""

from __future__ import annotations

import multiprocessing
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from invariants import Expected, check
from known import document_of, open_fake, question, reindex_fake

from qa.errors import LibraryError
from qa.library import Library
from qa.store.local.store import LocalStore

_FORK: Final = multiprocessing.get_context("fork")
_MEGABYTES: Final = 12
_REPORTS_AT_ONCE: Final = 4
_SECONDS: Final = 120.0
_TINY: Final = 4096
_BALLAST: Final = "ballast"
_TIMES: Final = {"add": 40, "room": 40, "remove": 3, "compact": 3, "reindex": 1, "open": 0}
_ROOM: Final = tuple(kilobytes * 1024 for kilobytes in (0, 4, 16, 40, 64, 128, 256, 512, 1024))


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A disk of a few megabytes; None, and a line that says so, where it cannot be made.

    :param folder: where it is mounted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={_MEGABYTES}m", "faults", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"skipped, a tmpfs cannot be mounted: {done.stderr.strip()}", flush=True)
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def full(folder: Path, rounds: int, chance: random.Random) -> Counter[str]:
    """Leave room of chance, change the library until the disk is full, check; free the room, change, check again.

    :param folder: where the disk is mounted.
    :param rounds: how often.
    :param chance: chooses.
    """
    count, expected = Counter[str](), Expected()
    with small_disk(folder) as disk:
        for number in range(rounds if disk else 0):
            _in_a_child(folder / "library", expected, "room", chance, count)
            way = chance.choice(("add", "add", "remove", "compact", "reindex", "open"))
            _in_a_child(folder / "library", expected, way, chance, count)
            for when in ("full", "free"):
                deep = number % 10 == 0 and when == "free"
                problems = check(folder / "library", expected, chance, deep=deep)
                if when == "full" and any("StorageError" in each for each in problems):
                    count["cannot be opened while there is no room"] += 1
                    problems = []
                elif when == "full":
                    count["opened and checked while there was little room"] += 1
                for problem in problems:
                    count["PROBLEMS"] += 1
                    print(f"round {number}, {way}, {when}: {problem}", flush=True)
                (folder / _BALLAST).unlink(missing_ok=True)
            count["rounds"] += 1
    return count


def _fill(ballast: Path, room: int) -> None:
    """Take all of a disk but some bytes."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(_TINY)):
                continue
        except OSError:
            file.truncate(max(0, file.tell() - room))


class _Worker:
    """Changes a library until the disk is full, or a few times; says over a pipe what it begins and has done."""

    def __init__(self, folder: Path, expected: Expected, seed: float, pipe: Connection) -> None:
        self._folder, self._pipe, self._chance = folder, pipe, random.Random(seed)
        self._held, self._next = sorted(expected.there), expected.first

    def run(self, way: str) -> None:
        """Do one kind of change; "room", of those that leave more than half of the disk free, others without room."""
        try:
            room = self._chance.choice(_ROOM) + self._chance.randrange(_TINY)
            if way == "open":
                _fill(self._folder.with_name(_BALLAST), room)
            library, store = open_fake(self._folder)
            with closing(library):
                if way not in {"open", "room"}:
                    _fill(self._folder.with_name(_BALLAST), room)
                try:
                    for _ in range(_TIMES[way]):
                        self._change(library, store, way if way != "room" else self._kind_for_room())
                    if way == "open":
                        self._still_read(library)
                except LibraryError as error:
                    if way != "reindex":  # which closes it
                        self._still_read(library)
                    self._pipe.send((f"{type(error).__name__}: {error.cause}", (), False))
                    return
            self._pipe.send(("came to an end", (), True))
        except LibraryError as error:
            self._pipe.send((f"refused to open, {type(error).__name__}: {error.cause}", (), False))
        except BaseException as error:  # noqa: BLE001 - what is looked for
            self._pipe.send((f"WRONG {type(error).__name__}: {error}", (), False))

    def _kind_for_room(self) -> str:
        used = sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())
        return (
            "add" if used < _MEGABYTES * 2**20 / 3 else self._chance.choice(("remove", "remove", "compact"))
        )

    def _change(self, library: Library, store: LocalStore, kind: str) -> None:
        serials: tuple[int, ...] = ()
        if kind == "add":
            first, self._next = self._next, self._next + _REPORTS_AT_ONCE
            serials = tuple(range(first, self._next))
        elif kind == "remove" and self._held:
            serials = (self._held.pop(self._chance.randrange(len(self._held))),)
        self._pipe.send((kind, serials, False))
        if kind == "add":
            library.add(*map(document_of, serials))
            self._held += serials
        elif serials:
            library.remove(document_of(serials[0]).id)
        elif kind == "compact":
            store.compact()
        elif kind == "reindex":
            library.close()
            reindex_fake(self._folder)
        self._pipe.send((kind, serials, True))

    def _still_read(self, library: Library) -> None:
        """What was open when the disk became full is read all the same."""
        if self._held and not library.ask(question(self._held[0]), threshold=0.0):
            raise AssertionError("nothing is found any more")


def _in_a_child(
    folder: Path, expected: Expected, way: str, chance: random.Random, count: Counter[str]
) -> None:
    """Work in a process of its own: a disk without room can end it with SIGBUS, in shared memory."""
    receiving, sending = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_Worker(folder, expected, chance.random(), sending).run, args=(way,))
    process.start()
    sending.close()
    last = "WRONG it crashes"
    expected.operation, expected.begun = "start", ()
    while receiving.poll(_SECONDS):
        try:
            operation, serials, done = receiving.recv()
        except EOFError:
            break
        if operation in {"add", "remove", "compact", "reindex"}:
            if serials or operation not in {"add", "remove"}:
                expected.note(operation, serials, done=done)
        else:
            last = operation
    else:
        last = "WRONG it hangs"
        process.kill()
    process.join()
    count[f"{way}: {last}"] += 1
    if "WRONG" in last or (way == "room" and last != "came to an end"):
        count["PROBLEMS"] += 1
        print(f"{way}, exit status {process.exitcode}: {last}", flush=True)
