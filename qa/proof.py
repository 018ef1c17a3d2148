"""A quote that can be proven later: where in which file it stands, and whether a file holds it there.

A proof names the file by the SHA-256 of its bytes (FIPS 180-4) and the place by characters and, where the text is the
file's bytes decoded, by bytes. It is sealed by the hash of its own fields, so that one that was edited is told from one
that was not; a seal is no signature: who edits a proof may seal it anew, but cannot make a file hold what it does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from qa.errors import ProofError
from qa.ingest.names import shown_name
from qa.ingest.read import load, read_bytes
from qa.types import Document, Proof

__all__ = ["FORMAT", "Verdict", "check", "proof_of", "proofs_in", "prove", "verify"]

FORMAT: Final = 1
_TYPES: Final = {name: get_args(hint) or (hint,) for name, hint in get_type_hints(Proof).items()}
_DECODED: Final = frozenset({"text/plain", "text/markdown", "text/csv", "text/tab-separated-values"})
"""Media types whose text is what their bytes decode to."""

_EDITED: Final = "was changed after it was made"
_REMEDY: Final = "Give a proof as report-qa wrote it, or the JSON of `report-qa ask --json`"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file holds a quote.

    :param holds: whether it is the file that was quoted, and holds the quote at the place that the proof names.
    :param same_file: whether it is that file, byte for byte.
    :param found: offsets of the quote in the file's text, in ascending order; where another version of the file has it.
    :param text: what stands at the place; "" where the text is shorter.
    """

    holds: bool
    same_file: bool
    found: tuple[int, ...]
    text: str


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _seal(values: Mapping[str, Any]) -> str:
    """Hash of all fields but the seal, as JSON with sorted keys."""
    kept = {name: value for name, value in values.items() if name != "seal"}
    return _sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _bytes(document: Document, start: int, end: int) -> tuple[int | None, int | None]:
    """The span in bytes; a byte order mark counts."""
    codec = document.codec
    if codec is None or document.media_type not in _DECODED or codec.startswith(("iso2022", "hz", "utf-7")):
        return None, None
    before = len(document.text[:start].encode(codec))
    mark = len("".encode(codec))
    return before, before + len(document.text[start:end].encode(codec)) - mark


def prove(document: Document, start: int, end: int, *, encoder: str, reader: str) -> Proof:
    """Prove a quote.

    :param document: the report.
    :param start: offset of the quote's first character.
    :param end: offset behind its last character.
    :param encoder: identity of the encoder that found it.
    :param reader: identity of the reader that chose it.
    :return: the proof, sealed.
    """
    text = document.text[start:end]
    first, last = _bytes(document, start, end)
    values: dict[str, Any] = {
        "format": FORMAT,
        "source": document.name,
        "document_sha256": document.id,
        "media_type": document.media_type,
        "codec": document.codec,
        "start": start,
        "end": end,
        "byte_start": first,
        "byte_end": last,
        "page": document.page_at(start),
        "quote": text,
        "quote_sha256": _sha256(text),
        "encoder": encoder,
        "reader": reader,
    }
    return Proof(**values, seal=_seal(values))


def proof_of(value: object, subject: str) -> Proof:
    """A proof from plain JSON types.

    :param value: what ``json.loads`` gave.
    :param subject: where it is from, for messages.
    :return: the proof.
    :raises ProofError: when it is none, of a newer format, or was edited.
    """
    if not isinstance(value, dict) or not {"format", "seal"} <= value.keys():
        raise ProofError(subject, "is no proof", _REMEDY)
    if value["format"] != FORMAT:
        cause = f"is of format {value['format']!r}, and this version knows {FORMAT}"
        raise ProofError(subject, cause, "Use the version of report-qa that wrote it, or a newer one")
    if value.keys() != _TYPES.keys() or not all(type(value[name]) in _TYPES[name] for name in _TYPES):
        raise ProofError(subject, _EDITED, _REMEDY)
    proof = Proof(**value)
    _require_whole(proof, subject)
    return proof


def _require_whole(proof: Proof, subject: str) -> None:
    """Refuse a proof whose fields do not fit one another."""
    spans = [(proof.start, proof.end), (proof.byte_start, proof.byte_end)]
    ordered = all(
        first is None if last is None else first is not None and 0 <= first < last for first, last in spans
    )
    fits = proof.end - proof.start == len(proof.quote) and proof.quote_sha256 == _sha256(proof.quote)
    if not (ordered and fits and proof.seal == _seal(asdict(proof))):
        raise ProofError(subject, _EDITED, _REMEDY)


def proofs_in(value: object, subject: str) -> tuple[Proof, ...]:
    """The proofs in a proof's own JSON, or in that of an answer.

    :param value: what ``json.loads`` gave.
    :param subject: where it is from, for messages.
    :return: at least one.
    :raises ProofError: when there is none, or one was edited.
    """
    if not isinstance(value, dict) or "quotes" not in value:
        return (proof_of(value, subject),)
    quotes = value["quotes"]
    if not isinstance(quotes, list) or not quotes:
        raise ProofError(subject, "is an answer without quotes", _REMEDY)
    if "text" in value and not (isinstance(quotes[0], dict) and value["text"] == quotes[0].get("text")):
        raise ProofError(subject, "says something else than its first quote", _REMEDY)
    return tuple(
        _proof_of_quote(each, f"{subject}, quote {number}") for number, each in enumerate(quotes, start=1)
    )


def _proof_of_quote(quote: object, subject: str) -> Proof:
    """The proof of a quote in an answer, which must say the same as the quote."""
    if not isinstance(quote, dict):
        raise ProofError(subject, "is no quote", _REMEDY)
    proof = proof_of(quote.get("proof"), subject)
    said = {
        "text": proof.quote,
        "start": proof.start,
        "end": proof.end,
        "document_id": proof.document_sha256,
        "source": proof.source,
        "page": proof.page,
    }
    if any(type(quote.get(name)) is not type(told) or quote[name] != told for name, told in said.items()):
        raise ProofError(subject, "says something else than its proof", _REMEDY)
    answer, start = quote.get("answer"), quote.get("answer_start")
    told = isinstance(answer, str) and type(start) is int and 0 <= start <= len(proof.quote)
    if not (told and proof.quote.startswith(str(answer), start)):
        raise ProofError(subject, "marks an answer that is not in it", _REMEDY)
    return proof


def verify(proof: Proof, data: bytes) -> Verdict:
    """Whether a file holds a quote.

    :param proof: the proof.
    :param data: the file's bytes.
    :return: the verdict.
    :raises ProofError: when the proof was edited.
    :raises SourceError: when the file cannot be read.
    """
    _require_whole(proof, proof.source)
    # Read as what was quoted was, whatever the file is called by now.
    document = read_bytes(data, proof.source)
    there = document.text[proof.start : proof.end]
    same = document.id == proof.document_sha256
    holds = same and there == proof.quote and document.page_at(proof.start) == proof.page
    if proof.byte_start is not None:
        holds = holds and _bytes(document, proof.start, proof.end) == (proof.byte_start, proof.byte_end)
        holds = holds and _decoded(data[: proof.byte_end], proof.byte_start, document.codec) == proof.quote
    return Verdict(holds, same, _places(document.text, proof.quote), there)


def _decoded(data: bytes, start: int, codec: str | None) -> str | None:
    """What the bytes from a place on say, read as the byte order mark before them tells; None when they say nothing."""
    if codec is None:
        return None
    try:
        return (data[: len("".encode(codec))] + data[start:]).decode(codec)
    except UnicodeDecodeError:
        return None


def _places(text: str, quote: str) -> tuple[int, ...]:
    found, place = [], text.find(quote)
    while place >= 0:
        found.append(place)
        place = text.find(quote, place + 1)
    return tuple(found)


def check(proofs: Path, file: Path) -> tuple[tuple[Proof, Verdict], ...]:
    """Whether a file holds the quotes that another one proves.

    :param proofs: a proof, or an answer as JSON.
    :param file: the report.
    :return: every proof of this file with its verdict; of all proofs where none is of this file.
    :raises SourceError: when one of the two cannot be read.
    :raises ProofError: when the first holds no proof, or one that was edited.
    """
    subject = shown_name(str(proofs))
    try:
        value = json.loads(load(proofs))
    except (ValueError, RecursionError) as error:  # also of bytes in no UTF
        raise ProofError(subject, f"is no JSON ({error})", _REMEDY) from error
    found, data = proofs_in(value, subject), load(file)
    own = tuple(proof for proof in found if proof.document_sha256 == hashlib.sha256(data).hexdigest())
    return tuple((proof, verify(proof, data)) for proof in own or found)
