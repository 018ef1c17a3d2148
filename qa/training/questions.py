"""The question sets the reader is fitted and measured on, questions split by article.

No question and no questioned article of one part is asked about in the other; the news articles
beside them overlap a little (48 of 8,627).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from embeddings.training.corpus import (
    SquadQuestion,
    held_out,
    read_json_lines,
    read_news_questions,
    read_squad,
)

__all__ = ["CALIBRATION_SHARE", "QuestionSet", "calibration", "measuring_set", "training_sets"]

CALIBRATION_SHARE: Final = 0.2
NEWS_MEASURED: Final = 300
NEWS_DISTRACTORS: Final = 8_500


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions and the reports they are asked of.

    :param name: what the set is called.
    :param questions: the questions.
    :param reports: texts of the reports, those of the questions and others beside them, each once.
    :param anywhere: True where another report may hold the answer as well, as in news.
    """

    name: str
    questions: tuple[SquadQuestion, ...]
    reports: tuple[str, ...]
    anywhere: bool = False


def _bucket(article: str, salt: str) -> float:
    """A number from 0 to 1 that depends on the article alone."""
    return int.from_bytes(hashlib.sha256(f"{salt}:{article}".encode()).digest()[:4], "big") / 2**32


def calibration(question: SquadQuestion) -> bool:
    """Whether a training question is kept from the scorers, to calibrate on.

    :param question: a question of a training set.
    :return: True for :data:`CALIBRATION_SHARE` of the articles.
    """
    return _bucket(question.article, "calibration") < CALIBRATION_SHARE


def _set(
    name: str, questions: Iterable[SquadQuestion], others: Iterable[str] = (), anywhere: bool = False
) -> QuestionSet:
    kept = tuple(question for question in questions if question.answers)
    reports = dict.fromkeys([*(question.context for question in kept), *others])
    return QuestionSet(name, kept, tuple(reports), anywhere)


def _articles(data: Path, first: int, count: int) -> list[str]:
    lines = read_json_lines(data / "text" / "news.jsonl.xz", first + count)
    return [line["text"] for line in lines][first:]


def training_sets(data: Path) -> tuple[QuestionSet, ...]:
    """What the reader is fitted on.

    :param data: the data folder, holding ``qa`` and ``text``.
    :return: CMRC 2018 train and trial, one half of DRCD dev, and the news questions that are not measured.
    """
    folder = data / "qa"
    cmrc = [
        question
        for part in ("train", "trial")
        for question in read_squad(folder / f"cmrc2018_{part}.json.xz")
    ]
    drcd = [question for question in read_squad(folder / "drcd_dev.json.xz") if not held_out(question)]
    news = [
        question for question in read_news_questions(folder / "news_weak.jsonl.xz") if not held_out(question)
    ]
    return (
        _set("CMRC 2018 train", cmrc),
        _set("DRCD dev, half", drcd),
        _set("news_weak", news, _articles(data, 20_000, 4_000), anywhere=True),
    )


def measuring_set(name: str, data: Path) -> QuestionSet:
    """What the reader is measured on, never fitted.

    :param name: "cmrc", "drcd" or "news".
    :param data: the data folder, holding ``qa`` and ``text``.
    :return: CMRC 2018 dev; the other half of DRCD dev; or 300 news questions among about 9,000 articles.
    :raises KeyError: when the name is another.
    """
    folder = data / "qa"
    if name == "cmrc":
        return _set("CMRC 2018 dev", read_squad(folder / "cmrc2018_dev.json.xz"))
    if name == "drcd":
        return _set("DRCD dev, other half", filter(held_out, read_squad(folder / "drcd_dev.json.xz")))
    if name == "news":
        questions = [each for each in read_news_questions(folder / "news_weak.jsonl.xz") if held_out(each)]
        questions.sort(key=lambda each: hashlib.sha256(f"{each.article}:{each.question}".encode()).digest())
        return _set(
            "news_weak, held out", questions[:NEWS_MEASURED], _articles(data, 0, NEWS_DISTRACTORS), True
        )
    raise KeyError(name)
