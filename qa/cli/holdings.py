"""The commands list and remove. Neither needs a model, so that neither loads one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qa.cli.plain import json_of, on_one_line
from qa.cli.running import DONE, FAILED, complain, in_words
from qa.cli.terminal import LateProgress, as_table, put
from qa.cli.texts import Texts
from qa.errors import NotFoundError, QAError
from qa.report_info import ReportInfo

if TYPE_CHECKING:
    from qa.store.base import KeptStore

__all__ = ["ambiguous", "called", "list_reports", "opened", "remove"]

_SHORT: Final = 12
"""Digits of an id that are shown: enough to tell any two reports apart."""
_SHORTEST: Final = 6
_SHOWN: Final = 10


@contextmanager
def opened(where: str | None, texts: Texts) -> Iterator[KeptStore]:
    """What a library is kept in, without its models.

    :param where: a folder or an address; None for the user's own.
    :param texts: the language of the progress bar.
    :return: the store, for as long as the context lasts.
    :raises LibraryError: when it cannot be opened.
    """
    with LateProgress(texts):
        from qa.opening import open_store  # noqa: PLC0415 - loads the model libraries

        store = open_store(where, create=False)
    try:
        yield store
    finally:
        store.close()


def list_reports(where: str | None, texts: Texts, *, json_wanted: bool) -> int:
    """Print what a library holds.

    :param where: a folder or an address; None for the user's own.
    :param texts: the language.
    :param json_wanted: print it as JSON.
    :return: the exit status.
    :raises LibraryError: when it cannot be read.
    """
    with opened(where, texts) as store:
        with store.view() as view:
            infos = view.reports()
        subject = store.subject
    if json_wanted:
        put(json_of([asdict(info) for info in infos]), verbatim=True)
    elif infos:
        _put(infos, texts)
    else:
        empty = NotFoundError(subject, "it holds no report yet", "Add some with `report-qa add`")
        complain(in_words(empty))
    return DONE


def _put(infos: Sequence[ReportInfo], texts: Texts) -> None:
    """The reports as lines, or as a table on a terminal; those that are damaged have a mark in a place of its own."""
    columns = texts.library.columns
    marked = [(info, (texts.library.damaged,) if info.damaged else ()) for info in infos]
    lines = ("\t".join((*_row(info, info.added_at, info.id), *mark)) for info, mark in marked)
    day = len("2026-11-24")
    rows = [(*_row(info, info.added_at[:day], info.id[:_SHORT]), *mark) for info, mark in marked]
    heads = (*columns, "") if any(mark for _, mark in marked) else columns
    put("\n".join(lines), as_table(heads, rows, columns[1:4]))


def _row(info: ReportInfo, added: str, identity: str) -> tuple[str, ...]:
    pages = "" if info.pages is None else str(info.pages)
    counts = ("", "", "") if info.damaged else (pages, str(info.characters), str(info.sentences))
    name = on_one_line(info.name).replace("\t", "\u2409")
    return name, *counts, info.codec or "", added, identity


def remove(reports: Sequence[str], where: str | None, texts: Texts) -> int:
    """Remove reports from a library; none of them when one is not found.

    :param reports: for each its id, the beginning of it, its path or its name.
    :param where: a folder or an address; None for the user's own.
    :param texts: the language.
    :return: the exit status.
    :raises LibraryError: when the library cannot be changed; those that were removed are printed.
    """
    with opened(where, texts) as store:
        with store.view() as view:
            infos = view.reports()
        wanted: dict[str, ReportInfo] = {}
        wrong = False
        for report in reports:
            try:
                info = _meant(report, infos)
            except QAError as error:
                complain(in_words(error))
                wrong = True
            else:
                wanted[info.id] = info
        if wrong:
            return FAILED
        lines: list[str] = []
        try:
            for identity, info in wanted.items():
                store.remove(identity)
                line = f"{info.name} ({identity[:_SHORT]}){texts.library.colon}{texts.library.removed}"
                lines.append(on_one_line(line))
        finally:
            if lines:
                put("\n".join(lines))
    return DONE


def called(report: str, infos: Sequence[ReportInfo]) -> list[ReportInfo]:
    """The reports that may be meant.

    :param report: an id, the beginning of it, a path or a name.
    :param infos: of all reports.
    :return: the one with that id, or all that have that path or name, or an id that begins so.
    """
    digits, path = report.lower(), str(Path(report).absolute())
    long_enough = len(digits) >= _SHORTEST
    return [info for info in infos if info.id == digits] or [
        info
        for info in infos
        if report in (info.name, info.path)
        or info.path == path
        or (long_enough and info.id.startswith(digits))
    ]


def ambiguous(report: str, found: Sequence[ReportInfo], remedy: str) -> NotFoundError:
    """What to raise where several reports may be meant.

    :param report: as it was named.
    :param found: the reports.
    :param remedy: what can be done.
    :return: the error.
    """
    shown = ", ".join(f"{info.id[:_SHORT]} ({info.name})" for info in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return NotFoundError(report, f"{len(found)} reports are called so: {shown}{more}", remedy)


def _meant(report: str, infos: Sequence[ReportInfo]) -> ReportInfo:
    """The one report that is meant."""
    found = called(report, infos)
    if not found:
        remedy = "See `report-qa list` for those it has; nothing was removed"
        raise NotFoundError(report, "the library has no such report", remedy)
    if len(found) > 1:
        raise ambiguous(report, found, "Name one of them by its id; nothing was removed")
    return found[0]
