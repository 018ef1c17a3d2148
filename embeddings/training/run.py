"""The recipe: vocabulary, random start, questions with hard negatives, then English under the Chinese rows."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

from tokenizers import Tokenizer

from embeddings.encoder import Vectors
from embeddings.training.contrast import Example, Settings, epochs
from embeddings.training.mine import with_mined_negatives
from embeddings.training.pairs import Pair
from embeddings.training.save import save_model
from embeddings.training.sources import Sources
from embeddings.training.start import dictionary_start, random_start
from embeddings.training.tokenizer import (
    Vocabulary,
    build_tokenizer,
    choose_vocabulary,
    count_tokens,
    encode_ids,
)
from embeddings.training.validate import Validator, quality, shown

__all__ = ["Recipe", "Report", "train"]

Report: TypeAlias = Callable[[str], None]

_BLOCK = 8_192


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the bundled encoder is made by.

    :param dim: number of components.
    :param pairs: pairs of characters with a row of their own.
    :param words: Latin words and numbers of Chinese text with a row of their own.
    :param english_words: words of English text with a row of their own.
    :param mined: hard negatives kept for each question, of which training draws some.
    :param dictionary: whether English starts at what the dictionary says.
    :param glosses: meanings of the dictionary that are trained on beside the translations.
    :param questions: settings of the training on questions; its seed is replaced by ``seed``.
    :param translations: settings of the training of English; no epoch of it makes no use of translations.
    :param seed: of every random choice.
    """

    dim: int = 640
    pairs: int = 20_000
    words: int = 5_000
    english_words: int = 14_000
    mined: int = 20
    dictionary: bool = True
    glosses: int = 25_000
    questions: Settings = field(default_factory=Settings)
    translations: Settings = field(default_factory=lambda: Settings(negatives=0, mined=0, mutual=True))
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Speller:
    """Pairs to rows."""

    tokenizer: Tokenizer
    rows: int

    def examples(self, pairs: Iterable[Pair]) -> list[Example]:
        """Pairs as rows; those that are empty on either side left out."""
        found = []
        waiting = iter(pairs)
        while block := list(islice(waiting, _BLOCK)):
            texts = chain.from_iterable((pair.query, pair.positive, *pair.negatives) for pair in block)
            ids = iter(encode_ids(self.tokenizer, list(texts), self.rows))
            for pair in block:
                query, positive = next(ids), next(ids)
                negatives = tuple(filter(None, islice(ids, len(pair.negatives))))
                if query and positive:
                    found.append(Example(query, positive, negatives))
        return found


def _best_epoch(
    start: Vectors, trained: Iterator[tuple[float, Vectors]], validator: Validator, report: Report
) -> Vectors:
    """The rows of the epoch that validates best; those of the start when none is better."""
    scores = validator.scores(start)
    report(f"start: {shown(scores)}")
    best, best_quality = start, quality(scores)
    for number, (loss, rows) in enumerate(trained, start=1):
        scores = validator.scores(rows)
        report(f"epoch {number}: loss {loss:.3f}; {shown(scores)}")
        if quality(scores) > best_quality:
            best, best_quality = rows, quality(scores)
    return best


def _vocabulary(sources: Sources, recipe: Recipe) -> Vocabulary:
    chinese = count_tokens(sources.texts())
    english = count_tokens(sources.english_texts())
    return choose_vocabulary(chinese, recipe.pairs, recipe.words, english, recipe.english_words)


def train(data: Path, out: Path, recipe: Recipe, report: Report) -> None:
    """Make the encoder and write it.

    The Chinese rows are learned first, from questions. Then the rows of Latin words alone are learned from
    translations, so that English gains without Chinese losing.

    :param data: folder that holds what :class:`embeddings.training.sources.Sources` reads.
    :param out: the model's folder.
    :param recipe: how.
    :param report: called with a line about each step.
    :raises OSError: when a corpus cannot be read or the model not be written.
    :raises ValueError: when there are too few questions for one batch.
    """
    sources = Sources(data)
    report("counting tokens")
    vocabulary = _vocabulary(sources, recipe)
    speller = _Speller(build_tokenizer(vocabulary), len(vocabulary.tokens))
    report(f"{speller.rows} rows of {recipe.dim}")

    validation = sources.validation()
    validator = Validator.of(validation, speller.tokenizer, speller.rows)
    rows = random_start(vocabulary, recipe.dim, recipe.seed)
    asked = with_mined_negatives(rows, speller.examples(sources.question_pairs()), recipe.mined)
    report(f"{len(asked)} questions")
    trained = epochs(rows, [asked], replace(recipe.questions, seed=recipe.seed))
    rows = _best_epoch(rows, trained, validator, report)

    latin = vocabulary.latin()
    glosses = speller.examples(sources.glosses)
    if recipe.dictionary:
        rows = dictionary_start(rows, latin, glosses)
    drawn = random.Random(recipe.seed).sample(glosses, min(recipe.glosses, len(glosses)))
    translated = [speller.examples(pairs) for pairs in sources.translation_pairs()]
    report(f"{sum(map(len, translated))} translations, {len(drawn)} of {len(glosses)} meanings")
    if recipe.translations.epochs:
        validator = Validator.of(
            [*validation, sources.translation_validation()], speller.tokenizer, speller.rows
        )
        settings = replace(recipe.translations, seed=recipe.seed)
        rows = _best_epoch(rows, epochs(rows, [*translated, drawn], settings, latin), validator, report)
    save_model(out, speller.tokenizer, rows)
    report(f"written to {out}")
