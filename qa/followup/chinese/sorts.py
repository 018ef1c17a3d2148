"""What nouns behind 该 and 这座 stand for: 该公司 for a bank as well, 该校 for a college, 这座桥 for a bridge only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from qa.followup.chinese.nouns import head_of, kinds_of
from qa.followup.types import Entity, Kinds, words_of

__all__ = ["Sort", "sort_named"]


@dataclass(frozen=True, slots=True)
class Sort:
    """What a noun can stand for.

    :param kinds: the kinds it is of.
    :param endings: pattern of what the names end with; "" for all names of the kinds.
    :param any_name: whether a name of no telling form will do, as those of firms and towns.
    """

    kinds: Kinds
    endings: str
    any_name: bool

    def holds(self, entity: Entity) -> bool:
        """Whether somebody or something is of this sort.

        :param entity: the entity.
        :return: True when it is, or when nothing tells that it is not and any name will do.
        """
        known = entity.kinds or kinds_of(entity.folded)
        if known and not known & self.kinds:
            return False
        if (
            entity.folded[0] == "《"
            or _LATIN.search(entity.folded)
            or (self.endings and re.search(f"(?:{self.endings})$", entity.folded))
        ):
            return True
        return (not self.endings and bool(known)) or (
            self.any_name and (len(known) > 1 or not head_of(entity.folded))
        )


_LATIN: Final = re.compile("[a-z0-9]$")
_SORTS: Final[tuple[tuple[str, str, str, bool], ...]] = (
    ("公司|企业|厂家|厂商|集团", "公司|集团|银行|企业|厂|所|社|店", "org", True),
    ("银行|行", "银行|行|社", "org", True),
    ("机构|单位|组织|部门|团体|协会", "", "org", False),
    ("学校|校|高校|大学|中学|学院|小学", "学校|中学|小学|大学|学院|高中|校区|校", "org", False),
    ("医院|院", "院|院区", "org", False),
    ("馆|博物馆|图书馆|场馆", "馆", "org", False),
    ("厂|工厂", "厂|车间", "org", False),
    ("所|研究所", "所", "org", False),
    ("局", "局", "org", False),
    ("团|代表团|队|团队|队伍", "团|队", "org", False),
    ("市|城市|城", "市|城", "place", True),
    ("县|县城", "县", "place", True),
    ("省|省份", "省|区", "place", True),
    ("区", "区", "place", False),
    ("镇|乡|乡镇", "镇|乡", "place", True),
    ("村|村子|村庄", "村|寨|屯", "place", True),
    ("国|国家", "国", "place", True),
    ("地|地区|地方", "", "place", False),
    ("景区|园区|港口|港|岛|湖|河|江|山|河流|湖泊|公园|小区|社区|村庄", "=", "place", False),
    ("桥|大桥|桥梁", "桥", "thing", False),
    ("路|公路|高速|高速公路|铁路|高铁|线|线路|地铁|航线|干线", "线|路|高速|高铁|铁路|地铁", "thing", False),
    ("项目|工程|设施|建筑|建筑物", "", "thing", False),
    ("水库|电站|隧道|机场|车站|站|大楼|楼|塔|寺|庙|宫|码头|教堂", "=", "thing", False),
    ("产品|系统|设备|药|药物|药品|技术|平台|车|车型|船|飞机|列车|手机|文物|品种", "", "thing", False),
    ("会议|论坛|峰会|大会|活动|比赛|赛事|展览|展会|会|展|仪式|典礼|博览会", "", "event", False),
    ("书|著作|作品|小说|电影|影片|片|剧|歌|画|论文", "", "work", False),
    ("协议|合同|协定|文件|条例|法律|法规|政策|规划|计划|方案|办法|标准|奖|奖项", "=", "work", False),
    ("人|官员|领导|专家|学者|教授|院士|医生|运动员|作家|艺术家|导演|演员|企业家|女士|先生|老师|负责人"
        "|发言人", "", "person", False),
)  # fmt: skip
"""Nouns, endings ("=" for the noun's own), kind, and whether any name will do."""

_OWN: Final = dict(
    each.split("=")
    for each in words_of(
        "港口=港 大楼=楼|大厦 楼=楼|大厦 河流=[河江] 湖泊=湖 园区=园|区 景区=区|山|湖|园 村庄=村 电站=站"
        "|电厂|风电场 "
        "庙=庙|宫|寺|祠|殿|观 寺=寺|庙|院"
    )
)
"""Endings of what some of the nouns stand for."""

_BY_NOUN: Final = {
    noun: Sort(frozenset({kind}), _OWN.get(noun, noun[-1]) if endings == "=" else endings, any_name)
    for nouns, endings, kind, any_name in _SORTS
    for noun in nouns.split("|")
}
_LONGEST: Final = max(map(len, _BY_NOUN))


def sort_named(words: str) -> tuple[str, Sort] | None:
    """The noun that words begin with.

    :param words: what stands behind 该 or 这座, folded.
    :return: the longest, and what it can stand for; None for none.
    """
    starts = (words[:size] for size in range(min(_LONGEST, len(words)), 0, -1))
    return next(((noun, _BY_NOUN[noun]) for noun in starts if noun in _BY_NOUN), None)
