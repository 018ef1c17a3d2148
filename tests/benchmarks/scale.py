"""How a kept library grows: ``python tests/benchmarks/scale.py --data DATA --plot growth.png``.

News articles are added until the library has so many sentences; where the real ones run out (near 790,000 sentences),
they come again with other numbers, years and names of towns. One library grows from size to size. At each:

- sentences added a second, reading and the bundled encoder in it
- opening in a fresh process; and all from its start to the first answer, with what it must import and load. The files
  lie in the page cache
- asking questions whose articles are there, and how many of them quote the article; the peak memory of that process
- adding one broadcast more and removing one, the median and the worst of 20
- merging all that is searched into one part, which some addition must do in the end
- bytes on disk: the database, the terms and the vectors
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

import numpy as np
from tables import heading, row

from embeddings.training.corpus import read_json_lines, read_news_questions
from qa.library import Library
from qa.types import Document

_TOWNS: Final = (
    *("北京", "上海", "广州", "深圳", "天津", "重庆", "成都", "武汉", "西安", "南京", "杭州", "苏州", "郑州"),
    *("长沙", "沈阳", "青岛", "济南", "大连", "厦门", "福州", "合肥", "昆明", "南昌", "贵阳", "太原", "兰州"),
)
_CHANGED: Final = re.compile(rf"(?:19|20)\d\d(?=年)|\d+|{'|'.join(_TOWNS)}")
_SINGLE: Final = 20
_MOST_AT_ONCE: Final = 2_048
_PROBE: Final = Path(__file__).with_name("opened.py")


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size; seconds, milliseconds and bytes as the names say."""

    sentences: int
    passages: int
    reports: int
    parts: int
    sentences_a_second: int
    open_s: float
    first_answer_s: float
    ask_p50_ms: float
    ask_p95_ms: float
    found: str
    memory_mb: int
    add_one_p50_s: float
    add_one_worst_s: float
    remove_one_p50_s: float
    remove_one_worst_s: float
    merge_all_s: float
    database_a_sentence: int
    terms_a_sentence: int
    vectors_a_sentence: int
    bytes_a_passage: int


def varied(text: str, chance: random.Random) -> str:
    """A text with other numbers, years and names of towns; years stay years, numbers keep their length.

    :param text: an article.
    :param chance: chooses; a town is called the same throughout.
    """
    towns = dict(zip(_TOWNS, chance.sample(_TOWNS, len(_TOWNS)), strict=True))

    def change(match: re.Match[str]) -> str:
        found = match[0]
        if found in towns:
            return towns[found]
        if len(found) == 4 and match.string[match.end() : match.end() + 1] == "年":
            return str(chance.randrange(1950, 2050))
        return "".join(str(chance.randrange(1, 10)) for _ in found)

    return _CHANGED.sub(change, text)


def articles(data: Path, first: Sequence[str]) -> Iterator[Document]:
    """Articles without end: those given, then all news, then all of them varied, again and again."""
    texts = list(
        dict.fromkeys([*first, *(line["text"] for line in read_json_lines(data / "text" / "news.jsonl.xz"))])
    )
    chance = random.Random(20)
    again = (varied(text, chance) for _ in iter(int, 1) for text in texts)
    for number, text in enumerate(chain(texts, again)):
        if text.strip():
            yield Document.from_text(text, f"news-{number}.txt")


def counted(folder: Path) -> tuple[int, int, int]:
    """Sentences, passages and reports of a library."""
    with closing(sqlite3.connect(f"file:{folder / 'library.sqlite3'}?mode=ro", uri=True)) as connection:
        query = "SELECT total(sentence_count), total(length(passages)) / 8, count(*) FROM documents"
        sentences, passages, reports = map(int, connection.execute(query).fetchone())
    return sentences, passages, reports


def grow(library: Library, folder: Path, more: Iterator[Document], size: int) -> float:
    """Add articles until there are so many sentences; return the rate."""
    before, seconds = counted(folder)[0], 0.0
    there = before
    while there < size:
        batch = list(islice(more, min(max((size - there) // 15, 1), _MOST_AT_ONCE)))
        start = time.perf_counter()
        library.add_documents(batch)
        seconds += time.perf_counter() - start
        there = counted(folder)[0]
        print(f"{there:,} sentences, {(there - before) / seconds:,.0f} a second", file=sys.stderr, flush=True)
    return (there - before) / seconds if seconds else 0.0


def singly(library: Library, documents: Sequence[Document]) -> tuple[list[float], list[float]]:
    """Seconds that adding each, and then removing each, takes."""

    def timed(work: Callable[[], object]) -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    added = [timed(lambda each=each: library.add(each)) for each in documents]  # type: ignore[misc]
    return added, [timed(lambda each=each: library.remove(each.id)) for each in documents]  # type: ignore[misc]


def opened(folder: Path, questions: Sequence[tuple[str, str]]) -> dict[str, float]:
    """What a fresh process takes to open and ask, see opened.py."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as file:
        json.dump(questions, file, ensure_ascii=False)
        file.flush()
        command = [sys.executable, str(_PROBE), str(folder), file.name, str(time.time())]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(folder: Path, rate: float, asked: Sequence[tuple[str, str]], others: Sequence[Document]) -> Size:
    """All that is measured at one size."""
    fresh = opened(folder, asked)
    sentences, passages, reports = counted(folder)
    files = {
        kind: sum(path.stat().st_size for path in folder.rglob(kind))
        for kind in ("library.sqlite3*", "*.terms", "*.faiss")
    }
    with Library.open(folder, create=False) as library:
        library.ask(asked[0][0])
        added, removed = singly(library, others)
    return Size(
        *(sentences, passages, reports, int(fresh["parts"]), round(rate)),
        *(round(fresh["open"], 2), round(fresh["first answer"], 2)),
        *(round(fresh["p50"] * 1000), round(fresh["p95"] * 1000)),
        f"{fresh['found']:.0f} of {len(asked)}",
        round(fresh["memory"]),
        *(round(float(np.median(added)), 3), round(max(added), 3)),
        *(round(float(np.median(removed)), 3), round(max(removed), 3)),
        round(fresh["merge"], 2),
        *(round(size / sentences) for size in files.values()),
        round(sum(files.values()) / passages),
    )


def plot(sizes: Sequence[Size], path: Path) -> None:
    """Draw how everything grows."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    panels = {
        "seconds to open": ("open_s", "first_answer_s"),
        "ms to ask": ("ask_p50_ms", "ask_p95_ms"),
        "seconds to change": ("add_one_p50_s", "add_one_worst_s", "remove_one_p50_s", "merge_all_s"),
        "bytes a sentence": ("database_a_sentence", "terms_a_sentence", "vectors_a_sentence"),
    }
    figure, axes = plt.subplots(2, 2, figsize=(10, 7), layout="constrained")
    for axis, (title, names) in zip(axes.flat, panels.items(), strict=True):
        for name in names:
            axis.plot(
                *zip(*((each.sentences, asdict(each)[name]) for each in sizes), strict=True),
                *("o-",),
                label=name.rsplit("_", 1)[0].replace("_", " "),
            )
        axis.set(title=title, xscale="log", xlabel="sentences", ylim=(0, None))
        axis.legend()
    figure.savefig(path, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DATA", help="folder with qa and text")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=200, help="at each size; as many as there are")
    parser.add_argument("--folder", type=Path, help="a new folder for the library; a temporary one")
    parser.add_argument("--plot", type=Path, metavar="FILE.png")
    arguments = parser.parse_args()
    asked = [
        each for each in read_news_questions(arguments.data / "qa" / "news_weak.jsonl.xz") if each.answers
    ]
    more = articles(arguments.data, list(dict.fromkeys(each.context for each in asked)))
    broadcasts = read_json_lines(arguments.data / "text" / "broadcast_news.jsonl.xz", _SINGLE)
    others = [Document.from_text(line["text"], f"more-{n}.txt") for n, line in enumerate(broadcasts)]
    sizes: list[Size] = []
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.folder or Path(name) / "library"
        for size in arguments.sizes:
            with Library.open(folder) as library:
                rate = grow(library, folder, more, size)
                there = {document.id for document in library.documents()} if size < 50_000 else None
            known = [(each.question, Document.from_text(each.context, "").id) for each in asked]
            of_size = [each for each in known if there is None or each[1] in there]
            chosen = random.Random(20).sample(of_size, min(arguments.questions, len(of_size)))
            sizes.append(measure(folder, rate, chosen, others))
            print(json.dumps(asdict(sizes[-1]), ensure_ascii=False), flush=True)
    print(f"\n{heading('measure', *(f'{size:,}' for size in arguments.sizes))}")
    for measure_name in asdict(sizes[0]):
        print(row(measure_name.replace("_", " "), *(asdict(each)[measure_name] for each in sizes)))
    if arguments.plot:
        plot(sizes, arguments.plot)


if __name__ == "__main__":
    main()
