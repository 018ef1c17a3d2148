"""A question taken apart: whom or what it is about, when, what it asks, and with which words."""

from __future__ import annotations

from dataclasses import dataclass

from qa.followup.text import Span, Text
from qa.followup.types import Entity

__all__ = ["Frame", "Pair"]

Pair = tuple[Entity, Entity]
"""Two that are named together: A和B, A and B."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A question taken apart; all spans are in the folded text.

    :param text: the question.
    :param start: where it begins, behind words such as 那么 and "and".
    :param times: the times it names.
    :param kind: what it asks for, one of :data:`qa.asked.KINDS`.
    :param ask: the question word with its unit; empty where there is none.
    :param subject: whom or what it is about; None where that is asked.
    :param measure: what it asks of the subject (总投资, "the population").
    :param noun: what the question word counts or chooses from (多少学生, "how many people").
    :param others: further entities, left to right.
    :param pair: two that are named together; None where there are none.
    """

    text: Text
    start: int
    times: tuple[Span, ...]
    kind: str
    ask: Span
    subject: Entity | None
    measure: Span | None
    noun: Span | None
    others: tuple[Entity, ...]
    pair: Pair | None

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All that it names, the subject first."""
        return ((self.subject,) if self.subject else ()) + self.others

    @property
    def has_question_word(self) -> bool:
        """Whether it asks by a question word."""
        return self.ask[0] < self.ask[1]

    def words(self, span: Span | None) -> str:
        """A stretch of the question, folded.

        :param span: the stretch; None for nothing.
        :return: its words; "" for nothing.
        """
        return self.text.folded[slice(*span)] if span else ""
