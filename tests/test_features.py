"""Features of sentences, worked out by hand."""

import math

import numpy as np
import pytest

from qa.bm25 import TermIndex
from qa.features import FEATURES, SentenceRef, sentence_features
from qa.lexical import find_terms
from qa.postings import Postings
from qa.prepare import prepare
from qa.question import Question
from qa.types import Document
from tests.fakes import EMPTY


def question(text: str) -> Question:
    return Question.of(text, EMPTY)


def columns(asked: str, text: str, **known: float) -> dict[str, list[float]]:
    """All features of all sentences of a text, by name."""
    prepared = prepare(Document(text, "a.txt", "1"))
    refs = [
        SentenceRef(
            prepared,
            number,
            prepared.passage_of(number),
            lexical=known.get("lexical", 0.25),
            rank=int(known.get("rank", 0)),
        )
        for number in range(len(prepared.bounds))
    ]
    found = sentence_features(question(asked), refs)
    assert found.shape == (len(refs), len(FEATURES))
    assert found.dtype == np.float32
    return {name: found[:, place].tolist() for place, name in enumerate(FEATURES)}


def near(*values: float) -> object:
    return pytest.approx(list(values), abs=1e-6)


def test_a_question_is_folded_and_weighed() -> None:
    found = question("誰是 市長？")
    assert found.text == "谁是市长?"
    assert (found.asked.kind, found.asked.start, found.asked.end) == ("person", 0, 1)
    weights = dict(zip(found.terms.tolist(), found.weights.tolist(), strict=True))
    only_asks = {ord("谁"), 1 << 62 | ord("谁") << 21 | ord("是")}
    assert {term for term, weight in weights.items() if not weight} == only_asks
    assert all(
        weight == pytest.approx(math.log(2)) for term, weight in weights.items() if term not in only_asks
    )
    assert found.is_pair.tolist() == [term >= 1 << 62 for term in found.terms.tolist()]


def test_a_question_weighs_terms_by_their_rarity() -> None:
    terms, _ = find_terms("甲乙。")
    index = TermIndex([Postings.of(np.concatenate((terms, terms[:1])), np.array([3, 1]))])
    found = Question.of("甲乙", index)
    weights = dict(zip(found.terms.tolist(), found.weights.tolist(), strict=True))
    assert weights[ord("甲")] == pytest.approx(math.log(1 + 0.5 / 2.5))
    assert weights[ord("乙")] == pytest.approx(math.log(1 + 1.5 / 1.5))


def test_how_much_of_the_question_is_covered() -> None:
    # Terms of the question: 甲, 甲乙, 乙, 乙丙, 丙. All weigh the same; the pairs are 甲乙 and 乙丙.
    found = columns("甲乙丙", "甲乙。丙子丑。")
    assert found["cover"] == near(3 / 5, 1 / 5)
    assert found["cover_pairs"] == near(1 / 2, 0)
    assert found["cover_rare"] == near(3 / 5, 1 / 5)
    assert found["cover_passage"] == near(4 / 5, 4 / 5)
    assert found["cover_rest"] == near(1 / 5, 3 / 5)
    assert found["cover_previous"] == near(0, 3 / 5)
    assert found["cover_next"] == near(1 / 5, 0)
    assert found["cover_title"] == near(3 / 5, 3 / 5)
    assert found["cover_with_previous"] == near(3 / 5, 4 / 5)
    assert found["cover_with_title"] == near(3 / 5, 4 / 5)
    assert found["cover_document"] == near(4 / 5, 4 / 5)
    assert found["cover_to_best"] == near(0, -2 / 5)
    assert found["cover_lead"] == near(2 / 5, 0)
    assert found["cover_document_to_best"] == near(0, 0)


def test_what_only_the_sentence_covers() -> None:
    # Outside the title (甲乙) 乙丙 and 丙 are left, of which the second sentence has 丙.
    found = columns("甲乙丙", "甲乙。丙子丑。")
    assert found["rest_of_title"] == near(0, 1 / 2)
    # The rest of the passage leaves 甲, 甲乙, 乙 and 乙丙 to the first, 乙丙 and 丙 to the second.
    assert found["rest_of_passage"] == near(3 / 4, 1 / 2)


def test_runs_and_novelty() -> None:
    # 子甲乙: terms 子 子甲 甲 甲乙 乙, of which the last three are the question's three.
    found = columns("甲乙", "子甲乙。丑。")
    assert found["run"] == near(1, 0)
    assert found["novel"] == near(2 / 5, 1)


def test_bm25_saturates_with_length() -> None:
    # One character: one term. 2.2 / (1 + 1.2 * (0.6 + 0.4 / 60)).
    assert columns("甲", "甲。")["bm25"] == near(2.2 / (1 + 1.2 * (0.6 + 0.4 / 60)))


def test_place_and_shape() -> None:
    found = columns("甲", "甲乙。丙。\n丁？", rank=3)
    assert found["position"] == near(1, 1 / 2, 1)
    assert found["is_first"] == [1, 0, 0]
    assert found["is_only"] == [0, 0, 1]
    assert found["asks"] == [0, 0, 1]
    assert found["length"] == near(math.log(4) / 5, math.log(3) / 5, math.log(3) / 5)
    assert found["rank"] == near(1 / 4, 1 / 4, 1 / 4)


def test_what_retrieval_knows_is_passed_on() -> None:
    found = columns("甲", "甲。乙。", lexical=0.25)
    assert found["lexical_passage"] == [0.25, 0.25]


def test_mentions_of_what_is_asked_for() -> None:
    found = columns("2020年大桥全长多少公里?", "全长三公里。2020年开工。大桥很美。")
    assert found["is_number"] == [1, 1, 1]
    assert found["is_person"] == [0, 0, 0]
    assert found["kind_found"] == found["number_found"] == [1, 0, 0]
    assert found["kind_missing"] == [0, 1, 1]
    assert found["kind_count"] == near(math.log(2), 0, 0)
    assert found["person_found"] == [0, 0, 0]


def test_years() -> None:
    found = columns("2020年大桥怎么样?", "2020年开工。2021年通车。无年份。2020年和2021年。")
    assert found["year_here"] == [1, 0, 0, 1]
    assert found["year_other"] == [0, 1, 0, 0]


def test_markers_of_reasons_and_ways() -> None:
    assert columns("为什么停航?", "因大风停航。停航。")["marker"] == [1, 0]
    assert columns("如何过江?", "通过隧道过江。过江。")["marker"] == [1, 0]
    assert columns("谁过江?", "通过隧道过江。")["marker"] == [0]


def test_sentences_of_several_reports_are_compared() -> None:
    first, second = (prepare(Document(text, name, name)) for text, name in (("甲乙。", "1"), ("甲。", "2")))
    refs = [SentenceRef(each, 0, 0, 1.0, rank) for rank, each in enumerate((first, second))]
    found = sentence_features(question("甲乙"), refs)
    assert found[:, FEATURES.index("cover")].tolist() == near(1, 1 / 3)
    assert found[:, FEATURES.index("cover_to_best")].tolist() == near(0, -2 / 3)


@pytest.mark.parametrize("asked", ["甲乙", "谁", "？"])
def test_features_are_finite(asked: str) -> None:
    for values in columns(asked, "\u200b\n甲。\n。\n...").values():
        assert np.isfinite(values).all()


def test_no_sentence_has_no_features() -> None:
    assert sentence_features(question("甲"), []).shape == (0, len(FEATURES))


def test_names_are_different() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


def test_which_terms_of_a_question_are_a_time() -> None:
    found = question("2022年修路")
    spelled = {ord("年"), *find_terms("2022")[0].tolist(), 1 << 62 | ord("年") << 21 | ord("修")}
    assert {
        term for term, time in zip(found.terms.tolist(), found.is_time.tolist(), strict=True) if time
    } == spelled
    # 年 stands outside the time, too
    again = question("2022年的年报")
    assert not again.is_time[again.terms.tolist().index(ord("年"))]


def test_a_sentence_of_the_year_asked_for_covers_it_without_saying_so() -> None:
    text = "2022年工作报告\n\n今年修路三里。"
    right = columns("2022年修路", text)
    assert right["time_same"] == near(1, 1)
    assert right["time_likeness"] == near(1, 1)
    assert right["time_told"] == near(1, 1)
    assert right["year_here"] == near(1, 1)
    assert right["cover"][1] == pytest.approx(1)
    wrong = columns("2021年修路", text)
    assert (wrong["time_same"], wrong["time_told"], wrong["time_likeness"]) == (
        near(0, 0),
        near(1, 1),
        near(0, 0),
    )
    # 年, 修, 路, 年修 and 修路 of six terms of one weight
    assert wrong["cover"][1] == pytest.approx(5 / 6)


def test_unit_plan_and_place_of_a_sentence() -> None:
    found = columns("上海计划修路多少公里？", "上海拟修路3公里。已修路2亩。")
    assert found["unit_fits"] == near(1, -1)
    assert found["plan_fits"] == near(1, 0)
    assert found["place_fits"] == near(1, 1)
