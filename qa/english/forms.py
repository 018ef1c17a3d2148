"""Names, times, places, numbers and reasons in English sentences, told by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["WORD", "asks_in_english", "candidates", "is_latin", "is_small", "stems"]

_MONTH: Final = (
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_DATE: Final = (
    rf"(?:\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?(?!\d)"
    rf"|(?:early |mid-|late )?{_MONTH}(?: \d{{4}})?|the (?:first|second|third|fourth) (?:quarter|half) of \d{{4}}"
    r"|\b(?:1[5-9]|20)\d\d\b)(?! (?:tonnes|people))"
)
_COUNT: Final = (
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty)"
)
_SCALE: Final = "(?: ?(?:hundred|thousand|million|billion|trillion))?"
_NUMBER: Final = rf"(?:[$£€¥] ?)?(?:\d[\d,]*(?:\.\d+)?|\b{_COUNT}\b){_SCALE}"
_COUNTED: Final = rf"{_NUMBER}(?:%| (?:per cent|percent|(?:cubic |square |metric )?[a-z][\w-]*))?"
_MONEY: Final = rf"[$£€¥] ?\d[\d,.]*\d?{_SCALE}|{_NUMBER} (?:US )?(?:dollars|pounds|euros|yuan|yen)"
_BEHIND: Final = (
    r"(?: (?:(?:of|the|and|de|van|von|for) ){0,2}[A-Z][\w'’&-]*(?:\.(?= [A-Z]))?| \d+(?!\d|[,.]\d))*"
)
_NAME: Final = r"(?:[A-Z][\w'’.&-]*|[A-Z]\.)" + _BEHIND
_KINDS: Final = {
    "time": (_DATE,),
    "amount": (_MONEY, _COUNTED),
    "number": (_COUNTED,),
    "person": (_NAME,),
    "name": (_NAME,),
    "place": (
        rf"(?<=\b(?:in|at|to) )(?:the )?(?:[a-z]+ (?:of|at) )?{_NAME}",
        rf"(?<=\bfrom ){_NAME}",
        _NAME,
    ),
    "reason": (r"\b(?:because of|because|due to|owing to|thanks to|caused by|after|since|as)\b [^,;.]+",),
}
_PATTERNS: Final = {kind: tuple(map(re.compile, patterns)) for kind, patterns in _KINDS.items()}
_NAMES: Final = frozenset({"person", "name", "place"})
_A_MONTH: Final = re.compile(rf"{_MONTH}(?: \d+)*")
_SMALL: Final = frozenset(
    re.findall(
        r"\w+",
        """
    a an the of in on at to by for from with into over and or as is are was were be been being it its their his her
    this that these those than not no will would has have had can could may which who whom whose when where what how
    why do does did but if so up out about after before during between under until since because per there then also
    more most
    """,
    )
)

WORD: Final = re.compile(r"[A-Za-z][\w'’-]*|\d[\d,.]*\d|\d")
"""A word or a number."""

_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_OTHER: Final = re.compile("[\u0370-\u1dff\u2e80-\uffdf]")


def asks_in_english(question: str) -> bool:
    """Whether a question is in English, not in another language of the same script.

    :param question: a question.
    :return: True when it is in Latin script and holds a word that holds English together (the, of, who).
    """
    return is_latin(question) and any(map(is_small, WORD.findall(question)))


def is_latin(text: str) -> bool:
    """Whether a text is in Latin script.

    :param text: a question or a sentence.
    :return: True when it has two words in Latin letters and no character of another script.
    """
    return len(_LATIN.findall(text)) > 1 and not _OTHER.search(text)


def is_small(word: str) -> bool:
    """Whether a word only holds others together.

    :param word: a word.
    :return: True for articles, prepositions and the like.
    """
    return word.lower() in _SMALL


def _stem(word: str) -> str:
    low = word.lower().replace("’", "'").removesuffix("'s").replace(",", "")
    for ending in ("ing", "ed", "es", "s", "e"):
        if low.endswith(ending) and len(low) - len(ending) >= 3 and low.isalpha():
            return low.removesuffix(ending)
    return low


def stems(text: str) -> frozenset[str]:
    """The words of a text without their endings, small ones left out.

    :param text: the text.
    :return: each once.
    """
    return frozenset(_stem(word) for word in WORD.findall(text) if not is_small(word))


def candidates(sentence: str, kind: str) -> Iterator[tuple[int, int, int]]:
    """What could be asked for in a sentence.

    :param sentence: the sentence, capitals and all.
    :param kind: "person", "name", "place", "time", "number", "amount" or "reason".
    :return: start and end of each, and 0 for the surest form of its kind, 1 for the next.
    """
    for rank, pattern in enumerate(_PATTERNS[kind]):
        for match in pattern.finditer(sentence):
            start, end = match.span()
            if kind in _NAMES:
                first = sentence[start:end].split(" ", maxsplit=1)[0]
                if is_small(first) and first[0].isupper() and first != "May":
                    start += len(first) + 1
                if _A_MONTH.fullmatch(sentence, start, end) or (
                    kind == "person" and sentence[end - 1].isdigit()
                ):
                    continue
            elif kind in {"number", "amount"} and is_small(sentence[start:end].rsplit(" ", maxsplit=1)[-1]):
                end = start + sentence[start:end].rfind(" ")
            while end > start and sentence[end - 1] in ".,'’":
                end -= 1
            if start < end:
                yield start, end, rank
