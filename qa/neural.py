"""The bundled reading network at work: passages in, scores of where the answer begins and ends out."""

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
from qa.inputs import Vocabulary
from qa.network import ReadingNetwork, Sizes, network_of, score_passages
from qa.span_reader import SpanScores

__all__ = [
    "BUNDLED",
    "FORMAT",
    "MAX_ANSWER",
    "NeuralReader",
    "PassageReader",
    "is_chinese",
    "load_neural",
]

BUNDLED: Final = Path(__file__).parent / "reader_model"
FORMAT: Final = 4

MAX_ANSWER: Final = 80
"""Characters an answer may have; 97 of 100 in CMRC 2018 have fewer."""

_LONGEST: Final = 1_200
"""Characters of a passage that are read; a table or damaged text without any sentence end can be longer."""
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

    :param network: the network, ready to score.
    :param vocabulary: what it knows.
    :param identity: SHA-256 of its weights, in hexadecimal.
    """

    network: ReadingNetwork
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
            [place for place, text in enumerate(texts) if is_chinese(text)] if is_chinese(question) else []
        )
        scores = score_passages(self.network, question, [texts[place] for place in filled], self.vocabulary)
        results = [SpanScores(_nothing(len(text)), _nothing(len(text)), 0.0) for text in passages]
        for place, (first, last) in zip(filled, scores, strict=True):
            results[place].start[: len(first)] = first
            results[place].end[: len(last)] = last
        return results


def is_chinese(text: str) -> bool:
    """Whether a text is read: at least a tenth of it is Chinese, as in questions and lines full of Latin names.

    :param text: folded text.
    :return: True when it is.
    """
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
        network = network_of(sizes, tensors)
        rows = (len(vocabulary.characters) + 2, len(vocabulary.pairs) + 2, len(vocabulary.rarity) + 2)
        if rows != (sizes.characters, sizes.pairs, sizes.pairs):
            raise ModelError(str(weights), "the vocabulary does not fit the network", _REMEDY)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, WeightsError) as error:
        raise ModelError(str(folder), f"the reader cannot be loaded ({error})", _REMEDY) from error
    return NeuralReader(network, vocabulary, identity)
