"""What is recorded of a library's models, and what is refused."""

from pathlib import Path

import pytest

from qa.errors import ModelError
from qa.store.models import BUNDLED, GIVEN, MODEL_KEYS, ModelRecord, name_of
from tests.fakes import BagEncoder

RECORD = ModelRecord("a" * 64, BUNDLED, 256, "b" * 64, GIVEN)
VALUES = {
    "encoder": "a" * 64,
    "encoder_name": "bundled",
    "dim": "256",
    "reader": "b" * 64,
    "reader_name": "given",
}


def test_a_record_is_written_and_read() -> None:
    assert RECORD.values() == VALUES
    assert tuple(VALUES) == MODEL_KEYS
    assert ModelRecord.of(VALUES) == RECORD
    assert ModelRecord.of(dict.fromkeys(MODEL_KEYS)) is None


def test_the_same_models_fit_whatever_they_are_called() -> None:
    RECORD.check(ModelRecord("a" * 64, "/some/folder", 256, "b" * 64, BUNDLED), "lib")


@pytest.mark.parametrize(
    ("now", "cause", "remedy"),
    [
        (
            ModelRecord("c" * 64, BUNDLED, 256, "b" * 64, BUNDLED),
            "the library was made with another encoder (aaaaaaaaaaaa, this is cccccccccccc)",
            "Name the encoder it was made with, or run `report-qa reindex --library lib`",
        ),
        (
            ModelRecord("c" * 64, "org/model", 256, "d" * 64, BUNDLED),
            "the library was made with another encoder (aaaaaaaaaaaa, this is cccccccccccc)",
            "Name the encoder it was made with, or run `report-qa reindex --encoder org/model --library lib`",
        ),
        (
            ModelRecord("a" * 64, BUNDLED, 256, "d" * 64, "org/reader"),
            "the library was made with another reader (bbbbbbbbbbbb, this is dddddddddddd)",
            "Name the reader it was made with, or run `report-qa reindex --reader org/reader --library lib`",
        ),
    ],
)
def test_other_models_are_refused_with_what_to_do(now: ModelRecord, cause: str, remedy: str) -> None:
    with pytest.raises(ModelError) as caught:
        RECORD.check(now, "lib")
    assert (caught.value.subject, caught.value.cause, caught.value.remedy) == ("lib", cause, remedy)


def test_a_model_is_called_what_it_is_loaded_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert name_of(None) == "bundled"
    assert name_of(BagEncoder()) == "given"
    assert name_of("org/model") == "org/model"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model").mkdir()
    assert name_of("model") == str(tmp_path / "model")
