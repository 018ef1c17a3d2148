"""Which reports newer versions replace, and what is given twice."""

from collections.abc import Sequence

import pytest

from qa.adding import keep_documents
from qa.store.memory import MemoryStore
from qa.types import Document
from tests.fakes import BagEncoder


def paper(document_id: str, name: str, path: str | None = None) -> Document:
    return Document(f"第{document_id}版。", name, document_id, path=path)


HELD = [
    paper("1", "a.txt", "/x/a.txt"),
    paper("2", "a.txt", "/y/a.txt"),
    paper("3", "a.txt"),
    paper("4", "b.txt"),
    paper("7", "a.txt", "/y/a.txt"),
]


def held_after(documents: Sequence[Document], replacing: bool) -> list[str]:
    """Ids of what is held when some are kept beside what was held before."""
    store = MemoryStore()
    keep_documents(store, BagEncoder(), HELD)
    kept, failures = keep_documents(store, BagEncoder(), documents, replacing=replacing)
    assert ([each.id for each in kept], failures) == ([each.id for each in documents], ())
    with store.view() as view:
        return [info.id for info in view.reports()]


@pytest.mark.parametrize(
    ("newer", "held"),
    [
        ([paper("5", "a.txt", "/x/a.txt")], "23475"),
        # one that came without a file stands for those of its name that did
        ([paper("5", "a.txt")], "12475"),
        ([paper("5", "a.txt", "/x/a.txt"), paper("6", "b.txt")], "23756"),
        ([paper("5", "c.txt", "/x/c.txt")], "123475"),
        # what is held already is no older version of itself
        ([paper("1", "a.txt", "/x/a.txt")], "12347"),
        # and what is held already may be the newer version
        ([paper("7", "a.txt", "/y/a.txt")], "1347"),
        ([], "12347"),
    ],
)
def test_older_versions_of_the_same_file_or_name_are_replaced(newer: list[Document], held: str) -> None:
    assert held_after(newer, replacing=True) == list(held)
    assert held_after(newer, replacing=False) == list(dict.fromkeys([*"12347", *(each.id for each in newer)]))


def test_a_report_that_is_given_from_another_file_is_not_replaced() -> None:
    moved = [paper("5", "a.txt", "/x/a.txt"), paper("1", "old.txt", "/x/old.txt")]
    assert held_after(moved, replacing=True) == list("123475")
