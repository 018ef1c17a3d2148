"""The served page: ``python tests/benchmarks/serving.py``.

Starts ``report-qa chat --no-browser`` on the sample reports, as a process of its own for every part.

first   from the start of the process to the address, to the page's first byte and its whole HTML, and to the first
        answer of /api/ask; in Chromium, from the address typed to the first contentful paint (W3C Paint Timing), to
        a question box that can be typed into, and to the first quote on the screen
load    1, 8 and 32 users, who ask one question after another without a pause, by POST /api/ask; 32 by gradio_client
memory  resident memory while 2,000 different questions are asked in a row by POST /api/ask, and 300 in one
        conversation in Chromium; what it grows by is fitted to what comes after the first quarter
flood   1,000 questions at once over one pool of connections, and what the server is like before and afterwards

An answer that differs from the one to the same question before counts as a failure.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

import numpy as np
from served import FIRST, PATIENCE, Asking, FailedError, Served, gradio_asking, questions, served, told
from tables import heading, row
from visiting import chromium, type_in, visit

_USERS: Final = ("answers", "a second", "p50, s", "p95, s", "worst, s", "failures")


class Users:
    """People who ask one question after another."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._lock = seconds, threading.Lock()
        self.times: list[float] = []
        self.failures = Counter[str]()
        self._answers: dict[str, str] = {}

    def run(self, asking: Sequence[Asking]) -> str:
        """Let everybody ask, and return the cells of the table."""
        until = time.perf_counter() + self._seconds
        threads = [
            threading.Thread(target=self._ask_on, args=(ask, number, until))
            for number, ask in enumerate(asking)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        p50, p95, worst = np.percentile(self.times or [np.nan], [50, 95, 100])
        failed = ", ".join(f"{number} {cause}" for cause, number in self.failures.most_common()) or "0"
        rate = len(self.times) / self._seconds
        return row(
            len(asking), len(self.times), f"{rate:.1f}", f"{p50:.3f}", f"{p95:.3f}", f"{worst:.3f}", failed
        )

    @property
    def p95(self) -> float:
        """The 95th percentile of all answers, s."""
        return float(np.percentile(self.times or [np.nan], 95))

    def _ask_on(self, ask: Asking, number: int, until: float) -> None:
        asked = list(questions())
        while time.perf_counter() < until:
            question = asked[number % len(asked)]
            number += 37
            start = time.perf_counter()
            try:
                text = ask(question)
            except Exception as error:  # noqa: BLE001 - what is looked for
                cause = str(error) if isinstance(error, FailedError) else f"{type(error).__name__}: {error}"
                self._note(cause[:200])
                time.sleep(0.1)
                continue
            seconds = time.perf_counter() - start
            with self._lock:
                self.times.append(seconds)
                if self._answers.setdefault(question, text) != text:
                    self.failures["OTHER ANSWER than before"] += 1

    def _note(self, cause: str) -> None:
        with self._lock:
            self.failures[cause] += 1


def measure_first(arguments: argparse.Namespace) -> None:
    rows: list[dict[str, float]] = []
    with chromium() as open_page:
        for question in islice(questions(), arguments.times):
            with served(arguments.reports) as server:
                found = {"process to address, s": server.address}
                connection, start = server.connect(), time.perf_counter()
                connection.request("GET", "/")
                response = connection.getresponse()
                found["address to first byte, s"] = time.perf_counter() - start
                found["HTML, KB"] = len(response.read()) / 1024
                found["address to whole HTML, s"] = time.perf_counter() - start
                server.first_answer(question)
                found["process to first answer by HTTP, s"] = time.perf_counter() - server.started
            with served(arguments.reports) as server:
                page = open_page()
                found |= {f"at once: {name}": value for name, value in visit(page, server.url).items()}
                type_in(page, question)
                page.wait_for_selector("blockquote")
                found["process to first answer on the page, s"] = time.perf_counter() - server.started
                found |= {f"again: {name}": value for name, value in visit(page, server.url).items()}
                found["next answer on the page, s"] = type_in(page, question)
                page.context.close()
            rows.append(found)
    print(heading("first", "median", "least", "most"))
    for name in rows[0]:
        values = [each[name] for each in rows]
        print(row(name, *(f"{each:.2f}" for each in (np.median(values), min(values), max(values)))))


def measure_load(arguments: argparse.Namespace) -> None:
    print(heading("users", *_USERS))
    with served(arguments.reports) as server:
        server.first_answer(FIRST)
        p95 = {}
        for number in arguments.users:
            users = Users(arguments.seconds)
            print(users.run([server.asking() for _ in range(number)]), flush=True)
            p95[number] = users.p95
        most = max(arguments.users)
        print(f"\np95 with {most} is {p95[most] / p95[min(p95)]:.1f} times that with {min(p95)}.\n")
        print(heading("gradio_client", *_USERS))
        print(Users(arguments.seconds).run([gradio_asking(server.url) for _ in range(most)]), flush=True)


def measure_memory(arguments: argparse.Namespace) -> None:
    print(heading("questions by HTTP", "memory, MB", "most, MB", "s each"))
    with served(arguments.reports) as server:
        server.first_answer(FIRST)
        _grow(server, server.asking(), arguments.questions, 250)
    print(f"\n{heading('questions in Chromium', 'memory, MB', 'most, MB', 's each')}")
    with served(arguments.reports) as server, chromium() as open_page:
        server.first_answer(FIRST)
        page = open_page()
        visit(page, server.url)
        _grow(server, lambda question: str(type_in(page, question)), arguments.typed, 50)


def _grow(server: Served, ask: Asking, number: int, every: int) -> None:
    """Ask, and say every so many questions how large the server is."""
    counts, sizes, start = [0], [server.memory()[0]], time.perf_counter()
    print(row(0, *(f"{each:.1f}" for each in server.memory()), ""))
    for count, question in enumerate(islice(questions(), number), start=1):
        ask(question)
        counts.append(count)
        sizes.append(server.memory()[0])
        if count % every == 0:
            each = (time.perf_counter() - start) / every
            print(row(count, *(f"{size:.1f}" for size in server.memory()), f"{each:.3f}"), flush=True)
            start = time.perf_counter()
    settled = number // 4
    slope = np.polyfit(counts[settled:], sizes[settled:], 1)[0] if number >= 4 else np.nan
    print(f"\nAfter the first {settled} it grows by {1000 * slope:.2f} MB in 1,000 questions.")


async def flood(url: str, number: int, connections: int) -> tuple[Counter[str], list[float]]:
    """Ask all at once."""
    import httpx

    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    outcome, seconds = Counter[str](), list[float]()

    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=PATIENCE) as client:

        async def ask(question: str) -> None:
            start = time.perf_counter()
            try:
                response = await client.post("/api/ask", json={"question": question})
            except httpx.HTTPError as error:
                outcome[type(error).__name__] += 1
                return
            seconds.append(time.perf_counter() - start)
            said = "answered" if response.status_code == 200 else told(response.json())
            again = response.headers.get("retry-after")
            outcome[f"{response.status_code} {said}" + (f" (Retry-After: {again})" if again else "")] += 1

        await asyncio.gather(*map(ask, islice(questions(), number)))
    return outcome, seconds


def measure_flood(arguments: argparse.Namespace) -> None:
    with served(arguments.reports) as server:
        server.first_answer(FIRST)
        print(f"Before:\n\n{heading('users', *_USERS)}")
        print(Users(10).run([server.asking()]))
        start, memory = time.perf_counter(), server.memory()[0]
        outcome, seconds = asyncio.run(flood(server.url, arguments.flood, arguments.connections))
        took = time.perf_counter() - start
        print(f"\n{arguments.flood} over {arguments.connections} connections, in {took:.1f} s:\n")
        print(heading("outcome", "number"))
        for what, number in outcome.most_common():
            print(row(what, number))
        print(
            row(
                "p50 and p95, with the wait for a connection, s",
                "{:.2f}, {:.2f}".format(*np.percentile(seconds, [50, 95])),
            )
        )
        print(row("memory before and after, MB", f"{memory:.0f}, {server.memory()[0]:.0f}"))
        print(f"\nAfterwards:\n\n{heading('users', *_USERS)}")
        print(Users(10).run([server.asking()]))


PARTS: Final = {
    "first": measure_first,
    "load": measure_load,
    "memory": measure_memory,
    "flood": measure_flood,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", nargs="*", help="served in place of the sample reports")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--times", type=int, default=5, help="how often the server is started")
    parser.add_argument("--users", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=float, default=60.0, help="for which users ask")
    parser.add_argument("--questions", type=int, default=2_000, help="asked in a row")
    parser.add_argument("--typed", type=int, default=300, help="questions in one conversation in Chromium")
    parser.add_argument("--flood", type=int, default=1_000, help="questions at once")
    parser.add_argument("--connections", type=int, default=100, help="of the pool they go through")
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # no server outlives this
    for name in arguments.parts:
        print(f"\n## {name}\n", flush=True)
        PARTS[name](arguments)


if __name__ == "__main__":
    main()
