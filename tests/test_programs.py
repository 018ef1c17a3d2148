"""What programs are given: the JSON of Python, described truly, and nothing for those who may not."""

import dataclasses
import json
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import report_info, types
from qa.accounts import Role
from qa.cli.holdings import list_reports
from qa.cli.plain import passages_as_json
from qa.cli.texts import ENGLISH
from qa.errors import (
    AccessError,
    EmptyError,
    FormatError,
    LimitError,
    NotFoundError,
    QAError,
    QuestionError,
    TooLargeError,
)
from tests.called import ANSWER, FOUND, QUESTION, REPORT, TableLibrary, in_base64, site_of
from tests.kept import BRIDGE, MAYOR, PORT, in_memory, made, open_library
from tests.stub_library import document
from ui import program_types, programs
from ui.limits import Limiter, Rate
from ui.program_requests import (
    AddRequest,
    AskRequest,
    ProgramRequest,
    RemoveRequest,
    SearchRequest,
    checked,
    schema_of_request,
)
from ui.program_schema import schemas, standalone
from ui.program_types import AnswerJSON, PassagesJSON, RemovedJSON, ReportJSON
from ui.programs import OPERATIONS
from ui.site import OWNER, Person

_READER = Person("reader", Role.READER)
_VALUES: dict[str, type] = {
    "CandidateJSON": types.Candidate,
    "PassageJSON": types.Passage,
    "ProofJSON": types.Proof,
    "QuoteJSON": types.Quote,
    "ReportJSON": report_info.ReportInfo,
    "SkippedJSON": types.Skipped,
}


def _as_json(hint: Any) -> Any:
    """What a field of this type is in plain JSON types."""
    for name, kind in _VALUES.items():
        if hint is kind:
            return getattr(program_types, name)
    if get_origin(hint) is tuple:
        item, dots = get_args(hint)
        assert dots is ...
        return list[_as_json(item)]  # type: ignore[misc]
    if get_origin(hint) in (Union, UnionType):
        return Union[tuple(_as_json(each) for each in get_args(hint))]  # noqa: UP007 - of several
    return hint


def _fields(kind: type) -> dict[str, Any]:
    return {name: _as_json(hint) for name, hint in get_type_hints(kind).items()}


@pytest.mark.parametrize("name", _VALUES)
def test_each_type_has_the_fields_of_its_value(name: str) -> None:
    described = get_type_hints(getattr(program_types, name))
    told = {"path": type(None)} if name == "ReportJSON" else {}  # where it lies on this machine is not told
    assert described == _fields(_VALUES[name]) | told
    assert list(described) == [field.name for field in dataclasses.fields(_VALUES[name])]


def test_the_answer_has_the_fields_of_answer_and_what_to_dict_adds() -> None:
    described = get_type_hints(AnswerJSON)
    assert described == _fields(types.Answer) | {"answered": bool, "text": str}
    assert list(described) == list(ANSWER.to_dict())


def test_every_type_and_field_is_described_in_words() -> None:
    for name, schema in schemas("#/").items():
        assert schema["description"], name
        for field, described in schema["properties"].items():
            assert described.get("description"), f"{name}.{field}"
            assert "None" not in described["description"], "JSON has null"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_schemas_are_schemas_and_refer_to_nothing_else(operation: Any) -> None:
    validator = jsonschema.Draft202012Validator
    validator.check_schema(standalone(operation.result))
    if operation.request is not None:
        validator.check_schema(schema_of_request(operation.request))
        assert "$ref" not in json.dumps(schema_of_request(operation.request))


def _validate(value: object, hint: object) -> None:
    structured = value if isinstance(value, dict) else {"result": value}
    jsonschema.validate(json.loads(json.dumps(structured)), standalone(hint))


def test_what_a_real_library_says_fits_its_schema_and_is_what_python_says() -> None:
    library = in_memory(MAYOR, BRIDGE, PORT)
    site = site_of(library)
    for question in ("会议由谁主持？", "Who is the chair of the board?", "海王星？"):
        answer = programs.ask(site, OWNER, AskRequest(question=question))
        assert answer == library.ask(question).to_dict()
        _validate(answer, AnswerJSON)
        found = programs.search(site, OWNER, SearchRequest(question=question))
        assert found == json.loads(passages_as_json(question, library.search(question), ()))
        _validate(found, PassagesJSON)
    assert programs.ask(site, OWNER, AskRequest(question="会议由谁主持？"))["text"] == "会议由贺兰舟主持。"
    listed = programs.documents(site)
    assert listed == [dataclasses.asdict(info) for info in library.reports()]
    _validate(listed, list[ReportJSON])


def test_a_schema_is_not_fitted_by_what_is_something_else() -> None:
    answer = ANSWER.to_dict()
    _validate(answer, AnswerJSON)
    for wrong in ({"text": None}, {"more": 1}, {"nearest": {}}, {"quotes": [{}]}):
        with pytest.raises(jsonschema.ValidationError):
            _validate(answer | wrong, AnswerJSON)
    with pytest.raises(jsonschema.ValidationError):
        _validate({key: value for key, value in answer.items() if key != "conflicting"}, AnswerJSON)


def test_list_is_what_the_command_prints_without_where_it_lies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = made(tmp_path / "library"), tmp_path / "報告.txt"
    file.write_text("會議由賀蘭舟主持。", encoding="utf-8")
    with open_library(folder) as library:
        library.add(file)
        listed = programs.documents(site_of(library))
    _validate(listed, list[ReportJSON])
    list_reports(str(folder), ENGLISH, json_wanted=True)
    printed = json.loads(capsys.readouterr().out)
    assert [each["path"] for each in printed] == [None, None, None, str(file)]
    assert listed == [each | {"path": None} for each in printed]
    assert str(tmp_path) not in json.dumps(listed)


def test_limit_and_threshold_are_passed_on() -> None:
    library = TableLibrary()
    site = site_of(library)
    assert programs.ask(site, OWNER, AskRequest(question=QUESTION)) == ANSWER.to_dict()
    programs.ask(site, OWNER, AskRequest(question="q", limit=7, threshold=0, reports=[REPORT.id]))
    found = programs.search(site, OWNER, SearchRequest(question="q", limit=2))
    assert found["candidates"] == [dataclasses.asdict(each) for each in FOUND]
    assert library.called == [
        ("ask", QUESTION, 3, None, None),
        ("ask", "q", 7, 0.0, (REPORT.id,)),
        ("search", "q", 2, None),
    ]


def test_reports_are_narrowed_to_by_id_and_by_name() -> None:
    library = TableLibrary()
    twins = [document("一。", "twin.txt"), document("二。", "twin.txt")]
    library.add(*twins)
    site = site_of(library)
    for reports, within in (
        ([twins[1].id], (twins[1].id,)),
        (["twin.txt"], (twins[0].id, twins[1].id)),
        (["twin.txt", REPORT.name, twins[0].id], (twins[0].id, twins[1].id, REPORT.id)),
        ([], None),
    ):
        programs.ask(site, OWNER, AskRequest(question="q", reports=reports))
        programs.search(site, OWNER, SearchRequest(question="q", reports=reports))
        assert [call[-1] for call in library.called[-2:]] == [within, within]
    for unknown in ("Twin.txt", "twin", "", "0" * 64):
        with pytest.raises(NotFoundError, match="the library has no such report"):
            programs.ask(site, OWNER, AskRequest(question="q", reports=["twin.txt", unknown]))
        with pytest.raises(NotFoundError):
            programs.search(site, OWNER, SearchRequest(question="q", reports=[unknown]))


def test_a_narrowed_question_is_answered_from_these_reports_alone() -> None:
    site = site_of(in_memory(MAYOR, BRIDGE))
    asked = AskRequest(question="会议由谁主持？", reports=["bridge.txt"], threshold=0)
    answer = programs.ask(site, OWNER, asked)
    assert {quote["source"] for quote in answer["quotes"]} == {"bridge.txt"}


def test_questions_are_counted_for_whoever_asks() -> None:
    site = site_of(TableLibrary(), questions=Limiter(Rate(1, 2), "questions"))
    programs.ask(site, _READER, AskRequest(question="q"))
    programs.search(site, _READER, SearchRequest(question="q"))
    for act, request in ((programs.ask, AskRequest), (programs.search, SearchRequest)):
        with pytest.raises(LimitError, match="questions: more than 1 a minute"):
            act(site, _READER, request(question="q"))  # type: ignore[arg-type]
    programs.ask(site, OWNER, AskRequest(question="q"))


def test_questions_are_logged_where_that_is_wanted(caplog: pytest.LogCaptureFixture) -> None:
    site = site_of(TableLibrary())
    programs.ask(site, _READER, AskRequest(question="first"))
    with caplog.at_level("INFO", "report_qa.questions"):
        programs.ask(site, _READER, AskRequest(question="second"))
        programs.search(site, _READER, SearchRequest(question="third"))
    assert caplog.messages == ['person="reader" question="second"', 'person="reader" question="third"']


def test_a_report_is_added_as_text(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        site = site_of(library)
        text = "\u3000會議由賀蘭舟主持。\n"
        added = programs.add(site, OWNER, AddRequest(name="minutes.txt", text=text))
        assert (added["name"], added["characters"], added["codec"]) == ("minutes.txt", len(text), None)
        assert programs.documents(site) == [added]
        assert library.document(added["id"]).text == text
        assert library.original(added["id"]) == text.encode()
        _validate(added, ReportJSON)


def test_a_report_is_added_as_a_file_whose_bytes_are_kept(tmp_path: Path) -> None:
    data = "會議由賀蘭舟主持，討論了今年的漁業。\r\n".encode("big5")
    with open_library(tmp_path / "library") as library:
        site = site_of(library)
        added = programs.add(site, OWNER, AddRequest(name="../../etc/minutes.txt", data=in_base64(data)))
        assert added["name"] == "minutes.txt"
        assert added["path"] is None
        assert library.original(added["id"]) == data
        again = programs.add(site, OWNER, AddRequest(name="copy.txt", data=in_base64(data)))
        assert again == added
        assert programs.add_file(site, OWNER, "third.txt", data) == added
        assert programs.documents(site) == [added]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40))
def test_bytes_arrive_as_they_were_sent(text: str) -> None:
    library = in_memory()
    data = f"報告{text}".encode()
    added = programs.add(site_of(library), OWNER, AddRequest(name="r.txt", data=in_base64(data)))
    assert library.original(added["id"]) == data
    assert library.document(added["id"]).text.encode() == data


_SIXTEEN = "0123456789abcdef"


@pytest.mark.parametrize(
    ("sent", "kind", "said"),
    [
        ({}, QuestionError, "report: neither text nor data is given"),
        ({"text": "a", "data": "YQ=="}, QuestionError, "report: both text and data are given"),
        ({"data": "YQ"}, FormatError, "r.txt: its data is not in base64"),
        ({"data": "Y Q=="}, FormatError, "not in base64"),
        ({"data": "YQ==\n"}, FormatError, "not in base64"),
        ({"data": "YQ==YQ=="}, FormatError, "not in base64"),
        ({"data": "--__"}, FormatError, "not in base64"),
        ({"data": "é==="}, FormatError, "not in base64"),
        ({"data": in_base64(b"   \n")}, EmptyError, "nothing but white space"),
        ({"data": in_base64(b"%PDF-1.7 broken")}, FormatError, "r.txt"),
        ({"text": " "}, EmptyError, "nothing but white space"),
        ({"text": "a\x00b"}, FormatError, "r.txt"),
        ({"text": _SIXTEEN + "x"}, TooLargeError, "r.txt: is 0.0 MiB, more than the 0.0 MiB that are taken"),
        ({"data": in_base64(_SIXTEEN.encode() + b"x")}, TooLargeError, "r.txt: is"),
    ],
)
def test_what_cannot_be_added(sent: dict[str, str], kind: type[QAError], said: str) -> None:
    library = in_memory()
    site = site_of(library, max_file_bytes=16)
    with pytest.raises(kind) as caught:
        programs.add(site, OWNER, AddRequest(name="r.txt", **sent))  # type: ignore[arg-type]
    assert type(caught.value) is kind
    assert said in str(caught.value)
    assert library.reports() == ()


def test_as_much_as_is_taken_is_taken() -> None:
    library = in_memory()
    site = site_of(library, max_file_bytes=16)
    for name, sent in (("a", {"text": _SIXTEEN}), ("b", {"data": in_base64(b"\n" + _SIXTEEN[1:].encode())})):
        programs.add(site, OWNER, AddRequest(name=name, **sent))  # type: ignore[arg-type]
    assert [info.name for info in library.reports()] == ["a", "b"]


def test_a_report_is_removed() -> None:
    library = TableLibrary()
    site = site_of(library)
    removed = programs.remove(site, OWNER, RemoveRequest(id=REPORT.id))
    assert removed == {"removed": REPORT.id, "name": "報告.txt"}
    _validate(removed, RemovedJSON)
    assert programs.documents(site) == []
    with pytest.raises(NotFoundError):
        programs.remove(site, OWNER, RemoveRequest(id=REPORT.id))


def test_readers_neither_add_nor_remove() -> None:
    library = TableLibrary()
    site = site_of(library)
    with pytest.raises(AccessError, match="for editors"):
        programs.add(site, _READER, AddRequest(name="r.txt", text="text"))
    with pytest.raises(AccessError, match="for editors"):
        programs.add_file(site, _READER, "r.txt", b"text")
    with pytest.raises(AccessError, match="for editors"):
        programs.remove(site, _READER, RemoveRequest(id=REPORT.id))
    assert [info.id for info in library.reports()] == [REPORT.id]
    assert len(programs.documents(site)) == 1
    assert programs.ask(site, _READER, AskRequest(question=QUESTION)) == ANSWER.to_dict()


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        (AskRequest, b"{}", "question: it is missing"),
        (AskRequest, {}, "question: it is missing"),
        (AskRequest, b'{"question":"q","threshhold":0}', "threshhold: nothing of that name can be given"),
        (AskRequest, {"question": "q", "limit": "3"}, "limit: input should be a valid integer"),
        (AskRequest, {"question": "q", "limit": 2.5}, "limit: input should be a valid integer"),
        (AskRequest, {"question": "q", "limit": float("inf")}, "limit: input should be a valid integer"),
        (AskRequest, {"question": "q", "limit": True}, "limit: input should be a valid integer"),
        (AskRequest, {"question": "q", "limit": 0}, "limit: input should be greater than or equal to 1"),
        (AskRequest, {"question": "q", "limit": 101}, "limit: input should be less than or equal to 100"),
        (AskRequest, {"question": "q", "threshold": 1.1}, "threshold: input should be less than"),
        (AskRequest, b'{"question":"q","threshold":NaN}', "threshold: "),
        (AskRequest, {"question": "q", "threshold": float("nan")}, "threshold: "),
        (AskRequest, {"question": 1}, "question: input should be a valid string"),
        (AskRequest, {"question": "q\ud800"}, "question: it holds half of a surrogate pair"),
        (AskRequest, {"question": "q", "reports": ["\udfff"]}, "reports.0: it holds half of a surrogate"),
        (AskRequest, b'{"question":"\\ud800"}', "request: invalid JSON"),
        (AskRequest, {"question": "q", "reports": "r"}, "reports: input should be a valid list"),
        (AskRequest, {"question": "q", "reports": ["r", 1]}, "reports.1: input should be a valid string"),
        (AskRequest, b"", "request: invalid JSON"),
        (AskRequest, b"\xff", "request: invalid JSON"),
        (AskRequest, b"[]", "request: input should be an object"),
        (AskRequest, b"[" * 100_000, "request: invalid JSON"),
        (AddRequest, {"name": "", "text": "t"}, "name: string should have at least 1 character"),
        (AddRequest, {"name": "n", "text": None}, "text: input should be a valid string"),
        (RemoveRequest, {"id": None}, "id: input should be a valid string"),
        (AskRequest, {"question": "q", "x" * 500: 1}, "x" * 100 + ": nothing"),
    ],
)
def test_what_is_sent_is_held_to_the_letter(
    kind: type[ProgramRequest], sent: bytes | dict[str, object], said: str
) -> None:
    with pytest.raises(QuestionError) as caught:
        checked(kind, sent)
    assert str(caught.value).startswith(said)
    assert str(caught.value).endswith("See /docs for what can be sent")


def test_what_may_be_left_out_is_as_the_schema_says() -> None:
    asked = checked(AskRequest, b'{"question":"\\u3000q","threshold":1}')
    assert (asked.question, asked.limit, asked.reports, asked.threshold) == ("\u3000q", 3, [], 1.0)
    assert checked(SearchRequest, {"question": "q"}).limit == 10
    assert checked(SearchRequest, b'{"question":"q","limit":2.0}').limit == 2  # an integer in JSON
    defaults = {
        name: field.get("default")
        for name, field in schema_of_request(AskRequest)["properties"].items()
        if "default" in field
    }
    assert defaults == {"limit": 3, "reports": [], "threshold": None}
    assert schema_of_request(AskRequest)["required"] == ["question"]
