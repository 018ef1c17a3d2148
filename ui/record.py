"""What may stand in a log: one line each, and questions only where that was asked for."""

from __future__ import annotations

import logging
from typing import Final

__all__ = ["QUESTIONS", "note_question", "on_one_line"]

QUESTIONS: Final = logging.getLogger("report_qa.questions")
"""Silent but for ``report-qa chat --log-questions``."""

_LONGEST: Final = 100
_LONGEST_QUESTION: Final = 2000


def on_one_line(text: str, longest: int = _LONGEST) -> str:
    """Text from outside as a value in a line of a log.

    :param text: any text.
    :param longest: how many characters of it are kept.
    :return: the text in double quotes; what could end the value or the line, or steer a
        terminal, is escaped as in Python.
    """
    kept = text[:longest].replace("\\", "\\\\").replace('"', '\\"')
    shown = (each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in kept)
    return f'"{"".join(shown)}"'


def note_question(person: str, question: str) -> None:
    """Write a question to the log, where that was asked for.

    :param person: who asks; "" where nobody has to log in.
    :param question: the question.
    """
    if QUESTIONS.isEnabledFor(logging.INFO):
        asked = on_one_line(question, _LONGEST_QUESTION)
        QUESTIONS.info("person=%s question=%s", on_one_line(person or "-"), asked)
