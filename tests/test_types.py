"""The values that flow through."""

import dataclasses
import hashlib
import json
from pathlib import Path

import pytest

from qa.errors import DecodingError, EmptyError
from qa.types import Answer, Candidate, Document, Passage, Quote, Skipped

QUOTE = Quote(
    text="會議由賀(hè)蘭舟主持。",
    start=2,
    end=16,
    answer="賀(hè)蘭舟",
    answer_start=3,
    source="a.txt",
    document_id="0" * 64,
    page=None,
    confidence=0.75,
    readable="會議由賀蘭舟主持。",
    context="會議由賀(hè)蘭舟主持。",
    context_start=2,
)
CANDIDATE = Candidate(Passage("0" * 64, 2, 5, "abc"), "a.txt", 3, 1.5, None, 2.5)


def answer(*quotes: Quote) -> Answer:
    nearest = quotes[0] if quotes else QUOTE
    return Answer("誰主持？", quotes, (CANDIDATE,), nearest, 0.5, (Skipped("b.txt", "is empty", "Fill it"),))


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (11, 2), (25, 3), (99, 3)])
def test_page_of_an_offset(offset: int, page: int) -> None:
    assert Document("x" * 100, "a.pdf", "0", page_starts=(0, 10, 25)).page_at(offset) == page


def test_a_page_that_is_empty_is_passed_over() -> None:
    assert Document("x" * 20, "a.pdf", "0", page_starts=(0, 10, 10)).page_at(10) == 3


def test_text_has_no_pages() -> None:
    assert Document("abc", "a.txt", "0").page_at(1) is None


def test_a_document_of_text_is_known_by_its_hash() -> None:
    document = Document.from_text("報告。", "a.txt")
    assert (document.text, document.name, document.path) == ("報告。", "a.txt", None)
    assert document.id == hashlib.sha256("報告。".encode()).hexdigest()


def test_a_document_of_bytes_and_of_a_file(tmp_path: Path) -> None:
    data = "報告。".encode("utf-16")
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    document = Document.from_path(path)
    assert (document.text, document.path) == ("報告。", str(path))
    assert document.id == hashlib.sha256(data).hexdigest() == Document.from_bytes(data, "a.txt").id


def test_text_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(EmptyError):
        Document.from_text(" ", "a.txt")
    with pytest.raises(DecodingError):
        Document.from_text("a\ud800", "a.txt")


def test_values_cannot_be_changed_and_are_known_by_what_they_hold() -> None:
    assert Document("a", "b", "c") == Document("a", "b", "c")
    assert len({Passage("a", 0, 1, "x"), Passage("a", 0, 1, "x"), Passage("b", 0, 1, "x")}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        QUOTE.text = "other"  # type: ignore[misc]


def test_an_answer_is_true_when_it_quotes() -> None:
    assert answer(QUOTE)
    assert answer(QUOTE).text == QUOTE.text
    assert not answer()
    assert answer().text == ""


def test_an_answer_in_plain_json() -> None:
    quote = {
        "text": "會議由賀(hè)蘭舟主持。",
        "start": 2,
        "end": 16,
        "answer": "賀(hè)蘭舟",
        "answer_start": 3,
        "source": "a.txt",
        "document_id": "0" * 64,
        "page": None,
        "confidence": 0.75,
        "readable": "會議由賀蘭舟主持。",
        "context": "會議由賀(hè)蘭舟主持。",
        "context_start": 2,
        "proof": None,
    }
    shown = answer(QUOTE).to_dict()
    assert shown == {
        "question": "誰主持？",
        "answered": True,
        "text": QUOTE.text,
        "quotes": [quote],
        "candidates": [
            {
                "passage": {"document_id": "0" * 64, "start": 2, "end": 5, "text": "abc"},
                "source": "a.txt",
                "page": 3,
                "score": 1.5,
                "dense": None,
                "lexical": 2.5,
            }
        ],
        "nearest": quote,
        "threshold": 0.5,
        "skipped": [{"source": "b.txt", "cause": "is empty", "remedy": "Fill it"}],
        "conflicting": [],
    }
    assert json.loads(json.dumps(shown)) == shown


def test_a_refusal_in_plain_json() -> None:
    shown = Answer("誰？", (), (), None, 0.5).to_dict()
    assert shown == {
        "question": "誰？",
        "answered": False,
        "text": "",
        "quotes": [],
        "candidates": [],
        "nearest": None,
        "threshold": 0.5,
        "skipped": [],
        "conflicting": [],
    }
