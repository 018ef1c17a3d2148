"""Names of persons in Chinese text, told by family names and by characters that given names are written with."""

from __future__ import annotations

import re
from typing import Final

from qa.asked import SURNAMES
from qa.followup.chinese.nouns import kinds_of
from qa.followup.types import ANYTHING, Kinds
from qa.sense.namesakes import find_names
from qa.sense.towns import HAN

__all__ = [
    "PERSON",
    "has_form_of_a_person",
    "is_named_as_a_person",
    "is_surely_a_person",
    "looks_like_a_person",
    "people_in",
]

PERSON: Final[Kinds] = frozenset({"person"})
"""The kind of a person."""

_COMPOUND: Final = (
    "欧阳|司马|上官|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|东方|端木|南宫|独孤|轩辕|呼延|闻人"
)
_MORE_SURNAMES: Final = (
    "肖崔石付邢左涂吉宗应姬隋商荣丛迟邝官鞠郁胥南班栗楚洪"
    "谷匡帅冼苟庹巫蔺蒲岳鄢阚郗嵇诸晁邸钮兰祁亓芦禚丘邱牟车覃符简佘闫阳卜麦祖佟邬盖晏旷区仉单查解种员逄苑佴"
)
_NAME: Final = re.compile(
    rf"(?:{_COMPOUND})[{HAN}]{{1,2}}|[{SURNAMES}{_MORE_SURNAMES}][{HAN}]{{1,2}}"
    rf"|[{HAN}]{{1,8}}(?:[·•][{HAN}a-z]{{1,10}})+"
)


def has_form_of_a_person(words: str) -> bool:
    """Whether folded words are a family name and what could be a given one, even where they end like a place.

    :param words: folded words.
    :return: True for 林若谷 and for 白云山.
    """
    return bool(_NAME.fullmatch(words))


def looks_like_a_person(words: str) -> bool:
    """Whether folded words could be somebody's name and are no place's or thing's by their form.

    :param words: folded words.
    :return: True for 林若澄 and for 明前茶, False for 白云山.
    """
    return has_form_of_a_person(words) and not kinds_of(words) & ANYTHING


def people_in(folded: str) -> tuple[str, ...]:
    """Names that are surely persons'.

    :param folded: folded text.
    :return: family names with given names that hardly anything else is written with, each once.
    """
    found = find_names(folded)
    return found.people if found else ()


def is_named_as_a_person(words: str, folded: str) -> bool:
    """Whether a text names somebody by folded words.

    :param words: the words.
    :param folded: the text they stand in.
    :return: True where that is sure.
    """
    return words in people_in(folded)


def is_surely_a_person(words: str) -> bool:
    """Whether folded words are a family name and given names that hardly anything else is written with.

    :param words: folded words.
    :return: True for 林淑芬, False for 明前茶.
    """
    return is_named_as_a_person(words, f"{words}说")
