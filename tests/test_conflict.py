"""Quotes of different reports that give different figures, worked out by hand."""

import pytest

from qa.conflict import MOST_CONFLICTS, conflicting
from qa.features import SentenceRef
from qa.prepare import prepare
from qa.question import Question
from qa.reader import Judged
from qa.types import Document
from tests.fakes import EMPTY

GROWTH = "2022年全市生产总值增长多少？"


def quote(
    text: str, marked: str = "", first: int = 0, last: int | None = None, confidence: float = 0.9
) -> Judged:
    """Sentences of a report as a quote, with some of its words marked as the answer."""
    prepared = prepare(Document(text, f"{abs(hash(text))}.txt", text))
    start = prepared.folded.text.index(marked)
    return Judged(
        sentence=SentenceRef(prepared, first, prepared.passage_of(first), 1.0, 0),
        last=len(prepared.bounds) - 1 if last is None else last,
        score=0.0,
        confidence=confidence,
        answer=(start, start + len(marked)) if marked else None,
    )


def against(question: str, *quotes: Judged) -> tuple[int, ...]:
    return conflicting(Question.of(question, EMPTY), quotes)


JOINED = "2022年形势十分复杂。2022年全市生产总值增长5.9%。"
OTHER = "2022年全市生产总值增长5.2%。"


@pytest.mark.parametrize("first", [0, 1])
def test_every_sentence_of_a_joined_quote_counts(first: int) -> None:
    assert against(GROWTH, quote(JOINED, first=first), quote(OTHER)) == (1,)
    assert against(GROWTH, quote(OTHER), quote(JOINED, first=first)) == (1,)
    assert against(GROWTH, quote(JOINED, first=first), quote("2022年全市生产总值增长5.90%。")) == ()
    # its first sentence alone is about the year and has no figure
    assert against(GROWTH, quote(JOINED, last=0), quote(OTHER)) == ()


TARGETS = [
    "2022年全市生产总值增长5.5%左右，居民消费价格涨幅3%左右。",
    "2022年全市生产总值增长5%左右，居民消费价格涨幅3%左右。",
]


def test_a_shared_figure_beside_the_answers_is_no_agreement() -> None:
    one, other = (quote(text, marked) for text, marked in zip(TARGETS, ("5.5%", "5%"), strict=True))
    assert against(GROWTH, one, other) == (1,)
    assert against(GROWTH, other, one) == (1,)
    prices = [quote(text, "3%") for text in TARGETS]
    assert against("2022年全市居民消费价格涨幅多少？", *prices) == ()


def test_without_a_mark_all_figures_are_compared() -> None:
    assert against(GROWTH, *map(quote, TARGETS)) == ()
    # the wrong one of two figures marked
    assert against(GROWTH, quote(TARGETS[0], "5.5%"), quote(TARGETS[0] + "。", "3%")) == ()


def test_which_quotes_are_compared() -> None:
    best = quote(OTHER)
    others = [quote(f"2022年全市生产总值增长{figure}%。") for figure in (6, 7, 8)]
    assert against(GROWTH, best, *others) == (1, 2)
    assert MOST_CONFLICTS == 2
    assert against(GROWTH, best, quote("2022年全市生产总值增长6%。", confidence=0.4)) == ()
    assert against(GROWTH, best, quote("2021年全市生产总值增长6%。")) == ()
    assert against("2022年全市生产总值怎么样？", best, others[0]) == ()
    assert against(GROWTH) == ()
