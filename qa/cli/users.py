"""The commands that look after those who may log in to the page."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.plain import on_one_line
from qa.cli.running import DONE
from qa.cli.terminal import as_table, put
from qa.cli.texts import Texts
from qa.errors import QAError
from qa.role import Role

if TYPE_CHECKING:
    from qa.accounts import Accounts

__all__ = ["add", "list_users", "password", "remove", "set_role"]


def _accounts(path: Path | None) -> Accounts:
    from qa.accounts import Accounts  # noqa: PLC0415 - the other commands do without it

    return Accounts.open(path)


def _asked(texts: Texts, *, from_stdin: bool) -> str:
    """A password, typed twice where nobody sees it, or one line of standard input."""
    if from_stdin:
        line = sys.stdin.readline()
        return line.removesuffix("\n").removesuffix("\r")
    if not sys.stdin.isatty():
        remedy = "Run it on a terminal, or hand it over with --password-stdin"
        raise QAError("password", "there is no terminal to ask for it", remedy)
    first = getpass(texts.serving.ask_password)
    if getpass(texts.serving.ask_again) != first:
        raise QAError("password", "the two are not the same", "Type it again")
    return first


def add(name: str, role: Role, path: Path | None, texts: Texts, *, from_stdin: bool) -> int:
    """Let somebody log in.

    :param name: what they will be called.
    :param role: what they may do.
    :param path: the file of users; this user's own when None.
    :param texts: the language.
    :param from_stdin: whether the password is read from standard input.
    :return: the exit status.
    :raises QAError: when the name or the password does not serve, or the file cannot be read or written.
    """
    accounts = _accounts(path)
    account = accounts.add(name, _asked(texts, from_stdin=from_stdin), role)
    put(on_one_line(texts.serving.added.format(name=account.name, role=account.role.value)))
    return DONE


def list_users(path: Path | None, texts: Texts) -> int:
    """Print who may log in.

    :param path: the file of users; this user's own when None.
    :param texts: the language.
    :return: the exit status.
    :raises QAError: when the file cannot be read.
    """
    rows = [(each.name, each.role.value) for each in _accounts(path).all()]
    if not rows:
        if sys.stdout.isatty():
            put(texts.serving.nobody)
        return DONE
    plain = "\n".join("\t".join(map(on_one_line, row)) for row in rows)
    put(plain, as_table(texts.serving.columns, rows, ()))
    return DONE


def remove(name: str, path: Path | None, texts: Texts) -> int:
    """Let somebody log in no more.

    :param name: what they are called.
    :param path: the file of users; this user's own when None.
    :param texts: the language.
    :return: the exit status.
    :raises QAError: when there is nobody of that name, or the file cannot be read or written.
    """
    _accounts(path).remove(name)
    put(on_one_line(texts.serving.removed.format(name=name)))
    return DONE


def password(name: str, path: Path | None, texts: Texts, *, from_stdin: bool) -> int:
    """Give somebody another password.

    :param name: what they are called.
    :param path: the file of users; this user's own when None.
    :param texts: the language.
    :param from_stdin: whether the password is read from standard input.
    :return: the exit status.
    :raises QAError: when there is nobody of that name, or the password does not serve.
    """
    accounts = _accounts(path)
    accounts.set_password(name, _asked(texts, from_stdin=from_stdin))
    return DONE


def set_role(name: str, role: Role, path: Path | None, texts: Texts) -> int:
    """Let somebody do more or less.

    :param name: what they are called.
    :param role: what they may do from now on.
    :param path: the file of users; this user's own when None.
    :param texts: the language.
    :return: the exit status.
    :raises QAError: when there is nobody of that name, or the file cannot be read or written.
    """
    _accounts(path).set_role(name, role)
    put(on_one_line(texts.serving.changed.format(name=name, role=role.value)))
    return DONE
