"""The perceptron by hand, and model folders that are damaged."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from qa.english.meaning import MEANING_FEATURES
from qa.errors import ModelError
from qa.features import FEATURES
from qa.scorer import BLEND_FEATURES, CONFIDENCE_FEATURES, FORMAT, Scorer, load_scorers
from qa.spans import SPAN_FEATURES
from qa.training.stages import save_network
from tests.networks import small_network

SIZES = {
    "sentence": len(FEATURES),
    "span": len(SPAN_FEATURES),
    "blend": len(BLEND_FEATURES),
    "confidence": len(CONFIDENCE_FEATURES),
    "meaning": len(MEANING_FEATURES),
}
NETWORK = small_network("甲乙丙", seed=1)


def floats(*values: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


SMALL = Scorer(
    mean=floats(1, 0),
    scale=floats(2, 1),
    hidden=floats([1, -1], [0.5, 2]),
    hidden_bias=floats(0, -1),
    output=floats(3, 10),
    output_bias=floats(0.25),
)


def test_scores_worked_by_hand() -> None:
    # (3, 1) is (1, 1) in standard units; hidden: 1 - 1 = 0 and 0.5 + 2 - 1 = 1.5; 3 * 0 + 10 * 1.5 + 0.25.
    # (5, -1) is (2, -1); hidden: 3 and 1 - 2 - 1 = -2, cut to 0; 9 + 0.25.
    assert SMALL(floats([3, 1], [5, -1])).tolist() == [15.25, 9.25]


def test_beyond_five_standard_units_nothing_changes() -> None:
    # (21, 0) is (10, 0), taken as (5, 0); hidden: 5 and 1.5; 15 + 15 + 0.25.
    assert SMALL(floats([21, 0], [11, 0])).tolist() == [30.25, 30.25]
    assert SMALL(floats([1, -50])).tolist() == SMALL(floats([1, -5])).tolist() == [15.25]


def test_nothing_is_scored_as_nothing() -> None:
    assert SMALL(np.empty((0, 2), dtype=np.float32)).shape == (0,)


def config() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "features": list(FEATURES),
        "span_features": list(SPAN_FEATURES),
        "blend_features": list(BLEND_FEATURES),
        "confidence_features": list(CONFIDENCE_FEATURES),
        "meaning_features": list(MEANING_FEATURES),
        "encoder": "an encoder",
        "threshold": 0.375,
    }


def tensors(units: int = 3) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    made = {}
    for place, (name, size) in enumerate(SIZES.items()):
        made |= {
            f"{name}.mean": np.full(size, place, dtype=np.float32),
            f"{name}.scale": np.ones(size, dtype=np.float32),
            f"{name}.hidden": np.ones((units, size), dtype=np.float32),
            f"{name}.hidden_bias": np.zeros(units, dtype=np.float32),
            f"{name}.output": np.ones(units, dtype=np.float32),
            f"{name}.output_bias": np.zeros(1, dtype=np.float32),
        }
    return made


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def save(folder: Path, settings: dict[str, Any], weights: dict[str, Any]) -> Path:
    """A folder whose settings name the hash of its weights, but for settings that say what they name."""
    save_file(weights, folder / "model.safetensors")
    save_network(NETWORK[0], NETWORK[1], folder)
    hashes = {"sha256": _hash(folder / "model.safetensors"), "network": _hash(folder / "network.safetensors")}
    told = hashes | settings
    told = {name: value for name, value in told.items() if value is not None}
    (folder / "config.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def test_a_folder_is_loaded(tmp_path: Path) -> None:
    loaded = load_scorers(save(tmp_path, config(), tensors()))
    both = _hash(tmp_path / "model.safetensors") + _hash(tmp_path / "network.safetensors")
    expected = hashlib.sha256(both.encode()).hexdigest()
    assert (loaded.threshold, loaded.identity, loaded.encoder) == (0.375, expected, "an encoder")
    scorers = (loaded.sentence, loaded.span, loaded.blend, loaded.confidence, loaded.meaning)
    assert [each.mean[0] for each in scorers] == [0, 1, 2, 3, 4]
    # Every standardised feature is 1, three units sum them up: 3 * number of features.
    ones = np.ones((1, SIZES["sentence"]), dtype=np.float32)
    assert loaded.sentence(ones).tolist() == [3 * SIZES["sentence"]]


@pytest.mark.parametrize(
    "missing", ["config.json", "model.safetensors", "network.json", "network.safetensors"]
)
def test_a_missing_file_is_told(tmp_path: Path, missing: str) -> None:
    (save(tmp_path, config(), tensors()) / missing).unlink()
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_scorers(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reader anew"):
        load_scorers(tmp_path / "gone")


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "config.json").write_text("{", encoding="utf-8"),
        lambda folder: (folder / "config.json").write_bytes(b"\xff\xfe\xff"),
        lambda folder: (folder / "config.json").write_text("[]", encoding="utf-8"),
        lambda folder: (folder / "model.safetensors").write_bytes(b""),
        lambda folder: (folder / "model.safetensors").write_bytes(b"\x00" * 64),
        lambda folder: (folder / "model.safetensors").write_bytes(
            (folder / "model.safetensors").read_bytes()[:-10]
        ),
    ],
)
def test_a_damaged_file_is_told(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    damage(save(tmp_path, config(), tensors()))
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_scorers(tmp_path)


SETTINGS = (
    "features",
    "span_features",
    "blend_features",
    "confidence_features",
    "meaning_features",
    "encoder",
    "threshold",
    "sha256",
    "network",
)


@pytest.mark.parametrize("setting", ["format", *SETTINGS])
def test_a_missing_setting_is_told(tmp_path: Path, setting: str) -> None:
    with pytest.raises(ModelError, match=setting):
        load_scorers(save(tmp_path, config() | {setting: None}, tensors()))


def test_weights_of_another_fit_are_refused(tmp_path: Path) -> None:
    settings = json.loads((save(tmp_path, config(), tensors()) / "config.json").read_text())
    other = tensors()
    other["span.output"][0] += 1
    with pytest.raises(ModelError, match="written for other weights"):
        load_scorers(save(tmp_path, settings, other))
    load_scorers(save(tmp_path, settings, tensors()))


def test_another_network_is_refused(tmp_path: Path) -> None:
    settings = json.loads((save(tmp_path, config(), tensors()) / "config.json").read_text())
    network, vocabulary = small_network("甲乙丙", seed=2)
    save_network(network, vocabulary, tmp_path)
    assert settings["network"] != _hash(tmp_path / "network.safetensors")
    with pytest.raises(ModelError, match="another network"):
        load_scorers(tmp_path)


@pytest.mark.parametrize(
    "changed",
    [
        {"format": FORMAT + 1},
        {"features": list(FEATURES[:-1])},
        {"features": list(FEATURES[::-1])},
        {"span_features": [*SPAN_FEATURES, "more"]},
        {"blend_features": []},
        {"confidence_features": list(CONFIDENCE_FEATURES[1:])},
        {"meaning_features": list(MEANING_FEATURES[1:])},
    ],
)
def test_a_reader_of_other_features_is_refused(tmp_path: Path, changed: dict[str, Any]) -> None:
    with pytest.raises(ModelError, match="other features"):
        load_scorers(save(tmp_path, config() | changed, tensors()))


def test_a_threshold_that_is_no_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        load_scorers(save(tmp_path, config() | {"threshold": "high"}, tensors()))


def test_a_missing_tensor_is_told(tmp_path: Path) -> None:
    weights = tensors()
    del weights["span.output"]
    with pytest.raises(ModelError, match=r"span\.output"):
        load_scorers(save(tmp_path, config(), weights))


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("sentence.hidden", (3, 2)),
        ("span.mean", (1,)),
        ("confidence.output", (2,)),
        ("confidence.output_bias", (2,)),
        ("sentence.output", ()),
    ],
)
def test_tensors_that_do_not_fit_are_refused(tmp_path: Path, name: str, shape: tuple[int, ...]) -> None:
    weights = tensors() | {name: np.ones(shape, dtype=np.float32)}
    with pytest.raises(ModelError, match="do not fit one another"):
        load_scorers(save(tmp_path, config(), weights))
