"""What each part of the reader gives: ``python tests/benchmarks/parts.py --data DATA``.

hit@1 of the first sentence (never two joined), over the same candidates, when sentences are ordered by

words          the perceptron of match features alone
network        the best span in the sentence alone
blend          both
blend + sense  both, with agreement in year, place and unit added: what the library does, but for joined sentences

and F1 of the words marked in the first sentence of the last, by the network and by form alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from qa.models import bundled_scorers, load_encoder
from qa.reader import Judged, to_quote
from qa.scorer import BLEND_FEATURES, Scorers
from qa.training.calibrate import Case, cases
from qa.training.metrics import f1
from qa.training.questions import measuring_set
from qa.training.variants import ANSWERABLE

_SPAN: Final = BLEND_FEATURES.index("span")


def _first(case: Case, scores: np.ndarray) -> bool:
    return bool(len(scores)) and bool(case.right[int(np.argmax(scores))])


def _f1(case: Case, scorers: Scorers, by_form: bool) -> float:
    evidence = case.evidence
    if not evidence.sentences:
        return 0.0
    place = int(np.argmax(evidence.scores(scorers.blend)))
    ref, (start, end) = evidence.sentences[place], evidence.reading.spans[place].tolist()
    judged = Judged(ref, ref.number, 0.0, 1.0, None if by_form or start == end else (start, end))
    return f1(to_quote(evidence.question, judged, scorers).answer, case.golds)


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)


def measure(name: str, data: Path, most: int | None) -> dict[str, str | float]:
    """All measures of one set."""
    scorers, questions = bundled_scorers(), measuring_set(name, data)
    chosen = set(questions.questions[:most])
    asked = cases(
        questions,
        load_encoder(None),
        scorers.sentence,
        scorers.reader,
        chosen=chosen.__contains__,
        kinds=(ANSWERABLE,),
    )
    found = list(asked)
    blended = [scorers.blend(case.evidence.to_blend()) for case in found]
    return {
        "set": questions.name,
        "questions": len(found),
        "words": _mean([_first(case, case.evidence.words) for case in found]),
        "network": _mean([_first(case, case.evidence.to_blend()[:, _SPAN]) for case in found]),
        "blend": _mean([_first(case, scores) for case, scores in zip(found, blended, strict=True)]),
        "blend + sense": _mean(
            [_first(case, scores + case.evidence.worth) for case, scores in zip(found, blended, strict=True)]
        ),
        "F1 by network": _mean([_f1(case, scorers, by_form=False) for case in found]),
        "F1 by form": _mean([_f1(case, scorers, by_form=True) for case in found]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DATA", help="folder with the folders qa and text"
    )
    parser.add_argument("--sets", nargs="+", default=["cmrc-dev", "news-dev"])
    parser.add_argument("--most", type=int, help="questions of each set, for a quick look")
    arguments = parser.parse_args()
    for name in arguments.sets:
        print(json.dumps(measure(name, arguments.data, arguments.most), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
