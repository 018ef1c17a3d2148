"""第十六届在哪里举办？: what is known by its number only is named in full, as an earlier turn names another."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.stops import behind_lead
from qa.followup.context import Context
from qa.followup.text import Text
from qa.followup.types import Piece

__all__ = ["name_in_full"]

_UNIT: Final = "[届期批轮季代]|阶段"
_NUMBER: Final = re.compile(
    rf"(?:第(?:[一二三四五六七八九十百]+|\d+)|[一二三四五六七八九十]|\d{{1,2}})(?P<unit>{_UNIT})"
)
_GOES_ON: Final = re.compile(
    "的|在|由|什么|何时|何地|多少|哪|谁|共|有|是|将|会|于|总投资|总|计划|预计|吗|为什么|怎"
)


def name_in_full(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Name in full what a question begins with and names by its number only.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where it names no such thing, or the earlier turns name no other.
    """
    start = behind_lead(text.folded)
    own = _NUMBER.match(text.folded, start)
    if own is None or not _GOES_ON.match(text.folded, own.end()):
        return None
    for turn in context.turns[:4]:
        for entity in turn.frame.entities:
            for other in _NUMBER.finditer(entity.folded):
                if other["unit"] == own["unit"] and len(entity.folded) > len(other[0]) and other[0] != own[0]:
                    before = turn.frame.text.cut(entity.start, entity.start + other.start())
                    behind = turn.frame.text.cut(entity.start + other.end(), entity.end)
                    return (
                        (before, True),
                        (text.cut(start, own.end()), False),
                        (behind, True),
                        (text.cut(own.end()), False),
                    )
    return None
