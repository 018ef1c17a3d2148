"""A library as one file, to be moved or kept: the database, without what is derived from it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import Final
from uuid import uuid4

from qa.errors import DamagedError, LibraryError
from qa.store.local.database import DATABASE, Database
from qa.store.local.failures import storage_errors
from qa.store.local.store import LocalStore

__all__ = ["export_library", "import_library"]

_MANIFEST: Final = "manifest.json"
_FORMAT: Final = 1
_BLOCK: Final = 1 << 20
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def export_library(folder: Path, archive: Path) -> None:
    """Write a library to one archive (zip), as it is at this moment; others may go on reading and changing it.

    :param folder: the library's.
    :param archive: the file to write; there must be none yet.
    :raises LibraryError: when there is no library, the file is there already, or cannot be written.
    """
    if archive.exists():
        raise LibraryError(str(archive), "there is such a file already", "Name another file")
    database = Database(folder, create=False)
    try:
        # a folder of its own beside the archive: on the same disk, and no name in it is anybody else's
        with (
            storage_errors(str(archive)),
            tempfile.TemporaryDirectory(
                prefix=f"{archive.name}.", suffix=".writing", dir=archive.absolute().parent
            ) as made,
        ):
            beside, copy = Path(made) / archive.name, Path(made) / DATABASE
            database.copy_to(copy)
            manifest = {"format": _FORMAT, "database_sha256": _sha256(copy)}
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
                file.writestr(_MANIFEST, json.dumps(manifest))
                file.write(copy, DATABASE)
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            beside.replace(archive)
    finally:
        database.close()


def import_library(archive: Path, folder: Path) -> None:
    """Make a library of what :func:`export_library` wrote.

    :param archive: the archive.
    :param folder: a folder that is missing or empty.
    :raises LibraryError: when the archive is none, or the folder holds something.
    :raises DamagedError: when the archive is not what was written; nothing is made then.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LibraryError(str(folder), "it holds something already", "Name a new or empty folder")
    whole = folder.resolve()
    with storage_errors(str(folder)):
        whole.parent.mkdir(parents=True, exist_ok=True)
        beside = whole.with_name(f"{whole.name}.{uuid4().hex[:12]}.importing")
        beside.mkdir()  # with the rights that the user's umask gives, which those of tempfile do not have
        try:
            _unpack(archive, beside / DATABASE)
            store = LocalStore(beside, create=False)
            try:
                store.mend()
            finally:
                store.close()
            if whole.exists():
                whole.rmdir()
            beside.rename(whole)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _unpack(archive: Path, target: Path) -> None:
    damaged = DamagedError(
        archive.name, "the archive is damaged", "Export the library again, or take another copy"
    )
    try:
        with zipfile.ZipFile(archive) as file:
            if any(each.compress_type not in _METHODS for each in file.infolist()):
                raise zipfile.BadZipFile("compressed as no library is")
            manifest = json.loads(file.read(_MANIFEST))
            if manifest.get("format") != _FORMAT:
                cause = f"it has the format {manifest.get('format')}, and this report-qa reads {_FORMAT}"
                raise LibraryError(archive.name, cause, "Update report-qa")
            with file.open(DATABASE) as packed, target.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked, _BLOCK)
    except FileNotFoundError as error:
        raise LibraryError(str(archive), "there is no such file", "Check the path") from error
    except (zipfile.BadZipFile, KeyError, RuntimeError) as error:
        # zipfile raises RuntimeError for what is encrypted, and its child NotImplementedError for a later zip version
        remedy = "Name a file that `report-qa export` wrote"
        raise LibraryError(archive.name, "it is no archive of a library, or damaged", remedy) from error
    except (ValueError, AttributeError, EOFError, zlib.error) as error:
        raise damaged from error
    if _sha256(target) != manifest.get("database_sha256"):
        raise damaged
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("DELETE FROM shards")
        connection.commit()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
