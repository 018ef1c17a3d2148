"""What stands beside the conversation, as HTML: status, reports, examples, failures. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from qa.errors import QAError
from qa.report_info import ReportInfo
from qa.types import Document, Skipped
from ui.markup import isolated, verbatim
from ui.texts import Texts

__all__ = [
    "render_error",
    "render_examples",
    "render_header",
    "render_kept",
    "render_notices",
    "render_reports",
    "render_skipped",
    "render_status",
    "render_uploading",
]


def _reason(failure: QAError | Skipped) -> str:
    return f"{verbatim(failure.cause)}. {verbatim(failure.remedy)}"


def _heading(error: QAError, texts: Texts) -> str:
    names = texts.errors
    if names is None:
        return ""
    known = next(kind for kind in type(error).__mro__ if kind in names)
    return f'<p class="heading">{names[known]}</p>'


def render_error(error: QAError, texts: Texts) -> str:
    """A failure: what it is about, in the reader's language what kind, then cause and remedy as they are.

    :param error: the failure.
    :param texts: the language of the heading; causes and remedies are in English.
    :return: HTML.
    """
    return (
        f'<div class="error" role="alert">{_heading(error, texts)}'
        f'<p lang="en"><b>{isolated(error.subject)}</b>: {_reason(error)}</p></div>'
    )


def render_skipped(skipped: Sequence[Skipped], texts: Texts) -> str:
    """The files of a folder that could not be read.

    :param skipped: those files.
    :param texts: the language.
    :return: HTML, "" when all were read.
    """
    items = "".join(
        f'<li>{texts.skipped.format(name=isolated(file.source))} <span lang="en">{_reason(file)}</span></li>'
        for file in skipped
    )
    return f'<ul class="skipped">{items}</ul>' if items else ""


def render_header(texts: Texts) -> str:
    """The name of the page and the one thing to know about it.

    :param texts: the language.
    :return: HTML.
    """
    return f"<h1>{texts.title}</h1><p>{texts.tagline}</p>"


def render_status(message: str, state: str) -> str:
    """Whether questions are answered yet.

    :param message: in words.
    :param state: ``busy``, ``ready`` or ``failed``, for the style sheet.
    :return: HTML.
    """
    return f'<p class="status {state}" role="status">{verbatim(message)}</p>'


def render_kept(where: str | None, texts: Texts) -> str:
    """Where the reports are kept.

    :param where: the library; None when it ends with the program.
    :param texts: the language.
    :return: HTML, "" when it does.
    """
    return "" if where is None else f'<p class="kept">{texts.kept.format(where=isolated(where))}</p>'


def render_reports(reports: Sequence[Document | ReportInfo], texts: Texts) -> str:
    """The loaded reports, each with a button that takes it out.

    :param reports: the reports.
    :param texts: the language of the buttons.
    :return: HTML; every button carries the report's id in ``data-remove``.
    """
    items = "".join(
        f'<li><span class="name" title="{verbatim(report.name)}">{isolated(report.name)}</span>'
        f'<button type="button" data-remove="{verbatim(report.id)}" '
        f'aria-label="{verbatim(texts.remove.format(name=report.name))}" '
        f'title="{verbatim(texts.remove.format(name=report.name))}">×</button></li>'
        for report in reports
    )
    return f'<h2>{texts.reports} <span class="number">{len(reports)}</span></h2><ul>{items}</ul>'


def render_notices(added: Sequence[str], failures: Sequence[QAError], texts: Texts) -> str:
    """What came of adding reports.

    :param added: names of the reports that were added.
    :param failures: one error for each that was not.
    :param texts: the language.
    :return: HTML, "" when nothing was added and nothing failed.
    """
    bad = "".join(
        f'<li class="bad">{texts.failed.format(name=isolated(failure.subject))}'
        f'{_heading(failure, texts)}<p lang="en">{_reason(failure)}</p></li>'
        for failure in failures
    )
    good = "".join(f'<li class="good">{texts.added.format(name=isolated(name))}</li>' for name in added)
    return f'<ul class="notices" role="status">{bad}{good}</ul>' if bad or good else ""


def render_examples(questions: Sequence[str], texts: Texts) -> str:
    """Questions to try.

    :param questions: the questions.
    :param texts: the language of the heading.
    :return: HTML, "" when there are none; every button carries its question in ``data-question``.
    """
    buttons = "".join(
        f'<button type="button" data-question="{verbatim(question)}">{verbatim(question)}</button>'
        for question in questions
    )
    return f'<h2>{texts.examples}</h2><div class="questions">{buttons}</div>' if buttons else ""


def render_uploading(texts: Texts) -> str:
    """That files are being read.

    :param texts: the language.
    :return: HTML.
    """
    return f'<p class="pending" role="status">{texts.uploading}</p>'
