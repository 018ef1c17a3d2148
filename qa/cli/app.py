"""The command and its parts."""

import os
import sys
from typing import Annotated, NoReturn

import typer
from typer.main import get_command

from qa.cli import asking_commands, chat_command, holding_commands, upkeep_commands, user_commands
from qa.cli.helping import command_class, group_class
from qa.cli.running import DONE, INTERRUPTED, crash, quiet
from qa.cli.texts import Texts, texts_for

__all__ = ["build", "main"]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - --help does without it

        typer.echo(f"report-qa {version('report-qa')}")
        raise typer.Exit


def build(texts: Texts) -> typer.Typer:
    """The command in one language.

    :param texts: the language of its help and messages.
    :return: the typer application.
    """
    kind, group = command_class(texts.serving.help), group_class(texts.serving.help)
    app = typer.Typer(
        cls=group,
        help=texts.program,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def program(
        version: Annotated[
            bool, typer.Option("--version", help=texts.version, is_eager=True, callback=_print_version)
        ] = False,
    ) -> None:
        """Options of the program itself; the callback of each does its work."""

    asking_commands.add(app, texts, kind)
    chat_command.add(app, texts, kind)
    holding_commands.add(app, texts, kind)
    upkeep_commands.add(app, texts, kind)
    user_commands.add(app, texts, kind, group)
    return app


def main() -> NoReturn:
    """Run ``report-qa`` with the arguments of the process.

    :raises SystemExit: always; 0 answered or done, 1 no answer or not all, 2 failed or wrongly used, 130 interrupted.
    """
    sys.excepthook = crash
    quiet()
    try:
        get_command(build(texts_for(os.environ))).main(prog_name="report-qa")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(DONE)
