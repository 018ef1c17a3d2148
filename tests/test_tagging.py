"""Words' classes as a second thing to learn."""

from pathlib import Path

import pytest
import torch

from qa.inputs import Vocabulary
from qa.network import ReadingNetwork, batch_of
from qa.training import reading
from qa.training.reading import Asked, Course, train_reader
from qa.training.tagging import CLASSES, Tagger, classes_of
from tests.lessons import QUESTIONS


def test_every_character_has_the_class_of_its_word() -> None:
    # jieba: 在 p, 北京 ns, 300 m, 人 n, 。 x; of the classes ns is 2, m is 6, n is 8, x is 12, and p none of them.
    assert classes_of("在北京300人。").tolist() == [0, 4, 5, 12, 13, 13, 16, 24]
    assert classes_of("").tolist() == []
    assert CLASSES == 26


def test_the_classes_are_learnt_beside_the_answers(
    network: ReadingNetwork,
    vocabulary: Vocabulary,
    tmp_path: Path,
) -> None:
    passages = [text for each in QUESTIONS for text in each.passages]
    batch = batch_of([(each.question, list(each.passages)) for each in QUESTIONS], vocabulary)

    def loss() -> float:
        torch.manual_seed(3)
        tagger = Tagger(network)
        best = float("inf")
        optimizer = torch.optim.Adam(tagger.tell.parameters(), 0.05)
        for _ in range(40):
            network(batch)
            found = tagger(batch, passages)
            optimizer.zero_grad()
            found.backward()
            optimizer.step()
            best = min(best, float(found.detach()))
        tagger.__exit__(None, None, None)
        return best

    before = loss()
    train_reader(network, vocabulary, [QUESTIONS] * 60, Course(5e-3, 1), tmp_path / "state.pt", tagging=1.0)
    assert loss() < before / 2
    assert not network.read_passage._forward_hooks


def test_it_tells_only_of_what_was_read(network: ReadingNetwork, vocabulary: Vocabulary) -> None:
    batch = batch_of([("谁?", ["甲是市长。"])], vocabulary)
    tagger = Tagger(network)
    with pytest.raises(RuntimeError, match="read the batch first"):
        tagger(batch, ["甲是市长。"])
    network(batch)
    assert float(tagger(batch, ["甲是市长。"]).detach()) > 0
    with pytest.raises(RuntimeError, match="read the batch first"):
        tagger(batch, ["甲是市长。"])


def test_training_with_classes_goes_on_where_it_was_stopped(
    network: ReadingNetwork,
    vocabulary: Vocabulary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = {name: tensor.clone() for name, tensor in network.state_dict().items()}

    def trained(checkpoint: Path, stop: int) -> dict[str, torch.Tensor]:
        network.load_state_dict(start)
        passes = iter(range(1, 9))

        def stopping() -> None:
            if next(passes) == stop:
                raise KeyboardInterrupt

        lessons: list[list[Asked]] = [QUESTIONS] * 4
        train_reader(
            network, vocabulary, lessons, Course(5e-3, 1), checkpoint,
            tagging=0.5, each_epoch=stopping, every_s=0,
        )  # fmt: skip
        return {name: tensor.clone() for name, tensor in network.state_dict().items()}

    whole = trained(tmp_path / "whole.pt", 9)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "halves.pt", 2)
    assert not network.read_passage._forward_hooks
    resumed = trained(tmp_path / "halves.pt", 9)
    for name, tensor in whole.items():
        assert tensor.numpy() == pytest.approx(resumed[name].numpy(), abs=1e-6), name
    network.load_state_dict(start)
    with pytest.raises(SystemExit, match="another training"):
        train_reader(
            network, vocabulary, [QUESTIONS] * 4, Course(5e-3, 1), tmp_path / "whole.pt", tagging=0.4
        )
    network.load_state_dict(start)
    monkeypatch.setattr(reading, "TAUGHT", "other words")
    with pytest.raises(SystemExit, match="another training"):
        train_reader(
            network, vocabulary, [QUESTIONS] * 4, Course(5e-3, 1), tmp_path / "whole.pt", tagging=0.5
        )
