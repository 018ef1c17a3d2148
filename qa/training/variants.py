"""A question as it is, and in every way that leaves the reports without an answer.

"answerable", as it is; "report out", with the report that answers it, and what nearly repeats it, out of the library;
"passage out", with only the passages that say the answer out; "year" and "subject", with one word swapped so that
the report no longer answers (:mod:`qa.training.swapped`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from embeddings.training.corpus import SquadQuestion
from qa.fold import fold
from qa.retrieve import Hit
from qa.split import segment
from qa.training.duplicates import near_duplicates
from qa.training.questions import QuestionSet
from qa.training.swapped import Swapped, swapped

__all__ = ["ANSWERABLE", "UNANSWERABLE", "LeftOut", "Variant", "holds_gold", "left_of", "variants"]

ANSWERABLE: Final = "answerable"
UNANSWERABLE: Final = ("report out", "passage out", "year", "subject")

LeftOut: TypeAlias = Callable[[Hit], bool]
"""Tells the passages that are not in the library."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A question in one way of asking it.

    :param number: the question's place in its set; the same in all its variants.
    :param source: the question of the set.
    :param kind: "answerable" or one of :data:`UNANSWERABLE`.
    :param question: as it is asked.
    :param left_out: tells the passages that are not there; None leaves them all.
    """

    number: int
    source: SquadQuestion
    kind: str
    question: str
    left_out: LeftOut | None


def holds_gold(question: SquadQuestion, text: str) -> bool:
    """Whether a text holds a gold answer.

    :param question: the question.
    :param text: original text.
    :return: True when it does, to the letter.
    """
    return any(answer.strip() in text for _, answer in question.answers)


def left_of(hits: Sequence[Hit], left_out: LeftOut | None, limit: int) -> tuple[Hit, ...]:
    """Candidates as they would be if some passages were not in the library.

    :param hits: more candidates than are wanted.
    :param left_out: tells the passages that are not there.
    :param limit: how many are wanted.
    :return: the best of the others.
    """
    kept = [hit for hit in hits if left_out is None or not left_out(hit)][:limit]
    top = max((hit.lexical or 0.0 for hit in kept), default=0.0)
    return tuple(replace(hit, lexical_share=(hit.lexical or 0.0) / top if top else 0.0) for hit in kept)


def _text(hit: Hit) -> str:
    return hit.prepared.document.text


def _report_out(reports: frozenset[str]) -> LeftOut:
    """Tells the passages of some reports."""
    return lambda hit: _text(hit) in reports


def _passage_out(question: SquadQuestion, anywhere: bool) -> LeftOut | None:
    """Tells the passages that say the answer: in the question's own report, or in any where any may answer.

    None where no passage of the report would be left: that is the kind "report out".
    """
    whole = segment(question.context)
    spans = [whole.passage_span(number) for number in range(len(whole.passages))]
    telling = {start for start, end in spans if _tells(question, question.context[start:end])}
    if len(telling) == len(spans):
        return None

    def left_out(hit: Hit) -> bool:
        passage = hit.prepared.passage(hit.passage)
        if _text(hit) == question.context:
            return passage.start in telling
        return anywhere and holds_gold(question, passage.text)

    return left_out


def _tells(question: SquadQuestion, passage: str) -> bool:
    """Whether a passage holds a gold answer or half of a longer one: one of two persons, a name without its title."""
    for _, answer in question.answers:
        gold = answer.strip()
        shared = SequenceMatcher(None, gold, passage, autojunk=False).find_longest_match().size
        if shared == len(gold) or (shared >= 4 and 2 * shared >= len(gold)):
            return True
    return False


def _name_out(change: Swapped) -> LeftOut:
    """Tells the passages of reports that may answer a swapped question."""
    words = fold(change.absent).text
    return lambda hit: bool(words) and words in hit.prepared.folded.text


def _twins(questions: QuestionSet, contexts: Sequence[str]) -> dict[str, frozenset[str]]:
    """For every questioned report, the reports of the library that are the same or nearly."""
    if not questions.anywhere:
        return {context: frozenset([context]) for context in contexts}
    # Few reports repeat any of them, so that comparing one by one is left to those.
    alike = near_duplicates(questions.reports, contexts)
    return {context: near_duplicates(alike, [context]) for context in contexts}


def variants(
    questions: QuestionSet, chosen: Callable[[SquadQuestion], bool] | None = None
) -> Iterator[Variant]:
    """Every question in all its ways.

    :param questions: the set.
    :param chosen: tells the questions that are wanted; None wants all.
    :return: the variants, question by question, each as it is first.
    """
    wanted = [
        (number, question, change)
        for number, (question, change) in enumerate(
            zip(questions.questions, swapped(questions.questions), strict=True)
        )
        if chosen is None or chosen(question)
    ]
    copies = _twins(questions, list(dict.fromkeys(question.context for _, question, _ in wanted)))
    for number, question, change in wanted:
        yield Variant(number, question, ANSWERABLE, question.question, None)
        out = copies[question.context]
        yield Variant(number, question, "report out", question.question, _report_out(out))
        if left_out := _passage_out(question, questions.anywhere):
            yield Variant(number, question, "passage out", question.question, left_out)
        if change:
            yield Variant(number, question, change.kind, change.question, _name_out(change))
