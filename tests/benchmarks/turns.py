"""Conversations about invented reports, with what is right for each turn."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from qa.fold import fold
from qa.types import Document

FOLDER: Final = Path(__file__).with_name("conversations")
KINDS: Final = ("pronoun", "substitution", "ellipsis", "else", "standalone", "smalltalk")
WHOLE: Final = ("standalone", "smalltalk")
"""Kinds that take nothing over."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was typed, and what is right.

    :param typed: the question as typed.
    :param kind: one of ``KINDS``.
    :param complete: the question completed; None when it stands on its own.
    :param also: other completions that are as good.
    :param text: the sentence that answers, verbatim; "" when none does.
    :param answer: the answer in it, verbatim.
    """

    typed: str
    kind: str
    complete: str | None
    also: tuple[str, ...]
    text: str
    answer: str

    @property
    def question(self) -> str:
        """What has to be asked."""
        return self.typed if self.complete is None else self.complete

    def accepts(self, question: str) -> bool:
        """Whether a question is as good as what has to be asked."""
        return key(question) in map(key, (self.question, *self.also))


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns about one report."""

    id: str
    lang: str
    document: Document
    turns: tuple[Turn, ...]


def key(question: str) -> str:
    """What two questions have in common that differ in script, case, punctuation, white space and 的 only."""
    folded = fold(question).text
    return "".join(each for each in folded if unicodedata.category(each)[0] not in "PZC" and each != "的")


def load(path: Path) -> tuple[Conversation, ...]:
    """The conversations of a file."""
    return load_all(json.loads(path.read_text(encoding="utf-8"))["conversations"])


def load_all(conversations: Sequence[dict[str, Any]]) -> tuple[Conversation, ...]:
    """Conversations as they are written in a file."""
    return tuple(map(_conversation, conversations))


def _conversation(fields: dict[str, Any]) -> Conversation:
    text, name = fields["report"], fields["name"]
    document = Document(text, name, hashlib.sha256(text.encode()).hexdigest())
    turns = tuple(Turn(**(each | {"also": tuple(each["also"])})) for each in fields["turns"])
    return Conversation(fields["id"], fields["lang"], document, turns)
