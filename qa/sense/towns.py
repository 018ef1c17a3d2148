"""Towns, counties and villages that a question names by their kind (习水县): a report without the name is not about it.

No list holds them all, so they are told by form: two characters before a word for the kind, none of them one that
hardly stands in names. Of 221 questions of the training and development sets that name one so, 219 name one that the
report answering them names, too; of reports drawn by chance, one does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from qa.fold import fold

__all__ = ["Town", "find_towns", "is_elsewhere"]

_NEVER: Final = (
    "的地得在是和与跟同及该此这那哪些各几一二两三四五六七八九十百千万个从为对由被到把将给让向于至因也都就并而或等即有无不未"
    "了着过最更很每某全本其他她它我你们谁何什么怎样多少大小新老旧上下中内外前后左右东西南北城乡县市省区镇村州家故时年月日号来"
    "去往以之所"
)
"""Characters that a name hardly ever has within its last two, but that often stand before it."""

_COMMON: Final = "熊牛股超门夜早晚菜花集楼黑灯跨选任撤设建"
"""What makes other words with the kind: 股市, 集镇, 当选县长, 撤县建市."""

_HAN: Final = "\u3400-\u9fff"
_TOWN: Final = re.compile(
    rf"(?P<before>[{_HAN}]?)(?P<stem>(?![{_NEVER}])[{_HAN}](?![{_NEVER}{_COMMON}])[{_HAN}])(?P<kind>自治县|市|县|镇|乡|村|省)"
    "(?![场值面民容况招委井貌镇里级城])(?P<chief>长?)"
)


class Town(NamedTuple):
    """A town by its name.

    :param stem: the last two characters of its name, before the kind.
    :param tail: the last of them with the kind, by which a name of one character before the kind is found; "" where
        the name surely has both.
    """

    stem: str
    tail: str


def find_towns(text: str) -> tuple[Town, ...]:
    """Towns that a question names.

    :param text: the folded question.
    :return: each once, in their order.
    """
    found = []
    for match in _TOWN.finditer(text):
        whole = not match["before"] or match["before"] in _NEVER
        if whole or not match["chief"]:
            found.append(Town(match["stem"], "" if whole else match["stem"][1] + match["kind"][-1]))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)
def is_elsewhere(towns: tuple[Town, ...], report: str, name: str) -> bool:
    """Whether a report names none of a question's towns.

    :param towns: the towns.
    :param report: the folded report.
    :param name: what its file is called.
    :return: True when it names none; False for no towns.
    """
    texts = (report, fold(name).text)
    told = (town.stem in text or (town.tail and town.tail in text) for town in towns for text in texts)
    return bool(towns) and not any(told)
