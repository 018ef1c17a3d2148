"""What the page does, without a browser and without Gradio."""

import threading
from pathlib import Path
from typing import Any

import pytest

from qa.errors import BusyError, DamagedError, ModelError, QAError, QuestionError
from tests.stub_library import StubLibrary, answer, document, quote
from ui import handlers
from ui.handlers import Upload
from ui.loading import Loading, Opened, ready
from ui.render import Turn, Waiting
from ui.texts import EN, ZH_CN

_ANSWER = answer(quote("甲。"))


def _stub(*reports: str, table: dict[str, Any] | None = None) -> Any:
    library: Any = StubLibrary(table or {})
    library.add(*(document(text, name=f"{text}.txt") for text in reports))
    return library


def _failed() -> Loading:
    def opening(report: Any) -> Opened:
        raise ModelError("m", "it has no weights", "Name another")

    loading = Loading(opening)
    loading.start()
    return loading


def test_a_question_waits_and_then_has_its_answer() -> None:
    before = (Turn("a", _ANSWER),)
    steps = list(handlers.asking(ready(_stub(table={"b": _ANSWER})), "b", before))
    assert steps == [(*before, Turn("b", Waiting(models=False))), (*before, Turn("b", _ANSWER))]


def test_a_question_asked_too_early_waits_for_the_models() -> None:
    go = threading.Event()

    def opening(report: Any) -> Opened:
        go.wait(10)
        return Opened(_stub(table={"q": _ANSWER}))

    loading = Loading(opening)
    loading.start()
    steps = handlers.asking(loading, "q", ())
    assert next(steps) == (Turn("q", Waiting(models=True)),)
    go.set()
    assert next(steps) == (Turn("q", _ANSWER),)


def test_a_question_that_cannot_be_asked_ends_in_its_error() -> None:
    refused = QuestionError("question", "it is too long", "Shorten it")
    *_, (turn,) = handlers.asking(ready(_stub(table={"q": refused})), "q", ())
    assert turn.outcome is refused


def test_a_failed_load_is_the_answer_to_every_question() -> None:
    *_, (turn,) = handlers.asking(_failed(), "q", ())
    assert isinstance(turn.outcome, ModelError)


def test_the_conversation_keeps_the_last_fifty_questions() -> None:
    before = tuple(Turn(str(number), _ANSWER) for number in range(60))
    *_, turns = handlers.asking(ready(_stub()), "new", before)
    assert [turn.question for turn in turns] == [*map(str, range(11, 60)), "new"]


def test_a_fault_takes_the_place_of_what_waits() -> None:
    done, waiting = Turn("a", _ANSWER), Turn("b", Waiting(models=False))
    kept, broken = handlers.broken((done, waiting))
    assert kept is done
    assert broken.question == "b"
    assert isinstance(broken.outcome, QAError)


def test_the_page_shows_how_far_loading_is() -> None:
    told, go = threading.Event(), threading.Event()

    def opening(report: Any) -> Opened:
        report("embed", 2, 5)
        told.set()
        go.wait(10)
        return Opened(_stub("甲"), (QAError("b.pdf", "it is a scan", "Run OCR"),))  # type: ignore[arg-type]

    loading = Loading(opening)
    shelves = handlers.opening(loading, ZH_CN)
    assert "模型正在加载，可以先提问" in next(shelves).status
    loading.start()
    told.wait(10)
    assert "正在建立索引（2/5），可以先提问" in next(shelves).status
    go.set()
    *_, last = shelves
    assert "可以提问了" in last.status
    assert "甲.txt" in last.reports
    assert "b.pdf" in last.notices


def test_the_page_shows_that_loading_failed_and_why() -> None:
    *_, shelf = handlers.opening(_failed(), ZH_CN)
    assert "加载失败" in shelf.status
    assert "模型加载失败" in shelf.notices
    assert "it has no weights. Name another" in shelf.notices


def test_examples_stand_while_just_the_samples_are_loaded() -> None:
    library = _stub("甲", "乙")
    samples = frozenset(each.id for each in library.documents())

    loading = Loading(lambda report: Opened(library, examples=("谁？",), samples=samples))
    loading.start()
    assert "谁？" in handlers.show_shelf(loading, EN).examples
    library.add(document("丙"))
    assert handlers.show_shelf(loading, EN).examples == ""
    library.remove(document("丙").id)
    library.remove(document("乙").id)
    assert handlers.show_shelf(loading, EN).examples == ""


def test_an_empty_shelf_asks_for_reports() -> None:
    assert "No reports yet" in handlers.show_shelf(ready(_stub()), EN).status


def _copy(folder: Path, data: bytes, name: str) -> Upload:
    path = folder / f"copy-{len(list(folder.iterdir()))}"
    path.write_bytes(data)
    return Upload(name, path)


def test_good_uploads_are_added_bad_ones_named_and_every_copy_deleted(tmp_path: Path) -> None:
    library = _stub()
    uploads = [
        _copy(tmp_path, "渔浦渡口六月停航。".encode("gb18030"), "../../渡口.txt"),
        _copy(tmp_path, b"", "空.txt"),
        _copy(tmp_path, b"%PDF-1.7\nbroken", "坏.pdf"),
        _copy(tmp_path, "第二份报告。".encode(), "二.md"),
    ]
    shelf = handlers.add(ready(library), uploads, ZH_CN)
    assert [(each.name, each.text) for each in library.documents()] == [
        ("渡口.txt", "渔浦渡口六月停航。"),
        ("二.md", "第二份报告。"),
    ]
    assert all(name in shelf.notices for name in ("渡口.txt", "空.txt", "坏.pdf", "二.md"))
    assert (shelf.notices.count('class="bad"'), shelf.notices.count('class="good"')) == (2, 2)
    assert list(tmp_path.iterdir()) == []


def test_an_upload_whose_copy_is_gone_is_named(tmp_path: Path) -> None:
    shelf = handlers.add(ready(_stub()), [Upload("a.txt", tmp_path / "gone")], EN)
    assert "its copy is gone" in shelf.notices


def test_nothing_uploaded_changes_nothing() -> None:
    assert handlers.add(ready(_stub("甲")), (), EN) == handlers.show_shelf(ready(_stub("甲")), EN)


@pytest.mark.parametrize("gone", [False, True])
def test_a_removed_report_leaves_the_shelf(gone: bool) -> None:
    library = _stub("甲", "乙")
    if gone:  # by another window
        library.remove(document("甲").id)
    shelf = handlers.remove(ready(library), document("甲").id, EN)
    assert "甲.txt" not in shelf.reports
    assert "乙.txt" in shelf.reports
    assert shelf.notices == ""


def test_where_a_library_is_kept_is_shown() -> None:
    loading = Loading(lambda report: Opened(_stub("甲"), kept="/home/<me>/library"))
    loading.start()
    shelf = handlers.show_shelf(loading, EN)
    assert "Ready for questions" in shelf.status
    assert "Library: <bdi>/home/&lt;me&gt;/library</bdi>. What you add or remove here is kept" in shelf.status
    assert "kept" not in handlers.show_shelf(ready(_stub("甲")), EN).status


class _Failing(StubLibrary):
    """Refuses what it is told to refuse."""

    def __init__(self, reading: QAError | None = None, removing: QAError | None = None) -> None:
        super().__init__({})
        self._reading, self._removing = reading, removing

    def reports(self) -> Any:
        if self._reading:
            raise self._reading
        return super().reports()

    def remove(self, document_id: str) -> None:
        if self._removing:
            raise self._removing
        super().remove(document_id)


def test_a_library_that_cannot_be_read_says_so_on_the_page() -> None:
    library: Any = _Failing(reading=DamagedError("/kept", "its database is damaged", "Repair it"))
    for shelf in (*handlers.opening(ready(library), ZH_CN), handlers.add(ready(library), (), ZH_CN)):
        assert "加载失败" in shelf.status
        assert "报告库已损坏" in shelf.notices
        assert "its database is damaged. Repair it" in shelf.notices


def test_a_report_that_cannot_be_removed_stays_and_the_page_says_why() -> None:
    library: Any = _Failing(removing=BusyError("/kept", "another process is changing it", "Try again"))
    library.add(document("甲", name="甲.txt"))
    shelf = handlers.remove(ready(library), document("甲").id, ZH_CN)
    assert "可以提问了" in shelf.status
    assert "甲.txt" in shelf.reports
    assert "另一个程序正在修改报告库" in shelf.notices
    assert "another process is changing it. Try again" in shelf.notices
    assert "it has no weights" in handlers.remove(_failed(), "x", EN).notices
