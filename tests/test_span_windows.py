"""Tokens to characters, by hand."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.span_windows import Window, character_scores

NONE = -np.inf


def window(*tokens: tuple[int, int, float, float]) -> Window:
    """Tokens as first character, last character (excluded), score to begin, score to end."""
    table: Any = np.array(tokens, dtype=np.float64).reshape(-1, 4)
    return Window(
        table[:, :2].astype(np.int64), table[:, 2].astype(np.float32), table[:, 3].astype(np.float32)
    )


def test_a_token_begins_and_ends_at_its_own_characters() -> None:
    told = character_scores("大桥全长", [window((0, 2, 1, 2), (2, 3, 3, 4), (3, 4, 5, 6))], -7.0)
    assert told.start.tolist() == [1, NONE, 3, 5]
    assert told.end.tolist() == [NONE, 2, 4, 6]
    assert told.null == -7.0
    assert told.start.dtype == told.end.dtype == np.float32


def test_the_highest_counts_where_tokens_or_windows_meet() -> None:
    pieces = window((0, 1, 1, 9), (0, 1, 4, 2), (0, 1, 3, 5), (1, 2, 0, 0))
    again = window((1, 2, 8, -1))
    told = character_scores("龘桥", [pieces, again], 0.0)
    assert (told.start.tolist(), told.end.tolist()) == ([4, 8], [9, 0])


def test_white_space_around_a_token_is_left_out() -> None:
    told = character_scores("a \u3000b ", [window((0, 1, 1, 1), (1, 5, 2, 3), (1, 2, 9, 9))], 0.0)
    assert told.start.tolist() == [1, NONE, NONE, 2, NONE]
    assert told.end.tolist() == [1, NONE, NONE, 3, NONE]


def test_empty_tokens_and_empty_passages_say_nothing() -> None:
    assert character_scores("ab", [window((0, 0, 9, 9), (2, 2, 9, 9))], 0.0).start.tolist() == [NONE, NONE]
    assert character_scores("ab", [], 0.0).end.tolist() == [NONE, NONE]
    assert character_scores("", [window()], 0.0).start.shape == (0,)
    assert character_scores("  ", [window((0, 2, 1, 1))], 0.0).start.tolist() == [NONE, NONE]


@given(st.text("a大 \n", max_size=12), st.data())
@settings(deadline=None)
def test_as_token_by_token(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    tokens = data.draw(st.lists(st.tuples(place, place, st.integers(-9, 9), st.integers(-9, 9)), max_size=8))
    start, end = [NONE] * len(text), [NONE] * len(text)
    for first, last, begins, ends in tokens:
        dark = [at for at in range(first, last) if not text[at].isspace()]
        if dark:
            start[dark[0]] = max(start[dark[0]], begins)
            end[dark[-1]] = max(end[dark[-1]], ends)
    told = character_scores(text, [window(*tokens)], 0.0)
    assert (told.start.tolist(), told.end.tolist()) == (start, end)
