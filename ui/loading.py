"""Reading the first reports in the background, so that the page is there before the models are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from qa.errors import PartialError, QAError, SourceError
from qa.types import PathSource

if TYPE_CHECKING:
    from qa.library import Library
    from qa.progress import OnProgress

__all__ = ["Loading", "Opened", "open_library", "ready"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A library that can be asked.

    :param library: the library.
    :param failures: what could not be read of what it was opened with.
    :param examples: questions to try.
    :param samples: ids of the reports the examples are about; they are offered while just these are loaded.
    :param kept: the folder or the address of the library, without a password; None when it ends with the program.
    """

    library: Library
    failures: tuple[SourceError, ...] = ()
    examples: tuple[str, ...] = ()
    samples: frozenset[str] = frozenset()
    kept: str | None = None


_EXAMPLES = (
    "谁率团赴澄川县考察？",
    "澜江二桥总投资多少亿元？",
    "松阙市北环快速路全长多少公里？",
    "How many people did the Trust employ?",
)


class Loading:
    """A library that is being opened by another thread.

    :param opening: opens it; is handed a function to report progress to: stage (``read`` or ``embed``), items
        done, items in all.
    """

    def __init__(self, opening: Callable[[OnProgress], Opened]) -> None:
        self._opening = opening
        self._opened: Future[Opened] = Future()
        self._progress: tuple[str, int, int] | None = None

    def start(self) -> None:
        """Begin; returns at once. The thread never keeps the program from ending."""
        Thread(target=self._run, name="report-qa-loading", daemon=True).start()

    def _run(self) -> None:
        try:
            opened = self._opening(self._report)
        except QAError as error:
            self._opened.set_exception(error)
        except BaseException as error:
            # Whoever waits must be released; the thread's own traceback says what happened.
            fault = QAError("loading", f"stopped by {type(error).__name__}", "The terminal says more")
            self._opened.set_exception(fault)
            raise
        else:
            self._opened.set_result(opened)

    def _report(self, stage: str, done: int, total: int) -> None:
        self._progress = (stage, done, total)

    @property
    def progress(self) -> tuple[str, int, int] | None:
        """Stage, items done and items in all; None before the first report."""
        return self._progress

    @property
    def done(self) -> bool:
        """Whether :meth:`wait` returns or raises at once."""
        return self._opened.done()

    def wait(self, seconds: float | None = None) -> Opened:
        """The library, once it is open.

        :param seconds: how long to wait for it; for ever when None.
        :return: the library.
        :raises QAError: when it could not be opened.
        :raises TimeoutError: when it was not open in time.
        """
        return self._opened.result(seconds)

    def close(self) -> None:
        """Close the library, if it is open by now."""
        if self.done and not self._opened.exception():
            self._opened.result().library.close()


def ready(library: Library) -> Loading:
    """A library that is open already, as something that is being opened.

    :param library: the library.
    :return: a :class:`Loading` that is done.
    """
    loading = Loading(lambda report: Opened(library))
    loading._run()
    return loading


def open_library(
    paths: Sequence[PathSource],
    encoder: str | None,
    reader: str | None,
    report: OnProgress,
    kept: str | None = None,
) -> Opened:
    """Load the models and read the reports, or open a library that is kept.

    :param paths: reports and folders; the sample reports when empty.
    :param encoder: a sentence-transformers model by name or folder, the bundled or the library's one when None.
    :param reader: a question-answering model of the Hugging Face hub by name or folder; the same.
    :param report: told about progress.
    :param kept: the library to open in place of the reports, a folder or an address.
    :return: the library, with what could not be read of it.
    :raises QAError: when a model cannot be loaded, not one of the reports could be read, or the library that is named
        is not there or cannot be opened.
    """
    from qa.library import Library  # noqa: PLC0415 - loads the model libraries, which takes seconds
    from qa.samples import sample_paths  # noqa: PLC0415

    if kept is not None:
        library = Library.open(kept, encoder, reader, create=False)
        return Opened(library, kept=library.subject)
    library = Library.in_memory(encoder=encoder, reader=reader)
    failures: tuple[SourceError, ...] = ()
    try:
        library.add(*(paths or sample_paths()), on_progress=report)
    except PartialError as error:
        failures = error.failures
    if paths:
        return Opened(library, failures)
    return Opened(library, failures, _EXAMPLES, frozenset(document.id for document in library.documents()))
