"""Questions made from plain text: a sentence with a hole is the question, what stood in the hole is the answer.

Cloze questions with question words in the hole (Lewis et al., "Unsupervised Question Answering by Cloze Translation",
arXiv:1906.04980), asked of the sentence's own passage, or of another passage of the report that repeats the words (the
recurring spans of Ram et al., "Few-Shot Question Answering by Pretraining Span Selection", arXiv:2101.00438). Words are
left out and moved, so that the network cannot live on copying.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from typing import Final

from qa.prepare import Prepared, prepare
from qa.training.holes import PIECE, Word, find_holes, tag
from qa.types import Document

__all__ = ["Cloze", "clozes"]

_WORDS: Final = {
    "person": ("谁", "谁", "谁", "哪位", "哪个人", "何人", "什么人", "谁是"),
    "time": ("什么时候", "什么时候", "何时", "什么时间", "哪一天", "几时"),
    "place": ("哪里", "哪里", "哪儿", "哪个地方", "什么地方", "何处", "何地"),
    "number": ("多少", "多少", "几", "多少个"),
    "name": ("什么", "什么", "哪个", "哪一个", "什么名字"),
    "phrase": ("什么", "什么", "什么", "哪些", "什么样的", "怎样", "如何", "哪个", "何"),
    "clause": ("什么", "什么", "什么", "哪些", "怎样", "如何", "怎么样", "什么样"),
    "reason": ("为什么", "为何", "什么原因", "因为什么"),
}
_ENDINGS: Final = {
    "年": ("哪一年", "哪年", "何年"), "月": ("几月", "哪个月"), "日": ("哪一天", "几月几日", "哪天", "何日"),
    "世纪": ("哪个世纪", "几世纪"), "市": ("哪个城市", "哪个市", "哪座城市"), "国": ("哪个国家", "哪国"),
    "省": ("哪个省", "哪个省份"), "县": ("哪个县",), "区": ("哪个区", "哪个地区"), "大学": ("哪所大学",),
    "公司": ("哪家公司",), "银行": ("哪家银行",), "医院": ("哪家医院",), "部": ("哪个部门",), "局": ("哪个部门",),
    "岛": ("哪个岛",), "奖": ("什么奖", "什么奖项"), "路": ("哪条路",), "学院": ("哪所学院",),
    "会": ("什么会", "哪个组织"),
}  # fmt: skip
_UNIT = re.compile(
    r"^(?:第|约|近|超过?|逾)?(?:百分之)?[\d.零〇一二两三四五六七八九十百千万亿]+(?:多|余)?(.{0,4})$"
)
_LONGEST_QUESTION: Final = 44
_OF_A_PASSAGE: Final = 3
"""Questions made from one passage at most."""


@dataclass(frozen=True, slots=True)
class Cloze:
    """A made question.

    :param question: folded, with a question word.
    :param passage: the folded passage that answers.
    :param spans: ``(start, end)`` in the passage of every place where the answer stands.
    """

    question: str
    passage: str
    spans: tuple[tuple[int, int], ...]


def _word(kind: str, answer: str, random: Random) -> str:
    for ending, words in _ENDINGS.items():
        if kind in ("time", "place", "name", "phrase") and answer.endswith(ending) and random.random() < 0.6:
            return random.choice(words)
    if kind == "number":
        if answer.startswith("第"):
            return "第几" + answer[-1] if not answer[-1].isdigit() else "第几"
        unit = match[1] if (match := _UNIT.match(answer)) else ""
        if unit:
            return random.choice(("多少", "多少", "几")) + unit
        return "多少"
    return random.choice(_WORDS[kind])


def _thinned(words: Iterable[Word], share: float, random: Random) -> str:
    """Words without some of them."""
    return "".join(word.text for word in words if random.random() >= share)


def _question(
    sentence: str, words: Sequence[Word], hole: tuple[int, int], kind: str, topic: str, *, random: Random
) -> str:
    """The sentence with a question word in the hole, shortened, moved and thinned."""
    start, end = hole
    word = _word(kind, sentence[start:end], random)
    left_edge = max(sentence.rfind(sign, 0, start) for sign in ",。;:!?") + 1
    rights = [place for sign in ",。;:!?" if (place := sentence.find(sign, end)) >= 0]
    right_edge = min(rights, default=len(sentence))
    before = [each for each in words if left_edge <= each.start and each.start + len(each.text) <= start]
    after = [each for each in words if end <= each.start < right_edge]
    share = random.choice((0.0, 0.1, 0.2, 0.35))
    pieces = [match.span() for match in PIECE.finditer(sentence)]
    others = [span for span in pieces if span[1] <= left_edge or span[0] >= right_edge]
    extra = ""
    if others and (random.random() < 0.4 or len(before) + len(after) < 3):
        piece = random.choice(others)
        extra = _thinned(
            (each for each in words if piece[0] <= each.start < piece[1]), max(share, 0.2), random
        )[:24]
    head, tail = _thinned(before, share, random)[-24:], _thinned(after, share, random)[:24]
    shape = random.random()
    if shape < 0.6:
        asked = head + word + tail
    elif shape < 0.75:
        asked = head + tail + random.choice(("是", "为", "在", "")) + word
    elif shape < 0.9:
        asked = word + head + tail
    else:
        asked = tail + head + random.choice(("是", "的是", "")) + word
    parts = [asked]
    if extra:
        parts.insert(0 if random.random() < 0.7 else 1, extra + random.choice((",", ",", "")))
    if topic and random.random() < 0.3:
        parts.insert(0, topic + random.choice(("的", "中", ",", "")))
    return "".join(parts)[-_LONGEST_QUESTION:].strip(",") + random.choice(("?", "?", "?", ""))


def _found(passage: str, words: str) -> tuple[tuple[int, int], ...]:
    return tuple((match.start(), match.end()) for match in re.finditer(re.escape(words), passage))


def _passages(prepared: Prepared) -> list[tuple[int, int, int, int]]:
    """First and last sentence and the folded span of every passage worth asking."""
    found = []
    for number, (first, last) in enumerate(prepared.segmentation.passages):
        start, end = prepared.passage_bounds(number)
        if end - start >= 40:
            found.append((first, last, start, end))
    return found


def clozes(text: str, count: int, random: Random, title: str = "") -> Iterator[Cloze]:
    """Questions made from one report.

    :param text: the report.
    :param count: how many at most.
    :param random: where chance comes from.
    :param title: its title where it stands apart.
    :return: the questions.
    """
    prepared = prepare(Document(text=text, name="", id=""))
    passages = _passages(prepared)
    sentences = [prepared.sentence(number) for number in range(len(prepared.bounds))]
    heading = prepare(Document(text=title, name="", id="")).folded.text if title else ""
    order = random.sample(passages, len(passages))
    for first, last, start, end in islice(cycle(order), min(count, _OF_A_PASSAGE * len(order))):
        passage = prepared.folded.text[start:end]
        outside = [heading] * 2 * bool(heading) + [
            each for number, each in enumerate(sentences) if not first <= number < last and len(each) <= 150
        ]
        inside = random.random() < 0.65 or not outside
        asked = sentences[random.randrange(first, last)] if inside else random.choice(outside)
        if not 10 <= len(asked) <= 200:
            continue
        words = tag(asked)
        holes = find_holes(words, asked)
        if not inside:
            holes = {
                kind: kept
                for kind, spans in holes.items()
                if (
                    kept := [
                        span for span in spans if asked[slice(*span)] in passage and span[1] - span[0] > 1
                    ]
                )
            }
        if not holes:
            continue
        kind = random.choice(sorted(holes))
        hole = random.choice(holes[kind])
        answer = asked[slice(*hole)]
        topic = (heading or sentences[0])[: random.choice((4, 6, 8))]
        question = _question(asked, words, hole, kind, topic, random=random)
        if len(question) < 6 or answer in question:
            continue
        if inside:
            offset = passage.find(asked)
            spans = tuple((offset + left, offset + right) for left, right in _found(asked, answer))
        else:
            spans = _found(passage, answer)
        if spans and spans[0][0] >= 0:
            yield Cloze(question, passage, spans[:8])
