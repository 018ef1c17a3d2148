"""How a command ends: its exit status, and what standard error says of a failure."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Final

from qa.cli.language import language_of
from qa.cli.plain import on_one_line, without_passwords
from qa.errors import QAError

if TYPE_CHECKING:
    from qa.messages import About
    from qa.types import Skipped

__all__ = [
    "DONE",
    "FAILED",
    "INTERRUPTED",
    "PARTLY",
    "complain",
    "crash",
    "in_words",
    "output_may_fail",
    "quiet",
    "run",
]

DONE: Final = 0
PARTLY: Final = 1
"""No answer, or not all of what was wanted."""
FAILED: Final = 2
INTERRUPTED: Final = 130
_BROKEN_PIPE: Final = 141


def complain(message: str) -> None:
    """Write one line to standard error.

    :param message: what to say; line ends in it are made visible so that it stays one line, and passwords in
        addresses, which may be named in the wrong place, are left out.
    """
    sys.stderr.write(f"report-qa: {on_one_line(without_passwords(message))}\n")
    sys.stderr.flush()


def in_words(failure: About | Skipped) -> str:
    """A failure in the language of the command.

    :param failure: an error, a file that was skipped, or what the doctor found.
    :return: what it is about, what went wrong and what to do about it, in one line.
    """
    from qa.messages import told  # noqa: PLC0415 - only for those that fail

    return told(failure, language_of(os.environ))


def run(work: Callable[[], int]) -> int:
    """Do what a command is for.

    :param work: does it, and says with which status the process is to exit.
    :return: that status, or the one of what stopped it; a failure is named on standard error.
    """
    try:
        return work()
    except QAError as error:
        complain(in_words(error))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


@contextmanager
def output_may_fail() -> Iterator[None]:
    """Exit as a shell's own tools do when nobody reads the output any more, or it cannot be written.

    :raises SystemExit: when nobody reads it.
    :raises QAError: when it cannot be written.
    """
    try:
        yield
    except OSError as error:
        # the interpreter flushes standard output once more on its way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise SystemExit(_BROKEN_PIPE) from None
        cause = f"it cannot be written: {error.strerror}"
        raise QAError("standard output", cause, "Check where it goes to; the work itself is done") from error


def quiet() -> None:
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


def crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show a defect and exit 2: Python's own status for it, 1, would read as "no answer".

    :param kind: class of the error.
    :param error: what was raised.
    :param trace: where.
    """
    sys.__excepthook__(kind, error, trace)
    sys.stderr.flush()
    os._exit(FAILED)
