"""The three lessons of the reading network, each kept on disk so that training can stop and go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

import numpy as np
import torch
from safetensors.numpy import save

from embeddings.encoder import Encoder
from qa.inputs import Vocabulary
from qa.network import ReadingNetwork, Sizes, score_passages
from qa.neural import FORMAT, MAX_ANSWER
from qa.span_reader import SpanScores, best_spans
from qa.training.cloze import Cloze
from qa.training.metrics import exact_match, f1
from qa.training.pretraining import CLOZES, make_clozes, make_vocabulary
from qa.training.questions import QuestionSet, calibration
from qa.training.reading import Asked, Course, train_reader
from qa.training.windows import Exercise, exercises

__all__ = ["pretrain", "read_marks", "save_network", "teach"]

Tell: TypeAlias = Callable[[str], None]

_SEED: Final = 7
_RATES: Final = (1.5e-3, 1.2e-3, 1e-3)
"""Highest learning rates of the lessons: cloze questions, the same with words' classes, questions people asked."""
_DROPOUT: Final = (0.1, 0.3)
"""Of cloze questions, with classes or without, and of questions people asked."""
_TAGGING: Final = (1.0, 0.2)
"""What words' classes weigh beside answers in the second and in the third lesson."""
_TAGGED: Final = 100_000
"""Cloze questions whose passages teach words' classes."""
_EPOCHS: Final = 4
_WRONG: Final = 1
_UNANSWERED: Final = 0.25
"""Share of the questions of a pass that are asked where nothing answers them."""
_TIMES: Final = (1, 2, 3)
"""How often an epoch asks the questions of CMRC 2018, DRCD and the news: the small sets would else be lost."""


def _network(vocabulary: Vocabulary, dropout: float, seed: int) -> ReadingNetwork:
    torch.manual_seed(seed)
    return ReadingNetwork(Sizes(len(vocabulary.characters) + 2, len(vocabulary.pairs) + 2), dropout)


def _made(data: Path, kept: Path) -> list[Cloze]:
    """The cloze questions, made once. The first line says from what."""
    files = sorted(path for folder in ("qa", "text") for path in (data / folder).iterdir())
    told = json.dumps([CLOZES, *([path.name, path.stat().st_size] for path in files)])
    if kept.exists():
        with kept.open(encoding="utf-8") as stream:
            if stream.readline().rstrip("\n") != told:
                raise SystemExit(
                    f"{kept} was made from other data: remove it, or name another folder with --work"
                )
    else:
        part = kept.with_suffix(".part")
        with part.open("w", encoding="utf-8") as stream:
            stream.write(told + "\n")
            for each in make_clozes(data):
                stream.write(json.dumps([each.question, each.passage, each.spans], ensure_ascii=False) + "\n")
        part.replace(kept)
    lines = (json.loads(line) for line in kept.read_text(encoding="utf-8").split("\n")[1:-1])
    return [
        Cloze(question, passage, tuple((start, end) for start, end in spans))
        for question, passage, spans in lines
    ]


def pretrain(data: Path, work: Path, device: str, tell: Tell) -> tuple[ReadingNetwork, Vocabulary]:
    """Learn to read from cloze questions, and then from half of them which words their passages are made of.

    :param data: the data folder.
    :param work: where the state is kept.
    :param device: "cpu" or "cuda".
    :param tell: told how far it is.
    :return: the network and its vocabulary.
    """
    made = _made(data, work / "clozes.jsonl")
    vocabulary = make_vocabulary([each.passage for each in made])
    course = Course(_RATES[0], _SEED)
    network = _network(vocabulary, _DROPOUT[0], course.seed)
    asked = [Asked(each.question, (each.passage,), (each.spans,)) for each in made]
    kept = work / "pretrained.pt"
    train_reader(network, vocabulary, [asked], course, kept, device=device, tell=tell)
    chosen = Random(course.seed).sample(asked, min(_TAGGED, len(asked)))
    course, kept = Course(_RATES[1], 10 * course.seed), work / "tagged.pt"
    train_reader(network, vocabulary, [chosen], course, kept, tagging=_TAGGING[0], device=device, tell=tell)
    return network, vocabulary


def teach(
    start: ReadingNetwork,
    vocabulary: Vocabulary,
    sets: Sequence[QuestionSet],
    encoder: Encoder,
    *,
    work: Path,
    device: str,
    tell: Tell,
) -> ReadingNetwork:
    """Learn from questions people asked, the right passage beside a wrong one that retrieval takes for it.

    A quarter of them are asked where nothing answers: beside two wrong passages, or with year or subject swapped.

    :param start: the network so far.
    :param vocabulary: what it knows.
    :param sets: CMRC 2018, DRCD and news; their calibration questions are left out.
    :param encoder: makes the reports searchable.
    :param work: where the state is kept.
    :param device: "cpu" or "cuda".
    :param tell: told how far it is.
    :return: the trained network.
    """
    course = Course(_RATES[2], _SEED)
    rng = np.random.default_rng(course.seed)
    made = [list(exercises(part, encoder)) for part in sets]
    known = [[each for each in part if not calibration(each.source)] for part in made]
    held = [[each for each in part if calibration(each.source)] for part in made]
    epochs = [
        [
            _asked(each, rng)
            for part, times in zip(known, _TIMES, strict=True)
            for each in part
            for _ in range(times)
        ]
        for _ in range(_EPOCHS)
    ]
    network = _network(vocabulary, _DROPOUT[1], course.seed)
    network.load_state_dict(start.state_dict())
    kept = work / "taught.pt"

    def curve() -> None:
        found = [read_marks(network, vocabulary, part) for part in held]
        told = ", ".join(f"{exact:.3f} / {mean:.3f}" for exact, mean in found)
        tell(f"EM / F1 on the calibration articles of each set: {told}")

    train_reader(
        network, vocabulary, epochs, course, kept,
        tagging=_TAGGING[1], device=device, each_epoch=curve, tell=tell,
    )  # fmt: skip
    return network


def read_marks(
    network: ReadingNetwork, vocabulary: Vocabulary, asked: Sequence[Exercise]
) -> tuple[float, float]:
    """How well a network marks answers in the passages that hold them.

    :param network: the network, be it in training.
    :param vocabulary: what it knows.
    :param asked: the exercises.
    :return: mean exact match and F1, see :mod:`qa.training.metrics`.
    """
    reader = deepcopy(network).cpu().eval()
    rows = []
    for each in asked:
        passage, spans = each.right[0]
        ((first, last),) = score_passages(reader, each.question, [passage], vocabulary)
        (found,) = best_spans(SpanScores(first, last, 0.0), [(0, len(passage))], MAX_ANSWER)
        golds = [passage[slice(*span)] for span in spans]
        marked = passage[found.start : found.end]
        rows.append((exact_match(marked, golds), f1(marked, golds)))
    em, mean = np.mean(rows, axis=0).tolist() if rows else (0.0, 0.0)
    return em, mean


def _asked(exercise: Exercise, rng: np.random.Generator) -> Asked:
    """An exercise with its answer, or, now and then, where nothing answers."""
    unanswered = exercise.unanswered(rng, _WRONG) if rng.random() < _UNANSWERED else None
    return unanswered or exercise.asked(rng, _WRONG)


def save_network(network: ReadingNetwork, vocabulary: Vocabulary, folder: Path) -> None:
    """Save a network in half precision, with what it knows.

    :param network: the trained network.
    :param vocabulary: what it knows.
    :param folder: where network.json and network.safetensors are written.
    """
    tensors = {name: tensor.numpy().astype(np.float16) for name, tensor in network.cpu().state_dict().items()}
    tensors |= {
        "vocabulary.characters": vocabulary.characters.astype(np.uint32),
        "vocabulary.pairs": vocabulary.pairs,
        "vocabulary.rarity": vocabulary.rarity,
    }
    weights = save(tensors)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "network.safetensors").write_bytes(weights)
    settings = {
        "format": FORMAT,
        "sha256": hashlib.sha256(weights).hexdigest(),
        "sizes": network.sizes.to_dict(),
        "seed": _SEED,
    }
    (folder / "network.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
