"""Chinese words that stand for somebody or something of an earlier turn: 他, 该公司, 这座桥, 后者, 那里, 那年.

What they stand for agrees in kind and, where a noun is given, in the head noun. A word that finds its own antecedent in
the question it stands in is left alone, as in rule-based resolution since Hobbs ("Resolving Pronoun References", Lingua
44, 1978), and so is one in quotation marks.
"""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.apart import take_apart
from qa.followup.chinese.cover import cover
from qa.followup.chinese.demonstratives import DEMONSTRATIVE, Found, has_own, the_one
from qa.followup.chinese.nouns import names_one
from qa.followup.chinese.persons import PERSON, looks_like_a_person
from qa.followup.context import Context, Turn
from qa.followup.frame import Frame
from qa.followup.text import Span, Text, is_within, quoted_spans, times_in
from qa.followup.types import ANYTHING, JOINED, Entity, Kinds, Piece

__all__ = ["has_pronoun", "resolve"]

_PRONOUN: Final = re.compile(
    "(?P<person>(?<![其排利吉维马])[他她](?![们人乡国山信杀处妈律])|(?:[此该]"
    "|[这那]个?)人(?![员数均口工民才类群事们]))"
    r"|(?P<people>[他她]们|这些人|那些人)|(?P<things>它们)|(?P<thing>(?<!其)它(?!们))"
    r"|(?P<any>(?<![极尤与土名何莫任及])其(?![中他它实余次间后时一二三所道貌乐妙]))"
    r"|(?P<former>前者)|(?P<latter>后者)"
    r"|(?P<there>那里|那儿|那边|当地(?!人)|[此该]地(?![区方铁点段])|这里|这儿)"
    rf"|(?P<then>(?:[那这]一?|同一?|当)年(?![度级轻前代份]))|(?P<that>{DEMONSTRATIVE})"
)
_WANTED: Final[dict[str, Kinds]] = {
    "person": PERSON,
    "people": frozenset({"person", "org"}),
    "things": ANYTHING,
    "thing": ANYTHING,
    "there": frozenset({"place"}),
    "any": frozenset(),
}
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_YEAR: Final = re.compile(r"(?:\d{4}|[〇零一二三四五六七八九]{4})年")
_CLAUSE: Final = re.compile("[,;:，]")
_SHORT_CLAUSE: Final = 8
_LONGEST_TOWN: Final = 4
_WHOLE_AND_TWO: Final = 3


def has_pronoun(folded: str) -> bool:
    """Whether a question has a pronoun, be it one that nothing fits.

    :param folded: the folded question.
    :return: True for 他说了什么.
    """
    quoted = quoted_spans(folded)
    found = (match for match in _PRONOUN.finditer(folded) if not is_within(match.start(), quoted))
    return any(
        match.lastgroup in {"person", "people", "thing", "things", "former", "latter"} for match in found
    )


def resolve(text: Text, context: Context) -> tuple[Piece, ...] | None:
    """Replace what stands for somebody or something of an earlier turn.

    :param text: the question.
    :param context: the earlier turns.
    :return: the question with the words they stand for; None where there is none, or nothing that fits.
    """
    own, quoted = take_apart(text), quoted_spans(text.folded)
    pieces: list[Piece] = []
    done = 0
    for match in _PRONOUN.finditer(text.folded):
        if is_within(match.start(), quoted) or match.start() < done:
            continue
        found = _antecedent(match, text, own, context)
        if found and found[0] not in text.original:
            words, (start, end) = found
            pieces += [(text.cut(done, start), False), (words, True)]
            done = end
    return (*pieces, (text.cut(done), False)) if pieces else None


def _antecedent(match: re.Match[str], text: Text, own: Frame, context: Context) -> Found | None:
    group, span = match.lastgroup or "", match.span()
    if group == "then":
        return _that_year(span, own, context)
    if group in {"former", "latter"}:
        return _of_two(group == "latter", span, context)
    if group == "that":
        return the_one(match.end(), span, text, own, context)
    return _of_kind(group, span, text, own, context)


def _of_kind(group: str, span: Span, text: Text, own: Frame, context: Context) -> Found | None:
    """What 他, 它, 它们, 其 or 那里 stands for."""
    if group == "any" and not _stands_for_owner(text.folded, span, own):
        return None
    wanted = _WANTED[group]
    before = text.folded[own.start : span[0]]
    if has_own(own, wanted, span[0]) or _tells(before, own, text.folded):
        return None
    if group in {"thing", "any"} and not cover(before, own.times).whole:
        return None
    many = group in {"people", "things"}
    found = (entity for turn, entity in context.candidates(wanted, many=many) if _suits(group, entity, turn))
    return next(((entity.words, span) for entity in found), None)


def _stands_for_owner(folded: str, span: Span, own: Frame) -> bool:
    """Whether 其 begins a question or a clause, and a noun follows."""
    if not _HAN.match(folded, span[1]) or (own.subject and own.subject.end <= span[0]):
        return False
    return own.start == span[0] or not _HAN.search(folded[span[0] - 1 : span[0]])


def _tells(before: str, own: Frame, folded: str) -> bool:
    """Whether a clause before a pronoun tells of something that it may stand for, though no name in it is known."""
    for start, end in own.times:
        before = before.replace(folded[start:end], "")
    return len(before) > _SHORT_CLAUSE and bool(_CLAUSE.search(before))


def _suits(group: str, entity: Entity, turn: Turn) -> bool:
    is_many = bool(JOINED.search(entity.folded)) or "org" in entity.kinds
    if group == "people":
        return is_many
    if group == "things":
        return is_many or entity == turn.frame.subject
    if group == "there":
        is_town = len(entity.folded) <= _LONGEST_TOWN and not looks_like_a_person(entity.folded)
        return names_one(entity.folded) and (bool(entity.kinds) or is_town)
    return True


def _that_year(span: Span, own: Frame, context: Context) -> Found | None:
    """The year that was the answer, or was asked about."""
    if any(time != span and time[0] < span[0] for time in own.times):
        return None
    for turn in context.turns:
        answer = Text.of(turn.said.answer)
        if turn.frame.kind == "time" and (times := times_in(answer.folded)):
            year = _YEAR.match(answer.folded, times[0][0])
            return answer.cut(times[0][0], year.end() if year else times[0][1]), span
        if turn.frame.times:
            return turn.frame.text.cut(*turn.frame.times[-1]), span
    return None


def _of_two(latter: bool, span: Span, context: Context) -> Found | None:
    for turn in context.turns:
        if turn.frame.pair:
            return turn.frame.pair[latter].words, span
        if len(turn.answers) == _WHOLE_AND_TWO:
            return turn.answers[1 + latter].words, span
    return None
