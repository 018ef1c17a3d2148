"""Who has logged in, by a clock that the tests turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.serving.sessions import Sessions


class _Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def test_a_token_says_whose_it_is_until_it_is_ended() -> None:
    sessions = Sessions(clock=_Clock())
    token, other = sessions.start("bo", "mark"), sessions.start("ana", "sign")
    found = sessions.find(token)
    assert found is not None
    assert (found.name, found.mark) == ("bo", "mark")
    sessions.end(token)
    assert sessions.find(token) is None
    assert sessions.find(other) is not None
    sessions.end("nobody's")


def test_tokens_cannot_be_guessed_and_are_not_kept() -> None:
    sessions = Sessions()
    tokens = {sessions.start(f"user{number}", "mark") for number in range(500)}
    assert len(tokens) == 500
    assert all(len(token) >= 43 for token in tokens)  # 256 bits in base64
    assert not tokens & set(sessions._sessions)


def test_a_session_ends_when_nothing_is_asked() -> None:
    clock = _Clock()
    sessions = Sessions(idle=10, longest=100, clock=clock)
    token = sessions.start("bo", "mark")
    for _ in range(9):
        clock.now += 10
        assert sessions.find(token) is not None
    clock.now += 10.5
    assert sessions.find(token) is None
    clock.now -= 5
    assert sessions.find(token) is None  # it is gone for good


def test_a_session_ends_in_any_case_some_day() -> None:
    clock = _Clock()
    sessions = Sessions(idle=10, longest=25, clock=clock)
    token = sessions.start("bo", "mark")
    for passed in (8, 16, 24):
        clock.now = 50 + passed
        assert sessions.find(token) is not None
    clock.now = 50 + 26
    assert sessions.find(token) is None


def test_the_oldest_session_of_whoever_has_too_many_ends() -> None:
    sessions = Sessions()
    first = sessions.start("ana", "mark")
    own = [sessions.start("bo", "mark") for _ in range(21)]
    assert sessions.find(own[0]) is None
    assert all(sessions.find(token) for token in own[1:])
    assert sessions.find(first) is not None


def test_memory_of_many_people_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.serving.sessions._MOST", 50)
    sessions = Sessions()
    tokens = [sessions.start(str(number), "mark") for number in range(60)]
    assert [sessions.find(token) is not None for token in tokens] == [False] * 10 + [True] * 50


@given(st.text(st.characters(), max_size=100))
def test_nothing_but_a_token_opens(told: str) -> None:
    sessions = Sessions()
    sessions.start("bo", "mark")
    assert sessions.find(told) is None
    sessions.end(told)
