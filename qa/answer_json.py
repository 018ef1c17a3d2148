"""An answer back from plain JSON types: the inverse of :meth:`qa.types.Answer.to_dict`, and strict about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn, TypeVar, get_args, get_type_hints

from qa.errors import ConversationError, ProofError
from qa.proof import proof_of
from qa.types import Answer, Candidate, Passage, Proof, Quote, Skipped

__all__ = ["answer_of"]

_REMEDY: Final = "Give an answer as report-qa wrote it, such as the JSON of `report-qa ask --json`"
_KEYS: Final = frozenset(
    {
        *("question", "answered", "text", "quotes", "candidates", "nearest", "threshold", "skipped"),
        "conflicting",
    }
)
_NAMES: Final = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
}

_Value = TypeVar("_Value")


def _kinds(kind: type) -> dict[str, tuple[type, ...]]:
    """The types that each field of a value may have."""
    return {name: get_args(hint) or (hint,) for name, hint in get_type_hints(kind).items()}


_QUOTE: Final = _kinds(Quote)
_CANDIDATE: Final = _kinds(Candidate)
_PASSAGE: Final = _kinds(Passage)
_SKIPPED: Final = _kinds(Skipped)


class _Reader:
    """Reads an answer, and names the place of what is wrong in it.

    :param subject: where the answer is from.
    """

    def __init__(self, subject: str) -> None:
        self._subject = subject

    def fail(self, cause: str) -> NoReturn:
        raise ConversationError(self._subject, cause, _REMEDY)

    def plain(self, value: object, place: str, kinds: tuple[type, ...]) -> Any:
        """A string, a number, true, false or null."""
        if float in kinds and type(value) is int:
            value = self._float(value, place)
        if type(value) not in kinds:
            wanted = " or ".join(_NAMES[kind] for kind in kinds)
            self.fail(f"{place} is {_NAMES.get(type(value), 'no JSON')}, not {wanted}")
        if isinstance(value, float) and not math.isfinite(value):
            self.fail(f"{place} is no finite number")
        return value

    def _float(self, value: int, place: str) -> float:
        """What other programs write of a whole one: JSON has numbers of one kind only (RFC 8259, section 6)."""
        try:
            return float(value)
        except OverflowError:
            self.fail(f"{place} is no finite number")

    def members(self, value: object, place: str, keys: frozenset[str]) -> Mapping[str, object]:
        """An object with these keys and no others."""
        if not isinstance(value, dict):
            self.fail(f"{place} is {_NAMES.get(type(value), 'no JSON')}, not an object")
        if missing := keys - value.keys():
            self.fail(f"{place} lacks {min(missing)!r}")
        if others := value.keys() - keys:
            self.fail(f"{place} has {min(map(repr, others))}, which belongs to no answer")
        return value

    def each(self, value: object, place: str, read: Callable[[object, str], _Value]) -> tuple[_Value, ...]:
        """A list, each read by itself."""
        if not isinstance(value, list):
            self.fail(f"{place} is {_NAMES.get(type(value), 'no JSON')}, not a list")
        return tuple(read(each, f"{place}[{number}]") for number, each in enumerate(value))

    def fields(
        self, value: object, place: str, kinds: Mapping[str, tuple[type, ...]], nested: str = ""
    ) -> dict[str, Any]:
        """The fields of a value; the nested one is left as it is."""
        given = self.members(value, place, frozenset(kinds))
        return {
            name: given[name] if name == nested else self.plain(given[name], f"{place}.{name}", kinds[name])
            for name in kinds
        }

    def page(self, page: int | None, place: str) -> None:
        """Pages are counted from 1."""
        if page is not None and page < 1:
            self.fail(f"{place}.page is {page}, and pages are counted from 1")

    def span(self, start: int, end: int, text: str, place: str) -> None:
        """A text is as long as its place in the report."""
        if start < 0 or end - start != len(text):
            self.fail(f"{place}.text has {len(text)} characters, and its place is {start} to {end}")

    def skipped(self, value: object, place: str) -> Skipped:
        return Skipped(**self.fields(value, place, _SKIPPED))

    def candidate(self, value: object, place: str) -> Candidate:
        fields = self.fields(value, place, _CANDIDATE, "passage")
        passage = Passage(**self.fields(fields["passage"], f"{place}.passage", _PASSAGE))
        self.span(passage.start, passage.end, passage.text, f"{place}.passage")
        self.page(fields["page"], place)
        return Candidate(**{**fields, "passage": passage})

    def quote(self, value: object, place: str) -> Quote:
        fields = self.fields(value, place, _QUOTE, "proof")
        given = fields.pop("proof")
        quote = Quote(**fields, proof=None if given is None else self._proof(given, place))
        self.span(quote.start, quote.end, quote.text, place)
        self.page(quote.page, place)
        start = quote.answer_start
        if not (0 <= start <= len(quote.text) and quote.text.startswith(quote.answer, start)):
            self.fail(f"{place}.answer does not stand in the quote at {start}")
        if not 0 <= quote.confidence <= 1:
            self.fail(f"{place}.confidence is {quote.confidence}, and 0 to 1 are possible")
        if quote.proof is not None and not _proves(quote.proof, quote):
            self.fail(f"{place}.proof is of something else")
        return quote

    def _proof(self, value: object, place: str) -> Proof:
        try:
            return proof_of(value, f"{place}.proof")
        except ProofError as error:
            raise ConversationError(self._subject, f"{error.subject} {error.cause}", error.remedy) from error


def _proves(proof: Proof, quote: Quote) -> bool:
    said = (quote.text, quote.start, quote.end, quote.document_id, quote.source, quote.page)
    return said == (
        *(proof.quote, proof.start, proof.end, proof.document_sha256, proof.source),
        proof.page,
    )


def answer_of(value: object, subject: str) -> Answer:
    """An answer from plain JSON types.

    :param value: what ``json.loads`` gave; ``answer_of(answer.to_dict(), subject) == answer``.
    :param subject: where it is from, for messages.
    :return: the answer, with its proofs.
    :raises ConversationError: when it is none: a field is missing, unknown or of another type, a number is not finite,
        a quote does not fit its place, its proof or the answer marked in it. The cause names the field.
    """
    read = _Reader(subject)
    given = read.members(value, "the answer", _KEYS)
    quotes = read.each(given["quotes"], "quotes", read.quote)
    answer = Answer(
        question=read.plain(given["question"], "question", (str,)),
        quotes=quotes,
        candidates=read.each(given["candidates"], "candidates", read.candidate),
        nearest=None if given["nearest"] is None else read.quote(given["nearest"], "nearest"),
        threshold=read.plain(given["threshold"], "threshold", (float,)),
        skipped=read.each(given["skipped"], "skipped", read.skipped),
        conflicting=read.each(given["conflicting"], "conflicting", read.quote),
    )
    if read.plain(given["answered"], "answered", (bool,)) != bool(answer):
        read.fail(f"answered is {given['answered']}, and there are {len(quotes)} quotes")
    if read.plain(given["text"], "text", (str,)) != answer.text:
        read.fail("text says something else than the first quote")
    if any(quote not in quotes for quote in answer.conflicting):
        read.fail("conflicting holds what is none of the quotes")
    return answer
