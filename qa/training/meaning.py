"""How sure one may be that a Chinese sentence answers an English question, learnt from translations.

There are no English questions on Chinese reports to learn from. A translated sentence thinned to a few of its words,
with a question word before them, stands for one: its translation answers. With that sentence out of the library,
nothing does. Sentences of the news, longer than those of the translations, are in the library as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.training.corpus import read_json_lines
from embeddings.training.parallel import Translation, read_translations, split_translations
from qa.asked import KINDS, asked, mentions
from qa.english.meaning import meaning_features, words_asked_for
from qa.fold import fold
from qa.prepare import prepare
from qa.scorer import Scorer
from qa.training.fit import fit_odds
from qa.types import Document

__all__ = ["Thinned", "ask_thinned", "fit_meaning", "library_sentences"]

_CANDIDATES: Final = 12
_TRANSLATIONS: Final = 3_000
_ARTICLES: Final = range(20_000, 20_400)
_ASKS: Final = {
    "person": ("who",),
    "time": ("when", "in which year"),
    "place": ("where", "in which city"),
    "number": ("how many", "how much"),
    "name": ("which",),
    "thing": ("what", "what", "how", "why"),
}
_FEWEST, _MOST = 2, 6
_NUMBERS: Final = 0.7
"""Share of the questions about a sentence with digits that name them."""

_DIGITS: Final = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class Thinned:
    """A thinned question and the sentences nearest to it.

    :param question: folded.
    :param features: float32 of shape (sentences, len(MEANING_FEATURES)).
    :param right: bool of shape (sentences,): the translation itself.
    """

    question: str
    features: NDArray[np.float32]
    right: NDArray[np.bool_]


def _thin(pair: Translation, random: Random) -> str:
    """Some words of an English sentence behind a question word that its translation can answer."""
    english = fold(pair.english).text
    words = words_asked_for(english)
    count = min(len(words), random.randint(_FEWEST, _MOST))
    kept = [words[place] for place in sorted(random.sample(range(len(words)), count))]
    if (number := _DIGITS.search(english)) and random.random() < _NUMBERS:
        kept += ["in", number[0]]
    chinese = fold(pair.chinese).text
    kinds = [kind for kind in KINDS[:5] if mentions(chinese, kind)]
    word = random.choice(_ASKS[random.choice([*kinds, "thing"])])
    return f"{word} {' '.join(kept)}?"


def library_sentences(data: Path, asked_about: Sequence[Translation]) -> list[str]:
    """What is searched.

    :param data: the data folder, holding ``parallel`` and ``text``.
    :param asked_about: the pairs that are thinned.
    :return: folded Chinese sentences of theirs, of translations that the encoder learnt from, and of the news.
    """
    split = split_translations(read_translations(data / "parallel" / "zh_en.tsv.xz"))
    lines = list(read_json_lines(data / "text" / "news.jsonl.xz", _ARTICLES.stop))[_ARTICLES.start :]
    news = [prepare(Document(line["text"], "", "")) for line in lines]
    sentences = [each.sentence(number) for each in news for number in range(len(each.bounds))]
    sentences += [fold(pair.chinese).text for pair in (*asked_about, *split.training[:_TRANSLATIONS])]
    return list(dict.fromkeys(sentences))


def ask_thinned(
    pairs: Sequence[Translation], sentences: Sequence[str], encoder: Encoder, seed: int
) -> Iterator[tuple[Thinned, Thinned]]:
    """Every pair as a thinned question, with its translation in the library and without.

    :param pairs: the pairs.
    :param sentences: the library; holds the translations.
    :param encoder: the encoder.
    :param seed: of what is thinned.
    :return: both ways of each pair that has words enough.
    """
    random = Random(seed)
    vectors = encoder.encode_passages(list(sentences))
    for pair in pairs:
        if len(words_asked_for(fold(pair.english).text)) < _FEWEST:
            continue
        question, answer = _thin(pair, random), fold(pair.chinese).text
        near = vectors @ encoder.encode_queries([question])[0]
        found = [sentences[place] for place in np.argsort(-near, kind="stable")[: _CANDIDATES + 1].tolist()]
        others = [each for each in found if each != answer]
        yield (
            _compared(question, found[:_CANDIDATES], answer, encoder),
            _compared(question, others[:_CANDIDATES], answer, encoder),
        )


def _compared(question: str, sentences: Sequence[str], answer: str, encoder: Encoder) -> Thinned:
    features = meaning_features(question, asked(question), sentences, encoder)
    return Thinned(question, features, np.array([each == answer for each in sentences]))


def fit_meaning(data: Path, encoder: Encoder, seed: int) -> Scorer:
    """Learn the odds that a sentence answers from how far it covers the question.

    :param data: the data folder.
    :param encoder: the encoder.
    :param seed: of what is thinned, of the start and of the order.
    :return: the scorer of :data:`qa.english.meaning.MEANING_FEATURES`.
    """
    pairs = split_translations(read_translations(data / "parallel" / "zh_en.tsv.xz")).validation
    sentences = library_sentences(data, pairs)
    made = [each for both in ask_thinned(pairs, sentences, encoder, seed) for each in both]
    features = np.concatenate([each.features for each in made])
    right = np.concatenate([each.right for each in made])
    weights = np.ones(len(right), dtype=np.float32)
    return fit_odds(features, right, weights, units=8, epochs=6, seed=seed)
