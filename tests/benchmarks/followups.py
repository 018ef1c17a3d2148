"""Follow-up questions, completed and asked: ``python tests/benchmarks/followups.py --set heldout``.

Invented reports with conversations about them (conversations/*.json), what was typed turn by turn, and each follow-up
completed by hand. Rules are made on dev alone. All reports lie in one library, with others like them that nobody asks
about, so that a question without its subject finds no answer by luck. The first turns are not counted. Two tables: the
earlier turns as completed by hand with the sentences that answer, and as a conversation really goes, with what was
completed and quoted before.

exact      nothing but a completion made by hand, or one as good (folded; without punctuation, white space and 的);
           of questions that stand on their own, and of words that are no question: as typed
left       share that is left alone
hit@1      the first quote holds the gold answer in the gold sentence (threshold off), asked as typed, as completed
           and as completed by hand
answered   share of the turns that no report answers that get a quote, asked in the same ways
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from tables import heading, row
from turns import FOLDER, KINDS, WHOLE, Conversation, Turn, load

from qa.followup import Completion, Said, complete
from qa.library import Library
from qa.types import Answer, Document, Quote

WAYS: Final = ("typed", "completed", "by hand")

Complete: TypeAlias = Callable[[str, Sequence[Said]], Completion | None]
Ask: TypeAlias = Callable[[str, float | None], Answer]
"""Asks a question with a threshold; None is the reader's own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a turn.

    :param completed: the question that was made of it; None when it was left alone.
    :param right: for each of ``WAYS``, whether the first quote answers; for a turn without an answer, whether
        anything was quoted.
    :param strayed: words said to be taken over that are not in the completed question.
    """

    conversation: str
    lang: str
    turn: Turn
    completed: str | None
    right: dict[str, bool]
    strayed: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether it became what it has to be."""
        return self.turn.accepts(self.turn.typed if self.completed is None else self.completed)


def hits(quote: Quote | None, document: Document, turn: Turn) -> bool:
    """Whether a quote holds the gold answer where the gold sentence stands."""
    if quote is None or quote.document_id != document.id:
        return False
    start = document.text.index(turn.text)
    first, last = max(start, quote.start), min(start + len(turn.text), quote.end)
    return turn.answer in document.text[first : max(first, last)]


def gold(document: Document, turn: Turn) -> Said:
    """A turn as it ought to have gone."""
    return Said(turn.question, turn.text, turn.answer, document.name if turn.text else "")


def said(question: str, answer: Answer) -> Said:
    """A turn as it went."""
    quote = answer.quotes[0] if answer else None
    return Said(question, quote.text, quote.answer, quote.source) if quote else Said(question)


def hold(conversation: Conversation, completing: Complete, ask: Ask, *, own: bool) -> Iterator[Outcome]:
    """Go through a conversation.

    :param conversation: the turns.
    :param completing: completes a question.
    :param ask: asks all reports.
    :param own: whether later turns are told of what came of the earlier ones, not of what ought to have come.
    :return: the outcome of each turn but the first.
    """
    document, earlier = conversation.document, list[Said]()
    for number, turn in enumerate(conversation.turns):
        completion = completing(turn.typed, tuple(earlier)) if number else None
        question = completion.question if completion else turn.typed
        earlier.append(said(question, ask(question, None)) if own else gold(document, turn))
        if not number:
            continue
        asked = dict(zip(WAYS, (turn.typed, question, turn.question), strict=True))
        right = {
            way: hits(ask(each, 0.0).nearest, document, turn) if turn.text else bool(ask(each, None))
            for way, each in asked.items()
        }
        taken = completion.taken if completion else ()
        strayed = tuple(word for word in taken if word not in question)
        made = completion.question if completion else None
        yield Outcome(conversation.id, conversation.lang, turn, made, right, strayed)


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The rows by kind and by language."""
    hit = (f"hit@1 {way}" for way in WAYS)
    yield heading("turns", "number", "exact", "left", "with answer", *hit)
    for name, part in _parts(outcomes):
        answerable = [each for each in part if each.turn.text]
        shares = (_share(each.right[way] for each in answerable) for way in WAYS)
        exact, left = _share(each.exact for each in part), _share(each.completed is None for each in part)
        yield row(name, len(part), exact, left, len(answerable), *shares)
    yield ""
    yield heading("without answer", "number", *(f"answered {way}" for way in WAYS))
    silent = [each for each in outcomes if not each.turn.text]
    for kinds in (KINDS[:-1], KINDS[-1:]):
        part = [each for each in silent if each.turn.kind in kinds]
        name = "questions" if len(kinds) > 1 else kinds[0]
        yield row(name, len(part), *(_share(each.right[way] for each in part) for way in WAYS))
    whole = [each for each in outcomes if each.turn.kind in WHOLE]
    completed = [each for each in whole if each.completed is not None]
    wrong = sum(not each.exact for each in completed)
    yield ""
    yield (
        f"{len(completed)} of {len(whole)} turns that stand on their own were completed, {wrong} of them wrongly."
    )
    yield f"{sum(bool(each.strayed) for each in outcomes)} completions name words taken over that they do not hold."


def _parts(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    for kind in KINDS:
        yield kind, [each for each in outcomes if each.turn.kind == kind]
    yield "all follow-ups", [each for each in outcomes if each.turn.kind not in WHOLE]
    for lang in sorted({each.lang for each in outcomes}):
        follow = [each for each in outcomes if each.lang == lang and each.turn.kind not in WHOLE]
        yield f"follow-ups, {lang}", follow
    yield "all", list(outcomes)


def _share(values: Iterator[bool]) -> str:
    found = list(values)
    return f"{sum(found) / len(found):.3f}" if found else ""


def cases(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Turns that were completed wrongly, or that answer when completed by hand alone."""
    for each in outcomes:
        missed = each.turn.text and each.right["by hand"] and not each.right["completed"]
        if missed or not each.exact:
            mark, turn = "MISSED" if missed else "wrong", each.turn
            yield f"{mark} {each.conversation} {turn.kind}: {turn.typed} -> {each.completed} ({turn.question})"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", choices=["dev", "heldout"], default="dev")
    parser.add_argument("--as-typed", action="store_true", help="complete nothing, to compare with")
    parser.add_argument("--cases", action="store_true", help="show what went wrong; look at dev alone")
    arguments = parser.parse_args()
    conversations = load(FOLDER / f"{arguments.set}.json")
    library = Library.in_memory()
    library.add_documents([each.document for each in conversations])
    completing: Complete = (lambda question, earlier: None) if arguments.as_typed else complete

    @cache
    def ask(question: str, threshold: float | None) -> Answer:
        return library.ask(question, threshold=threshold)

    held = sum(bool(each.turns) for each in conversations)
    print(f"{arguments.set}: {held} conversations, {len(conversations)} reports")
    for own in (False, True):
        outcomes = [turn for each in conversations for turn in hold(each, completing, ask, own=own)]
        print(f"\nEarlier turns {'as they went' if own else 'as completed by hand'}:\n")
        print(*table(outcomes), sep="\n", flush=True)
        if arguments.cases:
            print(*cases(outcomes), sep="\n", flush=True)


if __name__ == "__main__":
    main()
