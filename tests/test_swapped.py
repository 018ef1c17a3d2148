"""Questions made unanswerable, on cases written by hand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.training.corpus import SquadQuestion
from qa.training.swapped import Swapped, name_pool, swap_subject, swap_year, swapped

PERSON = "马修·澜恩（），是一位医生，1931年生于澜江，1950年至1955年任院长。"
POOL = {"person": ("伊凡·澄科", "贺拉斯·舟", "马修·澜恩"), "title": ("《江上》", "《澜江夜话》")}


def _years(text: str) -> list[int]:
    return [int(year) for year in re.findall(r"\d{4}", text)]


def test_a_year_becomes_one_the_report_does_not_name() -> None:
    question = "1931年谁出生？"
    found = swap_year(question, PERSON)
    assert found is not None
    (year,) = _years(found.question)
    assert found == Swapped(f"{year}年谁出生？", "year", "1931", str(year), "")
    assert 0 < abs(year - 1931) <= 12
    assert swap_year(question, PERSON) == found


@pytest.mark.parametrize("number", range(20))
def test_a_year_is_not_taken_from_inside_a_span(number: int) -> None:
    found = swap_year(f"1950年的第{number}件事是什么？", PERSON)
    assert found is not None
    year, *_ = _years(found.question)
    assert not 1950 <= year <= 1955
    assert year != 1931


def test_all_years_move_together() -> None:
    found = swap_year("1950年到1955年谁任院长？", PERSON)
    assert found is not None
    first, last = _years(found.question)
    assert last - first == 5
    assert not {first, last} & {1931, *range(1950, 1956)}


def test_no_year_is_to_come() -> None:
    report = "2024年、2023年和2025年都很好。"
    for number in range(20):
        found = swap_year(f"2024年的第{number}件事是什么？", report)
        assert found is not None
        assert 2012 <= _years(found.question)[0] <= 2022


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("谁出生在澜江？", PERSON),
        ("1932年谁出生？", PERSON),  # the report does not name it, so nothing would be contradicted
        ("代号1931的是谁？", PERSON),
        ("1931.5年是什么？", PERSON),
        ("1931年后他去了哪里？", PERSON),
        ("1931年之前他在哪里？", PERSON),
        ("1931年以來他在哪裡？", PERSON),
        ("1950年代他在哪里？", PERSON),
        ("截至1950年他在哪里？", PERSON),
        ("1950年怎么样？", "".join(f"{year}年，" for year in range(1930, 1970))),
    ],
)
def test_questions_without_a_year_to_move(question: str, report: str) -> None:
    assert swap_year(question, report) is None


@given(st.integers(1000, 2025), st.lists(st.integers(1000, 2025), max_size=8))
def test_the_new_year_is_never_in_the_report(year: int, others: list[int]) -> None:
    report = "，".join(f"{each}年" for each in [year, *others])
    found = swap_year(f"{year}年发生了什么？", report)
    assert found is None or not set(_years(found.question)) & {year, *others}


def test_a_person_becomes_another() -> None:
    found = swap_subject("马修·澜恩的职业是什么？", PERSON, POOL)
    assert found is not None
    assert found.new in {"伊凡·澄科", "贺拉斯·舟"}
    assert found == Swapped(f"{found.new}的职业是什么？", "subject", "马修·澜恩", found.new, found.new)
    assert swap_subject("马修·澜恩的职业是什么？", PERSON, POOL) == found


def test_a_name_the_report_holds_is_not_put_in() -> None:
    report = PERSON + "他的朋友是伊凡·澄科。"
    found = swap_subject("马修·澜恩的职业是什么？", report, POOL)
    assert found is not None
    assert found.new == "贺拉斯·舟"
    # whatever script it is written in
    assert swap_subject("谁写了《澜江夜话》？", "《澜江夜话》和《江上》都好。", POOL) is None
    traditional = {"title": ("《瀾江》",)}
    assert swap_subject("谁写了《江上》？", "《江上》和《澜江》都好。", traditional) is None


@pytest.mark.parametrize(
    ("question", "report", "pool"),
    [
        ("院长叫什么？", PERSON, POOL),
        ("马修·澜恩的职业是什么？", PERSON, {"title": ("《江上》",)}),
        ("马修·澜恩的职业是什么？", PERSON, {"person": ("马修·澜恩",)}),
        # one name that holds the other is hardly another person
        ("马修·澜恩的职业是什么？", PERSON, {"person": ("小马修·澜恩",)}),
        ("马修·澜恩的父亲是马修·澜恩吗？", PERSON, POOL),
    ],
)
def test_questions_without_a_subject_to_change(
    question: str, report: str, pool: dict[str, tuple[str, ...]]
) -> None:
    assert swap_subject(question, report, pool) is None


def test_names_of_a_set_stand_for_each_other() -> None:
    asked = [
        SquadQuestion("马修·澜恩的职业是什么？", PERSON, ((0, "医生"),), "1"),
        SquadQuestion("伊凡·澄科的职业是什么？", "伊凡·澄科（），画家。", ((0, "画家"),), "2"),
        SquadQuestion("院长叫什么？", PERSON, ((0, "马修"),), "1"),
    ]
    assert name_pool(asked) == {"person": ("伊凡·澄科", "马修·澜恩")}
    first, second, third = swapped(asked)
    assert first is not None
    assert second is not None
    assert (first.question, second.question) == ("伊凡·澄科的职业是什么？", "马修·澜恩的职业是什么？")
    assert third is None


def test_where_both_ways_are_open_the_question_decides() -> None:
    contexts = [f"马修·澜恩（），是一位医生，{year}年生于澜江。" for year in range(1901, 1931)]
    asked = [
        SquadQuestion(f"{1901 + place}年，马修·澜恩的职业是什么？", context, ((0, "医生"),), "1")
        for place, context in enumerate(contexts)
    ]
    asked.append(SquadQuestion("伊凡·澄科的职业是什么？", "伊凡·澄科（），画家。", ((0, "画家"),), "2"))
    kinds = [each.kind for each in swapped(asked)[:-1] if each]
    assert len(kinds) == 30
    # a fair coin stays within 4 standard deviations: 15 +- 11
    assert 4 <= kinds.count("year") <= 26
