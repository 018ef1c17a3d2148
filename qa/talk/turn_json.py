"""A turn as plain JSON types, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from qa import errors
from qa.answer_json import answer_of
from qa.errors import ConversationError, PartialError, QAError, SourceError
from qa.talk.types import Turn, Waiting

__all__ = ["error_dict", "error_of", "turn_dict", "turn_of"]

_KINDS: Final[Mapping[str, type[QAError]]] = {name: getattr(errors, name) for name in errors.__all__}
_FIELDS: Final = ("typed", "question", "taken", "asked_at", "within", "rating", "answer", "error")
_ERROR: Final = ("kind", "subject", "cause", "remedy")
_PARTIAL: Final = ("failures", "added")
_REMEDY: Final = "Give a turn as report-qa wrote it"


def error_dict(error: QAError) -> dict[str, Any]:
    """An error in plain JSON types.

    :param error: the error.
    :return: ``kind``, its class or the nearest ancestor that :mod:`qa.errors` names, ``subject``, ``cause`` and
        ``remedy``; of a :class:`qa.errors.PartialError` also ``failures`` and ``added``.
    """
    kind = next(each.__name__ for each in type(error).__mro__ if each in _KINDS.values())
    told: dict[str, Any] = {
        "kind": kind,
        "subject": error.subject,
        "cause": error.cause,
        "remedy": error.remedy,
    }
    if isinstance(error, PartialError):
        told |= {"failures": [error_dict(each) for each in error.failures], "added": list(error.added)}
    return told


def error_of(value: object, subject: str) -> QAError:
    """An error from plain JSON types.

    :param value: what ``json.loads`` gave.
    :param subject: where it is from, for messages.
    :return: the error, of the class it was.
    :raises ConversationError: when it is none.
    """
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in _ERROR):
        raise ConversationError(subject, "its error lacks a kind, subject, cause or remedy", _REMEDY)
    kind = _KINDS.get(value["kind"])
    wanted = (*_ERROR, *_PARTIAL) if kind is PartialError else _ERROR
    if kind is None or value.keys() != set(wanted):
        raise ConversationError(subject, f"its error is of no kind that is known ({value['kind']})", _REMEDY)
    if kind is not PartialError:
        return kind(value["subject"], value["cause"], value["remedy"])
    if not isinstance(value["failures"], list) or not _is_texts(value["added"]):
        raise ConversationError(subject, "its error does not name what failed", _REMEDY)
    failures = tuple(error_of(each, subject) for each in value["failures"])
    sources = tuple(each for each in failures if isinstance(each, SourceError))
    if len(sources) < len(failures):
        raise ConversationError(subject, "its error names what is no failure of a source", _REMEDY)
    return PartialError(sources, tuple(value["added"]))


def turn_dict(turn: Turn) -> dict[str, Any]:
    """A turn in plain JSON types.

    :param turn: the turn.
    :return: its fields, with ``answer`` as of :meth:`qa.types.Answer.to_dict` or ``error`` as of :func:`error_dict` in
        place of ``outcome``; the other of the two is None.
    :raises ConversationError: when its answer is still to come.
    """
    outcome = turn.outcome
    if isinstance(outcome, Waiting):
        raise ConversationError("turn", "its answer is still to come", "Wait for the answer")
    error = outcome if isinstance(outcome, QAError) else None
    return {
        "typed": turn.typed,
        "question": turn.question,
        "taken": list(turn.taken),
        "asked_at": turn.asked_at,
        "within": list(turn.within),
        "rating": turn.rating,
        "answer": None if isinstance(outcome, QAError) else outcome.to_dict(),
        "error": None if error is None else error_dict(error),
    }


def turn_of(value: object, subject: str) -> Turn:
    """A turn from plain JSON types.

    :param value: what ``json.loads`` gave.
    :param subject: where it is from, for messages.
    :return: the turn.
    :raises ConversationError: when it is none.
    """
    if not isinstance(value, dict) or value.keys() != set(_FIELDS):
        raise ConversationError(subject, f"it has not the fields {', '.join(_FIELDS)}", _REMEDY)
    for name in ("typed", "question", "asked_at"):
        if not isinstance(value[name], str):
            raise ConversationError(subject, f"{name} is no text", _REMEDY)
    for name in ("taken", "within"):
        if not _is_texts(value[name]):
            raise ConversationError(subject, f"{name} is no list of texts", _REMEDY)
    if type(value["rating"]) is not int or value["rating"] not in {-1, 0, 1}:
        raise ConversationError(subject, "rating is none of -1, 0 and 1", _REMEDY)
    if (value["answer"] is None) == (value["error"] is None):
        raise ConversationError(subject, "it has not one of an answer and an error", _REMEDY)
    failed = value["answer"] is None
    return Turn(
        typed=value["typed"],
        question=value["question"],
        outcome=error_of(value["error"], subject) if failed else answer_of(value["answer"], subject),
        asked_at=value["asked_at"],
        within=tuple(value["within"]),
        rating=value["rating"],
        taken=tuple(value["taken"]),
    )


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
