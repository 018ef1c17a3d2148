"""Reports whose every word is known by their number, and small libraries of them that are kept in a folder."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from qa.library import Library
from qa.opening import open_store, record_of
from qa.prepare import Prepared, prepare
from qa.read import Models
from qa.store.base import View
from qa.store.local.store import LocalStore
from qa.types import Answer, Document
from tests.fakes import BagEncoder, Vectors, cover_scorers

_SIGNS: Final = "临澜贺舟禾浦苏映雪澄川柳恒泰祁峰岚霁翎沐楷珩琅玥璟筠蔚蘅"
_HAN: Final = range(0x4E00, 0x9000)


class WideEncoder(BagEncoder):
    """Another encoder than the bag, with vectors of another length."""

    identity = "wide bag"
    dim = 96


ENCODERS: Final = {each.identity: each for each in (BagEncoder, WideEncoder)}


def thing(serial: int) -> str:
    """What the report of a number is about: no other number's is called so."""
    size = len(_SIGNS)
    mixed = serial * 7_919 % size**4  # neighbours must not be namesakes; 7,919 is prime to the size
    return "".join(_SIGNS[mixed // size**place % size] for place in range(4))


def text_of(serial: int) -> str:
    """The report of a number, the same every time: a fact of its own among sentences of chance, 3 to 40."""
    chance = random.Random(serial)
    name = thing(serial)
    lines = [f"{name}大桥建成通车。", fact(serial)]
    for _ in range(chance.choice((1, 5, 10, 38))):
        lines.append("".join(chr(chance.choice(_HAN)) for _ in range(chance.randint(6, 30))) + "。")
    return "".join(line + chance.choice(("", "\n")) for line in lines)


def fact(serial: int) -> str:
    """The sentence that answers :func:`question`."""
    return f"{thing(serial)}大桥全长{1000 + serial}米。"


def question(serial: int) -> str:
    """A question that only this report answers."""
    return f"{thing(serial)}大桥全长多少米？"


def document_of(serial: int) -> Document:
    """The report of a number as a document."""
    return Document.from_text(text_of(serial), f"report-{serial}.txt")


def models_of(encoder: BagEncoder) -> Models:
    """A fake encoder and scorers set by hand."""
    return Models(encoder, cover_scorers(), None)


def open_fake(folder: Path) -> tuple[Library, LocalStore]:
    """A library with the fake encoder it was made with; close it before another process is forked."""
    store = open_store(folder)
    assert isinstance(store, LocalStore)
    try:
        recorded = store.models
        encoder = ENCODERS[recorded.encoder if recorded else BagEncoder.identity]()
        models = models_of(encoder)
        store.use_models(record_of(models, encoder, None, recorded))
    except BaseException:
        store.close()
        raise
    return Library(models.encoder, models.scorers, None, store), store


def vectors_of(reports: Sequence[Prepared], encoder: BagEncoder) -> list[Vectors]:
    """The vectors of reports' sentences."""
    return [encoder.encode_passages([each.sentence(n) for n in range(len(each.bounds))]) for each in reports]


def reindex_fake(folder: Path) -> None:
    """Move a library to the other of the fake encoders."""
    with closing(open_store(folder, create=False)) as store:
        recorded = store.models
        assert recorded is not None
        (other,) = ENCODERS.keys() - {recorded.encoder}
        encoder = ENCODERS[other]()
        record = record_of(models_of(encoder), encoder, None, recorded)
        store.reindex(record, lambda reports: vectors_of(reports, encoder))


def whole(view: View, document: Document, encoder: BagEncoder) -> str:
    """What is not as it was added of a report; "" when nothing is."""
    kept, fresh = view.addition(document.id), prepare(document)
    if kept.prepared.document != document:
        return f"{document.name}: another document"
    if kept.prepared.segmentation != fresh.segmentation:
        return f"{document.name}: cut otherwise"
    if kept.original != document.text.encode():
        return f"{document.name}: other bytes"
    (vectors,) = vectors_of([fresh], encoder)
    if kept.vectors.shape != vectors.shape or np.abs(kept.vectors - vectors).max() > 1e-3:
        return f"{document.name}: other vectors"
    return ""


def untrue(answer: Answer, texts: dict[str, Document]) -> str:
    """What a quote or candidate says that does not stand in what was added; "" when all is right.

    :param answer: the answer.
    :param texts: all reports that may be quoted, by id.
    """
    quotes = [*answer.quotes, *([answer.nearest] if answer.nearest else [])]
    for quote in quotes:
        document = texts.get(quote.document_id)
        if document is None:
            return f"quotes {quote.source}, which is not there"
        if document.text[quote.start : quote.end] != quote.text:
            return f"quotes what {quote.source} does not say"
        if document.name != quote.source:
            return f"calls {document.name} {quote.source!r}"
    for candidate in answer.candidates:
        passage = candidate.passage
        document = texts.get(passage.document_id)
        if document is None or document.text[passage.start : passage.end] != passage.text:
            return f"shows a passage of {candidate.source} that is not there"
    return ""
