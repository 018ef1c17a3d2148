"""What a question asks for, and the words of a sentence that could be it.

Persons, dates, places and numbers are told by their form, as in the factoid types of Li & Roth, "Learning Question
Classifiers" (2002). All patterns look at folded text: simplified, half width, small letters. They are features of a
fitted scorer, so they may be wrong now and then; none decides anything alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["KINDS", "SURNAMES", "Asked", "Mention", "asked", "find_mentions", "mentions"]

KINDS: Final = ("person", "time", "place", "number", "name", "reason", "way", "thing")
"""Kinds of question; the first five are also kinds of mention."""

_MEASURES = (
    "万亿|亿|万|千|百|个百分点|百分点|%|倍|人次|人|名|位|个|家|项|条|件|台|辆|架|艘|只|头|座|所|处|次|届|期|岁|年|月|周|天|日|小时|分钟|秒|元"
    "|美元|欧元|日元|英镑|港元|吨|公斤|千克|克|公里|千米|米|厘米|毫米|英里|英尺|公顷|亩|平方公里|平方千米|平方米|立方米|升|度|瓦|千瓦|户|间|层|场"
    "|轮|集|部|本|首|种|类|款|支|组|级|张|份|字|页|票|分|点"
)
_ASKS: Final = (
    ("reason", r"为什么|为何|为啥|何以|什么原因|原因是什么|因为什么|\bwhy\b"),
    (
        "time",
        r"什么时候|什么时间|什么时期|什么年代|什么日期|何时|何年|何月|何日|几时|多会儿|日期是|时间是"
        r"|哪一?(?:年|天|月|日|时期|个?世纪|个?年代|个?时候|个?月|个?季度)|几(?:月|号|点|世纪)(?!来)|[0-9]*几年(?!来|间|内)"
        r"|\bwhen\b|(?:what|which) (?:year|date|day|month|time)",
    ),
    (
        "number",
        rf"多少|百分之几|第几|多(?:大|高|长|远|重|久|宽|深|快|厚)|几(?=(?:{_MEASURES}))|几$"
        r"|how (?:many|much|long|far|old|large|big|tall|high|often)|what (?:percentage|percent|share|number)",
    ),
    ("person", r"谁|哪一?(?:些|几|个|名)?(?:人|位)|何人|什么人|哪位\w{0,4}|\bwho(?:m|se)?\b"),
    (
        "place",
        r"哪里|哪儿|何处|何地|在哪|位于哪|什么地方|什么地点|哪国"
        r"|哪一?(?:些|几)?[个座]?(?:国家|省份?|城市|地区|地方|市|县|区|镇|村|州|岛|洲|港口?|地点|街道)|\bwhere\b"
        r"|(?:what|which) (?:city|country|place|province|state|town|county|district)",
    ),
    (
        "name",
        r"叫什么\w{0,2}|什么名字?|哪[一二两三四五六七八九十几]?(?:个|家|部|本|首|种|款|支|项|届|些|几|名|大)|名字|名称|\bwhich\b",
    ),
    ("way", r"如何|怎么样?|怎样|\bhow\b"),
    ("thing", r"什么|哪|何|几|是否|吗|\bwhat\b"),
)
_ASK_PATTERNS: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _ASKS)

_DIGITS = "[零〇一二两三四五六七八九十百千万亿]"
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪丁邓龚程裴陆翁荀"
    "羊惠甄曲封储靳段焦巴侯全秋仲宫宁仇栾甘厉武符刘景詹龙叶司黎白赖卓屠蒙池乔阴苍闻莘党翟谭申冉桑桂牛"
    "边燕冀尚农温庄柴瞿阎慕连习艾鱼容向古易慎戈廖耿匡国文寇广东欧利蔚越隆师巩聂敖冷辛简饶曾沙关荆游权益"
)
"""Characters that family names are written with."""

_MENTIONS: Final = (
    (
        "time",
        re.compile(
            rf"(?:公元前?|民国|西元)?(?:\d{{2,4}}|[零〇一二三四五六七八九]{{2,4}}|{_DIGITS}{{1,3}})年(?:代|度|初|底|末|春|夏|秋|冬)?"
            rf"(?:(?:\d{{1,2}}|{_DIGITS}{{1,2}})月(?:份|底|初|末|[上中下]旬)?)?(?:(?:\d{{1,2}}|{_DIGITS}{{1,3}})[日号])?"
            r"(?:[上下]半年|前?[一二三四]季度)?"
            rf"|(?:\d{{1,2}}|{_DIGITS}{{1,2}})月(?:(?:\d{{1,2}}|{_DIGITS}{{1,3}})[日号]|份|底|初|末|[上中下]旬)?"
            rf"|\d{{1,2}}[日号](?:上午|下午|晚|凌晨)?|[今去明前昨次同当][年日天晚]"
            rf"|(?:\d{{1,2}}|{_DIGITS}{{1,3}})世纪(?:初|末|中叶)?"
            rf"|\d{{1,2}}[:点时]\d{{0,2}}分?|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
            rf"|\b{_MONTHS}\.? \d{{1,2}}(?!\d)(?:,? \d{{4}})?|\b\d{{1,2}} {_MONTHS}(?: \d{{4}})?"
            rf"|\b{_MONTHS} \d{{4}}|\b(?:1[5-9]|20)\d\d\b"
        ),
    ),
    (
        "number",
        re.compile(
            rf"(?:第|约|近|超过?|逾)?(?:百分之)?(?:\d[\d.]*|{_DIGITS}+)(?:多|余)?(?:(?:{_MEASURES})(?:多|余)?){{0,3}}"
            r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion)\b"
        ),
    ),
    (
        "person",
        re.compile(
            r"[\u4e00-\u9fff]{1,6}(?:[·•][\u4e00-\u9fffa-z]{1,8})+"
            rf"|[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[^\u4e00-\u9fff]|[说称率在为是于和与及任对也的等向介表指])"
            rf"|(?<=[记席理长任事者裁监书练员士授手家星演帝王人生])[{SURNAMES}][\u4e00-\u9fff]{{1,2}}"
        ),
    ),
    (
        "place",
        re.compile(
            r"[\u4e00-\u9fff]{1,6}?(?:省|市|县|区|镇|乡|村|州|国|岛|山|河|湖|路|街|港|湾|洲|城|府|郡|大学|机场|车站|中心|公园|广场|寺|庙)"
        ),
    ),
    (
        "name",
        re.compile(
            r"《[^《》]{1,40}》|“[^“”]{1,30}”|「[^「」]{1,30}」|『[^『』]{1,30}』|\"[^\"]{1,40}\""
            r"|[a-z][a-z0-9.&'-]*(?: [a-z0-9][a-z0-9.&'-]*){0,5}"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for and where it says so: ``question[start:end]`` is the question word."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a kind: ``sentence[start:end]``."""

    kind: str
    start: int
    end: int


def asked(question: str) -> Asked:
    """What a question asks for.

    :param question: a folded question.
    :return: the kind, one of :data:`KINDS`, and the span of the question word, empty at the end when there is none.
    """
    for kind, pattern in _ASK_PATTERNS:
        if match := pattern.search(question):
            return Asked(kind, match.start(), match.end())
    return Asked("thing", len(question), len(question))


def find_mentions(sentence: str, kinds: Collection[str] = KINDS) -> Iterator[Mention]:
    """Persons, times, places, numbers and names of a sentence.

    :param sentence: a folded sentence.
    :param kinds: the kinds to look for.
    :return: the mentions kind by kind, each kind from left to right; those of different kinds may overlap.
    """
    for kind, pattern in _MENTIONS:
        for match in pattern.finditer(sentence) if kind in kinds else ():
            yield Mention(kind, match.start(), match.end())


def mentions(sentence: str, kind: str) -> bool:
    """Whether a sentence holds anything of a kind.

    :param sentence: a folded sentence.
    :param kind: one of the first five of :data:`KINDS`; of the others there are no mentions.
    :return: True when it does.
    """
    return any(True for _ in find_mentions(sentence, (kind,)))
