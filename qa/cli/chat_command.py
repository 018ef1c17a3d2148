"""The command chat, as it is typed."""

import importlib
from pathlib import Path
from typing import Annotated, Final

import typer
from typer.core import TyperCommand

from qa.cli import asking
from qa.cli.options import library_option
from qa.cli.running import DONE, run
from qa.cli.terminal import LateProgress
from qa.cli.texts import Texts

__all__ = ["add"]

_MEBIBYTE: Final = 1024**2
_LARGEST: Final = 1024


def add(app: typer.Typer, texts: Texts, kind: type[TyperCommand]) -> None:
    """Add it.

    :param app: the command it is a part of.
    :param texts: the language.
    :param kind: what commands are made of.
    """
    words = texts.serving

    @app.command(cls=kind, help=texts.chat)
    def chat(
        paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help=texts.chat_paths)] = None,
        *,
        library: Annotated[str | None, library_option(texts.library.chat_where)] = None,
        encoder: Annotated[str | None, typer.Option("--encoder", help=texts.encoder)] = None,
        reader: Annotated[str | None, typer.Option("--reader", help=texts.reader)] = None,
        host: Annotated[str, typer.Option("--host", help=words.host)] = "127.0.0.1",
        port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help=texts.port)] = None,
        users: Annotated[Path | None, typer.Option("--users", metavar="FILE", help=words.users)] = None,
        root_path: Annotated[
            str, typer.Option("--root-path", metavar="PATH", help=words.root_path, show_default=False)
        ] = "",
        host_names: Annotated[
            list[str] | None, typer.Option("--host-name", metavar="NAME", help=words.host_name)
        ] = None,
        proxies: Annotated[
            list[str] | None, typer.Option("--proxy", metavar="ADDRESS", help=words.proxy)
        ] = None,
        mcp: Annotated[bool, typer.Option("--mcp", help=words.mcp)] = False,
        questions: Annotated[
            int | None, typer.Option("--questions-per-minute", min=1, metavar="N", help=words.questions)
        ] = None,
        max_upload: Annotated[
            int, typer.Option("--max-upload", min=1, max=_LARGEST, metavar="MB", help=words.max_upload)
        ] = 64,
        log: Annotated[str | None, typer.Option("--log", metavar="FILE", help=words.log)] = None,
        log_questions: Annotated[bool, typer.Option("--log-questions", help=words.log_questions)] = False,
        conversations: Annotated[
            Path | None, typer.Option("--conversations", metavar="FILE", help=words.conversations)
        ] = None,
        no_history: Annotated[bool, typer.Option("--no-history", help=words.no_history)] = False,
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
                host=host,
                port=port,
                root_path=root_path,
                hosts=host_names or [],
                proxies=proxies or [],
                users=users,
                mcp=mcp,
                questions_a_minute=questions,
                max_file_bytes=max_upload * _MEBIBYTE,
                log=log,
                log_questions=log_questions,
                conversations=conversations,
                keep_conversations=not no_history,
                open_browser=not no_browser,
            )
            return DONE

        raise typer.Exit(run(work))
