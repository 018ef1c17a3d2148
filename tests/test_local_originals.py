"""The bytes that reports were read from: kept where they can be had and are wanted."""

import hashlib
import os
from pathlib import Path

import pytest

from qa.errors import LibraryError, PartialError, SourceError
from qa.samples import __file__ as samples
from qa.types import Document
from tests.kept import (
    BRIDGE,
    MAYOR,
    PORT,
    names,
    open_library,
)


def test_original_bytes_are_kept_where_there_are_any(tmp_path: Path) -> None:
    folder = Path(samples).parent
    pdf = next(iter(sorted(folder.rglob("*.pdf"))))
    (tmp_path / "gbk.txt").write_bytes("大桥全长九公里，造价很高，工期很长。".encode("gbk"))
    marked = Document.from_bytes("大桥全长九公里，造价很高。".encode("utf-16"), "marked.txt")
    with open_library(tmp_path / "lib") as library:
        documents = library.add(pdf, tmp_path / "gbk.txt", MAYOR, marked)
        originals = [library.original(each.id) for each in documents]
        assert originals == [pdf.read_bytes(), (tmp_path / "gbk.txt").read_bytes(), MAYOR.text.encode(), None]
        assert hashlib.sha256(originals[0] or b"").hexdigest() == documents[0].id
        assert library.document(documents[0].id) == documents[0]
        assert documents[0].page_starts


def test_original_bytes_are_not_kept_where_they_are_not_wanted(tmp_path: Path) -> None:
    with open_library(tmp_path / "lib", keeps_originals=False) as library:
        library.add(MAYOR, BRIDGE)
        assert library.original(MAYOR.id) is None
    with open_library(tmp_path / "lib") as library:
        library.add(PORT)
        assert [library.original(each.id) for each in (BRIDGE, PORT)] == [None, PORT.text.encode()]


def test_a_file_that_changed_since_it_was_read_is_named_and_the_rest_added(tmp_path: Path) -> None:
    path = tmp_path / "changing.txt"
    path.write_text("大桥全长九公里。", encoding="utf-8")
    document = Document.from_path(path)
    path.write_text("大桥全长八公里。", encoding="utf-8")
    with open_library(tmp_path / "lib") as library:
        with pytest.raises(PartialError) as caught:
            library.add(document, MAYOR)
        assert [str(each) for each in caught.value.failures] == [
            "changing.txt: the file was changed since it was read. Add it again"
        ]
        assert names(library) == ["mayor.txt"]
        path.unlink()
        with pytest.raises(SourceError, match=r"changing\.txt"):
            library.add(document)
    with open_library(tmp_path / "lib", keeps_originals=False) as library:
        library.add(document)
        assert names(library) == ["mayor.txt", "changing.txt"]


def test_a_file_whose_name_is_no_utf_8_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / os.fsdecode(b"\xb1\xa8.txt")
    try:
        path.write_text(BRIDGE.text, encoding="utf-8")
    except OSError:
        pytest.skip("files have no such names here")
    with open_library(tmp_path / "lib") as library:
        (document,) = library.add(folder)
        assert document.path == str(path)
    with open_library(tmp_path / "lib") as library:
        assert library.documents() == (document,)
        assert [info.path for info in library.reports()] == [str(path)]
        assert library.original(document.id) == path.read_bytes()
        path.write_text(MAYOR.text, encoding="utf-8")
        library.add(folder, replace=True)
        assert [each.text for each in library.documents()] == [MAYOR.text]
    with pytest.raises(LibraryError, match="no UTF-8"):
        open_library(tmp_path / os.fsdecode(b"\xb1"))
