"""The command add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.asking import refuse_addresses
from qa.cli.plain import on_one_line
from qa.cli.running import DONE, FAILED, PARTLY, complain, in_words
from qa.cli.terminal import LateProgress, put
from qa.cli.texts import Texts
from qa.errors import PartialError, QAError, SourceError
from qa.report_info import ReportInfo
from qa.types import Document

if TYPE_CHECKING:
    from qa.ingest import Found
    from qa.progress import OnProgress

__all__ = ["Adding", "add"]


@dataclass(frozen=True, slots=True)
class Adding:
    """What is added to what.

    :param paths: reports and folders.
    :param library: a folder or an address; None for the user's own.
    :param replacing: whether older versions of the same files are removed.
    :param originals: whether the bytes of the files are kept.
    :param encoder: a sentence-transformers model by name or folder; None for the library's.
    :param reader: a question-answering model by name or folder; the same.
    """

    paths: Sequence[Path]
    library: str | None
    replacing: bool
    originals: bool
    encoder: str | None
    reader: str | None


@dataclass(slots=True)
class _Outcome:
    """What came of it so far; reports are kept without their texts.

    :param given: the files that were to be added.
    :param where: the library; None while it was not opened.
    :param before: what it held, by id.
    :param now: what it holds.
    :param kept: the reports of the files as it holds them, in order.
    :param failures: one error for each file that was not added.
    """

    given: Sequence[Path] = ()
    where: str | None = None
    before: Mapping[str, ReportInfo] = field(default_factory=dict)
    now: Mapping[str, ReportInfo] = field(default_factory=dict)
    kept: list[Document] = field(default_factory=list)
    failures: list[SourceError] = field(default_factory=list)

    def added(self) -> int:
        """How many of the files were added, those of a batch that was not told yet among them."""
        given = {str(path.absolute()) for path in self.given}
        return sum(info.path in given for each, info in self.now.items() if each not in self.before)


def add(adding: Adding, texts: Texts) -> int:
    """Add reports to a library and print what became of each.

    :param adding: what is added to what.
    :param texts: the language.
    :return: the exit status.
    :raises QAError: when an address stands for a report, or the library cannot be opened or changed; what was added
        stays, and is counted.
    :raises KeyboardInterrupt: the same.
    """
    refuse_addresses(adding.paths)
    outcome = _Outcome()
    try:
        with LateProgress(texts) as progress:
            _add(adding, outcome, progress.report)
    except KeyboardInterrupt:
        complain(texts.library.interrupted.format(count=outcome.added()))
        raise
    except QAError:
        if count := outcome.added():
            complain(texts.library.stopped.format(count=count))
        raise
    for failure in outcome.failures:
        complain(f"{texts.skipped} {in_words(failure)}")
    if outcome.where is not None:
        put("\n".join(_lines(outcome, outcome.where, texts)))
    if not outcome.failures:
        return DONE
    return PARTLY if outcome.kept else FAILED


def _add(adding: Adding, outcome: _Outcome, on_progress: OnProgress) -> None:
    from qa.ingest import expand  # noqa: PLC0415 - loads the readers of formats
    from qa.library import Library  # noqa: PLC0415 - loads the model libraries
    from qa.opening import subject_of  # noqa: PLC0415
    from qa.progress import read_reports  # noqa: PLC0415

    def told(documents: Sequence[Document]) -> None:
        outcome.kept += (replace(document, text="", page_starts=()) for document in documents)

    found = expand(*adding.paths)
    outcome.given = [each.item for each in found if isinstance(each.item, Path)]
    if not any(_is_there(each) for each in found):  # no library is made for nothing
        outcome.failures += read_reports(found).failures
        return
    with Library.open(
        adding.library, adding.encoder, adding.reader, keep_originals=adding.originals
    ) as library:
        outcome.where = library.subject or subject_of(adding.library)
        outcome.before = {info.id: info for info in library.reports()}
        try:
            library.add(*adding.paths, replace=adding.replacing, on_progress=on_progress, on_added=told)
        except PartialError as error:
            outcome.failures += error.failures
        except SourceError as error:
            outcome.failures.append(error)
        finally:
            outcome.now = {info.id: info for info in library.reports()}


def _is_there(found: Found) -> bool:
    if not isinstance(found.item, Path):
        return False
    try:
        found.item.stat()
    except (OSError, ValueError):  # reading it says what is wrong with it
        return False
    return True


def _lines(outcome: _Outcome, where: str, texts: Texts) -> list[str]:
    """A line for each report, and one for all."""
    words = texts.library
    gone = {info.path for identity, info in outcome.before.items() if identity not in outcome.now}
    given = {name for path in outcome.given for name in (path.name, str(path.absolute()))}
    seen = set[str]()
    lines: list[str] = []
    added = replaced = there = 0
    for document in outcome.kept:
        if document.id in seen:
            told, there = words.twin, there + 1
        elif document.path is not None and document.path in gone:
            told, replaced = words.replaced, replaced + 1
        elif document.id not in outcome.before:
            told, added = words.added, added + 1
        else:
            own = document.name in given or document.path in given
            told, there = words.there if own else words.twin, there + 1
        seen.add(document.id)
        lines.append(on_one_line(f"{document.name}{words.colon}{told}"))
    counts = [
        *([words.all_added.format(count=added)] if added else []),
        *([words.all_replaced.format(count=replaced)] if replaced else []),
        *([words.all_there.format(count=there)] if there else []),
        *([words.all_failed.format(count=len(outcome.failures))] if outcome.failures else []),
        words.all_held.format(count=len(outcome.now)),
    ]
    return [*lines, on_one_line(f"{where}{words.colon}{texts.separator.join(counts)}")]
