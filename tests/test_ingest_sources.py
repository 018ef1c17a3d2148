"""Folders, files and documents, good ones and bad ones."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.errors import EmptyError, FormatError, NotFoundError, SourceError
from qa.ingest import ReadResult, expand, read_sources, read_text
from tests import files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "sub/c.csv", "sub/deep/d.txt", "z.TXT"):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {name}")
    return tmp_path / "reports"


def names(result: ReadResult) -> list[str]:
    return [document.name for document in result.documents]


def test_a_folder_is_read_in_sorted_order_with_the_folders_in_it(folder: Path) -> None:
    assert names(read_sources(folder)) == ["a.md", "b.txt", "c.csv", "d.txt", "z.TXT"]


def test_hidden_files_locks_and_other_things_are_left_out(folder: Path) -> None:
    for name in (".hidden.txt", ".git/config.txt", "~$b.docx", "picture.png", "code.py", "no_suffix"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"\x00\x01")
    result = read_sources(folder)
    assert names(result) == ["a.md", "b.txt", "c.csv", "d.txt", "z.TXT"]
    assert result.failures == ()


def test_bad_files_are_named_and_good_ones_read(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    (folder / "cut.docx").write_bytes(files.word(None, "text")[:500])
    (folder / "good.docx").write_bytes(files.word(None, "text"))
    (folder / "old.doc").write_bytes(files.compound("WordDocument"))
    (folder / "scan.pdf").write_bytes(files.scan())
    (folder / "empty.txt").touch()
    result = read_sources(folder)
    assert names(result) == ["a.md", "b.txt", "good.docx", "c.csv", "d.txt", "z.TXT"]
    assert [(type(error), error.subject) for error in result.failures] == [
        (FormatError, "bad.txt"),
        (FormatError, "cut.docx"),
        (EmptyError, "empty.txt"),
        (FormatError, "old.doc"),
        (EmptyError, "scan.pdf"),
    ]
    assert result.explicit == ()


def test_what_the_caller_named_is_told_from_what_was_found(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00")
    missing = folder / "missing.txt"
    result = read_sources(missing, folder, str(folder / "b.txt"))
    assert [error.subject for error in result.failures] == ["missing.txt", "bad.txt"]
    assert [error.subject for error in result.explicit] == ["missing.txt"]
    assert isinstance(result.explicit[0], NotFoundError)


def test_a_file_found_first_and_named_later_counts_as_named(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00")
    result = read_sources(folder, folder / "bad.txt")
    assert [error.subject for error in result.explicit] == ["bad.txt"]


def test_documents_and_sequences_of_anything(folder: Path) -> None:
    document = read_text("text", "made.txt")
    result = read_sources([folder / "b.txt", (document, [str(folder / "a.md")])], document)
    assert names(result) == ["b.txt", "made.txt", "a.md"]
    assert result.documents[1] is document


def test_files_without_known_suffix_are_read_when_named(folder: Path) -> None:
    (folder / "REPORT").write_text("text")
    assert names(read_sources(folder / "REPORT")) == ["REPORT"]


@pytest.mark.parametrize("source", [7, None, b"a.txt"])
def test_other_things_are_a_mistake_of_the_program(source: object) -> None:
    with pytest.raises(TypeError, match="a source is a path"):
        read_sources(source)  # type: ignore[arg-type]


def test_a_folder_without_reports(tmp_path: Path) -> None:
    (tmp_path / "picture.png").touch()
    result = read_sources(tmp_path)
    assert [type(error) for error in result.failures] == [NotFoundError]
    assert result.explicit == result.failures


def test_links_in_a_circle_and_to_nothing(folder: Path) -> None:
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    (folder / "broken.txt").symlink_to(folder / "nowhere.txt")
    result = read_sources(folder)
    assert names(result) == ["a.md", "b.txt", "c.csv", "d.txt", "z.TXT"]
    assert [error.subject for error in result.failures] == ["broken.txt", "itself.txt"]


def test_what_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(method: Callable[..., Any], refused: str) -> Callable[..., Any]:
        def call(path: Path, *arguments: Any) -> Any:
            if path.name == refused:
                raise PermissionError(13, "Permission denied", str(path))
            return method(path, *arguments)

        return call

    # mode bits would not do: a test that runs as root may read everything
    monkeypatch.setattr(Path, "open", refusing(Path.open, "b.txt"))
    monkeypatch.setattr(Path, "iterdir", refusing(Path.iterdir, "sub"))
    result = read_sources(folder)
    assert names(result) == ["a.md", "z.TXT"]
    assert [(type(error), error.subject) for error in result.failures] == [
        (SourceError, "b.txt"),
        (SourceError, "sub"),
    ]


def test_equal_files_stay_two_and_one_file_reached_twice_is_one(folder: Path) -> None:
    (folder / "b copy.txt").write_bytes((folder / "b.txt").read_bytes())
    result = read_sources(folder, folder / "b.txt", folder)
    assert names(result) == ["a.md", "b copy.txt", "b.txt", "c.csv", "d.txt", "z.TXT"]


def test_progress_names_every_file(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00")
    seen: list[str] = []
    read_sources(folder, on_read=seen.append)
    assert seen == ["a.md", "b.txt", "bad.txt", "c.csv", "d.txt", "z.TXT"]
    assert len(expand(folder)) == len(seen)


def test_two_thousand_text_files_take_well_under_a_millisecond_each(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"{number:04}.txt").write_text(f"第{number}份报告。" * 80)  # about 2 KB
    start = time.perf_counter()
    assert len(read_sources(tmp_path).documents) == 2000
    assert time.perf_counter() - start < 1.5
