"""The commands that look after a library: reindex, compact, doctor, export, import and copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.holdings import opened
from qa.cli.plain import json_of, on_one_line, without_passwords
from qa.cli.running import DONE, PARTLY, complain, in_words
from qa.cli.terminal import LateProgress, put
from qa.cli.texts import Texts
from qa.errors import LibraryError
from qa.store.milvus.address import is_milvus

if TYPE_CHECKING:
    from embeddings.encoder import Encoder
    from qa.store.local.doctor import Finding

__all__ = ["compact", "copy", "doctor", "export", "import_", "reindex"]

_MEGABYTE = 1_000_000


def _folder(where: str | None) -> Path:
    """The folder of a library that is named."""
    from qa.opening import default_folder, subject_of  # noqa: PLC0415 - loads the model libraries

    if where is None:
        return default_folder()
    if not _in_folder(where):
        remedy = "Name a folder; `report-qa copy` makes one of a library on Milvus"
        cause = "it is no folder, and this is for libraries in folders"
        raise LibraryError(subject_of(where), cause, remedy)
    return Path(where).resolve()


def _in_folder(where: str) -> bool:
    return "://" not in where and not is_milvus(where)


def reindex(where: str | None, encoder: str | None, reader: str | None, texts: Texts) -> int:
    """Move a library to other models and print which those are.

    :param where: a folder or an address; None for the user's own.
    :param encoder: the encoder to move to; None for the one it was made with.
    :param reader: the same for the reader.
    :param texts: the language.
    :return: the exit status.
    :raises QAError: when it cannot be moved.
    :raises KeyboardInterrupt: after saying that the work is not lost.
    """
    try:
        with LateProgress(texts) as progress:
            from qa.moving import reindex as move  # noqa: PLC0415 - loads the model libraries

            scrubbed = move(where, encoder, reader, progress.report)
    except KeyboardInterrupt:
        complain(texts.library.reindex_interrupted)
        raise
    with opened(where, texts) as store:
        subject, models = store.subject, store.models
    if models is not None:
        named = {"encoder": models.encoder_name, "reader": models.reader_name}
        put(on_one_line(texts.library.reindexed.format(library=subject, **named)))
    if not scrubbed:
        complain(texts.library.to_scrub)
    return DONE


def compact(where: str | None, texts: Texts) -> int:
    """Put what is searched of a library together and print how much room that gave back, where it is in a folder.

    :param where: a folder or an address; None for the user's own.
    :param texts: the language.
    :return: the exit status.
    :raises LibraryError: when it cannot be done.
    """
    folder = _folder(where) if where is None or _in_folder(where) else None
    with opened(where if folder is None else str(folder), texts) as store:
        before = 0.0 if folder is None else _size(folder)
        with LateProgress(texts):
            scrubbed = store.compact()
        subject = store.subject
    if folder is None:
        line = texts.library.compacted_there.format(library=subject)
    else:
        line = texts.library.compacted.format(library=folder, before=before, after=_size(folder))
    put(on_one_line(line))
    if not scrubbed:
        complain(texts.library.to_scrub)
    return DONE


def _size(folder: Path) -> float:
    """Size of all files, in megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / _MEGABYTE


def doctor(
    where: str | None, encoder: str | None, texts: Texts, *, repairing: bool, json_wanted: bool
) -> int:
    """Check a library and print what is wrong with it.

    :param where: a folder; None for the user's own.
    :param encoder: the encoder it was made with; None for the one that is recorded.
    :param texts: the language.
    :param repairing: whether to repair what can be.
    :param json_wanted: print what was found as JSON.
    :return: the exit status.
    :raises QAError: when it cannot be checked.
    """
    folder = _folder(where)
    with LateProgress(texts) as progress:
        from qa.store.local.doctor import examine  # noqa: PLC0415 - loads the model libraries

        findings = examine(folder, repair=False, on_progress=progress.report)
        if findings and repairing:  # only then is the encoder needed
            made_with = _encoder(folder, encoder, texts)
            findings = examine(folder, repair=True, encoder=made_with, on_progress=progress.report)
    if json_wanted:
        put(json_of([asdict(finding) for finding in findings]), verbatim=True)
    else:
        put("\n".join(_told(findings, folder, texts)))
    return DONE if all(finding.repaired for finding in findings) else PARTLY


def _encoder(folder: Path, name: str | None, texts: Texts) -> Encoder | None:
    """The encoder to repair with; None where the library's own cannot be had, which is said."""
    from qa.errors import DamagedError, ModelError  # noqa: PLC0415
    from qa.opening import load_models  # noqa: PLC0415

    recorded = None
    if name is None:
        try:
            with opened(str(folder), texts) as store:
                recorded = store.models
        except DamagedError:
            recorded = (
                None  # most libraries are made with the bundled one, and the doctor looks whether it fits
            )
    try:
        return load_models(name, "bundled", recorded).encoder
    except ModelError as error:
        if name is not None:
            raise
        complain(in_words(error))
        return None


def _told(findings: Sequence[Finding], folder: Path, texts: Texts) -> list[str]:
    if not findings:
        return [on_one_line(texts.library.sound.format(library=folder))]
    return [
        on_one_line(in_words(each)) + (f" {texts.library.repaired}" if each.repaired else "")
        for each in findings
    ]


def export(archive: Path, where: str | None, texts: Texts) -> int:
    """Write a library to one file.

    :param archive: the file.
    :param where: a folder; None for the user's own.
    :param texts: the language.
    :return: the exit status.
    :raises LibraryError: when it cannot be read or written.
    """
    folder = _folder(where)
    with LateProgress(texts):
        from qa.store.local.archive import export_library  # noqa: PLC0415

        export_library(folder, archive)
    size = archive.stat().st_size / _MEGABYTE
    put(on_one_line(texts.library.exported.format(library=folder, archive=archive, size=size)))
    return DONE


def import_(archive: Path, where: str | None, texts: Texts) -> int:
    """Make a library of what :func:`export` wrote.

    :param archive: the file.
    :param where: a folder; None for the user's own.
    :param texts: the language.
    :return: the exit status.
    :raises LibraryError: when it cannot be read or made.
    """
    folder = _folder(where)
    with LateProgress(texts):
        from qa.store.local.archive import import_library  # noqa: PLC0415

        import_library(archive, folder)
    put(on_one_line(texts.library.imported.format(library=folder, archive=archive)))
    return DONE


def copy(source: str, target: str, texts: Texts) -> int:
    """Copy the reports of a library to another one.

    :param source: a folder or an address.
    :param target: the same.
    :param texts: the language.
    :return: the exit status.
    :raises QAError: when one cannot be opened, read or written; what was copied stays.
    :raises KeyboardInterrupt: the same.
    """
    try:
        with LateProgress(texts) as progress:
            from qa.moving import copy_library  # noqa: PLC0415 - loads the model libraries
            from qa.opening import subject_of  # noqa: PLC0415

            count = copy_library(source, target, progress.report)
    except KeyboardInterrupt:
        complain(texts.library.copy_interrupted)
        raise
    put(on_one_line(texts.library.copied.format(target=without_passwords(subject_of(target)), count=count)))
    return DONE
