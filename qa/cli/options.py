"""Arguments and options that several commands take."""

from typing import Any

import typer

__all__ = ["library_option"]


def library_option(help_text: str) -> Any:
    """The option ``--library``.

    :param help_text: what the library is to the command.
    :return: the option.
    """
    return typer.Option("--library", metavar="FOLDER", help=help_text)
