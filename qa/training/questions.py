"""The question sets the reader is fitted, calibrated, developed and measured on.

No report of a set that is fitted on stands, not even nearly (:mod:`qa.training.duplicates`), in a set that is
developed or measured on: the questions are split by article, and the news articles beside them give way on both sides.

CMRC 2018 dev is split once by paragraph: of ``sha256("2018:" + paragraph)`` in UTF-8 the first byte's lowest bit is 1
for the reported half ("cmrc": 428 paragraphs, 1,620 questions) and 0 for the development half ("cmrc-dev": 420 and
1,599). Cases of the development half may be looked at and thresholds chosen on it; nothing is chosen on the other half.
The library searched holds the paragraphs of both.
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
from qa.training.duplicates import near_duplicates

__all__ = [
    "CALIBRATION_SHARE",
    "DEVELOPED",
    "MEASURED",
    "QuestionSet",
    "calibration",
    "measuring_set",
    "reported",
    "training_sets",
]

CALIBRATION_SHARE: Final = 0.12
MEASURED: Final = ("cmrc", "drcd", "news")
"""Sets whose results are reported; nothing is chosen on them."""

DEVELOPED: Final = ("cmrc-dev", "news-dev")
"""Sets that are never fitted on, whose cases may be looked at."""

_SPLIT_SEED: Final = 2018
_NEWS_MEASURED: Final = 300
# Lines of text/news that stand beside the questioned articles, apart from each other.
_MEASURED_LINES: Final = range(0, 8_500)
_DEVELOPED_LINES: Final = range(8_500, 17_000)
_FITTED_LINES: Final = range(20_000, 24_000)


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


def reported(question: SquadQuestion) -> bool:
    """Whether a question of CMRC 2018 dev is in the half that results are reported on.

    :param question: a question of CMRC 2018 dev.
    :return: True for half of the paragraphs, see the head of this module.
    """
    return hashlib.sha256(f"{_SPLIT_SEED}:{question.context}".encode()).digest()[0] % 2 == 1


def _set(
    name: str, questions: Iterable[SquadQuestion], others: Iterable[str] = (), anywhere: bool = False
) -> QuestionSet:
    kept = tuple(question for question in questions if question.answers)
    reports = dict.fromkeys([*(question.context for question in kept), *others])
    return QuestionSet(name, kept, tuple(reports), anywhere)


def _articles(data: Path, lines: range) -> list[str]:
    articles = [line["text"] for line in read_json_lines(data / "text" / "news.jsonl.xz", lines.stop)]
    return articles[lines.start :]


def _apart(articles: Iterable[str], *others: Iterable[str]) -> list[str]:
    """The articles that are not, nearly, one of the others."""
    listed = list(articles)
    found = near_duplicates(listed, [text for part in others for text in part])
    return [text for text in listed if text not in found]


def _news(data: Path) -> tuple[list[SquadQuestion], list[SquadQuestion], list[SquadQuestion]]:
    """The news questions that are fitted, developed and measured on, no article in two of them."""
    questions = read_news_questions(data / "qa" / "news_weak.jsonl.xz")
    fitted = [each for each in questions if not held_out(each)]
    kept = [each for each in questions if held_out(each) and each.answers]
    kept.sort(key=lambda each: hashlib.sha256(f"{each.article}:{each.question}".encode()).digest())
    measured = kept[:_NEWS_MEASURED]
    articles = {each.article for each in measured}
    return fitted, [each for each in kept if each.article not in articles], measured


def training_sets(data: Path) -> tuple[QuestionSet, ...]:
    """What the reader is fitted on.

    :param data: the data folder, holding ``qa`` and ``text``.
    :return: CMRC 2018 train and trial, one half of DRCD dev, and the news questions that are neither developed nor
        measured on; no report of theirs stands in any :func:`measuring_set`.
    """
    folder = data / "qa"
    cmrc = [
        question
        for part in ("train", "trial")
        for question in read_squad(folder / f"cmrc2018_{part}.json.xz")
    ]
    drcd = [question for question in read_squad(folder / "drcd_dev.json.xz") if not held_out(question)]
    sets = (
        _set("CMRC 2018 train", cmrc),
        _set("DRCD dev, half", drcd),
        _set("news_weak", _news(data)[0], _articles(data, _FITTED_LINES), anywhere=True),
    )
    kept_away = [report for name in (*MEASURED, *DEVELOPED) for report in measuring_set(name, data).reports]
    found = near_duplicates([report for each in sets for report in each.reports], kept_away)
    return tuple(_without(each, found) for each in sets)


def _without(questions: QuestionSet, reports: frozenset[str]) -> QuestionSet:
    """A set without some reports and the questions asked about them."""
    kept = tuple(each for each in questions.questions if each.context not in reports)
    left = tuple(report for report in questions.reports if report not in reports)
    return QuestionSet(questions.name, kept, left, questions.anywhere)


def measuring_set(name: str, data: Path) -> QuestionSet:
    """What the reader is developed or measured on, never fitted.

    :param name: to report: "cmrc", "drcd" or "news"; to develop: "cmrc-dev" or "news-dev"; "cmrc-all" is both halves
        of CMRC 2018 dev, for comparison with what others publish.
    :param data: the data folder, holding ``qa`` and ``text``.
    :return: a half of CMRC 2018 dev among all its paragraphs; the half of DRCD dev that is not fitted on; or news
        questions among about 8,600 articles.
    :raises KeyError: when the name is another.
    """
    folder = data / "qa"
    if name in {"cmrc", "cmrc-dev", "cmrc-all"}:
        questions = read_squad(folder / "cmrc2018_dev.json.xz")
        reports = [each.context for each in questions]
        if name == "cmrc-all":
            return _set("CMRC 2018 dev", questions)
        if name == "cmrc":
            return _set("CMRC 2018 dev, reported half", filter(reported, questions), reports)
        half = [each for each in questions if not reported(each)]
        return _set("CMRC 2018 dev, development half", half, reports)
    if name == "drcd":
        return _set("DRCD dev, other half", filter(held_out, read_squad(folder / "drcd_dev.json.xz")))
    if name in {"news", "news-dev"}:
        fitted, developed, measured = _news(data)
        seen = [each.context for each in fitted]
        articles = _apart(_articles(data, _MEASURED_LINES), seen)
        if name == "news":
            return _set("news_weak, held out", measured, articles, anywhere=True)
        beside = _apart(_articles(data, _DEVELOPED_LINES), seen)
        found = _set("news_weak, to develop", developed, beside, anywhere=True)
        return _without(
            found, near_duplicates(found.reports, [*articles, *(each.context for each in measured)])
        )
    raise KeyError(name)
