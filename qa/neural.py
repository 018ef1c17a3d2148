"""The bundled reading networks at work: passages in, scores of where the answer begins and ends out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.weights import WeightsError, load_weights
from qa.errors import ModelError
from qa.features import SentenceRef
from qa.fold import fold
from qa.inputs import Vocabulary
from qa.network import ReadingNetwork, Sizes, network_of, score_passages
from qa.prepare import Prepared
from qa.question import Question
from qa.sense.told import says_year
from qa.span_reader import SpanScores, best_spans

__all__ = [
    "BUNDLED",
    "FORMAT",
    "MAX_ANSWER",
    "READ_FEATURES",
    "NeuralReader",
    "PassageReader",
    "Reading",
    "load_neural",
    "read",
]

BUNDLED: Final = Path(__file__).parent / "reader_model"
FORMAT: Final = 3

MAX_ANSWER: Final = 80
"""Characters an answer may have; 97 of 100 in CMRC 2018 have fewer."""

READ_FEATURES: Final = ("span", "begins", "ends", "lead", "odds")
"""Of a sentence, in logs: its best span's share, the share of all beginnings and of all ends that lie in it; how far
its best span is ahead of the best one elsewhere, and of no answer at all."""

_LONGEST: Final = 1_200
"""Characters of a passage that are read; a table or damaged text without any sentence end can be longer."""
_FLOOR: Final = -20.0
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_REMEDY: Final = "Install report-qa again, or train the reader anew with `python -m qa.training`"


class PassageReader(Protocol):
    """What marks answers in folded passages."""

    @property
    def identity(self) -> str:
        """Hash of its weights, in hexadecimal."""
        ...

    def score(self, question: str, passages: Sequence[str]) -> list[SpanScores]:
        """Score where answers begin and end.

        :param question: the folded question.
        :param passages: folded passages.
        :return: one for each passage; -inf where it has nothing to say.
        """
        ...


@dataclass(frozen=True, slots=True)
class NeuralReader:
    """Marks answers in folded passages. Safe for threads: reading changes nothing.

    :param networks: the networks, ready to score; what they say is averaged.
    :param vocabulary: what they know.
    :param identity: SHA-256 of their weights, in hexadecimal.
    """

    networks: tuple[ReadingNetwork, ...]
    vocabulary: Vocabulary
    identity: str

    def score(self, question: str, passages: Sequence[str]) -> list[SpanScores]:
        """Score where answers begin and end.

        :param question: the folded question.
        :param passages: folded passages.
        :return: one for each passage; -inf for those in other languages, which it has not learnt, and behind the
            last character that it reads.
        """
        texts = [text[:_LONGEST] for text in passages]
        filled = (
            [place for place, text in enumerate(texts) if _is_chinese(text)] if _is_chinese(question) else []
        )
        scores = score_passages(self.networks, question, [texts[place] for place in filled], self.vocabulary)
        results = [SpanScores(_nothing(len(text)), _nothing(len(text)), 0.0) for text in passages]
        for place, (first, last) in zip(filled, scores, strict=True):
            results[place].start[: len(first)] = first
            results[place].end[: len(last)] = last
        return results


def _is_chinese(text: str) -> bool:
    """Whether at least a tenth of a text is Chinese: questions and lines full of Latin names are read, too."""
    return len(_CHINESE.findall(text)) * 10 > len(text)


def _nothing(size: int) -> NDArray[np.float32]:
    return np.full(size, -np.inf, dtype=np.float32)


def load_neural(folder: Path = BUNDLED) -> NeuralReader:
    """Load what `python -m qa.training` saved.

    :param folder: holds network.json and network.safetensors.
    :return: the reader.
    :raises ModelError: when a file is missing, damaged, or of another architecture.
    """
    weights, config = folder / "network.safetensors", folder / "network.json"
    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
        tensors: Mapping[str, NDArray[Any]] = load_weights(weights)
        identity = hashlib.sha256(weights.read_bytes()).hexdigest()
        if settings["format"] != FORMAT:
            raise ModelError(str(config), f"it has format {settings['format']}, not {FORMAT}", _REMEDY)
        if settings["sha256"] != identity:
            cause = "network.json was written for other weights than network.safetensors holds"
            raise ModelError(str(folder), cause, _REMEDY)
        vocabulary = Vocabulary(
            tensors["vocabulary.characters"].astype(np.uint64),
            tensors["vocabulary.pairs"].astype(np.uint64),
            tensors["vocabulary.rarity"].astype(np.float32),
        )
        sizes = Sizes(**settings["sizes"])
        parts = [_part(tensors, f"{member}.") for member in range(int(settings["members"]))]
        networks = tuple(network_of(sizes, part) for part in parts)
        rows = (len(vocabulary.characters) + 2, len(vocabulary.pairs) + 2, len(vocabulary.rarity) + 2)
        if rows != (sizes.characters, sizes.pairs, sizes.pairs):
            raise ModelError(str(weights), "the vocabulary does not fit the network", _REMEDY)
        if not networks:
            raise ModelError(str(config), "it names no network", _REMEDY)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, WeightsError) as error:
        raise ModelError(str(folder), f"the reader cannot be loaded ({error})", _REMEDY) from error
    return NeuralReader(networks, vocabulary, identity)


def _part(tensors: Mapping[str, NDArray[Any]], lead: str) -> dict[str, NDArray[Any]]:
    """The tensors whose names begin so, without that."""
    return {name.removeprefix(lead): array for name, array in tensors.items() if name.startswith(lead)}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network makes of the sentences of a question's candidates.

    :param raw: float64 of shape (sentences, 3): score of the best span, log-sums of all beginnings and of all ends; no
        answer at all would score 0.
    :param spans: int64 of shape (sentences, 2): the best span of each, in characters of its folded report; empty
        where there is none.
    """

    raw: NDArray[np.float64]
    spans: NDArray[np.int64]

    @classmethod
    def nothing(cls, count: int) -> Reading:
        """What there is to say of sentences that were not read.

        :param count: how many.
        :return: no scores and no spans.
        """
        return cls(np.full((count, 3), -np.inf), np.zeros((count, 2), dtype=np.int64))

    def of(self, places: Sequence[int]) -> Reading:
        """The same for some of the sentences.

        :param places: their places.
        :return: what was made of them.
        """
        return Reading(self.raw[list(places)], self.spans[list(places)])

    def features(self) -> NDArray[np.float32]:
        """How the sentences compare with one another.

        :return: float32 of shape (sentences, len(READ_FEATURES)).
        """
        if not np.isfinite(self.raw).any():
            return np.full((len(self.raw), len(READ_FEATURES)), _FLOOR, dtype=np.float32)
        shares = np.maximum(self.raw - np.logaddexp.reduce(self.raw, axis=0), _FLOOR)
        spans = self.raw[:, 0]
        best = np.sort(spans)[::-1]
        second = best[1] if len(best) > 1 else -np.inf
        rival = np.where(spans == best[0], second, best[0])
        ahead = np.subtract(spans, rival, out=np.full(len(spans), -np.inf), where=np.isfinite(spans))
        lead, odds = (np.clip(each, _FLOOR, -_FLOOR) for each in (ahead, spans))
        return np.column_stack((shares, lead, odds)).astype(np.float32)


def read(question: Question, sentences: Sequence[SentenceRef], reader: PassageReader) -> Reading:
    """Read the passages of some sentences, all at once.

    :param question: the question.
    :param sentences: the sentences of its candidates.
    :param reader: the network.
    :return: what it makes of each.
    """
    passages: dict[tuple[int, int], list[int]] = {}
    for place, ref in enumerate(sentences):
        passages.setdefault((id(ref.prepared), ref.passage), []).append(place)
    texts, starts, asks = [], [], []
    for places in passages.values():
        prepared = sentences[places[0]].prepared
        start, end = prepared.passage_bounds(sentences[places[0]].passage)
        lead = _lead(prepared, sentences[places[0]].number)
        starts.append(start - len(lead))
        texts.append(lead + prepared.folded.text[start:end])
        asks.append(_as_asked_of(question, prepared, texts[-1]))
    scores = _score(reader, asks, texts)
    reading = Reading.nothing(len(sentences))
    for places, start, scored in zip(passages.values(), starts, scores, strict=True):
        bounds = [
            (int(left) - start, int(right) - start)
            for left, right in (sentences[place].prepared.bounds[sentences[place].number] for place in places)
        ]
        for place, (left, right), span in zip(
            places, bounds, best_spans(scored, bounds, MAX_ANSWER), strict=True
        ):
            reading.spans[place] = span.start + start, span.end + start
            if left < right:
                reading.raw[place] = span.score, _sum(scored.start[left:right]), _sum(scored.end[left:right])
    return reading


def _lead(prepared: Prepared, sentence: int) -> str:
    """What a passage is about where its report says so above it: title and heading, each with a full stop behind it.

    A report names its subject there, and hardly in every passage.
    """
    first = prepared.sentence(0)
    titled = sentence > 0 and first == fold(prepared.sense.title).text.strip()
    heading = int(prepared.sense.headings[sentence])
    above = [first] * titled + [prepared.sentence(heading)] * (heading > 0)
    return "".join(f"{line}。" for line in above if _is_chinese(line))


def _as_asked_of(question: Question, prepared: Prepared, passage: str) -> str:
    """A question as it is put to a passage: a dated report says its year once, so it is not asked for in every passage.

    Whether the passage is of that time is judged by its report's date (:mod:`qa.sense.agree`).
    """
    asked = question.sense
    if prepared.sense.date is None or not asked.spans or says_year(asked.periods, passage):
        return question.text
    kept, place = [], 0
    for start, end in asked.spans:
        kept.append(question.text[place:start])
        place = end
    return "".join([*kept, question.text[place:]]).lstrip("的,") or question.text


def _score(reader: PassageReader, asks: Sequence[str], texts: Sequence[str]) -> list[SpanScores]:
    """The scores of passages, each read with its own question."""
    scores: dict[int, SpanScores] = {}
    for asked in dict.fromkeys(asks):
        places = [place for place, other in enumerate(asks) if other == asked]
        found = reader.score(asked, [texts[place] for place in places])
        scores |= dict(zip(places, found, strict=True))
    return [scores[place] for place in range(len(texts))]


def _sum(scores: NDArray[np.float32]) -> float:
    return float(np.logaddexp.reduce(scores.astype(np.float64)))
