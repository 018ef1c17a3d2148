"""Documents made ready batch by batch, and their original bytes."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.embedding import embedded, original_of
from qa.errors import ModelError, NotFoundError, SourceError
from qa.store.base import Addition
from qa.types import Document
from tests.fakes import BagEncoder, BrokenEncoder, Vectors

BATCH = 128


def documents(count: int) -> list[Document]:
    return [
        Document.from_text(f"第{number}份报告。\n完。" * (1 + number % 3), f"{number}.txt")
        for number in range(count)
    ]


def file_of(folder: Path, name: str, text: str) -> Document:
    (folder / name).write_text(text, encoding="utf-8")
    return Document.from_path(folder / name)


def test_every_sentence_gets_its_vector_batch_by_batch() -> None:
    given, told = documents(2 * BATCH + 5), list[int]()
    encoder = BagEncoder()
    batches = list(embedded(given, encoder, told.append))
    assert [len(batch) for batch in batches] == [BATCH, BATCH, 5]
    assert told == [BATCH, 2 * BATCH, 2 * BATCH + 5]
    added = [each for batch in batches for each in batch]
    assert [each.prepared.document for each in added] == given
    for each in added:
        own = [each.prepared.sentence(number) for number in range(len(each.prepared.bounds))]
        assert each.vectors.tolist() == BagEncoder().encode_passages(own).tolist()
        assert each.original is None
    # one call a batch
    assert len(encoder.passages) == 3


def test_nothing_is_made_of_nothing() -> None:
    encoder = BagEncoder()
    assert list(embedded([], encoder)) == []
    assert encoder.passages == []


def test_batches_before_a_failure_are_given() -> None:
    class Tiring(BrokenEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Vectors:
            self.fails_at_passages = len(self.passages) == 2
            return super().encode_passages(texts)

    batches = embedded(documents(3 * BATCH), Tiring())
    assert [len(next(batches)), len(next(batches))] == [BATCH, BATCH]
    with pytest.raises(ModelError, match="it broke"):
        next(batches)


def shown(batches: list[list[Addition]]) -> list[list[tuple[str, bytes | None]]]:
    return [[(each.prepared.document.name, each.original) for each in batch] for batch in batches]


def test_documents_come_with_their_bytes_and_those_without_are_named(tmp_path: Path) -> None:
    kept, changed, gone = (
        file_of(tmp_path, f"{name}.txt", f"{name}。") for name in ("kept", "changed", "gone")
    )
    (tmp_path / "changed.txt").write_text("新版。", encoding="utf-8")
    (tmp_path / "gone.txt").unlink()
    text, told, failures = Document.from_text("话。", "text.txt"), list[int](), list[SourceError]()
    batches = list(embedded([changed, kept, gone, text], BagEncoder(), told.append, failures))
    assert shown(batches) == [[("kept.txt", "kept。".encode()), ("text.txt", "话。".encode())]]
    assert [each.vectors.tolist() for each in batches[0]] == [
        BagEncoder().encode_passages([words]).tolist() for words in ("kept。", "话。")
    ]
    assert [failure.subject for failure in failures] == ["changed.txt", "gone.txt"]
    assert told == [4]


def test_a_batch_whose_bytes_are_all_lost_is_empty(tmp_path: Path) -> None:
    lost = file_of(tmp_path, "lost.txt", "话。")
    (tmp_path / "lost.txt").unlink()
    failures = list[SourceError]()
    assert shown(list(embedded([lost], BagEncoder(), failures=failures))) == [[]]
    assert [failure.subject for failure in failures] == ["lost.txt"]


def test_original_bytes_are_those_the_id_is_the_hash_of(tmp_path: Path) -> None:
    data = "話。\r\n完".encode("big5")
    (tmp_path / "a.txt").write_bytes(data)
    assert original_of(Document.from_path(tmp_path / "a.txt")) == data
    assert original_of(Document.from_text("话。", "a.txt")) == "话。".encode()
    # of bytes in another coding only the text is left
    assert (
        original_of(Document("话。", "a.txt", hashlib.sha256("话。".encode("gb18030")).hexdigest())) is None
    )


def test_a_file_that_is_another_now_is_refused(tmp_path: Path) -> None:
    document = file_of(tmp_path, "a.txt", "旧。")
    (tmp_path / "a.txt").write_text("新。", encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.txt: the file was changed"):
        original_of(document)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(NotFoundError, match=r"a\.txt"):
        original_of(document)
