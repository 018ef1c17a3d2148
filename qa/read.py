"""The passages found -> their sentences, best first: by the bundled reader, or by one that was named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.encoder import Encoder
from qa.foreign import foreign_sentences
from qa.model_errors import model_errors
from qa.question import Question
from qa.reader import Judged, judge
from qa.retrieve import Hit, sentences_of
from qa.scorer import Scorers
from qa.span_judge import Marked, judge_spans
from qa.span_reader import SpanReader

__all__ = ["Models", "nearest_foreign", "read_hits"]


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


def nearest_foreign(question: Question, hits: Sequence[Hit], models: Models) -> Judged | None:
    """The sentence in another script that is nearest in meaning. It is no answer, and its confidence is 0.

    :param question: the question.
    :param hits: the passages that the vectors alone find.
    :param models: what to read with.
    :return: the sentence; None where all are in the question's script.
    :raises ModelError: when the encoder fails.
    """
    foreign = foreign_sentences(question, sentences_of(hits))
    if not foreign:
        return None
    with model_errors():
        vector = models.encoder.encode_queries([question.text])[0]
        vectors = models.encoder.encode_passages([ref.prepared.sentence(ref.number) for ref in foreign])
    cosines = vectors @ vector
    nearest = foreign[int(cosines.argmax())]
    return Judged(nearest, nearest.number, float(cosines.max()), 0.0)
