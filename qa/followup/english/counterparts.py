"""Where the counterpart of a new name or noun stands in an English question: Leeds for Harwick, imports for exports."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.english.phrases import Words
from qa.followup.english.words import MEASURES, english_kinds
from qa.followup.frame import Frame
from qa.followup.text import Span
from qa.followup.types import Entity

__all__ = ["english_counterpart"]

_NUMBERED: Final = re.compile(r"(?P<kind>[a-z]+) (?:\d+|[a-z])")
_MANY: Final = re.compile("many|much")
_PLURAL: Final = re.compile("(?:[^s]s|children|people|men|women)$")
_CHOOSES: Final = re.compile("many|which|what|whose")


def english_counterpart(bare: str, is_name: bool, preposition: str, frame: Frame) -> Span | None:
    """Where what new words replace stands.

    :param bare: the new words, folded, without an article.
    :param is_name: whether they are written as a name.
    :param preposition: the preposition before them, "" for none.
    :param frame: the earlier question.
    :return: the stretch of its folded text; None where nothing stands in their place.
    """
    folded = frame.text.folded
    numbered = _NUMBERED.fullmatch(bare)
    if numbered and (other := re.search(rf"\b{numbered['kind']} (?:\d+|[a-z]\b)", folded)):
        return other.span()
    entities = [each for each in frame.entities if each.start >= 0]
    head = bare.rsplit(" ", maxsplit=1)[-1]
    for entity in entities:
        if re.sub("[^a-z]", "", entity.folded.split(" ")[-1]) == head and entity.folded != bare:
            return entity.start, entity.end
    if preposition:
        return _behind(preposition, frame)
    return _name(bare, entities) if is_name else _common(bare, entities, frame)


def _behind(preposition: str, frame: Frame) -> Span | None:
    """What stands behind a preposition, times apart."""
    words = Words.of(frame.text, 0, frame.times)
    for number in range(1, len(words) - 1):
        if words.word(number) == preposition:
            last = words.phrase_ends(number + 1)
            if last > number + 1:
                return words.span(number + 1, last)
    return None


def _name(bare: str, entities: list[Entity]) -> Span | None:
    kinds = english_kinds(bare)
    fitting = [each for each in entities if not kinds or not each.kinds or each.kinds & kinds]
    proper = [each for each in fitting if re.search("[A-Z]", each.words)]
    return next(((each.start, each.end) for each in proper or fitting), None)


def _common(bare: str, entities: list[Entity], frame: Frame) -> Span | None:
    """A common noun takes the place of a measure, of what is counted, or of a subject that is no name either."""
    people = _behind("for", frame)
    if people and _PLURAL.search(bare) and _PLURAL.search(frame.words(people)):
        return people
    if frame.measure:
        return frame.measure
    subject, ask = frame.subject, frame.words(frame.ask)
    head = bare.rsplit(" ", maxsplit=1)[-1]
    is_measure = head in MEASURES
    if (
        frame.noun
        and _CHOOSES.search(ask)
        and (not is_measure or (head.endswith("s") and (_MANY.search(ask) or not subject)))
    ):
        return frame.noun
    if subject and _goes_for(bare, is_measure, subject):
        return subject.start, subject.end
    lower = [each for each in entities if not re.search("[A-Z]", each.words)]
    return (lower[0].start, lower[0].end) if lower and not (is_measure or subject) else None


def _goes_for(bare: str, is_measure: bool, subject: Entity) -> bool:
    """Whether a common noun can take the place of a subject: one of its kind, or one that is no name and as unknown."""
    if not is_measure and english_kinds(bare) & subject.kinds:
        return True
    if re.search("[A-Z]", subject.words) or (is_measure and subject.folded.startswith("the ")):
        return False
    return not english_kinds(subject.folded) or bool(english_kinds(bare))
