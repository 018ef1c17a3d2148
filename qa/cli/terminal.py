"""How an answer looks on a terminal, in a pipe and as JSON, and the progress bar.

The one place that imports rich.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Collection, Sequence
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from qa.cli.texts import Texts
from qa.types import Answer, Proof, Quote

if TYPE_CHECKING:
    from qa.proof import Verdict

__all__ = [
    "LateProgress",
    "as_json",
    "as_plain",
    "as_text",
    "as_verdict",
    "complain",
    "show",
    "show_verdicts",
    "visible",
]

_INDENT = "    "
_ANSWER_STYLE = "bold underline"
# A report may hold escape sequences that retitle or rewrite the terminal, and directional marks (UAX #9) that
# show it in another order.
_DIRECTIONAL = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_PICTURES = (
    {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
    | {127: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), *_DIRECTIONAL), 0xFFFD)
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """Text that cannot steer a terminal.

    :param text: any text.
    :return: the text with pictures in place of control characters other than tabs and line ends.
    """
    return text.replace("\r\n", "\n").translate(_PICTURES)


def as_json(answer: Answer) -> str:
    """The answer as one JSON value (RFC 8259) that any encoding of Unicode can carry.

    :param answer: what the reports say.
    :return: indented JSON, non-ASCII characters as they are, but lone surrogates, which no UTF can carry,
        escaped.
    """
    written = json.dumps(answer.to_dict(), ensure_ascii=False, indent=2)
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _origin(quote: Quote, texts: Texts, conflicting: Collection[Quote] = ()) -> str:
    parts = [visible(quote.source)]
    if quote.page is not None:
        parts.append(texts.page.format(page=quote.page))
    parts.append(texts.confidence.format(confidence=quote.confidence))
    if quote in conflicting:
        parts.append(texts.conflicting)
    return _INDENT + texts.separator.join(parts)


def as_plain(answer: Answer, texts: Texts) -> str:
    """The answer for a pipe.

    :param answer: what the reports say.
    :param texts: the language of what stands around the quotes.
    :return: every quote verbatim and behind it an indented line with its origin, an empty line between
        quotes; one sentence when nothing answers.
    """
    if not answer:
        return texts.no_answer
    return "\n\n".join(
        f"{quote.text}\n{_origin(quote, texts, answer.conflicting)}" for quote in answer.quotes
    )


def as_verdict(proof: Proof, verdict: Verdict, texts: Texts) -> str:
    """Whether a file holds a quote, for a terminal or a pipe.

    :param proof: the proof.
    :param verdict: what was found.
    :param texts: the language.
    :return: what was found, the quote, and where it should stand.
    """
    place = [texts.characters.format(start=proof.start, end=proof.end)]
    if proof.byte_start is not None:
        place.append(texts.bytes.format(start=proof.byte_start, end=proof.byte_end))
    if proof.page is not None:
        place.append(texts.page.format(page=proof.page))
    lines = [
        texts.holds if verdict.holds else texts.other_place if verdict.same_file else texts.other_file,
        visible(proof.quote),
        _INDENT + texts.separator.join([visible(proof.source), *place]),
    ]
    if not verdict.holds:
        places = ", ".join(map(str, verdict.found[:5]))
        lines.append(_INDENT + (texts.found_at.format(places=places) if places else texts.not_found))
    return "\n".join(lines)


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
            Text.assemble(_marked(quote), "\n", (_origin(quote, texts, answer.conflicting), "dim"))
            for quote in answer.quotes
        ]
        return Text("\n\n").join(blocks)
    if answer.nearest is None:
        return Text(texts.no_answer)
    heading = texts.nearest.format(confidence=answer.nearest.confidence, threshold=answer.threshold)
    nearest = f"{heading}\n{visible(answer.nearest.text)}\n{_origin(answer.nearest, texts)}"
    return Text.assemble(texts.no_answer, "\n\n", (nearest, "dim"))


def show(answer: Answer, texts: Texts, *, json_wanted: bool) -> None:
    """Write the answer to standard output.

    :param answer: what the reports say.
    :param texts: the language of what stands around the quotes.
    :param json_wanted: write :func:`as_json`.
    :raises BrokenPipeError: when nobody reads the output any more.
    """
    lenient = sys.stdout.isatty() and not json_wanted
    _open_output(lenient=lenient)
    if lenient:
        Console(file=sys.stdout, highlight=False).print(as_text(answer, texts), soft_wrap=True)
    else:
        sys.stdout.write((as_json(answer) if json_wanted else as_plain(answer, texts)) + "\n")
    sys.stdout.flush()


def show_verdicts(verdicts: Sequence[tuple[Proof, Verdict]], texts: Texts) -> None:
    """Write whether a file holds quotes to standard output.

    :param verdicts: the proofs and what was found.
    :param texts: the language.
    :raises BrokenPipeError: when nobody reads the output any more.
    """
    _open_output(lenient=sys.stdout.isatty())
    for proof, verdict in verdicts:
        sys.stdout.write(as_verdict(proof, verdict, texts) + "\n")
    sys.stdout.flush()


def _open_output(*, lenient: bool) -> None:
    """Let standard output take any text: on a terminal with escapes where it must, else as UTF-8, verbatim."""
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if lenient:
        sys.stdout.reconfigure(errors="backslashreplace")
    else:
        # a quote must arrive verbatim whatever the locale is, and without its line ends translated
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")


def complain(message: str) -> None:
    """Write one line to standard error.

    :param message: what to say; line ends in it are made visible so that it stays one line.
    """
    sys.stderr.write(f"report-qa: {visible(message).replace(chr(10), chr(0x240A))}\n")
    sys.stderr.flush()


class LateProgress:
    """A progress bar on standard error: on a terminal only, and only once the work has taken a while.

    :param texts: the language of the stages.
    :param console: where to draw; standard error when None.
    :param delay: seconds before anything is drawn.
    """

    def __init__(self, texts: Texts, console: Console | None = None, delay: float = 2.0) -> None:
        self._labels = {"read": texts.read, "embed": texts.embed}
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

        :param stage: ``read`` or ``embed``.
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
