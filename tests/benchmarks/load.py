"""Many ask while one writes: ``python tests/benchmarks/load.py --data DATA --minutes 5``.

64 threads of one process and 8 of another ask a library in a folder, while a third process adds reports to it, removes
and compacts. Every report it adds has a fact of its own, so that it can be told of each answer

- whether a quote stands to the letter in the report it names
- whether it quotes a report whose removal was acknowledged before the question was asked
- whether a report whose addition was acknowledged before, and that nobody began to remove, is quoted

Who writes says so in a file, each line with its time: "add" and "remove" before, "added" and "removed" behind.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import tempfile
import threading
import time
import traceback
from collections import Counter
from itertools import islice
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from known import document_of, question, untrue
from scale import articles
from tables import heading, row
from writer import EVENTS, Events, opened, write

from qa.errors import NotFoundError
from qa.types import Answer, Document

_SPAWN: Final = multiprocessing.get_context("spawn")
_START: Final = 10
"""Seconds in which the processes import and load what they need."""

_MEMORY: Final = "peak memory of a process that asks, MB"
_NEWS: Final = "news.json"


Asked: TypeAlias = tuple[Counter[str], list[float]]
"""What came of all questions, and how long each took."""


class Askers:
    """Threads that ask one library until a time."""

    def __init__(self, folder: Path, until: float, *, fake: bool) -> None:
        self._until = until
        self._library = opened(folder, fake=fake)
        self._events = Events(folder / EVENTS)
        news = json.loads((folder / _NEWS).read_text(encoding="utf-8"))
        self._news = [Document(**each) for each in news]
        self._lock = threading.Lock()
        self._outcome = Counter[str]()
        self._seconds: list[float] = []

    def run(self, threads: int) -> Asked:
        """Ask, and return what came of it and how long each question took."""
        running = [threading.Thread(target=self._ask_on, args=(number,)) for number in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        self._library.close()
        self._outcome[_MEMORY] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return self._outcome, self._seconds

    def _ask_on(self, seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() < self._until:
            try:
                found, seconds = self._ask(chance)
            except Exception:  # noqa: BLE001 - what is looked for
                traceback.print_exc()
                found, seconds = ["ERRORS"], 0.0
            with self._lock:
                self._outcome.update(found)
                self._seconds.append(seconds)

    def _ask(self, chance: random.Random) -> tuple[list[str], float]:
        there, removed = self._events.now()
        kind = chance.choice(("there", "there", "removed"))
        serials = sorted(there if kind == "there" else removed)
        if not serials:
            return [], 0.0
        serial = chance.choice(serials[-40:])
        start = time.perf_counter()
        answer = self._library.ask(question(serial), threshold=0.0)
        seconds = time.perf_counter() - start
        still, removed_now = self._events.now()
        found = ["asked", f"asked about one {kind}"]
        found += self._wrong(answer, removed, removed_now)
        identity = document_of(serial).id
        if (
            kind == "there"
            and serial in still
            and identity not in {each.document_id for each in answer.quotes}
        ):
            found.append("NOT FOUND")
        return found, seconds

    def _wrong(self, answer: Answer, removed: frozenset[int], removed_now: frozenset[int]) -> list[str]:
        """What must not be: quotes of removed reports, and quotes that do not stand where they say."""
        found = []
        names = {quote.source for quote in answer.quotes} | {each.source for each in answer.candidates}
        serials = [int(name[7:-4]) for name in names if name.startswith("report-")]
        if not removed.isdisjoint(serials):
            found.append("REMOVED AND QUOTED")
        known = {each.id: each for each in (*self._news, *map(document_of, serials))}
        if cause := untrue(answer, known):
            found.append(f"NOT TO THE LETTER: {cause}")
        for quote in answer.quotes:
            try:
                text = self._library.document(quote.document_id).text
                if text[quote.start : quote.end] != quote.text:
                    found.append("NOT TO THE LETTER in the library")
            except NotFoundError:
                gone = self._events.now()[0]
                if quote.source.startswith("news-") or int(quote.source[7:-4]) in gone:
                    found.append("QUOTED AND NOT THERE")
        return found


def ask(folder: Path, until: float, fake: bool, threads: int, results: Queue[Asked]) -> None:
    """A process that asks."""
    results.put(Askers(folder, until, fake=fake).run(threads))


def prepare(folder: Path, data: Path, size: int, *, fake: bool) -> None:
    """A library of news."""
    documents = list(islice(articles(data, ()), size))
    with opened(folder, fake=fake) as library:
        library.add_documents(documents)
    news = [{"text": each.text, "name": each.name, "id": each.id} for each in documents]
    (folder / _NEWS).write_text(json.dumps(news, ensure_ascii=False), encoding="utf-8")
    (folder / EVENTS).touch()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DATA", help="folder with qa and text")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--articles", type=int, default=2_000, help="that stay in the library")
    parser.add_argument("--threads", type=int, nargs=2, default=(64, 8), help="of the two that ask")
    parser.add_argument(
        "--fake", action="store_true", help="with the models of the tests: far more questions"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="load-") as name:
        folder = Path(name)
        prepare(folder, arguments.data, arguments.articles, fake=arguments.fake)
        until = time.monotonic() + 60 * arguments.minutes + _START
        written: Queue[Counter[str]] = _SPAWN.Queue()
        asked: Queue[Asked] = _SPAWN.Queue()
        common = (folder, until, arguments.fake)
        processes = [
            _SPAWN.Process(target=write, args=(*common, written)),
            *(_SPAWN.Process(target=ask, args=(*common, threads, asked)) for threads in arguments.threads),
        ]
        for process in processes:
            process.start()
        outcome = written.get()
        several = [asked.get() for _ in arguments.threads]
        for process in processes:
            process.join()
    memory = max(one.pop(_MEMORY) for one, _ in several)
    outcome.update(sum((one for one, _ in several), Counter()))
    seconds = [each for _, some in several for each in some if each]
    print(heading("what", "number"))
    for what, number in sorted(outcome.items()):
        print(row(what, number))
    print(row(_MEMORY, memory))
    print(row("questions a second, about", f"{len(seconds) / (60 * arguments.minutes):.1f}"))
    print(
        row(
            "p50, p95 and worst, s",
            ", ".join(f"{each:.2f}" for each in np.percentile(seconds, [50, 95, 100])),
        )
    )
    raise SystemExit(any(what.split(":")[0].split(" in ")[0].split(" of ")[0].isupper() for what in outcome))


if __name__ == "__main__":
    main()
