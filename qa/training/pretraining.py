"""What the network learns from before it meets a question: plain text turned into cloze questions, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from embeddings.training.corpus import held_out, read_json_lines, read_squad
from qa.inputs import Vocabulary, codes_of, pairs_of
from qa.training.cloze import Cloze, clozes
from qa.training.duplicates import near_duplicates
from qa.training.questions import DEVELOPED, MEASURED, calibration, measuring_set

__all__ = ["CLOZES", "make_clozes", "make_vocabulary"]

CLOZES: Final = 200_000
_PAIRS: Final = 60_000
_FIRST_ARTICLE: Final = 20_000
"""Of text/news; those before it are measured and developed on."""
_QUESTIONS_OF_A_REPORT: Final = 4
_QUESTIONS_OF_A_PARAGRAPH: Final = 6


def _texts(data: Path) -> list[tuple[str, str, int]]:
    """Title, text and number of questions of every report to make questions from."""
    news = [line["text"] for line in read_json_lines(data / "text" / "news.jsonl.xz")][_FIRST_ARTICLE:]
    broadcast = [
        (line["title"], line["text"]) for line in read_json_lines(data / "text" / "broadcast_news.jsonl.xz")
    ]
    qa = data / "qa"
    asked = [each for part in ("train", "trial") for each in read_squad(qa / f"cmrc2018_{part}.json.xz")]
    asked += [each for each in read_squad(qa / "drcd_dev.json.xz") if not held_out(each)]
    paragraphs = {each.context for each in asked if not calibration(each)}
    return [
        *(("", text, _QUESTIONS_OF_A_REPORT) for text in news),
        *((title, text, _QUESTIONS_OF_A_REPORT) for title, text in broadcast),
        *(("", text, 1) for text in sorted(paragraphs) for _ in range(_QUESTIONS_OF_A_PARAGRAPH)),
    ]


def make_clozes(data: Path, count: int = CLOZES, seed: int = 7) -> Iterator[Cloze]:
    """Cloze questions from news, broadcasts and the paragraphs of the training questions.

    :param data: the data folder, holding ``qa`` and ``text``.
    :param count: how many.
    :param seed: of the order and of all that is chosen.
    :return: the questions; none from a report that is, nearly, developed or measured on, or from a paragraph whose
        questions calibrate.
    """
    texts = _texts(data)
    Random(seed).shuffle(texts)
    apart = [text for name in (*MEASURED, *DEVELOPED) for text in measuring_set(name, data).reports]
    kept_away = near_duplicates([text for _, text, _ in texts], apart)
    made = 0
    for number, (title, text, wanted) in enumerate(texts):
        if text in kept_away:
            continue
        for each in clozes(text, wanted, Random(f"{seed}:{number}"), title):
            yield each
            made += 1
            if made == count:
                return


def make_vocabulary(passages: Sequence[str]) -> Vocabulary:
    """The characters and pairs a network shall know.

    :param passages: folded passages.
    :return: characters that occur three times, and the most frequent pairs.
    """
    characters: Counter[int] = Counter()
    pairs: Counter[int] = Counter()
    for text in passages:
        codes = codes_of(text)
        for code, times in zip(*np.unique(codes, return_counts=True), strict=True):
            characters[int(code)] += int(times)
        pairs.update(np.unique(pairs_of(codes)).tolist())
    known = sorted((pair, times) for pair, times in pairs.most_common(_PAIRS) if times >= 4)
    times = np.array([each for _, each in known], dtype=np.float64)
    rarity = np.log(times.max() / times)
    return Vocabulary(
        np.array(sorted(code for code, number in characters.items() if number >= 3), dtype=np.uint64),
        np.array([pair for pair, _ in known], dtype=np.uint64),
        (rarity / max(float(rarity.max()), 1e-6)).astype(np.float32),
    )
