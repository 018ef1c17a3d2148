"""Sentences in English and Chinese, and which of them are measured, chosen by, and trained on."""

from __future__ import annotations

import hashlib
import lzma
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.training.corpus import RetrievalSet
from embeddings.training.tokenizer import words_of

__all__ = [
    "SPLIT_SEED",
    "Translation",
    "TranslationSplit",
    "read_translations",
    "split_translations",
    "translation_set",
]

SPLIT_SEED = "report-qa 1"
"""Written into the hash that orders the pairs. Another one would put measured pairs into the training."""

_HELD_OUT = 2_000
_VALIDATION = 1_000
_HAN = re.compile(r"[\u3400-\u9fff]")
_RECORD = re.compile(r"\n(?=(?:tatoeba|tico19|mlqe_pe|python_docs)\t)")


@dataclass(frozen=True, slots=True)
class Translation:
    """A sentence in both languages.

    :param source: the collection it is from.
    """

    source: str
    english: str
    chinese: str


@dataclass(frozen=True, slots=True)
class TranslationSplit:
    """Three parts; no sentence of one occurs, folded, in another, in either language.

    :param held_out: measured, and used for nothing else; no sentence twice.
    :param validation: what the epoch is chosen by; no sentence twice.
    :param training: the rest, without pairs that share a sentence with the parts above.
    """

    held_out: list[Translation]
    validation: list[Translation]
    training: list[Translation]

    def reserved(self) -> frozenset[str]:
        """The sentences that must not be trained on, folded as by :func:`words_of`."""
        kept = [*self.held_out, *self.validation]
        return frozenset(words_of(text) for one in kept for text in (one.english, one.chinese))


def read_translations(path: Path) -> list[Translation]:
    """The pairs of a file, in its order; code of several lines, and lines without Chinese, left out.

    :param path: xz-compressed lines of source, English and Chinese with tabs between.
    """
    with lzma.open(path, "rt", encoding="utf-8", newline="") as stream:
        records = _RECORD.split(stream.read().rstrip("\n"))
    fields = (record.split("\t") for record in records if "\n" not in record)
    found = (Translation(source, english, chinese) for source, english, chinese in fields)
    return [one for one in found if words_of(one.english) and _HAN.search(one.chinese)]


def split_translations(
    translations: Iterable[Translation], held_out: int = _HELD_OUT, validation: int = _VALIDATION
) -> TranslationSplit:
    """Divide pairs by a hash of what they say, whatever their order.

    :param held_out: pairs to measure.
    :param validation: pairs to choose by.
    """
    folded = ((words_of(one.english), words_of(one.chinese), one) for one in translations)
    ordered = sorted(folded, key=lambda each: (_hash(each[0], each[1]), each[2].english, each[2].chinese))
    seen: set[str] = set()
    kept: list[Translation] = []
    rest = []
    for english, chinese, one in ordered:
        if len(kept) < held_out + validation and not seen & {english, chinese}:
            seen |= {english, chinese}
            kept.append(one)
        else:
            rest.append((english, chinese, one))
    training = [one for english, chinese, one in rest if not seen & {english, chinese}]
    return TranslationSplit(kept[:held_out], kept[held_out:], training)


def translation_set(
    name: str, translations: Sequence[Translation], source: str | None = None
) -> RetrievalSet:
    """The English sentences as questions, each Chinese one as a paragraph of one sentence.

    :param name: what the set is called.
    :param translations: whose Chinese sentences are all searched.
    :param source: ask only the sentences from here; None for all.
    """
    gold = [number for number, one in enumerate(translations) if source in (None, one.source)]
    return RetrievalSet(
        name,
        sentences=[one.chinese for one in translations],
        owner=list(range(len(translations))),
        questions=[translations[number].english for number in gold],
        gold_paragraph=gold,
        gold_sentences=[frozenset({number}) for number in gold],
    )


def _hash(english: str, chinese: str) -> bytes:
    return hashlib.sha256(f"{SPLIT_SEED}\t{english}\t{chinese}".encode()).digest()
