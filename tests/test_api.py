"""ask(): read once while nothing has changed, and every failure told."""

import gc
import json
import os
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa import api, opening
from qa.api import ask
from qa.errors import EmptyError, FormatError, ModelError, NotFoundError, QuestionError, SourceError
from qa.ingest import ReadResult
from qa.library import Library
from qa.types import Document
from tests.fakes import BagEncoder, WordReader, cover_scorers

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
    monkeypatch.setattr(opening, "bundled_scorers", cover_scorers)
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


def test_an_encoder_need_not_be_hashable(reads: list[int], report: Path) -> None:
    class Unhashable(BagEncoder):
        __hash__ = None  # type: ignore[assignment]

    encoders = Unhashable(), Unhashable()
    for encoder in (*encoders, *encoders):
        assert ask(QUESTION, report, encoder=encoder).text == ANSWER
    assert [len(encoder.passages) for encoder in encoders] == [1, 1]


def test_encoders_that_are_equal_are_not_the_same(reads: list[int], report: Path) -> None:
    class Equal(BagEncoder):
        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 1

    encoders = Equal(), Equal()
    for encoder in encoders:
        ask(QUESTION, report, encoder=encoder)
    assert [len(encoder.passages) for encoder in encoders] == [1, 1]


def test_models_live_as_long_as_their_place_in_the_cache(reads: list[int], report: Path) -> None:
    """Or an object made later could have the id of one that is gone, and its library."""
    encoder, reader = BagEncoder(), WordReader({"贺兰舟": 4.0})
    living = weakref.ref(encoder), weakref.ref(reader)
    ask(QUESTION, report, encoder=encoder, reader=reader)
    del encoder, reader
    gc.collect()
    assert all(reference() is not None for reference in living)
    api._libraries.clear()
    gc.collect()
    assert [reference() for reference in living] == [None, None]


def test_another_reader_answers_otherwise(reads: list[int], report: Path) -> None:
    encoder = BagEncoder()
    by_name, by_town = WordReader({"贺兰舟": 4.0}), WordReader({"临澜": 4.0})
    for _ in range(2):
        assert ask(QUESTION, report, encoder=encoder, reader=by_name).quotes[0].answer == "贺兰舟"
        assert ask(QUESTION, report, encoder=encoder, reader=by_town).text == "临澜市召开大会。"
    assert ask(QUESTION, report, encoder=encoder).text == ANSWER
    assert len(reads) == 3
    assert len(by_name.asked) == len(by_town.asked) == 2


def test_a_reader_is_loaded_by_name(reads: list[int], report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "load_reader", lambda name: WordReader({name: 4.0}))
    encoder = BagEncoder()
    assert ask(QUESTION, report, encoder=encoder, reader="临澜").quotes[0].answer == "临澜"
    assert ask(QUESTION, report, encoder=encoder, reader="贺兰舟").quotes[0].answer == "贺兰舟"


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
    # What kept a file from being read may pass without a change to the file.
    assert len(reads) == 2


def test_a_file_that_could_be_read_the_second_time_is_quoted(
    reads: list[int], report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = api.read_reports

    def busy(found: Sequence[Any], *arguments: Any) -> ReadResult:
        result = read(found[1:], *arguments)
        return replace(result, failures=(SourceError("bridge.txt", "the disk is busy", "Try again"),))

    report.with_name("bridge.txt").write_text("大桥全长九公里。", encoding="utf-8")
    encoder = BagEncoder()
    with monkeypatch.context() as patch:
        patch.setattr(api, "read_reports", busy)
        assert [each.source for each in ask(QUESTION, report.parent, encoder=encoder).skipped] == [
            "bridge.txt"
        ]
    found = ask("大桥全长多少公里", report.parent, encoder=encoder)
    assert (found.text, found.skipped) == ("大桥全长九公里。", ())


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


def test_a_library_has_its_own_reader() -> None:
    with pytest.raises(ModelError, match="reader: a Library has its own"):
        ask(QUESTION, Library(BagEncoder(), cover_scorers()), reader=WordReader({}))


def test_a_reader_that_is_not_there_is_told(reads: list[int], report: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-such-reader"):
        ask(QUESTION, report, encoder=BagEncoder(), reader=str(tmp_path / "no-such-reader"))


@pytest.mark.parametrize("question", [None, 7, b"text", ["text"]])
def test_a_question_that_is_no_text_is_refused(reads: list[int], report: Path, question: Any) -> None:
    with pytest.raises(QuestionError, match=f"of the type {type(question).__name__}"):
        ask(question, report, encoder=BagEncoder())
    assert reads == []


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
