"""The commands that answer, as they are typed: ask, search and verify."""

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from qa.cli import asking
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
    asked = typer.Argument(metavar="QUESTION", help=texts.question, show_default=False)
    reports = typer.Argument(metavar="PATH", help=texts.paths, show_default=False)
    where = library_option(words.where)
    encoders = typer.Option("--encoder", help=texts.encoder)
    readers = typer.Option("--reader", help=texts.reader)
    only = typer.Option("--report", metavar="REPORT", help=texts.only)

    @app.command(cls=kind, help=f"{texts.ask}\n\n{texts.statuses}")
    def ask(
        question: Annotated[str, asked],
        paths: Annotated[list[Path] | None, reports] = None,
        *,
        library: Annotated[str | None, where] = None,
        report: Annotated[list[str] | None, only] = None,
        as_json: Annotated[bool, typer.Option("--json", help=texts.as_json)] = False,
        limit: Annotated[int, typer.Option("--limit", min=1, help=texts.limit)] = 3,
        encoder: Annotated[str | None, encoders] = None,
        reader: Annotated[str | None, readers] = None,
    ) -> None:
        def work() -> int:
            named = asking.Asked(paths or [], library, encoder, reader, report or [])
            return asking.ask(question, named, limit, texts, json_wanted=as_json)

        raise typer.Exit(run(work))

    @app.command(cls=kind, help=f"{words.search}\n\n{words.search_statuses}")
    def search(
        question: Annotated[str, asked],
        paths: Annotated[list[Path] | None, reports] = None,
        *,
        library: Annotated[str | None, where] = None,
        report: Annotated[list[str] | None, only] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words.search_json)] = False,
        limit: Annotated[int, typer.Option("--limit", min=1, help=words.search_limit)] = 10,
        encoder: Annotated[str | None, encoders] = None,
    ) -> None:
        def work() -> int:
            named = asking.Asked(paths or [], library, encoder, None, report or [])
            return asking.search(question, named, limit, texts, json_wanted=as_json)

        raise typer.Exit(run(work))

    @app.command(cls=kind, help=f"{texts.verify}\n\n{texts.verify_statuses}")
    def verify(
        proof: Annotated[Path, typer.Argument(metavar="PROOF", help=texts.proof, show_default=False)],
        file: Annotated[Path, typer.Argument(metavar="FILE", help=texts.file, show_default=False)],
    ) -> None:
        raise typer.Exit(run(lambda: asking.verify(proof, file, texts)))
