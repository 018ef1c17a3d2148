"""Things that go by a name and a kind, such as 赵河大桥: a report may name another of the kind and never the one.

Three things tell another from the one: it is of a kind that is seldom named otherwise (柳河大桥 is not 赵河大桥); its
name differs in a single character (恒泰公司 is not 恒通公司); or it has the name but is of another kind (青石河大桥 is
not 青石河隧道). Of 1,013 questions of the training and development sets that give such a name, seven are doubted in the
report that answers, five of them because it is written otherwise there.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from qa.sense.towns import HAN, NEVER

__all__ = ["Thing", "find_things", "names_other_things"]

_SELDOM_OTHERWISE: Final = (
    "大桥|水库|水电站|隧道|机场|医院|中学|小学|博物馆|图书馆|体育馆|公园|广场|煤矿|酒店|大厦"
    "|小区|工业园|产业园"
)  # fmt: skip
_SELDOM: Final = frozenset(_SELDOM_OTHERWISE.split("|"))
_OFTEN_OTHERWISE: Final = "公司|集团|银行|大学|(?<!科)学院|研究院|研究所|化工厂|工厂|电厂|钢厂|药厂|公路|铁路"
_SHORT: Final = (
    "区(?![域块位间段])|市(?![场值])|河(?![流道段床岸网])|江(?![苏西])|湖(?![泊面南北州])|岛(?!屿)"
    "|山(?![东西脉峰区地林])|港(?![口澳元股币])|湾(?!区)|寺(?![庙院])"
)
_SAME: Final = (frozenset({"水库", "水电站"}), frozenset({"工业园", "产业园"}))
"""Kinds that one thing may be called by."""

_KINDS: Final = f"{_SELDOM_OTHERWISE}|{_OFTEN_OTHERWISE}"

# A name holds none of what stands around names, but new and old, big and small, and points of the compass.
_AROUND: Final = "".join(sorted((set(NEVER) | set("座条间幢栋")) - set("东西南北新老上下中大小有")))
_LETTER: Final = rf"(?:(?![{_AROUND}])[{HAN}])"
_LONGEST: Final = 10
_THING: Final = re.compile(rf"(?P<name>{_LETTER}{{2,{_LONGEST}}}?)(?P<kind>{_KINDS})")
_SHORT_THING: Final = re.compile(rf"(?<!{_LETTER})(?P<name>(?!.?有){_LETTER}{{2}})(?P<kind>{_SHORT})")
_LINE: Final = re.compile("(?P<name>[红橙黄绿青蓝紫橘棕粉银])(?P<kind>线)")
_BEFORE: Final = re.compile(rf"{_LETTER}{{2,{_LONGEST}}}$")
_SHARED: Final = (
    "国际|人民|附属|中心|第一|第二|第三|实验|高级|初级|医科|专科|儿童|肿瘤|口腔|中医|公立|私立|国家|国有|国营|森林|湿地|地质|遗址|历史|科技|科学"
    "|文化|体育|自然|五星级?|星级|豪华|高档|抽水|蓄能|大型|中型|小型|病险|特长|跨海|跨江|跨河|公路|铁路|高速|海底|越江|股份|有限|责任|控股"
    "|参股|合资|独资|外资|中资|民营|民办|公办|民用|通用|运输|商业|物业|物流|保险|保理|收费|计费|普通|试验|主要|重要|重点|热点|沿海|沿江|完成|建成"
    "|新建|改造|建设|休闲|市民|参观|走进|开放|全市|全省|全国"
)
_COMMON: Final = re.compile(rf"(?:{_SHARED}|[新老大中小长])+")
_GENERIC: Final = frozenset(_SHARED.replace("级?", "").split("|"))
"""Words between a name and its kind that many things share."""

_LEGAL: Final = re.compile("(?:股份|有限|责任|控股|高速)+$")
_RAIL: Final = re.compile("地铁|捷运|轻轨")


class Thing(NamedTuple):
    """What stands before the kind, and the kind."""

    name: str
    kind: str


def find_things(text: str) -> tuple[Thing, ...]:
    """The things that a question names.

    :param text: the folded question.
    :return: each once.
    """
    matches = (match for pattern in (_THING, _SHORT_THING, _LINE) for match in pattern.finditer(text))
    found = (Thing(match["name"], match["kind"]) for match in matches)
    return tuple(dict.fromkeys(each for each in found if each.kind == "线" or _telling(each.name)))


def names_other_things(things: tuple[Thing, ...], question: str, report: str, file: str) -> bool:
    """Whether a report names others in place of the things that a question names.

    :param things: what the question names.
    :param question: the folded question.
    :param report: the folded report.
    :param file: what its file is called, folded.
    :return: True when it names none of them, not even in part, and another; or one by its name, but of another kind.
    """
    told = f"{report}\n{file}"
    if any(thing.kind in _SELDOM and thing.name + thing.kind in told for thing in things):
        return False
    if any(_is_of_another_kind(thing, told) for thing in things):
        return True
    if any(_is_named(thing, told) for thing in things):
        return False
    return any(_names_another(thing, question, report) for thing in things)


def _telling(name: str) -> list[int]:
    """Where in a name the pairs begin that tell it from others of its kind; none where it is no name."""
    if _COMMON.fullmatch(name):
        return []
    return [place for place in range(len(name) - 1) if name[place : place + 2] not in _GENERIC]


def _is_named(thing: Thing, text: str) -> bool:
    """Whether a text names a thing, be it in part, without its kind, or by the short form usual for its kind."""
    name, kind = thing
    if name + kind in text:
        return True
    # Words before the name may be part of what was found.
    ends = (name[place:] + kind for place in range(1, len(name) - 1))
    if any(end in text and re.search(rf"(?<!{_LETTER}){end}", text) for end in ends):
        return True
    if kind in _SELDOM:
        return any(_stands_alone(name, place, text) for place in _telling(name))
    stem = _LEGAL.sub("", name)
    if len(stem) > 1 and stem in text:
        return True
    # 北大, 工行
    last = {"大学": "大", "银行": "行"}.get(kind)
    return last is not None and any(letter + last in text for letter in name)


def _stands_alone(name: str, place: int, text: str) -> bool:
    """Whether a pair of a name is in a text, and there no part of another name."""
    pair = name[place : place + 2]
    if not place or pair not in text:
        return pair in text
    return bool(re.search(rf"(?<!{_LETTER}){pair}|{name[place - 1]}{pair}", text))


def _names_another(thing: Thing, question: str, report: str) -> bool:
    """Whether a report names one of a thing's kind that the question does not."""
    name, kind = thing
    if kind == "线":
        rail = _RAIL.search(question) or _RAIL.search(report)
        return bool(rail) and any(match[0] not in question for match in _LINE.finditer(report))
    others = [each for each in _of_kind(kind, report) if each + kind not in question]
    if any(_differ_in_one(name, other) for other in others):
        return True
    if kind not in _SELDOM:
        return False
    pairs = ([other[place : place + 2] for place in _telling(other)] for other in others)
    return any(told and not any(pair in question for pair in told) for told in pairs)


def _of_kind(kind: str, report: str) -> set[str]:
    """What stands before a kind in a report; before those of one character only names of two that stand apart."""
    if len(kind) == 1:
        return {match["name"] for match in _SHORT_THING.finditer(report) if match["kind"] == kind}
    found = (
        _BEFORE.search(report[max(0, match.start() - _LONGEST) : match.start()])
        for match in re.finditer(kind, report)
    )
    return {match[0] for match in found if match}


def _differ_in_one(name: str, other: str) -> bool:
    """Whether the ends of two names differ in one character; words before them may be part of what was found."""
    size = min(len(name), len(other))
    return sum(one != two for one, two in zip(name[-size:], other[-size:], strict=True)) == 1


def _is_of_another_kind(thing: Thing, text: str) -> bool:
    """Whether a text has a thing's name with another kind behind it, and nothing of its own kind."""
    name, kind = thing
    if kind not in _SELDOM or kind in text:
        return False
    kinds = "|".join(sorted(_SELDOM - {kind}.union(*(same for same in _SAME if kind in same))))
    ends = (name[place:] for place in _telling(name))
    return any(end in text and re.search(rf"{end}(?:{kinds})", text) for end in ends)
