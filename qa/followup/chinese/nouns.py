"""Head nouns of Chinese names: what tells a company from a bridge."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.types import Kinds
from qa.sense.memory import remembers

__all__ = ["HEAD", "LONG_HEAD", "head_of", "kinds_of", "names_one"]

_HEADS: Final = {
    "place": (
        "自治区 自治州 自治县 街道 社区 地区 新区 半岛 群岛 城区 特区 港区 县城 古镇 省 市 县 区 镇 乡 "
        "村 州 旗 国 岛 城"
    ),
    "org": (
        "公司 集团 银行 企业 大学 学院 研究院 研究所 设计院 科学院 中学 小学 初中 高中 职校 技校 学校 "
        "幼儿园 委员会 政府 协会 学会 商会 工会 联合会 基金会 法院 检察院 "
        "联盟 俱乐部 球队 代表团 考察团 访问团 团队 乐团 剧团 出版社 报社 通讯社 电视台 电台 合作社 "
        "事务所 部队 办公室 机构 组织 队 局 厅 委 部 党 社 "
        "党委 分公司 实验室 消防队 管理处 所 组 联社 经销商 供应商 服务商 运营商 开发商 团"
    ),
    "org thing": (
        "汽车 发射场 试验场 球场 菜场 机床厂 风电场 变电站 体育场 体育馆 动物园 植物园 游泳馆 水上乐园 "
        "度假村 林场 农场 牧场 机场 车站 火车站 水电站 电站 核电站 医院 卫生院 工厂 厂 中心 馆 博物馆 "
        "图书馆 院区 分院 校区 车间 电厂 钢厂 药厂 化工厂 机车厂 剧院 影院 酒店 餐厅 商场 超市 养老院 "
        "门诊部 书店 分店 店"
    ),
    "place thing": (
        "开发区 高新区 园区 工业园 产业园 科技园 保税区 自贸区 示范区 保护区 景区 港 港口 码头 湖 河 江 "
        "山 湾 海 岭 峡 洲 河流 湖泊 流域 "
        "盆地 平原 草原 森林 湿地 茶园 果园 园 公园 广场 小区 新村 渔港 渠 泉 谷"
    ),
    "thing": (
        "桥 大桥 高架桥 立交桥 隧道 航站楼 水库 大坝 水闸 公路 高速 高速公路 铁路 高铁 号线 线 地铁 轻轨 支线 "
        "专线 线路 干线 路 大道 街 客运站 北站 南站 东站 西站 站 大厦 大楼 楼 塔 寺 庙 宫 殿 祠 阁 亭 "
        "教堂 故居 遗址 "
        "古城 陵 墓 运河 船 轮 舰 渡轮 轮渡 "
        "号 卫星 火箭 飞船 列车 动车组 机车 飞机 客机 无人机 系统 平台 装置 设备 机器人 芯片 手机 电脑 "
        "软件 模型 药 药物 胶囊 颗粒 疫苗 针 "
        "项目 工程 一期 二期 三期 基地 仓库 车型 轿车 客车 电池 生产线 流水线 泊位 井 矿 煤矿 铁矿 "
        "油田 气田 产品 品牌 灯 鼎 电梯 "
        "锅炉 机组 发动机 管道 管网 网络 基金 债券 股票 贷款 保险 服务 业务 技术 材料 望远镜 雷达 航线 "
        "专列 班列 桥梁 航道 船闸 泵站 加工厂 "
        "净水厂 水厂 污水厂 污水处理厂 岛礁 古树 品种 作物 水稻 小麦 茶叶 奶粉 型 款 级 代"
    ),
    "event": (
        "会议 大会 论坛 峰会 博览会 展览会 交易会 洽谈会 研讨会 座谈会 发布会 推介会 茶会 年会 例会 "
        "全会 会 会谈 比赛 大赛 锦标赛 联赛 公开赛 赛 运动会 奥运会 "
        "亚运会 世界杯 杯 马拉松 典礼 仪式 活动 节 音乐节 艺术节 电影节 文化节 展 特展 展览 画展 战争 "
        "战役 事故 地震 台风 洪水 火灾 演习 庆典 校庆 "
        "行动 签约仪式 开幕式 闭幕式 巡展 革命 运动 起义 届 招聘会 音乐会 演唱会 危机 疫情"
    ),
    "work": (
        "规划 计划 方案 条例 办法 规定 协议 协定 合同 政策 标准 白皮书 公约 宣言 小说 电影 书 纪录片 "
        "意见 指南 课题 论文 专利 法 法案 声明 备忘录 "
        "杂志 报纸 画 剧 电视剧 歌 歌曲 诗 奖 奖项 报告 制度 体系 战略 目录 教材 词典"
    ),
}  # fmt: skip
_KINDS_OF: Final = {
    head: frozenset(kinds.split())
    for kinds, heads in _HEADS.items()
    for head in sorted(heads.split(), key=len)
}
_LONGEST: Final = max(map(len, _KINDS_OF))

LONG_HEAD: Final = "|".join(sorted((head for head in _KINDS_OF if len(head) > 1), key=len, reverse=True))
"""Pattern of a head noun of at least two characters."""

HEAD: Final = re.compile(
    f"(?:{LONG_HEAD}"
    "|[省州旗岛](?!长|内|外|委)|市(?![场值民长委面容内外级])|县(?![长委城域内外级])"
    "|区(?![域块位间段长委内外])|(?<![城集乡村市])镇(?![长委政上])|乡(?![长亲愁下])"
    "|村(?![长民委里])|国(?![家际内外产有企民道务会土])|桥(?![梁面墩塔长宽头型下上])|港(?![口币股元商])"
    "|湖(?![面水区泊])|河(?![流道水段岸])|江(?![面水])"
    "|山(?![区脉顶上下峰])|馆(?![长藏内舍址际员名])|厂(?![长房家商区])|局(?![长面部势])|厅(?![长])"
    "|团(?![长结队员])|队(?![长员伍])|站(?![长台点位立])"
    "|塔(?![高顶吊身])|园(?![区林长艺])|寺|宫(?![廷女殿颈内外])|祠|庙(?![会宇])|线(?![路上下索])"
    "|号(?![线楼桥院机码召])|型(?![号])"
    "|展(?![览示出品会开区期])|节(?![目能约日省])"
    "|法(?![院律人官规])|奖(?![金励项品])|店|社(?![会区长])|所(?![长有以在])|路(?![线段面网程])|届"
    "|楼(?![层高房])|院区?(?![长士])|[一二三四]期)"
)
"""A head noun inside a name; one of a single character not where it is part of another word."""

_FIRM: Final = re.compile(
    "(?:科技|电子|制药|药业|能源|石油|石化|钢铁|航空|物流|传媒|食品|酒业|乳业|重工|机械|电气|电器|电力"
    "|控股|股份|证券|保险|信托|地产|置业|实业"
    "|精密|轴承|网络|通信|医药|生物|光电|化工|纺织|服饰|家居|影业|重科|智能|软件|半导体|新能源|新材料"
    "|生物科技|农业|渔业|矿业|水务|燃气)$"
)
"""What the names of firms end with, where the word for a firm is left out."""

_SHORTEST_FIRM: Final = 4
_GENERIC: Final = re.compile(
    "(?:全|本|我|各|贵|两|双|多|这|那|该|此|其|每|某|哪|什么|一些|其他|有些|许多|大|小|新|老|旧|整个"
    "|所有|主要|重点|国有|民营"
    "|上述|有关|相关|当地|外国|外地|附近|有限|股份有限|有限责任)?(?:个|座|家|条|项|些|位|届|次)?"
)
"""What does not make a name of a head noun."""


@remembers(2048)
def head_of(words: str) -> str:
    """The head noun that folded words end with.

    :param words: folded words.
    :return: the longest; "" for none.
    """
    ends = (words[-size:] for size in range(min(_LONGEST, len(words)), 0, -1))
    return next((end for end in ends if end in _KINDS_OF), "")


def kinds_of(words: str) -> Kinds:
    """What a name can be, by its form.

    :param words: the folded name.
    :return: its kinds; empty where the form does not tell.
    """
    if words[:1] == "《":
        return frozenset({"work", "thing"})
    if words[:1] in {"「", "『", "“"}:
        return frozenset({"work", "thing", "event"})
    if "·" in words or "•" in words:
        head = head_of(words)
        return _KINDS_OF[head] if len(head) > 1 else frozenset({"person"})
    is_firm = len(words) >= _SHORTEST_FIRM and _FIRM.search(words)
    return _KINDS_OF.get(head_of(words), frozenset({"org"}) if is_firm else frozenset())


def names_one(words: str) -> bool:
    """Whether folded words say which one is meant: 澜江大桥 does, 大桥 and 全市 do not.

    :param words: folded words.
    :return: True when something stands before the head noun that can be a name.
    """
    head = head_of(words)
    return bool(words) and not _GENERIC.fullmatch(words[: len(words) - len(head)])
