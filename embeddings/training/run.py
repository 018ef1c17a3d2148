"""The recipe: vocabulary, random start, hard negatives, training, weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

from tokenizers import Tokenizer

from embeddings.encoder import Vectors
from embeddings.training.contrast import Example, Settings, embed, epochs
from embeddings.training.corpus import (
    RetrievalSet,
    SquadQuestion,
    held_out,
    read_json_lines,
    read_news_questions,
    read_squad,
    retrieval_set,
)
from embeddings.training.measure import Scores, measure
from embeddings.training.mine import with_mined_negatives
from embeddings.training.pairs import Pair, law_pairs, squad_pairs
from embeddings.training.save import save_model
from embeddings.training.start import random_start
from embeddings.training.tokenizer import build_tokenizer, choose_vocabulary, count_tokens, encode_ids

__all__ = ["Recipe", "Report", "train"]

Report: TypeAlias = Callable[[str], None]

_BLOCK = 8_192
_LAWS_EVERY = 6  # laws repeat themselves: one in six tells their words


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the bundled encoder is made by.

    :param dim: number of components.
    :param pairs: pairs of characters with a row of their own.
    :param words: Latin words and numbers with a row of their own.
    :param mined: hard negatives kept for each question, of which training draws some.
    :param settings: of the training itself; its seed is replaced by ``seed``.
    :param seed: of every random choice.
    """

    dim: int = 640
    pairs: int = 20_000
    words: int = 5_000
    mined: int = 20
    settings: Settings = field(default_factory=Settings)
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Where everything lies, and which questions are trained on."""

    data: Path

    def asked(self) -> list[SquadQuestion]:
        """CMRC 2018 train and trial, and half of DRCD."""
        qa = self.data / "qa"
        questions = read_squad(qa / "cmrc2018_train.json.xz") + read_squad(qa / "cmrc2018_trial.json.xz")
        return questions + [one for one in read_squad(qa / "drcd_dev.json.xz") if not held_out(one)]

    def validation(self) -> list[RetrievalSet]:
        """The other half of DRCD, and that half of the questions to news which is not measured."""
        qa = self.data / "qa"
        drcd = [one for one in read_squad(qa / "drcd_dev.json.xz") if held_out(one)]
        news = [one for one in read_news_questions(qa / "news_weak.jsonl.xz") if not held_out(one)]
        return [retrieval_set("DRCD", drcd), retrieval_set("news", news)]

    def texts(self) -> Iterator[str]:
        """Running text to count tokens in."""
        text = self.data / "text"
        for name in ("news", "broadcast_news", "government_reports"):
            yield from (line["text"] for line in read_json_lines(text / f"{name}.jsonl.xz"))
        laws = (line["text"] for line in read_json_lines(text / "laws.jsonl.xz"))
        yield from islice(laws, 0, None, _LAWS_EVERY)
        questions = self.asked()
        yield from dict.fromkeys(question.context for question in questions)
        yield from (question.question for question in questions)


def _examples(tokenizer: Tokenizer, rows: int, pairs: Iterable[Pair]) -> list[Example]:
    """Pairs as rows; those that are empty on either side left out."""
    found = []
    waiting = iter(pairs)
    while block := list(islice(waiting, _BLOCK)):
        texts = chain.from_iterable((pair.query, pair.positive, *pair.negatives) for pair in block)
        ids = iter(encode_ids(tokenizer, list(texts), rows))
        for pair in block:
            query, positive = next(ids), next(ids)
            negatives = tuple(filter(None, islice(ids, len(pair.negatives))))
            if query and positive:
                found.append(Example(query, positive, negatives))
    return found


@dataclass(frozen=True, slots=True)
class _Validator:
    """Measures rows on questions that are not trained on."""

    sets: Sequence[tuple[RetrievalSet, list[list[int]], list[list[int]]]]

    def scores(self, rows: Vectors) -> dict[str, Scores]:
        return {
            retrieval.name: measure(retrieval, embed(rows, sentences), embed(rows, questions))
            for retrieval, sentences, questions in self.sets
        }


def _quality(scores: dict[str, Scores]) -> float:
    """What the best epoch is chosen by: paragraphs and sentences found count alike."""
    return sum(one.recall_1 + one.sentence_hit for one in scores.values())


def _shown(scores: dict[str, Scores]) -> str:
    return "; ".join(f"{name} {one}" for name, one in scores.items())


def _best_epoch(
    start: Vectors, examples: list[Example], settings: Settings, validator: _Validator, report: Report
) -> Vectors:
    """Train, and keep the rows of the epoch that validates best; those of the start when none is better."""
    scores = validator.scores(start)
    report(f"random start: {_shown(scores)}")
    best, best_quality = start, _quality(scores)
    for number, (loss, rows) in enumerate(epochs(start, examples, settings), start=1):
        scores = validator.scores(rows)
        report(f"epoch {number} of {len(examples)} pairs: loss {loss:.3f}; {_shown(scores)}")
        if _quality(scores) > best_quality:
            best, best_quality = rows, _quality(scores)
    return best


def train(data: Path, out: Path, recipe: Recipe, report: Report) -> None:
    """Make the encoder and write it.

    :param data: folder that holds ``qa`` and ``text`` in the layouts of :mod:`embeddings.training.corpus`.
    :param out: the model's folder.
    :param recipe: how.
    :param report: called with a line about each step.
    :raises OSError: when a corpus cannot be read or the model not be written.
    :raises ValueError: when there are too few questions for one batch.
    """
    corpus = _Corpus(data)
    report("counting tokens")
    vocabulary = choose_vocabulary(count_tokens(corpus.texts()), recipe.pairs, recipe.words)
    tokenizer = build_tokenizer(vocabulary)
    size = len(vocabulary.tokens)
    report(f"{size} rows of {recipe.dim}")
    validator = _Validator(
        [
            (one, encode_ids(tokenizer, one.sentences, size), encode_ids(tokenizer, one.questions, size))
            for one in corpus.validation()
        ]
    )
    rows = random_start(vocabulary, recipe.dim, recipe.seed)
    pairs = chain(squad_pairs(corpus.asked()), law_pairs(data / "qa" / "stard.jsonl.xz"))
    examples = with_mined_negatives(rows, _examples(tokenizer, size, pairs), recipe.mined)
    settings = replace(recipe.settings, seed=recipe.seed)
    save_model(out, tokenizer, _best_epoch(rows, examples, settings, validator, report))
    report(f"written to {out}")
