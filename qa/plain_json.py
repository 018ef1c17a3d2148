"""Values in plain JSON types, the same from Python, the command and HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from qa.types import Candidate, Skipped

__all__ = ["json_of", "passages_to_dict"]

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def json_of(value: object, indent: int | None = 2) -> str:
    """One JSON value (RFC 8259) that any encoding of Unicode can carry.

    :param value: plain JSON types.
    :param indent: spaces of a level; None for all on one line.
    :return: JSON, non-ASCII characters as they are, but lone surrogates, which no UTF can carry, escaped.
    """
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def passages_to_dict(
    question: str, passages: Sequence[Candidate], skipped: Sequence[Skipped] = ()
) -> dict[str, Any]:
    """Passages in plain JSON types.

    :param question: what was searched for.
    :param passages: what was found, best first.
    :param skipped: files of folders that could not be read.
    :return: ``question``, ``candidates`` and ``skipped``, which are as in :meth:`qa.types.Answer.to_dict`.
    """
    return {
        "question": question,
        "candidates": [asdict(each) for each in passages],
        "skipped": [asdict(each) for each in skipped],
    }
