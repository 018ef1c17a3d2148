"""What errors say, in Chinese. They are raised in English, see :mod:`qa.errors`, and translated where they are shown.

A message is made where it is raised, so it is found again by the sentence it was made by: one with holes for names
and numbers. What programs read (JSON, HTTP) stays in English.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Protocol

from qa.errors import PartialError
from qa.messages import (
    command,
    damage,
    ingest,
    milvus,
    models,
    page,
    programs,
    questions,
    reading,
    store,
    talk,
)
from qa.messages.fragments import FRAGMENTS
from qa.messages.subjects import SUBJECTS
from qa.messages.templates import LANGUAGES, Catalogue, Sentences, joined
from qa.types import Skipped

__all__ = ["CATALOGUE", "FRAGMENTS", "About", "Failure", "parts", "sentence", "subject", "told", "translated"]

CATALOGUE: Final[Catalogue] = joined(
    module.MESSAGES
    for module in (ingest, reading, models, questions, store, damage, milvus, talk, command, page, programs)
)
"""Causes and remedies."""

_SHOWN: Final = 10
"""Failures of a batch that are named, as in English."""


class Failure(Protocol):
    """What has a cause and a remedy: :class:`qa.errors.QAError`, :class:`qa.types.Skipped`, a doctor's finding."""

    @property
    def cause(self) -> str:
        """What went wrong."""

    @property
    def remedy(self) -> str:
        """What to do about it."""


class About(Failure, Protocol):
    """A failure that says what it is about: :class:`qa.errors.QAError`, a doctor's finding."""

    @property
    def subject(self) -> str:
        """What it is about."""


@cache
def _messages() -> Sentences:
    return Sentences(CATALOGUE, FRAGMENTS)


@cache
def _subjects() -> Sentences:
    return Sentences(SUBJECTS)


def translated(text: str, lang: str) -> str | None:
    """A cause or a remedy in the reader's language.

    :param text: in English, as it was raised.
    :param lang: ``zh-CN``, ``zh-TW`` or ``en``.
    :return: the translation, in English the text itself; None for a text or a language that is not known.
    """
    if lang not in LANGUAGES:
        return text if lang == "en" else None
    return _messages().translated(text, LANGUAGES.index(lang))


def subject(name: str, lang: str) -> str:
    """What a message is about, in the reader's language.

    :param name: the subject of the error.
    :param lang: ``zh-CN``, ``zh-TW`` or ``en``.
    :return: the translation; the name itself where it is one, of a file for instance.
    """
    said = _subjects().translated(name, LANGUAGES.index(lang)) if lang in LANGUAGES else None
    return name if said is None else said


def parts(error: Failure, lang: str) -> tuple[str, str]:
    """What went wrong and what to do about it, in the reader's language.

    :param error: the failure.
    :param lang: ``zh-CN``, ``zh-TW`` or ``en``.
    :return: cause and remedy; in English what is not known in that language.
    """
    translates = lang in LANGUAGES
    cause = _of_batch(error, lang) if translates and isinstance(error, PartialError) else error.cause
    said = translated(cause, lang), translated(error.remedy, lang)
    return error.cause if said[0] is None else said[0], error.remedy if said[1] is None else said[1]


def sentence(error: Failure, lang: str) -> str:
    """Cause and remedy in one line.

    :param error: the failure.
    :param lang: ``zh-CN``, ``zh-TW`` or ``en``.
    :return: both, without a stop at the end.
    """
    return ("。" if lang in LANGUAGES else ". ").join(parts(error, lang))


def told(error: About | Skipped, lang: str) -> str:
    """A failure in one line: what it is about, what went wrong and what to do about it.

    :param error: the failure.
    :param lang: ``zh-CN``, ``zh-TW`` or ``en``.
    :return: all three; in English as ``str`` gives an error.
    """
    colon = "：" if lang in LANGUAGES else ": "
    name = error.source if isinstance(error, Skipped) else subject(error.subject, lang)
    return f"{name}{colon}{sentence(error, lang)}"


def _of_batch(error: PartialError, lang: str) -> str:
    """The cause of a batch that failed in part, its failures translated."""
    shown = [told(failure, lang) for failure in error.failures[:_SHOWN]]
    count, added = len(error.failures), len(error.added)
    if count > _SHOWN:
        more = _messages().within(f"and {count - _SHOWN} more", LANGUAGES.index(lang))
        shown.append(more or f"+{count - _SHOWN}")
    return f"{count} could not be read while {added} were added ({'；'.join(shown)})"
