"""Completing a follow-up question in English."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.context import Context
from qa.followup.english.apart import WH
from qa.followup.english.fragments import ask_of_another
from qa.followup.english.pronouns import resolve_english
from qa.followup.english.questions import ask_more_in_english, question_word_alone
from qa.followup.english.topics import add_owner
from qa.followup.english.words import AUXILIARY
from qa.followup.text import Text
from qa.followup.types import Piece

__all__ = ["complete_english", "opens_in_english"]

_OPENS: Final = re.compile(
    "(?:so |and |but |ok(?:ay)?,? )*(?:what|how) about(?![a-z])|(?:what|who|when|where|why|how|which|did"
    "|does|is|was) [a-z]"
)
_ASKS: Final = re.compile(rf"\b(?:{'|'.join(sorted(AUXILIARY))})\b|{WH.pattern}")
_SHORT: Final = (ask_more_in_english, question_word_alone, ask_of_another)
_WHOLE: Final = (resolve_english, add_owner)


def opens_in_english(folded: str) -> bool:
    """Whether a question that holds Chinese is English all the same, Chinese names apart.

    :param folded: the folded question.
    :return: True for "what about 太仓".
    """
    return bool(_OPENS.match(folded))


def complete_english(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Complete a question in English.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where it stands on its own.
    """
    asks = bool(_ASKS.search(text.folded))
    completed = (rule(text, context) for rule in (*_SHORT, *(_WHOLE if asks else ())))
    return next((pieces for pieces in completed if pieces is not None), None)
