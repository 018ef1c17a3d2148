"""The corpora an encoder is trained and validated on, as plain values.

Layouts: SQuAD JSON (CMRC 2018, DRCD), and JSON lines (STARD, DuReader, news), all xz-compressed UTF-8.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.training.sentences import sentence_spans

__all__ = [
    "RetrievalSet",
    "SquadQuestion",
    "answer_sentences",
    "chosen_by",
    "held_out",
    "read_json_lines",
    "read_news_questions",
    "read_squad",
    "retrieval_set",
]


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question about a paragraph.

    :param answers: ``(start, text)`` of every gold answer in ``context``.
    :param article: id of the article the paragraph is from; the paragraph's own id where there is none.
    """

    question: str
    context: str
    answers: tuple[tuple[int, str], ...]
    article: str


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Questions with the paragraph that answers each, every paragraph cut into sentences.

    :param sentences: the sentences of all paragraphs.
    :param owner: the paragraph of every sentence.
    :param questions: the questions.
    :param gold_paragraph: the paragraph that answers each question.
    :param gold_sentences: the sentences that hold an answer to each question.
    """

    name: str
    sentences: list[str]
    owner: list[int]
    questions: list[str]
    gold_paragraph: list[int]
    gold_sentences: list[frozenset[int]]


def _open(path: Path) -> str:
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        return stream.read()


def read_json_lines(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines, one after another.

    :param path: an xz-compressed file.
    :param limit: how many at most; None for all.
    """
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


def read_squad(path: Path) -> list[SquadQuestion]:
    """The questions of a SQuAD file, in its order.

    :param path: an xz-compressed JSON file.
    """
    found = []
    for article in json.loads(_open(path))["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                answers = tuple((answer["answer_start"], answer["text"]) for answer in qa["answers"])
                owner = str(article.get("id", paragraph["id"]))
                found.append(SquadQuestion(qa["question"], paragraph["context"], answers, owner))
    return found


def read_news_questions(path: Path) -> list[SquadQuestion]:
    """Questions to news articles, their answers found in the article by string search.

    :param path: JSON lines with ``question``, ``answer`` and ``context``.
    """
    found = []
    for line in read_json_lines(path):
        start = line["context"].find(line["answer"])
        answers = ((start, line["answer"]),) if start >= 0 else ()
        article = hashlib.sha256(line["context"].encode()).hexdigest()
        found.append(SquadQuestion(line["question"], line["context"], answers, article))
    return found


def held_out(question: SquadQuestion) -> bool:
    """Whether a question is kept for validation: half of all articles, told by a hash of the article's id."""
    return hashlib.sha256(question.article.encode()).digest()[0] % 2 == 1


def chosen_by(question: SquadQuestion) -> bool:
    """Whether a question is kept to choose the epoch by: one in eight articles, told by the same hash."""
    return hashlib.sha256(question.article.encode()).digest()[1] % 8 == 0


def answer_sentences(question: SquadQuestion) -> tuple[list[str], frozenset[int]]:
    """The sentences of a question's paragraph and the numbers of those that an answer touches."""
    spans = sentence_spans(question.context)
    holding = {
        number
        for start, text in question.answers
        for number, (left, right) in enumerate(spans)
        if left <= start < right and start + len(text) <= right
    }
    return [question.context[start:end].strip() for start, end in spans], frozenset(holding)


def retrieval_set(name: str, questions: Iterable[SquadQuestion]) -> RetrievalSet:
    """Put the paragraphs of many questions together for a search among all of them.

    :param name: what the set is called.
    :param questions: questions; equal paragraphs count once.
    """
    result = RetrievalSet(name, [], [], [], [], [])
    first: dict[str, tuple[int, int]] = {}
    for question in questions:
        sentences, gold = answer_sentences(question)
        if not sentences:
            continue
        if question.context not in first:
            first[question.context] = (len(first), len(result.sentences))
            result.owner.extend([len(first) - 1] * len(sentences))
            result.sentences.extend(sentences)
        paragraph, offset = first[question.context]
        result.questions.append(question.question)
        result.gold_paragraph.append(paragraph)
        result.gold_sentences.append(frozenset(offset + number for number in gold))
    return result
