"""The index, over vectors that half precision holds exactly."""

from itertools import product
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.encoder import Vectors
from embeddings.errors import IndexFileError
from embeddings.index import VectorIndex


def _rows(*rows: list[float]) -> Vectors:
    return np.array(rows, dtype=np.float32)


@pytest.fixture
def index() -> VectorIndex:
    return VectorIndex.of(_rows([1, 0], [0.5, 0.75], [-1, 0]))


def _grid() -> Vectors:
    """Integer vectors of the length 9: the highest product of each is that with itself, 81."""
    sphere = [each for each in product(range(-9, 10), repeat=4) if sum(part * part for part in each) == 81]
    return _rows(*(list(map(float, each)) for each in sphere))


def test_higher_inner_product_comes_first(index: VectorIndex) -> None:
    scores, rows = index.search(_rows([1, 0], [0, 1], [-1, -1]), 2)
    assert rows.tolist() == [[0, 1], [1, 0], [2, 0]]
    assert scores.tolist() == [[1, 0.5], [0.75, 0], [1, -1]]


def test_a_limit_above_the_size_gives_every_row_once(index: VectorIndex) -> None:
    assert index.search(_rows([1, 0]), 100)[1].tolist() == [[0, 1, 2]]


def test_equal_scores_come_by_ascending_row() -> None:
    scores, rows = VectorIndex.of(_rows([1], [2], [1], [2], [1])).search(_rows([1]), 5)
    assert (scores.tolist(), rows.tolist()) == ([[2, 2, 1, 1, 1]], [[1, 3, 0, 2, 4]])


def test_rows_that_are_gone_leave_their_places_empty(index: VectorIndex) -> None:
    scores, rows = index.search(_rows([1, 0], [0, 1]), 3, np.array([True, False, False]))
    assert rows.tolist() == [[1, 2, -1], [1, 2, -1]]
    assert scores[:, :2].tolist() == [[0.5, -1], [0.75, 0]]
    assert index.search(_rows([1, 0]), 3, np.ones(3, dtype=bool))[1].tolist() == [[-1, -1, -1]]
    assert index.search(_rows([1, 0]), 3)[1].tolist() == [[0, 1, 2]]


def test_an_index_knows_its_size(index: VectorIndex) -> None:
    assert (len(index), index.dim, index.exact) == (3, 2, True)


def test_an_empty_index_finds_nothing() -> None:
    empty = VectorIndex.of(np.empty((0, 2), dtype=np.float32))
    scores, rows = empty.search(_rows([1, 0], [0, 1]), 5)
    assert (len(empty), scores.shape, rows.shape, empty.vectors().shape) == (0, (2, 0), (2, 0), (0, 2))


def test_no_query_gets_no_answer(index: VectorIndex) -> None:
    assert [each.shape[0] for each in index.search(np.empty((0, 2), dtype=np.float32), 5)] == [0, 0]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (np.ones(2, dtype=np.float32), "shape"),
        (np.empty((2, 0), dtype=np.float32), "shape"),
        (_rows([np.nan, 0]), "finite"),
        (_rows([1, 0], [np.inf, 0]), "finite"),
    ],
)
def test_bad_vectors_are_refused(rows: Vectors, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        VectorIndex.of(rows)


@pytest.mark.parametrize(
    ("query", "limit", "message"),
    [
        (_rows([1, 0]), 0, "limit"),
        (_rows([1, 0, 0]), 1, r"shape \(n, 2\)"),
        (np.ones(2, dtype=np.float32), 1, "shape"),
        (_rows([np.nan, 0]), 1, "finite"),
    ],
)
def test_bad_queries_are_refused(index: VectorIndex, query: Vectors, limit: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        index.search(query, limit)


_ROW = st.lists(st.integers(-5, 5), min_size=3, max_size=3)


@given(rows=st.lists(_ROW, min_size=1, max_size=20), query=_ROW, limit=st.integers(1, 25), data=st.data())
def test_search_agrees_with_brute_force(
    rows: list[list[int]], query: list[int], limit: int, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from(range(len(rows)))))
    removed = np.isin(np.arange(len(rows)), list(gone))
    products = [sum(a * b for a, b in zip(row, query, strict=True)) for row in rows]
    # which of several equal ones are the last within the limit is left open
    expected = sorted((products[row] for row in range(len(rows)) if row not in gone), reverse=True)[:limit]
    scores, found = VectorIndex.of(np.array(rows, np.float32)).search(
        np.array([query], np.float32), limit, removed
    )
    best = [row for row in found[0].tolist() if row >= 0]
    assert found.shape == scores.shape == (1, min(limit, len(rows)))
    assert scores[0, : len(best)].tolist() == expected == [products[row] for row in best]
    assert best == sorted(set(best) - gone, key=lambda row: (-products[row], row))


def test_many_rows_have_codes_and_each_finds_itself() -> None:
    vectors = _grid()
    index = VectorIndex.of(vectors, exact_rows=len(vectors) - 1)
    assert not index.exact
    assert VectorIndex.of(vectors, exact_rows=len(vectors)).exact
    assert not VectorIndex.of(vectors[:, :2], exact_rows=0).exact
    assert VectorIndex.of(vectors[:, :3], exact_rows=0).exact  # codes are of pairs of components
    scores, rows = index.search(vectors, 1)
    assert rows[:, 0].tolist() == list(range(len(vectors)))
    assert scores[:, 0].tolist() == [81] * len(vectors)


def test_codes_never_give_a_row_that_is_gone() -> None:
    vectors = _grid()
    gone = np.arange(len(vectors)) % 2 == 0
    _, rows = VectorIndex.of(vectors, exact_rows=0).search(vectors, len(vectors), gone)
    assert rows[gone].max() >= 0
    assert not gone[rows[rows >= 0]].any()
    assert rows[~gone, 0].tolist() == np.flatnonzero(~gone).tolist()


@pytest.mark.parametrize("exact_rows", [0, 1000])
def test_an_index_gives_back_its_vectors_and_comes_back_from_its_file(
    exact_rows: int, tmp_path: Path
) -> None:
    vectors = _grid()
    index = VectorIndex.of(vectors, exact_rows)
    index.save(tmp_path / "vectors.faiss")
    loaded = VectorIndex.load(tmp_path / "vectors.faiss")
    assert loaded.exact == index.exact == (exact_rows > 0)
    for each in (index, loaded):
        assert each.vectors().dtype == np.float32
        assert each.vectors().tolist() == vectors.tolist()
    (scores, rows), (scores_again, rows_again) = (each.search(vectors, 7) for each in (index, loaded))
    assert scores_again.tolist() == scores.tolist()
    assert rows_again.tolist() == rows.tolist()


def test_the_same_vectors_make_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        VectorIndex.of(_grid(), exact_rows=0).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vectors.faiss").write_bytes(b"nothing of the kind")
    with pytest.raises(IndexFileError, match=r"vectors\.faiss: FAISS cannot read it"):
        VectorIndex.load(tmp_path / "vectors.faiss")
    with pytest.raises(IndexFileError, match=r"gone\.faiss"):
        VectorIndex.load(tmp_path / "gone.faiss")
    faiss.write_index(faiss.IndexHNSWFlat(2, 4), str(tmp_path / "other.faiss"))
    with pytest.raises(IndexFileError, match=r"other\.faiss: it is a IndexHNSWFlat"):
        VectorIndex.load(tmp_path / "other.faiss")


def test_an_index_that_cannot_be_written_says_so(index: VectorIndex, tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match=r"vectors\.faiss: FAISS could not write it"):
        index.save(tmp_path / "missing" / "vectors.faiss")


def test_many_rows_are_searched_as_if_all_were_compared() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(5000, 16)).astype(np.float32)
    queries = rng.normal(size=(20, 16)).astype(np.float32)
    gone = rng.random(5000) < 0.6
    exact, coded = VectorIndex.of(vectors, exact_rows=5000), VectorIndex.of(vectors, exact_rows=0)
    for removed in (None, gone):
        (scores, rows), (expected, expected_rows) = (
            each.search(queries, 30, removed) for each in (coded, exact)
        )
        assert rows.tolist() == expected_rows.tolist()
        assert scores == pytest.approx(expected, abs=1e-4)


@given(rows=st.lists(_ROW, min_size=1, max_size=20), query=_ROW, limit=st.integers(1, 25), data=st.data())
def test_a_search_among_some_rows_agrees_with_brute_force(
    rows: list[list[int]], query: list[int], limit: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.sampled_from(range(len(rows)))))
    products = [sum(a * b for a, b in zip(row, query, strict=True)) for row in rows]
    expected = sorted((products[row] for row in chosen), reverse=True)[:limit]
    scores, found = VectorIndex.of(np.array(rows, np.float32)).search_among(
        np.array([query], np.float32), limit, np.isin(np.arange(len(rows)), list(chosen))
    )
    best = [row for row in found[0].tolist() if row >= 0]
    assert scores[0, : len(best)].tolist() == expected == [products[row] for row in best]
    assert best == sorted(chosen & set(best), key=lambda row: (-products[row], row))


@pytest.mark.parametrize("exact_rows", [0, 100_000], ids=["by their codes", "all compared"])
@pytest.mark.parametrize("share", [0.001, 0.3, 1.0])
def test_of_many_rows_some_are_searched_as_if_the_others_were_not_there(
    share: float, exact_rows: int
) -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(5000, 16)).astype(np.float32)
    queries = rng.normal(size=(20, 16)).astype(np.float32)
    kept = rng.random(5000) < share
    coded = VectorIndex.of(vectors, exact_rows=0)
    assert not coded.exact
    alone = VectorIndex.of(vectors[kept], exact_rows=5000)
    scores, rows = coded.search_among(queries, 30, kept, exact_rows)
    expected, places = alone.search(queries, 30)
    width = places.shape[1]
    assert rows[:, :width].tolist() == np.flatnonzero(kept)[places].tolist()
    assert (rows[:, width:] == -1).all()
    assert scores[:, :width] == pytest.approx(expected, abs=1e-4)


def test_what_lies_far_from_the_query_is_found_where_only_that_is_kept() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(5000, 16)).astype(np.float32)
    query = rng.normal(size=(1, 16)).astype(np.float32)
    far = (vectors @ query[0]) < np.quantile(vectors @ query[0], 0.5)
    coded = VectorIndex.of(vectors, exact_rows=0)
    scores, rows = coded.search_among(query, 30, far, exact_rows=0)
    assert far[rows].all()
    assert (
        rows[0].tolist() == np.flatnonzero(far)[VectorIndex.of(vectors[far]).search(query, 30)[1][0]].tolist()
    )
    assert (np.diff(scores) <= 0).all()


def test_a_search_among_rows_refuses_what_a_search_refuses(index: VectorIndex) -> None:
    every = np.ones(3, dtype=bool)
    with pytest.raises(ValueError, match="limit"):
        index.search_among(_rows([1, 0]), 0, every)
    with pytest.raises(ValueError, match=r"shape \(n, 2\)"):
        index.search_among(_rows([1, 0, 0]), 1, every)
    assert index.search_among(np.empty((0, 2), dtype=np.float32), 5, every)[0].shape == (0, 0)
    assert index.search_among(_rows([1, 0]), 3, ~every)[1].tolist() == [[-1, -1, -1]]
