"""Questions and the sentences that answer them, from corpora with questions and from corpora without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from embeddings.training.corpus import SquadQuestion, answer_sentences, read_json_lines
from embeddings.training.sentences import split_sentences

__all__ = ["Pair", "cloze_question", "cloze_pairs", "law_pairs", "squad_pairs", "title_pairs"]

_DATE = re.compile(
    r"(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}[日号])?|\d{4}年|\d{1,2}[日号]|[今去前]年|[昨今]日|[昨今]天"
)
_QUANTITY = re.compile(
    r"\d+(?:\.\d+)?[千万亿百]?[余多]?([%％个人名家次元件起项种吨公里米平方美座辆部岁天年位条所台票])"
)
_SPEAKER = re.compile(r"(?:^|，)([\u4e00-\u9fff·]{2,12})(?=表示|说|指出|介绍|强调|称|认为|透露)")
_PLACE = re.compile(r"在([\u4e00-\u9fff]{2,8}(?:市|省|县|区|镇|村|国|大学|广场|中心|会堂))")
_CLAUSE = re.compile("[，；：。！？]")
_ASIDE = re.compile("【[^】]*】|（[^）]*）")
_LONGEST_LAW = 300


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a sentence that answers it, and sentences beside it that do not."""

    query: str
    positive: str
    negatives: tuple[str, ...] = ()


def squad_pairs(questions: Iterable[SquadQuestion]) -> Iterator[Pair]:
    """Each question with a sentence that holds its answer; the paragraph's other sentences as negatives."""
    for question in questions:
        sentences, gold = answer_sentences(question)
        if gold:
            others = tuple(text for number, text in enumerate(sentences) if number not in gold)
            yield Pair(question.question, sentences[min(gold)], others)


def law_pairs(path: Path) -> Iterator[Pair]:
    """Questions of law with up to three articles that answer each.

    :param path: JSON lines with ``question`` and ``passages``.
    """
    for line in read_json_lines(path):
        for passage in line["passages"][:3]:
            yield Pair(line["question"], passage.strip()[:_LONGEST_LAW])


def _shared_pairs(left: str, right: str) -> int:
    return len(
        {left[i : i + 2] for i in range(len(left) - 1)} & {right[i : i + 2] for i in range(len(right) - 1)}
    )


def title_pairs(path: Path) -> Iterator[Pair]:
    """Headlines with the sentence of their text that has most pairs of characters in common.

    :param path: JSON lines with ``title`` and ``text``.
    """
    for line in read_json_lines(path):
        title = _ASIDE.sub("", line["title"]).strip()
        sentences = split_sentences(line["text"])[:20]
        if len(sentences) > 2 and len(title) > 5:
            best = max(range(len(sentences)), key=lambda i: _shared_pairs(title, sentences[i]) - i / 10)
            yield Pair(title, sentences[best], tuple(sentences[:best] + sentences[best + 1 :]))


def _gaps(sentence: str, rng: Random) -> list[tuple[int, int, str]]:
    """What can be asked for in a sentence: where it stands and how it is asked for, one of each kind."""
    found = []
    if dates := list(_DATE.finditer(sentence)):
        asked = rng.choice(["什么时候", "何时", "哪一年", "哪一天", "什么时间", "哪年"])
        found.append((*rng.choice(dates).span(), asked))
    if quantities := list(_QUANTITY.finditer(sentence)):
        match = rng.choice(quantities)
        asked = "百分之多少" if match[1] in "%％" else rng.choice(["多少", "多少", "多少", "几"]) + match[1]
        found.append((*match.span(), asked))
    if speakers := list(_SPEAKER.finditer(sentence)):
        found.append((*rng.choice(speakers).span(1), rng.choice(["谁", "谁", "什么人", "哪位"])))
    if places := list(_PLACE.finditer(sentence)):
        asked = rng.choice(["哪里", "哪儿", "什么地方", "哪个地方", "哪"])
        found.append((*rng.choice(places).span(1), asked))
    return found


def cloze_question(sentence: str, rng: Random) -> str:
    """A question made of a sentence: a date, quantity, speaker or place in it is asked for (P. Lewis et al.,
    "Unsupervised Question Answering by Cloze Translation", arXiv:1906.04980).

    :param sentence: a sentence.
    :param rng: chooses what is asked, and which other clause the question tells.
    :return: the question; "" where nothing can be asked for.
    """
    gaps = _gaps(sentence, rng)
    if not gaps:
        return ""
    start, end, asked = rng.choice(gaps)
    left = max(sentence.rfind(mark, 0, start) for mark in "，；、：") + 1
    right = min(
        (at for mark in "，；：。！？" if (at := sentence.find(mark, end)) >= 0), default=len(sentence)
    )
    question = sentence[left:start] + asked + sentence[end:right]
    others = [part for part in _CLAUSE.split(sentence[:left] + "，" + sentence[right:]) if len(part) > 3]
    if others and (len(question) < 8 or rng.random() < 0.5):
        other = rng.choice(others)
        question = f"{other}，{question}" if rng.random() < 0.7 else f"{question}，{other}"
    return question + "？" if len(question) > 5 else ""


def cloze_pairs(path: Path, seed: int, per_article: int = 2) -> Iterator[Pair]:
    """Questions made of sentences of articles, the article's other sentences as negatives.

    :param path: JSON lines with ``text``.
    :param seed: of every choice.
    :param per_article: from how many sentences of an article a question is tried.
    """
    rng = Random(seed)  # noqa: S311 - choices, not secrets
    for line in read_json_lines(path):
        sentences = [text for text in split_sentences(line["text"]) if 12 < len(text) < 160]
        if len(sentences) < 4:
            continue
        for number in rng.sample(range(len(sentences)), per_article):
            if question := cloze_question(sentences[number], rng):
                yield Pair(question, sentences[number], tuple(sentences[:number] + sentences[number + 1 :]))
