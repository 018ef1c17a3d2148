"""What programs may send, checked to the letter. The one place that imports pydantic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from qa.errors import QuestionError
from qa.question import MAX_QUESTION

__all__ = [
    "AddRequest",
    "AskRequest",
    "ProgramRequest",
    "RemoveRequest",
    "SearchRequest",
    "checked",
    "schema_of_request",
]

_MOST: Final = 100
_LONGEST_NAME: Final = 100
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CAUSES: Final = {"missing": "it is missing", "extra_forbidden": "nothing of that name can be given"}
_REMEDY: Final = "See /docs for what can be sent"
_REPORTS: Final = (
    "Only these are asked: for each its id, or its name to the letter. All reports when it is empty."
)


def _carried(text: str) -> str:
    """Text that any encoding of Unicode can carry; JSON's own reader has refused the rest already."""
    if _LONE_SURROGATE.search(text):
        raise ValueError("it holds half of a surrogate pair")
    return text


def _whole(number: object) -> object:
    """A number as it is meant: JSON has one kind of them, in which 3.0 is an integer (JSON Schema, section 6.3)."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


_Text: TypeAlias = Annotated[str, AfterValidator(_carried)]
_Whole: TypeAlias = Annotated[int, BeforeValidator(_whole)]
_Question: TypeAlias = Annotated[
    _Text,
    Field(
        description=f"In simplified or traditional Chinese, or in English; at most {MAX_QUESTION} characters.",
        # which ones can be asked is said by the library; this is what a pattern can tell of it
        json_schema_extra={"minLength": 1, "maxLength": MAX_QUESTION, "pattern": r"\S"},
    ),
]


class ProgramRequest(BaseModel):
    """What a program sends: no field that is not known, and no value of another type than it should have."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class AskRequest(ProgramRequest):
    """A question to the reports."""

    question: _Question
    limit: _Whole = Field(
        3, ge=1, le=_MOST, description="How many quotes at most, those that contradict it aside."
    )
    reports: list[_Text] = Field([], description=_REPORTS)
    threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="The confidence below which nothing is quoted: 0 to quote all the same, null for report-qa's own.",
    )


class SearchRequest(ProgramRequest):
    """What to look for in the reports."""

    question: _Question
    limit: _Whole = Field(10, ge=1, le=_MOST, description="How many passages at most.")
    reports: list[_Text] = Field([], description=_REPORTS)


class AddRequest(ProgramRequest):
    """A report to be added: its text, or its file."""

    name: _Text = Field(
        min_length=1, description="What the report is called, such as minutes.pdf; never used as a path."
    )
    text: _Text = Field("", description="The report as text, which is quoted as it is. Either this or data.")
    data: _Text = Field(
        "",
        description="The report's file (txt, md, csv, html, pdf, docx or xlsx) in base64 (RFC 4648, section 4). "
        "Either this or text.",
        json_schema_extra={"contentEncoding": "base64", "pattern": "^[A-Za-z0-9+/]*={0,2}$"},
    )


class RemoveRequest(ProgramRequest):
    """A report to be removed."""

    id: _Text = Field(description="The id of the report.")


_Request = TypeVar("_Request", bound=ProgramRequest)


def checked(kind: type[_Request], sent: bytes | Mapping[str, object]) -> _Request:
    """What was sent, if it can be.

    :param kind: what should have been sent.
    :param sent: JSON, or its values.
    :return: the request.
    :raises QuestionError: when it is no JSON, or a field is missing, unknown, of another type or out of bounds; the
        first of them is named.
    """
    try:
        return kind.model_validate_json(sent) if isinstance(sent, bytes) else kind.model_validate(sent)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        subject = ".".join(map(str, first["loc"]))[:_LONGEST_NAME] or "request"
        said = first["msg"].removeprefix("Value error, ").removesuffix(".")
        cause = _CAUSES.get(first["type"], said[:1].lower() + said[1:])
        raise QuestionError(subject, cause, _REMEDY) from error


def schema_of_request(kind: type[ProgramRequest]) -> dict[str, Any]:
    """The JSON Schema of a request.

    :param kind: the request.
    :return: its schema, which refers to no other.
    """
    schema = kind.model_json_schema()
    properties = {
        name: {key: value for key, value in field.items() if key != "title"}
        for name, field in schema["properties"].items()
    }
    return {key: value for key, value in schema.items() if key != "title"} | {"properties": properties}
