"""What is no usable question-answering model is refused with a subject, a cause and a remedy."""

import json
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from transformers import (
    CanineConfig,
    CanineForQuestionAnswering,
    CanineTokenizer,
    T5Config,
    T5ForConditionalGeneration,
    ViTConfig,
    ViTModel,
)

from embeddings.source import BUNDLED as ENCODER
from qa.errors import ModelError
from qa.hub_model import refusing
from qa.hub_reader import HubReader
from qa.scorer import BUNDLED as READER
from tests import tiny_readers


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tiny_readers.save_bert(tmp_path_factory.mktemp("whole"))
    HubReader.load(str(folder))
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "model")


def refusal(folder: Path | str) -> str:
    """The cause that loading gives."""
    with pytest.raises(ModelError) as caught:
        HubReader.load(str(folder))
    assert caught.value.subject == str(folder)
    assert caught.value.remedy
    assert "encoder" not in caught.value.remedy
    assert "\n" not in str(caught.value)
    return caught.value.cause


def change(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def change_tensor(path: Path, name: str, value: np.ndarray | None) -> None:
    tensors = load_file(path)
    if value is None:
        del tensors[name]
    else:
        tensors[name] = value
    save_file(tensors, path, metadata={"format": "pt"})


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "no such folder" in refusal(tmp_path / "gone")
    (tmp_path / "file").write_text("x")
    assert refusal(tmp_path / "file") == "is a file"


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("empty_cache")
def test_an_unknown_name_without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(request: urllib.request.Request, timeout: float) -> None:
        raise urllib.error.URLError("Name or service not known")

    monkeypatch.setattr("urllib.request.urlopen", unreachable)
    assert "no network: Name or service not known" in refusal("nobody/no-such-reader")


@pytest.mark.usefixtures("empty_cache")
def test_a_folder_never_asks_the_network(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: pytest.fail("asked the network"))
    monkeypatch.setattr("huggingface_hub.snapshot_download", lambda *_, **__: pytest.fail("asked the hub"))
    assert HubReader.load(str(whole)).identity


@pytest.mark.parametrize("folder", [ENCODER, READER])
def test_other_bundled_models_are_no_readers(folder: Path) -> None:
    refusal(folder)


def test_missing_weights(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    assert "no weights" in refusal(copy)


def test_pickled_weights_are_not_opened(copy: Path) -> None:
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    assert "no weights (*.safetensors)" in refusal(copy)


@pytest.mark.parametrize("kept", [0, 7, 400, -1])
def test_weights_that_are_cut_off(copy: Path, kept: int) -> None:
    data = (copy / "model.safetensors").read_bytes()
    (copy / "model.safetensors").write_bytes(data[:kept])
    assert "cannot be loaded" in refusal(copy)


def test_a_missing_tensor_is_not_made_up(copy: Path) -> None:
    change_tensor(copy / "model.safetensors", "bert.encoder.layer.1.output.dense.bias", None)
    assert "lack bert.encoder.layer.1.output.dense.bias" in refusal(copy)


def test_tensors_of_another_size(copy: Path) -> None:
    change_tensor(copy / "model.safetensors", "qa_outputs.weight", np.zeros((3, 32), dtype=np.float32))
    assert "cannot be loaded" in refusal(copy)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_weights_that_are_not_finite(copy: Path, bad: float) -> None:
    change_tensor(copy / "model.safetensors", "qa_outputs.bias", np.array([0, bad], dtype=np.float32))
    assert refusal(copy) == "returns scores that are not finite"


def test_a_model_without_question_answering_head(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert "lack qa_outputs.bias" in refusal(tiny_readers.save_body(tmp_path))
    assert capfd.readouterr().err == ""


def test_a_model_of_pictures(tmp_path: Path) -> None:
    sizes = ViTConfig(
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        image_size=8,
        patch_size=4,
    )
    ViTModel(sizes).save_pretrained(tmp_path)
    assert refusal(tmp_path) == "is a model of the kind vit, which marks no answers in text"


def test_a_model_that_writes(tmp_path: Path) -> None:
    sizes = T5Config(vocab_size=99, d_model=32, d_kv=16, d_ff=32, num_layers=1, num_heads=2)
    T5ForConditionalGeneration(sizes).save_pretrained(tmp_path)
    tiny_readers.save_tokenizer(tmp_path)
    change(tmp_path / "tokenizer_config.json", tokenizer_class="BertTokenizer")
    assert "lack qa_outputs.bias" in refusal(tmp_path)


def test_a_tokenizer_without_offsets(tmp_path: Path) -> None:
    sizes = CanineConfig(
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_hash_buckets=64,
        max_position_embeddings=64,
    )
    CanineForQuestionAnswering(sizes).save_pretrained(tmp_path)
    CanineTokenizer().save_pretrained(tmp_path)
    assert refusal(tmp_path) == "its tokenizer (CanineTokenizer) does not tell offsets"


def test_a_missing_tokenizer_is_not_made_up(copy: Path) -> None:
    (copy / "vocab.txt").unlink()
    (copy / "tokenizer_config.json").unlink()
    assert refusal(copy) == "its folder holds no vocabulary for its tokenizer"


def test_a_tokenizer_of_another_model(copy: Path) -> None:
    with (copy / "vocab.txt").open("a", encoding="utf-8") as file:
        file.write("\nmore")
    count = len(tiny_readers.WORDS)
    assert refusal(copy) == f"its tokenizer has {count + 1} tokens and its weights know {count}"


def test_a_model_of_a_few_tokens(tmp_path: Path, copy: Path) -> None:
    change(copy / "tokenizer_config.json", model_max_length=31)
    assert refusal(copy) == "it reads no more than 31 tokens"
    change(copy / "tokenizer_config.json", model_max_length=32)
    assert HubReader.load(str(copy)).identity


TOKENIZER = '{"version": "1.0", "added_tokens": [], "model": %s}'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", ""),
        ("config.json", "{"),
        ("config.json", "3"),
        ("config.json", "[]"),
        ("config.json", "{}"),
        ("config.json", '{"model_type": "no-such-kind"}'),
        ("tokenizer_config.json", "{"),
        ("tokenizer_config.json", "[]"),
        ("tokenizer_config.json", '{"tokenizer_class": "NoSuchTokenizer"}'),
        ("tokenizer.json", ""),
        ("tokenizer.json", "[]"),
        ("tokenizer.json", "{}"),
        ("tokenizer.json", '{"model": {}}'),
        ("tokenizer.json", TOKENIZER % '{"type": "WordPiece"}'),
        ("tokenizer.json", TOKENIZER % '{"type": "NoSuchModel", "vocab": {}}'),
    ],
)
def test_a_damaged_file(copy: Path, name: str, content: str) -> None:
    (copy / name).write_text(content)
    assert refusal(copy)


@pytest.mark.parametrize(
    "changes",
    [
        {"hidden_size": "wide"},
        {"hidden_size": None},
        {"hidden_size": 64},
        {"num_attention_heads": 0},
        {"num_attention_heads": 5},
        {"vocab_size": 3},
        {"max_position_embeddings": 1000},
        {"hidden_act": "no-such-act"},
        {"model_type": "roberta"},
        {"model_type": "gpt2"},
    ],
)
def test_settings_that_do_not_fit(copy: Path, changes: dict[str, Any]) -> None:
    change(copy / "config.json", **changes)
    assert refusal(copy)


def test_code_that_comes_with_a_model_is_never_run(copy: Path, tmp_path: Path) -> None:
    (copy / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    own = {"AutoConfig": "own.Config", "AutoModelForQuestionAnswering": "own.Model", "AutoTokenizer": "own.T"}
    change(copy / "config.json", model_type="own", auto_map=own)
    assert "custom code" in refusal(copy)
    assert not (tmp_path / "ran").exists()


def test_what_is_no_fault_of_the_model_passes() -> None:
    def fail(error: BaseException) -> Callable[[], None]:
        def raising() -> None:
            with refusing("m"):
                raise error

        return raising

    class OddError(Exception):
        """Of a kind that nobody foresaw: a defect, to be seen."""

    for error in (OddError(), KeyboardInterrupt(), ModelError("m", "a", "b"), MemoryError()):
        with pytest.raises(type(error)) as caught:
            fail(error)()
        assert caught.value is error
    with pytest.raises(ModelError, match=r"m: cannot be loaded as a reader \(Exception: variant\)"):
        fail(Exception("variant\nof what"))()


def test_threads_load_the_same(whole: Path) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(HubReader.load(str(whole)).identity)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == 1
