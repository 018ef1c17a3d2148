"""What the page does when something is asked, added or removed, without a word of Gradio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from qa.errors import NotFoundError, QAError
from qa.types import Answer, Document
from ui.loading import Loading
from ui.panels import (
    render_error,
    render_examples,
    render_kept,
    render_notices,
    render_reports,
    render_status,
)
from ui.render import Turn, Waiting
from ui.texts import Texts

__all__ = ["Shelf", "Upload", "add", "answer", "asking", "broken", "opening", "remove", "show_shelf"]

_KEPT_TURNS = 50
_PROGRESS_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it.

    :param name: what the reader calls it; never used as a path.
    :param path: the copy Gradio made, inside its own folder.
    """

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands beside the conversation, as HTML."""

    status: str
    reports: str = ""
    examples: str = ""
    notices: str = ""


def show_shelf(loading: Loading, texts: Texts, notices: str = "") -> Shelf:
    """The shelf as it is now; waits for the library.

    :param loading: the library.
    :param texts: the language.
    :param notices: what came of adding or removing reports.
    :return: the shelf, or why there is none.
    """
    try:
        opened = loading.wait()
        reports = opened.library.reports()
    except QAError as error:
        failed = render_status(texts.load_failed, "failed")
        return Shelf(failed, notices=notices + render_error(error, texts))
    untouched = opened.samples == {report.id for report in reports}
    status = render_status(texts.ready if reports else texts.nothing_loaded, "ready")
    return Shelf(
        status + render_kept(opened.kept, texts),
        render_reports(reports, texts),
        render_examples(opened.examples if untouched else (), texts),
        notices,
    )


def opening(loading: Loading, texts: Texts) -> Iterator[Shelf]:
    """The shelf from the moment a page is opened until the library is open.

    :param loading: the library.
    :param texts: the language.
    :return: shelves, each to replace the one before; the last is that of the open library or of the failure.
    """
    while not loading.done:
        yield Shelf(render_status(_progress(loading, texts), "busy"))
        with suppress(TimeoutError, QAError):
            loading.wait(_PROGRESS_SECONDS)
    notices = ""
    with suppress(QAError):
        notices = render_notices((), loading.wait().failures, texts)
    yield show_shelf(loading, texts, notices)


def _progress(loading: Loading, texts: Texts) -> str:
    if loading.progress is None:
        return texts.loading
    stage, done, total = loading.progress
    return {"read": texts.reading, "embed": texts.embedding}[stage].format(done=done, total=total)


def answer(loading: Loading, question: str) -> Answer:
    """Wait for the library and ask it.

    :param loading: the library.
    :param question: the question.
    :return: the answer.
    :raises QAError: when the library could not be opened or the question cannot be asked.
    """
    return loading.wait().library.ask(question)


def asking(loading: Loading, question: str, turns: Sequence[Turn]) -> Iterator[tuple[Turn, ...]]:
    """A question on its way to its answer.

    :param loading: the library; a question asked before it is open waits for it.
    :param question: the question.
    :param turns: the conversation so far.
    :return: the conversation with the question waiting, then with its answer or the failure.
    """
    before = tuple(turns)[1 - _KEPT_TURNS :]
    yield (*before, Turn(question, Waiting(models=not loading.done)))
    try:
        outcome: Answer | QAError = answer(loading, question)
    except QAError as error:
        outcome = error
    yield (*before, Turn(question, outcome))


def broken(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The conversation after a fault of the program, so that no question waits for ever.

    :param turns: the conversation; its last question may still be waiting.
    :return: the conversation with the fault in place of what is waiting.
    """
    fault = QAError("report-qa", "stopped by a fault of its own", "The terminal says more")
    return tuple(
        replace(turn, outcome=fault) if isinstance(turn.outcome, Waiting) else turn for turn in turns
    )


def _read(upload: Upload) -> tuple[Document, bytes]:
    """Read a copy and delete it, whatever comes of it."""
    try:
        data = upload.path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(upload.name, "its copy is gone", "Add it again") from error
    finally:
        upload.path.unlink(missing_ok=True)
    return Document.from_bytes(data, name=upload.name), data


def add(loading: Loading, uploads: Sequence[Upload], texts: Texts) -> Shelf:
    """Add the uploaded reports that can be read.

    :param loading: the library.
    :param uploads: the files; their copies are gone afterwards.
    :param texts: the language.
    :return: the shelf, saying what was added and why the rest was not.
    """
    read: list[tuple[Document, bytes]] = []
    failures: list[QAError] = []
    for upload in uploads:
        try:
            read.append(_read(upload))
        except QAError as error:
            failures.append(error)
    names: tuple[str, ...] = ()
    if read:
        documents = [document for document, _ in read]
        originals = {document.id: data for document, data in read}
        try:
            library = loading.wait().library
            names = tuple(each.name for each in library.add_documents(documents, originals=originals))
        except QAError as error:
            failures.append(error)
    return show_shelf(loading, texts, render_notices(names, failures, texts))


def remove(loading: Loading, document_id: str, texts: Texts) -> Shelf:
    """Take a report out.

    :param loading: the library.
    :param document_id: its id; one that is gone already is as good as taken out.
    :param texts: the language.
    :return: the shelf, saying why it was not taken out where it was not.
    """
    failed = ""
    try:
        library = loading.wait().library
        with suppress(NotFoundError):
            library.remove(document_id)
    except QAError as error:
        failed = render_error(error, texts)
    return show_shelf(loading, texts, failed)
