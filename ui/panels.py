"""What stands beside the conversation, as HTML: status, conversations, reports, failures. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from qa.errors import QAError
from qa.messages import parts, subject
from qa.report_info import ReportInfo
from qa.talk.types import Heading
from qa.types import Skipped
from ui.markup import isolated, verbatim
from ui.texts import Texts

__all__ = [
    "SHOWN_REPORTS",
    "render_conversations",
    "render_error",
    "render_examples",
    "render_kept",
    "render_notices",
    "render_reports",
    "render_skipped",
    "render_status",
]

SHOWN_REPORTS: Final = 200
"""Reports that the list shows; the others are found by their names."""


def _reason(failure: QAError | Skipped, texts: Texts) -> str:
    cause, remedy = parts(failure, texts.lang)
    stop = "。" if texts.lang.startswith("zh") else ". "
    return f"{verbatim(cause)}{stop}{verbatim(remedy)}"


def _heading(error: QAError, texts: Texts) -> str:
    names = texts.errors
    if names is None:
        return ""
    known = next(kind for kind in type(error).__mro__ if kind in names)
    return f'<p class="heading">{names[known]}</p>'


def render_error(error: QAError, texts: Texts) -> str:
    """A failure: what kind, what it is about, why, and what to do.

    :param error: the failure.
    :param texts: the language.
    :return: HTML.
    """
    colon = "：" if texts.lang.startswith("zh") else ": "
    return (
        f'<div class="error" role="alert">{_heading(error, texts)}'
        f"<p><b>{isolated(subject(error.subject, texts.lang))}</b>{colon}{_reason(error, texts)}</p></div>"
    )


def render_skipped(skipped: Sequence[Skipped], texts: Texts) -> str:
    """The files of a folder that could not be read.

    :param skipped: those files.
    :param texts: the language.
    :return: HTML, "" when all were read.
    """
    items = "".join(
        f"<li>{texts.skipped.format(name=isolated(file.source))} <span>{_reason(file, texts)}</span></li>"
        for file in skipped
    )
    return f'<ul class="skipped">{items}</ul>' if items else ""


def render_status(message: str, state: str) -> str:
    """Whether questions are answered yet.

    :param message: in words.
    :param state: ``busy``, ``ready`` or ``failed``, for the style sheet.
    :return: HTML.
    """
    return f'<p class="status {state}">{verbatim(message)}</p>'


def render_kept(where: str | None, texts: Texts) -> str:
    """Where the reports are kept.

    :param where: the library; None when it ends with the program.
    :param texts: the language.
    :return: HTML: where, or that they end with the program.
    """
    told = texts.not_kept if where is None else texts.kept.format(where=isolated(where))
    return f'<p class="kept">{told}</p>'


def _facts(report: ReportInfo, texts: Texts) -> str:
    facts = [verbatim(texts.damaged)] if report.damaged else []
    if report.pages is not None:
        facts.append(texts.pages.format(count=f"{report.pages:,}"))
    facts.append(texts.characters.format(count=f"{report.characters:,}"))
    if report.codec is not None:
        facts.append(texts.codec.format(codec=verbatim(report.codec)))
    if report.added_at:
        # of UTC; the script writes the day it was here
        when = f'<time datetime="{verbatim(report.added_at)}">{verbatim(report.added_at[:10])}</time>'
        facts.append(texts.added_at.format(when=when))
    return "".join(f"<li>{fact}</li>" for fact in facts)


def _report(report: ReportInfo, texts: Texts, *, removable: bool) -> str:
    name = verbatim(report.name)
    kind = ' class="damaged"' if report.damaged else ""
    taking_out = verbatim(texts.remove.format(name=report.name))
    remove = (
        f'<button type="button" class="icon" data-remove="{verbatim(report.id)}" data-name="{name}" '
        f'aria-label="{taking_out}" title="{taking_out}">×</button>'
        if removable
        else ""
    )
    return (
        f'<li{kind}><input type="checkbox" value="{verbatim(report.id)}" data-name="{name}" '
        f'aria-label="{verbatim(texts.choose.format(name=report.name))}">'
        f'<details><summary class="name" title="{name}">{isolated(report.name)}</summary>'
        f'<ul class="facts">{_facts(report, texts)}</ul></details>{remove}</li>'
    )


def render_reports(
    reports: Sequence[ReportInfo], texts: Texts, *, find: str = "", editable: bool = True
) -> str:
    """The reports of the library, each to be chosen, looked at or taken out.

    :param reports: all of them.
    :param texts: the language.
    :param find: part of the names to show.
    :param editable: whether they can be removed.
    :return: HTML: a count and at most :data:`SHOWN_REPORTS` items.
    """
    wanted = [report for report in reports if find.casefold() in report.name.casefold()]
    items = "".join(_report(report, texts, removable=editable) for report in wanted[:SHOWN_REPORTS])
    note = ""
    if find and not wanted:
        note = f'<p class="note">{texts.nothing_found}</p>'
    elif len(wanted) > SHOWN_REPORTS:
        shown = texts.shown.format(shown=SHOWN_REPORTS, total=f"{len(wanted):,}")
        note = f'<p class="note">{shown}</p>'
    return f'<ul data-total="{len(reports)}">{items}</ul>{note}'


def render_conversations(headings: Sequence[Heading], texts: Texts) -> str:
    """Conversations to go back to.

    :param headings: those changed last first.
    :param texts: the language.
    :return: HTML; a button with ``data-open`` and one with ``data-forget`` for each.
    """
    items = []
    for heading in headings:
        title, forgetting = verbatim(heading.title), verbatim(texts.delete.format(title=heading.title))
        about = texts.turns.format(count=heading.turns)
        items.append(
            f'<li><button type="button" class="open" data-open="{verbatim(heading.id)}" '
            f'title="{title} ({verbatim(about)})">{isolated(heading.title)}</button>'
            f'<button type="button" class="icon" data-forget="{verbatim(heading.id)}" data-name="{title}" '
            f'aria-label="{forgetting}" title="{forgetting}">×</button></li>'
        )
    return f"<ul>{''.join(items)}</ul>"


def render_notices(failures: Sequence[QAError], texts: Texts) -> str:
    """What could not be read of what the library was opened with.

    :param failures: one error for each.
    :param texts: the language.
    :return: HTML, "" when all was read.
    """
    bad = "".join(
        f'<li class="bad">{texts.failed.format(name=isolated(subject(failure.subject, texts.lang)))}'
        f"{_heading(failure, texts)}<p>{_reason(failure, texts)}</p></li>"
        for failure in failures
    )
    return f'<ul class="notices">{bad}</ul>' if bad else ""


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
