"""Who comes in: by a session, or by a name and a password; and how often somebody may guess."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

import qa.accounts
from qa.accounts import Account, Accounts, Role
from qa.errors import AccessError, LimitError
from ui.serving.entrance import Entrance


class _Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(qa.accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    qa.accounts._nobody.cache_clear()
    yield
    qa.accounts._nobody.cache_clear()


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    accounts = Accounts.open(tmp_path / "users.json")
    accounts.add("bo", "battery staple")
    return accounts


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def entrance(accounts: Accounts, clock: _Clock) -> Entrance:
    return Entrance(accounts, clock=clock)


def _check(entrance: Entrance, name: str, password: str, address: str = "192.0.2.1") -> Account:
    return asyncio.run(entrance.check(name, password, address))


def _by_password(entrance: Entrance, name: str, password: str, address: str = "192.0.2.1") -> str:
    return asyncio.run(entrance.by_password(name, password, address))


def test_who_is_let_in_has_a_session(entrance: Entrance) -> None:
    token = entrance.begin(_check(entrance, "bo", "battery staple"))
    assert token is not None
    assert entrance.by_session(token) == "bo"
    assert entrance.by_session("another") is None
    assert entrance.by_session("") is None


def test_it_is_not_said_whether_there_is_such_a_name(entrance: Entrance) -> None:
    said = set()
    for name, password in (("bo", "wrong password"), ("nobody", "battery staple"), ("", "")):
        with pytest.raises(AccessError) as caught:
            _check(entrance, name, password)
        said.add(str(caught.value))
    assert said == {"login: the name or the password is wrong. Try again"}


@pytest.mark.parametrize("change", ["remove", "set_password"])
def test_a_session_ends_with_the_account_or_its_password(
    accounts: Accounts, entrance: Entrance, change: str
) -> None:
    token = entrance.begin(Account("bo", Role.READER))
    assert token is not None
    assert _by_password(entrance, "bo", "battery staple") == "bo"
    accounts.set_role("bo", Role.EDITOR)
    assert entrance.by_session(token) == "bo"  # another role ends nothing
    getattr(accounts, change)(*("bo", "correct horse")[: 1 if change == "remove" else 2])
    assert entrance.by_session(token) is None
    with pytest.raises(AccessError):
        _by_password(entrance, "bo", "battery staple")
    if change == "remove":
        assert entrance.begin(Account("bo", Role.READER)) is None
    else:
        accounts.set_password("bo", "battery staple")
        assert entrance.by_session(token) is None  # it has ended for good


def test_guessing_a_password_is_slowed_down(entrance: Entrance, clock: _Clock) -> None:
    for number in range(10):
        with pytest.raises(AccessError):
            _check(entrance, "bo", f"guess number {number}")
    with pytest.raises(LimitError):
        _check(entrance, "bo", "battery staple")  # right or not
    with pytest.raises(AccessError):
        _check(entrance, "ana", "battery staple")
    assert _check(entrance, "bo", "battery staple", "192.0.2.2").name == "bo"  # who guesses locks nobody out
    clock.now += 6  # one more after a tenth of a minute
    assert _check(entrance, "bo", "battery staple").name == "bo"


def test_guessing_from_everywhere_is_slowed_down(entrance: Entrance, clock: _Clock) -> None:
    for number in range(200):
        with pytest.raises(AccessError):
            _check(entrance, "bo", f"guess number {number}", f"192.0.2.{number}")
    with pytest.raises(LimitError):
        _check(entrance, "bo", "battery staple", "198.51.100.1")
    with pytest.raises(AccessError):
        _check(entrance, "ana", "battery staple", "198.51.100.1")
    clock.now += 0.7  # a hundred a minute
    assert _check(entrance, "bo", "battery staple", "198.51.100.1").name == "bo"


def test_guessing_names_is_slowed_down(entrance: Entrance) -> None:
    for number in range(30):
        with pytest.raises(AccessError):
            _check(entrance, f"name{number}", "battery staple")
    with pytest.raises(LimitError):
        _check(entrance, "bo", "battery staple")
    assert _check(entrance, "bo", "battery staple", "192.0.2.2").name == "bo"


def test_who_is_right_may_log_in_as_often_as_they_like(entrance: Entrance) -> None:
    for _ in range(100):
        assert _check(entrance, "bo", "battery staple").name == "bo"


def test_guesses_at_once_are_counted_before_any_is_compared(entrance: Entrance) -> None:
    async def run() -> list[Any]:
        tries = (entrance.check("bo", f"guess {number}", "192.0.2.1") for number in range(50))
        return await asyncio.gather(*tries, return_exceptions=True)

    outcomes = asyncio.run(run())
    assert sum(isinstance(each, AccessError) for each in outcomes) == 10
    assert sum(isinstance(each, LimitError) for each in outcomes) == 40


def test_a_password_with_every_request_is_compared_now_and_then(
    accounts: Accounts, entrance: Entrance, clock: _Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    check = accounts.check

    def counting(name: str, password: str) -> Account | None:
        compared.append(name)
        return check(name, password)

    monkeypatch.setattr(accounts, "check", counting)
    for _ in range(50):
        assert _by_password(entrance, "bo", "battery staple") == "bo"
    assert compared == ["bo"]
    with pytest.raises(AccessError):
        _by_password(entrance, "bo", "battery stapl")
    # "a:b" with "c" is not "a" with "b:c"
    accounts.add("b", "o:battery staple")
    assert _by_password(entrance, "b", "o:battery staple") == "b"
    clock.now += 301
    assert _by_password(entrance, "bo", "battery staple") == "bo"
    assert compared == ["bo", "bo", "b", "bo"]


def test_no_password_stays_in_memory_in_what_is_remembered(entrance: Entrance) -> None:
    _by_password(entrance, "bo", "battery staple")
    assert entrance._known
    assert "battery staple" not in repr(entrance._known)


def test_memory_of_many_passwords_is_bounded(
    accounts: Accounts, entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.serving.entrance._MOST_REMEMBERED", 3)
    for number in range(5):
        accounts.add(f"user{number}", "battery staple")
        _by_password(entrance, f"user{number}", "battery staple")
    assert len(entrance._known) == 3
