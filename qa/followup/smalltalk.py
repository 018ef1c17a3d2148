"""Greetings and thanks, which ask nothing."""

from __future__ import annotations

import re
from typing import Final

from qa.fold import fold

__all__ = ["is_smalltalk"]

_TALK: Final = re.compile(
    "(?:你好|您好|大家好|早上好|下午好|晚上好|早安|晚安|嗨|哈喽|在吗|谢谢你?们?|谢谢您|多谢|感谢"
    "|非常感谢|十分感谢|辛苦了?|再见|拜拜|好的?|行|可以了?|明白了?|知道了?|了解了?|清楚了?|收到|没事了?"
    "|不用了|没问题|对的?|是的|嗯+|哦+"
    "|啊+|哈+|太好了|很好|不错|厉害|没有了|就这样|请继续|继续|ok(?:ay)?|hi|hello|hey|thanks?|thank you"
    "|thx|bye|goodbye|good (?:morning|afternoon|evening|night)|great|perfect|nice|cool|got it|i see|yes"
    "|no|sure|never ?mind|please|very much|so much|a lot|again|there"
    r"|[\W_]|了|啦|呀|吧|的|哦|呢|你|您)+"
)


def is_smalltalk(text: str) -> bool:
    """Whether a text greets, thanks or agrees, and asks nothing.

    :param text: any text.
    :return: True for such a text, and for one without a word.
    """
    folded = fold(text[:80]).text
    return len(text) <= 80 and (not folded or bool(_TALK.fullmatch(folded)))
