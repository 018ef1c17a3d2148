"""What about X?: the last question asked again with another year, place, name or measure."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.elements import element
from qa.followup.chinese.substitute import edits_of
from qa.followup.context import Context, Turn, has_chinese
from qa.followup.edits import Edit, edited, time_edit
from qa.followup.english.apart import WH
from qa.followup.english.counterparts import english_counterpart
from qa.followup.english.phrases import WORD
from qa.followup.english.words import AUXILIARY, MEASURES, english_kinds
from qa.followup.text import Span, Text, times_in
from qa.followup.types import ANYTHING, Kinds, Piece

__all__ = ["ask_of_another"]

_ABOUT: Final = re.compile(
    r"(?:so |and |but |ok(?:ay)?,? |then |also )*(?:(?:what|how) about|what of)(?![a-z]) ?(?:the year )?"
)
_AND: Final = re.compile(r"(?:and|or|but|also|then|and what about|and for)\b,? ?")
_PREPOSITION: Final = re.compile(r"(?:in|at|on|for|by|from|to|with|during|under|near|of|since|until) ")
_ITS: Final = re.compile(r"(?:its|his|her|their)\b ")
_END: Final = re.compile(r"(?: then| instead| as well| too| though)?[?.! ]*$")
_SMALL: Final = re.compile("(?:in |by |for |since |during |the )*")
_BEFORE_TIME: Final = re.compile("(?: (?:in|for|during|of|by))? ?$")
_ARTICLE: Final = re.compile("(?:the|a|an) ")
_OWNED: Final = re.compile("(?:the|['’]s?) $")
_MEASURE: Final = re.compile("(?:the |its |their )?(?:[a-z-]+ ){0,2}[a-z-]+")
_PERSON: Final[Kinds] = frozenset({"person"})
_LONGEST: Final = 60
_FEW: Final = 4
_WORDS: Final = 6
_TURNS: Final = 3


def ask_of_another(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Ask the last question that has a place for it again, with what is named anew.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where it does not only name something, or nothing has a place for it.
    """
    span = _named(text.folded)
    if span is None:
        return None
    start, end = span
    found = _PREPOSITION.match(text.folded, start, end)
    preposition, name = (found[0].strip(), found.end()) if found else ("", start)
    times = [each for each in times_in(text.folded) if start <= each[0] and each[1] <= end]
    if times:
        return _at_another_time(text, (name, end), times, context)
    if owned := _ITS.match(text.folded, name, end):
        return _measure_of_topic(text, (owned.end(), end), owned[0].strip(), context)
    is_name = bool(re.search("[A-Z]", text.cut(name, end)))
    for turn in context.turns[: _TURNS if is_name and not preposition else 1]:
        if edits := _edits(text, (name, end), preposition, turn):
            return edited(turn.frame, edits)
        if preposition:
            return _added(text, span, preposition, turn) if turn.english else None
    return _measure_of_topic(text, (name, end), "", context)


def _named(folded: str) -> Span | None:
    """The stretch that names something, of a question that names something and asks nothing; None for others."""
    end = _END.search(folded)
    stop = end.start() if end else len(folded)
    about = _ABOUT.match(folded)
    if about:
        return (about.end(), stop) if about.end() < stop <= about.end() + _LONGEST else None
    lead = _AND.match(folded)
    start = lead.end() if lead else 0
    times = times_in(folded)
    is_time = bool(times) and bool(_SMALL.fullmatch(folded[: times[0][0]])) and times[-1][1] >= stop
    if not lead and not is_time and not (_PREPOSITION.match(folded) and len(folded.split()) <= _FEW):
        return None
    words = WORD.findall(folded[start:stop])
    if WH.match(folded, start) or len(words) > _WORDS or any(word in AUXILIARY for word in words):
        return None
    return (start, stop) if start < stop <= start + _LONGEST else None


def _at_another_time(text: Text, span: Span, times: list[Span], context: Context) -> tuple[Piece, ...] | None:
    """2022, or Leeds in 2022."""
    (first, _), (_, last) = times[0], times[-1]
    if last < span[1] and text.folded[last : span[1]].strip():
        return None
    name = _BEFORE_TIME.sub("", text.folded[span[0] : first]).removeprefix("the")
    for turn in context.turns[:_TURNS]:
        time = time_edit(text, (first, last), turn.frame, turn.english)
        edits = _edits(text, (span[0], span[0] + len(name)), "", turn) if name.strip() else []
        if (
            time is not None
            and edits is not None
            and not any(one[0] < time[1] and time[0] < one[1] for one in edits)
        ):
            return edited(turn.frame, [*edits, time])
    return None


def _added(text: Text, span: Span, preposition: str, turn: Turn) -> tuple[Piece, ...] | None:
    """A place or purpose that the last question does not name: in the place of an owner, else at its end."""
    frame, owner, folded = turn.frame, turn.frame.subject, turn.frame.text.folded
    new = (f" {text.cut(*span)}", False)
    if owner and frame.measure and folded[frame.measure[1] : owner.start].strip() == "of":
        return ((frame.text.cut(frame.start, frame.measure[1]), True), new, (frame.text.cut(owner.end), True))
    if frame.kind == "place" or f" {preposition} " in folded:
        return None
    end = len(folded.rstrip(" ?.!"))
    return ((frame.text.cut(frame.start, end), True), new, (frame.text.cut(end), True))


def _edits(text: Text, span: Span, preposition: str, turn: Turn) -> list[Edit] | None:
    frame, words, named = turn.frame, text.folded[slice(*span)], text.cut(*span)
    is_name = bool(re.search("[A-Z]", named))
    if not turn.english:
        new = element(text, *span, ()) if has_chinese(named) or is_name else None
        return edits_of(new, turn, False) if new else None
    if not frame.has_question_word and frame.subject is None:
        return None
    place = english_counterpart(_ARTICLE.sub("", words), is_name, preposition, frame)
    if place is None:
        return None
    if frame.words(place).startswith("the ") and not words.startswith("the ") and not is_name:
        place = (place[0] + len("the "), place[1])
    if words.startswith("the ") and _OWNED.search(frame.text.folded[: place[0]]):
        named = text.cut(span[0] + len("the "), span[1])
    return [(*place, ((named, False),))]


def _measure_of_topic(text: Text, span: Span, owner: str, context: Context) -> tuple[Piece, ...] | None:
    """What about its length?: what is the length of what was spoken of."""
    words = text.folded[slice(*span)]
    if not _MEASURE.fullmatch(words) or (not owner and words.split(" ")[-1] not in MEASURES):
        return None
    measure = text.cut(span[0] + (len("the ") if words.startswith("the ") else 0), span[1])
    for turn in context.turns[:_TURNS]:
        frame = turn.frame
        if turn.english and frame.measure and frame.subject and frame.ask[1] <= frame.measure[0]:
            article = "the " if frame.words(frame.measure).startswith("the ") else ""
            return edited(frame, [(*frame.measure, ((article + measure, False),))])
    found = context.find(_PERSON if owner in {"his", "her"} else ANYTHING)
    asks = "Who is" if "person" in english_kinds(measure.lower()) else "What is"
    return ((f"{asks} the {measure} of ", False), (found[1].words, True), ("?", False)) if found else None
