"""The two lessons of the reading network, each kept on disk so that training can stop and go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import torch
from safetensors.numpy import save

from embeddings.encoder import Encoder
from qa.inputs import Vocabulary
from qa.network import ReadingNetwork, Sizes
from qa.neural import FORMAT
from qa.training.cloze import Cloze
from qa.training.pretraining import CLOZES, make_clozes, make_vocabulary
from qa.training.questions import QuestionSet, calibration
from qa.training.reading import Asked, Course, train_reader
from qa.training.windows import exercises

__all__ = ["pretrain", "save_network", "teach"]

Tell: TypeAlias = Callable[[str], None]

_PRETRAINING: Final = Course(rate=1.5e-3, seed=7)
_TEACHING: Final = Course(rate=1e-3, seed=7)
_DROPOUT: Final = (0.1, 0.3)
_EPOCHS: Final = 6
_WRONG: Final = 1
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
    """Learn to read from cloze questions.

    :param data: the data folder.
    :param work: where the state is kept.
    :param device: "cpu" or "cuda".
    :param tell: told how far it is.
    :return: the network and its vocabulary.
    """
    made = _made(data, work / "clozes.jsonl")
    vocabulary = make_vocabulary([each.passage for each in made])
    network = _network(vocabulary, _DROPOUT[0], _PRETRAINING.seed)
    asked = [Asked(each.question, (each.passage,), (each.spans,)) for each in made]
    train_reader(network, vocabulary, [asked], _PRETRAINING, work / "pretrained.pt", device=device, tell=tell)
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

    :param start: the network so far.
    :param vocabulary: what it knows.
    :param sets: CMRC 2018, DRCD and news; their calibration questions are left out.
    :param encoder: makes the reports searchable.
    :param work: where the state is kept.
    :param device: "cpu" or "cuda".
    :param tell: told how far it is.
    :return: the trained network.
    """
    rng = np.random.default_rng(_TEACHING.seed)
    known = [[each for each in exercises(part, encoder) if not calibration(each.source)] for part in sets]
    epochs = [
        [
            each.asked(rng, _WRONG)
            for part, times in zip(known, _TIMES, strict=True)
            for each in part
            for _ in range(times)
        ]
        for _ in range(_EPOCHS)
    ]
    network = _network(vocabulary, _DROPOUT[1], _TEACHING.seed)
    network.load_state_dict(start.state_dict())
    train_reader(network, vocabulary, epochs, _TEACHING, work / "taught.pt", device=device, tell=tell)
    return network


def save_network(network: ReadingNetwork, vocabulary: Vocabulary, folder: Path) -> None:
    """Save a network in half precision, with what it knows.

    :param network: the trained network.
    :param vocabulary: what it knows.
    :param folder: where network.json and network.safetensors are written.
    """
    state = network.cpu().state_dict()
    tensors = {name: tensor.numpy().astype(np.float16) for name, tensor in state.items()}
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
        "seed": _TEACHING.seed,
    }
    (folder / "network.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
