"""What a kept library survives: ``python tests/benchmarks/faults.py``.

kills    a process that adds, removes, reindexes and compacts is killed (SIGKILL) at moments of chance, and the library
         checked; one library over all rounds, so that damage would gather
full     the same operations on a disk with hardly any room; needs root, for a small tmpfs
damage   bits flipped in, and ends cut off, copies of its files; see damage.py

Encoders and scorers are those of the tests: what is measured is what is kept, not what is understood.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before FAISS: its threads do not survive a fork

from damage import damage
from full import full
from invariants import Expected, check
from known import document_of, open_fake, reindex_fake
from tables import heading, row

_FORK: Final = multiprocessing.get_context("fork")
_WINDOW: Final = 0.6
"""Seconds within which a process is killed: about 20 operations."""

_PATIENCE: Final = 60.0

_REPORTS: Final = range(20, 80)
_OPERATIONS: Final = ("add", "remove", "compact", "reindex")


class Worker:
    """Does operations of chance on a library, and says over a pipe when one begins and when it is done.

    :param folder: the library's.
    :param pipe: takes (operation, serials, whether it is done).
    :param held: serials of the reports that are there.
    :param first: serial of the first report that was never added.
    :param chance: chooses.
    """

    def __init__(
        self, folder: Path, pipe: Connection, held: set[int], first: int, chance: random.Random
    ) -> None:
        self._folder, self._pipe, self._chance = folder, pipe, chance
        self._held, self._next = held, first

    def run(self) -> None:
        """Work until killed."""
        self._pipe.send(("open", (), False))
        library, store = open_fake(self._folder)
        self._pipe.send(("open", (), True))
        while True:
            operation, serials = self._chosen()
            self._pipe.send((operation, serials, False))
            if operation == "add":
                library.add(*(document_of(serial) for serial in serials))
                self._held.update(serials)
            elif operation == "remove":
                library.remove(document_of(serials[0]).id)
                self._held.difference_update(serials)
            elif operation == "compact":
                store.compact()
            else:
                library.close()
                reindex_fake(self._folder)
                library, store = open_fake(self._folder)
            self._pipe.send((operation, serials, True))

    def _chosen(self) -> tuple[str, tuple[int, ...]]:
        weights = [5.0, 4.5, 1.0, 0.5]
        if len(self._held) < _REPORTS.start:
            weights[1] = 0
        if len(self._held) > _REPORTS.stop:
            weights[0] = 0
        (operation,) = self._chance.choices(_OPERATIONS, weights)
        if operation == "remove":
            return operation, (self._chance.choice(sorted(self._held)),)
        if operation != "add":
            return operation, ()
        first = self._next
        self._next += self._chance.choice((1, 1, 2, 8))
        return operation, tuple(range(first, self._next))


def _leftovers(folder: Path) -> list[str]:
    """What tells where a process was stopped."""
    inside = folder / "index"
    files = [path.name for path in inside.iterdir()] if inside.is_dir() else []
    found = ["inside a file"] if any(name.endswith(".writing") for name in files) else []
    names = {name.split(".")[0] for name in files if "writing" not in name}
    if any(not {f"{each}.terms", f"{each}.faiss"} <= set(files) for each in names):
        found.append("between two files")
    if any(path.name.endswith("-journal") for path in folder.iterdir()):
        found.append("rollback journal left")
    wal = folder / "library.sqlite3-wal"
    if wal.exists() and wal.stat().st_size:
        found.append("write-ahead log left")
    return found


def kills(folder: Path, rounds: int, chance: random.Random) -> Counter[str]:
    """Kill a worker again and again; check after each."""
    expected, count = Expected(), Counter[str]()
    for number in range(rounds):
        receiving, sending = _FORK.Pipe(duplex=False)
        worker = Worker(folder, sending, set(expected.there), expected.first, random.Random(chance.random()))
        process = _FORK.Process(target=worker.run)
        process.start()
        sending.close()
        if chance.random() < 0.9:  # the others are killed while they open it
            receiving.poll(_PATIENCE)
        time.sleep(chance.uniform(0, _WINDOW))
        process.kill()
        process.join()
        if process.exitcode != -signal.SIGKILL:
            count["PROBLEMS"] += 1
            print(f"round {number}: the worker failed by itself", flush=True)
        at = expected.hear(receiving)
        count[f"killed in {at}"] += 1
        for where in _leftovers(folder):
            count[where] += 1
        problems = check(folder, expected, chance, deep=number % 10 == 0)
        count["rounds"] += 1
        for problem in problems:
            count["PROBLEMS"] += 1
            print(f"round {number}, killed in {at}: {problem}", flush=True)
        if problems and "kept" not in count:
            count["kept"] += 1
            shutil.copytree(folder, folder.with_name(f"{folder.name}-round-{number}"))
    return count


def _show(title: str, count: Counter[str]) -> None:
    print(f"\n{title}\n\n{heading('what', 'times')}")
    for name, times in sorted(count.items()):
        print(row(name, times))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, help="where to work; a temporary one when left out")
    parser.add_argument("--only", choices=("kills", "full", "damage"))
    parser.add_argument("--kills", type=int, default=300, metavar="ROUNDS")
    parser.add_argument("--full", type=int, default=60, metavar="ROUNDS")
    parser.add_argument("--damage", type=int, default=400, metavar="ROUNDS")
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="faults-"))
    print(f"in {folder}", flush=True)
    parts = {"kills": kills, "full": full, "damage": damage}
    wrong = 0
    for name, part in parts.items():
        if arguments.only in {None, name}:
            count = part(folder / name, getattr(arguments, name), chance)
            wrong += sum(times for what, times in count.items() if "PROBLEMS" in what or "WRONG" in what)
            _show(name, count)
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
