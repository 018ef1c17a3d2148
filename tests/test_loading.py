"""The library is opened beside the page, and whoever waits for it is told how that ended."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest

import qa.library
from qa.errors import FormatError, ModelError, PartialError, QAError
from qa.samples import sample_paths
from tests.stub_library import StubLibrary, document
from ui.loading import Loading, Opened, open_library, ready


@pytest.fixture
def uncaught(monkeypatch: pytest.MonkeyPatch) -> list[type[BaseException]]:
    seen: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda failure: seen.append(failure.exc_type))
    return seen


def test_the_library_comes_when_it_is_open() -> None:
    library: Any = StubLibrary({})
    go = threading.Event()

    def opening(report: Any) -> Opened:
        report("read", 1, 3)
        go.wait(10)
        return Opened(library)

    loading = Loading(opening)
    assert (loading.done, loading.progress) == (False, None)
    loading.start()
    with pytest.raises(TimeoutError):
        loading.wait(0.05)
    assert (loading.done, loading.progress) == (False, ("read", 1, 3))
    go.set()
    assert loading.wait(10).library is library
    assert loading.done


def test_a_failure_reaches_everyone_who_waits(uncaught: list[type[BaseException]]) -> None:
    def opening(report: Any) -> Opened:
        raise ModelError("m", "it has no weights", "Name another")

    loading = Loading(opening)
    loading.start()
    for _ in range(2):
        with pytest.raises(ModelError, match="it has no weights"):
            loading.wait(10)
    assert uncaught == []


def test_a_fault_releases_who_waits_and_is_not_hidden(uncaught: list[type[BaseException]]) -> None:
    def opening(report: Any) -> Opened:
        raise ZeroDivisionError

    loading = Loading(opening)
    loading.start()
    with pytest.raises(QAError, match="ZeroDivisionError"):
        loading.wait(10)
    deadline = time.monotonic() + 10
    while not uncaught and time.monotonic() < deadline:
        time.sleep(0.01)
    assert uncaught == [ZeroDivisionError]


def test_a_library_can_be_ready_from_the_start() -> None:
    library: Any = StubLibrary({})
    assert ready(library).done
    assert ready(library).wait(0).library is library


class _Recorder(StubLibrary):
    """Takes paths for reports, and refuses those that end in .bad."""

    models: tuple[str | None, str | None] = (None, None)
    sources: tuple[Any, ...] = ()

    opened: tuple[Any, ...] = ()

    @classmethod
    def open(cls, *where: Any, create: bool) -> "_Recorder":
        cls.opened = (*where, create)
        return cls({})

    subject = "milvus://host:19530/reports"

    @classmethod
    def in_memory(cls, encoder: str | None = None, reader: str | None = None) -> "_Recorder":
        cls.models = (encoder, reader)
        return cls({})

    def add(self, *sources: Any, on_progress: Any = None) -> Any:
        type(self).sources = sources
        good = [Path(source) for source in sources if Path(source).suffix != ".bad"]
        added = super().add(*(document(path.name, name=path.name) for path in good))
        on_progress("read", len(sources), len(sources))
        if len(good) < len(sources):
            bad = FormatError("x.bad", "it is damaged", "Repair it")
            raise PartialError((bad,), tuple(each.name for each in added))
        return added


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> type[_Recorder]:
    monkeypatch.setattr(qa.library, "Library", _Recorder)
    return _Recorder


def test_without_paths_the_samples_are_opened_with_examples(recorder: type[_Recorder]) -> None:
    progress: list[tuple[str, int, int]] = []
    opened = open_library((), None, None, lambda *step: progress.append(step))
    assert recorder.sources == sample_paths()
    assert opened.samples == {document(path.name).id for path in sample_paths()}
    assert len(opened.examples) >= 3
    assert progress == [("read", len(sample_paths()), len(sample_paths()))]


def test_given_reports_are_opened_without_examples(recorder: type[_Recorder]) -> None:
    opened = open_library(("a.txt", "x.bad"), "some/model", "some/reader", lambda *step: None)
    assert (recorder.sources, recorder.models) == (("a.txt", "x.bad"), ("some/model", "some/reader"))
    assert [each.name for each in opened.library.documents()] == ["a.txt"]
    assert [failure.subject for failure in opened.failures] == ["x.bad"]
    assert (opened.examples, opened.samples) == ((), frozenset())


def test_a_library_that_is_kept_is_opened_in_place_of_reports(recorder: type[_Recorder]) -> None:
    opened = open_library((), "some/model", None, lambda *step: None, "milvus://root:S3cret@host/reports")
    assert recorder.opened == ("milvus://root:S3cret@host/reports", "some/model", None, False)
    assert opened.kept == "milvus://host:19530/reports"
    assert (opened.failures, opened.examples, opened.samples) == ((), (), frozenset())
    assert open_library(("a.txt",), None, None, lambda *step: None).kept is None


def test_a_library_is_closed_once_it_is_open(uncaught: list[type[BaseException]]) -> None:
    closed: list[bool] = []

    class Closing(StubLibrary):
        def close(self) -> None:
            closed.append(True)

    def failing(report: Any) -> Opened:
        raise ModelError("m", "it has no weights", "Name another")

    library: Any = Closing({})
    waiting, failed = Loading(lambda report: Opened(library)), Loading(failing)
    waiting.close()
    failed.start()
    with pytest.raises(ModelError):
        failed.wait(10)
    failed.close()
    assert closed == []
    ready(library).close()
    assert closed == [True]
