"""The same operations for Gradio's own clients: ``/ask``, ``/search``, ``/documents``, ``/add`` and ``/remove``.

Gradio describes an endpoint by the annotations of its function, and those it reads must be types, not the strings that
``from __future__ import annotations`` makes of them.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, cast

import gradio as gr
from gradio.events import api

from qa.errors import QAError
from ui.program_requests import checked
from ui.program_types import AnswerJSON, PassagesJSON, RemovedJSON, ReportJSON
from ui.programs import OPERATIONS
from ui.site import Site

__all__ = ["add_endpoints"]

_ASKING: Final = ("ask", 4)  # as on the page, whose events share the id
_CHANGING: Final = ("change", 2)
_LISTING: Final = ("list", None)
_ALL: Final[list[str]] = []
_NAMED: Final = {operation.name: operation for operation in OPERATIONS}

_Result = TypeVar("_Result")


def _called(
    site: Site, name: str, request: gr.Request, sent: Mapping[str, object], kind: type[_Result]
) -> _Result:
    """Do it for whoever is logged in; what a client sent is checked here, as Gradio does not."""
    operation = _NAMED[name]
    try:
        person = site.person(request.username)
        given = None if operation.request is None else checked(operation.request, sent)
        return cast("_Result", operation.call(site, person, given))
    except QAError as error:
        raise gr.Error(str(error), print_exception=False) from error


def add_endpoints(site: Site) -> None:
    """Offer the operations to programs, within ``with gr.Blocks():``.

    :param site: what is served.
    """

    def ask(
        request: gr.Request,
        question: str,
        limit: int = 3,
        reports: list[str] = _ALL,
        threshold: float | None = None,
    ) -> AnswerJSON:
        sent = {"question": question, "limit": limit, "reports": reports, "threshold": threshold}
        return _called(site, "ask", request, sent, AnswerJSON)

    def search(
        request: gr.Request, question: str, limit: int = 10, reports: list[str] = _ALL
    ) -> PassagesJSON:
        sent = {"question": question, "limit": limit, "reports": reports}
        return _called(site, "search", request, sent, PassagesJSON)

    def documents(request: gr.Request) -> list[ReportJSON]:
        return _called(site, "documents", request, {}, list[ReportJSON])

    def add(request: gr.Request, name: str, text: str = "", data: str = "") -> ReportJSON:
        return _called(site, "add", request, {"name": name, "text": text, "data": data}, ReportJSON)

    def remove(request: gr.Request, id: str) -> RemovedJSON:
        return _called(site, "remove", request, {"id": id}, RemovedJSON)

    functions: tuple[Callable[..., Any], ...] = (ask, search, documents, add, remove)
    for function in functions:
        operation = _NAMED[function.__name__]
        group, at_once = _ASKING if operation.asks else _CHANGING if operation.edits else _LISTING
        api(
            function,
            api_name=operation.name,
            api_description=operation.about,
            concurrency_limit=at_once,
            concurrency_id=group,
        )
