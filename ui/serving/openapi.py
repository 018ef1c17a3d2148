"""The document that describes the operations over plain HTTP (OpenAPI 3.1), made from their own types."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from ui.program_requests import AddRequest, schema_of_request
from ui.program_schema import schema_of, schemas
from ui.programs import OPERATIONS, Operation
from ui.serving.calling import RETRY_SECONDS

__all__ = ["PREFIX", "describe", "method_of"]

PREFIX: Final = "/api/"
_REFS: Final = "#/components/schemas/"
_JSON: Final = "application/json"
_ABOUT: Final = (
    "Questions to reports, answered by their own sentences to the letter. Nothing is generated. The JSON is the same "
    "as from Python (`Answer.to_dict()`) and from the command (`report-qa ask --json`)."
)
_SESSION: Final = "Set by `POST /login` with the form fields `username` and `password`."
_AGAIN: Final = {
    "Retry-After": {
        "description": "After how many seconds to try again.",
        "schema": {"type": "integer", "minimum": 1},
    }
}
_LOG_IN: Final = {
    "WWW-Authenticate": {"description": "How to log in: `Basic`.", "schema": {"type": "string"}},
}
_REFUSALS: Final = {
    "400": (
        "NotOurs",
        "The request names a host that the page is not reached by, or is no HTTP that is read.",
        {},
    ),
    "401": ("NotLoggedIn", "Nobody has logged in (AccessError).", _LOG_IN),
    "403": ("NotAllowed", "It is for editors, or a page of another site asks (AccessError).", {}),
    "404": ("NotThere", "There is no such report (NotFoundError).", {}),
    "408": ("TooSlow", "What was sent did not arrive in time (QAError).", {}),
    "413": ("TooLarge", "More was sent than is taken (TooLargeError).", {}),
    "415": ("NotRead", "It was sent as something that is not read here (QuestionError).", {}),
    "422": (
        "NotFit",
        "It is no JSON, a field is missing, unknown, of another type or out of bounds (QuestionError), or a report "
        "cannot be read without loss (a child of SourceError).",
        {},
    ),
    "429": ("TooOften", "More in a minute than one may ask for (LimitError).", _AGAIN),
    "500": (
        "Failed",
        "The library or a model cannot be used (LibraryError, ModelError).",
        {},
    ),
    "503": (
        "Busy",
        f"Too much is asked for at once, the library is still being opened, or another process is changing it "
        f"(BusyError); try again in {RETRY_SECONDS} seconds.",
        _AGAIN,
    ),
}
_EITHER: Final = [
    {"required": [given], "properties": {given: {"minLength": 1}, other: {"maxLength": 0}}}
    for given, other in (("text", "data"), ("data", "text"))
]
_EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "ask": {"question": "瀾江二橋總投資多少？"},
    "search": {"question": "瀾江二橋總投資多少？", "limit": 3},
    "add": {"name": "minutes.txt", "text": "會議由賀蘭舟主持。"},
    "remove": {"id": "0" * 64},
}


def method_of(operation: Operation) -> str:
    """How an operation is called.

    :param operation: the operation.
    :return: the HTTP method.
    """
    return "GET" if operation.request is None else "POST"


def _statuses(operation: Operation, *, has_accounts: bool) -> list[str]:
    """Those of refusals that an operation may end with."""
    found = {"400", "403", "429", "500", "503"}
    if has_accounts:
        found |= {"401"}
    if operation.request is not None:
        found |= {"408", "413", "415", "422"}
    if operation.asks or operation.name == "remove":
        found |= {"404"}
    return sorted(found)


def _responses() -> dict[str, Any]:
    content = {_JSON: {"schema": {"$ref": f"{_REFS}Error"}}}
    return {
        name: {"description": about, "content": content} | ({"headers": headers} if headers else {})
        for name, about, headers in _REFUSALS.values()
    }


def _body(operation: Operation, name: str) -> dict[str, Any]:
    example = _EXAMPLES[operation.name]
    content: dict[str, Any] = {_JSON: {"schema": {"$ref": _REFS + name}, "example": example}}
    if operation.request is AddRequest:
        content["application/octet-stream"] = {"schema": {"type": "string", "format": "binary"}}
    return {"required": True, "content": content}


def _operation(operation: Operation, *, has_accounts: bool) -> dict[str, Any]:
    result = {_JSON: {"schema": schema_of(operation.result, _REFS)}}
    refusals = {
        status: {"$ref": f"#/components/responses/{_REFUSALS[status][0]}"}
        for status in _statuses(operation, has_accounts=has_accounts)
    }
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.about.split(". ")[0].removesuffix("."),
        "description": operation.about,
        "responses": {"200": {"description": "Done.", "content": result}, **refusals},
    }
    if operation.request is not None:
        described["requestBody"] = _body(operation, operation.request.__name__)
    if operation.request is AddRequest:
        described["parameters"] = [
            {
                "name": "name",
                "in": "query",
                "required": False,
                "description": "What the report is called, where its bytes are sent as they are "
                "(application/octet-stream), which need it; in JSON the name stands beside the report.",
                "schema": {"type": "string", "minLength": 1},
            }
        ]
    return described


def describe(root_path: str, *, has_accounts: bool, cookie: str = "") -> dict[str, Any]:
    """The document.

    :param root_path: the path that everything is served below, without a slash at its end; "" for none.
    :param has_accounts: whether one has to log in.
    :param cookie: what the cookie of a session is called; "" where it shall not be told.
    :return: the document, as plain JSON types.
    """
    requests = {
        operation.request.__name__: schema_of_request(operation.request)
        for operation in OPERATIONS
        if operation.request is not None
    }
    requests[AddRequest.__name__]["oneOf"] = _EITHER
    components: dict[str, Any] = {"schemas": schemas(_REFS) | requests, "responses": _responses()}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "report-qa",
            "version": version("report-qa"),
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": root_path or "/"}],
        "paths": {
            PREFIX + operation.name: {
                method_of(operation).lower(): _operation(operation, has_accounts=has_accounts)
            }
            for operation in OPERATIONS
        },
    }
    if has_accounts:
        schemes: dict[str, Any] = {"basic": {"type": "http", "scheme": "basic"}}
        if cookie:
            schemes["session"] = {"type": "apiKey", "in": "cookie", "name": cookie, "description": _SESSION}
        components["securitySchemes"] = schemes
        document["security"] = [{scheme: []} for scheme in schemes]
    return document | {"components": components}
