"""Reports, their vectors and their terms, kept in step."""

import numpy as np
import pytest

from qa.corpus import Corpus
from qa.lexical import find_terms
from qa.prepare import Prepared, prepare
from qa.sense.period import Period
from qa.types import Document
from tests.reference import bm25


def report(text: str, name: str) -> Prepared:
    return prepare(Document(text, name, name))


FIRST = report("甲乙。丙。\n丁。", "first")  # three sentences, two passages
SECOND = report("甲。", "second")
THIRD = report("戊甲。\n己。", "third")


def vectors(*numbers: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array([[number, 0] for number in numbers], dtype=np.float32)


@pytest.fixture
def corpus() -> Corpus:
    corpus = Corpus(2)
    corpus.add([FIRST, SECOND], vectors(1, 2, 3, 4))
    corpus.add([THIRD], vectors(5, 6))
    return corpus


def test_rows_follow_one_another(corpus: Corpus) -> None:
    assert [entry.rows.tolist() for entry in corpus] == [[0, 1, 2], [3], [4, 5]]
    assert [len(entry) for entry in corpus] == [3, 1, 2]
    assert len(corpus) == 3
    found = corpus.vectors.search(vectors(1), 6)[0]
    assert [(hit.id, hit.score) for hit in found] == [(5, 6), (4, 5), (3, 4), (2, 3), (1, 2), (0, 1)]


def test_reports_are_known_by_their_id(corpus: Corpus) -> None:
    assert "second" in corpus
    assert "fourth" not in corpus
    found = corpus.get("second")
    assert found is corpus.at(1)
    assert found is not None
    assert found.prepared is SECOND
    assert corpus.get("fourth") is None


def test_every_passage_has_its_place_and_its_terms(corpus: Corpus) -> None:
    assert corpus.passages.tolist() == [[0, 0], [0, 1], [1, 0], [2, 0], [2, 1]]
    texts = [find_terms(text)[0].tolist() for text in ("甲乙。丙。", "丁。", "甲。", "戊甲。", "己。")]
    query = find_terms("甲乙")[0].tolist()
    assert corpus.terms.scores(query).tolist() == pytest.approx(bm25(query, texts), rel=1e-5)


def test_a_removed_report_leaves_nothing(corpus: Corpus) -> None:
    assert corpus.remove("second")
    assert "second" not in corpus
    assert len(corpus.vectors) == 5
    assert 3 not in corpus.vectors
    assert corpus.passages.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert find_terms("戊")[0][0] in corpus.terms.vocabulary
    assert corpus.remove("first")
    assert find_terms("丁")[0][0] not in corpus.terms.vocabulary
    assert not corpus.remove("first")


def test_row_ids_are_never_given_again(corpus: Corpus) -> None:
    corpus.remove("third")
    corpus.add([THIRD], vectors(7, 8))
    assert corpus.at(2).rows.tolist() == [6, 7]
    assert [corpus.place_of_row(row) for row in (0, 2, 3, 6, 7)] == [0, 0, 1, 2, 2]
    corpus.remove("first")
    assert [corpus.place_of_row(row) for row in (3, 6, 7)] == [0, 1, 1]


@pytest.mark.parametrize("wrong", [vectors(1), vectors(1, 2, 3), vectors(1, np.nan), np.ones((2, 3))])
def test_wrong_vectors_change_nothing(corpus: Corpus, wrong: np.ndarray) -> None:
    corpus.remove("third")
    with pytest.raises(ValueError, match="vectors"):
        corpus.add([THIRD], wrong.astype(np.float32))
    assert "third" not in corpus
    assert len(corpus) == 2
    assert corpus.passages.tolist() == [[0, 0], [0, 1], [1, 0]]


def test_an_empty_corpus() -> None:
    corpus = Corpus(2)
    assert len(corpus) == 0
    assert corpus.passages.shape == (0, 2)
    assert corpus.terms.scores([1]).shape == (0,)


def test_the_times_of_passages_follow_the_reports(corpus: Corpus) -> None:
    year = [Period.year(2022)]
    corpus.add([report("2022年工作报告\n\n修路。", "dated")], vectors(7, 8))
    same, other = corpus.times.compare(year)
    assert same.tolist() == [0, 0, 0, 0, 0, 1, 1]
    assert not other.any()
    assert [corpus.row_of(place, passage) for place, passage in corpus.passages.tolist()] == list(range(7))
    corpus.remove("second")
    assert corpus.times.compare(year)[0].tolist() == [0, 0, 0, 0, 1, 1]
    assert corpus.times.compare([Period.year(2021)])[1].tolist() == [False] * 4 + [True] * 2
