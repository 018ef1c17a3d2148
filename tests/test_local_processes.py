"""Processes that share a folder: readers beside a writer, writers that take turns, writers that are killed."""

import os
import time
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from qa.errors import BusyError
from qa.store.local.doctor import examine
from tests.kept import (
    BRIDGE,
    MAYOR,
    QUESTIONS,
    answered,
    counted_files,
    held_lock,
    index_files,
    made,
    names,
    names_in,
    numbered,
    open_library,
    wait_only,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills and locks as POSIX does")

if os.name == "posix":
    PROCESSES = get_context("forkserver")
    PROCESSES.set_forkserver_preload(["tests.kept"])


def write(folder: Path, first: int, last: int) -> None:
    with open_library(folder) as library:
        for number in range(first, last):
            library.add(numbered(number))
            if number % 3 == 2:
                library.remove(numbered(number - 1)[0].id)


def ask(folder: Path, reports: int) -> None:
    with open_library(folder) as library:
        while len(names(library)) < reports:
            assert answered(library) == QUESTIONS
            for quote in library.ask("渔船捕鱼多少吨？", limit=5).quotes:
                number = quote.source.removesuffix(".txt")
                assert quote.text == f"渔船捕鱼{number}吨。"
            assert [each.name for each in library.documents()[:3]] == ["mayor.txt", "bridge.txt", "port.txt"]


def acknowledge(folder: Path, first: int, told: Connection) -> None:
    with open_library(folder) as library:
        for number in range(first, first + 1000):
            library.add(numbered(number))
            told.send(number)


def sent(told: Connection) -> list[int]:
    """All that was sent until the other end was closed."""
    numbers: list[int] = []
    with suppress(EOFError):
        while True:
            numbers.append(told.recv())
    return numbers


def started(function: object, *arguments: object) -> ForkServerProcess:
    process = PROCESSES.Process(target=function, args=arguments)  # type: ignore[arg-type]
    process.start()
    return process


def finish(*processes: ForkServerProcess) -> None:
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * len(processes)


def test_two_writers_take_turns_while_a_reader_asks(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    # 15 numbers, of which 1, 4, 7, 10 and 13 are removed
    finish(started(write, folder, 0, 9), started(write, folder, 9, 15), started(ask, folder, 3 + 10))
    assert names_in(folder)[:3] == ["mayor.txt", "bridge.txt", "port.txt"]
    expected = [f"{number}.txt" for number in (0, 2, 3, 5, 6, 8, 9, 11, 12, 14)]
    assert sorted(names_in(folder)[3:]) == sorted(expected)
    with open_library(folder) as library:
        assert answered(library) == QUESTIONS
    assert index_files(folder) == counted_files(folder)
    assert examine(folder, repair=False) == ()


def test_a_writer_that_is_killed_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    folder = made(tmp_path / "lib")
    acknowledged: list[int] = []
    for kill in range(5):
        told, tell = PROCESSES.Pipe(duplex=False)
        process = started(acknowledge, folder, 1000 * kill, tell)
        tell.close()
        assert told.poll(60)
        time.sleep(0.013 * kill)
        process.kill()
        process.join()
        acknowledged += sent(told)
        told.close()
    assert len(acknowledged) >= 5
    with open_library(folder) as library:
        held = names(library)
        assert set(held) >= {f"{number}.txt" for number in acknowledged}
        # the one at hand may have been kept without being told
        assert len(held) - 3 - len(acknowledged) <= 5
        assert answered(library) == QUESTIONS
        last = acknowledged[-1]
        found = library.search(f"第{last}号文件。渔船捕鱼{last}吨。", 99)
        assert f"{last}.txt" in [each.source for each in found]
        library.add(numbered(9999))
    assert index_files(folder) == counted_files(folder)
    assert examine(folder, repair=False) == ()


def test_a_library_is_made_once_by_processes_that_make_it_at_once(tmp_path: Path) -> None:
    finish(*(started(write, tmp_path / "lib", number, number + 1) for number in (0, 3, 6)))
    assert sorted(names_in(tmp_path / "lib")) == ["0.txt", "3.txt", "6.txt"]


def test_a_change_waits_for_another_process_and_says_so_when_it_waited_long_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_only(monkeypatch, 0.2)
    with open_library(made(tmp_path / "lib")) as library:
        with held_lock(tmp_path / "lib"):
            begun = time.monotonic()
            for change in (
                lambda: library.add(numbered(1)),
                lambda: library.remove(MAYOR.id),
                library.compact,
            ):
                with pytest.raises(BusyError, match=r"lib: another process is changing it\. Wait") as caught:
                    change()
                assert "asking goes on" in caught.value.remedy
            assert 0.6 <= time.monotonic() - begun < 10
            assert answered(library) == QUESTIONS
            # whoever opens it meanwhile can ask, too
            with open_library(tmp_path / "lib") as other:
                assert answered(other) == QUESTIONS
        library.remove(BRIDGE.id)
        assert names(library) == ["mayor.txt", "port.txt"]
