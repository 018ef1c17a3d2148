"""The passages found -> their sentences, best first: by the bundled reader, or by one that was named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from embeddings.encoder import Encoder
from qa.english.forms import asks_in_english
from qa.english.meaning import mark_by_meaning, meaning_features, words_asked_for
from qa.foreign import foreign_sentences
from qa.model_errors import model_errors
from qa.proof import prove
from qa.question import Question
from qa.reader import Judged, judge, to_quote
from qa.retrieve import Hit, sentences_of
from qa.scorer import Scorers
from qa.span_judge import Marked, judge_spans
from qa.span_reader import SpanReader
from qa.types import Quote

__all__ = ["Models", "cut", "mark_foreign", "read_foreign", "read_hits"]


_LOOKED_AT: Final = 12
"""Sentences in another script, those nearest to the question as wholes, that are compared with it word by word."""


_NEAR: Final = 0.2
"""Cosine from which a sentence in another script is worth showing; what is unrelated hardly reaches it."""


@dataclass(frozen=True, slots=True)
class Models:
    """What a library reads with.

    :param encoder: turns sentences into vectors.
    :param scorers: the fitted reader.
    :param reader: reads in its place; None for none.
    """

    encoder: Encoder
    scorers: Scorers
    reader: SpanReader | None


def read_hits(question: Question, asked: str, hits: Sequence[Hit], models: Models) -> Sequence[Marked]:
    """Order the sentences of the passages found by how well they answer.

    :param question: the question.
    :param asked: its words.
    :param hits: the passages, best first.
    :param models: what to read with.
    :return: the sentences, best first.
    :raises ModelError: when a model fails.
    """
    if models.reader is not None:
        return judge_spans(question, asked, hits, models.reader)
    return [Marked(each) for each in judge(question, sentences_of(hits), models.scorers)]


def read_foreign(question: Question, hits: Sequence[Hit], models: Models) -> tuple[Judged, ...]:
    """Order the sentences in another script by how well they answer.

    :param question: the question.
    :param hits: the passages that the vectors alone find.
    :param models: what to read with.
    :return: Chinese sentences for an English question, best first, where the bundled reader reads with the encoder that
        its odds were fitted to; else the one nearest in meaning, whose confidence is 0; none where all are in the
        question's script, or none is near.
    :raises ModelError: when the encoder fails.
    """
    refs = foreign_sentences(question, sentences_of(hits))
    if not refs:
        return ()
    texts = [ref.prepared.sentence(ref.number) for ref in refs]
    with model_errors():
        near = models.encoder.encode_passages(texts) @ models.encoder.encode_queries([question.text])[0]
        order = np.argsort(-near, kind="stable")[:_LOOKED_AT].tolist()
        kept, texts = [refs[place] for place in order], [texts[place] for place in order]
        if not _can_tell(question, models):
            best = float(near.max())
            return (Judged(kept[0], kept[0].number, best, 0.0),) if best >= _NEAR else ()
        features = meaning_features(question.text, question.asked, texts, models.encoder)
    odds = models.scorers.meaning(features)
    confidence = 1 / (1 + np.exp(-odds.astype(np.float64)))
    return tuple(
        Judged(kept[place], kept[place].number, float(odds[place]), float(confidence[place]))
        for place in np.argsort(-odds, kind="stable").tolist()
    )


def _can_tell(question: Question, models: Models) -> bool:
    """Whether there are odds that a foreign sentence answers."""
    fitted = models.reader is None and models.encoder.identity == models.scorers.encoder
    return fitted and asks_in_english(question.text) and bool(words_asked_for(question.text))


def mark_foreign(question: Question, judged: Judged, models: Models) -> Judged:
    """A Chinese sentence with the words that answer an English question.

    :param question: the question.
    :param judged: the sentence.
    :param models: what to read with.
    :return: the same, its answer marked where there is one.
    :raises ModelError: when the encoder fails.
    """
    prepared, number = judged.sentence.prepared, judged.sentence.number
    with model_errors():
        found = mark_by_meaning(question.text, question.asked, prepared.sentence(number), models.encoder)
    start = int(prepared.bounds[number][0])
    return replace(judged, answer=(start + found[0], start + found[1])) if found else judged


def cut(question: Question, marked: Marked, models: Models) -> Quote:
    """Cut a quote out of its document, with its proof.

    :param question: the question.
    :param marked: a sentence that answers.
    :param models: what it was read with.
    :return: the quote, verbatim.
    :raises IntegrityError: when it would not be verbatim.
    """
    quote = to_quote(question, marked.judged, models.scorers, marked.answer)
    reader = models.scorers.identity if models.reader is None else models.reader.identity
    document = marked.judged.sentence.prepared.document
    proof = prove(document, quote.start, quote.end, encoder=models.encoder.identity, reader=reader)
    return replace(quote, proof=proof)
