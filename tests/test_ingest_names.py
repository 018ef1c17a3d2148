"""Names that are safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.ingest.names import shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("报告.pdf", "报告.pdf"),
        ("/home/someone/报告.pdf", "报告.pdf"),
        ("C:\\reports\\a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("annual\u202efdp.exe", "annual\ufffdfdp.exe"),
        ("a\x1b[31m.txt", "a\ufffd[31m.txt"),
        ("a\nb.txt", "a\ufffdb.txt"),
        ("a\udcff.txt", "a\ufffd.txt"),
        ("", "unnamed"),
        ("  ", "unnamed"),
        ("x" * 300, "x" * 255),
        ("<b>&.txt", "<b>&.txt"),
    ],
)
def test_examples(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(st.text(st.characters()))
def test_any_name_can_be_encoded_and_has_no_separator(name: str) -> None:
    shown = shown_name(name)
    assert shown.encode()
    assert not set(shown) & set("/\\\n\r\x00\u202e")
    assert shown_name(shown) == shown
