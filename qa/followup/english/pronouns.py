"""English words that stand for somebody or something of an earlier turn: she, its, there, the latter.

"it" stands for nothing in "is it true that" and "how long does it take to"; what stands for something is told apart
from that by patterns, after Paice & Husk, "Towards the automatic recognition of anaphoric features in English text:
the impersonal pronoun it" (Computer Speech & Language 2, 1987).
"""

from __future__ import annotations

import re
from typing import Final

from qa.followup.context import Context
from qa.followup.english.apart import take_english_apart
from qa.followup.english.definite import DEFINITE, Found, definite
from qa.followup.english.phrases import WORD
from qa.followup.english.words import ADJECTIVES, AUXILIARY, PREPOSITIONS
from qa.followup.frame import Frame
from qa.followup.text import Text, is_within, quoted_spans, times_in
from qa.followup.types import ANYTHING, JOINED, Entity, Kinds, Piece

__all__ = ["resolve_english"]

_EXPLETIVE: Final = re.compile(
    r"\b(?:is|was|isn't|wasn't) it (?:really |also |not |still )?(?:true|possible|likely|correct|right"
    "|known|clear|necessary|important|certain|fair|safe|legal|common|normal|allowed|raining|snowing|cold"
    "|warm|hot|worth"
    "|the case|that|because|(?:expected|said|planned|thought|believed|known|hoped|good|bad|hard|easy"
    "|difficult|wise|useful|better|best|sensible|reasonable|permitted|forbidden|usual) (?:that|to|for|if"
    r"|whether)\b)|\bit(?:'s| is| was| will be) (?:true|possible|likely|known|clear|said|expected that"
    r"|(?:good|hard|easy|difficult|better|best) (?:that|to))\b"
    r"|\bit (?:take|takes|took|cost|costs) (?:\w+ )?(?:for |to (?!(?:build|complete|finish|construct"
    "|repair|make|run|open|buy|restore|design|write|install|replace|renovate|maintain|rebuild"
    r"|dig)\b[?.! ]*$))"
    r"|\bwhat time is it|\bhow far is it (?:from|to)\b|\bis it like\b|\b(?:does|did) it (?:matter|seem"
    r"|appear|rain|snow|turn out|follow|mean that)\b|\bit (?:seems|appears|turns out|is said|rains"
    r"|rained)\b"
    r"|\bmake it\b|\bthat's it\b|\bcalled it\b"
)
_PRONOUN: Final = re.compile(
    r"\b(?:(?P<person>he|him|she)|(?P<her>her)|(?P<his>his)|(?P<it>it)(?!['’]s\b)|(?P<its>its)"
    "|(?P<they>they)|(?P<them>them)"
    "|(?P<their>their)|(?P<there>there)|(?P<former>the former)(?= (?:is|was|did|does|has|had|cost|open)"
    "|['’]s|[?,.]|$)|(?P<latter>the latter)"
    rf"|(?P<then>(?:in )?(?:that|the same) year|then(?=[?.! ]*$))|(?P<the>{DEFINITE}))\b"
)
_OF_PLACES: Final = re.compile(
    r"\bit (?:still |now |also )?(?:open|closed|located|built|founded|based|employ|own|situated|named"
    r"|established)\b"
)
_OF_GROUPS: Final = re.compile(
    " (?:[a-z]+ )?(?:executive|ceo|chair|chairman|chairwoman|president|director|manager|mayor|founder"
    "|owner|headquarters|employees|staff|board|members|customers|spokesman|spokeswoman|revenue|profit"
    r"|population)\b"
)
"""What only buildings, towns and groups do or have, and no common noun without an article."""

_EXISTS_BEFORE: Final = re.compile(r"\b(?:is|are|was|were|has|have|will|be|been|isn't|aren't)\W+$")
_EXISTS_BEHIND: Final = re.compile(r"\W*(?:is|are|was|were|has|have|will|to be)\b")
_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_AFTER: Final = re.compile(r"\b(?:in|of|for|since|by|from|until|during) $")
_PREPOSITION: Final = re.compile("(?:in|at|on) ")
_GROUP: Final[Kinds] = frozenset({"person", "org"})
_WANTED: Final[dict[str, Kinds]] = {
    **dict.fromkeys(("person", "her", "his"), frozenset({"person"})),
    **dict.fromkeys(("it", "its"), ANYTHING),
    **dict.fromkeys(("they", "them", "their"), _GROUP),
    "there": frozenset({"place", "thing"}),
}
_TURNS_OF_TIME: Final = 3


def resolve_english(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Replace what stands for somebody or something of an earlier turn.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where nothing in it does, or nothing fits.
    """
    folded, own = text.folded, take_english_apart(text)
    closed = [*quoted_spans(folded), *(match.span() for match in _EXPLETIVE.finditer(folded))]
    pieces: list[Piece] = []
    done = place = 0
    while match := _PRONOUN.search(folded, place):
        # "that" may be followed by a pronoun, which is looked at next.
        place = match.start("noun") if match["the"] else match.end()
        found = None if is_within(match.start(), closed) else _antecedent(match, text, own, context)
        if found:
            pieces += [
                (_cut(text, done, match.start()) + found.before, False),
                (found.words, True),
                (found.behind, False),
            ]
            done = place = found.end
    return (*pieces, (_cut(text, done, len(folded)), False)) if pieces else None


def _cut(text: Text, start: int, end: int) -> str:
    """A stretch as it was typed, with the space at its beginning that folding may have put at another place."""
    space = " " if text.folded[start : start + 1] == " " else ""
    return space + text.cut(start + len(space), end)


def _antecedent(match: re.Match[str], text: Text, own: Frame, context: Context) -> Found | None:
    if match["the"]:
        return definite(match, own, context)
    if match["former"] or match["latter"]:
        pairs = (turn.frame.pair for turn in context.turns if turn.frame.pair)
        return next((Found(pair[bool(match["latter"])].words, match.end()) for pair in pairs), None)
    if match["then"]:
        return _that_year(match, own, context)
    return _of_kind(match, text, own, context)


def _of_kind(match: re.Match[str], text: Text, own: Frame, context: Context) -> Found | None:
    """What "she", "it", "their" or "there" stands for."""
    group = next(name for name in _WANTED if match[name])
    folded, wanted = text.folded, _WANTED[group]
    if group == "there" and (
        _EXISTS_BEFORE.search(folded[: match.start()]) or _EXISTS_BEHIND.match(folded, match.end())
    ):
        return None
    if any(
        each.start >= 0 and each.end <= match.start() and (not each.kinds or each.kinds & wanted)
        for each in own.entities
    ):
        return None
    owns = group in {"his", "its", "their"} or (
        group == "her" and _is_owned(WORD.search(folded, match.end()))
    )
    wants_owner = (group == "it" and _OF_PLACES.search(folded)) or (
        group == "its" and _OF_GROUPS.match(folded, match.end())
    )
    for _, entity in context.candidates(wanted, many=wanted == _GROUP):
        is_common = entity.kinds == {"thing"} and not re.search("[A-Z]|^the ", entity.words)
        if _suits(group, entity) and not (wants_owner and is_common):
            before = "in " if group == "there" and not _PREPOSITION.match(entity.folded) else ""
            behind = ("'" if entity.words.endswith("s") else "'s") if owns else ""
            return Found(entity.words, match.end(), before, behind)
    return None


def _is_owned(behind: re.Match[str] | None) -> bool:
    """Whether what follows "her" is hers."""
    if behind is None or behind[0] in PREPOSITIONS or behind[0] in AUXILIARY:
        return False
    return behind[0] not in ADJECTIVES - {"old", "late", "first"}


def _suits(group: str, entity: Entity) -> bool:
    if group == "there":
        return bool(entity.kinds) or " " not in entity.folded
    if _WANTED[group] != _GROUP:
        return True
    is_plural = entity.folded.endswith("people") or (
        entity.folded.endswith("s") and not re.search("[A-Z]", entity.words[4:])
    )
    if group == "them" and "org" in entity.kinds and entity.start >= 0:
        return False
    return "org" in entity.kinds or is_plural or bool(JOINED.search(entity.folded))


def _that_year(match: re.Match[str], own: Frame, context: Context) -> Found | None:
    """The year that was the answer, or was asked about."""
    for turn in () if own.times else context.turns[:_TURNS_OF_TIME]:
        source = Text.of(turn.said.answer) if turn.frame.kind == "time" else turn.frame.text
        if times := times_in(source.folded):
            words = source.cut(*times[-1])
            year = _YEAR.search(words)
            before = "" if _AFTER.search(own.text.folded[: match.start()]) else "in "
            return Found(year[0] if year else words, match.end(), before)
    return None
