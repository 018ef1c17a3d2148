"""ask(): read once while nothing has changed, and every failure told."""

import json
import os
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from qa import api
from qa import library as library_module
from qa.api import ask
from qa.errors import EmptyError, FormatError, ModelError, NotFoundError, QuestionError
from qa.library import Library
from qa.types import Document
from tests.fakes import BagEncoder, cover_scorers

QUESTION = "会议由谁主持？"
TEXT = "临澜市召开大会。会议由贺兰舟主持。"
ANSWER = "会议由贺兰舟主持。"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each reading had; the cache is empty and the reader is set by hand."""
    counted: list[int] = []
    read = api.read_reports

    def counting(found: Sequence[Any], *arguments: Any) -> Any:
        counted.append(len(found))
        return read(found, *arguments)

    monkeypatch.setattr(api, "read_reports", counting)
    monkeypatch.setattr(api, "_libraries", OrderedDict())
    monkeypatch.setattr(library_module, "bundled_scorers", cover_scorers)
    return counted


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_file_answers(reads: list[int], report: Path) -> None:
    found = ask(QUESTION, report, encoder=BagEncoder())
    assert found
    assert (found.text, found.question, found.skipped) == (ANSWER, QUESTION, ())
    assert found.quotes[0].source == "report.txt"


def test_an_unchanged_file_is_neither_read_nor_embedded_again(reads: list[int], report: Path) -> None:
    encoder = BagEncoder()
    first = ask(QUESTION, report, encoder=encoder)
    second = ask(QUESTION, str(report), encoder=encoder)
    assert first == second
    assert (len(reads), len(encoder.passages), len(encoder.queries)) == (1, 1, 2)


def test_a_changed_file_is_read_again(reads: list[int], report: Path) -> None:
    encoder = BagEncoder()
    ask(QUESTION, report, encoder=encoder)
    status = report.stat()
    report.write_text(TEXT.replace("贺兰舟", "梁若谷"), encoding="utf-8")
    os.utime(report, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert ask(QUESTION, report, encoder=encoder).text == "会议由梁若谷主持。"
    assert len(encoder.passages) == 2


def test_a_file_added_to_a_folder_is_read(reads: list[int], report: Path) -> None:
    encoder = BagEncoder()
    assert not ask("大桥全长多少公里", report.parent, encoder=encoder)
    (report.parent / "bridge.txt").write_text("大桥全长九公里。", encoding="utf-8")
    assert ask("大桥全长多少公里", report.parent, encoder=encoder).text == "大桥全长九公里。"


def test_another_encoder_reads_again(reads: list[int], report: Path) -> None:
    encoders = BagEncoder(), BagEncoder()
    for encoder in encoders:
        ask(QUESTION, report, encoder=encoder)
    assert [len(encoder.passages) for encoder in encoders] == [1, 1]


def test_only_the_last_few_sets_are_kept(reads: list[int], tmp_path: Path) -> None:
    encoder = BagEncoder()
    paths = [tmp_path / f"{number}.txt" for number in range(9)]
    for path in paths:
        path.write_text(f"{TEXT}{path.stem}", encoding="utf-8")
        ask(QUESTION, path, encoder=encoder)
    ask(QUESTION, paths[8], encoder=encoder)
    ask(QUESTION, paths[1], encoder=encoder)
    assert len(reads) == 9
    ask(QUESTION, paths[0], encoder=encoder)
    assert len(reads) == 10


def test_a_document_and_several_of_them_answer(reads: list[int]) -> None:
    encoder = BagEncoder()
    first, second = Document.from_text(TEXT, "a.txt"), Document.from_text("大桥全长九公里。", "b.txt")
    assert ask(QUESTION, first, encoder=encoder).text == ANSWER
    assert ask("大桥全长多少公里", [first, [second]], encoder=encoder).quotes[0].source == "b.txt"


def test_a_renamed_document_is_quoted_by_its_new_name(reads: list[int]) -> None:
    encoder = BagEncoder()
    for name in ("old.txt", "new.txt"):
        assert ask(QUESTION, Document.from_text(TEXT, name), encoder=encoder).quotes[0].source == name


def test_a_generator_is_read_once_and_whole(reads: list[int], report: Path) -> None:
    bridge = Document.from_text("大桥全长九公里。", "b.txt")
    assert (
        ask("大桥全长多少公里", (each for each in (report, bridge)), encoder=BagEncoder()).text == bridge.text
    )
    assert reads == [2]


def test_a_named_file_that_cannot_be_read_raises(reads: list[int], report: Path) -> None:
    encoder = BagEncoder()
    empty = report.with_name("empty.txt")
    empty.write_bytes(b"")
    with pytest.raises(EmptyError, match=r"empty\.txt"):
        ask(QUESTION, empty, encoder=encoder)
    with pytest.raises(EmptyError, match=r"empty\.txt"):
        ask(QUESTION, [report, empty], encoder=encoder)
    with pytest.raises(NotFoundError, match=r"gone\.txt"):
        ask(QUESTION, [report.with_name("gone.txt"), report], encoder=encoder)
    assert encoder.passages == []


def test_a_bad_file_in_a_folder_is_skipped_and_named(reads: list[int], report: Path) -> None:
    encoder = BagEncoder()
    report.with_name("empty.txt").write_bytes(b"")
    report.with_name("damaged.docx").write_bytes(b"PK\x03\x04 and nothing more")
    for _ in range(2):
        found = ask(QUESTION, report.parent, encoder=encoder)
        assert found.text == ANSWER
        assert [each.source for each in found.skipped] == ["damaged.docx", "empty.txt"]
        assert all(each.cause and each.remedy for each in found.skipped)
    assert len(reads) == 1


def test_a_bad_file_skipped_in_its_folder_raises_when_it_is_named(reads: list[int], report: Path) -> None:
    encoder = BagEncoder()
    empty = report.with_name("empty.txt")
    empty.write_bytes(b"")
    assert ask(QUESTION, report.parent, encoder=encoder)
    with pytest.raises(EmptyError):
        ask(QUESTION, sorted(report.parent.iterdir()), encoder=encoder)


def test_a_folder_with_nothing_readable_raises(reads: list[int], tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        ask(QUESTION, tmp_path, encoder=BagEncoder())
    (tmp_path / "damaged.docx").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(FormatError, match=r"damaged\.docx"):
        ask(QUESTION, tmp_path, encoder=BagEncoder())


def test_no_source_at_all_raises(reads: list[int]) -> None:
    with pytest.raises(NotFoundError):
        ask(QUESTION, [], encoder=BagEncoder())


def test_what_is_no_source_is_a_mistake_of_the_caller(reads: list[int]) -> None:
    with pytest.raises(TypeError):
        ask(QUESTION, b"report.txt", encoder=BagEncoder())  # type: ignore[arg-type]


def test_a_question_that_cannot_be_asked_is_refused_before_anything_is_read(
    reads: list[int], report: Path
) -> None:
    with pytest.raises(QuestionError):
        ask(" ？", report, encoder=BagEncoder())
    assert reads == []


def test_a_library_answers_itself() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add(Document.from_text(TEXT, "a.txt"))
    assert ask(QUESTION, library) == library.ask(QUESTION)
    assert len(ask(QUESTION, library, limit=1).quotes) == 1


def test_a_library_has_its_own_encoder() -> None:
    with pytest.raises(ModelError):
        ask(QUESTION, Library(BagEncoder(), cover_scorers()), encoder=BagEncoder())


def test_an_encoder_that_is_not_there_is_told(reads: list[int], report: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        ask(QUESTION, report, encoder=str(tmp_path / "no-such-model"))


def test_the_answer_is_plain_json(reads: list[int], report: Path) -> None:
    report.with_name("empty.txt").write_bytes(b"")
    for question in (QUESTION, "猪肉价格"):
        shown = ask(question, report.parent, encoder=BagEncoder()).to_dict()
        assert json.loads(json.dumps(shown)) == shown
        assert shown["answered"] is (question == QUESTION)
        assert shown["skipped"][0]["source"] == "empty.txt"


def test_progress_is_told_while_reading(reads: list[int], report: Path) -> None:
    told: list[tuple[str, int, int]] = []
    ask(QUESTION, report, encoder=BagEncoder(), on_progress=lambda *step: told.append(step))
    assert told == [("read", 1, 1), ("embed", 1, 1)]
