"""How well an encoder alone finds paragraphs and sentences, and how fast it is.

python tests/benchmarks/encoder.py --data ../shared/data/qa [--model NAME_OR_PATH]
"""

import argparse
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from embeddings.encoder import SentenceEncoder, Vectors
from embeddings.source import BUNDLED
from embeddings.training.corpus import RetrievalSet, held_out, read_news_questions, read_squad, retrieval_set
from embeddings.training.measure import measure

_ROUNDS = 3
_BATCHES = (32, 256, 1024, 4096)


def retrieval_sets(folder: Path) -> list[RetrievalSet]:
    """CMRC 2018 dev, and the halves of DRCD and news_weak that nothing is trained on."""
    drcd = [one for one in read_squad(folder / "drcd_dev.json.xz") if held_out(one)]
    news = read_news_questions(folder / "news_weak.jsonl.xz")
    return [
        retrieval_set("CMRC 2018 dev", read_squad(folder / "cmrc2018_dev.json.xz")),
        retrieval_set("DRCD dev, held-out half", drcd),
        retrieval_set("news_weak", news),
        retrieval_set("news_weak, held-out half", [one for one in news if held_out(one)]),
    ]


def rate(encode: Callable[[list[str]], object], texts: Sequence[str]) -> float:
    """Texts a second, the best of some rounds."""
    seconds = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        encode(list(texts))
        seconds.append(time.perf_counter() - began)
    return len(texts) / min(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", help="a model's name or folder; the bundled one when left out")
    options = parser.parse_args()
    logging.disable(logging.WARNING)

    began = time.perf_counter()
    import sentence_transformers  # its cost is told apart from the model's

    imported = time.perf_counter()
    encoder = SentenceEncoder.load(options.model)
    print(f"import {imported - began:.2f} s, load {time.perf_counter() - imported:.2f} s")
    print(f"dim {encoder.dim}, identity {encoder.identity}")
    sets = retrieval_sets(options.data)
    for one in sets:
        sentences: Vectors = encoder.encode_passages(one.sentences)
        scores = measure(one, sentences, encoder.encode_queries(one.questions))
        size = (
            f"{len(one.questions)} questions, {one.owner[-1] + 1} paragraphs, {len(one.sentences)} sentences"
        )
        print(f"{one.name:26} {scores}   ({size})")
    texts = [text for one in sets[:3] for text in one.sentences]
    print(f"SentenceEncoder                     {rate(encoder.encode_passages, texts):8.0f} sentences/s")
    folder = options.model or str(BUNDLED)
    bare = sentence_transformers.SentenceTransformer(folder, device="cpu", local_files_only=True)
    for size in _BATCHES:
        speed = rate(
            lambda some, size=size: bare.encode(some, batch_size=size, show_progress_bar=False), texts
        )
        print(f"SentenceTransformer, batch of {size:5} {speed:8.0f} sentences/s")


if __name__ == "__main__":
    main()
