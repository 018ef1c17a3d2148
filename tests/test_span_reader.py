"""Decoding against trying every span."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.span_reader import Span, SpanScores, best_spans

NONE = -np.inf


def scores(start: list[float], end: list[float]) -> SpanScores:
    return SpanScores(np.array(start, dtype=np.float32), np.array(end, dtype=np.float32), 0.0)


def tried(given_scores: SpanScores, first: int, last: int, max_length: int) -> Span:
    """Every span of a sentence, one after the other; the first of the best."""
    best = Span(first, first, NONE)
    for begin in range(first, last):
        for final in range(begin, min(begin + max_length, last)):
            score = float(given_scores.start[begin] + given_scores.end[final])
            if score > best.score:
                best = Span(begin, final + 1, score)
    return best


def test_worked_by_hand() -> None:
    told = scores([0, 3, 1, 0, 2], [5, 0, 2, 4, 1])
    # Whole: 3 + 4 from 1 to 3. Of two characters at most: 3 + 2 from 1 to 2, 1 + 4 from 2 to 3, 0 + 5 at 0 alone;
    # the first of those that are best with 5. Of one: 0 + 5 at 0, 1 + 2 at 2, 0 + 4 at 3.
    assert best_spans(told, [(0, 5)], 9) == (Span(1, 4, 7.0),)
    assert best_spans(told, [(0, 5)], 2) == (Span(0, 1, 5.0),)
    assert best_spans(told, [(1, 5), (3, 5), (0, 1)], 1) == (
        Span(3, 4, 4.0),
        Span(3, 4, 4.0),
        Span(0, 1, 5.0),
    )


def test_no_span_leaves_its_sentence() -> None:
    told = scores([9, 0, 0, 0], [0, 0, 0, 9])
    assert best_spans(told, [(0, 2), (2, 4)], 9) == (Span(0, 1, 9.0), Span(2, 4, 9.0))


def test_where_no_token_begins_or_ends_there_is_no_span() -> None:
    told = scores([1, NONE, NONE, 1], [NONE, 2, NONE, NONE])
    assert best_spans(told, [(0, 4), (2, 4), (1, 1)], 9) == (
        Span(0, 2, 3.0),
        Span(2, 2, NONE),
        Span(1, 1, NONE),
    )
    assert best_spans(scores([], []), [], 9) == ()


@pytest.mark.parametrize(("bounds", "max_length"), [((0, 2), 0), ((0, 3), 1), ((-1, 2), 1), ((2, 1), 1)])
def test_what_cannot_be_is_refused(bounds: tuple[int, int], max_length: int) -> None:
    with pytest.raises(ValueError, match=r"max_length|outside"):
        best_spans(scores([0, 0], [0, 0]), [bounds], max_length)


LOGITS = st.sampled_from([NONE, -3.5, -1.0, 0.0, 0.25, 2.0, 7.5]) | st.floats(-50, 50, width=32)


@given(st.lists(st.tuples(LOGITS, LOGITS), min_size=1, max_size=12), st.integers(1, 14), st.data())
@settings(deadline=None)
def test_every_span_is_considered(
    parts: list[tuple[float, float]], max_length: int, data: st.DataObject
) -> None:
    told = scores([start for start, _ in parts], [end for _, end in parts])
    cuts = data.draw(st.lists(st.integers(0, len(parts)), max_size=4))
    edges = [0, *sorted(cuts), len(parts)]
    bounds = list(pairwise(edges))
    assert best_spans(told, bounds, max_length) == tuple(
        tried(told, first, last, max_length) for first, last in bounds
    )
