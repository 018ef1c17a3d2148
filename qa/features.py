"""What speaks for a sentence as the answer to a question, in numbers.

Match features (Chen et al., "Reading Wikipedia to Answer Open-Domain Questions", arXiv:1704.00051, section 3.2) in
idf-weighted form, the sentence's place, whether it mentions what is asked for, and whether it speaks of the time,
unit, place and plan that the question names. The vectors decide with BM25 which passages are read, and have no say
here: cosines of one encoder mean nothing to another, and an encoder that was trained on the questions the reader is
fitted on looks more certain there than it is anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qa.asked import KINDS, find_mentions
from qa.prepare import Prepared
from qa.question import Question
from qa.sense.agree import Agreement, agreement
from qa.sense.cells import find_cell, heads_rows

__all__ = ["AGREEMENT", "FEATURES", "SentenceRef", "agrees", "sentence_features"]

FEATURES: Final = (
    "cover", "cover_pairs", "cover_rare", "cover_passage", "cover_previous", "cover_next", "cover_title",
    "cover_with_previous", "cover_with_title", "cover_rest", "cover_to_best", "cover_lead", "run", "bm25",
    "bm25_to_best", "lexical_passage", "rank", "length", "novel",
    "position", "is_first", "is_only", "cover_document", "rare_document", "cover_document_to_best",
    "rest_of_title", "rest_of_passage", "asks", "year_here", "year_other", "marker", "kind_found",
    "kind_missing", "kind_count", *(f"{kind}_found" for kind in KINDS[:5]), *(f"is_{kind}" for kind in KINDS),
    "time_likeness", "time_same", "time_told", "unit_fits", "plan_fits", "place_fits",
)  # fmt: skip
"""Names of the columns of :func:`sentence_features`."""

AGREEMENT: Final = frozenset({"year_here", "year_other", *FEATURES[-6:]})
"""Those that tell how a sentence agrees with the question in time, unit, plan and place."""

Floats: TypeAlias = NDArray[np.float32]
_COLUMN: Final = {name: column for column, name in enumerate(FEATURES)}
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ASKS = re.compile(r"[?？][”’」』）)\"']*\s*$")
_MARKERS: Final = {
    "reason": re.compile(r"因|由于|缘|为了|导致|使得|以致|造成|鉴于|because|due to|since|owing"),
    "way": re.compile(r"通过|采用|采取|利用|以|用|按照|方式|方法|借助|根据|\bby\b|through|using"),
}
_TO_BEST: Final = {name: f"{name}_to_best" for name in ("cover", "bm25", "cover_document")}
_K1, _B = 1.2, 0.4


@dataclass(frozen=True, slots=True)
class SentenceRef:
    """A sentence to be judged and what retrieval knows of it.

    :param prepared: its document.
    :param number: index of the sentence in the document.
    :param passage: index of its passage in the document.
    :param lexical: BM25 of its passage over the best passage's.
    :param rank: place of its passage among the candidates, from 0.
    """

    prepared: Prepared
    number: int
    passage: int
    lexical: float
    rank: int


def agrees(question: Question, ref: SentenceRef) -> Agreement:
    """Whether a sentence speaks of the time, place and unit that a question names, or holds the cell it asks for.

    :param question: the question.
    :param ref: the sentence.
    :return: how it fits.
    """
    fit = agreement(question.sense, ref.prepared, ref.number, ref.passage)
    headers, sentences = ref.prepared.sense.headers, ref.prepared.segmentation.sentences
    if (header := int(headers[ref.number])) < 0:
        heads = heads_rows(headers, ref.number, question.text, ref.prepared.document.text, sentences)
        return replace(fit, others=True, period=0.0, same=False) if heads else fit
    cell = find_cell(question.text, ref.prepared.document.text, sentences[ref.number], sentences[header])
    # What other cells of the row say of other times says nothing of a column that names the year.
    return replace(fit, cell=cell, contradicts=fit.misplaced if cell and cell.dated else fit.contradicts)


class _Matches:
    """Which terms of a question stand in which sentences, and how much of its weight they cover.

    One search over the terms of all sentences together: a question has some eighty sentences to compare.
    """

    def __init__(self, question: Question, sentences: Sequence[SentenceRef]) -> None:
        self._question = question
        keys = {
            (id(ref.prepared), number): (ref.prepared, number)
            for ref in sentences
            for number in {0, *range(*_around(ref)), *range(*ref.prepared.segmentation.passages[ref.passage])}
        }
        self._row = {key: row for row, key in enumerate(keys)}
        reports = {id(ref.prepared): ref.prepared for ref in sentences}
        self._report_row = {key: row + len(keys) for row, key in enumerate(reports)}
        parts = [prepared.sentence_terms(number) for prepared, number in keys.values()]
        parts += [prepared.terms for prepared in reports.values()]
        lengths = [len(part) for part in parts]
        terms = np.concatenate([np.empty(0, dtype=np.uint64), *parts])
        owners = np.repeat(np.arange(len(parts)), lengths)
        # The last row has no term at all and stands for sentences that are not there.
        self._found = np.zeros((len(parts) + 1, len(question.terms)), dtype=bool)
        self._hits = np.zeros(len(terms), dtype=bool)
        if len(question.terms):
            columns = np.minimum(np.searchsorted(question.terms, terms), len(question.terms) - 1)
            self._hits = question.terms[columns] == terms
            self._found[owners[self._hits], columns[self._hits]] = True
        self._ends = np.concatenate(([0], np.cumsum(lengths)))

    def row(self, prepared: Prepared, number: int) -> int:
        return self._row.get((id(prepared), number), -1)

    def rows(self, numbers: Sequence[int]) -> NDArray[np.bool_]:
        return self._found[list(numbers)]

    def reports(self, sentences: Sequence[SentenceRef]) -> NDArray[np.bool_]:
        return self._found[[self._report_row[id(ref.prepared)] for ref in sentences]]

    def run_and_novelty(self, row: int) -> tuple[int, float]:
        """Longest row of adjoining terms that the question has, too, and the share of those it has not."""
        hits = self._hits[self._ends[row] : self._ends[row + 1]]
        if not len(hits):
            return 0, 0.0
        misses = np.flatnonzero(~hits)
        edges = np.concatenate(([-1], misses, [len(hits)]))
        return int(np.diff(edges).max()) - 1, len(misses) / len(hits)


def _around(ref: SentenceRef) -> tuple[int, int]:
    """The sentence with the one before and the one behind it."""
    return max(ref.number - 1, 0), min(ref.number + 2, len(ref.prepared.bounds))


def _said(question: Question, ref: SentenceRef, fit: Agreement) -> dict[str, float]:
    """What the words of a sentence say, beside the terms they share with the question."""
    text, kind = ref.prepared.sentence(ref.number), question.asked.kind
    first, last = ref.prepared.segmentation.passages[ref.passage]
    asked_years, years = set(_YEAR.findall(question.text)), set(_YEAR.findall(text))
    marker = _MARKERS.get(kind)
    found = sum(
        text[mention.start : mention.end] not in question.text for mention in find_mentions(text, (kind,))
    )
    said = {
        "length": float(np.log1p(len(text))) / 5,
        "position": 1 / (1 + ref.number - first),
        "is_first": float(ref.number == 0),
        "is_only": float(last - first == 1),
        "asks": float(bool(_ASKS.search(text))),
        "year_here": float(bool(asked_years & years) or fit.same),
        "year_other": float(bool(asked_years and years and not asked_years & years and not fit.period)),
        "marker": float(bool(marker and marker.search(text))),
        "kind_found": float(found > 0),
        "kind_missing": float(kind in KINDS[:5] and found == 0),
        "kind_count": float(np.log1p(found)),
        f"is_{kind}": 1.0,
        "time_likeness": fit.period,
        "time_same": float(fit.same),
        "time_told": float(fit.told),
        "unit_fits": float(fit.unit),
        "plan_fits": float(fit.mode),
        "place_fits": float(fit.place),
        "lexical_passage": ref.lexical,
        "rank": 1 / (1 + ref.rank),
    }
    return said | ({f"{kind}_found": said["kind_found"]} if kind in KINDS[:5] else {})


def _share(weights: Floats, own: NDArray[np.bool_], of: NDArray[np.bool_]) -> Floats:
    """How much of the weight of some terms each sentence covers."""
    share = (own & of) @ weights / np.maximum(of @ weights, 1e-6)
    return share.astype(np.float32)


def sentence_features(
    question: Question, sentences: Sequence[SentenceRef], fits: Sequence[Agreement] | None = None
) -> Floats:
    """Features of the sentences of one question's candidates.

    :param question: the question.
    :param sentences: the sentences to compare with one another.
    :param fits: how each agrees with the question, see :func:`agrees`; None works it out.
    :return: float32 of shape (len(sentences), len(FEATURES)).
    """
    features = np.zeros((len(sentences), len(FEATURES)), dtype=np.float32)
    if not sentences:
        return features
    matches = _Matches(question, sentences)
    rows = [matches.row(ref.prepared, ref.number) for ref in sentences]
    own = matches.rows(rows)
    fits = fits or [agrees(question, ref) for ref in sentences]
    # A sentence about the year asked for covers the words 2022年, though the report says them elsewhere.
    own |= np.array([fit.same for fit in fits])[:, None] & question.is_time
    before = matches.rows([matches.row(ref.prepared, ref.number - 1) for ref in sentences])
    after = matches.rows([matches.row(ref.prepared, ref.number + 1) for ref in sentences])
    title = matches.rows([matches.row(ref.prepared, 0) for ref in sentences])
    report = matches.reports(sentences)
    rest = np.zeros_like(own)
    for place, ref in enumerate(sentences):
        first, last = ref.prepared.segmentation.passages[ref.passage]
        others = [matches.row(ref.prepared, number) for number in range(first, last) if number != ref.number]
        if others:
            rest[place] = matches.rows(others).any(axis=0)
    weights = question.weights / max(float(question.weights.sum()), 1e-6)
    pairs = np.where(question.is_pair, question.weights, 0)
    pairs = pairs / max(float(pairs.sum()), 1e-6)
    heaviest = np.argsort(-question.weights, kind="stable")[:6]
    rare = np.zeros_like(weights)
    rare[heaviest] = weights[heaviest] / max(float(weights[heaviest].sum()), 1e-6)
    cover = own @ weights
    lengths = np.array([len(ref.prepared.sentence_terms(ref.number)) for ref in sentences])
    shape = np.array([matches.run_and_novelty(row) for row in rows])
    columns = {
        "cover": cover,
        "cover_pairs": own @ pairs,
        "cover_rare": own @ rare,
        "cover_passage": (own | rest) @ weights,
        "cover_previous": before @ weights,
        "cover_next": after @ weights,
        "cover_title": title @ weights,
        "cover_with_previous": (own | before) @ weights,
        "cover_with_title": (own | title) @ weights,
        "cover_rest": rest @ weights,
        "cover_document": report @ weights,
        "rare_document": report @ rare,
        "rest_of_title": _share(weights, own, ~title),
        "rest_of_passage": _share(weights, own, ~rest),
        "run": np.minimum(shape[:, 0] / max(len(question.terms), 1), 1),
        "novel": shape[:, 1],
        "bm25": cover * (_K1 + 1) / (1 + _K1 * (1 - _B + _B * lengths / 60)),
    }
    for name, column in columns.items():
        features[:, _COLUMN[name]] = column
    for row, ref, fit in zip(features, sentences, fits, strict=True):
        for name, value in _said(question, ref, fit).items():
            row[_COLUMN[name]] = value
    for absolute, relative in _TO_BEST.items():
        column = features[:, _COLUMN[absolute]]
        features[:, _COLUMN[relative]] = column - column.max()
    second = np.sort(cover)[-2] if len(cover) > 1 else 0.0
    features[:, _COLUMN["cover_lead"]] = np.where(cover == cover.max(), cover.max() - second, 0)
    return features
