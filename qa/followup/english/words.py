"""English words that questions about reports are made of."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.types import Kinds, words_of

__all__ = [
    "ADJECTIVES",
    "AUXILIARY",
    "DETERMINERS",
    "LEAD",
    "MEASURES",
    "PREPOSITIONS",
    "PRONOUNS",
    "TITLE",
    "english_kinds",
]

LEAD: Final = r"(?:(?:and|so|but|ok(?:ay)?|then|also|well|now)[, ]+)*"
"""Pattern of what may stand before a question and says nothing."""

DETERMINERS: Final = words_of(
    "the a an this that these those its his her their our my your all both each every some any no"
)
PRONOUNS: Final = words_of("it he she they him them her i you we us me there this that these those one")
AUXILIARY: Final = words_of(
    "do does did is are was were has have had will would can could should may might must be been being"
)
PREPOSITIONS: Final = words_of(
    "in on at by for from with to into onto during after before since until between under over "
    "through about as than against within without "
    "across near along around among per via because when while if that which who where why how and "
    "or but so due out up down off back"
)
"""Words that end a noun phrase; "of" does not."""

ADJECTIVES: Final = words_of(
    "longer larger older bigger higher taller wider deeper newer cheaper faster busier smaller shorter "
    "lower longest largest oldest "
    "long old large big tall high wide deep heavy fast far open closed free full ready available "
    "safe responsible necessary possible important late "
    "early expensive cheap popular successful based located due likely able called known worth made "
    "also now still already currently really actually first "
    "again today yet ever only usually finally originally officially"
)
"""Words that end a noun phrase behind "is", and adverbs."""

_HEADS: Final = {
    "org": (
        "company firm shipyard yard group ltd limited inc corp corporation plc university college "
        "school council trust bank association agency ministry department committee board institute "
        "institution lines airlines airways authority commission union foundation club team party "
        "society government parliament court police laboratory lab bureau office "
        "consortium contractor operator supplier developer manufacturer builder charity partners "
        "brothers sons co works industries engineering electrical marine holdings "
        "ventures energy systems technologies logistics foods motors pharma media press service "
        "services federation league network cooperative organisation organization delegation "
        "business employer retailer publisher broadcaster orchestra regiment army navy"
    ),
    "org thing": "hospital museum clinic library theatre theater hotel restaurant factory mill brewery plant shop "
        "store supermarket centre center gallery academy",
    "place": "city town county village island islands province state region district country capital borough "
        "parish municipality suburb republic kingdom shire",
    "place thing": "port harbour harbor park garden gardens lake river mountain hill valley beach bay forest square "
        "street farm reserve estate marina wharf quay",
    "thing": (
        "bridge tunnel terminal airport station road railway line route dam reservoir tower building "
        "ship ferry vessel train satellite rocket aircraft plane car bus truck project programme "
        "program "
        "system crane pier turbine reactor canal highway motorway stadium arena church cathedral castle "
        "monument statue house pipeline cable engine model product drug vaccine app "
        "software platform phone battery machine device tool service scheme wing facility depot "
        "warehouse campus site mine well field track track lock gate weir pump grid tram "
        "tramway metro subway fund lighthouse greenhouse laboratory telescope chip robot boat barge "
        "fleet collection species crop roof hall"
    ),
    "event": (
        "conference summit festival exhibition meeting forum war match election fire flood visit "
        "ceremony fair race tournament championship olympics games marathon earthquake storm hurricane "
        "accident strike trial talks inauguration opening workshop symposium parade concert by-election "
        "battle outbreak closure merger takeover"
    ),
    "work": (
        "book film movie novel agreement treaty law act bill plan policy contract strategy study "
        "article song play album painting prize award report standard regulation directive survey "
        "charter code deal scheme budget"
    ),
    "person": (
        "man woman mayor president minister chair chairman chairwoman chairperson director manager ceo "
        "executive professor doctor architect engineer author writer artist scientist researcher "
        "captain officer judge king queen prince princess actor actress singer spokesman spokeswoman "
        "spokesperson founder owner governor senator secretary deputy treasurer headteacher principal "
        "farmer teacher student nurse coach leader editor designer inventor"
    ),
}  # fmt: skip
_KINDS_OF: Final = {
    head: frozenset(kinds.split()) for kinds, heads in _HEADS.items() for head in heads.split()
}

TITLE: Final = re.compile(
    "(?:(?:the|its|their|deputy|former|vice|prime|chief|lord|lady|associate|assistant|managing|executive"
    "|senior|council|project|party|company) )*"
    "(?:mayor|president|minister|mr|mrs|ms|miss|dr|prof|professor|sir|dame|chairman|chairwoman|chair"
    "|director|captain|judge|king|queen|prince|princess|governor|senator|"
    "secretary|executive|leader|architect|engineer|doctor|officer|councillor|general|colonel|major"
    "|bishop|pope|rev|reverend|spokesman|spokeswoman|spokesperson|ceo|manager|curator|headteacher"
    r"|principal)\.? "
)
"""What stands before somebody's name and is none."""

MEASURES: Final = words_of(
    "length width height depth weight size area population cost price budget value revenue profit "
    "turnover income capacity speed age duration number total amount rate share investment "
    "output production exports imports sales salary wage debt deficit surplus growth volume mass "
    "temperature distance range span diameter thickness power efficiency yield density "
    "unemployment inflation emissions consumption expenditure spending staff workforce headcount "
    "membership attendance circulation enrolment enrollment location address name date time purpose "
    "aim goal target theme "
    "topic reason cause effect impact result owner founder author designer architect director "
    "manager chair chairman mayor president deputy successor predecessor winner builder "
    "contractor operator sponsor headquarters origin route schedule deadline colour color material "
    "structure turnout fee fare rent tax loss damage toll lifespan warranty term funding grant "
)
"""What can be asked of something (its length)."""


def english_kinds(words: str) -> Kinds:
    """What a noun phrase can be, by its last word and by titles.

    :param words: folded words.
    :return: its kinds; empty where it does not tell.
    """
    if "&" in words or re.search(r"\b(?:ltd|inc|plc|corp)\b", words):
        return frozenset({"org"})
    found = re.findall(r"[a-z][a-z'-]*", words.replace("’", "'"))
    if not found:
        return frozenset()
    head = found[-1]
    for form in (head, head.removesuffix("s"), head.removesuffix("es")):
        if form in _KINDS_OF:
            return _KINDS_OF[form]
    if TITLE.match(words):
        return frozenset({"person"})
    # The Port of Danmouth, the University of Leeds.
    if (of := re.match(r"(?:the )?(?:[a-z'-]+ )*?([a-z'-]+) of ", words)) and of[1] in _KINDS_OF:
        return _KINDS_OF[of[1]]
    return frozenset()
