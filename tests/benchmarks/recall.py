"""What the codes of many vectors miss, and what they save: ``python tests/benchmarks/recall.py --data DATA``.

Rows are sentences of news, then of broadcasts, laws and government reports, none made up. Queries are questions of the
sets to develop on. Each is searched alone for 160 rows, as a library asks. A found row counts when it is as near as the
last of the exact ones: sentences that stand in several reports are equally near.

The vectors are kept in ``--cache`` and reused. ``--sweep ROWS`` tries how many rows with near codes are compared, and
inverted lists in their place, at this size; :data:`embeddings.index.EXACT_ROWS` and ``_COMPARED`` are chosen by it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import faiss
import numpy as np
from numpy.typing import NDArray
from tables import heading, row

from embeddings import index as index_module
from embeddings.encoder import Encoder, Vectors
from embeddings.index import EXACT_ROWS, VectorIndex
from embeddings.training.corpus import held_out, read_json_lines, read_news_questions, read_squad
from qa.fold import fold
from qa.models import load_encoder
from qa.split import segment
from qa.training.questions import reported

SOURCES: Final = ("news", "broadcast_news", "laws", "government_reports")
WANTED: Final = 160
"""Nearest sentences a library asks for: qa.retrieve's pool of 20 passages, 8 rows each."""

_CHUNK: Final = 16_384
_NEAR: Final = 1e-5
_COMPARED: Final = (200, 500, 1_000, 2_000, 5_000)
_READ: Final = (0.03, 0.06, 0.12, 0.25, 0.5)


@dataclass(frozen=True, slots=True)
class Searched:
    """Every query searched alone.

    :param scores: float32 of shape (queries, WANTED), best first; minus infinity where none was found.
    :param seconds: of each query.
    """

    scores: NDArray[np.float32]
    seconds: NDArray[np.float64]

    def recall(self, exact: Searched, most: int) -> float:
        """Share of the nearest ``most`` rows that were found."""
        least = exact.scores[:, most - 1 : most] - _NEAR
        return float((self.scores[:, :most] >= least).mean())

    def times(self) -> tuple[str, str]:
        """The median and the 95th percentile, in ms."""
        p50, p95 = np.percentile(self.seconds, [50, 95]) * 1000
        return f"{p50:.2f}", f"{p95:.2f}"


def sentences(data: Path) -> Iterator[str]:
    """Folded sentences of all sources, one after another."""
    for source in SOURCES:
        for line in read_json_lines(data / "text" / f"{source}.jsonl.xz"):
            text = line["text"]
            yield from (fold(text[start:end]).text for start, end in segment(text).sentences)


def cached_vectors(cache: Path, data: Path, count: int, encoder: Encoder) -> NDArray[np.float16]:
    """The vectors of the first sentences, made where the cache has fewer.

    :param cache: folder that keeps them, in a file for every encoder.
    :param data: folder with the folder text.
    :param count: how many.
    :param encoder: makes them.
    :return: float16 of shape (count, dim), on disk.
    """
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / f"sentences-{encoder.identity[:12]}.f16"
    width = 2 * encoder.dim
    done = path.stat().st_size // width if path.exists() else 0
    if done < count:
        texts = islice(sentences(data), done, count)
        with path.open("r+b" if path.exists() else "wb") as file:
            file.seek(done * width)  # over what an interrupted run has left
            while chunk := list(islice(texts, _CHUNK)):
                file.write(encoder.encode_passages(chunk).astype(np.float16).tobytes())
                done += len(chunk)
                print(f"{done:,} sentences encoded", flush=True)
    if done < count:
        raise SystemExit(f"the data has {done:,} sentences only")
    return np.memmap(path, dtype=np.float16, mode="r", shape=(count, encoder.dim))


def questions(data: Path) -> list[str]:
    """Questions of the development half of CMRC 2018 dev and of the fitted half of the news."""
    squad = [each for each in read_squad(data / "qa" / "cmrc2018_dev.json.xz") if not reported(each)]
    news = [each for each in read_news_questions(data / "qa" / "news_weak.jsonl.xz") if not held_out(each)]
    mixed = [each.question for each in (*news, *squad)]
    return [mixed[place] for place in np.random.default_rng(20).permutation(len(mixed))]


def search_all(search: Callable[[Vectors], tuple[Vectors, NDArray[np.int64]]], queries: Vectors) -> Searched:
    """Search every query alone."""
    scores = np.full((len(queries), WANTED), -np.inf, dtype=np.float32)
    seconds = np.zeros(len(queries))
    search(queries[:1])
    for number in range(len(queries)):
        start = time.perf_counter()
        found, rows = search(queries[number : number + 1])
        seconds[number] = time.perf_counter() - start
        scores[number, : found.shape[1]] = np.where(rows[0] >= 0, found[0], -np.inf)
    return Searched(scores, seconds)


def searching(index: VectorIndex) -> Callable[[Vectors], tuple[Vectors, NDArray[np.int64]]]:
    """Asks an index as a library does."""
    return lambda query: index.search(query, WANTED)


def by_size(vectors: NDArray[np.float16], sizes: Sequence[int], queries: Vectors) -> None:
    """Print recall and times of the library's own settings at some sizes."""
    print(heading("rows", "search", "recall@10", "recall@160", "p50, ms", "p95, ms", "build, s"))
    for size in sizes:
        rows = vectors[:size].astype(np.float32)
        exact: Searched | None = None
        for name, exact_rows in (("exact", size), ("codes", 0)):
            start = time.perf_counter()
            index = VectorIndex.of(rows, exact_rows)
            built = time.perf_counter() - start
            found = search_all(searching(index), queries)
            exact = exact or found
            shares = [f"{found.recall(exact, most):.4f}" for most in (10, WANTED)]
            print(row(f"{size:,}", name, *shares, *found.times(), f"{built:.1f}"), flush=True)


def sweep(vectors: NDArray[np.float16], queries: Vectors) -> None:
    """Print recall and times by how many rows are compared, and those of inverted lists by the share that is read."""
    rows = vectors.astype(np.float32)
    exact = search_all(searching(VectorIndex.of(rows, len(rows))), queries)

    def tell(name: str, setting: str, found: Searched) -> None:
        shares = [f"{found.recall(exact, most):.4f}" for most in (10, WANTED)]
        print(row(name, setting, *shares, *found.times()), flush=True)

    print(f"\n{len(rows):,} rows\n")
    print(heading("search", "compared or read", "recall@10", "recall@160", "p50, ms", "p95, ms"))
    tell("exact", "all", exact)
    codes = VectorIndex.of(rows, 0)
    for compared in _COMPARED:
        index_module._COMPARED = compared  # type: ignore[misc]
        tell("codes", f"{compared:,}", search_all(searching(codes), queries))
    count = int(4 * np.sqrt(len(rows)))
    lists = faiss.index_factory(rows.shape[1], f"IVF{count},SQfp16", faiss.METRIC_INNER_PRODUCT)
    lists.train(rows[:: max(1, len(rows) // (40 * count))])
    lists.add(rows)
    for share in _READ:
        lists.nprobe = int(share * count)
        tell(
            f"{count:,} lists", f"{share:.0%}", search_all(lambda query: lists.search(query, WANTED), queries)
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DATA", help="folder with qa and text")
    parser.add_argument(
        "--cache", type=Path, default=Path("/tmp/report-qa-recall"), metavar="FOLDER",  # noqa: S108
        help="keeps the vectors",
    )  # fmt: skip
    parser.add_argument(
        "--sizes", type=int, nargs="*", metavar="ROWS",
        default=[50_000, 100_000, EXACT_ROWS, 500_000, 1_000_000],
    )  # fmt: skip
    parser.add_argument("--sweep", type=int, metavar="ROWS", help="try settings at this size")
    parser.add_argument("--queries", type=int, default=1000, help="questions, up to about 2,000")
    parser.add_argument("--encoder", help="name or path; the bundled encoder when left out")
    arguments = parser.parse_args()
    encoder = load_encoder(arguments.encoder)
    asked = questions(arguments.data)[: arguments.queries]
    queries = encoder.encode_queries([fold(each).text for each in asked])
    largest = max([*arguments.sizes, arguments.sweep or 0])
    vectors = cached_vectors(arguments.cache, arguments.data, largest, encoder)
    print(f"{len(queries):,} questions, {encoder.dim} dimensions\n")
    if arguments.sizes:
        by_size(vectors, arguments.sizes, queries)
    if arguments.sweep:
        sweep(vectors[: arguments.sweep], queries)


if __name__ == "__main__":
    main()
