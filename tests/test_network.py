"""The reading network, small: what it gives does not depend on what is read beside, and it can learn."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from qa.inputs import Vocabulary
from qa.network import ReadingNetwork, Sizes, batch_of, network_of, score_passages
from qa.training.reading import Asked, Course, _loss, train_reader
from tests.lessons import QUESTIONS, TEXTS


def test_a_passage_scores_the_same_alone_and_beside_longer_ones(
    network: ReadingNetwork, vocabulary: Vocabulary
) -> None:
    alone = score_passages(network, "谁是市长?", [TEXTS[0]], vocabulary)[0]
    beside = score_passages(network, "谁是市长?", [TEXTS[1], TEXTS[0], TEXTS[1] * 5], vocabulary)[1]
    for first, second in zip(alone, beside, strict=True):
        assert first.shape == (len(TEXTS[0]),)
        assert first == pytest.approx(second, abs=1e-4)


def test_a_short_question_scores_the_same_beside_a_long_one(
    network: ReadingNetwork, vocabulary: Vocabulary
) -> None:
    with torch.inference_mode():
        alone, _ = network(batch_of([("谁?", [TEXTS[0]])], vocabulary))
        beside, _ = network(batch_of([("谁?", [TEXTS[0]]), ("公司有多少人?" * 3, [TEXTS[0]])], vocabulary))
    assert alone[0].numpy() == pytest.approx(beside[0].numpy(), abs=1e-4)


def test_nothing_to_read_gives_nothing(network: ReadingNetwork, vocabulary: Vocabulary) -> None:
    assert score_passages(network, "谁?", [], vocabulary) == []


def test_saved_weights_make_the_same_network(network: ReadingNetwork, vocabulary: Vocabulary) -> None:
    tensors = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    again = network_of(network.sizes, tensors)
    first = score_passages(network, "谁是市长?", TEXTS, vocabulary)
    second = score_passages(again, "谁是市长?", TEXTS, vocabulary)
    assert all(
        (a == b).all()
        for one, other in zip(first, second, strict=True)
        for a, b in zip(one, other, strict=True)
    )


def test_missing_weights_are_refused(network: ReadingNetwork) -> None:
    tensors = {name: tensor.numpy() for name, tensor in network.state_dict().items() if name != "edges.bias"}
    with pytest.raises(RuntimeError, match=r"edges\.bias"):
        network_of(network.sizes, tensors)


def _answers(network: ReadingNetwork, vocabulary: Vocabulary) -> list[str]:
    found = []
    for each in QUESTIONS:
        scored = score_passages(network.eval(), each.question, list(each.passages), vocabulary)
        place = int(np.argmax([first.max() for first, _ in scored]))
        start = int(scored[place][0].argmax())
        found.append(each.passages[place][start : int(scored[place][1].argmax()) + 1])
    return found


def test_it_learns_what_it_is_taught(network: ReadingNetwork, vocabulary: Vocabulary, tmp_path: Path) -> None:
    assert _answers(network, vocabulary) != ["甲", "丙", "一九九八年", "三百人"]
    train_reader(network, vocabulary, [QUESTIONS] * 120, Course(5e-3, 1), tmp_path / "state.pt")
    assert _answers(network, vocabulary) == ["甲", "丙", "一九九八年", "三百人"]


def test_training_goes_on_where_it_was_stopped(vocabulary: Vocabulary, tmp_path: Path) -> None:
    sizes = Sizes(len(vocabulary.characters) + 2, len(vocabulary.pairs) + 2, 16, 8, 24, 16)

    def trained(checkpoint: Path, stop: int | None) -> ReadingNetwork:
        torch.manual_seed(1)
        network = ReadingNetwork(sizes, 0.1)

        def stopping() -> None:
            nonlocal stop
            stop = stop - 1 if stop is not None else None
            if stop == 0:
                raise KeyboardInterrupt

        train_reader(
            network, vocabulary, [QUESTIONS] * 6, Course(5e-3, 1), checkpoint, each_epoch=stopping, every_s=0
        )
        return network

    whole = trained(tmp_path / "whole.pt", None)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "halves.pt", 3)
    resumed = trained(tmp_path / "halves.pt", None)
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert one.detach().numpy() == pytest.approx(other.detach().numpy(), abs=1e-6)


OTHER = [
    replace(QUESTIONS[0], question="谁?"),
    replace(QUESTIONS[0], passages=(TEXTS[0], TEXTS[3])),
    replace(QUESTIONS[0], spans=(((0, 2),), ())),
]


@pytest.mark.parametrize("other", OTHER)
def test_a_checkpoint_of_other_lessons_is_refused(
    network: ReadingNetwork, vocabulary: Vocabulary, tmp_path: Path, other: Asked
) -> None:
    start = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    train_reader(network, vocabulary, [QUESTIONS], Course(5e-3, 1), tmp_path / "state.pt")
    network.load_state_dict(start)
    with pytest.raises(SystemExit, match="another training"):
        train_reader(network, vocabulary, [[other, *QUESTIONS[1:]]], Course(5e-3, 1), tmp_path / "state.pt")
    with pytest.raises(SystemExit, match="another training"):
        train_reader(network, vocabulary, [QUESTIONS], Course(4e-3, 1), tmp_path / "state.pt")
    train_reader(network, vocabulary, [QUESTIONS], Course(5e-3, 1), tmp_path / "state.pt")


def test_a_checkpoint_of_another_start_is_refused(
    network: ReadingNetwork, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    train_reader(network, vocabulary, [QUESTIONS], Course(5e-3, 1), tmp_path / "state.pt")
    with pytest.raises(SystemExit, match="another training"):
        train_reader(network, vocabulary, [QUESTIONS], Course(5e-3, 1), tmp_path / "state.pt")


def test_it_learns_where_nothing_answers(
    network: ReadingNetwork, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    unanswered = Asked("谁是镇长?", (TEXTS[0], TEXTS[2]), ((), ()))
    train_reader(
        network, vocabulary, [[*QUESTIONS, unanswered]] * 150, Course(5e-3, 1), tmp_path / "state.pt"
    )

    def best(passages: list[str]) -> float:
        scored = score_passages(network.eval(), "谁是镇长?", passages, vocabulary)
        return max(float(first.max() + last.max()) for first, last in scored)

    assert best([TEXTS[0], TEXTS[2]]) < 0 < best([TEXTS[1], TEXTS[3]])


def test_the_loss_is_shared_by_all_passages_of_a_question_and_never_lost() -> None:
    # Question 0: passages of scores (0, 1) and (2,), gold is the 2; question 1: gold 300 below the best; nowhere: 0.
    scores = torch.tensor([[0.0, 1.0], [2.0, -1e4], [300.0, 0.0]])
    golds = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    first = math.log(1 + 1 + math.exp(1) + math.exp(2)) - 2
    assert float(_loss(scores, golds, torch.tensor([0, 0, 1]), 2)) == pytest.approx(
        (first + 300) / 2, rel=1e-5
    )


def test_where_nothing_answers_nowhere_is_right() -> None:
    scores, golds = torch.tensor([[0.0, 1.0], [2.0, -1e4]]), torch.zeros(2, 2)
    expected = math.log(1 + 1 + math.exp(1) + math.exp(2))
    assert float(_loss(scores, golds, torch.tensor([0, 0]), 1)) == pytest.approx(expected, rel=1e-5)
