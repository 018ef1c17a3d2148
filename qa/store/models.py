"""Which models a library was made with, recorded by the hash of their weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qa.errors import ModelError

__all__ = ["BUNDLED", "GIVEN", "MODEL_KEYS", "ModelRecord", "name_of"]

BUNDLED: Final = "bundled"
"""Name of the models that ship with report-qa."""

GIVEN: Final = "given"
"""Name of a model that was handed over as an object: it has none to be loaded by."""

MODEL_KEYS: Final = ("encoder", "encoder_name", "dim", "reader", "reader_name")


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """The models of a library.

    :param encoder: identity of the encoder.
    :param encoder_name: what it is loaded by: :data:`BUNDLED`, :data:`GIVEN`, or a name or folder.
    :param dim: number of components of its vectors.
    :param reader: identity of the reader.
    :param reader_name: what it is loaded by.
    """

    encoder: str
    encoder_name: str
    dim: int
    reader: str
    reader_name: str

    @classmethod
    def of(cls, values: Mapping[str, str | None]) -> ModelRecord | None:
        """Read a record.

        :param values: by :data:`MODEL_KEYS`.
        :return: the record; None where there is none.
        """
        encoder, encoder_name, dim, reader, reader_name = (values[key] or "" for key in MODEL_KEYS)
        return cls(encoder, encoder_name, int(dim), reader, reader_name) if encoder else None

    def values(self) -> dict[str, str]:
        """What to record.

        :return: by :data:`MODEL_KEYS`.
        """
        values = (self.encoder, self.encoder_name, str(self.dim), self.reader, self.reader_name)
        return dict(zip(MODEL_KEYS, values, strict=True))

    def check(self, now: ModelRecord, subject: str) -> None:
        """Refuse other models than the library was made with.

        :param now: the models at hand.
        :param subject: the library.
        :raises ModelError: when one is another.
        """
        for kind, made_with, loaded, name in (
            ("encoder", self.encoder, now.encoder, now.encoder_name),
            ("reader", self.reader, now.reader, now.reader_name),
        ):
            if made_with != loaded:
                cause = f"the library was made with another {kind} ({made_with[:12]}, this is {loaded[:12]})"
                option = "" if name in (BUNDLED, GIVEN) else f" --{kind} {name}"
                remedy = f"Name the {kind} it was made with, or run `report-qa reindex{option} --library {subject}`"
                raise ModelError(subject, cause, remedy)


def name_of(model: object) -> str:
    """What a model is loaded by.

    :param model: a name or folder, None for the bundled one, or an object.
    :return: the name to record; that of a folder is absolute.
    """
    if model is None:
        return BUNDLED
    if not isinstance(model, str):
        return GIVEN
    return str(Path(model).absolute()) if Path(model).is_dir() else model
