"""How much one person may ask for, by a clock that the tests turn."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import LimitError
from ui.limits import AtOnce, Limiter, Rate, TooOftenError, seconds_to_wait


class _Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_and_then_one_as_time_passes() -> None:
    clock = _Clock()
    limiter = Limiter(Rate(30, 3), "questions", clock)
    for _ in range(3):
        limiter.take("bo")
    with pytest.raises(TooOftenError) as caught:
        limiter.take("bo")
    assert str(caught.value) == "questions: more than 30 a minute were asked for. Try again in 2 seconds"
    assert caught.value.seconds == seconds_to_wait(caught.value) == 2  # one every two seconds
    clock.now += 1.5
    with pytest.raises(TooOftenError, match="Try again soon"):
        limiter.take("bo")
    clock.now += 0.5
    limiter.take("bo")
    with pytest.raises(TooOftenError):
        limiter.take("bo")
    clock.now += 3600  # a pause gives no more than may be asked at once
    for _ in range(3):
        limiter.take("bo")
    with pytest.raises(TooOftenError):
        limiter.take("bo")


def test_nobody_uses_up_what_another_may_ask() -> None:
    limiter = Limiter(Rate(1), "questions", _Clock())
    limiter.take("bo")
    limiter.take("ana")
    with pytest.raises(TooOftenError) as caught:
        limiter.take("bo")
    assert caught.value.seconds == 60


def test_what_is_given_back_can_be_taken_again() -> None:
    limiter = Limiter(Rate(2), "login", _Clock())
    limiter.take("bo")
    limiter.take("bo")
    limiter.give_back("bo")
    limiter.take("bo")
    with pytest.raises(TooOftenError):
        limiter.take("bo")
    limiter.give_back("ana")  # who has taken nothing has nothing to get back
    limiter.give_back("bo")
    limiter.give_back("bo")
    limiter.give_back("bo")
    limiter.take("bo")
    limiter.take("bo")
    with pytest.raises(TooOftenError):
        limiter.take("bo")


def test_without_a_rate_there_is_no_limit() -> None:
    limiter = Limiter(None, "questions")
    for _ in range(10_000):
        limiter.take("bo")
    limiter.give_back("bo")


def test_a_refusal_survives_another_process() -> None:
    error = pickle.loads(pickle.dumps(TooOftenError("questions", "too many", 7)))  # noqa: S301
    assert (error.subject, error.cause, error.remedy, error.seconds) == (
        "questions",
        "too many",
        "Try again in 7 seconds",
        7,
    )
    assert isinstance(error, LimitError)
    assert seconds_to_wait(LimitError("a", "b", "c")) == 1


def test_memory_of_many_people_is_bounded() -> None:
    limiter = Limiter(Rate(1), "questions", _Clock())
    for number in range(20_000):
        limiter.take(str(number))
    assert len(limiter._buckets) == 10_000


@given(
    st.floats(0.5, 600),
    st.integers(1, 50),
    st.lists(st.floats(0, 30), min_size=1, max_size=200),
)
def test_nobody_gets_more_than_the_rate(a_minute: float, at_once: int, pauses: list[float]) -> None:
    """A token bucket passes at most its size and what has run into it since; and never starves who waits as told."""
    clock = _Clock()
    limiter = Limiter(Rate(a_minute, at_once), "questions", clock)
    began = clock.now
    for passed, pause in enumerate(pauses, 1):
        clock.now += pause
        try:
            limiter.take("bo")
        except TooOftenError as error:
            clock.now += error.seconds
            limiter.take("bo")
        assert passed <= at_once + (clock.now - began) * a_minute / 60 + 1e-6


def test_so_much_may_go_on_at_once() -> None:
    bound = AtOnce(2, "requests", 3)
    full = pytest.raises(LimitError, match="requests: too many people ask at once")
    with bound.one("bo"), bound.one("bo"):
        with pytest.raises(LimitError, match="requests: more than 2 at once were asked for"), bound.one("bo"):
            pass
        with bound.one("ana"), full, bound.one("li"):
            pass
        with bound.one("li"):
            pass
    with bound.one("bo"), bound.one("bo"):
        pass


def test_what_fails_goes_on_no_more() -> None:
    bound = AtOnce(1, "requests")
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), bound.one("bo"):
            raise ZeroDivisionError
    assert not bound._counts
