"""Towns, counties and villages that a question names by their kind (习水县): a report without the name is not about it.

No list holds them all, so they are told by form: two characters before a word for the kind, none of them one that
hardly stands in names (but the first may be a point of the compass), and before them nothing or such a one. Of 193
questions of the training and development sets that name one so, all name one that the report answering them names; of
reports drawn by chance, one does.
"""

from __future__ import annotations

import re
from typing import Final

from qa.fold import fold
from qa.sense.memory import remembers

__all__ = ["HAN", "NEVER", "find_towns", "is_elsewhere"]

NEVER: Final = (
    "的地得在是和与跟同及该此这那哪些各几一二两三四五六七八九十百千万个从为对由被到把将给让向于至因也都就并而或等即有无不未"
    "了着过最更很每某全本其他她它我你们谁何什么怎样多少大小新老旧上下中内外前后左右东西南北城乡县市省区镇村州家故时年月日号来"
    "去往以之所赴访抵离驻问说叫"
)
"""Characters that a name hardly ever has within its last two, but that often stand before it."""

_COMMON: Final = "熊牛股超门夜早晚菜花集楼黑灯跨选任撤设建节返退债车辖"
"""What makes other words with the kind: 股市, 集镇, 当选县长, 撤县建市, 节省, 返乡."""

_COMPASS: Final = "部方欧美亚非洋极岸疆晋汉魏周宋齐明唐燕凉朝甲"
"""What makes a region, a dynasty or a league with a point of the compass before it."""

HAN: Final = "\u3400-\u9fff"
"""Chinese characters, as a range of a regular expression."""

_TOWN: Final = re.compile(
    rf"(?<![^\W{NEVER}a-z\d_])(?P<stem>(?:[东西南北](?![{_COMPASS}])|(?![{NEVER}])[{HAN}])(?![{NEVER}{_COMMON}])[{HAN}])(?:自治县|[市县镇乡村省])"
    "(?![场值面民容况招委井貌镇里级城长份市压守静令学尉丞域村])"
)
_CHINESE: Final = re.compile(f"[{HAN}]")


def find_towns(text: str) -> tuple[str, ...]:
    """Towns that a question names.

    :param text: the folded question.
    :return: the last two characters of each name, before the kind; each once, in their order.
    """
    return tuple(dict.fromkeys(match["stem"] for match in _TOWN.finditer(text)))


@remembers(16)
def is_elsewhere(towns: tuple[str, ...], report: str, name: str) -> bool:
    """Whether a report names none of a question's towns.

    :param towns: the towns.
    :param report: the folded report.
    :param name: what its file is called.
    :return: True when it names none; False for no towns, and for a report that is not in Chinese.
    """
    texts = (report, fold(name).text)
    return (
        bool(towns)
        and not any(town in text for town in towns for text in texts)
        and bool(_CHINESE.search(report))
    )
