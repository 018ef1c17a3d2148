"""English verbs: their base forms, and what people do rather than things."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.types import words_of

__all__ = ["PEOPLE_DO", "base_of", "is_verb", "participle_of"]

PEOPLE_DO: Final = re.compile(
    r"\b(?:born|die|died|say|says|said|study|studied|graduate|graduated|marry|married|live|lived|work"
    "|worked|retire|retired|resign|resigned|think|believe|write|wrote|grow up|grew up|tell|told|"
    "promise|promised|announce|announced|add|added|argue|suggest|claim|explain|warn|teach|taught|elected"
    r"|appointed|succeed|speak|spoke|talk|meet|met|visit|visited|win|won|play|played|serve|served)\b"
)
"""What mostly people do, or what is done to them."""

_BASES: Final = (
    "absorb accommodate accuse achieve acquire add admit adopt affect agree aim allow announce answer "
    "apply appoint approve arrest arrive ask attach attend attract audit award ban be bear beat become "
    "begin believe berth blow bore borrow break bring broadcast build burn buy call cancel carry catch "
    "cause celebrate chair change charge check choose claim clean close collapse collect collide come "
    "compete complete compose confirm connect consist consume contain continue contract control cool cost "
    "cover crack crash create criticise criticize cross cut damage decide decrease defeat delay deliver "
    "demolish deny depart derail design develop die dig direct discharge discover divide dock donate draw "
    "dredge drill drive drop dry dump earn edit educate elect electrify emit employ end enforce enrol "
    "enroll estimate evacuate exceed expand expect explain explode export extend fall fear feed film "
    "finance find fine finish fire fish flood fly forecast forget found freeze fund generate get give go "
    "graduate grow handle happen harvest hate head heat help hire hit hold honor honour hope host house "
    "illustrate implement import improve inaugurate include increase injure inspect install introduce "
    "invent invest investigate join keep kill know land launch lead leak learn lease leave lend license "
    "lie light like link live locate lose love maintain make manage mark marry mean measure meet melt "
    "merge mine miss modernise modernize moor move name need nominate occur offer open operate oppose "
    "order oversee owe own paint pass pay perform permit pick place plan plant play postpone power praise "
    "predict prefer print process produce prohibit promise propose protect provide publish pump purchase "
    "put qualify question rain raise reach read receive recommend record recruit recycle reduce register "
    "reject release relocate remain remember remove rename renovate rent repair replace report represent "
    "request require rescue resign restore resume retire return review rise run sail save say score seat "
    "see select sell send serve service set shake share ship show sign sink snow speak spend spill split "
    "sponsor staff stand star start stay stop store strike study succeed suggest supervise supply support "
    "suspend take take-over talk target teach tell test think train translate transport travel treat "
    "unveil upgrade use vaccinate visit vote want warn wash weigh win work write"
)
_IRREGULAR: Final = (
    "beat=beat became=become become=become been=be began=begin begun=begin being=be blew=blow bore=bear "
    "born=bear bought=buy broke=break broken=break brought=bring built=build burnt=burn came=come "
    "caught=catch chose=choose chosen=choose cost=cost cut=cut drawn=draw drew=draw driven=drive "
    "drove=drive dug=dig fallen=fall fed=feed fell=fall flew=fly flown=fly forgot=forget found=find "
    "froze=freeze frozen=freeze gave=give given=give gone=go got=get grew=grow grown=grow held=hold "
    "hit=hit kept=keep knew=know known=know lay=lie learnt=learn led=lead left=leave lent=lend lost=lose "
    "made=make meant=mean met=meet oversaw=oversee overseen=oversee paid=pay put=put ran=run read=read "
    "risen=rise rose=rise run=run said=say sank=sink saw=see seen=see sent=send set=set shook=shake "
    "showed=show shown=show shut=shut sold=sell spent=spend split=split spoke=speak spoken=speak "
    "stood=stand struck=strike sunk=sink taken=take taught=teach thought=think told=tell took=take "
    "understood=understand went=go won=win written=write wrote=write"
)
_PARTICIPLES: Final = (
    "bear=born beat=beaten become=become begin=begun break=broken choose=chosen draw=drawn drive=driven "
    "fly=flown freeze=frozen give=given grow=grown know=known oversee=overseen run=run see=seen "
    "show=shown sink=sunk speak=spoken take=taken write=written"
)
_BASE_OF: Final = dict(each.split("=") for each in words_of(_IRREGULAR))
_PARTICIPLE_OF: Final = dict(each.split("=") for each in words_of(_PARTICIPLES))
_PAST: Final = re.compile("(?!hundred|united|limited|[a-z]*eed$|sacred|kindred)[a-z]{3,}ed")
_VERBS: Final = words_of(_BASES)


def base_of(verb: str) -> str:
    """The base form of a verb: opened -> open, led -> lead.

    :param verb: one word in small letters.
    :return: its base form; the word itself where it is not known.
    """
    if verb in _BASE_OF:
        return _BASE_OF[verb]
    if verb in _VERBS:
        return verb
    for ending, others in (
        ("ied", ("y",)),
        ("ed", ("", "e")),
        ("ies", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ing", ("", "e")),
    ):
        if verb.endswith(ending):
            stem = verb.removesuffix(ending)
            for other in others:
                if stem + other in _VERBS:
                    return stem + other
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in _VERBS:
                return stem[:-1]
    return verb.removesuffix("ed") if verb.endswith("ed") and len(verb) > 5 else verb


def is_verb(word: str) -> bool:
    """Whether a word is a form of a verb that is known.

    :param word: one word in small letters.
    :return: True when it is.
    """
    return word in _BASE_OF or base_of(word) in _VERBS or bool(_PAST.fullmatch(word))


def participle_of(verb: str) -> str:
    """The past participle of what :func:`base_of` tells of a verb in the past tense.

    :param verb: one word in small letters, in the past tense or the base form.
    :return: the participle.
    """
    return _PARTICIPLE_OF.get(base_of(verb), verb)
