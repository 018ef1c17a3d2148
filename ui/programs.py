"""What programs call, whichever way they come: from a Gradio client, over plain HTTP or as tools of an MCP client.

Each takes a request that was checked and returns plain JSON types, the same as Python's ``to_dict()`` and the command's
``--json``. Rights are asked for in here, so that no way around a hidden button is one around them.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, cast

from qa.errors import FormatError, NotFoundError, QuestionError, TooLargeError
from qa.ingest.names import shown_name
from qa.plain_json import passages_to_dict
from qa.report_info import ReportInfo
from qa.types import Document
from ui.program_requests import AddRequest, AskRequest, ProgramRequest, RemoveRequest, SearchRequest
from ui.program_types import AnswerJSON, PassagesJSON, RemovedJSON, ReportJSON
from ui.record import note_question
from ui.site import Person, Site

__all__ = ["OPERATIONS", "Operation", "add", "add_file", "ask", "documents", "remove", "search"]

_MIB: Final = 1024**2
_LONGEST_SHOWN: Final = 100


def _ids(site: Site, reports: Sequence[str]) -> tuple[str, ...] | None:
    """Ids of the reports that are named by id or by name; None for all."""
    if not reports:
        return None
    held = site.shelf.reports()
    ids = {info.id for info in held}
    found: dict[str, None] = {}
    for wanted in reports:
        named = [wanted] if wanted in ids else [info.id for info in held if info.name == wanted]
        if not named:
            remedy = "Give the id or the name of one it has"
            raise NotFoundError(wanted[:_LONGEST_SHOWN], "the library has no such report", remedy)
        found |= dict.fromkeys(named)
    return tuple(found)


def ask(site: Site, person: Person, request: AskRequest) -> AnswerJSON:
    """Ask the reports.

    :param site: what is served; a library that is still being opened is waited for.
    :param person: who asks.
    :param request: the question.
    :return: the answer, as ``Answer.to_dict()``.
    :raises QAError: when the question cannot be asked or answered, or asks for a report that is not there.
    """
    site.questions.take(person.name)
    note_question(person.name, request.question)
    library = site.loading.wait().library
    within = _ids(site, request.reports)
    answer = library.ask(request.question, request.limit, request.threshold, within=within)
    return cast("AnswerJSON", answer.to_dict())


def search(site: Site, person: Person, request: SearchRequest) -> PassagesJSON:
    """Find passages that may answer, without reading them.

    :param site: what is served.
    :param person: who asks.
    :param request: the question.
    :return: the passages, as ``report-qa search --json`` prints them.
    :raises QAError: as for :func:`ask`.
    """
    site.questions.take(person.name)
    note_question(person.name, request.question)
    library = site.loading.wait().library
    within = _ids(site, request.reports)
    passages = library.search(request.question, request.limit, within=within)
    return cast("PassagesJSON", passages_to_dict(request.question, passages))


def documents(site: Site) -> list[ReportJSON]:
    """What the library holds.

    :param site: what is served.
    :return: the reports in the order of addition, as ``report-qa list --json`` prints them, but for their paths.
    :raises QAError: when the library cannot be read.
    """
    return [_told(info) for info in site.shelf.reports()]


def _told(info: ReportInfo) -> ReportJSON:
    """A report as programs are told of it.

    Without its path: where things lie on this machine is nothing for readers elsewhere, and Gradio's client takes
    whatever has a path for a file that it has to fetch.
    """
    return cast("ReportJSON", asdict(replace(info, path=None)))


def add(site: Site, person: Person, request: AddRequest) -> ReportJSON:
    """Add a report that was sent as text, or as a file in base64.

    :param site: what is served.
    :param person: who adds it.
    :param request: the report.
    :return: the report as the library holds it: of two with the same bytes, the first.
    :raises AccessError: when they may not.
    :raises QAError: when neither or both are given, or it cannot be read or kept.
    """
    person.require_edit()
    if bool(request.text) == bool(request.data):
        cause = "both text and data are given" if request.text else "neither text nor data is given"
        raise QuestionError("report", cause, "Give one of them")
    if request.text:
        document = Document.from_text(request.text, request.name)
        data = request.text.encode()
        _require_size(site, request.name, len(data))
        return _keep(site, document, data)
    _require_size(site, request.name, len(request.data) // 4 * 3 - request.data[-2:].count("="))
    try:
        data = b64decode(request.data, validate=True)
    except (binascii.Error, ValueError) as error:
        remedy = "Encode the bytes of the file as RFC 4648 says in section 4, without line ends"
        raise FormatError(shown_name(request.name), "its data is not in base64", remedy) from error
    return add_file(site, person, request.name, data)


def add_file(site: Site, person: Person, name: str, data: bytes) -> ReportJSON:
    """Add a report by its file.

    :param site: what is served.
    :param person: who adds it.
    :param name: what the report is called; never used as a path.
    :param data: the file.
    :return: as for :func:`add`.
    :raises QAError: as for :func:`add`.
    """
    person.require_edit()
    _require_size(site, name, len(data))
    return _keep(site, Document.from_bytes(data, name), data)


def _require_size(site: Site, name: str, size: int) -> None:
    if size > site.max_file_bytes:
        cause = (
            f"is {size / _MIB:,.1f} MiB, more than the {site.max_file_bytes / _MIB:,.1f} MiB that are taken"
        )
        raise TooLargeError(shown_name(name), cause, "Split it into smaller files")


def _keep(site: Site, document: Document, data: bytes) -> ReportJSON:
    library = site.loading.wait().library
    (kept,) = library.add_documents([document], originals={document.id: data})
    for info in site.shelf.reports():
        if info.id == kept.id:
            return _told(info)
    raise NotFoundError(kept.name, "it was removed while it was added", "Add it again")


def remove(site: Site, person: Person, request: RemoveRequest) -> RemovedJSON:
    """Take a report out.

    :param site: what is served.
    :param person: who removes it.
    :param request: which.
    :return: what was removed.
    :raises AccessError: when they may not.
    :raises NotFoundError: when there is no such report.
    :raises QAError: when the change cannot be kept.
    """
    person.require_edit()
    name = site.shelf.names([request.id]).get(request.id)
    if name is None:
        shown = request.id[:_LONGEST_SHOWN]
        raise NotFoundError(shown, "the library has no such report", "Give the id of one it has")
    site.loading.wait().library.remove(request.id)
    return {"removed": request.id, "name": name}


@dataclass(frozen=True, slots=True)
class Operation:
    """One of the things that programs call.

    :param name: its name on every way to it.
    :param about: what it does, for whoever chooses among them.
    :param request: what is sent; None for nothing.
    :param result: type of what is returned, see :mod:`ui.program_types`.
    :param call: does it.
    :param asks: whether it searches, which takes a processor for a while.
    :param edits: whether it is for editors.
    """

    name: str
    about: str
    request: type[ProgramRequest] | None
    result: Any
    call: Callable[[Site, Person, Any], Any]
    asks: bool = False
    edits: bool = False


OPERATIONS: Final = (
    Operation(
        "ask",
        "Ask the reports a question. The answer is a sentence of a report, quoted to the letter, with its place, the "
        "words that answer marked in it, a calibrated confidence and a proof. When the reports do not say, answered is "
        "false and nothing is quoted.",
        AskRequest,
        AnswerJSON,
        ask,
        asks=True,
    ),
    Operation(
        "search",
        "Find passages of the reports that may answer a question, best first, without reading them: more context than "
        "ask quotes.",
        SearchRequest,
        PassagesJSON,
        search,
        asks=True,
    ),
    Operation(
        "documents",
        "List the reports that can be asked, with their ids, names, pages and sizes.",
        None,
        list[ReportJSON],
        lambda site, person, request: documents(site),
    ),
    Operation(
        "add",
        "Add a report, as text or as a file in base64. For editors. The same bytes twice are one report.",
        AddRequest,
        ReportJSON,
        add,
        edits=True,
    ),
    Operation(
        "remove",
        "Remove a report by its id, so that no search reaches it any more. For editors.",
        RemoveRequest,
        RemovedJSON,
        remove,
        edits=True,
    ),
)
"""All that programs can call, in the order in which it is explained."""
