"""How an answer looks on a terminal, and the progress bar.

The one place that imports rich.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from threading import Lock, Timer
from types import TracebackType

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from qa.cli.plain import as_json, as_plain, on_one_line, origin, passage_origin, passages_as_plain, visible
from qa.cli.running import output_may_fail
from qa.cli.texts import Texts
from qa.types import Answer, Candidate, Quote

__all__ = ["LateProgress", "as_table", "as_text", "passages_as_text", "put", "show", "show_passages"]

_ANSWER_STYLE = "bold underline"


def _marked(quote: Quote) -> Text:
    end = quote.answer_start + len(quote.answer)
    return Text.assemble(
        visible(quote.text[: quote.answer_start]),
        (visible(quote.text[quote.answer_start : end]), _ANSWER_STYLE),
        visible(quote.text[end:]),
    )


def as_text(answer: Answer, texts: Texts) -> Text:
    """The answer for a terminal.

    :param answer: what the reports say.
    :param texts: the language of what stands around the quotes.
    :return: as :func:`as_plain`, with the answers marked, control characters made visible and, when nothing
        answers, the nearest sentence to judge the refusal by.
    """
    if answer:
        blocks = [
            Text.assemble(_marked(quote), "\n", (origin(quote, texts, answer.conflicting), "dim"))
            for quote in answer.quotes
        ]
        return Text("\n\n").join(blocks)
    if answer.nearest is None:
        return Text(texts.no_answer)
    heading = texts.nearest.format(confidence=answer.nearest.confidence, threshold=answer.threshold)
    nearest = f"{heading}\n{visible(answer.nearest.text)}\n{origin(answer.nearest, texts)}"
    return Text.assemble(texts.no_answer, "\n\n", (nearest, "dim"))


def passages_as_text(passages: Sequence[Candidate], texts: Texts) -> Text:
    """Passages for a terminal.

    :param passages: what was found.
    :param texts: the language of what stands around them.
    :return: as :func:`passages_as_plain`, with control characters made visible.
    """
    if not passages:
        return Text(texts.library.nothing_found)
    blocks = [
        Text.assemble(visible(each.passage.text), "\n", (passage_origin(each, texts), "dim"))
        for each in passages
    ]
    return Text("\n\n").join(blocks)


def as_table(columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[str]) -> Table:
    """A table for a terminal.

    :param columns: the heads.
    :param rows: the cells of each row.
    :param numbers: those of the heads whose cells are numbers.
    :return: the table; the first column gives way where the terminal is narrow.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        justify = "right" if column in numbers else "left"
        table.add_column(column, justify=justify, no_wrap=place > 0, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*(Text(on_one_line(cell)) for cell in row))
    return table


def put(plain: str, rendered: RenderableType | None = None, *, verbatim: bool = False) -> None:
    """Write to standard output.

    :param plain: what to write.
    :param rendered: what to show instead on a terminal; None to write ``plain`` there, too.
    :param verbatim: write ``plain`` as UTF-8 on a terminal, too, whatever its encoding is.
    :raises SystemExit: when nobody reads the output any more.
    :raises QAError: when it cannot be written.
    """
    lenient = sys.stdout.isatty() and not verbatim
    with output_may_fail():
        _open_output(lenient=lenient)
        if lenient and rendered is not None:
            Console(file=sys.stdout, highlight=False).print(rendered, soft_wrap=isinstance(rendered, Text))
        else:
            sys.stdout.write(plain + "\n")
        sys.stdout.flush()


def show(answer: Answer, texts: Texts, *, json_wanted: bool) -> None:
    """Write the answer to standard output.

    :param answer: what the reports say.
    :param texts: the language of what stands around the quotes.
    :param json_wanted: write :func:`as_json`.
    :raises SystemExit: when nobody reads the output any more.
    """
    if json_wanted:
        put(as_json(answer), verbatim=True)
    else:
        put(as_plain(answer, texts), as_text(answer, texts))


def show_passages(passages: Sequence[Candidate], texts: Texts) -> None:
    """Write passages to standard output.

    :param passages: what was found.
    :param texts: the language of what stands around them.
    :raises SystemExit: when nobody reads the output any more.
    """
    put(passages_as_plain(passages, texts), passages_as_text(passages, texts))


def _open_output(*, lenient: bool) -> None:
    """Let standard output take any text: on a terminal with escapes where it must, else as UTF-8, verbatim."""
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if lenient:
        sys.stdout.reconfigure(errors="backslashreplace")
    else:
        # a quote must arrive verbatim whatever the locale is, and without its line ends translated
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")


class LateProgress:
    """A progress bar on standard error: on a terminal only, and only once the work has taken a while.

    :param texts: the language of the stages.
    :param console: where to draw; standard error when None.
    :param delay: seconds before anything is drawn.
    """

    def __init__(self, texts: Texts, console: Console | None = None, delay: float = 2.0) -> None:
        self._labels = {
            "read": texts.read,
            "embed": texts.embed,
            "check": texts.library.checking,
            "copy": texts.library.copying,
        }
        self._console = console or Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(
            *columns, console=self._console, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        self._task = self._progress.add_task(texts.loading, total=None)
        self._lock = Lock()
        self._drawing = False
        self._ended = False
        self._timer = Timer(delay, self._begin)
        self._timer.daemon = True

    def _begin(self) -> None:
        with self._lock:
            if not self._ended:
                self._drawing = True
                self._progress.start()

    def report(self, stage: str, done: int, total: int) -> None:
        """Take note of how far the work is; may be called from any thread.

        :param stage: ``read``, ``embed``, ``check`` or ``copy``.
        :param done: items done.
        :param total: items in all.
        """
        self._progress.update(self._task, description=self._labels[stage], completed=done, total=total)

    def __enter__(self) -> LateProgress:
        if self._console.is_terminal:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._drawing:
                self._progress.stop()
