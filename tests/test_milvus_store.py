"""The store on Milvus: changes that break off, what others do meanwhile, and what cannot be reached."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from qa.errors import BusyError, DamagedError, IntegrityError, LibraryError, ModelError, NotFoundError
from qa.opening import open_store
from qa.scope import Scope
from qa.store.memory import MemoryStore
from tests.fakes import BagEncoder
from tests.test_store_contract import (
    ADDITIONS,
    DOCUMENTS,
    IDS,
    OtherEncoder,
    addition,
    document,
    held,
    in_memory,
    library_of,
    record,
    same,
    same_within,
)

grpc = pytest.importorskip("grpc")
pymilvus = pytest.importorskip("pymilvus")
pytest.importorskip("milvus_lite")

from qa.store.milvus import changes, client, driver, numbers, search, statistics  # noqa: E402
from qa.store.milvus import held as held_module  # noqa: E402
from qa.store.milvus.address import Address  # noqa: E402
from qa.store.milvus.client import Client  # noqa: E402
from qa.store.milvus.lite import acquire, release  # noqa: E402
from qa.store.milvus.search import Numbers  # noqa: E402
from qa.store.milvus.store import MilvusStore  # noqa: E402

WHERE = "大桥全长多少公里？"
FOUND = "大桥全长3.86公里。"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@contextmanager
def opened(path: Path, name: str = "report_qa") -> Iterator[MilvusStore]:
    store = MilvusStore(Address(str(path), name, path=path))
    try:
        store.use_models(record(BagEncoder()))
        yield store
    finally:
        store.close()


@pytest.fixture
def store(path: Path) -> Iterator[MilvusStore]:
    with opened(path) as store:
        store.put(ADDITIONS[:2])
        yield store


class Broken(BaseException):
    """What interrupts a change, such as a signal."""


@contextmanager
def breaking(
    monkeypatch: pytest.MonkeyPatch, at: int, *, for_good: bool, kinds: tuple[str, ...] = ("upsert", "delete")
) -> Iterator[list[str]]:
    """The writing call number ``at`` does nothing but fail; where it is for good, so do those that follow."""
    calls: list[str] = []

    def guarded(kind: str, method: Callable[..., None]) -> Callable[..., None]:
        def call(self: Client, *arguments: object) -> None:
            calls.append(f"{kind} {arguments[0]}")
            if len(calls) == at:
                raise Broken
            if len(calls) > at and for_good:
                raise LibraryError(self.subject, "it went away", "Start it")
            method(self, *arguments)

        return call

    with monkeypatch.context() as patch:
        for kind in kinds:
            patch.setattr(Client, kind, guarded(kind, getattr(Client, kind)))
        yield calls


def rows_left(store: MilvusStore, numbers: set[int]) -> int:
    """Rows of all collections that belong to none of these reports."""
    own, names = Client(Address(store.subject, "report_qa", path=Path(store.subject))), store._client.names
    try:
        searched = names.searched(own.collections())
        where = f"number not in {json.dumps(sorted(numbers))}"
        return sum(own.count(each, where) for each in (names.documents, names.chunks, *searched))
    finally:
        own.close()


def numbers_of(store: MilvusStore) -> set[int]:
    return set(store._session.now(anew=True)[1].entries)


@pytest.mark.parametrize("for_good", [False, True], ids=["signal", "server lost"])
def test_an_addition_that_breaks_off_leaves_nothing(
    store: MilvusStore, monkeypatch: pytest.MonkeyPatch, for_good: bool
) -> None:
    for at in range(1, 6):
        with breaking(monkeypatch, at, for_good=for_good) as calls, pytest.raises(Broken):
            store.put(ADDITIONS[2:4], [IDS[0]])
        same(store, in_memory(0, 1))
        store.tidy()
        assert rows_left(store, numbers_of(store)) == 0
    assert calls[4] == "upsert report_qa_documents"
    # from the commit on it is done, whatever of the old one is still to be deleted
    with breaking(monkeypatch, 6, for_good=for_good), pytest.raises(Broken):
        store.put(ADDITIONS[2:4], [IDS[0]])
    same(store, in_memory(1, 2, 3))
    store.tidy()
    same(store, in_memory(1, 2, 3))
    assert rows_left(store, numbers_of(store)) == 0


def test_a_removal_that_breaks_off_is_not_done_or_found_no_more(
    store: MilvusStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(1, 7):
        with breaking(monkeypatch, at, for_good=True) as calls, pytest.raises(Broken):
            store.remove(IDS[1])
        done = calls[0] == "delete report_qa_documents" and at > 1
        same(store, in_memory(0) if done else in_memory(0, 1))
        assert store.tidy() == int(done), at
        assert rows_left(store, numbers_of(store)) == 0
        if done:
            with pytest.raises(NotFoundError):
                store.remove(IDS[1])
            store.put([ADDITIONS[1]])
    store.remove(IDS[1])
    assert rows_left(store, numbers_of(store)) == 0


def test_a_process_that_is_killed_leaves_what_it_had_committed(path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from tests.test_milvus_store import ADDITIONS, Client, opened
with opened(Path(sys.argv[1])) as store:
    store.put(ADDITIONS[:2])
    store.remove(ADDITIONS[0].prepared.document.id)
    upsert = Client.upsert
    def dies(self, name, rows):
        if name.endswith("_documents"):
            os._exit(9)
        upsert(self, name, rows)
    Client.upsert = dies
    store.put(ADDITIONS[2:4])
"""
    root = Path(__file__).resolve().parents[1]
    run = subprocess.run(
        [sys.executable, "-c", code, path], cwd=root, capture_output=True, text=True, check=False
    )
    assert run.returncode == 9, run.stderr
    with opened(path) as store:  # which tidies up
        same(store, in_memory(1))
        assert rows_left(store, numbers_of(store)) == 0


def test_a_server_is_shared(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Milvus Lite's server stands in for one that others run."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = acquire(path)
    where = f"milvus://127.0.0.1:{server.port}/shared"
    stores = [open_store(where) for _ in range(2)]
    try:
        for each in stores:
            each.use_models(record(BagEncoder()))
        one, other = stores
        assert (one.subject, one.models) == (where, record(BagEncoder()))
        one.put(ADDITIONS[:4])
        same(other, in_memory(0, 1, 2, 3))
        other.put([ADDITIONS[4]], [IDS[0]])
        one.remove(IDS[2])
        same(other, in_memory(1, 3, 4))
        same(one, in_memory(1, 3, 4))
        one.compact()
        other.reindex(
            record(OtherEncoder()),
            lambda reports: [addition(each.document, OtherEncoder()).vectors for each in reports],
        )
        with pytest.raises(ModelError, match="Open it again"):
            one.put([ADDITIONS[0]])
        for each in stores:
            each.close()
        again = open_store(where, create=False)
        stores.append(again)
        assert again.models == record(OtherEncoder())
        assert held(again) == [IDS[1], IDS[3], IDS[4]]
    finally:
        for each in stores:
            each.close()
        release(server)


def test_what_is_being_added_elsewhere_is_not_tidied_away(
    store: MilvusStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with breaking(monkeypatch, 5, for_good=True), pytest.raises(Broken):
        store.put([ADDITIONS[2]])
    monkeypatch.setattr(store._client, "alone", False)
    assert store.tidy() == 0
    monkeypatch.setattr(numbers, "_ABANDONED", -1.0)
    assert store.tidy() == 1


def test_what_another_changes_is_seen(store: MilvusStore, path: Path) -> None:
    with opened(path) as other:
        same(other, in_memory(0, 1))
        other.put([ADDITIONS[2]])
        same(store, in_memory(0, 1, 2))
        with store.view() as view:
            before = view.propose(ADDITIONS[1].prepared.terms, ADDITIONS[1].vectors[0], None, 9, 9)
            number = max(before.dense, key=lambda key: before.dense[key]).report
            other.remove(IDS[1])
            found = view.propose(ADDITIONS[1].prepared.terms, ADDITIONS[1].vectors[0], None, 9, 9)
            assert number not in {key.report for key in (*found.lexical, *found.dense)}
            with pytest.raises(BusyError, match="it was removed while it was read"):
                view.prepared(number)
            for read in (view.document, view.addition):
                with pytest.raises(BusyError, match="removed"):
                    read(IDS[1])
        same(store, in_memory(0, 2))


def test_what_is_not_committed_starves_no_search(store: MilvusStore, monkeypatch: pytest.MonkeyPatch) -> None:
    twins = [addition(document(DOCUMENTS[1].text + "。" * each, f"{each}.txt")) for each in range(1, 30)]
    with monkeypatch.context() as patch:
        patch.setattr(Client, "delete", lambda *_: None)
        patch.setattr(changes, "_commits", lambda *_: (_ for _ in ()).throw(Broken))
        with pytest.raises(Broken):
            store.put(twins)
    with store.view() as view:
        found = view.propose(ADDITIONS[1].prepared.terms, ADDITIONS[1].vectors[0], None, 1, 2)
        expected = in_memory(0, 1)
        with expected.view() as other:
            wanted = other.propose(ADDITIONS[1].prepared.terms, ADDITIONS[1].vectors[0], None, 1, 2)
    assert list(found.lexical.values()) == pytest.approx(list(wanted.lexical.values()))
    assert list(found.dense.values()) == pytest.approx(list(wanted.dense.values()))
    assert store.tidy() == 29


def test_libraries_of_one_server_do_not_meet(store: MilvusStore, path: Path) -> None:
    with opened(path, "report_qa_sentences") as other:
        other.put([ADDITIONS[2]])
        same(store, in_memory(0, 1))
        same(other, in_memory(2))
        other.remove(IDS[2])
        store.remove(IDS[0])
        same(store, in_memory(1))


def test_a_list_is_read_though_a_server_returns_few_rows_at_once(
    store: MilvusStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(ADDITIONS[2:])
    monkeypatch.setattr(held_module, "MOST_ROWS", 2)
    query = Client.query

    def limited(self: Client, *arguments: object) -> list[client.Row]:
        return query(self, *arguments, limit=2) if len(arguments[2]) == 1 else query(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "query", limited)
    session_now = store._session.now(anew=True)[1]
    assert [entry.info.id for entry in session_now.entries.values()] == IDS


def test_statistics_of_many_reports_are_those_of_a_sample(
    store: MilvusStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_module, "sampled", lambda numbers: statistics.sampled(numbers, 3))
    store.put(ADDITIONS[2:])
    counted = store._session.now()[1].statistics
    assert len(counted.numbers) == 3
    assert counted.passages == sum(len(each.prepared.segmentation.passages) for each in ADDITIONS)
    assert library_of(store).ask(WHERE).text == FOUND


def test_a_removal_that_leaves_something_is_no_removal(
    store: MilvusStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete = Client.delete

    def forgetful(self: Client, name: str, where: str) -> None:
        if "sentences" not in name:
            delete(self, name, where)

    monkeypatch.setattr(Client, "delete", forgetful)
    with pytest.raises(IntegrityError, match="report_qa_sentences_1 still holds it"):
        store.remove(IDS[1])


def test_damage_is_seen_when_it_is_read(store: MilvusStore) -> None:
    own, (first, second) = store._client, sorted(numbers_of(store))
    (row,) = own.query(
        "report_qa_chunks",
        f'id == "{first}/text/0"',
        ("id", "number", "kind", "part", "pieces", "sha256", "data"),
    )
    own.upsert("report_qa_chunks", [row | {"sha256": "0" * 64, "none": [0.0, 0.0]}])
    own.delete("report_qa_chunks", f'number == {second} and kind in ["cut", "original"]')
    own.delete("report_qa_sentences_1", f"number == {first} and position == 1")
    with store.view() as view:
        with pytest.raises(DamagedError, match=r"mayor\.txt: its stored text is damaged"):
            view.document(IDS[0])
        with pytest.raises(DamagedError, match=r"bridge\.txt: its stored text is gone"):
            view.document(IDS[1])
    with pytest.raises(DamagedError, match="its stored bytes are gone"):
        store.original(IDS[1])
    own.upsert("report_qa_chunks", [row | {"none": [0.0, 0.0]}])
    with store.view() as view, pytest.raises(DamagedError, match="its stored vectors are damaged"):
        view.addition(IDS[0])
    store.remove(IDS[0])  # what is damaged can be removed
    store.remove(IDS[1])
    assert rows_left(store, set()) == 0


def test_a_damaged_report_is_skipped(store: MilvusStore) -> None:
    own, first = store._client, min(numbers_of(store))
    own.delete("report_qa_chunks", f'number == {first} and kind == "text"')
    library = library_of(store)
    for question, text in (("会议由谁主持？", ""), (WHERE, FOUND)):
        found = library.ask(question)
        assert found.text == text
        assert [(each.source, each.cause) for each in found.skipped] == [
            ("mayor.txt", "its stored text is gone")
        ]
        assert {each.source for each in library.search(question)} == {"bridge.txt"}
    assert library.ask(WHERE, within=[IDS[1]]).skipped == ()


def test_a_damaged_record_of_terms_keeps_no_question_from_being_asked(store: MilvusStore, path: Path) -> None:
    own, first = store._client, min(numbers_of(store))
    fields = ("id", "number", "kind", "part", "pieces", "sha256", "data")
    (row,) = own.query("report_qa_chunks", f'number == {first} and kind == "{statistics.KIND}"', fields)
    own.upsert("report_qa_chunks", [row | {"data": "AAAA", "none": [0.0, 0.0]}])
    with opened(path) as other:
        counted = other._session.now()[1].statistics
        assert counted.numbers == numbers_of(store) - {first}
        assert counted.passages == 2
        assert library_of(other).ask(WHERE).text == FOUND
        assert library_of(other).ask("会议由谁主持？").text == "会议由贺兰舟主持。"


def test_many_reports_are_named_in_several_filters(
    store: MilvusStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Numbers.of({1, 2, 3}) == Numbers({1, 2, 3}, ("",))
    assert Numbers.of({1, 2, 3}, Scope(frozenset({1, 2, 3, 9}))).filters == ("",)
    assert Numbers.of({1, 2, 3}, Scope(without=frozenset({2, 9}))).filters == ("number not in [2]",)
    assert Numbers.of({1, 2, 3}, Scope(frozenset({2, 9}))).filters == ["number in [2]"]
    assert Numbers.of({1, 2}, Scope(frozenset({9}))) == Numbers(frozenset(), [])
    monkeypatch.setattr(search, "_NUMBERS_A_FILTER", 2)
    some = Numbers.of(range(9), Scope(frozenset(range(1, 6)), frozenset({3, 7})))
    assert some == Numbers(frozenset({1, 2, 4, 5}), ["number in [1, 2]", "number in [4, 5]"])
    store.put(ADDITIONS[2:])
    expected = in_memory(*range(6))
    same_within(store, expected, 0, 1, 2)
    same_within(store, expected, 0, 3, 5)
    same_within(store, expected, *range(5))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"format": 2}, LibraryError, "a newer version of report-qa made it"),
        ({"analysis": 99}, LibraryError, "a newer version of report-qa made it"),
        ({"analysis": 0}, LibraryError, "report-qa reindex --library"),
        ({"models": {}}, DamagedError, "what it says of itself is damaged"),
    ],
)
def test_a_library_of_another_version_is_refused(
    store: MilvusStore, change: dict[str, object], error: type[Exception], words: str
) -> None:
    own = store._client
    (row,) = own.query("report_qa_meta", 'id == "library"', ("id", "data"))
    own.upsert(
        "report_qa_meta", [row | {"data": json.dumps(json.loads(row["data"]) | change), "none": [0.0, 0.0]}]
    )
    with pytest.raises(error, match=words), store.view() as view:
        view.reports()
    with pytest.raises(error, match=words):
        store.use_models(record(BagEncoder()))


def test_what_an_older_version_derived_is_derived_anew(store: MilvusStore) -> None:
    own = store._client
    facts = store._session.facts()
    assert facts is not None
    for number in numbers_of(store):
        own.delete("report_qa_passages_1", f"number == {number}")
        own.delete("report_qa_chunks", f'number == {number} and kind == "{statistics.KIND}"')
    own.drop("report_qa_passages_1")
    own.upsert("report_qa_meta", [replace(facts, analysis=0).row()])
    store.reindex(record(BagEncoder()), lambda reports: pytest.fail("the encoder is the same"))
    store.use_models(record(BagEncoder()))
    store._session._held = held_module.Held()
    same(store, in_memory(0, 1))


def test_vectors_of_another_length_are_refused(store: MilvusStore) -> None:
    with pytest.raises(ModelError, match=r"vectors of shape \(3, 48\) do not fit 2022\.txt"):
        store.put([addition(DOCUMENTS[2], OtherEncoder())])
    same(store, in_memory(0, 1))


def test_a_name_that_does_not_fit_is_refused(store: MilvusStore) -> None:
    with pytest.raises(LibraryError, match="its name is too long for Milvus"):
        store.put([addition(document("甲。", "长" * 30_000))])
    same(store, in_memory(0, 1))
    assert rows_left(store, numbers_of(store)) == 0


def test_a_library_that_is_not_there_is_not_made(tmp_path: Path, path: Path, store: MilvusStore) -> None:
    with pytest.raises(LibraryError, match="there is no library"):
        open_store(str(tmp_path / "no.db"), create=False)
    assert not (tmp_path / "no.db").exists()
    with pytest.raises(LibraryError, match="there is no library"):
        MilvusStore(Address(str(path), "other", path=path), create=False)


def test_a_closed_store_says_so(store: MilvusStore) -> None:
    store.close()
    store.close()
    with pytest.raises(LibraryError, match="it was closed"):
        store.put(ADDITIONS[2:3])
    with pytest.raises(LibraryError, match="it was closed"), store.view() as view:
        view.reports()


def test_a_store_without_models_takes_no_report(path: Path) -> None:
    store = open_store(str(path))
    with store.view() as view:
        assert view.reports() == ()
    with pytest.raises(LibraryError, match="it has no models yet"):
        store.put(ADDITIONS[:1])
    store.close()


def test_another_process_finds_it_busy(store: MilvusStore, path: Path) -> None:
    code = """
import sys
from pathlib import Path
from qa.errors import BusyError
from qa.store.milvus.address import Address
from qa.store.milvus.store import MilvusStore
try:
    MilvusStore(Address("it", "report_qa", path=Path(sys.argv[1]))).close()
except BusyError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert "another process has it open" in run.stdout
    assert "Milvus server" in run.stdout
    assert run.stderr == ""
    store.close()
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("", "")


def test_a_path_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "file.db").write_text("a database, but not this one")
    with pytest.raises(LibraryError, match=r"file\.db: it cannot be opened"):
        open_store(str(tmp_path / "file.db"))


def test_a_server_that_does_not_answer_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(driver, "_CONNECT", 1.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        for listening in (False, True):
            if listening:
                taken.listen()
            began = monotonic()
            with pytest.raises(LibraryError) as caught:
                open_store(f"milvus://root:secret@127.0.0.1:{port}/reports")
            assert monotonic() - began < 8
            assert caught.value.subject == f"milvus://127.0.0.1:{port}/reports"
            assert caught.value.cause == "no Milvus server answers there"
            assert "secret" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_loggers_are_left_alone_until_a_library_is_opened(tmp_path: Path) -> None:
    code = """
import logging, sys
from pathlib import Path
loggers = [logging.getLogger(name) for name in ("pymilvus", "milvus_lite")]
from qa.store.milvus.address import Address
from qa.store.milvus.store import MilvusStore
print([each.level for each in loggers])
MilvusStore(Address("it", "report_qa", path=Path(sys.argv[1]))).close()
print([each.level for each in loggers])
for each in loggers:
    each.setLevel(logging.DEBUG)
    each.addHandler(logging.NullHandler())
MilvusStore(Address("it", "report_qa", path=Path(sys.argv[1]))).close()
print([each.level for each in loggers])
"""
    run = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "it.db"], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == ["[30, 0]", "[50, 50]", "[10, 10]"]


class Refused(grpc.RpcError):
    """A failed call, as gRPC raises it."""

    def __init__(self, code: object, text: str) -> None:
        self._code, self._text = code, text

    def code(self) -> object:
        return self._code

    def details(self) -> str:
        return self._text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused(grpc.StatusCode.UNAUTHENTICATED, "auth check failure"), "refuses the user name"),
        (
            pymilvus.MilvusException(1800, "auth check failure, please check username"),
            "refuses the user name",
        ),
        (Refused(grpc.StatusCode.PERMISSION_DENIED, "PermissionDenied"), "does not allow it"),
        (Refused(grpc.StatusCode.UNAVAILABLE, "failed to connect"), "no Milvus server answers"),
        (Refused(grpc.StatusCode.DEADLINE_EXCEEDED, ""), "does not answer in time"),
        (pymilvus.MilvusException(2, "Fail connecting to server"), "no Milvus server answers"),
        (pymilvus.MilvusException(65535, "quota\nexceeded"), r"Milvus fails \(quota\)"),
    ],
)
def test_failures_of_calls_are_told(
    store: MilvusStore, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(store._client._milvus, "query", fail)
    with pytest.raises(LibraryError, match=words), store.view() as view:
        view.reports()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("qa.store.milvus.")]:
        if name != "qa.store.milvus.address":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(LibraryError, match="extra `milvus`"):
        open_store("milvus://127.0.0.1/reports")


def test_what_asks_a_server_only_asks_what_changed(
    store: MilvusStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(store)
    library.ask(WHERE)
    calls = list[str]()
    query, search = Client.query, Client.search

    def counted(kind: str, method: Callable[..., object]) -> Callable[..., object]:
        def call(self: Client, name: str, *arguments: object, **options: object) -> object:
            calls.append(f"{kind} {name.removeprefix('report_qa_')}")
            return method(self, name, *arguments, **options)

        return call

    monkeypatch.setattr(Client, "query", counted("query", query))
    monkeypatch.setattr(Client, "search", counted("search", search))
    assert library.ask(WHERE).text == FOUND
    assert calls == ["query meta", "search sentences_1", "search passages_1", "query meta"]


def test_only_recent_changes_make_a_search_wait(store: MilvusStore, monkeypatch: pytest.MonkeyPatch) -> None:
    strong = list[bool]()
    search = Client.search

    def told(self: Client, *arguments: object, **options: object) -> object:
        strong.append(bool(options["strong"]))
        return search(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "search", told)
    library_of(store).ask(WHERE)
    held_now = store._session._held
    store._session._held = replace(held_now, seen=held_now.seen - 11)
    library_of(store).ask(WHERE)
    assert strong == [True, True, False, False]


def test_empty_reports_are_kept(store: MilvusStore) -> None:
    empty = addition(document("", "empty.txt"))
    store.put([empty])
    expected = MemoryStore()
    expected.put([*ADDITIONS[:2], empty])
    same(store, expected)
    assert np.array_equal(empty.vectors.shape, (0, 64))
    store.remove(empty.prepared.document.id)
    same(store, in_memory(0, 1))
