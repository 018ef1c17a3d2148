"""English questions on what belongs to something that they do not name: Who is the director?, Which is the largest?"""

from __future__ import annotations

import re
from typing import Final

from qa.followup.context import Context
from qa.followup.english.words import LEAD, MEASURES, english_kinds
from qa.followup.text import Text, times_in
from qa.followup.types import ANYTHING, Entity, Kinds, Piece

__all__ = ["add_owner"]

_NOUN: Final = "(?P<noun>the (?:[a-z-]+ ){0,2}[a-z-]+)"
_WHO: Final = re.compile(rf"{LEAD}who (?:is|was|are|were) {_NOUN}[?.! ]*")
_WHAT: Final = re.compile(
    rf"{LEAD}(?:what (?:is|was|are|were)|how (?:high|large|big|long|much) (?:is|was|are|were)) {_NOUN}"
    r"(?P<rest>(?: (?:in|for|of|at the end of) (?:the )?[a-z0-9 ]+)?)[?.! ]*"
)
_WHICH: Final = re.compile(
    rf"{LEAD}which (?:one )?(?:is|was) (?P<noun>the (?:most [a-z]+|[a-z]+est|first|last|main))(?P<end>[?.! ]*)"
)
_LEADS_PEOPLE: Final = re.compile(
    r"\b(?:executive|ceo|chair|chairman|chairwoman|president|director|manager|mayor|governor|minister"
    "|spokesman|spokeswoman"
    r"|spokesperson|treasurer|secretary|deputy|headteacher|principal)$"
)
_LEADS_WORK: Final = re.compile(r"\b(?:project|site|works|construction|festival|event|exhibition)\b")
_OF_GROUPS: Final[Kinds] = frozenset({"org", "place"})
_MAY_BE_A_PERSON: Final = re.compile(r"[A-Z][a-z]+(?: [A-Z][\w.'’-]*){1,2}")
_OF_NOBODY: Final = frozenset({"weather", "result", "answer", "date", "time", "reason", "purpose"})


def add_owner(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Name whose director is asked about, where the question does not.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where it says whose, or nobody fits.
    """
    if match := _WHICH.fullmatch(text.folded):
        return _among(text, match, context)
    if match := _WHO.fullmatch(text.folded):
        noun = match["noun"]
        if english_kinds(noun) != {"person"} and noun.split(" ")[-1] not in MEASURES:
            return None
        leads = _LEADS_PEOPLE.search(noun) and not _LEADS_WORK.search(noun)
        return _of(text, match, _OF_GROUPS if leads else ANYTHING, context)
    match = _WHAT.fullmatch(text.folded)
    if match is None or match["noun"].split(" ")[-1] not in MEASURES - _OF_NOBODY:
        return None
    return _of(text, match, ANYTHING, context) if not match["rest"] or times_in(match["rest"]) else None


def _of(text: Text, match: re.Match[str], wanted: Kinds, context: Context) -> tuple[Piece, ...] | None:
    """Put who or what was spoken of behind the noun, the first that has a name or says more than a noun."""
    found = (entity for _, entity in context.candidates(wanted) if _says_which(entity))
    entity = next(found, None)
    if entity is None or re.search(rf"\b{re.escape(match['noun'])}\b", entity.folded):
        return None
    place = match.end("noun")
    return ((text.cut(0, place), False), (" of ", False), (entity.words, True), (_rest(text, place), False))


def _says_which(entity: Entity) -> bool:
    if not entity.kinds and _MAY_BE_A_PERSON.fullmatch(entity.words):
        return False
    return bool(re.search("[A-Z\u4e00-\u9fff]", entity.words)) or len(entity.folded.split()) > 2


def _rest(text: Text, place: int) -> str:
    words = text.cut(place).lstrip(" ")
    return words if words[:1] in {"", "?", ".", "!"} else f" {words}"


def _among(text: Text, match: re.Match[str], context: Context) -> tuple[Piece, ...] | None:
    """Which is the largest?: of those that were counted."""
    turn = context.turns[0]
    frame = turn.frame
    if not turn.english or not frame.noun:
        return None
    one = _singular(frame.text.cut(*frame.noun))
    of: tuple[Piece, ...] = ((" of ", False), (frame.subject.words, True)) if frame.subject else ()
    return (
        (f"{text.cut(0, match.end('noun'))} ", False),
        (one, True),
        *of,
        (text.cut(match.start("end")), False),
    )


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun.removesuffix("ies") + "y"
    return (
        re.sub("(?<=ch|sh|ss)es$", "", noun) if re.search("(?:ch|sh|ss)es$", noun) else noun.removesuffix("s")
    )
