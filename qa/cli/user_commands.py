"""The commands that look after those who may log in, as they are typed."""

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from qa.cli import users
from qa.cli.running import run
from qa.cli.texts import Texts
from qa.role import Role

__all__ = ["add"]


def add(app: typer.Typer, texts: Texts, kind: type[TyperCommand], group: type[TyperGroup]) -> None:
    """Add them.

    :param app: the command they are parts of.
    :param texts: the language.
    :param kind: what commands are made of.
    :param group: what groups of them are made of.
    """
    words = texts.serving
    user = typer.Typer(cls=group, help=words.user, no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(user, name="user")
    who = typer.Argument(metavar="NAME", help=words.user_name, show_default=False)
    file = typer.Option("--users", metavar="FILE", help=words.users_file)
    from_stdin = typer.Option("--password-stdin", help=words.password_stdin)

    @user.command("add", cls=kind, help=f"{words.user_add}\n\n{words.statuses}")
    def add_(
        name: Annotated[str, who],
        role: Annotated[Role, typer.Option("--role", help=words.role)] = Role.READER,
        path: Annotated[Path | None, file] = None,
        password_stdin: Annotated[bool, from_stdin] = False,
    ) -> None:
        raise typer.Exit(run(lambda: users.add(name, role, path, texts, from_stdin=password_stdin)))

    @user.command("list", cls=kind, help=f"{words.user_list}\n\n{words.statuses}")
    def list_(path: Annotated[Path | None, file] = None) -> None:
        raise typer.Exit(run(lambda: users.list_users(path, texts)))

    @user.command(cls=kind, help=f"{words.user_remove}\n\n{words.statuses}")
    def remove(name: Annotated[str, who], path: Annotated[Path | None, file] = None) -> None:
        raise typer.Exit(run(lambda: users.remove(name, path, texts)))

    @user.command(cls=kind, help=f"{words.user_password}\n\n{words.statuses}")
    def password(
        name: Annotated[str, who],
        path: Annotated[Path | None, file] = None,
        password_stdin: Annotated[bool, from_stdin] = False,
    ) -> None:
        raise typer.Exit(run(lambda: users.password(name, path, texts, from_stdin=password_stdin)))

    @user.command(cls=kind, help=f"{words.user_role}\n\n{words.statuses}")
    def role(
        name: Annotated[str, who],
        role: Annotated[Role, typer.Argument(metavar="ROLE", help=words.role, show_default=False)],
        path: Annotated[Path | None, file] = None,
    ) -> None:
        raise typer.Exit(run(lambda: users.set_role(name, role, path, texts)))
