"""The passages found -> their sentences, best first: by the bundled reader, or by one that was named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.encoder import Encoder
from qa.features import SentenceRef
from qa.foreign import foreign_features, foreign_sentences
from qa.model_errors import model_errors
from qa.question import Question
from qa.reader import Judged, judge, judge_foreign
from qa.retrieve import Hit, sentences_of
from qa.scorer import Scorers
from qa.span_judge import Marked, judge_spans
from qa.span_reader import SpanReader

__all__ = ["Models", "read_hits"]


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
    sentences = sentences_of(hits)
    judged = judge(question, sentences, models.scorers)
    if not judged or judged[0].confidence < models.scorers.threshold:
        foreign = _read_foreign(question, sentences, models)
        if foreign and (not judged or foreign[0].confidence > judged[0].confidence):
            judged = foreign
    return [Marked(each) for each in judged]


def _read_foreign(question: Question, sentences: Sequence[SentenceRef], models: Models) -> tuple[Judged, ...]:
    """The sentences in another script, by meaning. Cosines of another encoder than was fitted on mean nothing."""
    foreign = foreign_sentences(question, sentences)
    if not foreign or models.encoder.identity != models.scorers.encoder:
        return ()
    texts = [ref.prepared.sentence(ref.number) for ref in foreign]
    with model_errors():
        vector = models.encoder.encode_queries([question.text])[0]
        vectors = models.encoder.encode_passages(texts)
    features = foreign_features(vector, vectors, [len(text) for text in texts])
    return judge_foreign(foreign, features, models.scorers)
