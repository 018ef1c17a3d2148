"""What a library says of itself, and of each report that is committed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from qa.errors import DamagedError, LibraryError
from qa.prepare import ANALYSIS
from qa.report_info import ReportInfo
from qa.store.milvus.client import Row
from qa.store.milvus.pieces import EMPTY_VECTOR, REMEDY
from qa.store.models import MODEL_KEYS, ModelRecord

__all__ = ["Entry", "Facts"]

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What a library says of itself.

    :param models: what it was made with.
    :param epoch: counts the encoders it has had.
    :param analysis: version of the terms and times it holds.
    :param moving_to: identity of the encoder it is being moved to; empty for none.
    :param sealed: number of the move for whose last step no report may be added; 0 for none.
    """

    models: ModelRecord
    epoch: int = 1
    analysis: int = ANALYSIS
    moving_to: str = ""
    sealed: int = 0

    @property
    def place(self) -> tuple[int, int]:
        """Which collections are searched."""
        return self.epoch, self.analysis

    def row(self) -> Row:
        """Their row of the collection of facts."""
        values = {
            "format": _FORMAT,
            "epoch": self.epoch,
            "analysis": self.analysis,
            "moving_to": self.moving_to,
            "sealed": self.sealed,
            "models": self.models.values(),
        }
        return {"id": "library", "data": json.dumps(values), "none": EMPTY_VECTOR}

    @classmethod
    def of(cls, data: str, subject: str) -> Facts:
        """Read facts.

        :param data: as :meth:`row` wrote them.
        :param subject: the library.
        :return: the facts.
        :raises LibraryError: when a newer version of report-qa wrote them, or something else did.
        """
        try:
            values: dict[str, Any] = json.loads(data)
            if values["format"] > _FORMAT:
                cause = f"a newer version of report-qa made it (format {values['format']})"
                raise LibraryError(subject, cause, "Update report-qa")
            models = ModelRecord.of({key: values["models"][key] for key in MODEL_KEYS})
            if models is None:
                raise KeyError("models")
            numbers = int(values["epoch"]), int(values["analysis"])
            return cls(models, *numbers, str(values["moving_to"]), int(values["sealed"]))
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError(
                subject, "what it says of itself is damaged", "Name another library"
            ) from error


@dataclass(frozen=True, slots=True)
class Entry:
    """A committed report.

    :param number: its number.
    :param info: what is said of it.
    :param passages: how many it has.
    :param original: whether its bytes are kept.
    :param replaces: ids of reports that it stands for from its commit on.
    """

    number: int
    info: ReportInfo
    passages: int
    original: bool
    replaces: tuple[str, ...]

    @classmethod
    def of(cls, row: Row, subject: str) -> Entry:
        """Read a row of the collection of documents.

        :param row: its fields ``number`` and ``data``.
        :param subject: the library.
        :return: the entry.
        :raises DamagedError: when it is none.
        """
        try:
            values = json.loads(row["data"])
            info = ReportInfo(**values["info"])
            return cls(row["number"], info, values["passages"], values["original"], tuple(values["replaces"]))
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError(subject, "a report's row is damaged", REMEDY) from error
