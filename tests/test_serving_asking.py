"""Who asks, and how a failure is told to programs."""

import asyncio
import json
from typing import Any

import pytest
from starlette.requests import Request

from qa import errors
from qa.errors import AccessError, PartialError, QAError
from tests.asgi import EDITOR, READER, Told, body_of, scope_of
from ui.i18n import texts_for
from ui.limits import TooOftenError
from ui.markup import isolated
from ui.panels import render_error
from ui.serving.asking import drain, error_response, on_error, person_of, refuse, status_of, texts_of
from ui.site import Person


def test_who_asks_is_who_the_middleware_found() -> None:
    assert person_of(Request(scope_of(person=READER))) is READER
    with pytest.raises(AccessError, match=r"request: nobody has logged in\. Log in first"):
        person_of(Request(scope_of()))


@pytest.mark.parametrize(
    ("accepted", "lang"), [("zh-HK", "zh-TW"), ("zh", "zh-CN"), ("fr", "en"), ("", "en")]
)
def test_the_language_of_whoever_asks(accepted: str, lang: str) -> None:
    assert texts_of(Request(scope_of(headers=[("Accept-Language", accepted)]))).lang == lang


_STATUSES = {
    "NotFoundError": 404,
    "AccessError": 403,
    "LimitError": 429,
    "TooLargeError": 413,
    "QuestionError": 422,
    "SourceError": 422,
    "FormatError": 422,
    "DecodingError": 422,
    "EmptyError": 422,
    "EncryptedError": 422,
    "PartialError": 422,
    "BusyError": 503,
    "QAError": 500,
    "ModelError": 500,
    "LibraryError": 500,
    "DamagedError": 500,
    "StorageError": 500,
    "ProofError": 500,
    "IntegrityError": 500,
    "ConversationError": 500,
}


@pytest.mark.parametrize("name", sorted(errors.__all__))
def test_each_kind_of_failure_has_its_status(name: str) -> None:
    kind: Any = getattr(errors, name)
    error = PartialError((), ()) if kind is PartialError else kind("a", "b", "c")
    assert status_of(error, EDITOR) == _STATUSES[name]
    told = json.loads(bytes(error_response(error, EDITOR).body))
    assert told["error"]["kind"] == name
    if kind is not PartialError:
        assert told == {"error": {"kind": name, "subject": "a", "cause": "b", "remedy": "c"}}


def test_the_page_is_told_in_its_own_words() -> None:
    error = TooOftenError("questions", "more than 3 a minute were asked for <b>", 17)
    headers = [("X-Report-QA-Page", "1"), ("Accept-Language", "en")]
    response = error_response(error, READER, scope_of(headers=headers))
    assert (response.status_code, response.headers["retry-after"]) == (429, "17")
    assert response.headers["content-type"] == "application/json"
    told = json.loads(bytes(response.body))
    assert list(told) == ["error"]
    assert told["error"] == render_error(error, texts_for("en"))
    assert told["error"].startswith('<div class="error" role="alert">')
    assert "<b>" not in told["error"].replace("<b>" + isolated("questions"), "")
    chinese = [("X-Report-QA-Page", "1"), ("Accept-Language", "zh-TW")]
    told = json.loads(bytes(error_response(error, READER, scope_of(headers=chinese)).body))
    assert told["error"] == render_error(error, texts_for("zh-TW"))
    nobody = AccessError("request", "nobody has logged in", "Log in first")
    refused = error_response(nobody, None, scope_of(headers=headers))
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Form")
    programs = error_response(error, READER, scope_of(headers=[("X-Report-QA-Page", "0")]))
    assert json.loads(bytes(programs.body))["error"]["kind"] == "LimitError"


def test_whom_nobody_knows_is_asked_to_log_in() -> None:
    error = AccessError("request", "nobody has logged in", "Log in first")
    assert (status_of(error, None), status_of(error, READER)) == (401, 403)
    program = error_response(error, None, scope_of())
    assert program.headers["www-authenticate"] == 'Basic realm="report-qa"'
    browser = error_response(error, None, scope_of(headers=[("Sec-Fetch-Mode", "cors")]))
    assert browser.headers["www-authenticate"] == "Form"  # no window of the browser's own
    assert "www-authenticate" not in error_response(error, READER).headers


def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    response = error_response(TooOftenError("questions", "too many", 17), READER)
    assert (response.status_code, response.headers["retry-after"]) == (429, "17")
    assert json.loads(bytes(response.body))["error"]["kind"] == "LimitError"


def test_a_fault_is_not_told_as_a_failure() -> None:
    request = Request(scope_of(person=READER))
    assert asyncio.run(on_error(request, QAError("a", "b", "c"))).status_code == 500
    with pytest.raises(ZeroDivisionError):
        asyncio.run(on_error(request, ZeroDivisionError()))


def test_a_refusal_that_ends_the_connection_waits_for_what_is_being_sent() -> None:
    left = [b"x"] * 5

    async def receive() -> Any:
        left.pop()
        return {"type": "http.request", "body": b"x", "more_body": bool(left)}

    told = Told()
    asyncio.run(refuse(QAError("a", "b", "c"), scope_of("PUT"), receive, told.send, status=418, closing=True))
    assert (told.status, told.headers["connection"], left) == (418, "close", [])
    # who asks first whether to send has sent nothing
    asyncio.run(
        refuse(
            QAError("a", "b", "c"),
            scope_of("PUT", headers=[("Expect", "100-continue")]),
            receive,
            Told().send,
            closing=True,
        )
    )


def test_nobody_is_waited_for_who_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.serving.asking._SILENT_SECONDS", 0.05)

    async def never() -> Any:
        await asyncio.Event().wait()

    asyncio.run(asyncio.wait_for(drain(never), 5))
    asyncio.run(asyncio.wait_for(drain(body_of(b"a", cut=True)), 5))


def test_no_more_is_read_than_there_is_a_use_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.serving.asking._MOST_DRAINED", 100)
    count = 0

    async def endless() -> Any:
        nonlocal count
        count += 1
        return {"type": "http.request", "body": b"x" * 10, "more_body": True}

    asyncio.run(drain(endless))
    assert count == 10


def test_editors_may_change_and_readers_may_not() -> None:
    EDITOR.require_edit()
    with pytest.raises(AccessError, match="adding and removing reports is for editors"):
        READER.require_edit()
    assert Person("x", EDITOR.role).may_edit
