"""The commands ask and search, of reports that are named or a library that is kept, and verify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qa.cli.holdings import ambiguous, called
from qa.cli.plain import as_verdict, passages_as_json
from qa.cli.running import DONE, PARTLY, complain, in_words
from qa.cli.terminal import LateProgress, put, show, show_passages
from qa.cli.texts import Texts
from qa.errors import LibraryError, NotFoundError, QAError
from qa.types import Skipped

if TYPE_CHECKING:
    from qa.library import Library
    from qa.progress import OnProgress
    from qa.report_info import ReportInfo
    from qa.types import Answer

__all__ = ["Asked", "ask", "must_be_there", "refuse_addresses", "search", "verify"]

_SCHEMES: Final = ("milvus:", "milvuss:", "http:", "https:")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and with what.

    :param paths: reports and folders.
    :param library: a library that is kept, in place of them; the user's own when neither is named.
    :param encoder: a sentence-transformers model by name or folder; None for the bundled one, or the library's.
    :param reader: a question-answering model by name or folder; the same.
    :param reports: the only ones of these that are asked, each by its id, the beginning of it, its path or its name;
        all when none is named.
    :raises QAError: when both reports and a library are named, or an address stands for a report.
    """

    paths: Sequence[Path]
    library: str | None
    encoder: str | None
    reader: str | None
    reports: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.paths and self.library is not None:
            remedy = "Leave out one of them, or put the reports into the library first with `report-qa add`"
            raise QAError("--library", "both reports and a library are named", remedy)
        refuse_addresses(self.paths)

    def open(self) -> Library:
        """Open the library.

        :return: the library.
        :raises LibraryError: when there is none, or it cannot be opened.
        :raises ModelError: when a model cannot be loaded, or is not the one it was made with.
        """
        from qa.library import Library  # noqa: PLC0415 - loads the model libraries
        from qa.opening import default_folder  # noqa: PLC0415

        if self.library is None and not default_folder().exists():
            remedy = "Name reports or a --library, or make a library of your own with `report-qa add REPORT`"
            raise LibraryError("PATH", "no report is named, and there is no library of your own", remedy)
        return Library.open(self.library, self.encoder, self.reader, create=False)

    def read(self, on_progress: OnProgress) -> tuple[Library, tuple[Skipped, ...]]:
        """Read the reports.

        :param on_progress: told how far reading and embedding are.
        :return: a library in memory, and the files of folders that could not be read.
        :raises SourceError: when a report that is named cannot be read, or none of a folder can.
        :raises ModelError: when a model cannot be loaded or fails.
        """
        from qa.ingest import expand  # noqa: PLC0415
        from qa.library import Library  # noqa: PLC0415
        from qa.progress import read_reports  # noqa: PLC0415

        result = read_reports(expand(*self.paths), on_progress)
        if result.explicit:
            raise result.explicit[0]
        if not result.documents:
            raise result.failures[0]
        library = Library.in_memory(self.encoder, self.reader)
        library.add_documents(result.documents, on_progress)
        return library, tuple(Skipped(each.subject, each.cause, each.remedy) for each in result.failures)

    def within(self, library: Library) -> tuple[str, ...] | None:
        """The reports that are asked.

        :param library: holds them.
        :return: their ids; None for all.
        :raises NotFoundError: when one that is named is not there, or several are called so.
        """
        if not self.reports:
            return None
        infos = library.reports()
        return tuple(self._meant(report, called(report, infos)) for report in self.reports)

    def _meant(self, report: str, found: Sequence[ReportInfo]) -> str:
        if len(found) > 1:
            raise ambiguous(report, found, "Name one of them by its id")
        if found:
            return found[0].id
        if self.paths:
            remedy = "Name it by its file name or its path"
            raise NotFoundError(report, "none of the reports that are read is called so", remedy)
        remedy = "See `report-qa list` for those it has"
        raise NotFoundError(report, "the library has no such report", remedy)


def must_be_there(library: str | None) -> None:
    """Refuse a folder that is no library, before a page is started on it. Whether a server answers, the page says.

    :param library: what was named; None for none.
    :raises LibraryError: when it is a folder, or nothing, and no library.
    """
    if library is not None and not library.startswith(_SCHEMES):
        from qa.opening import open_store  # noqa: PLC0415 - loads the model libraries

        open_store(library, create=False).close()


def refuse_addresses(paths: Sequence[Path]) -> None:
    """Refuse addresses in place of reports: nothing is fetched from them.

    :param paths: what stands for reports.
    :raises QAError: when one is an address.
    """
    if any(path.parts and path.parts[0].lower() in _SCHEMES for path in paths):
        cause = "an address is named in place of a report"
        raise QAError("PATH", cause, "Name files and folders; a library on Milvus is named by --library")


def ask(question: str, asked: Asked, limit: int, texts: Texts, *, json_wanted: bool) -> int:
    """Print the quotes that answer a question.

    :param question: the question.
    :param asked: what is asked.
    :param limit: how many quotes at most.
    :param texts: the language.
    :param json_wanted: print the whole answer as JSON.
    :return: the exit status.
    :raises QAError: when it cannot be answered.
    """
    empty = None
    with LateProgress(texts) as progress:
        if asked.paths and asked.reports:
            answer = _ask_some(question, asked, limit, progress.report)
        elif asked.paths:
            from qa.api import ask as ask_reports  # noqa: PLC0415 - loads the model libraries

            answer = ask_reports(
                question,
                asked.paths,
                encoder=asked.encoder,
                reader=asked.reader,
                limit=limit,
                on_progress=progress.report,
            )
        else:
            with asked.open() as library:
                answer = library.ask(question, limit, within=asked.within(library))
                empty = None if answer else _emptiness(library)
    _name_skipped(answer.skipped, empty, texts)
    show(answer, texts, json_wanted=json_wanted)
    return DONE if answer else PARTLY


def _ask_some(question: str, asked: Asked, limit: int, on_progress: OnProgress) -> Answer:
    """The answer of some of the reports that are read."""
    from qa.question import check_question  # noqa: PLC0415 - loads the model libraries

    check_question(question)
    library, skipped = asked.read(on_progress)
    return replace(library.ask(question, limit, within=asked.within(library)), skipped=skipped)


def search(question: str, asked: Asked, limit: int, texts: Texts, *, json_wanted: bool) -> int:
    """Print the passages that may answer a question.

    :param question: the question.
    :param asked: what is searched.
    :param limit: how many passages at most.
    :param texts: the language.
    :param json_wanted: print them as JSON.
    :return: the exit status.
    :raises QAError: when it cannot be searched.
    """
    empty, skipped = None, tuple[Skipped, ...]()
    with LateProgress(texts) as progress:
        if asked.paths:
            library, skipped = asked.read(progress.report)
            passages = library.search(question, limit, within=asked.within(library))
        else:
            with asked.open() as library:
                passages = library.search(question, limit, within=asked.within(library))
                empty = None if passages else _emptiness(library)
    _name_skipped(skipped, empty, texts)
    if json_wanted:
        put(passages_as_json(question, passages, skipped), verbatim=True)
    else:
        show_passages(passages, texts)
    return DONE if passages else PARTLY


def verify(proof: Path, file: Path, texts: Texts) -> int:
    """Print whether a file holds what a proof says it does.

    :param proof: a proof, or an answer as JSON.
    :param file: the report.
    :param texts: the language.
    :return: the exit status.
    :raises QAError: when one of them cannot be read.
    """
    from qa.proof import check  # noqa: PLC0415 - loads the readers of formats

    verdicts = check(proof, file)
    put("\n".join(as_verdict(each, verdict, texts) for each, verdict in verdicts))
    return DONE if all(verdict.holds for _, verdict in verdicts) else PARTLY


def _emptiness(library: Library) -> QAError | None:
    """That the library holds nothing, where it does: its silence says nothing then."""
    if library.reports():
        return None
    return NotFoundError(
        library.subject or "library", "it holds no report yet", "Add some with `report-qa add`"
    )


def _name_skipped(skipped: Sequence[Skipped], empty: QAError | None, texts: Texts) -> None:
    for each in skipped:
        complain(f"{texts.skipped} {in_words(each)}")
    if empty is not None:
        complain(in_words(empty))
