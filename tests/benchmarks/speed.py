"""How fast: ``python tests/benchmarks/speed.py --data DATA``.

Indexes 2,000 news articles written to files, asks, and starts the command cold. "bare" is the encoder's call on the
same sentences plus reading the files. The peak memory is that of a process of its own, which indexes the articles once
and asks.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from qa.library import Library

ARTICLES = 2_000
ENGLISH = Path(__file__).with_name("english_on_chinese.json")
_ONE_LIBRARY = """
import resource, sys
from qa.library import Library
library = Library.in_memory(sys.argv[2] or None)
library.add(sys.argv[1])
for question in sys.argv[3:]:
    library.ask(question)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def index_and_ask(folder: Path, questions: list[str], encoder: str | None) -> dict[str, float]:
    """Indexing against bare encoding plus reading, then the time of single questions."""
    from qa.ingest import read_sources
    from qa.library import Library
    from qa.models import load_encoder
    from qa.prepare import prepare

    model = load_encoder(encoder)
    model.encode_passages(["warm"] * 64)
    documents = read_sources(folder).documents
    reports = [prepare(document) for document in documents]
    sentences = [report.sentence(n) for report in reports for n in range(len(report.bounds))]
    del reports, documents
    bare, whole = [], []
    for _ in range(3):
        start = time.perf_counter()
        read_sources(folder)
        model.encode_passages(sentences)
        bare.append(time.perf_counter() - start)
        start = time.perf_counter()
        library = Library.in_memory(model)
        library.add(folder)
        whole.append(time.perf_counter() - start)
    english = [question for question, _ in json.loads(ENGLISH.read_text(encoding="utf-8"))]
    library.ask(questions[0])
    times, in_english = _times(library, questions), _times(library, english)
    return {
        "articles": ARTICLES,
        "sentences": len(sentences),
        "bare encoding and reading, s": round(min(bare), 2),
        "indexing, s": round(min(whole), 2),
        "indexing / bare": round(min(whole) / min(bare), 3),
        "sentences a second": round(len(sentences) / min(whole)),
        "ask p50, ms": round(float(np.percentile(times, 50)) * 1000, 1),
        "ask p95, ms": round(float(np.percentile(times, 95)) * 1000, 1),
        "ask in English p50, ms": round(float(np.percentile(in_english, 50)) * 1000, 1),
        "ask in English p95, ms": round(float(np.percentile(in_english, 95)) * 1000, 1),
    }


def _times(library: Library, questions: list[str]) -> list[float]:
    times = []
    for question in questions:
        start = time.perf_counter()
        library.ask(question)
        times.append(time.perf_counter() - start)
    return times


def peak_memory(folder: Path, questions: list[str], encoder: str | None) -> dict[str, float]:
    """Of a process that holds one library and nothing beside it."""
    command = [sys.executable, "-c", _ONE_LIBRARY, str(folder), encoder or "", *questions]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return {"peak memory, MB": round(float(done.stdout))}


def cold(folder: Path) -> dict[str, float]:
    """The command from a cold start against the import it cannot avoid, the median of five."""
    path = next(iter(sorted(folder.iterdir())))
    commands = {
        "import sentence_transformers, s": [sys.executable, "-c", "import sentence_transformers"],
        "cold report-qa ask, s": [
            *(sys.executable, "-c", "from qa.cli import main; main()"),
            *("ask", "发生了什么？", str(path)),
        ],
    }
    result = {}
    for name, command in commands.items():
        times = []
        for _ in range(5):
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, check=False)
            times.append(time.perf_counter() - start)
            if done.returncode not in {0, 1}:  # 1 says that no report answers
                raise RuntimeError(done.stderr.decode())
        result[name] = round(float(np.median(times)), 2)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DATA", help="folder with the folders qa and text"
    )
    parser.add_argument("--encoder", help="name or path; the bundled encoder when left out")
    parser.add_argument("--only", choices=["index", "memory", "cold"], help="measure this alone")
    arguments = parser.parse_args()
    from embeddings.training.corpus import read_json_lines, read_news_questions

    data = arguments.data.parent if arguments.data.name == "qa" else arguments.data
    questions = [each.question for each in read_news_questions(data / "qa" / "news_weak.jsonl.xz")][:500]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, line in enumerate(read_json_lines(data / "text" / "news.jsonl.xz", ARTICLES)):
            (folder / f"{number:05}.txt").write_text(line["text"], encoding="utf-8")
        if arguments.only in {None, "index"}:
            _show(index_and_ask(folder, questions, arguments.encoder))
        if arguments.only in {None, "memory"}:
            _show(peak_memory(folder, questions[:100], arguments.encoder))
        if arguments.only in {None, "cold"}:
            _show(cold(folder))


def _show(measures: dict[str, float]) -> None:
    print(json.dumps(measures, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
