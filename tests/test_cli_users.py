"""The commands that look after those who may log in: report-qa user ..."""

import io
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from argon2 import PasswordHasher
from typer.testing import CliRunner

import qa.accounts
import qa.cli.users
from qa.accounts import Account, Accounts, Role
from qa.cli.app import build
from qa.cli.serving_texts import CHINESE as CHINESE_SERVING
from qa.cli.serving_texts import ENGLISH as ENGLISH_SERVING
from qa.cli.serving_texts import ServingTexts
from qa.cli.texts import CHINESE, ENGLISH, Texts


@pytest.fixture(autouse=True)
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Hashes that take no time, and where the users of this user are."""
    monkeypatch.setattr(qa.accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr("qa.folders.user_data_path", lambda *_, **__: tmp_path / "data")
    return tmp_path / "data" / "users.json"


def _said(*arguments: str, given: str = "", texts: Texts = ENGLISH) -> tuple[int, str, str]:
    result: Any = CliRunner().invoke(build(texts), ["user", *arguments], input=given)
    return result.exit_code, result.stdout, result.stderr


def _add(name: str, *options: str, password: str = "battery staple\n") -> tuple[int, str, str]:  # noqa: S107
    return _said("add", name, "--password-stdin", *options, given=password)


def test_somebody_is_let_in(users: Path) -> None:
    assert _add("bo") == (0, "bo may log in now, as reader.\n", "")
    assert _add("林澄", "--role", "editor", password="correct horse\r\n") == (  # noqa: S106
        0,
        "林澄 may log in now, as editor.\n",
        "",
    )
    accounts = Accounts.open(users)
    assert accounts.check("bo", "battery staple") == Account("bo", Role.READER)
    assert accounts.check("林澄", "correct horse") == Account("林澄", Role.EDITOR)
    assert _said("list") == (0, "bo\treader\n林澄\teditor\n", "")


def test_another_file_can_be_named(users: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    assert _add("bo", "--users", str(other))[0] == 0
    assert _said("list", "--users", str(other))[1] == "bo\treader\n"
    assert _said("list") == (0, "", "")
    assert not users.exists()


def test_what_may_be_done_and_passwords_are_changed(users: Path) -> None:
    _add("bo")
    assert _said("role", "bo", "editor", texts=CHINESE) == (0, "bo 现在的角色是 editor。\n", "")
    assert _said("password", "bo", "--password-stdin", given="mallard duck") == (0, "", "")
    assert Accounts.open(users).check("bo", "mallard duck") == Account("bo", Role.EDITOR)
    assert _said("remove", "bo") == (0, "bo may log in no more.\n", "")
    assert _said("list")[1] == ""


@pytest.mark.parametrize(
    ("arguments", "given", "complaint"),
    [
        (("add", "bo", "--password-stdin"), "another one\n", "bo: there is such a user already"),
        (("add", "a:b", "--password-stdin"), "another one\n", "a:b: it is no name for a user"),
        (
            ("add", "ana", "--password-stdin"),
            "tiny pw\n",
            "password: it is too short. Take 8 to 1024 characters",
        ),
        (("add", "ana", "--password-stdin"), "", "password: it is too short"),
        (("add", "ana"), "piped in all the same\n", "password: there is no terminal to ask for it"),
        (("remove", "ana"), "", "ana: there is no such user"),
        (("role", "ana", "editor"), "", "ana: there is no such user"),
        (("password", "ana", "--password-stdin"), "another one\n", "ana: there is no such user"),
    ],
)
def test_what_cannot_be_is_said_with_a_remedy(
    users: Path, arguments: tuple[str, ...], given: str, complaint: str
) -> None:
    _add("bo")
    before = users.read_bytes()
    status, out, err = _said(*arguments, given=given)
    assert (status, out) == (2, "")
    assert err.startswith(f"report-qa: {complaint}")
    assert given.strip() == "" or given.strip() not in err
    assert users.read_bytes() == before


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_password_is_typed_twice(users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    typed = ["battery staple", "battery staple", "one thing", "another thing"]

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return typed.pop(0)

    monkeypatch.setattr(qa.cli.users, "getpass", ask)
    monkeypatch.setattr("sys.stdin", _Terminal())
    assert qa.cli.users.add("bo", Role.READER, None, CHINESE, from_stdin=False) == 0
    assert asked == ["密码：", "再输入一次："]
    with pytest.raises(qa.accounts.QAError, match="the two are not the same"):
        qa.cli.users.add("ana", Role.READER, None, ENGLISH, from_stdin=False)
    assert [each.name for each in Accounts.open(users).all()] == ["bo"]


def test_a_broken_file_is_not_touched(users: Path) -> None:
    users.parent.mkdir()
    users.write_text("{}", encoding="utf-8")
    for arguments in (("list",), ("remove", "bo"), ("add", "bo", "--password-stdin")):
        status, out, err = _said(*arguments, given="battery staple\n")
        assert (status, out) == (2, "")
        assert "it is no file of users as report-qa writes it" in err
    assert users.read_text(encoding="utf-8") == "{}"


def _placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(
    "field", [field.name for field in fields(ServingTexts) if field.name not in ("columns", "help")]
)
def test_both_languages_say_it_with_the_same_values(field: str) -> None:
    english, chinese = (getattr(texts, field) for texts in (ENGLISH_SERVING, CHINESE_SERVING))
    assert _placeholders(english) == _placeholders(chinese)
    assert english != chinese
