"""What a fresh process takes to open a library and ask; scale.py starts it: FOLDER QUESTIONS.json TIME_OF_START.

Prints JSON: seconds to open, seconds from the start to the first answer, p50 and p95 of an ask in seconds, the number
of questions that quote their article, the peak memory in MB before anything is merged, the number of parts that are
searched, and the seconds to merge them all.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

import numpy as np

from qa.corpus import Part
from qa.library import Library
from qa.models import bundled_scorers, load_encoder
from qa.store.local.store import LocalStore


def _peak_mb() -> float:
    """Peak memory; that of getrusage counts the parent's, too, from before this program was started."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


def main(folder: Path, asked: list[tuple[str, str]], started: float) -> dict[str, float]:
    """Measure."""
    load_encoder(None).encode_queries(["热身"])
    bundled_scorers()
    begin = time.perf_counter()
    library = Library.open(folder, create=False)
    opened = time.perf_counter() - begin
    library.ask(asked[0][0])
    whole = time.time() - started
    seconds, found = [], 0
    for question, identity in asked:
        begin = time.perf_counter()
        answer = library.ask(question, threshold=0.0)
        seconds.append(time.perf_counter() - begin)
        found += identity in {quote.document_id for quote in answer.quotes}
    memory = _peak_mb()
    library.close()
    store = LocalStore(folder, create=False)
    state = store.searching.state()
    begin = time.perf_counter()
    Part.merged(state.corpus.parts, [state.gone] * len(state.corpus.parts))
    merged = time.perf_counter() - begin
    parts = len(state.corpus.parts)
    store.close()
    p50, p95 = np.percentile(seconds, [50, 95])
    return {
        **{"open": opened, "first answer": whole, "p50": float(p50), "p95": float(p95)},
        **{"found": found, "memory": memory, "parts": parts, "merge": merged},
    }


if __name__ == "__main__":
    questions = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    print(json.dumps(main(Path(sys.argv[1]), questions, float(sys.argv[3]))))
