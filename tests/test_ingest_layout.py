"""Lines of a page to paragraphs: a page 400 points wide, its font 10 points, its lines 14 points apart."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.ingest.layout import Line, page_number_lines, paragraphs


def page(*rows: Any) -> list[Line]:
    """Lines from (text, left, right) or (text, left, right, extra space above, em)."""
    lines, baseline = [], 800.0
    for text, left, right, *rest in rows:
        extra, em = rest if rest else (0, 10)
        baseline -= 14 + extra
        lines.append(Line(text, left, right, baseline, baseline + em))
    return lines


def test_a_sentence_goes_on_over_the_end_of_a_full_line() -> None:
    lines = page(("全市常住人口二百一十三万人，比上", 20, 400), ("年增加两万人。", 0, 70))
    assert paragraphs(lines) == ["全市常住人口二百一十三万人，比上年增加两万人。"]


def test_latin_words_are_parted_by_a_space() -> None:
    lines = page(("Output of the harbour rose by four per", 0, 395), ("cent in the year.", 0, 170))
    assert paragraphs(lines) == ["Output of the harbour rose by four per cent in the year."]


def test_no_space_between_scripts_and_inside_ranges() -> None:
    assert paragraphs(page(("产值达到", 0, 398), ("268亿元", 0, 60))) == ["产值达到268亿元"]
    assert paragraphs(page(("the years 2020-", 0, 398), ("2025", 0, 40))) == ["the years 2020-2025"]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    lines = page(
        ("一、工作回顾", 0, 60), ("二〇二三年是很不平凡的一年，全市各项", 0, 400), ("工作进展顺利", 0, 120)
    )
    assert paragraphs(lines) == ["一、工作回顾", "二〇二三年是很不平凡的一年，全市各项工作进展顺利"]


def test_a_short_line_whose_next_word_would_not_have_fitted_goes_on() -> None:
    lines = page(
        ("A line that is as wide as the column of text itself", 0, 400),
        ("but this one stops before", 0, 250),
        ("internationalisation-and-localisation", 0, 300),
    )
    assert len(paragraphs(lines)) == 1


@pytest.mark.parametrize(
    "row",
    [
        ("另起一段，缩进两个字", 20, 400),
        ("隔开的一段", 0, 300, 12, 10),
        ("更大的标题", 0, 300, 0, 16),
        ("（二）第二点", 0, 200),
        ("2. second", 0, 200),
        ("• bullet", 0, 200),
        ("第三章 保障措施", 0, 200),
        ("产值\t1200", 0, 200),
    ],
)
def test_what_opens_a_paragraph_though_the_line_above_is_full(row: tuple[Any, ...]) -> None:
    full = ("这一行写满了整行的宽度没有标点", 0, 400)
    assert paragraphs(page(full, full, full, row)) == [3 * full[0], row[0]]


def test_decimals_open_no_paragraph() -> None:
    assert paragraphs(page(("增长率为", 0, 400), ("6.2个百分点", 0, 100))) == ["增长率为6.2个百分点"]


def test_what_hangs_below_a_bullet_belongs_to_it() -> None:
    lines = page(("• a point that fills its line to the very", 0, 400), ("end", 15, 40))
    assert paragraphs(lines) == ["• a point that fills its line to the very end"]


def test_two_indented_paragraphs_of_one_full_line_stay_two() -> None:
    lines = page(("第一段恰好一行。", 20, 400), ("第二段也恰好一行。", 20, 400), ("正文的左边界", 0, 400))
    assert paragraphs(lines)[:1] == ["第一段恰好一行。"]


def hyphenated(head: str, tail: str, *others: str) -> list[str]:
    lines = page((head, 0, 400), (tail, 0, 100), *((other, 0, 100) for other in others))
    first = lines[0]
    lines[0] = Line(first.text, first.left, first.right, first.bottom, first.top, hyphen=True)
    return paragraphs(lines)


def test_hyphens() -> None:
    assert hyphenated("an exam", "ple of it") == ["an example of it"]
    assert hyphenated("the well", "known man", "as well-known as he is")[0] == "the well-known man"
    assert hyphenated("the post", "War years") == ["the post-War years"]


def test_columns_side_by_side_are_not_joined_across() -> None:
    left = [Line("left column line", 0, 190, 780, 790)]
    right = [Line("right column line", 210, 400, 780, 790)]
    assert paragraphs(left + right) == ["left column line", "right column line"]


@given(
    st.lists(
        st.tuples(st.text("报告ab1。 ", min_size=1), st.floats(0, 300), st.floats(301, 400)), max_size=12
    )
)
def test_no_character_is_lost(rows: list[tuple[str, float, float]]) -> None:
    rows = [(text.strip() or "空", left, right) for text, left, right in rows]
    joined = "".join(paragraphs(page(*rows)))
    assert joined.replace(" ", "") == "".join(text for text, _, _ in rows).replace(" ", "")


def numbered(*texts: str) -> list[list[Line]]:
    return [page(("body", 0, 300), (text, 190, 210)) for text in texts]


@pytest.mark.parametrize(
    "texts",
    [("1", "2", "3"), ("— 7 —", "— 8 —"), ("第1页 共3页", "第2页 共3页"), ("Page 4 of 9", "Page 5 of 9")],
)
def test_page_numbers_that_count_on(texts: tuple[str, ...]) -> None:
    assert page_number_lines(numbered(*texts)) == {(number, 1) for number in range(len(texts))}


@pytest.mark.parametrize("texts", [("2023",), ("12", "47", "5"), ("the end", "2")])
def test_lone_figures_are_text(texts: tuple[str, ...]) -> None:
    assert page_number_lines(numbered(*texts)) == set()


def test_page_numbers_at_the_top() -> None:
    pages = [page((str(number), 190, 200), ("body", 0, 300)) for number in (1, 2)]
    assert page_number_lines([*pages, []]) == {(0, 0), (1, 0)}
