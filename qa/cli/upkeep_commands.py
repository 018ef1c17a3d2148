"""The commands that look after a library, as they are typed."""

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from qa.cli import upkeep
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
    where, folders = library_option(words.where), library_option(words.folder)

    @app.command(cls=kind, help=f"{words.reindex}\n\n{words.statuses}")
    def reindex(
        library: Annotated[str | None, where] = None,
        encoder: Annotated[str | None, typer.Option("--encoder", help=words.new_encoder)] = None,
        reader: Annotated[str | None, typer.Option("--reader", help=words.new_reader)] = None,
    ) -> None:
        raise typer.Exit(run(lambda: upkeep.reindex(library, encoder, reader, texts)))

    @app.command(cls=kind, help=f"{words.compact}\n\n{words.statuses}")
    def compact(library: Annotated[str | None, where] = None) -> None:
        raise typer.Exit(run(lambda: upkeep.compact(library, texts)))

    @app.command(cls=kind, help=f"{words.doctor}\n\n{words.doctor_statuses}")
    def doctor(
        library: Annotated[str | None, folders] = None,
        repair: Annotated[bool, typer.Option("--repair", help=words.repair)] = False,
        as_json: Annotated[bool, typer.Option("--json", help=words.doctor_json)] = False,
        encoder: Annotated[str | None, typer.Option("--encoder", help=words.doctor_encoder)] = None,
    ) -> None:
        def work() -> int:
            return upkeep.doctor(library, encoder, texts, repairing=repair, json_wanted=as_json)

        raise typer.Exit(run(work))

    @app.command(cls=kind, help=f"{words.export}\n\n{words.statuses}")
    def export(
        archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help=words.export_archive)],
        library: Annotated[str | None, folders] = None,
    ) -> None:
        raise typer.Exit(run(lambda: upkeep.export(archive, library, texts)))

    @app.command("import", cls=kind, help=f"{words.import_}\n\n{words.statuses}")
    def import_(
        archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help=words.import_archive)],
        library: Annotated[str | None, library_option(words.new_folder)] = None,
    ) -> None:
        raise typer.Exit(run(lambda: upkeep.import_(archive, library, texts)))

    @app.command(cls=kind, help=f"{words.copy}\n\n{words.statuses}")
    def copy(
        source: Annotated[str, typer.Argument(metavar="FROM", help=words.copy_source)],
        target: Annotated[str, typer.Argument(metavar="TO", help=words.copy_target)],
    ) -> None:
        raise typer.Exit(run(lambda: upkeep.copy(source, target, texts)))
