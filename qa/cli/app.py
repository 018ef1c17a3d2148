"""The commands ask, verify and chat. The one place that imports typer."""

import importlib
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn

import typer
from typer.main import get_command

from qa.cli.terminal import LateProgress, complain, show, show_verdicts
from qa.cli.texts import Texts, texts_for
from qa.errors import QAError

__all__ = ["build", "main"]

_ANSWERED, _NO_ANSWER, _FAILED, _BROKEN_PIPE = 0, 1, 2, 141


def _fail(error: QAError) -> NoReturn:
    complain(str(error))
    raise typer.Exit(_FAILED)


@contextmanager
def _pipe_may_break() -> Iterator[None]:
    """Exit as a shell's own tools do when nobody reads the output any more."""
    try:
        yield
    except BrokenPipeError:
        # the interpreter flushes standard output once more on its way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_BROKEN_PIPE) from None


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
    app = typer.Typer(
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

    @app.command(help=f"{texts.ask}\n\n{texts.statuses}")
    def ask(
        question: Annotated[str, typer.Argument(metavar="QUESTION", help=texts.question, show_default=False)],
        paths: Annotated[list[Path], typer.Argument(metavar="PATH", help=texts.paths, show_default=False)],
        *,
        as_json: Annotated[bool, typer.Option("--json", help=texts.as_json)] = False,
        limit: Annotated[int, typer.Option("--limit", min=1, help=texts.limit)] = 3,
        encoder: Annotated[str | None, typer.Option("--encoder", help=texts.encoder)] = None,
        reader: Annotated[str | None, typer.Option("--reader", help=texts.reader)] = None,
    ) -> None:
        try:
            with LateProgress(texts) as progress:
                from qa.api import ask as ask_reports  # noqa: PLC0415 - loads the model libraries

                answer = ask_reports(
                    question,
                    paths,
                    encoder=encoder,
                    reader=reader,
                    limit=limit,
                    on_progress=progress.report,
                )
        except QAError as error:
            _fail(error)
        for skipped in answer.skipped:
            complain(f"{texts.skipped} {skipped.source}: {skipped.cause}. {skipped.remedy}")
        with _pipe_may_break():
            show(answer, texts, json_wanted=as_json)
        raise typer.Exit(_ANSWERED if answer else _NO_ANSWER)

    @app.command(help=f"{texts.verify}\n\n{texts.verify_statuses}")
    def verify(
        proof: Annotated[Path, typer.Argument(metavar="PROOF", help=texts.proof, show_default=False)],
        file: Annotated[Path, typer.Argument(metavar="FILE", help=texts.file, show_default=False)],
    ) -> None:
        from qa.proof import check  # noqa: PLC0415 - loads the readers of formats

        try:
            verdicts = check(proof, file)
        except QAError as error:
            _fail(error)
        with _pipe_may_break():
            show_verdicts(verdicts, texts)
        raise typer.Exit(_ANSWERED if all(verdict.holds for _, verdict in verdicts) else _NO_ANSWER)

    @app.command(help=texts.chat)
    def chat(
        paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help=texts.chat_paths)] = None,
        encoder: Annotated[str | None, typer.Option("--encoder", help=texts.encoder)] = None,
        reader: Annotated[str | None, typer.Option("--reader", help=texts.reader)] = None,
        port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help=texts.port)] = None,
        no_browser: Annotated[bool, typer.Option("--no-browser", help=texts.no_browser)] = False,
    ) -> None:
        # By name: the program starts the page, but no module of qa may depend on ui.
        with LateProgress(texts):
            launch = importlib.import_module("ui.launch").launch
        try:
            launch(paths or [], encoder=encoder, reader=reader, port=port, open_browser=not no_browser)
        except QAError as error:
            _fail(error)

    return app


def _quiet() -> None:
    """Keep the model libraries from writing warnings and bars of their own to standard error."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())


def _crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show a defect and exit 2: Python's own status for it, 1, would read as "no answer"."""
    sys.__excepthook__(kind, error, trace)
    sys.stderr.flush()
    os._exit(_FAILED)


def main() -> NoReturn:
    """Run ``report-qa`` with the arguments of the process.

    :raises SystemExit: always; 0 answered, 1 no answer, 2 failed or wrongly used, 130 interrupted.
    """
    sys.excepthook = _crash
    _quiet()
    try:
        get_command(build(texts_for(os.environ))).main(prog_name="report-qa")
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(_ANSWERED)
