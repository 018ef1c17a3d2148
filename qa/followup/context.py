"""Whom and what the earlier turns of a conversation are about.

What was asked about goes before what was answered, and the last turn before the others: the subject of a question is
its centre, and most likely that of the next one (Grosz, Joshi & Weinstein, "Centering", Computational Linguistics 21,
1995). Where the subject is what was asked (谁率团？), the answer takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qa.followup.chinese.answers import answers_in, speakers_in
from qa.followup.chinese.apart import take_apart
from qa.followup.chinese.measures import sort_of
from qa.followup.chinese.persons import PERSON, is_surely_a_person, looks_like_a_person
from qa.followup.english.answers import english_answers, english_speakers
from qa.followup.english.apart import take_english_apart
from qa.followup.frame import Frame
from qa.followup.text import Text
from qa.followup.types import ANYTHING, JOINED, Entity, Kinds, Said
from qa.sense.towns import HAN

__all__ = ["Context", "Turn", "has_chinese"]

_TURNS: Final = 12
"""Turns that are looked at, the last ones."""

_NEAR: Final = 5
"""Of those, the ones that are looked at for what nothing but its kind tells."""

_READ: Final = 600
"""Characters of a quote that are looked at."""

_CHINESE: Final = re.compile(f"[{HAN}]")
_LATIN_NAME: Final = re.compile(r"(?!The )[A-Z][\w'’-]*(?: [A-Z][\w.'’-]*){0,2}")
_WHICH_IT_IS: Final = re.compile(
    r"的[^的]*(?:是|为)哪(?!里|儿|年|天|一)|(?:最|第一)[^的]*的[^的]*是|^which [a-z]+ (?:is|was) the"
)
_WHO_IT_WAS: Final = re.compile("[是由为叫]谁|[是由]哪位")


def has_chinese(text: str) -> bool:
    """Whether a text has a Chinese character.

    :param text: any text.
    :return: True when it has.
    """
    return bool(_CHINESE.search(text))


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn, taken apart.

    :param frame: its question.
    :param said: the turn.
    :param english: whether it was asked in English.
    :param answers: whom or what the answer names.
    :param speakers: who says something in the quote.
    """

    frame: Frame
    said: Said
    english: bool
    answers: tuple[Entity, ...]
    speakers: tuple[Entity, ...]

    @classmethod
    def of(cls, said: Said) -> Turn:
        """Take a turn apart.

        :param said: the turn.
        :return: its parts.
        """
        text, english = Text.of(said.question), not has_chinese(said.question)
        frame = take_english_apart(text) if english else take_apart(text)
        quote = Text.of(said.text[:_READ])
        if has_chinese(quote.folded or said.answer):
            return cls(frame, said, english, answers_in(frame, said.answer), speakers_in(quote))
        return cls(frame, said, english, english_answers(frame, said.answer, quote), english_speakers(quote))

    @property
    def asks_for_its_subject(self) -> bool:
        """Whether what it asks for is who or what does what it tells (谁率团？)."""
        return self.frame.subject is None and self.frame.has_question_word

    def entities(self, wanted: Kinds) -> tuple[Entity, ...]:
        """Whom and what it is about.

        :param wanted: the kinds that are looked for, which decide what is likely.
        :return: the entities, the likeliest to be gone on about first.
        """
        frame, subject = self.frame, self.frame.subject
        if self.asks_for_its_subject:
            named = self.answers + frame.others
        elif _WHICH_IT_IS.search(frame.text.folded[frame.start : frame.ask[1]]):
            named = self.answers + frame.entities
        else:
            named = frame.entities + self._holder() + self.answers
        if wanted != PERSON:
            return named
        is_known = subject is not None and "person" in subject.kinds
        if not is_known and _WHO_IT_WAS.search(frame.text.folded):
            named = self.answers + named
        return named + self.speakers

    def _holder(self) -> tuple[Entity, ...]:
        """The holder of an office, who is named by it: 东滨县县长."""
        frame, subject = self.frame, self.frame.subject
        if (
            self.english
            or not subject
            or not frame.measure
            or frame.kind == "person"
            or "person" in subject.kinds
        ):
            return ()
        span = subject.start, frame.measure[1]
        return (
            (Entity(frame.text.cut(*span), frame.words(span), PERSON, *span),)
            if sort_of(frame.words(span)) == "person"
            else ()
        )


@dataclass(frozen=True, slots=True)
class Context:
    """The turns before a question.

    :param turns: the last first.
    """

    turns: tuple[Turn, ...]

    @classmethod
    def of(cls, earlier: Sequence[Said]) -> Context:
        """Take the last turns apart.

        :param earlier: all turns that ask something, the first first.
        :return: the context.
        """
        return cls(tuple(Turn.of(said) for said in earlier[: -_TURNS - 1 : -1]))

    def candidates(
        self, wanted: Kinds, turns: int = _NEAR, many: bool = False
    ) -> Iterator[tuple[Turn, Entity]]:
        """Whom or what of some kinds was spoken of.

        :param wanted: the kinds; empty for any.
        :param turns: how many of the last turns to look at.
        :param many: whether several that are named together are looked for, too.
        :return: turns and entities, the likeliest first.
        """
        for turn in self.turns[:turns]:
            entities = [
                each
                for each in turn.entities(wanted)
                if _fits(each, wanted) and (many or not _is_joined(each))
            ]
            # Where a kind is looked for, what is known to be of it goes before what may be.
            sorts = bool(wanted) and not wanted >= ANYTHING and (turn.english or wanted != PERSON)
            surely = [each for each in entities if each.kinds] if sorts else []
            yield from ((turn, each) for each in dict.fromkeys([*surely, *entities]))

    def find(self, wanted: Kinds) -> tuple[Turn, Entity] | None:
        """The likeliest of some kinds.

        :param wanted: the kinds; empty for any.
        :return: the turn and the entity; None where nothing fits.
        """
        return next(self.candidates(wanted), None)


def _known(entity: Entity, people: Collection[str]) -> Entity:
    """The same, as a person where another turn tells that it is one."""
    return replace(entity, kinds=PERSON) if not entity.kinds and entity.folded in people else entity


def _is_joined(entity: Entity) -> bool:
    return entity.start < 0 and bool(JOINED.search(entity.folded)) and entity.folded[0] not in "《“「"


def _fits(entity: Entity, wanted: Kinds) -> bool:
    if entity.kinds or not wanted:
        return entity.can_be(wanted)
    # A name of no telling form may be a person's where one is looked for, and nothing else's where it must be.
    if not has_chinese(entity.folded):
        is_name = bool(_LATIN_NAME.fullmatch(entity.words)) and (" " in entity.words or entity.start < 0)
        return wanted != PERSON or is_name
    if wanted == PERSON:
        return looks_like_a_person(entity.folded)
    return "person" in wanted or not is_surely_a_person(entity.folded)
