"""The commands that change or show what a library holds, as they are typed: add, remove and list."""

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from qa.cli import adding, holdings
from qa.cli.options import library_option
from qa.cli.running import run
from qa.cli.texts import Texts

__all__ = ["add"]


def add(app: typer.Typer, texts: Texts, kind: type[TyperCommand]) -> None:
    """Add them.

    :param app: the command they are parts of.
    :param texts: the language.
    :param kind: what commands are made of.
    """
    words = texts.library
    where = library_option(words.where)

    @app.command(cls=kind, help=f"{words.add}\n\n{words.add_statuses}")
    def add(
        paths: Annotated[list[Path], typer.Argument(metavar="PATH", help=words.add_paths)],
        *,
        library: Annotated[str | None, library_option(words.new_where)] = None,
        replace: Annotated[bool, typer.Option("--replace", help=words.replace)] = False,
        no_originals: Annotated[bool, typer.Option("--no-originals", help=words.no_originals)] = False,
        encoder: Annotated[str | None, typer.Option("--encoder", help=texts.encoder)] = None,
        reader: Annotated[str | None, typer.Option("--reader", help=texts.reader)] = None,
    ) -> None:
        wanted = adding.Adding(paths, library, replace, not no_originals, encoder, reader)
        raise typer.Exit(run(lambda: adding.add(wanted, texts)))

    @app.command(cls=kind, help=f"{words.remove}\n\n{words.remove_statuses}")
    def remove(
        reports: Annotated[list[str], typer.Argument(metavar="REPORT", help=words.reports)],
        library: Annotated[str | None, where] = None,
    ) -> None:
        raise typer.Exit(run(lambda: holdings.remove(reports, library, texts)))

    @app.command("list", cls=kind, help=f"{words.list}\n\n{words.statuses}")
    def list_(
        library: Annotated[str | None, where] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words.list_json)] = False,
    ) -> None:
        raise typer.Exit(run(lambda: holdings.list_reports(library, texts, json_wanted=as_json)))
