"""What every store must do, in memory, in a folder and on Milvus: the same as the library in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.errors import ModelError, NotFoundError, QuestionError
from qa.library import Library
from qa.moving import copy_library
from qa.opening import open_store
from qa.prepare import prepare
from qa.store.base import Addition, KeptStore, Store
from qa.store.memory import MemoryStore
from qa.store.models import GIVEN, ModelRecord
from qa.types import Answer, Document
from tests.fakes import BagEncoder, cover_scorers

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def document(text: str, name: str) -> Document:
    return Document(text, name, sha256(text.encode()).hexdigest(), codec="utf-8")


DOCUMENTS = [
    document("临澜市召开大会。市长林澄在会上致辞。会议由贺兰舟主持。", "mayor.txt"),
    document("澜江二桥建成通车。大桥全长3.86公里。大桥于2020年9月26日开工。", "bridge.txt"),
    document("2022年工作报告\n\n今年修建学校12所。全市粮食产量31万吨。", "2022.txt"),
    document("2021年工作报告\n\n今年修建学校9所。全市粮食产量28万吨。", "2021.txt"),
    document("The port grew. The chair of the board is Helen Marrable. Fish returned.", "port.txt"),
    document("12345678", "digits.txt"),
]
QUESTIONS = [
    "谁是临澜市的市长？",
    "大桥全长多少公里？",
    "2022年修建学校多少所？",
    "2021年粮食产量是多少？",
    "2019年修建学校多少所？",
    "2020年发生了什么？",
    "Who is the chair of the board?",
    "猪肉价格是多少？",
]


class OtherEncoder(BagEncoder):
    """Vectors of another length."""

    identity = "other bag"
    dim = 48


def record(encoder: BagEncoder) -> ModelRecord:
    return ModelRecord(encoder.identity, GIVEN, encoder.dim, "by hand", GIVEN)


def addition(each: Document, encoder: BagEncoder | None = None) -> Addition:
    ready = prepare(each)
    texts = [ready.sentence(number) for number in range(len(ready.bounds))]
    return Addition(ready, (encoder or BagEncoder()).encode_passages(texts), each.text.encode())


ADDITIONS = [addition(each) for each in DOCUMENTS]
IDS = [each.id for each in DOCUMENTS]


@dataclass
class Place:
    """Where stores of one kind are made."""

    kind: str
    folder: Path
    opened: ExitStack = field(default_factory=ExitStack)
    made: int = 0

    @property
    def where(self) -> str:
        return str(self.folder / f"{self.made}{'.db' if self.kind == 'milvus' else ''}")

    def open(self, encoder: BagEncoder | None = None) -> KeptStore:
        store = open_store(self.where)
        self.opened.callback(store.close)
        store.use_models(record(encoder or BagEncoder()))
        return store

    def new(self) -> Store:
        self.made += 1
        return MemoryStore() if self.kind == "memory" else self.open()


def place_of(kind: str, folder: Path) -> Iterator[Place]:
    if kind == "milvus" and not (find_spec("pymilvus") and find_spec("milvus_lite")):
        pytest.skip("pymilvus or Milvus Lite is not installed")
    place = Place(kind, folder)
    with place.opened:
        yield place


@pytest.fixture(params=["memory", "folder", "milvus"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from place_of(request.param, tmp_path)


@pytest.fixture(params=["folder", "milvus"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from place_of(request.param, tmp_path)


def library_of(store: Store, encoder: BagEncoder | None = None) -> Library:
    return Library(encoder or BagEncoder(), cover_scorers(), store=store)


def held(store: Store) -> list[str]:
    with store.view() as view:
        return [info.id for info in view.reports()]


def told(answer: Answer) -> object:
    """All of an answer; numbers to 4 digits."""

    def near(number: float | None) -> object:
        return None if number is None else pytest.approx(number, abs=1e-4)

    quotes = [
        (each.text, each.start, each.source, each.answer, near(each.confidence)) for each in answer.quotes
    ]
    candidates = {
        (each.passage.document_id, each.passage.start): (
            near(each.score),
            near(each.dense),
            near(each.lexical),
        )
        for each in answer.candidates
    }
    return quotes, candidates, answer.nearest and answer.nearest.text


def same(store: Store, expected: Store) -> None:
    """Both hold and answer the same."""
    assert held(store) == held(expected)
    one, other = library_of(store), library_of(expected)
    assert [replace(info, added_at="") for info in one.reports()] == [
        replace(info, added_at="") for info in other.reports()
    ]
    assert one.documents() == other.documents()
    for question in QUESTIONS:
        assert told(one.ask(question)) == told(other.ask(question)), question


def same_within(store: Store, expected: Store, *numbers: int) -> None:
    """Both answer the same from these reports, and from no others."""
    chosen = {IDS[number] for number in numbers}
    for question in QUESTIONS:
        found, other = (library_of(each).ask(question, within=chosen) for each in (store, expected))
        assert told(found) == told(other), question
        assert {each.passage.document_id for each in found.candidates} <= chosen
        passages = library_of(store).search(question, 99, within=chosen)
        assert {each.passage.document_id for each in passages} <= chosen


def in_memory(*numbers: int) -> MemoryStore:
    store = MemoryStore()
    store.put([ADDITIONS[number] for number in numbers])
    return store


def test_it_answers_as_the_library_in_memory_does(place: Place) -> None:
    store = place.new()
    same(store, in_memory())
    for each in ADDITIONS[:3]:
        store.put([each])
    store.put(ADDITIONS[3:])
    same(store, in_memory(*range(6)))
    answer = library_of(store).ask("2022年修建学校多少所？")
    assert answer.text == "今年修建学校12所。"
    assert library_of(store).ask("2019年修建学校多少所？").quotes == ()


def test_what_is_held_is_not_added_twice(place: Place) -> None:
    store = place.new()
    store.put([ADDITIONS[1], ADDITIONS[0], ADDITIONS[1]])
    store.put(ADDITIONS[:3])
    assert held(store) == [IDS[1], IDS[0], IDS[2]]
    same(store, in_memory(1, 0, 2))


def test_what_is_removed_is_never_found_again(place: Place) -> None:
    store = place.new()
    store.put(ADDITIONS)
    question = "大桥全长多少公里？"
    assert library_of(store).ask(question).text == "大桥全长3.86公里。"
    store.remove(IDS[1])
    assert all(each.passage.document_id != IDS[1] for each in library_of(store).search(question, 99))
    same(store, in_memory(0, 2, 3, 4, 5))
    for call in (store.remove, store.original, library_of(store).document):
        with pytest.raises(NotFoundError):
            call(IDS[1])
    store.put([ADDITIONS[1]])
    assert held(store) == [IDS[each] for each in (0, 2, 3, 4, 5, 1)]
    for identity in held(store):
        store.remove(identity)
    same(store, in_memory())


def test_a_question_is_put_to_some_reports(place: Place) -> None:
    store = place.new()
    for each in ADDITIONS[:4]:
        store.put([each])
    store.put(ADDITIONS[4:])
    store.remove(IDS[0])
    expected = in_memory(1, 2, 3, 4, 5)
    for chosen in [(1,), (2,), (2, 3), (0, 4), (1, 2, 3, 4), (1, 2, 3, 4, 5)]:
        same_within(store, expected, *chosen)
    library, question = library_of(store), "2022年粮食产量是多少？"
    assert library.ask(question).text == "全市粮食产量31万吨。"
    assert library.ask(question, within=[IDS[2]]).text == "全市粮食产量31万吨。"
    assert library.ask(question, within=[IDS[3]]).quotes == ()  # it is about 2021
    assert library.ask("粮食产量是多少？", within=[IDS[3]]).text == "全市粮食产量28万吨。"
    assert library.ask("大桥全长多少公里？", within=[IDS[1], IDS[0]]).text == "大桥全长3.86公里。"
    with pytest.raises(NotFoundError, match="the library has no such report"):
        library.ask(question, within=[IDS[0], "unknown"])
    with pytest.raises(QuestionError, match="it names no report"):
        library.search(question, within=[])


def test_one_report_is_searched_though_many_others_are_nearer(place: Place) -> None:
    store = place.new()
    twins = [document(f"大桥全长{each}公里。", f"{each}.txt") for each in range(300)]
    store.put([*map(addition, twins), ADDITIONS[1]])
    question = "大桥全长多少公里？"
    assert IDS[1] not in {each.passage.document_id for each in library_of(store).search(question, 20)}
    found = library_of(store).ask(question, threshold=0.0, within=[IDS[1]])
    assert (found.text, len(found.candidates)) == ("大桥全长3.86公里。", 1)
    two = [twins[299].id, IDS[1]]
    assert {each.source for each in library_of(store).search(question, 99, within=two)} == {
        "299.txt",
        "bridge.txt",
    }


def test_the_revision_tells_of_every_change(place: Place) -> None:
    store = place.new()
    seen = [store.revision]
    assert store.revision == seen[0]
    for change in (
        lambda: store.put(ADDITIONS[:2]),
        lambda: store.remove(IDS[0]),
        lambda: store.put([ADDITIONS[0]], [IDS[1]]),
        lambda: store.put((), [IDS[0]]),
    ):
        change()
        assert store.revision not in seen
        assert library_of(store).revision == store.revision
        seen.append(store.revision)
    store.put((), ["unknown"])
    library_of(store).search("大桥")
    assert store.revision == seen[-1]
    assert len(store.revision) <= 32


def test_the_revision_tells_of_changes_that_others_make(kept: Place) -> None:
    store, other = kept.new(), kept.open()
    before = store.revision
    assert other.revision == before
    other.put(ADDITIONS[:1])
    between = store.revision
    other.remove(IDS[0])
    assert len({before, between, store.revision}) == 3
    assert other.revision == store.revision


def test_reports_are_replaced_in_one_step(place: Place) -> None:
    store = place.new()
    store.put(ADDITIONS[:4])
    store.put([ADDITIONS[4], ADDITIONS[2]], [IDS[0], "unknown", IDS[3]])
    same(store, in_memory(1, 2, 4))
    store.put((), [IDS[1]])
    same(store, in_memory(2, 4))
    store.put((), ["unknown"])
    same(store, in_memory(2, 4))


def test_a_report_can_take_its_own_place(place: Place) -> None:
    store = place.new()
    store.put(ADDITIONS[:2])
    store.put([ADDITIONS[0]], [IDS[0]])
    same(store, in_memory(1, 0))


@pytest.mark.parametrize(
    "vectors", [ADDITIONS[2].vectors[:-1], np.full_like(ADDITIONS[2].vectors, np.nan)], ids=["few", "nan"]
)
def test_vectors_that_do_not_fit_change_nothing(place: Place, vectors: np.ndarray) -> None:
    store = place.new()
    store.put(ADDITIONS[:2])
    with pytest.raises((ModelError, ValueError), match="vectors"):
        store.put([replace(ADDITIONS[2], vectors=vectors)], [IDS[0]])
    same(store, in_memory(0, 1))


def test_all_of_a_report_is_kept(kept: Place) -> None:
    text = "第一页。\n𠀀𠀁：“好”。\n" + "第二页\u3000也有字。" * 1500
    data = np.random.default_rng(1).bytes(150_000)
    whole = Document(
        text, "名 “a”.pdf", sha256(data).hexdigest(), "application/pdf", None, (0, 5, 14), "/data/a\\b.pdf"
    )
    one = replace(addition(whole), original=data)
    store = kept.new()
    store.put([one])
    store.close()
    store = kept.open()
    with store.view() as view:
        assert view.document(whole.id) == whole
        back = view.addition(whole.id)
        assert (back.prepared.document, back.original) == (whole, data)
        assert back.prepared.segmentation == one.prepared.segmentation
        assert back.vectors.dtype == np.float32
        assert np.array_equal(back.vectors, one.vectors.astype(np.float16).astype(np.float32))
        (info,) = view.reports()
    assert (info.pages, info.codec, info.path) == (3, None, "/data/a\\b.pdf")
    assert info.sentences == len(one.vectors)
    assert store.original(whole.id) == data
    store.put([replace(ADDITIONS[0], original=None)])
    assert store.original(IDS[0]) is None


def test_what_is_copied_keeps_when_it_was_added(kept: Place) -> None:
    store, then = kept.new(), "2020-01-02T03:04:05Z"
    store.put([replace(ADDITIONS[0], added_at=then), ADDITIONS[1]])
    with store.view() as view:
        one, other = view.reports()
        assert one.added_at == view.addition(IDS[0]).added_at == then
        assert other.added_at == view.addition(IDS[1]).added_at > "2026"


def test_a_view_tells_what_the_library_was_made_with(kept: Place) -> None:
    store = kept.new()
    with store.view() as view:
        assert view.models == store.models == record(BagEncoder())
        assert list(view.ids()) == []
    store.put(ADDITIONS[:2])
    with store.view() as view:
        assert list(view.ids()) == IDS[:2]


def test_it_is_the_same_when_opened_again(kept: Place) -> None:
    store = kept.new()
    store.put(ADDITIONS)
    store.remove(IDS[0])
    with store.view() as view:
        before = view.reports()
    store.close()
    store.close()
    again = kept.open()
    with again.view() as view:
        assert view.reports() == before
    same(again, in_memory(1, 2, 3, 4, 5))
    assert again.models == record(BagEncoder())
    assert (again.durable, again.keeps_originals) == (True, True)


def test_other_models_are_refused(kept: Place) -> None:
    kept.new().put(ADDITIONS[:1])
    with pytest.raises(ModelError, match="another encoder"):
        kept.open(OtherEncoder())
    store = open_store(kept.where)
    with pytest.raises(ModelError, match="another reader"):
        store.use_models(replace(record(BagEncoder()), reader="other"))
    store.close()


def test_a_library_moves_to_another_encoder(kept: Place) -> None:
    before, other = kept.new(), OtherEncoder()
    before.put(ADDITIONS)
    before.remove(IDS[3])
    store, steps = open_store(kept.where, create=False), list[tuple[str, int, int]]()
    kept.opened.callback(store.close)

    def embed(reports: object) -> list[np.ndarray]:
        same(before, in_memory(0, 1, 2, 4, 5))  # it answers meanwhile
        return [addition(each.document, other).vectors for each in reports]  # type: ignore[attr-defined]

    def tell(stage: str, done: int, total: int) -> None:
        steps.append((stage, done, total))

    store.reindex(record(other), embed, tell)
    assert steps[-1] == ("embed", 5, 5)
    with pytest.raises(ModelError, match="moved to another encoder"), before.view() as view:
        view.reports()
    expected = MemoryStore()
    expected.put([addition(DOCUMENTS[each], other) for each in (0, 1, 2, 4, 5)])
    again = kept.open(other)
    for question in QUESTIONS:
        one, two = (library_of(each, other).ask(question) for each in (again, expected))
        assert told(one) == told(two)
    again.put([addition(DOCUMENTS[3], other)])
    assert held(again)[-1] == IDS[3]


def test_a_move_that_broke_off_goes_on(kept: Place) -> None:
    store, other = kept.new(), OtherEncoder()
    store.put(ADDITIONS[:3])

    def broken(reports: object) -> list[np.ndarray]:
        raise ModelError("bag", "it broke", "Mend it")

    with pytest.raises(ModelError, match="it broke"):
        store.reindex(record(other), broken)
    same(store, in_memory(0, 1, 2))
    store.put([ADDITIONS[3]])
    store.remove(IDS[0])
    store.reindex(record(other), lambda reports: [addition(each.document, other).vectors for each in reports])
    assert store.models == record(other)
    assert held(store) == IDS[1:4]
    assert library_of(store, other).ask("大桥全长多少公里？").text == "大桥全长3.86公里。"


def test_a_move_can_be_given_up(kept: Place) -> None:
    store, other = kept.new(), OtherEncoder()
    store.put(ADDITIONS[:3])

    def broken(reports: object) -> list[np.ndarray]:
        raise ModelError("bag", "it broke", "Mend it")

    with pytest.raises(ModelError, match="it broke"):
        store.reindex(record(other), broken)
    store.reindex(record(BagEncoder()), lambda _: pytest.fail("its vectors are there"))
    assert store.models == record(BagEncoder())
    store.put([ADDITIONS[3]])
    same(store, in_memory(0, 1, 2, 3))
    same(kept.open(), in_memory(0, 1, 2, 3))


def test_compacting_changes_no_answer(place: Place) -> None:
    store = place.new()
    store.put(ADDITIONS)
    store.remove(IDS[4])
    store.compact()
    same(store, in_memory(0, 1, 2, 3, 5))


def test_it_is_asked_while_it_changes(place: Place) -> None:
    store = place.new()
    store.put(ADDITIONS[:2])
    library, failures, found = library_of(store), list[BaseException](), list[str]()

    def ask() -> None:
        try:
            for _ in range(6):
                found.append(library.ask("大桥全长多少公里？").text)
        except Exception as error:  # noqa: BLE001 - any at all
            failures.append(error)

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for each in (2, 3, 4):
        store.put([ADDITIONS[each]])
        store.remove(IDS[each])
    for thread in threads:
        thread.join()
    assert not failures
    assert set(found) == {"大桥全长3.86公里。"}
    same(store, in_memory(0, 1))


@pytest.mark.parametrize("source", ["folder", "milvus"])
def test_a_library_is_copied(kept: Place, source: str, tmp_path: Path) -> None:
    for origin in place_of(source, tmp_path / "origin"):
        origin.folder.mkdir()
        store = origin.new()
        store.put(ADDITIONS)
        store.close()
        kept.made += 1
        assert copy_library(origin.where, kept.where) == 6
        same(kept.open(), in_memory(*range(6)))
        assert kept.open().original(IDS[2]) == DOCUMENTS[2].text.encode()


NUMBERS = st.integers(0, len(ADDITIONS) - 1)
CHANGES = st.lists(
    st.tuples(st.lists(NUMBERS, max_size=3), st.lists(NUMBERS, max_size=2), st.none() | NUMBERS), max_size=5
)


def after(store: Store, changes: list[tuple[list[int], list[int], int | None]]) -> Store:
    for added, replaced, removed in changes:
        store.put([ADDITIONS[each] for each in added], [IDS[each] for each in replaced])
        if removed is not None and IDS[removed] in held(store):
            store.remove(IDS[removed])
    return store


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_after_any_changes_it_is_as_the_library_in_memory(
    place: Place, changes: list[tuple[list[int], list[int], int | None]]
) -> None:
    store = after(place.new(), changes)
    same(store, after(MemoryStore(), changes))
    store.close()
