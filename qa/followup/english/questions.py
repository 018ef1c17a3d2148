"""English questions of a word or two: "When?", "Why?", "Who else?", "Anything else?"."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.more import again
from qa.followup.chinese.question_words import question_word
from qa.followup.context import Context, Turn
from qa.followup.english.apart import WH
from qa.followup.english.phrases import WORD
from qa.followup.english.verbs import base_of, participle_of
from qa.followup.english.words import AUXILIARY, LEAD
from qa.followup.frame import Frame
from qa.followup.text import Text
from qa.followup.types import Piece

__all__ = ["ask_else", "ask_more_in_english", "asked_with", "question_word_alone"]

_MORE: Final = re.compile(
    rf"{LEAD}(?:(?:is there |was there |are there |do you have )?(?:anything|any(?:one|body)|something"
    r"|any others?) (?:else|more)"
    "|any (?:others?|more)|what else|who else|where else|which (?:others?|other ones)|more|tell me more"
    "|go on|else)[?.! ]*"
)
_MORE_OF: Final = re.compile(rf"{LEAD}(?:any|which|what) other (?P<noun>[a-z -]+?)[?.! ]*")
_ALONE: Final = re.compile(
    rf"{LEAD}(?P<word>when|where|why|how|how come|since when|what for)(?: (?:exactly|not|so))?"
    r"(?: (?:is|was|did) (?:that|this|it|so|it happen|that happen))?[?.! ]*"
)
_SAME: Final = {"how come": "why", "what for": "why", "since when": "when"}
_CHINESE: Final = {"when": "time", "where": "place", "why": "reason", "how": "way"}
_CHOOSES: Final = re.compile("which|what|whose")
_GOES_WITH_ELSE: Final = re.compile("who|what|where")
_BE: Final = re.compile(" ?(?:is|are|was|were) ")
_NO_VERB: Final = frozenset({"in", "at", "on", "for"})
_ADVERBIAL: Final = frozenset(_CHINESE.values())


def ask_more_in_english(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Ask the last question once more.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where it does not ask for more.
    """
    turn = context.turns[0]
    other = _MORE_OF.fullmatch(text.folded)
    is_same = (
        bool(other) and turn.english and turn.frame.words(turn.frame.noun) == (other["noun"] if other else "")
    )
    if not is_same and (other or not _MORE.fullmatch(text.folded)):
        return None
    return ask_else(turn) if turn.english else again(turn)


def ask_else(turn: Turn) -> tuple[Piece, ...] | None:
    """An English question asked once more.

    :param turn: the turn.
    :return: its pieces; None where it has no question word.
    """
    frame = turn.frame
    word = WH.match(frame.text.folded, frame.start)
    if not word:
        return None
    asks, rest = (frame.text.cut(frame.start, word.end()), True), frame.text.cut(word.end()).lstrip()
    if " else" in frame.text.folded or " other " in frame.text.folded:
        return ((frame.text.cut(frame.start), True),)
    if _CHOOSES.search(word[0]) and frame.noun:
        return (asks, (" other ", False), (frame.text.cut(frame.noun[0]), True))
    if _GOES_WITH_ELSE.search(word[0]):
        return (asks, (" else ", False), (rest, True))
    return ((frame.text.cut(frame.start), True),)


def question_word_alone(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """When?: the last question, asked with another question word and filled by its answer.

    :param text: the question.
    :param context: the earlier turns.
    :return: its pieces; None where it is no question word alone, or the last question has no place for it.
    """
    match = _ALONE.fullmatch(text.folded)
    if not match:
        return None
    turn, key = context.turns[0], _SAME.get(match["word"], match["word"])
    if not turn.english:
        return question_word(_CHINESE[key], turn)
    return asked_with(key, turn, text.cut(*match.span("word")))


def asked_with(key: str, turn: Turn, word: str = "") -> tuple[Piece, ...] | None:
    """The last question asked with another question word.

    :param key: "when", "where", "why" or "how".
    :param turn: a turn in English.
    :param word: the question word as it was typed; "" for none.
    :return: its pieces; None where the question has no place for it.
    """
    frame = turn.frame
    asked = WH.match(frame.text.folded, frame.start)
    if not asked or asked[0] == key:
        return None
    word = word if word.lower() == key else key.capitalize()
    if frame.subject is None and frame.measure is None:
        return _of_doer(word, turn)
    return _swapped(word, key, turn, frame.noun[1] if frame.noun else asked.end())


def _swapped(word: str, key: str, turn: Turn, start: int) -> tuple[Piece, ...] | None:
    """The question word changed; what was asked for is put in behind the verb."""
    frame, answer = turn.frame, turn.said.answer
    if frame.kind in _ADVERBIAL or not answer:
        return ((word, False), (_spaced(frame, start), True))
    if key in {"when", "where"} and not frame.noun and frame.kind == "number":
        return None
    place = max(
        [
            start,
            *(
                end
                for end in (frame.subject and frame.subject.end, frame.measure and frame.measure[1])
                if end
            ),
        ]
    )
    verb = None if _BE.match(frame.text.folded, start) else WORD.search(frame.text.folded, place)
    place = verb.end() if verb and verb[0] not in _NO_VERB else place
    return (
        (word, False),
        (_spaced(frame, start, place), True),
        (" ", False),
        (answer, True),
        (_spaced(frame, place), True),
    )


def _spaced(frame: Frame, start: int, end: int | None = None) -> str:
    """A stretch of a question with a space before it, where it does not begin with a mark."""
    words = frame.text.cut(start, end).lstrip(" ")
    return words if words[:1] in {"", "?", ".", "!"} else f" {words}"


def _of_doer(word: str, turn: Turn) -> tuple[Piece, ...] | None:
    """Who opened the bridge? When?: when did the one who did it open it, or when was it opened."""
    frame = turn.frame
    verb = WORD.search(frame.text.folded, frame.noun[1] if frame.noun else frame.ask[1])
    if not verb:
        return None
    doer = turn.answers[0].words if turn.answers else ""
    rest = (_spaced(frame, verb.end()), True)
    if verb[0] in AUXILIARY:
        return ((f"{word} {frame.text.cut(*verb.span())} ", False), (doer, True), rest) if doer else None
    if doer:
        return ((f"{word} did ", False), (doer, True), (f" {base_of(verb[0])}", False), rest)
    if frame.others and base_of(verb[0]) != verb[0]:
        return (
            (f"{word} was ", False),
            (frame.others[0].words, True),
            (f" {participle_of(verb[0])}?", False),
        )
    return None
