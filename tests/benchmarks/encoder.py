"""How well an encoder alone finds paragraphs, sentences and translations, and how fast it is.

python tests/benchmarks/encoder.py --data DATA/qa [--model NAME_OR_PATH]
"""

import argparse
import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from embeddings.encoder import SentenceEncoder, Vectors
from embeddings.training.corpus import RetrievalSet, held_out, read_news_questions, read_squad, retrieval_set
from embeddings.training.measure import measure
from embeddings.training.parallel import read_translations, split_translations, translation_set

_ROUNDS = 5
_BATCHES = (32, 256, 1024, 8192)


def retrieval_sets(folder: Path) -> list[RetrievalSet]:
    """CMRC 2018 dev, and the halves of DRCD and news_weak that nothing is trained on or chosen by."""
    drcd = [one for one in read_squad(folder / "drcd_dev.json.xz") if held_out(one)]
    news = read_news_questions(folder / "news_weak.jsonl.xz")
    return [
        retrieval_set("CMRC 2018 dev", read_squad(folder / "cmrc2018_dev.json.xz")),
        retrieval_set("DRCD dev, held-out half", drcd),
        retrieval_set("news_weak", news),
        retrieval_set("news_weak, held-out half", [one for one in news if held_out(one)]),
    ]


def translation_sets(path: Path) -> list[RetrievalSet]:
    """English sentences whose Chinese ones are searched among all that are held out, in all and by source."""
    pairs = split_translations(read_translations(path)).held_out
    sources = sorted({one.source for one in pairs})
    return [translation_set(f"English, {source or 'all'}", pairs, source) for source in (None, *sources)]


def rates(ways: dict[str, Callable[[list[str]], object]], texts: Sequence[str]) -> dict[str, float]:
    """Texts a second of each way to encode, the best of some rounds; all ways take turns within a round."""
    seconds = dict.fromkeys(ways, float("inf"))
    for _ in range(_ROUNDS):
        for name, encode in ways.items():
            began = time.perf_counter()
            encode(list(texts))
            seconds[name] = min(seconds[name], time.perf_counter() - began)
    return {name: len(texts) / taken for name, taken in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", help="a model's name or folder; the bundled one when left out")
    options = parser.parse_args()
    logging.disable(logging.WARNING)

    began = time.perf_counter()
    import sentence_transformers  # noqa: F401 - its cost is told apart from the model's

    imported = time.perf_counter()
    encoder = SentenceEncoder.load(options.model)
    print(f"import {imported - began:.2f} s, load {time.perf_counter() - imported:.2f} s")
    print(f"dim {encoder.dim}, identity {encoder.identity}")
    sets = retrieval_sets(options.data / "qa")
    for one in [*sets, *translation_sets(options.data / "parallel" / "zh_en.tsv.xz")]:
        sentences: Vectors = encoder.encode_passages(one.sentences)
        scores = measure(one, sentences, encoder.encode_queries(one.questions))
        size = (
            f"{len(one.questions)} questions, {one.owner[-1] + 1} paragraphs, {len(one.sentences)} sentences"
        )
        print(f"{one.name:26} {scores}   ({size})")
    texts = [text for one in sets[:3] for text in one.sentences]
    bare = encoder._model  # the same weights, without what stands around them
    ways: dict[str, Callable[[list[str]], object]] = {"SentenceEncoder": encoder.encode_passages}
    for batch in _BATCHES:
        ways[f"SentenceTransformer.encode, batches of {batch}"] = partial(
            bare.encode, batch_size=batch, show_progress_bar=False
        )
    for name, speed in rates(ways, texts).items():
        print(f"{name:42} {speed:8.0f} sentences/s")


if __name__ == "__main__":
    main()
