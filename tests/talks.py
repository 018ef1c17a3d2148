"""Answers and turns for tests of conversations: by hand, and any at all by hypothesis."""

import hashlib
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from qa import errors
from qa.errors import PartialError, QAError, SourceError
from qa.proof import prove
from qa.talk.types import Conversation, Turn
from qa.types import Answer, Candidate, Document, Passage, Quote, Skipped

TEXT = "仪式由贺兰舟主持。\n大桥全长3.86公里。"
REPORT = Document(
    TEXT, "年报.pdf", hashlib.sha256(TEXT.encode()).hexdigest(), "application/pdf", page_starts=(0, 10)
)
NASTY = "　　1. *贺*_兰_<b>舟</b> &amp; [主](持)  `两  格`\r\n\r\n# 完\\\n- \x1b[0m\tx\x00\n"


def quote_of(document: Document, start: int, end: int, answer: str = "", **changes: Any) -> Quote:
    text = document.text[start:end]
    fields: dict[str, Any] = {
        "text": text,
        "start": start,
        "end": end,
        "answer": answer,
        "answer_start": text.index(answer),
        "source": document.name,
        "document_id": document.id,
        "page": document.page_at(start),
        "confidence": 0.875,
        "readable": text,
        "context": document.text,
        "context_start": 0,
        "proof": prove(document, start, end, encoder="e", reader="r"),
    }
    return Quote(**(fields | changes))


HOST = quote_of(REPORT, 0, 9, "贺兰舟")
BRIDGE = quote_of(REPORT, 10, 21, "3.86公里")


def answer_with(*quotes: Quote, question: str = "谁主持？", **changes: Any) -> Answer:
    passage = Passage(REPORT.id, 0, len(TEXT), TEXT)
    fields: dict[str, Any] = {
        "question": question,
        "quotes": quotes,
        "candidates": (Candidate(passage, REPORT.name, 1, 1.5, None, 2.5),),
        "nearest": quotes[0] if quotes else None,
        "threshold": 0.5,
    }
    return Answer(**(fields | changes))


def turn(typed: str = "谁主持？", outcome: Answer | QAError | None = None, **changes: Any) -> Turn:
    fields: dict[str, Any] = {"question": typed, "asked_at": "2026-11-24T12:00:00Z"}
    return Turn(
        typed=typed,
        outcome=answer_with(HOST, question=typed) if outcome is None else outcome,
        **(fields | changes),
    )


def conversation(*turns: Turn, **changes: Any) -> Conversation:
    fields: dict[str, Any] = {
        "id": "x",
        "title": turns[0].typed if turns else "",
        "started_at": "2026-11-24T12:00:00.000Z",
        "changed_at": "2026-11-25T13:30:00.000Z",
    }
    return Conversation(turns=turns, **(fields | changes))


def same_error(one: object, other: object) -> bool:
    """Whether two errors say the same; exceptions are equal to themselves only."""
    if not isinstance(one, QAError) or type(one) is not type(other):
        return False
    return (one.subject, one.cause, one.remedy) == (other.subject, other.cause, other.remedy)


def same_turn(one: Turn, other: Turn) -> bool:
    fields = ("typed", "question", "asked_at", "within", "rating", "taken")
    if any(getattr(one, name) != getattr(other, name) for name in fields):
        return False
    return same_error(one.outcome, other.outcome) or one.outcome == other.outcome


TEXTS = st.text(max_size=12)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
PAGES = st.none() | st.integers(1, 10**6)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    """Any quote, with or without a proof."""
    text = draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
    pages = draw(st.sampled_from([(), (0,), (0, 3)]))
    identity = hashlib.sha256(text.encode()).hexdigest()
    document = Document(text, draw(TEXTS), identity, page_starts=pages)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    first = draw(st.integers(0, end - start))
    last = draw(st.integers(first, end - start))
    changes: dict[str, Any] = {
        "answer": document.text[start:end][first:last],
        "answer_start": first,
        "confidence": draw(st.floats(0, 1)),
        "readable": draw(TEXTS),
        "context": draw(TEXTS),
        "context_start": draw(st.integers(-5, 5)),
    }
    if draw(st.booleans()):
        changes["proof"] = None
    return replace(quote_of(document, start, end), **changes)


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    text, start = draw(TEXTS), draw(st.integers(0, 10**6))
    numbers = st.none() | FLOATS
    return Candidate(
        Passage(draw(TEXTS), start, start + len(text), text),
        draw(TEXTS),
        draw(PAGES),
        draw(FLOATS),
        draw(numbers),
        draw(numbers),
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    said = tuple(draw(st.lists(quotes(), max_size=3)))
    return Answer(
        question=draw(TEXTS),
        quotes=said,
        candidates=tuple(draw(st.lists(candidates(), max_size=2))),
        nearest=draw(st.none() | quotes()),
        threshold=draw(FLOATS),
        skipped=tuple(draw(st.lists(st.builds(Skipped, TEXTS, TEXTS, TEXTS), max_size=2))),
        conflicting=tuple(each for each in said[1:] if draw(st.booleans())),
    )


ALL_KINDS = [getattr(errors, name) for name in errors.__all__]
_SIMPLE = [kind for kind in ALL_KINDS if kind is not PartialError]
_SOURCES = st.builds(
    lambda kind, *told: kind(*told),
    st.sampled_from([kind for kind in _SIMPLE if issubclass(kind, SourceError)]),
    *([TEXTS] * 3),
)


def failures() -> st.SearchStrategy[QAError]:
    """Any error of qa."""
    simple = st.builds(lambda kind, *told: kind(*told), st.sampled_from(_SIMPLE), *([TEXTS] * 3))
    partial = st.builds(
        PartialError,
        st.lists(_SOURCES, min_size=1, max_size=2).map(tuple),
        st.lists(TEXTS, max_size=2).map(tuple),
    )
    return simple | partial


def turns(ratings: tuple[int, ...] = (0,)) -> st.SearchStrategy[Turn]:
    """Any turn that has its outcome."""
    lists = st.lists(TEXTS, max_size=2).map(tuple)
    return st.builds(
        Turn,
        typed=st.text(max_size=12),
        question=TEXTS,
        outcome=answers() | failures(),
        asked_at=TEXTS,
        within=lists,
        rating=st.sampled_from(ratings),
        taken=lists,
    )
