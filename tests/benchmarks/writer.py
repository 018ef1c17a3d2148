"""Who writes while others ask, see load.py, and what it says of it."""

from __future__ import annotations

import json
import random
import threading
import time
import traceback
from collections import Counter
from itertools import count, islice
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Final

from known import document_of, open_fake

from qa.library import Library
from qa.store.local.store import LocalStore

LIBRARY: Final = "library"
EVENTS: Final = "events.jsonl"
_HELD: Final = range(40, 160)
_COMPACTED_EVERY: Final = 200


class Events:
    """What the writer has said so far. Safe for threads."""

    def __init__(self, path: Path) -> None:
        self._file = path.open(encoding="utf-8")
        self._lock = threading.Lock()
        self._rest = ""
        self._added: set[int] = set()
        self._leaving: set[int] = set()
        self._removed: set[int] = set()

    def now(self) -> tuple[frozenset[int], frozenset[int]]:
        """Serials of reports that are there and that nobody has begun to remove, and of those that are removed."""
        with self._lock:
            *lines, self._rest = (self._rest + self._file.read()).split("\n")
            for line in lines:
                what, *serials = json.loads(line)
                {"added": self._added, "remove": self._leaving, "removed": self._removed}.get(
                    what, set()
                ).update(serials)
            return frozenset(self._added - self._leaving), frozenset(self._removed)


def opened(folder: Path, *, fake: bool) -> Library:
    """The library; with the encoder and scorers of the tests, that take next to no time, or those that ship."""
    return open_fake(folder / LIBRARY)[0] if fake else Library.open(folder / LIBRARY)


def write(folder: Path, until: float, fake: bool, results: Queue[Counter[str]]) -> None:
    """Add, remove and compact until a time, and say what is done."""
    chance, outcome, serials, held = random.Random(20), Counter[str](), count(), list[int]()
    changes = count(1)
    store, log = LocalStore(folder / LIBRARY, create=False), folder / LIBRARY / "library.sqlite3-wal"
    with opened(folder, fake=fake) as library, (folder / EVENTS).open("a", encoding="utf-8") as events:

        def say(what: str, *about: int) -> None:
            events.write(json.dumps([what, *about]) + "\n")
            events.flush()

        while time.monotonic() < until:
            try:
                if len(held) < _HELD.start or (len(held) < _HELD.stop and chance.random() < 0.5):
                    new = list(islice(serials, chance.choice((1, 1, 3))))
                    say("add", *new)
                    library.add(*map(document_of, new))
                    say("added", *new)
                    held += new
                    outcome["added"] += len(new)
                else:
                    old = held.pop(chance.randrange(len(held)))
                    say("remove", old)
                    library.remove(document_of(old).id)
                    say("removed", old)
                    outcome["removed"] += 1
                outcome["largest write-ahead log, KB"] = max(
                    outcome["largest write-ahead log, KB"], log.stat().st_size // 1024
                )
                if next(changes) % _COMPACTED_EVERY == 0:
                    store.compact()
                    outcome["compacted"] += 1
            except Exception:  # noqa: BLE001 - what is looked for
                outcome["ERRORS of the writer"] += 1
                traceback.print_exc()
    store.close()
    results.put(outcome)
