"""What speaks for a sentence as the answer to a question, in numbers.

Match features (Chen et al., "Reading Wikipedia to Answer Open-Domain Questions", arXiv:1704.00051, section 3.2) in
idf-weighted form, the sentence's place, its vector's similarity, and whether it mentions what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.asked import KINDS, Asked, asked, find_mentions
from qa.fold import fold
from qa.lexical import TermIndex, Terms, find_terms
from qa.prepare import Prepared

__all__ = ["FEATURES", "Question", "SentenceRef", "sentence_features"]

FEATURES: Final = (
    "cover", "cover_pairs", "cover_rare", "cover_passage", "cover_previous", "cover_next", "cover_title",
    "cover_with_previous", "cover_with_title", "cover_rest", "cover_to_best", "cover_lead", "run", "bm25", "bm25_to_best",
    "dense", "dense_to_best", "dense_passage", "lexical_passage", "rank", "length", "novel", "position", "is_first",
    "is_only", "cover_document", "rare_document", "cover_document_to_best", "rest_of_title", "rest_of_passage", "asks", "year_here", "year_other", "marker", "kind_found", "kind_missing", "kind_count",
    *(f"{kind}_found" for kind in KINDS[:5]), *(f"is_{kind}" for kind in KINDS),
)  # fmt: skip
"""Names of the columns of :func:`sentence_features`."""

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ASKS = re.compile(r"[?？][”’」』）)\"']*\s*$")
_MARKERS: Final = {
    "reason": re.compile(r"因|由于|缘|为了|导致|使得|以致|造成|鉴于|because|due to|since|owing"),
    "way": re.compile(r"通过|采用|采取|利用|以|用|按照|方式|方法|借助|根据|\bby\b|through|using"),
}
_TO_BEST: Final = (
    ("cover_to_best", "cover"),
    ("bm25_to_best", "bm25"),
    ("dense_to_best", "dense"),
    ("cover_document_to_best", "cover_document"),
)
_K1, _B = 1.2, 0.4


@dataclass(frozen=True, slots=True)
class Question:
    """A question made ready for reading.

    :param text: the folded question.
    :param asked: what it asks for.
    :param terms: its terms, each once, ascending.
    :param weights: their idf, with the words that only ask left out (weight 0).
    :param is_pair: which of them are character pairs or words.
    """

    text: str
    asked: Asked
    terms: Terms
    weights: NDArray[np.float32]
    is_pair: NDArray[np.bool_]

    @classmethod
    def of(cls, question: str, index: TermIndex) -> Question:
        """Fold and weigh a question.

        :param question: as it was asked.
        :param index: the terms of the library, for their idf.
        :return: the question, ready.
        """
        text = fold(question).text
        ask = asked(text)
        terms, positions = find_terms(text)
        inside = (positions >= ask.start) & (positions < ask.end)
        unique, first = np.unique(terms, return_index=True)
        weights = index.idf(unique)
        weights[np.isin(unique, terms[inside]) & ~np.isin(unique, terms[~inside])] = 0
        del first
        return cls(text, ask, unique, weights, unique >= np.uint64(1 << 62))


@dataclass(frozen=True, slots=True)
class SentenceRef:
    """A sentence to be judged and what retrieval knows of it.

    :param prepared: its document.
    :param number: index of the sentence in the document.
    :param passage: index of its passage in the document.
    :param dense: cosine similarity to the question.
    :param dense_passage: best cosine similarity in its passage.
    :param lexical: BM25 of its passage over the best passage's.
    :param rank: place of its passage among the candidates, from 0.
    """

    prepared: Prepared
    number: int
    passage: int
    dense: float
    dense_passage: float
    lexical: float
    rank: int


class _Matches:
    """Which terms of the question stand in a sentence, remembered per sentence."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._seen: dict[tuple[int, int], NDArray[np.bool_]] = {}

    def of(self, prepared: Prepared, number: int) -> NDArray[np.bool_]:
        terms = self._question.terms
        if not 0 <= number < len(prepared.term_bounds):
            return np.zeros(len(terms), dtype=bool)
        key = (id(prepared), number)
        if key not in self._seen:
            self._seen[key] = np.isin(terms, prepared.sentence_terms(number))
        return self._seen[key]

    def of_report(self, prepared: Prepared) -> NDArray[np.bool_]:
        key = (id(prepared), -1)
        if key not in self._seen:
            self._seen[key] = np.isin(self._question.terms, prepared.terms)
        return self._seen[key]


def _share(weights: NDArray[np.float32], own: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
    """How much of the weight of some terms a sentence covers."""
    return float(weights[own & of].sum() / max(float(weights[of].sum()), 1e-6))


def _run(question: Question, terms: Terms) -> int:
    """Longest row of adjoining terms of a sentence that the question has, too."""
    found = np.concatenate(([0], np.isin(terms, question.terms).astype(np.int8), [0]))
    edges = np.flatnonzero(np.diff(found))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0


def _mentions(question: Question, sentence: str) -> dict[str, int]:
    """How many mentions of each kind a sentence has that the question does not."""
    counts = dict.fromkeys(KINDS, 0)
    for mention in find_mentions(sentence):
        counts[mention.kind] += sentence[mention.start : mention.end] not in question.text
    return counts


def sentence_features(question: Question, sentences: Sequence[SentenceRef]) -> NDArray[np.float32]:
    """Features of the sentences of one question's candidates.

    :param question: the question.
    :param sentences: the sentences to compare with one another.
    :return: float32 of shape (len(sentences), len(FEATURES)).
    """
    matches = _Matches(question)
    weights = question.weights / max(float(question.weights.sum()), 1e-6)
    pairs = np.where(question.is_pair, question.weights, 0)
    pairs = pairs / max(float(pairs.sum()), 1e-6)
    order = np.argsort(-question.weights, kind="stable")[:6]
    rare = np.zeros_like(weights)
    rare[order] = weights[order] / max(float(weights[order].sum()), 1e-6)
    years = set(_YEAR.findall(question.text))
    kind = question.asked.kind
    rows = []
    for ref in sentences:
        own = matches.of(ref.prepared, ref.number)
        first, last = ref.prepared.segmentation.passages[ref.passage]
        before = matches.of(ref.prepared, ref.number - 1)
        after = matches.of(ref.prepared, ref.number + 1)
        title = matches.of(ref.prepared, 0)
        around = [matches.of(ref.prepared, number) for number in range(first, last)]
        rest = [
            match for number, match in zip(range(first, last), around, strict=True) if number != ref.number
        ]
        report = matches.of_report(ref.prepared)
        text = ref.prepared.sentence(ref.number)
        terms = ref.prepared.sentence_terms(ref.number)
        counts = _mentions(question, text)
        found = counts.get(kind, 0)
        cover = float(weights[own].sum())
        saturated = _K1 + 1
        norm = _K1 * (1 - _B + _B * len(terms) / 60)
        here = set(_YEAR.findall(text))
        marker = _MARKERS.get(kind)
        rows.append(
            [
                cover,
                float(pairs[own].sum()),
                float(rare[own].sum()),
                float(weights[np.any(around, axis=0)].sum()),
                float(weights[before].sum()),
                float(weights[after].sum()),
                float(weights[title].sum()),
                float(weights[own | before].sum()),
                float(weights[own | title].sum()),
                float(weights[np.any(rest, axis=0)].sum()) if rest else 0.0,
                0.0,
                0.0,
                min(_run(question, terms) / max(len(question.terms), 1), 1.0),
                cover * saturated / (1 + norm),
                0.0,
                ref.dense,
                0.0,
                ref.dense_passage,
                ref.lexical,
                1 / (1 + ref.rank),
                np.log1p(len(text)) / 5,
                float((~np.isin(terms, question.terms)).mean()) if len(terms) else 0.0,
                1 / (1 + ref.number - first),
                float(ref.number == 0),
                float(last - first == 1),
                float(weights[report].sum()),
                float(rare[report].sum()),
                0.0,
                _share(weights, own, ~title),
                _share(weights, own, ~np.any(rest, axis=0)) if rest else cover,
                float(bool(_ASKS.search(text))),
                float(bool(years & here)),
                float(bool(years) and bool(here) and not years & here),
                float(bool(marker and marker.search(text))),
                float(found > 0),
                float(kind in KINDS[:5] and found == 0),
                np.log1p(found),
                *(float(kind == each and found > 0) for each in KINDS[:5]),
                *(float(kind == each) for each in KINDS),
            ]
        )
    features = np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES))
    for relative, absolute in _TO_BEST:
        column = features[:, FEATURES.index(absolute)]
        features[:, FEATURES.index(relative)] = column - column.max(initial=0)
    covers = np.sort(features[:, 0])[::-1]
    second = covers[1] if len(covers) > 1 else 0.0
    best = features[:, 0] == covers[0] if len(covers) else np.zeros(0, dtype=bool)
    features[:, FEATURES.index("cover_lead")] = np.where(best, covers[0] - second if len(covers) else 0, 0)
    return features
