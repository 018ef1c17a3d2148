"""The commands and what each of them takes. The one place that imports typer."""

import importlib
import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

from qa.cli import adding, asking, holdings, upkeep
from qa.cli.plain import without_passwords
from qa.cli.running import DONE, INTERRUPTED, crash, quiet, run
from qa.cli.terminal import LateProgress
from qa.cli.texts import Texts, texts_for

__all__ = ["build", "main"]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - --help does without it

        typer.echo(f"report-qa {version('report-qa')}")
        raise typer.Exit


class _Commands(TyperGroup):
    """The commands; what is said of a wrong usage repeats no password."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is named."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            message = getattr(error, "message", None)
            if isinstance(message, str):
                vars(error)["message"] = without_passwords(message)
            raise


def _library(help_text: str) -> Any:
    return typer.Option("--library", metavar="FOLDER", help=help_text)


def build(texts: Texts) -> typer.Typer:
    """The command in one language.

    :param texts: the language of its help and messages.
    :return: the typer application.
    """
    app = typer.Typer(
        cls=_Commands,
        help=texts.program,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def program(
        version: Annotated[
            bool, typer.Option("--version", help=texts.version, is_eager=True, callback=_print_version)
        ] = False,
    ) -> None:
        """Options of the program itself; the callback of each does its work."""

    _add_questions(app, texts)
    _add_holdings(app, texts)
    _add_upkeep(app, texts)
    return app


def _add_questions(app: typer.Typer, texts: Texts) -> None:
    """Commands that answer: ask, search, chat and verify."""
    words = texts.library
    asked = typer.Argument(metavar="QUESTION", help=texts.question, show_default=False)
    reports = typer.Argument(metavar="PATH", help=texts.paths, show_default=False)
    where = _library(words.where)
    encoders = typer.Option("--encoder", help=texts.encoder)
    readers = typer.Option("--reader", help=texts.reader)

    @app.command(help=f"{texts.ask}\n\n{texts.statuses}")
    def ask(
        question: Annotated[str, asked],
        paths: Annotated[list[Path] | None, reports] = None,
        *,
        library: Annotated[str | None, where] = None,
        as_json: Annotated[bool, typer.Option("--json", help=texts.as_json)] = False,
        limit: Annotated[int, typer.Option("--limit", min=1, help=texts.limit)] = 3,
        encoder: Annotated[str | None, encoders] = None,
        reader: Annotated[str | None, readers] = None,
    ) -> None:
        def work() -> int:
            named = asking.Asked(paths or [], library, encoder, reader)
            return asking.ask(question, named, limit, texts, json_wanted=as_json)

        raise typer.Exit(run(work))

    @app.command(help=f"{words.search}\n\n{words.search_statuses}")
    def search(
        question: Annotated[str, asked],
        paths: Annotated[list[Path] | None, reports] = None,
        *,
        library: Annotated[str | None, where] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words.search_json)] = False,
        limit: Annotated[int, typer.Option("--limit", min=1, help=words.search_limit)] = 10,
        encoder: Annotated[str | None, encoders] = None,
    ) -> None:
        def work() -> int:
            named = asking.Asked(paths or [], library, encoder, None)
            return asking.search(question, named, limit, texts, json_wanted=as_json)

        raise typer.Exit(run(work))

    @app.command(help=f"{texts.verify}\n\n{texts.verify_statuses}")
    def verify(
        proof: Annotated[Path, typer.Argument(metavar="PROOF", help=texts.proof, show_default=False)],
        file: Annotated[Path, typer.Argument(metavar="FILE", help=texts.file, show_default=False)],
    ) -> None:
        raise typer.Exit(run(lambda: asking.verify(proof, file, texts)))

    @app.command(help=texts.chat)
    def chat(
        paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help=texts.chat_paths)] = None,
        *,
        library: Annotated[str | None, _library(words.chat_where)] = None,
        encoder: Annotated[str | None, encoders] = None,
        reader: Annotated[str | None, readers] = None,
        port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help=texts.port)] = None,
        no_browser: Annotated[bool, typer.Option("--no-browser", help=texts.no_browser)] = False,
    ) -> None:
        def work() -> int:
            named = asking.Asked(paths or [], library, encoder, reader)
            # By name: the program starts the page, but no module of qa may depend on ui.
            with LateProgress(texts):
                asking.must_be_there(library)
                launch = importlib.import_module("ui.launch").launch
            launch(
                named.paths,
                library=library,
                encoder=encoder,
                reader=reader,
                port=port,
                open_browser=not no_browser,
            )
            return DONE

        raise typer.Exit(run(work))


def _add_holdings(app: typer.Typer, texts: Texts) -> None:
    """Commands that change or show what a library holds: add, remove and list."""
    words = texts.library
    where = _library(words.where)

    @app.command(help=f"{words.add}\n\n{words.add_statuses}")
    def add(
        paths: Annotated[list[Path], typer.Argument(metavar="PATH", help=words.add_paths)],
        *,
        library: Annotated[str | None, _library(words.new_where)] = None,
        replace: Annotated[bool, typer.Option("--replace", help=words.replace)] = False,
        no_originals: Annotated[bool, typer.Option("--no-originals", help=words.no_originals)] = False,
        encoder: Annotated[str | None, typer.Option("--encoder", help=texts.encoder)] = None,
        reader: Annotated[str | None, typer.Option("--reader", help=texts.reader)] = None,
    ) -> None:
        wanted = adding.Adding(paths, library, replace, not no_originals, encoder, reader)
        raise typer.Exit(run(lambda: adding.add(wanted, texts)))

    @app.command(help=f"{words.remove}\n\n{words.remove_statuses}")
    def remove(
        reports: Annotated[list[str], typer.Argument(metavar="REPORT", help=words.reports)],
        library: Annotated[str | None, where] = None,
    ) -> None:
        raise typer.Exit(run(lambda: holdings.remove(reports, library, texts)))

    @app.command("list", help=f"{words.list}\n\n{words.statuses}")
    def list_(
        library: Annotated[str | None, where] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words.list_json)] = False,
    ) -> None:
        raise typer.Exit(run(lambda: holdings.list_reports(library, texts, json_wanted=as_json)))


def _add_upkeep(app: typer.Typer, texts: Texts) -> None:
    """Commands that look after a library."""
    words = texts.library
    where, folders = _library(words.where), _library(words.folder)

    @app.command(help=f"{words.reindex}\n\n{words.statuses}")
    def reindex(
        library: Annotated[str | None, where] = None,
        encoder: Annotated[str | None, typer.Option("--encoder", help=words.new_encoder)] = None,
        reader: Annotated[str | None, typer.Option("--reader", help=words.new_reader)] = None,
    ) -> None:
        raise typer.Exit(run(lambda: upkeep.reindex(library, encoder, reader, texts)))

    @app.command(help=f"{words.compact}\n\n{words.statuses}")
    def compact(library: Annotated[str | None, where] = None) -> None:
        raise typer.Exit(run(lambda: upkeep.compact(library, texts)))

    @app.command(help=f"{words.doctor}\n\n{words.doctor_statuses}")
    def doctor(
        library: Annotated[str | None, folders] = None,
        repair: Annotated[bool, typer.Option("--repair", help=words.repair)] = False,
        as_json: Annotated[bool, typer.Option("--json", help=words.doctor_json)] = False,
        encoder: Annotated[str | None, typer.Option("--encoder", help=words.doctor_encoder)] = None,
    ) -> None:
        def work() -> int:
            return upkeep.doctor(library, encoder, texts, repairing=repair, json_wanted=as_json)

        raise typer.Exit(run(work))

    @app.command(help=f"{words.export}\n\n{words.statuses}")
    def export(
        archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help=words.export_archive)],
        library: Annotated[str | None, folders] = None,
    ) -> None:
        raise typer.Exit(run(lambda: upkeep.export(archive, library, texts)))

    @app.command("import", help=f"{words.import_}\n\n{words.statuses}")
    def import_(
        archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help=words.import_archive)],
        library: Annotated[str | None, _library(words.new_folder)] = None,
    ) -> None:
        raise typer.Exit(run(lambda: upkeep.import_(archive, library, texts)))

    @app.command(help=f"{words.copy}\n\n{words.statuses}")
    def copy(
        source: Annotated[str, typer.Argument(metavar="FROM", help=words.copy_source)],
        target: Annotated[str, typer.Argument(metavar="TO", help=words.copy_target)],
    ) -> None:
        raise typer.Exit(run(lambda: upkeep.copy(source, target, texts)))


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
