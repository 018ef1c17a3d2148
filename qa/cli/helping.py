"""How ``--help`` looks: plain, in one language, and with nothing cut off.

Typer's own panels cut lines without spaces, as Chinese is written, with an ellipsis.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

from qa.cli.plain import without_passwords
from qa.cli.serving_texts import HelpTexts
from qa.cli.wrapping import cells, wrap

__all__ = ["command_class", "group_class"]

_Context: Any = TyperCommand.context_class  # its module is typer's own affair, and was click's before
_Formatter: Any = _Context.formatter_class
_LONGEST_NAME: Final = 26
_GAP: Final = 2
_NARROWEST: Final = 40


def _formatter_class(texts: HelpTexts) -> Any:
    class Formatter(_Formatter):  # type: ignore[misc]
        """Writes help as wide as the terminal is."""

        def __init__(
            self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
        ) -> None:
            columns = max(_NARROWEST, shutil.get_terminal_size().columns - 2)
            super().__init__(indent_increment, width or columns, max_width)

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            """Write how a command is called."""
            super().write_usage(prog, args, texts.usage if prefix is None else prefix)

        def write_text(self, text: str) -> None:
            """Write paragraphs."""
            indent = " " * self.current_indent
            paragraphs = [
                "\n".join(indent + line for line in wrap(each, self.width - self.current_indent))
                for each in text.split("\n\n")
            ]
            self.write("\n\n".join(paragraphs) + "\n")

        def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
            """Write names, each with what it means."""
            listed = list(rows)
            widest = max(
                (cells(name) for name, _ in listed if cells(name) <= _LONGEST_NAME), default=_LONGEST_NAME
            )
            left = self.current_indent + widest + _GAP
            for name, meaning in listed:
                lines = wrap(_translated(meaning, texts), self.width - left)
                head = " " * self.current_indent + name
                if cells(name) > widest:
                    self.write(f"{head}\n")
                    head = ""
                self.write(f"{head}{' ' * (left - cells(head))}{lines[0]}".rstrip() + "\n")
                for line in lines[1:]:
                    self.write(" " * left + line + "\n")

        def write_heading(self, heading: str) -> None:
            """Write what stands above a part."""
            self.write(f"{' ' * self.current_indent}{_translated(heading, texts)}{texts.colon}\n")

    return Formatter


def _translated(text: str, texts: HelpTexts) -> str:
    """What typer says itself, in the language of the rest."""
    for said, ours in texts.words.items():
        text = text.replace(said, ours)
    return text


def _context_class(texts: HelpTexts) -> Any:
    class Context(_Context):  # type: ignore[misc]
        """Knows how help is written."""

        formatter_class = _formatter_class(texts)

    return Context


def _described(option: Any, texts: HelpTexts) -> Any:
    if option is not None:
        option.help = texts.help
    return option


def command_class(texts: HelpTexts) -> type[TyperCommand]:
    """What commands are made of.

    :param texts: what help says by itself.
    :return: the class.
    """

    class Command(TyperCommand):
        """A command whose help is whole."""

        context_class = _context_class(texts)

        def get_short_help_str(self, limit: int = 0) -> str:
            """What it does, in a sentence or two."""
            return (self.help or "").split("\n\n")[0]

        def get_help_option(self, ctx: Any) -> Any:
            """The option that shows this."""
            return _described(super().get_help_option(ctx), texts)

    return Command


def group_class(texts: HelpTexts) -> type[TyperGroup]:
    """What groups of commands are made of.

    :param texts: what help says by itself.
    :return: the class.
    """

    class Group(TyperGroup):
        """Commands; what is said of a wrong usage repeats no password."""

        context_class = _context_class(texts)

        def get_short_help_str(self, limit: int = 0) -> str:
            """What they do, in a sentence or two."""
            return (self.help or "").split("\n\n")[0]

        def get_help_option(self, ctx: Any) -> Any:
            """The option that shows this."""
            return _described(super().get_help_option(ctx), texts)

        def invoke(self, ctx: Any) -> Any:
            """Run the command that is named."""
            try:
                return super().invoke(ctx)
            except Exception as error:
                message = getattr(error, "message", None)
                if isinstance(message, str):
                    vars(error)["message"] = without_passwords(message)
                raise

    return Group
