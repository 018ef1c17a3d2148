import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.index import Hit, VectorIndex


def _rows(*rows: list[float]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


def _ids(*ids: int) -> np.ndarray:
    return np.array(ids, dtype=np.int64)


@pytest.fixture
def index() -> VectorIndex:
    built = VectorIndex(2)
    built.add(_ids(7, 3, 9), _rows([1, 0], [0.6, 0.8], [-1, 0]))
    return built


def test_higher_inner_product_comes_first(index: VectorIndex) -> None:
    assert index.search(_rows([1, 0], [0, 1]), 2) == [
        [Hit(7, 1.0), Hit(3, pytest.approx(0.6))],
        [Hit(3, pytest.approx(0.8)), Hit(7, 0.0)],
    ]


def test_a_limit_above_the_size_gives_every_row_once(index: VectorIndex) -> None:
    assert [hit.id for hit in index.search(_rows([1, 0]), 100)[0]] == [7, 3, 9]


def test_equal_scores_come_by_ascending_id() -> None:
    index = VectorIndex(1)
    index.add(_ids(5, 2, 8), _rows([1], [1], [1]))
    assert [hit.id for hit in index.search(_rows([1]), 3)[0]] == [2, 5, 8]


def test_a_removed_row_is_found_no_more_and_its_id_is_free(index: VectorIndex) -> None:
    assert index.remove(_ids(7, 7, 1000)) == 1
    assert [hit.id for hit in index.search(_rows([1, 0]), 3)[0]] == [3, 9]
    assert 7 not in index
    assert len(index) == 2
    index.add(_ids(7), _rows([0, 1]))
    assert index.search(_rows([0, 1]), 1) == [[Hit(7, 1.0)]]


def test_an_empty_index_finds_nothing() -> None:
    assert VectorIndex(2).search(_rows([1, 0], [0, 1]), 5) == [[], []]


def test_no_query_gets_no_answer(index: VectorIndex) -> None:
    assert index.search(np.empty((0, 2), np.float32), 5) == []


@pytest.mark.parametrize(
    ("ids", "rows", "message"),
    [
        (_ids(1, 2), _rows([1, 0]), "2 ids do not fit 1 vectors"),
        (_ids(1), _rows([1, 0, 0]), "shape"),
        (_ids(1), np.ones(2, np.float32), "shape"),
        (_ids(1), _rows([np.nan, 0]), "finite"),
        (_ids(1), _rows([np.inf, 0]), "finite"),
        (_ids(1, 1), _rows([1, 0], [0, 1]), "twice"),
        (_ids(1, 7), _rows([1, 0], [0, 1]), "present already"),
        (_ids(-1), _rows([1, 0]), "negative"),
        (np.array([1.5]), _rows([1, 0]), "integers"),
    ],
)
def test_bad_rows_are_refused_and_change_nothing(
    index: VectorIndex, ids: np.ndarray, rows: np.ndarray, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        index.add(ids, rows)
    assert [hit.id for hit in index.search(_rows([1, 0]), 10)[0]] == [7, 3, 9]


def test_bad_queries_are_refused(index: VectorIndex) -> None:
    with pytest.raises(ValueError, match="limit"):
        index.search(_rows([1, 0]), 0)
    with pytest.raises(ValueError, match="shape"):
        index.search(_rows([1, 0, 0]), 1)
    with pytest.raises(ValueError, match="finite"):
        index.search(_rows([np.nan, 0]), 1)
    with pytest.raises(ValueError, match="dim"):
        VectorIndex(0)


_ROW = st.lists(st.integers(-5, 5), min_size=3, max_size=3)


@given(
    rows=st.dictionaries(st.integers(0, 2**40), _ROW, min_size=1, max_size=20),
    query=_ROW,
    limit=st.integers(1, 25),
    data=st.data(),
)
def test_search_agrees_with_brute_force_after_removals(
    rows: dict[int, list[int]], query: list[int], limit: int, data: st.DataObject
) -> None:
    index = VectorIndex(3)
    index.add(_ids(*rows), np.array(list(rows.values()), np.float32))
    gone = data.draw(st.sets(st.sampled_from(sorted(rows))))
    assert index.remove(_ids(*gone)) == len(gone)
    scores = {
        key: sum(a * b for a, b in zip(row, query, strict=True))
        for key, row in rows.items()
        if key not in gone
    }
    found = index.search(np.array([query], np.float32), limit)[0]
    assert [hit.score for hit in found] == sorted(scores.values(), reverse=True)[:limit]
    assert all(scores[hit.id] == hit.score for hit in found)
    assert len({hit.id for hit in found}) == len(found)
