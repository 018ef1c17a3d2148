"""Libraries in folders that open at once, with fakes for their models; processes of their own; and damage."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import pytest

from qa.library import Library
from qa.store.local import locking
from qa.store.local.database import DATABASE, Database
from qa.store.local.doctor import examine
from qa.store.local.store import LocalStore
from qa.store.models import BUNDLED, GIVEN, ModelRecord
from qa.types import Document
from tests.fakes import BagEncoder, cover_scorers

MAYOR: Final = Document.from_text("临澜市召开大会。市长林澄在会上致辞。会议由贺兰舟主持。", "mayor.txt")
BRIDGE: Final = Document.from_text(
    "澜江二桥建成通车。大桥全长3.86公里。大桥于2020年9月26日开工。", "bridge.txt"
)
PORT: Final = Document.from_text(
    "The port grew. The chair of the board is Helen Marrable. Fish returned.", "port.txt"
)
QUESTIONS: Final = {
    "会议由谁主持？": "会议由贺兰舟主持。",
    "大桥全长多少公里？": "大桥全长3.86公里。",
    "Who is the chair of the board?": "The chair of the board is Helen Marrable.",
}
RECORD: Final = ModelRecord(BagEncoder.identity, GIVEN, BagEncoder.dim, "by hand", BUNDLED)


class MovedEncoder(BagEncoder):
    """Another encoder, with vectors of another size."""

    identity = "moved"
    dim = 32


MOVED: Final = ModelRecord(MovedEncoder.identity, GIVEN, MovedEncoder.dim, "by hand", BUNDLED)


def open_store(folder: Path, *, create: bool = True, keeps_originals: bool = True) -> LocalStore:
    store = LocalStore(folder, create=create, keeps_originals=keeps_originals)
    try:
        store.use_models(RECORD)
    except BaseException:
        store.close()
        raise
    return store


def library_of(store: LocalStore, encoder: BagEncoder | None = None) -> Library:
    return Library(encoder or BagEncoder(), cover_scorers(), store=store)


def open_library(folder: Path, encoder: BagEncoder | None = None, *, keeps_originals: bool = True) -> Library:
    return library_of(open_store(folder, keeps_originals=keeps_originals), encoder)


def in_memory(*documents: Document) -> Library:
    library = Library(BagEncoder(), cover_scorers())
    library.add(*documents)
    return library


def made(folder: Path, *documents: Document, keeps_originals: bool = True) -> Path:
    """A folder with a closed library of these reports, or of the three above."""
    with open_library(folder, keeps_originals=keeps_originals) as library:
        library.add(*(documents or (MAYOR, BRIDGE, PORT)))
    return folder


def numbered(*numbers: int) -> list[Document]:
    return [
        Document.from_text(f"第{number}号文件。\n渔船捕鱼{number}吨。", f"{number}.txt") for number in numbers
    ]


def names(library: Library) -> list[str]:
    return [info.name for info in library.reports()]


def names_in(folder: Path) -> list[str]:
    with open_library(folder) as library:
        return names(library)


def answered(library: Library) -> dict[str, str]:
    """What the questions above are answered by."""
    return {question: library.ask(question).text for question in QUESTIONS}


def execute(folder: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Change or ask the database behind the library's back."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def holding(folder: Path, text: str) -> list[str]:
    """Names of the files that hold a text in UTF-8."""
    data = text.encode("utf-8")
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and data in path.read_bytes()]


def index_files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "index").glob("*"))


def counted_files(folder: Path) -> list[str]:
    """Names of the files that the database counts in."""
    shards = execute(folder, "SELECT shard FROM shards")
    return sorted(f"{shard:08d}.{kind}" for (shard,) in shards for kind in ("terms", "faiss"))


def wait_only(patch: pytest.MonkeyPatch, seconds: float) -> None:
    """Wait for another change no longer than this."""
    patch.setattr("qa.store.local.database.BUSY_SECONDS", seconds)
    patch.setattr(locking.locked.__wrapped__, "__defaults__", (seconds,))  # type: ignore[attr-defined]
    patch.setattr(Database.locked.__wrapped__, "__defaults__", (seconds,))  # type: ignore[attr-defined]
    patch.setattr("qa.store.local.database._WAIT_TO_SCRUB", seconds)


_HOLD: Final = """
import fcntl, sys
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_lock(folder: Path) -> Iterator[None]:
    """Another process holds the lock of a library."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, folder / "library.lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            process.communicate()


def causes(
    folder: Path, *, repair: bool = False, encoder: BagEncoder | None = None
) -> list[tuple[str, str, bool]]:
    """What is found wrong, with what, and whether it was repaired."""
    found = examine(folder, repair=repair, encoder=encoder)
    return [(each.subject, each.cause, each.repaired) for each in found]


def sound(folder: Path) -> None:
    """Nothing is left to find, and the questions above are answered from the reports above."""
    assert examine(folder, repair=False) == ()
    with open_library(folder) as library:
        assert answered(library) == QUESTIONS
        assert library.search("大桥全长", 9, 0.0)[0].source == "bridge.txt"
        assert library.ask("会议由谁主持？").quotes[0].document_id == MAYOR.id
    assert index_files(folder) == counted_files(folder)


def zero_page(folder: Path, table: str) -> None:
    """Write zeros over the first page of a table or index."""
    ((root,),) = execute(folder, "SELECT rootpage FROM sqlite_master WHERE name = ?", table)
    ((size,),) = execute(folder, "PRAGMA page_size")
    assert isinstance(root, int)
    assert isinstance(size, int)
    with (folder / DATABASE).open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(bytes(size))
