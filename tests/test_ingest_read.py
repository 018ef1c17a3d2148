"""One source to one Document: identity, limits, and what is no file."""

import hashlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import errors
from qa.errors import DecodingError, EmptyError, FormatError, NotFoundError, SourceError, TooLargeError
from qa.ingest import Limits, read_bytes, read_path, read_text
from qa.types import Document


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    data = "\ufeff第一行\r\n\r\n  第二行\t\n".encode()
    path.write_bytes(data)
    document = read_path(path)
    assert document == Document(
        text="第一行\r\n\r\n  第二行\t\n",
        name="报告.txt",
        id=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        codec="utf-8-sig",
        path=str(path),
    )
    assert Document.from_path(str(path)) == document
    assert Document.from_bytes(data, "报告.txt") == read_bytes(data, "报告.txt")
    assert read_bytes(data, "x/报告.txt").path is None


def test_a_relative_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("# Title")
    monkeypatch.chdir(tmp_path)
    document = read_path("a.md")
    assert (document.path, document.media_type) == (str(tmp_path / "a.md"), "text/markdown")


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])).filter(lambda text: bool(text.strip()))
)
def test_text_is_taken_as_it_is(text: str) -> None:
    document = Document.from_text(text, "a.txt")
    assert document.text == text
    assert document.id == hashlib.sha256(text.encode()).hexdigest()
    assert document.codec is None


@pytest.mark.parametrize(
    ("text", "error"),
    [("", EmptyError), (" \n\u3000", EmptyError), ("a\x00b", FormatError), ("a\ud800b", DecodingError)],
)
def test_text_that_is_refused(text: str, error: type[SourceError]) -> None:
    with pytest.raises(error) as caught:
        read_text(text, "a\x1b.txt")
    assert caught.value.subject == "a\ufffd.txt"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyError),
        (b" \r\n\t", EmptyError),
        (b"\xef\xbb\xbf", EmptyError),
        (bytes(range(256)), FormatError),
        (os.urandom(64) + b"\0\0\1", FormatError),
        (b"\x7fELF\x02\x01\x01" + bytes(60), FormatError),
    ],
    ids=("empty", "white space", "a mark alone", "every byte", "noise", "a program"),
)
def test_bytes_that_are_refused(data: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error):
        read_bytes(data, "a.txt")


def test_every_refusal_names_file_cause_and_remedy() -> None:
    with pytest.raises(EmptyError) as caught:
        read_bytes(b"", "a.txt")
    assert str(caught.value) == "a.txt: is empty (0 bytes). Give a file with text in it"


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    start = time.perf_counter()
    with pytest.raises(TooLargeError, match=r"huge\.txt: is 200 MiB, more than the 64 MiB"):
        read_path(path)
    assert time.perf_counter() - start < 0.2


def test_limits_are_inclusive(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12345")
    assert read_path(tmp_path / "a.txt", Limits(file_bytes=5, characters=5)).text == "12345"
    with pytest.raises(TooLargeError):
        read_path(tmp_path / "a.txt", Limits(file_bytes=4))
    with pytest.raises(TooLargeError):
        read_path(tmp_path / "a.txt", Limits(characters=4))
    with pytest.raises(TooLargeError):
        read_text("12345", "a", Limits(characters=4))


@pytest.mark.parametrize("name", ["missing.txt", "a.txt/inside.txt", "nul\0.txt"])
def test_paths_to_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(NotFoundError, match="there is no file"):
        read_path(tmp_path / name)


def test_folders_pipes_and_endless_names_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="folder"):
        read_path(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(FormatError, match="pipe"):
        read_path(tmp_path / "pipe.txt")
    with pytest.raises(FormatError, match="device"):
        read_path("/dev/zero")
    with pytest.raises(SourceError, match="refuses to read"):
        read_path(tmp_path / ("x" * 300))


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xa8\xb8\xe6.txt"))
    path.write_text("text")
    document = read_path(path)
    assert document.name == "\ufffd\ufffd\ufffd\ufffd.txt"
    assert document.path is not None
    assert Path(document.path).read_text() == "text"


def test_errors_are_children_of_one() -> None:
    for name in (
        "NotFoundError",
        "FormatError",
        "DecodingError",
        "EmptyError",
        "EncryptedError",
        "TooLargeError",
    ):
        assert issubclass(getattr(errors, name), SourceError)
