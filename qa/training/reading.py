"""Train the reading network, with checkpoints: the same on CPU and GPU, up to rounding."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from qa.inputs import Vocabulary
from qa.network import ReadingNetwork, batch_of
from qa.training.tagging import TAUGHT, Tagger

__all__ = ["Asked", "Course", "train_reader"]

_POSITIONS: Final = 12_000
"""Characters of passages, padding counted in, of a batch."""
_TOLD: Final = 50
_NEVER: Final = -1e4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to learn from.

    :param question: folded.
    :param passages: folded passages, read side by side; the scores of all compete.
    :param spans: of every passage, ``(start, end)`` of the answers in it; none in any where the passages do not
        answer.
    """

    question: str
    passages: tuple[str, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How fast to learn, and in which order.

    :param rate: highest learning rate.
    :param seed: of the order.
    """

    rate: float
    seed: int


def _batches(asked: Sequence[Asked], rng: np.random.Generator) -> Iterator[list[int]]:
    """Questions of like length together, in random order."""
    sizes = np.array([max(map(len, each.passages)) for each in asked])
    counts = np.array([len(each.passages) for each in asked])
    order = np.argsort(sizes + rng.uniform(-20, 20, len(sizes)), kind="stable")
    batches: list[list[int]] = [[]]
    rows = 0
    for place in order.tolist():
        rows += int(counts[place])
        if batches[-1] and rows * int(sizes[place]) > _POSITIONS:
            batches.append([])
            rows = int(counts[place])
        batches[-1].append(place)
    for number in rng.permutation(len(batches)).tolist():
        yield batches[number]


def _loss(scores: Tensor, golds: Tensor, owners: Tensor, questions: int) -> Tensor:
    """Minus the log-likelihood of the gold places among all places of a question's passages and one more, "nowhere".

    Shared normalisation with a no-answer option: Clark & Gardner, "Simple and Effective Multi-Paragraph Reading
    Comprehension", arXiv:1710.10723. "Nowhere" scores 0, so that a score above 0 says by itself that a passage answers.
    """
    right = torch.where(golds > 0, scores, _NEVER)
    nowhere = scores.new_zeros(1)
    losses = []
    for rows in (owners == question for question in range(questions)):
        gold = right[rows].flatten() if bool(golds[rows].any()) else nowhere
        losses.append(
            torch.logsumexp(torch.cat((scores[rows].flatten(), nowhere)), 0) - torch.logsumexp(gold, 0)
        )
    return torch.stack(losses).mean()


def _targets(asked: Sequence[Asked], shape: tuple[int, int]) -> tuple[Tensor, Tensor, Tensor]:
    first, last = torch.zeros(shape), torch.zeros(shape)
    owners, row = [], 0
    for number, each in enumerate(asked):
        for spans in each.spans:
            for start, end in spans:
                first[row, start] = 1
                last[row, end - 1] = 1
            owners.append(number)
            row += 1
    return first, last, torch.tensor(owners)


def _digest(
    network: ReadingNetwork,
    vocabulary: Vocabulary,
    plan: Sequence[Sequence[Asked]],
    course: Course,
    tagging: float,
) -> str:
    """What tells one training from another: where it starts, and all that it learns from, in order."""
    found = hashlib.sha256(repr((course, tagging, TAUGHT) if tagging else course).encode())
    for array in (vocabulary.characters, vocabulary.pairs, vocabulary.rarity):
        found.update(array.tobytes())
    for tensor in network.state_dict().values():
        found.update(tensor.cpu().numpy().tobytes())
    for batch in plan:
        found.update(repr(batch).encode("utf-8", "backslashreplace"))
    return found.hexdigest()


def train_reader(
    network: ReadingNetwork,
    vocabulary: Vocabulary,
    epochs: Sequence[Sequence[Asked]],
    course: Course,
    checkpoint: Path,
    *,
    tagging: float = 0.0,
    device: str = "cpu",
    each_epoch: Callable[[], None] | None = None,
    every_s: float = 120.0,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Train in place; go on where a checkpoint ends.

    :param network: the network.
    :param vocabulary: of its tables.
    :param epochs: what to learn from in each pass.
    :param course: how.
    :param checkpoint: file the state is kept in after every few minutes and at the end.
    :param tagging: weight of the words' classes (:mod:`qa.training.tagging`) beside the answers.
    :param device: "cpu" or "cuda".
    :param each_epoch: called after every pass.
    :param every_s: seconds between two checkpoints.
    :param tell: told the loss every now and then.
    :raises SystemExit: when the checkpoint is of another training.
    """
    network.to(device).train()
    torch.manual_seed(course.seed)
    with Tagger(network).to(device) if tagging else nullcontext() as tagger:
        learning = nn.ModuleList([network, tagger] if tagger else [network])
        optimizer = torch.optim.AdamW(learning.parameters(), course.rate, weight_decay=0.01, fused=True)
        passes = [
            [
                [asked[place] for place in batch]
                for batch in _batches(asked, np.random.default_rng([course.seed, number]))
            ]
            for number, asked in enumerate(epochs)
        ]
        plan = [batch for batches in passes for batch in batches]
        ends = set(np.cumsum([len(batches) for batches in passes]).tolist())
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, course.rate, total_steps=len(plan), pct_start=0.1
        )
        done = 0
        digest = _digest(network, vocabulary, plan, course, tagging)
        if checkpoint.exists():
            state = torch.load(checkpoint, weights_only=True, map_location=device)
            if state.get("plan") != digest:
                raise SystemExit(
                    f"{checkpoint} is of another training: remove it, or name another folder with --work"
                )
            network.load_state_dict(state["network"])
            if tagger:
                tagger.load_state_dict(state["tagger"])
            optimizer.load_state_dict(state["optimizer"])
            schedule.load_state_dict(state["schedule"])
            done = int(state["done"])
        saved, losses = time.monotonic(), []
        for step in range(done, len(plan)):
            chosen = plan[step]
            torch.manual_seed(course.seed * 1_000_003 + step)
            batch = batch_of([(each.question, list(each.passages)) for each in chosen], vocabulary)
            golds = _targets(chosen, (batch.passage.shape[0], batch.passage.shape[1]))
            batch = batch.to(device)
            with torch.autocast(device, dtype=torch.bfloat16):
                first, last = network(batch)
                beside = (
                    tagger(batch, [text for each in chosen for text in each.passages]) if tagger else None
                )
            loss = _loss(first.cpu(), golds[0], golds[2], len(chosen)) + _loss(
                last.cpu(), golds[1], golds[2], len(chosen)
            )
            losses.append(float(loss.detach()))
            optimizer.zero_grad()
            (loss if beside is None else loss + tagging * beside.cpu()).backward()
            torch.nn.utils.clip_grad_norm_(learning.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            if tell and (step + 1) % _TOLD == 0:
                tell(f"step {step + 1} of {len(plan)}: loss {np.mean(losses[-_TOLD:]):.3f}")
            if time.monotonic() - saved > every_s or step + 1 == len(plan):
                part = checkpoint.with_suffix(".part")
                torch.save(
                    {
                        "network": network.state_dict(),
                        "tagger": tagger.state_dict() if tagger else {},
                        "optimizer": optimizer.state_dict(),
                        "schedule": schedule.state_dict(),
                        "done": step + 1,
                        "plan": digest,
                    },
                    part,
                )
                part.replace(checkpoint)
                saved = time.monotonic()
            if each_epoch and step + 1 in ends:
                each_epoch()
    network.eval()
