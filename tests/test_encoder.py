import json
import shutil
import subprocess
import sys
import threading
import urllib.error
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from embeddings.encoder import SentenceEncoder, weights_hash
from embeddings.errors import EncoderError
from embeddings.source import BUNDLED
from embeddings.training.save import save_model

_ROWS = np.array([[0, 0], [3, 4], [0, 2], [1, 0]], dtype=np.float32)  # of [UNK], red, blue, ask:


def _write_tiny(folder: Path, query_prompt: str = "", document_prompt: str = "") -> Path:
    words = {"[UNK]": 0, "red": 1, "blue": 2, "ask:": 3}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    save_model(folder, tokenizer, _ROWS)
    path = folder / "config_sentence_transformers.json"
    config = json.loads(path.read_text())
    config["prompts"] = {"query": query_prompt, "document": document_prompt}
    path.write_text(json.dumps(config))
    return folder


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return _write_tiny(tmp_path / "tiny")


@pytest.fixture(scope="module")
def bundled() -> SentenceEncoder:
    return SentenceEncoder.load()


def test_vectors_are_the_mean_of_rows_at_unit_length(tiny: Path) -> None:
    encoder = SentenceEncoder.load(str(tiny))
    vectors = encoder.encode_passages(["red", "red blue", "blue nowhere"])
    # (3, 4) / 5; (3, 6) / sqrt(45); (0, 2) / 2
    assert vectors == pytest.approx(np.array([[0.6, 0.8], [3 / 45**0.5, 6 / 45**0.5], [0, 1]]), abs=0.01)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    assert encoder.dim == 2


def test_unknown_text_is_zero_and_no_text_is_no_row(tiny: Path) -> None:
    encoder = SentenceEncoder.load(str(tiny))
    assert encoder.encode_passages(["", "nowhere"]).tolist() == [[0, 0], [0, 0]]
    assert encoder.encode_queries([]).shape == (0, 2)


def test_prompts_of_the_model_are_honoured(tmp_path: Path) -> None:
    encoder = SentenceEncoder.load(str(_write_tiny(tmp_path, query_prompt="ask: ", document_prompt="blue ")))
    # (1, 0) + (3, 4) = (4, 4); (0, 2) + (3, 4) = (3, 6)
    assert encoder.encode_queries(["red"]) == pytest.approx(np.array([[0.5**0.5, 0.5**0.5]]), abs=0.01)
    assert encoder.encode_passages(["red"]) == pytest.approx(np.array([[3, 6]]) / 45**0.5, abs=0.01)


def test_progress_counts_to_the_end(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.encoder._CHUNK", 2)
    seen: list[tuple[int, int]] = []
    vectors = SentenceEncoder.load(str(tiny)).encode_passages(
        ["red", "blue", "", "red", "blue"], progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert vectors == pytest.approx(np.array([[0.6, 0.8], [0, 1], [0, 0], [0.6, 0.8], [0, 1]]), abs=0.01)


def test_identity_follows_the_weights_and_not_the_folder(tiny: Path, tmp_path: Path) -> None:
    original = weights_hash(tiny, "tiny")
    copy = shutil.copytree(tiny, tmp_path / "copy")
    (copy / "MODEL_CARD.md").write_text("words about the model")
    assert weights_hash(copy, "copy") == original
    for name in ("model.safetensors", "tokenizer.json", "modules.json"):
        other = shutil.copytree(tiny, tmp_path / name)
        content = bytearray((other / name).read_bytes())
        content[-1] ^= 1
        (other / name).write_bytes(content)
        assert weights_hash(other, name) != original


def test_a_damaged_or_foreign_folder_says_what_to_do(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    cut = shutil.copytree(tiny, tmp_path / "cut")
    (cut / "model.safetensors").write_bytes((tiny / "model.safetensors").read_bytes()[:40])
    bare = shutil.copytree(tiny, tmp_path / "bare")
    (bare / "modules.json").unlink()
    garbled = shutil.copytree(tiny, tmp_path / "garbled")
    (garbled / "modules.json").write_text("{")
    spoilt = shutil.copytree(tiny, tmp_path / "spoilt")
    (spoilt / "tokenizer.json").write_text("{}")
    for folder in ("empty", "file", "cut", "bare", "garbled", "spoilt"):
        path = str(tmp_path / folder)
        with pytest.raises(EncoderError) as caught:
            SentenceEncoder.load(path)
        assert caught.value.subject == path
        assert caught.value.cause
        assert caught.value.remedy
        assert str(caught.value) == f"{path}: {caught.value.cause}. {caught.value.remedy}"


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("empty_cache")
def test_an_unknown_name_without_network_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def unreachable(request: urllib.request.Request, timeout: float) -> None:
        asked.append((request.full_url, timeout))
        raise urllib.error.URLError("Name or service not known")

    monkeypatch.setattr("urllib.request.urlopen", unreachable)
    with pytest.raises(EncoderError, match="no network: Name or service not known") as caught:
        SentenceEncoder.load("nobody/no-such-model")
    assert caught.value.subject == "nobody/no-such-model"
    assert "hf download" in caught.value.remedy
    assert len(asked) == 1
    assert asked[0][1] <= 10


@pytest.mark.usefixtures("empty_cache")
def test_offline_by_setting_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderError, match="switched offline"):
        SentenceEncoder.load("nobody/no-such-model")


def test_what_can_be_no_name_is_taken_for_a_path() -> None:
    with pytest.raises(EncoderError, match="no such folder"):
        SentenceEncoder.load("/no/such/folder")


def test_importing_the_package_stays_light() -> None:
    heavy = "{'sentence_transformers', 'torch', 'transformers', 'huggingface_hub'}"
    code = f"import sys, embeddings, embeddings.encoder; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=BUNDLED.parents[1]
    )
    assert done.stdout.strip() == "[]"


def test_the_bundled_model_is_small_and_open_to_all() -> None:
    files = [path for path in BUNDLED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 40_000_000
    assert {"MODEL_CARD.md", "model.safetensors", "modules.json", "tokenizer.json"} <= {
        path.name for path in files
    }


def test_the_bundled_model_gives_unit_vectors_or_zero(bundled: SentenceEncoder) -> None:
    texts = ["谁率团赴吴江考察？", "Prices rose 3.5% in 2023", "한국", "龘", "", "？！ …", "😀", "\n"]
    lengths = np.linalg.norm(bundled.encode_passages(texts), axis=1)
    assert lengths[:4] == pytest.approx(1, abs=1e-5)
    assert lengths[4:].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [("產業發展", "产业发展"), ("ＡＢＣ１２３", "abc123"), ("Café", "cafe"), ("吴江。", "吴江")],
)
def test_spellings_of_one_text_have_one_vector(bundled: SentenceEncoder, one: str, other: str) -> None:
    left, right = bundled.encode_passages([one, other])
    assert left == pytest.approx(right, abs=1e-6)


def test_the_sentence_asked_about_is_nearest(bundled: SentenceEncoder) -> None:
    sentences = [
        "市长周岚率代表团赴滨河区考察。",
        "大桥全长三千二百米，于2019年通车。",
        "全年粮食产量达到四十万吨。",
    ]
    questions = ["谁率團赴濱河區考察？", "大桥哪一年通车？", "粮食产量是多少？"]
    scores = bundled.encode_queries(questions) @ bundled.encode_passages(sentences).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]


def test_an_english_question_finds_the_chinese_sentence(bundled: SentenceEncoder) -> None:
    sentences = [
        "市长周岚率代表团赴滨河区考察。",
        "大桥全长三千二百米，于2019年通车。",
        "全年粮食产量达到四十万吨。",
        "医院新增病床两百张。",
        "学校图书馆周末也向学生开放。",
    ]
    questions = [
        "Which district did the mayor and his delegation visit?",
        "When was the bridge opened to traffic?",
        "How large was the grain output of the year?",
        "How many beds did the hospital add?",
        "Can students use the school library at the weekend?",
    ]
    scores = bundled.encode_queries(questions) @ bundled.encode_passages(sentences).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


def test_batches_and_threads_do_not_change_vectors(bundled: SentenceEncoder) -> None:
    texts = [f"第{number}号桥于{1900 + number}年通车" for number in range(200)]
    alone = np.concatenate([bundled.encode_passages([text]) for text in texts])
    found: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: found.append(bundled.encode_passages(texts))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(vectors == pytest.approx(alone, abs=1e-5) for vectors in found)
