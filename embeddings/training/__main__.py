"""``python -m embeddings.training``: from the corpus to the bundled encoder's weights, the same for the same seed."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from embeddings.training.run import Recipe, train


def main(arguments: list[str] | None = None) -> int:
    """Train the bundled encoder.

    :param arguments: the command line behind the program's name; None for that of the process.
    :return: exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m embeddings.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds qa/ and text/")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parents[1] / "model", help="the model's folder"
    )
    parser.add_argument("--seed", type=int, default=Recipe().seed, help="of every random choice")
    options = parser.parse_args(arguments)
    began = time.monotonic()

    def report(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", file=sys.stderr, flush=True)

    train(options.data, options.out, Recipe(seed=options.seed), report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
