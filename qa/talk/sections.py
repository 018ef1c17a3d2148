"""What an exported conversation says, in order; how that looks is for each format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from qa.cite import cite
from qa.errors import QAError
from qa.messages import parts
from qa.messages import told as told_in
from qa.talk.types import Conversation, Turn
from qa.talk.words import ExportWords
from qa.types import Answer, Quote
from qa.visible import visible

__all__ = ["Block", "Kind", "sections"]


class Kind(StrEnum):
    """What a block is."""

    TITLE = "title"
    QUESTION = "question"
    NOTE = "note"
    QUOTE = "quote"
    SOURCE = "source"
    HEADING = "heading"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph.

    :param kind: what it is.
    :param text: what it says, without control characters; a quote to the letter otherwise.
    :param start: offset of the answer in a quote.
    :param end: offset behind it; the same where none is singled out.
    :param note: what says the same as a mark from ``start`` to ``end``, where no mark can be made.
    """

    kind: Kind
    text: str
    start: int = 0
    end: int = 0
    note: str = ""


class _References:
    """Numbers references in the order of their first mention (GB/T 7714-2015, 10.1)."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, quote: Quote, accessed: date | None) -> int:
        """The number of the reference that a quote has."""
        return self._numbers.setdefault(cite(quote, "gbt7714", accessed=accessed), len(self._numbers) + 1)

    def blocks(self) -> Iterator[Block]:
        """The list."""
        for reference, number in self._numbers.items():
            yield Block(Kind.REFERENCE, f"[{number}] {reference}")


def _moment(time: str) -> datetime | None:
    try:
        return datetime.fromisoformat(time)
    except ValueError:
        return None


def _quotation(quote: Quote, words: ExportWords, number: int | None) -> Iterator[Block]:
    end = quote.answer_start + len(quote.answer)
    note = words.answer.format(answer=quote.answer) if quote.answer else ""
    yield Block(Kind.QUOTE, quote.text, quote.answer_start, end, note)
    parts = [quote.source]
    if quote.page is not None:
        parts.append(words.page.format(page=quote.page))
    parts.append(words.confidence.format(confidence=quote.confidence))
    yield Block(Kind.SOURCE, " · ".join(parts) + ("" if number is None else f" [{number}]"))


def _answer(
    answer: Answer, words: ExportWords, references: _References, accessed: date | None
) -> Iterator[Block]:
    if not answer:
        yield Block(Kind.NOTE, words.no_answer)
        if answer.nearest is not None:
            told = words.nearest.format(confidence=answer.nearest.confidence, threshold=answer.threshold)
            yield Block(Kind.NOTE, told)
            # what is no answer has none marked in it
            yield from _quotation(replace(answer.nearest, answer="", answer_start=0), words, None)
    elsewhere = [quote for quote in answer.quotes[1:] if quote not in answer.conflicting]
    for label, quotes in (
        ("", answer.quotes[:1]),
        (words.conflicting, answer.conflicting),
        (words.further, tuple(elsewhere)),
    ):
        if quotes and label:
            yield Block(Kind.NOTE, label)
        for quote in quotes:
            yield from _quotation(quote, words, references.number(quote, accessed))
    for each in answer.skipped:
        cause, remedy = parts(each, words.lang)
        told = words.skipped.format(source=each.source, cause=cause, remedy=remedy)
        yield Block(Kind.NOTE, told)


def _turn(turn: Turn, words: ExportWords, references: _References) -> Iterator[Block]:
    yield Block(Kind.QUESTION, turn.typed)
    if turn.question != turn.typed:
        yield Block(Kind.NOTE, words.asked_as.format(question=turn.question))
    asked = _moment(turn.asked_at)
    if asked is not None:
        yield Block(
            Kind.NOTE, words.asked_at.format(time=f"{asked:%Y-%m-%d %H:%M} {asked.tzname() or ''}".strip())
        )
    if turn.within:
        yield Block(Kind.NOTE, words.within.format(count=len(turn.within)))
    if isinstance(turn.outcome, QAError):
        yield Block(Kind.NOTE, words.failed.format(error=told_in(turn.outcome, words.lang)))
    elif isinstance(turn.outcome, Answer):
        yield from _answer(turn.outcome, words, references, asked and asked.date())
    if turn.rating:
        yield Block(Kind.NOTE, words.helpful if turn.rating > 0 else words.unhelpful)


def _blocks(conversation: Conversation, words: ExportWords) -> Iterator[Block]:
    references = _References()
    yield Block(Kind.TITLE, conversation.title or words.untitled)
    if conversation.earlier:
        yield Block(Kind.NOTE, words.earlier.format(count=conversation.earlier))
    for turn in conversation.turns:
        yield from _turn(turn, words, references)
    listed = tuple(references.blocks())
    if listed:
        yield Block(Kind.HEADING, words.references)
        yield from listed


def sections(conversation: Conversation, words: ExportWords) -> tuple[Block, ...]:
    """What a conversation says.

    :param conversation: the conversation; every turn with its outcome.
    :param words: the words around the quotes.
    :return: its blocks: every quote followed by its source, and a list of references by GB/T 7714-2015 at the end.
        Control characters are shown by signs (:func:`qa.visible.visible`), and a note says so where there are any.
    """
    blocks = list(_blocks(conversation, words))
    shown = [
        Block(each.kind, visible(each.text), each.start, each.end, visible(each.note)) for each in blocks
    ]
    if shown != blocks:
        shown.append(Block(Kind.NOTE, words.signs))
    return tuple(shown)
