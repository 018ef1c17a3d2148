"""Changes of a library on Milvus that meet: what is added, removed and moved to other models at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.errors import BusyError, ModelError
from qa.opening import open_store
from qa.prepare import Prepared
from qa.store.cache import Cache
from qa.store.memory import MemoryStore
from qa.types import Answer
from tests.fakes import BagEncoder
from tests.test_store_contract import (
    ADDITIONS,
    DOCUMENTS,
    IDS,
    OtherEncoder,
    addition,
    held,
    in_memory,
    library_of,
    record,
    same,
)

pytest.importorskip("pymilvus")
pytest.importorskip("milvus_lite")

from qa.store.milvus import changes, numbers, reindex, session
from qa.store.milvus.address import Address
from qa.store.milvus.client import Client
from qa.store.milvus.lite import acquire, release
from qa.store.milvus.numbers import new_numbers
from qa.store.milvus.store import MilvusStore
from tests.test_milvus_store import Broken, breaking, opened

WHERE = "大桥全长多少公里？"


class Server:
    """Milvus Lite's server stands in for one that others run: its stores share no lock."""

    def __init__(self, port: int, opened: ExitStack) -> None:
        self.where = f"milvus://127.0.0.1:{port}/shared"
        self._opened = opened

    def open(self, encoder: BagEncoder | None = None) -> MilvusStore:
        store = open_store(self.where)
        self._opened.callback(store.close)
        assert isinstance(store, MilvusStore)
        store.use_models(record(encoder or BagEncoder()))
        return store


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    lite = acquire(tmp_path / "server.db")
    with ExitStack() as stack:
        yield Server(lite.port, stack)
    release(lite)


def embedded(reports: Sequence[Prepared]) -> list[np.ndarray]:
    return [addition(each.document, OtherEncoder()).vectors for each in reports]


def move(store: MilvusStore) -> None:
    store.reindex(record(OtherEncoder()), embedded)


def rows_of_others(store: MilvusStore) -> dict[str, int]:
    """Rows that belong to no report that is held, by collection."""
    client = store._client
    numbers = sorted(store._session.now(anew=True, checked=False)[1].entries)
    every = [
        client.names.documents,
        client.names.chunks,
        *client.names.searched(client.collections()),
    ]
    counts = {each: client.count(each, f"number not in {numbers}" if numbers else "") for each in every}
    return {name: count for name, count in counts.items() if count}


def moved_holds(store: MilvusStore, *numbers: int) -> None:
    """It holds these reports with the vectors of the other encoder, all of each, and finds them."""
    assert held(store) == [IDS[each] for each in numbers]
    expected = MemoryStore()
    expected.put([addition(DOCUMENTS[each], OtherEncoder()) for each in numbers])
    one, other = library_of(store, OtherEncoder()), library_of(expected, OtherEncoder())
    for question in (WHERE, "谁是临澜市的市长？", "2022年修建学校多少所？"):
        assert sides(one.ask(question)) == sides(other.ask(question))
    whole(store, OtherEncoder(), *numbers)


def sides(answer: Answer) -> object:
    """What an answer quotes, and how near everything that was found is."""
    near = {
        each.passage: [value and pytest.approx(value, abs=1e-4) for value in (each.dense, each.lexical)]
        for each in answer.candidates
    }
    return [each.text for each in answer.quotes], near


def whole(store: MilvusStore, encoder: BagEncoder, *numbers: int) -> None:
    """Nothing of these reports is missing."""
    with store.view() as view:
        for each in numbers:
            expected = addition(DOCUMENTS[each], encoder).vectors.astype(np.float16)
            assert np.array_equal(view.addition(IDS[each]).vectors, expected)


@contextmanager
def meanwhile(monkeypatch: pytest.MonkeyPatch, check: int, does: Callable[[], object]) -> Iterator[None]:
    """Something is done by others before the place of the library is checked for the nth time in an addition: when it
    begins, before the commit, and after it.
    """
    calls, own = list[int](), MilvusStore._check_place

    def called(self: MilvusStore, *arguments: object) -> None:
        calls.append(1)
        if len(calls) == check:
            does()
        own(self, *arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(MilvusStore, "_check_place", called)
        yield
    assert len(calls) >= check


@pytest.mark.parametrize("check", [2, 3], ids=["written", "committed"])
def test_a_report_that_crosses_a_move_is_taken_back(
    server: Server, monkeypatch: pytest.MonkeyPatch, check: int
) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:2])
    with (
        meanwhile(monkeypatch, check, lambda: move(other)),
        pytest.raises(ModelError, match="it was moved to another encoder since it was opened"),
    ):
        one.put(ADDITIONS[2:4], [IDS[0]])
    again = server.open(OtherEncoder())
    moved_holds(again, 0, 1)
    assert rows_of_others(again) == {}


def test_a_report_that_is_committed_after_a_move_is_taken_back(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:2])
    commits = changes._commits

    def late(*arguments: object) -> object:
        move(other)
        return commits(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(changes, "_commits", late)
    with pytest.raises(ModelError, match="Open it again"):
        one.put(ADDITIONS[2:4], [IDS[0]])
    again = server.open(OtherEncoder())
    moved_holds(again, 0, 1)
    assert rows_of_others(again) == {}


def test_what_a_report_replaces_is_kept_until_it_cannot_be_taken_back(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:3])

    def others() -> None:
        assert held(other) == [IDS[1], IDS[2], IDS[3], IDS[0]]  # as it is committed
        assert other.tidy() == 0
        other.put([ADDITIONS[4]], [IDS[2]])
        move(other)

    with meanwhile(monkeypatch, 3, others), pytest.raises(ModelError, match="Open it again"):
        one.put([ADDITIONS[3], ADDITIONS[0]], [IDS[0]])
    again = server.open(OtherEncoder())
    moved_holds(again, 0, 1, 4)
    assert rows_of_others(again) == {}


@pytest.mark.parametrize("check", [2, 3], ids=["written", "committed"])
def test_a_sealed_library_takes_no_report(
    server: Server, monkeypatch: pytest.MonkeyPatch, check: int
) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:2])

    def seal() -> None:
        facts = other._session.facts()
        assert facts is not None
        other._client.upsert(other._client.names.meta, [replace(facts, sealed=next(new_numbers(1))).row()])

    with meanwhile(monkeypatch, check, seal), pytest.raises(BusyError, match="being moved to other models"):
        one.put([ADDITIONS[2]], [IDS[0]])
    assert rows_of_others(other) == {}
    with pytest.raises(BusyError, match="report-qa reindex"):
        other.put([ADDITIONS[2]])
    same(one, in_memory(0, 1))
    one.remove(IDS[0])
    one.tidy()
    with pytest.raises(BusyError):  # whoever sealed it may be at work
        one.put([ADDITIONS[2]])
    monkeypatch.setattr(numbers, "_ABANDONED", -1.0)
    one.tidy()
    one.put([ADDITIONS[2]])
    same(other, in_memory(1, 2))


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_who_ended_before_taking_back_is_followed_by_who_opens_it(
    server: Server, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:2])

    commits = changes._commits

    def dies() -> None:
        if not late:
            move(other)
        raise Broken

    def crosses(*arguments: object) -> object:
        if late:
            move(other)
        return commits(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(changes, "erase", lambda *_: None)
        patch.setattr(changes, "_commits", crosses)
        with meanwhile(monkeypatch, 3, dies), pytest.raises(Broken):
            one.put([ADDITIONS[2]], [IDS[0]])
    assert held(other) == [IDS[1], IDS[2]]
    again = server.open(OtherEncoder())
    if late:
        moved_holds(again, 0, 1)
    else:  # it was moved with the others; for a day nobody knows that it will not be taken back
        moved_holds(again, 1, 2)
        assert rows_of_others(again) != {}
        monkeypatch.setattr(numbers, "_ABANDONED", -1.0)
        assert again.tidy() == 1
        moved_holds(again, 1, 2)
    assert rows_of_others(again) == {}


def test_what_lacks_rows_though_it_was_completed_is_damaged_not_deleted(server: Server) -> None:
    one = server.open()
    one.put(ADDITIONS[:2])
    first = min(one._session.now()[1].entries)
    one._client.delete("shared_sentences_1", f"number == {first} and position == 0")
    one._client.delete("shared_passages_1", f"number == {first} and passage == 0")
    again = server.open()
    assert held(again) == IDS[:2]
    again.reindex(record(BagEncoder()), lambda reports: [ADDITIONS[0].vectors for _ in reports])
    whole(again, BagEncoder(), 0, 1)
    same(again, in_memory(0, 1))


def test_what_changes_while_it_moves_is_moved(server: Server) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:3])
    calls = list[int]()

    def embed(reports: Sequence[Prepared]) -> list[np.ndarray]:
        calls.append(len(reports))
        if len(calls) == 1:
            one.put([ADDITIONS[3]], [IDS[0]])
            one.remove(IDS[1])
        if len(calls) == 2:
            one.put([ADDITIONS[4]])
        return embedded(reports)

    other.reindex(record(OtherEncoder()), embed)
    assert calls == [3, 1, 1]
    moved_holds(other, 2, 3, 4)
    assert rows_of_others(other) == {}


def test_a_move_that_fails_at_the_last_step_seals_nothing(server: Server) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:1])
    calls, sealed = list[int](), list[int]()

    def embed(reports: Sequence[Prepared]) -> list[np.ndarray]:
        calls.append(len(reports))
        if len(calls) < 3:
            one.put([ADDITIONS[len(calls)]])
            return embedded(reports)
        facts = one._session.facts()
        sealed.append(facts.sealed if facts else 0)
        raise ModelError("bag", "it broke", "Mend it")

    with pytest.raises(ModelError, match="it broke"):
        other.reindex(record(OtherEncoder()), embed)
    assert len(sealed) == 1
    assert sealed[0] > 0
    one.put([ADDITIONS[3]])
    same(one, in_memory(0, 1, 2, 3))
    move(other)
    moved_holds(other, 0, 1, 2, 3)


def test_a_report_that_is_removed_before_it_is_read_does_not_stop_a_move(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:3])
    monkeypatch.setattr(reindex, "_REPORTS_A_BATCH", 2)

    def embed(reports: Sequence[Prepared]) -> list[np.ndarray]:
        if IDS[2] in held(one):
            one.remove(IDS[2])
        return embedded(reports)

    other.reindex(record(OtherEncoder()), embed)
    moved_holds(other, 0, 1)
    assert rows_of_others(other) == {}


def test_two_moves_at_once_do_not_mix(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:2])
    upsert, sealed = Client.upsert, list[bool]()

    def crossing(self: Client, name: str, rows: list[dict[str, object]]) -> None:
        upsert(self, name, rows)
        seals = '"sealed"' in str(rows) and '"sealed": 0' not in str(rows)
        if self is one._client and seals and not sealed:
            sealed.append(True)
            move(other)

    monkeypatch.setattr(Client, "upsert", crossing)
    with pytest.raises(BusyError, match="another `report-qa reindex` is at work on it"):
        one.reindex(
            replace(record(BagEncoder()), encoder="a third"),
            lambda reports: [addition(each.document).vectors for each in reports],
        )
    assert sealed
    moved_holds(server.open(OtherEncoder()), 0, 1)


def test_the_same_report_from_two_is_held_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = server.open(), server.open()
    one.put(ADDITIONS[:1])
    with meanwhile(monkeypatch, 2, lambda: other.put([ADDITIONS[1]])):
        one.put([ADDITIONS[1]])
    assert sorted(held(one)) == sorted(IDS[:2])
    assert one.tidy() == 1
    same(one, in_memory(0, 1))
    assert rows_of_others(one) == {}
    one.remove(IDS[1])
    same(other, in_memory(0))


def test_a_move_that_breaks_off_anywhere_leaves_it_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = set[str]()
    monkeypatch.setattr(reindex, "_REPORTS_A_BATCH", 2)
    for at in range(1, 40):
        name = f"at_{at}"
        with opened(path, name) as store:
            store.put(ADDITIONS[:3])
            try:
                kinds = ("upsert", "delete", "create", "drop")
                with breaking(monkeypatch, at, for_good=True, kinds=kinds):
                    move(store)
            except Broken:
                pass
            else:
                break
            assert store.models is not None
            moved = store.models == record(OtherEncoder())
            ends.add(store.models.encoder)
        store = MilvusStore(Address(str(path), name, path=path))
        try:
            store.use_models(record(OtherEncoder() if moved else BagEncoder()))
            store.put([addition(DOCUMENTS[3], OtherEncoder() if moved else BagEncoder())])
            whole(store, OtherEncoder() if moved else BagEncoder(), 0, 1, 2, 3)
            if moved:
                moved_holds(store, 0, 1, 2, 3)
                assert f"{name}_sentences_1" not in store._client.collections()
            else:
                same(store, in_memory(0, 1, 2, 3))
                move(store)
                moved_holds(store, 0, 1, 2, 3)
            assert rows_of_others(store) == {}
        finally:
            store.close()
    else:
        pytest.fail("it never ends")
    assert ends == {"bag", "other bag"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def test_a_move_that_is_given_up_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindex, "_REPORTS_A_BATCH", 1)
    calls = list[int]()

    def broken(reports: Sequence[Prepared]) -> list[np.ndarray]:
        calls.append(len(reports))
        if len(calls) > 2:
            raise ModelError("bag", "it broke", "Mend it")
        return embedded(reports)

    with opened(path) as store:
        store.put(ADDITIONS[:4])
        with pytest.raises(ModelError, match="it broke"):
            store.reindex(record(OtherEncoder()), broken)
        assert store._client.count("report_qa_sentences_2", "position == 0") == 2
        store.use_models(record(BagEncoder()))
        assert store._client.count("report_qa_sentences_2", "position == 0") == 2  # it may go on
        store.reindex(record(BagEncoder()), lambda _: pytest.fail("its vectors are there"))
        facts = store._session.facts()
        assert facts is not None
        assert (facts.epoch, facts.moving_to, facts.sealed) == (1, "", 0)
        assert "report_qa_sentences_2" not in store._client.collections()
        same(store, in_memory(0, 1, 2, 3))


def test_what_a_move_left_is_dropped_when_it_is_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(path) as store, opened(path, "report_qa_sentences") as other:
        for each in (store, other):
            each.put(ADDITIONS[:2])
        with monkeypatch.context() as patch:
            patch.setattr(Client, "drop", lambda *_: None)
            move(store)
        assert "report_qa_sentences_1" in store._client.collections()
        with pytest.raises(ModelError):
            store.use_models(record(BagEncoder()))
        store.use_models(record(OtherEncoder()))
        assert sorted(store._client.names.searched(store._client.collections())) == [
            "report_qa_passages_1",
            "report_qa_sentences_2",
        ]
        moved_holds(store, 0, 1)
        same(other, in_memory(0, 1))


def test_a_view_tells_the_models_of_its_moment(path: Path) -> None:
    with opened(path) as store:
        with store.view() as view:
            assert view.models == record(BagEncoder())
            move(store)
            assert view.models == record(BagEncoder())
        with store.view() as view:
            assert view.models == record(OtherEncoder())
    store = MilvusStore(Address(str(path), "new", path=path))
    with store.view() as view:
        assert view.models is None
    store.close()


def test_another_reader_is_noticed(path: Path) -> None:
    with opened(path) as store, opened(path) as other:
        other.reindex(
            replace(record(BagEncoder()), reader="other"), lambda _: pytest.fail("the same encoder")
        )
        with pytest.raises(ModelError, match="moved to another reader since it was opened"):
            held(store)
        assert held(other) == []


def test_what_vanishes_is_forgotten_whoever_removes_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten, kept = list[bool](), list[bool]()
    keep_only = Cache.keep_only
    with opened(path) as store, opened(path) as other:
        store.put(ADDITIONS[:2])
        held(store)  # and nothing of it was read, so that the cache is empty

        def locked(self: Cache, numbers: object) -> bool:
            kept.append(store._session._lock.locked() or other._session._lock.locked())
            return keep_only(self, numbers)  # type: ignore[arg-type]

        monkeypatch.setattr(Cache, "keep_only", locked)
        monkeypatch.setattr(session, "forget_texts", lambda: forgotten.append(True))
        other.put([ADDITIONS[2]])
        held(store)
        assert forgotten == []
        other.remove(IDS[0])
        before = len(forgotten)
        held(store)
        assert len(forgotten) == before + 1
        held(store)
        assert len(forgotten) == before + 1
        assert kept
        assert all(kept)
