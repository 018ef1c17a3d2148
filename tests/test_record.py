"""What may stand in a log."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.record import QUESTIONS, note_question, on_one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("林澄", '"林澄"'),
        ("a b", '"a b"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("back\\slash", '"back\\\\slash"'),
        ("a\r\nb\x00\x1b[2J", '"a\\r\\nb\\x00\\x1b[2J"'),
        ("\u202e\u2028\x85", '"\\u202e\\u2028\\x85"'),
        ("\ud800", '"\\ud800"'),
        ("x" * 200, f'"{"x" * 100}"'),
    ],
)
def test_text_from_outside_is_one_value(text: str, shown: str) -> None:
    assert on_one_line(text) == shown


@given(st.text(st.characters(), max_size=120))
def test_no_text_ends_its_line_or_its_value(text: str) -> None:
    shown = on_one_line(text)
    assert shown.isprintable()
    inner = shown[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inner
    assert shown.encode("utf-8")


def test_questions_are_noted_only_where_that_is_wanted(caplog: pytest.LogCaptureFixture) -> None:
    note_question("bo", "谁任组长？")
    assert caplog.records == []
    with caplog.at_level(logging.INFO, QUESTIONS.name):
        note_question("bo", "谁任\n组长？")
        note_question("", "q")
    assert caplog.messages == ['person="bo" question="谁任\\n组长？"', 'person="-" question="q"']
