"""Patterns of times in folded text; every named group that stands for a kind of time is read in qa.sense.when."""

from __future__ import annotations

import re
from typing import Final

from qa.sense.parts import MONTHS, PART

__all__ = ["COMPARED_BEFORE", "COMPARED_BEHIND", "NUMERALS", "TIME", "WEAK"]

NUMERALS: Final = "〇零○一二三四五六七八九"
"""Chinese digits as they stand in years."""

_YEAR: Final = rf"(?:[12] ?\d ?\d ?\d|[一二][{NUMERALS}]{{3}})"
# Adjoining numerals such as 五六年 mean "five or six years", so only pairs that cannot are years.
_SHORT: Final = (
    rf"(?:[〇零○九][{NUMERALS}]|八[〇零○一二三四五六七八]|七[〇零○一二三四五六七九]"
    r"|二[〇零○一二四五六七八九])"
)
_TO: Final = r"(?:至|到|-|—|–|~)"
_COUNT: Final = "[一二两三四五六七八九十]"
_PLAN: Final = r"十[一二三四五六七]?(?=五)|(?<![一二三四五六七八九十百])[一二三四五六七八九](?=五)"
_PLAN_WORD: Final = r"时期|期间|以来|五年|这五年|末|初|规划|计划|目标|发展|[”\"'’」]|的"
_CHINESE: Final = (
    rf"(?<![\d.])(?P<from>{_YEAR}) ?年?{_TO}(?P<upto>{_YEAR}) ?年(?!代)",
    rf"(?<![\d.])(?P<listed>{_YEAR})(?=(?: ?(?:和|与|、|及) ?{_YEAR})+ ?年(?!代))",
    rf"(?<![\d.])(?<!公元前)(?P<year>{_YEAR}) ?年(?!的?历史|来|之久)(?P<decade>代)?(?:度|的|内)?"
    rf"(?P<part>{PART})?(?P<since>以来|起(?![草点步]))?",
    r"民国(?P<era>\d{1,2})年",
    rf"(?<![第十百千万几数\d{NUMERALS}])(?P<short>{_SHORT})年(?!代|来|间|内|前|后|以)",
    r"(?P<relative>[今去明]年|(?<![目之以此日当从提])前年|本年度?|(?<!以)上一?年度?)(?![代纪级龄轻均])(?:的)?"
    rf"(?P<relative_part>{PART})?",
    r"(?P<month_word>[本上下]个?月)(?!球)",
    rf"[“\"'‘「]?(?P<plan>{_PLAN})五[”\"'’」]?(?=(?P<plan_word>{_PLAN_WORD}))",
    rf"(?P<lapse>(?:过去|这|最近|刚刚过去)的?(?P<lapse_count>{_COUNT})年(?![级代前后])"
    rf"|(?<!{_COUNT})(?P<since_count>{_COUNT})年(?:来|累计))",
    rf"(?:今后|未来)(?P<ahead>{_COUNT})年",
    rf"(?P<alone>{PART})",
)
_PLAIN: Final = r"(?:1[5-9]|20)\d\d"
_ENGLISH: Final = (
    rf"\b(?P<en_month>{MONTHS})\b\.?(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:,| of)? ?(?P<en_year>[12]\d{{3}})\b",
    r"\bq(?P<en_quarter>[1-4])(?:,| of)? ?(?P<en_quarter_year>[12]\d{3})\b",
    r"\b(?P<en_which>first|second|third|fourth) (?P<en_unit>quarter|half)(?: of)?(?: the year)?"
    r" (?P<en_part_year>[12]\d{3})\b",
    r"(?P<iso>(?<!\d)[12]\d{3}(?P<sep>[-/.])(?:0?[1-9]|1[0-2])(?P=sep)(?:[0-2]?\d|3[01])(?!\d))",
    rf"\b(?:in|of|since|by|during|for|until|from|to|year|and|fy|the) ?(?P<en_plain>{_PLAIN})(?![.,]?\d|%)"
    rf"(?:(?: to | ?[-–—] ?)(?P<en_upto>{_PLAIN})\b)?",
    r"\b(?P<en_relative>this|last|next|previous) (?P<en_relative_unit>year|month)\b",
    r"\b(?:past|last|previous) (?P<en_lapse>two|three|four|five|ten) years",
    r"(?P<bare>(?<![\d.,/%$-])(?:1[89]|20)\d\d(?![.,/-]?\d|%|[亿万千百元人吨名个家项次]))",
)
# What a time can begin with is looked at first: trying every pattern at every character takes ten times as long.
_BEGINS: Final = (
    rf"(?=\d|[十两{NUMERALS}][十百年月季五个至到—~、{NUMERALS}-]|[今去明]年|前[年半一二两三四五六七八九十\d]|本[年月个]|上[年半一个月]"
    r"|下[半个月]|首[\d一二三四五六七八九十]|民国|过去|这[一二两三四五六七八九十]|最近|刚刚|今后|未来|后半|第[一二三四1-4]季"
    r"|[“\"'‘「][一二三四五六七八九十]|\b[a-z])"
)

TIME: Final = re.compile(f"{_BEGINS}(?:{'|'.join((*_CHINESE, *_ENGLISH))})")
"""A time; exactly one of the groups read in qa.sense.when matches."""

WEAK: Final = ("规划", "计划", "目标", "发展", "的", *"”\"'’」")
"""What stands behind a five-year plan where it is a name (与“十四五”规划相衔接) and no time."""

COMPARED_BEFORE: Final = re.compile(
    r"(?:[比较超]|相比|[高低多好大小少]于|超过|compared (?:with|to)|than|against|over"
    r"|(?:up|down) [\d.,]+ ?(?:%|per ?cent)?(?: from)?) ?$"
)
"""What stands before a time that something is only compared with."""

COMPARED_BEHIND: Final = re.compile(r"同期|相比|相当|[末底初]?持平|年初预算")
"""What stands behind it."""
