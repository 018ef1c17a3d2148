"""Files derived from the database: the terms and vectors of a part of the reports, under a number of its own.

A file is written under another name, synced, and renamed before the transaction that counts it in commits; it is never
changed afterwards. Its SHA-256 stands in the database and is compared before FAISS reads a byte of it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import IndexFileError
from embeddings.index import VectorIndex
from embeddings.weights import WeightsError, load_arrays, save_arrays
from qa.corpus import Part
from qa.errors import DamagedError
from qa.postings import Postings
from qa.shard import Shard
from qa.store.local.connections import INDEX

__all__ = ["FOLDER", "file_names", "other_files", "read_part", "remove_others", "write_part"]

FOLDER: Final = INDEX
_BESIDE: Final = ".writing"


def file_names(shard: int) -> tuple[str, str]:
    """What the files of a shard are called.

    :param shard: its number.
    :return: names of the file of terms and of the one of vectors.
    """
    return f"{shard:08d}.terms", f"{shard:08d}.faiss"


def write_part(folder: Path, shard: int, part: Part) -> tuple[str, str]:
    """Write a part for good.

    :param folder: the library's.
    :param shard: a number that no file has yet.
    :param part: the part.
    :return: SHA-256 of the file of terms and of the one of vectors.
    :raises OSError: when they cannot be written; what was written of them is removed.
    """
    inside = folder / FOLDER
    inside.mkdir(exist_ok=True)
    terms, vectors = (inside / name for name in file_names(shard))
    own = part.shard
    lists = own.postings
    arrays: dict[str, NDArray[Any]] = {
        **{"numbers": own.numbers, "rows": own.rows, "positions": own.positions},
        **{"periods": own.periods, "owners": own.owners, "settled": own.settled},
        **{
            "vocabulary": lists.vocabulary,
            "bounds": lists.bounds,
            "lists": lists.rows,
            "counts": lists.counts,
        },
        "lengths": lists.lengths,
    }
    try:
        hashes = (
            _write(terms, lambda path: save_arrays(arrays, path)),
            _write(vectors, part.vectors.save),
        )
        _sync(inside)
    except BaseException:
        for path in (terms, vectors):
            path.unlink(missing_ok=True)
        raise
    return hashes


def read_part(folder: Path, shard: int, hashes: tuple[str, str]) -> Part:
    """Read what :func:`write_part` wrote.

    :param folder: the library's.
    :param shard: the number.
    :param hashes: what it returned.
    :return: the part.
    :raises FileNotFoundError: when a file is gone.
    :raises DamagedError: when a file is not what was written.
    """
    terms, vectors = (folder / FOLDER / name for name in file_names(shard))
    for path, expected in zip((terms, vectors), hashes, strict=True):
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != expected:
            raise DamagedError(path.name, "its bytes are not those that were written", "It is made again")
    try:
        arrays = load_arrays(terms)
        index = VectorIndex.load(vectors)
    except (WeightsError, IndexFileError) as error:
        if not (terms.exists() and vectors.exists()):
            raise FileNotFoundError(terms.stem) from error  # taken away while it was read
        raise DamagedError(terms.stem, f"it cannot be read ({error})", "It is made again") from error
    names = ("vocabulary", "bounds", "lists", "counts", "lengths")
    postings = Postings(*(arrays[name] for name in names))
    own = ("numbers", "rows", "positions", "periods", "owners", "settled")
    numbers, rows, positions, periods, owners, settled = (arrays[name] for name in own)
    shard_data = Shard(
        numbers, rows, positions, postings, periods.reshape(-1, 2), owners, settled.astype(np.bool_)
    )
    return Part(shard_data, index)


def other_files(folder: Path, kept: Collection[int]) -> tuple[str, ...]:
    """Files of shards that are not counted in, and what an interrupted write has left.

    :param folder: the library's.
    :param kept: numbers of the shards that are.
    :return: their names.
    """
    wanted = {name for shard in kept for name in file_names(shard)}
    inside = folder / FOLDER
    found = {path.name for path in inside.iterdir() if not path.is_dir()} if inside.is_dir() else set()
    return tuple(sorted(found - wanted))


def remove_others(folder: Path, kept: Collection[int]) -> None:
    """Remove them. One that cannot be, as another process is reading it (Windows), is left for the next change.

    :param folder: the library's.
    :param kept: numbers of the shards that stay.
    """
    for name in other_files(folder, kept):
        with suppress(OSError):  # what was committed stays committed
            (folder / FOLDER / name).unlink(missing_ok=True)


def _write(path: Path, write: Callable[[Path], None]) -> str:
    """Write a file so that it is there whole or not at all; return its SHA-256."""
    beside = path.with_name(path.name + _BESIDE)
    try:
        beside.touch()
        mode = beside.stat().st_mode  # what the user's umask gives; safetensors makes files private
        try:
            write(beside)
            beside.chmod(mode)
        except IndexFileError as error:
            raise OSError(str(error)) from error
        with beside.open("rb+") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return digest


def _sync(folder: Path) -> None:
    """Make renames in a folder outlive a loss of power, where the system can (POSIX)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
