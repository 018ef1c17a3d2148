"""Where the counterpart of a new name stands in an earlier question: 一号线 for 二号线, 昆山市 for 太仓."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.measures import LISTED, SECTOR
from qa.followup.chinese.nouns import head_of, kinds_of, names_one
from qa.followup.chinese.persons import looks_like_a_person
from qa.followup.frame import Frame
from qa.followup.text import Span, quoted_spans
from qa.followup.types import Kinds

__all__ = ["counterpart", "opposite", "written_alike"]

_NUMBER: Final = "第?(?:[一二三四五六七八九十百]+|[0-9]+)"
_NUMBERED: Final = re.compile(
    rf"{_NUMBER}(?P<unit>号线|号桥|号楼|号机组|号院|号|期|届|桥|标段|批|产业|代|中学|小学|医院|分公司|厂"
    r"|车间|环|类|级|航站楼|季|轮|组|季度)"
)
_OPPOSITES: Final = (
    "新老旧", "东西南北中", "上下", "男女", "大小", "前后", "左右", "进出", "公私", "主副", "冷热", "甲乙丙丁", "内外",
)  # fmt: skip
_LONG_OPPOSITES: Final = tuple(
    tuple(group.split())
    for group in (
        "城镇 农村 城市 乡村",
        "国际 国内",
        "国内 国外 海外 境外 境内",
        "进口 出口",
        "收入 支出",
        "上半年 下半年",
        "男生 女生",
        "男性 女性",
        "白天 夜间 晚上",
        "工业 农业 服务业 旅游业",
        "客运 货运",
        "成人 儿童",
        "本科 硕士 博士",
        "周末 工作日",
        "陆路 水路 铁路 公路 航空",
        "存款 贷款",
        "开工 完工 竣工 通车",
        "开幕 闭幕",
        "理科 文科",
        "线上 线下",
        "小麦 水稻 玉米 大豆",
        "冬季 夏季 春季 秋季",
        "春茶 夏茶 秋茶",
        "汽油 柴油",
        "煤炭 石油 天然气",
        "钢材 水泥 木材",
        "亚洲 欧洲 非洲 美洲 北美 南美",
        "一等座 二等座 商务座",
        "经济舱 商务舱",
    )
)
_COUNTED: Final = re.compile(
    "(?:网点|门店|分行|支行|分公司|子公司|分店|客户|会员|用户|班级|专业|院系|实验室|航线|线路|班次|景点"
    "|酒店|客房|停车位"
    "|充电桩|站点|路灯|厕所|电梯|社区|村庄|乡镇|街道|医务人员|救护车|消防车|机组|风机|发电机|泵站|水库"
    "|课程|奖牌|金牌|银牌|铜牌|作品"
    "|节目|场次|场馆|项目|品种|新品种|产品|订单|合同|案件|事故|企业家|院士|外教|保安|厨师|导游|摊位|商户"
    "|果园|农户|渔民|渔船|货轮"
    "|集装箱|医生|护士|教师|老师|学生|职工|员工|工人|女工|男工|男生|女生|男性|女性|游客|旅客|乘客|观众|听众"
    "|读者|博士|硕士|本科生|研究生|毕业生|志愿者"
    "|运动员|教练|裁判|代表|委员|党员|村民|居民|农民|儿童|老人|老年人|未成年人|成年人|青年|妇女"
    "|[男女]员工|技术人员|工程师|专家|消防员|警察|民警|司机|船员"
    "|病人|患者|伤员|家庭|外国人|外籍学生|留学生|新生|老生|[^\\W\\d]{2}人员|企业|学校|医院|公司|国家"
    "|省份|城市|车|床位|车位|座位|车道|客车|货车|轿车|公交车"
    "|自行车|汽车|船|飞机|树|鸟类|鱼类|兽类|昆虫|植物|动物|图书|期刊|电子书|文物|展品|论文|专利|房间"
    "|教室|桥梁|隧道|桥|车站|码头|泊位|展位|展商|参展商|采购商)"
)
"""Nouns that are counted, so that one takes the place of another that was."""

_BUILT: Final = re.compile(
    "(?:桥|隧道|机场|港|码头|航站楼|水库|大坝|电站|电厂|公路|高速|铁路|高铁|线|车站|站|大厦|楼|塔"
    "|[体广]育?场|发射场|馆|剧院|教堂|寺|庙|园|医院|学校|[大中小]学|厂|基地)$"
)
_MADE: Final = re.compile(
    "(?:火箭|卫星|飞船|探测器|列车|动车组|飞机|客机|无人机|手机|电脑|芯片|药|片|胶囊|疫苗|车型|汽车|轿车"
    "|电池|船|轮|软件|机器人|电视|冰箱|空调)$"
)
_SECTOR: Final = re.compile(f"{SECTOR}(?={LISTED}|[率额量])")
_PART: Final = re.compile("(?:其中|(?<=[^其])中)的?(?P<part>[\u4e00-\u9fff]{2,8}?)(?=有|是|为|占|多少|共)")
_ONLY_SECTOR: Final = re.compile(SECTOR)


def counterpart(words: str, frame: Frame) -> Span | None:
    """Where what a new name replaces stands.

    :param words: the new name, folded.
    :param frame: the earlier question.
    :return: the stretch of its folded text; None where it names nothing of the kind.
    """
    folded = frame.text.folded
    return (
        _numbered(words, folded)
        or opposite(words, folded)
        or _titled(words, folded)
        or _part(words, folded)
        or _of_sector(words, frame)
        or _counted_or_named(words, frame)
    )


def _part(words: str, folded: str) -> Span | None:
    """A part of a number for another that is called alike: 燃油车 for 新能源汽车 behind 其中."""
    match = _PART.search(folded)
    return match.span("part") if match and match["part"][-1] == words[-1] else None


def _titled(words: str, folded: str) -> Span | None:
    """A title for a title, in the same quotation marks."""
    if words[:1] not in {"《", "“", "「", "『"}:
        return None
    return next((span for span in quoted_spans(folded) if folded[span[0]] == words[0]), None)


def _of_sector(words: str, frame: Frame) -> Span | None:
    """教育 for 卫生健康 in 卫生健康支出."""
    if not frame.measure or not _ONLY_SECTOR.fullmatch(words):
        return None
    old = [match.span() for match in _SECTOR.finditer(frame.text.folded, *frame.measure)]
    return old[-1] if old else None


def _counted_or_named(words: str, frame: Frame) -> Span | None:
    kinds, head = kinds_of(words), head_of(words)
    if frame.noun and _is_counted(words, head, frame.words(frame.noun)):
        return frame.noun
    with_head = _with_head(head, frame) if head else None
    return with_head or written_alike(words, frame) or _of_kind(words, kinds, frame)


def _numbered(words: str, folded: str) -> Span | None:
    """二号线 takes the place of 一号线."""
    own = _NUMBERED.fullmatch(words)
    found = (
        match
        for match in _NUMBERED.finditer(folded)
        if own and match["unit"] == own["unit"] and match[0] != own[0]
    )
    return next((match.span() for match in found), None)


def opposite(words: str, folded: str) -> Span | None:
    """Where something stands that differs in a word of opposite meaning: 新院区 for 老院区.

    :param words: the new name or measure, folded.
    :param folded: the folded earlier question.
    :return: its stretch; None where there is none.
    """
    pairs = [
        (own, other)
        for group in _LONG_OPPOSITES
        for own in group
        if words.startswith(own)
        for other in group
        if other != own
    ]
    pairs += [
        (words[0], other)
        for group in _OPPOSITES
        if len(words) > 1 and words[0] in group
        for other in group
        if other != words[0]
    ]
    for own, other in pairs:
        old = other + words[len(own) :]
        if (place := folded.find(old)) >= 0:
            return place, place + len(old)
    return None


def _is_counted(words: str, head: str, noun: str) -> bool:
    return bool(_COUNTED.fullmatch(words)) or (bool(head) and not names_one(words) and bool(kinds_of(noun)))


def _with_head(head: str, frame: Frame) -> Span | None:
    """A name with the same head noun, be it part of a longer one (青石水库 in 青石水库加固工程)."""
    for entity in frame.entities:
        for match in re.finditer(re.escape(head), entity.folded):
            if match.end() == len(entity.folded) or (len(head) > 1 and match.start() > 1):
                return entity.start, entity.start + match.end()
    return None


def written_alike(words: str, frame: Frame) -> Span | None:
    """As long a stretch that differs in one place: 最佳男主角 for 最佳女主角, and 绿茶 for 红茶 outside of names.

    :param words: the new name or measure, folded.
    :param frame: the earlier question.
    :return: its stretch; None where there is none.
    """
    folded, size = frame.text.folded, len(words)
    if not 2 <= size <= 12:
        return None
    subject = (frame.subject.start, frame.subject.end) if frame.subject else (0, 0)
    for start in range(len(folded) - size, frame.start - 1, -1):
        old = folded[start : start + size]
        if start < frame.ask[1] and frame.ask[0] < start + size:
            continue
        differs = [place for place in range(size) if old[place] != words[place]]
        if not differs or not old.isalnum() or differs[-1] - differs[0] + 1 > max(1, size // 2):
            continue
        is_inside = subject[0] <= start < subject[1]
        ends_alike = differs[-1] < size - 1
        if (size > 2 or not is_inside) and (ends_alike or size - len(differs) > 2) and start >= frame.start:
            return start, start + size
    return None


def _differ(words: str, other: str) -> bool:
    """Whether one is a building and the other a product, both told by their form."""
    return any(one.search(words) and two.search(other) for one, two in ((_BUILT, _MADE), (_MADE, _BUILT)))


def _of_kind(words: str, kinds: Kinds, frame: Frame) -> Span | None:
    entities = [each for each in frame.entities if each.start >= 0]
    entities = [each for each in entities if not _differ(words, each.folded)]
    if kinds:
        fitting = [
            each
            for each in entities
            if each.kinds & kinds or not (each.kinds or looks_like_a_person(each.folded))
        ]
    else:
        people = [each for each in entities if "person" in each.kinds]
        fitting = (
            people
            if people and looks_like_a_person(words)
            else [each for each in entities if each not in people]
        )
    return (fitting[0].start, fitting[0].end) if fitting else None
