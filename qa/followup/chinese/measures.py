"""What Chinese questions ask of things: 总投资, 常住人口, 县长, 主题."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.types import ANYTHING, Kinds, words_of
from qa.sense.memory import remembers
from qa.sense.towns import HAN

__all__ = [
    "LISTED",
    "MEASURE",
    "OWNED",
    "PARTS",
    "SECTION",
    "SECTOR",
    "Sort",
    "is_flow",
    "measure_at_end",
    "sort_of",
    "whose",
]

Sort = str
"""What a measure is asked for with: "number", "time", "person", "org", "place" or "thing"."""

_MEASURES: Final = {
    "number": (
        "总投资 投资额 投资总额 投资金额 总投资额 计划投资 投资 造价 总造价 成本 费用 价格 单价 售价 "
        "票价 房价 收购价 报价 电价 水价 油价 地价 均价 底价 定价 租金 预算 金额 总额 "
        "出口总额 进口总额 进出口总额 贸易总额 零售总额 营业收入 营收 收入 支出 利润 净利润 毛利润 毛利 "
        "总利润 市值 资产 总资产 净资产 负债 债务 市场份额 份额 占比 比例 比重 增速 "
        "增幅 降幅 涨幅 跌幅 产能 年产能 产值 总产值 增加值 生产总值 地区生产总值 国内生产总值 gdp "
        "人均gdp 税收 "
        "财政收入 财政支出 一般公共预算收入 人口 总人口 面积 总面积 占地 长度 全长 总长 桥长 里程 "
        "总里程 宽度 高度 深度 厚度 跨度 跨径 主跨 桥宽 桥面宽 塔高 坝高 坝长 楼高 水深 直径 半径 重量 "
        "质量 起飞质量 总质量 总重 自重 容量 库容 总库容 装机 装机容量 容积 体积 规模 速度 时速 航速 "
        "温度 气温 "
        "失业率 就业率 绿化率 覆盖率 森林覆盖率 发生率 合格率 及格率 升学率 入学率 录取率 毛利率 净利率 "
        "利润率 增长率 利用率 出生率 死亡率 治愈率 有效率 成功率 投票率 支持率 得票率 回收率 满意率 "
        "准确率 完成率 入住率 上座率 准点率 正点率 负债率 债务率 贡献率 渗透率 普及率 识字率 犯罪率 "
        "破案率 离婚率 生育率 感染率 接种率 达标率 优良率 汇率 收益率 回报率 费用率 周转率 巩固率 "
        "国产化率 城镇化率 客流量 日均客流 客流 吞吐量 门诊量 手术量 用电量 发电量 用水量 产量 销量 "
        "储量 排放量 发行量 保有量 交易量 成交量 业务量 运量 货运量 客运量 名次 排名 位次 体长 身长 "
        "片长 篇幅 工作量 金牌数 奖牌数 降水量 含水量 输送量 供水量 交通量 车流量 出口额 进口额 "
        "进出口额 贸易额 销售额 营业额 成交额 交易额 保费 "
        "海拔 距离 航程 射程 续航 续航里程 床位 床位数 座位 车位 年龄 身高 体重 寿命 使用寿命 展期 会期 "
        "学制 假期 保修期 试用期 潜伏期 花期 汛期 工期 "
        "建设工期 有效期 期限 保质期 任期 学费 工资 月薪 年薪 薪酬 奖金 门票 人数 总人数 "
        "数量 数目 次数 总数 件数 户数 员工数 学生数 载重 载重量 载客量 定员 功率 马力 股价 分红 股息 "
        "研发投入 研发费用 投入 总投入 补贴 补助 赤字 余额 存款 贷款 关税 税率 利率 "
        "旅游收入 门票收入 零售额 出口 进口 进出口 外贸 平均年龄 平均分 得分 票房 印数 字数 页数 伤亡 "
        "死亡人数 受伤人数 遇难人数 经济损失 直接经济损失 损失 捐款 善款 罚款 高程 水位 流量 雨量 "
        "降雨量 "
        "风速 风力 震级 烈度 用时 耗时 时长 周期 频率 间隔 班次 车次 航班 股份 持股 注册资本 资本 浓度 "
        "含量 储量 剂量 用量 人均收入 人均可支配收入 可支配收入 就业人数 占地面积 建筑面积"
    ),
    "time": (
        "时间 日期 年份 开工时间 完工时间 竣工时间 通车时间 建成时间 成立时间 上市时间 发布时间 "
        "开幕时间 闭幕时间 举行时间 召开时间 截止时间 截止日期 截止日 投产时间 启用时间 "
        "出生日期 开放时间 营业时间 施工时间 建设时间 开业时间 运营时间 工作日"
    ),
    "person": (
        "负责人 创始人 创办人 创建者 设计师 总设计师 设计者 建筑师 作者 主编 导演 主演 编剧 主持人 "
        "发言人 代言人 法人 法人代表 法定代表人 项目经理 总工程师 工程师 冠军 亚军 季军 得主 获奖者 "
        "继任者 接班人 前任 妻子 丈夫 父亲 母亲 儿子 女儿 老师 导师 船长 机长 发明人 发明者 发现者 "
        "首席科学家 首席执行官 首席财务官 馆长 校长 院长 局长 市长 县长 省长 区长 镇长 乡长 村长 部长 "
        "主席 总统 总理 首相 "
        "总书记 书记 市委书记 县委书记 省委书记 区委书记 镇党委书记 董事长 总经理 经理 主任 会长 社长 "
        "厂长 台长 行长 处长 科长 所长 司长 秘书长 主教练 教练 队长 站长 署长 厅长 理事长 总裁 "
        "党支部书记 村支书 党委书记 村主任 监制 制片人 制作人 主人公 男主角 女主角 主角 主要演员 主唱 "
        "歌手 词作者 曲作者 总编 哥哥 弟弟 姐姐 妹妹 祖父 祖母 父母 子女 儿女 丈夫 秘书 助理 指挥官 "
        "指挥 领队 总教练 经营者 创作者 策划者 发起者 继承人 建立者 开创者 评委 评委会主席 裁判长 "
        "总指挥 联系人 房东 业主代表 总监 议长 大使 店长 团长 园长 场长 合伙人 董事 监事长 掌门人"
    ),
    "org": (
        "主办方 承办方 主办单位 承办单位 协办单位 施工单位 施工方 设计单位 设计方 建设单位 承建单位 "
        "承建方 监理单位 运营单位 运营方 管理单位 主管部门 投资方 投资人 投资者 出资方 合作方 合作伙伴 "
        "供应商 "
        "制造商 生产商 承建商 开发商 承包商 运营商 业主 赞助商 出版社 母公司 子公司 控股股东 股东 "
        "大股东 竞争对手 客户 主要客户 发起人 发起方 主办国 参赛队"
    ),
    "place": "祖籍 栖息地 模式产地 分布地 治所 场地 场馆 会场 门店 办事处 基地 地点 位置 地址 总部 产地 "
        "原产地 出生地 籍贯 老家 家乡 起点 终点 会址 校址 厂址 馆址 举办地 所在地 举办地点 举行地点 选址 "
        "所在位置 目的地 出土地点 注册地 办公地点 首都 省会 县城",
    "thing": (
        "主题 内容 主要内容 目的 目标 意义 作用 用途 功能 特点 优点 缺点 优势 亮点 原因 主要原因 影响 "
        "结果 成果 名字 名称 全称 简称 英文名 结构 结构形式 桥型 材料 原料 成分 主要成分 副作用 原理 "
        "背景 主要产品 职务 职位 学历 学位 专业 职业 国籍 民族 依据 标准 防洪标准 设计标准 口号 宗旨 "
        "任务 主要任务 现状 进展 措施 来源 资金来源 问题 困难 难点 风险 挑战 前身 颜色 形状 车型 型号 "
        "主营业务 "
        "业务 范围 适用范围 经营范围 服务对象 对象 条件 要求 流程 症状 适应症 用法 病因 俗名 别名 本名 "
        "原名 全名 学名 艺名 笔名 绰号 外号 由来 来历 起源 含义 意思 特色 特征 外观 外形 身份 过程 地位 "
        "评价 区别 官方语言 语言 方式 方法 编号 主题曲 处女作 成名作 天敌 食物 生活习性 习性 分布范围 "
        "经历 出身 角色 座右铭 标志 网址 结构 布局 风格 建筑风格 建筑特色 分类 种类 类型 性质 状态 规律 "
        "技术 核心技术 工艺 关键 难度 代价 处罚 处理结果 调查结果 诉求 提议 方案 安排 票数 党派 政党 "
        "死因 事故原因 起因 后果 主要结论 结论 观点 看法 建议 计划 下一步计划 规划 代表作 产品 作品 "
        "成就 贡献 爱好"
    ),
}  # fmt: skip
_ROLES: Final = frozenset(
    word for word in _MEASURES["person"].split() if word[-1] in "长记席统理相任练使监裁官"
)
_PEOPLES: Final = words_of(
    "年龄 身高 体重 学历 学位 专业 职务 职位 职业 国籍 民族 籍贯 老家 家乡 出生地 出生日期 妻子 丈夫 "
    "父亲 母亲 儿子 女儿 导师 平均年龄 代表作 爱好 死因 成就 观点 看法 贡献 任期 年薪 月薪"
)
_BOTH: Final = words_of(
    "平均年龄 体重 导师 代表作 成就 死因 专业 任期 年薪 贡献 观点 看法 建议 目标 计划 影响 名字 身高"
)
"""Those of people that others than people have, too."""

SECTION: Final = (
    "(?:[村市县区镇乡省校院馆厂])?(?:党支部|党总支|村委会|管理处|管委会|董事会|监事会|理事会|编委会"
    "|组委会|项目部|项目|工程|技术|财务|行政|人事|研发|销售|市场|设计|建设|生产|安全|教务|科研|宣传|组织"
    "|法务|办公室|实验室)"
)
"""Parts of an organisation that have a head of their own."""

_BEFORE: Final = (
    "最高|最大|最低|最长|最小|最深|最远|平均|人均|户均|累计|总|年|日|日均|年均|月均|单日|设计|实际|预计"
    "|计划|规划|全年|概算|估算|静态|动态|注册|首期|合同|中标|签约|成交|批复|标准|额定|有效|可用|最终"
    "|起步|基准|参考|市场|原始|目标|法定|首付|应急|首任|现任|前任|前|副|原|名誉"
    "|第[一二三四五六七八九十]任|新任|历任|主要"
    "|常住|户籍|城镇|农村|城市|乡村|流动|外来|净|毛|基本|直接|间接|同期|本级|地方|可支配|双向|单程|往返|每股"
)
_OF_WHAT: Final = (
    "居民|农民|工业|农业|服务业|旅游|旅游业|制造业|建筑业|林业|渔业|牧业|规上工业|规模以上工业"
    "|社会消费品|消费品|固定资产|房地产|外贸|货物|商品|服务|进出口|出口|进口|财政|一般公共预算|公共预算"
    "|税收|研发|馆舍|校园|厂区|厂房|店面|场地|室内|室外|展区|库区|办公|教学|宿舍|耕种|养殖|营业区|教育|医疗"
    "|卫生|科技|广告|管理|销售|营业|粮食|水稻|小麦|玉米|棉花|水果|蔬菜|水产|水产品|油料|猪肉|肉类|牛奶"
    "|集装箱|旅客|客运|货运|游客|观众|学生|教师|职工|员工|门诊|住院|手术|用电|发电|售电|供水|用水|污水"
    "|二氧化碳|碳|汽车|新能源汽车"
    "|钢铁|煤炭|原煤|原油|天然气|水泥|种植|播种|耕地|森林|绿化|绿地|展厅|占地|建筑|总建筑|使用|流域|受灾"
    "|贷款|存款|第[一二三]产业|城乡|馆藏|桥面|主桥|引桥|主塔|桥塔|坝顶|灌溉|防洪|生产|建设|施工|主体"
    "|土建|配套"
    "|环保|安全|培训|招生|录取|就业|毕业生|本科|硕士|博士|男|女|老年|儿童|青年|劳动|劳动力|女性|男性"
    "|女员工|男员工|健康|社会保障|社保|住房|住房保障|文化|体育|环境保护|公共安全|交通|交通运输|农林水"
    "|养老|国防|一般性|三公"
)
_SUFFIX: Final = (
    rf"(?:(?:{_BEFORE}|{_OF_WHAT}){{0,3}})(?!多数|少数|效率|岁数|评价|代价|大量|力量|质量|价值|数值|免费"
    rf"|消费|浪费|人数多)[{HAN}]{{1,2}}?(?:率|额|量(?!子|化)|产值|面积|人数|密度|强度)"
)
_ALL: Final = sorted((word for words in _MEASURES.values() for word in words.split()), key=len, reverse=True)
_WORDS: Final = f"(?:{'|'.join(_ALL)})(?:[率额](?![学字]))?"
_PERSONS: Final = "|".join(sorted(_MEASURES["person"].split(), key=len, reverse=True))
LISTED: Final = rf"(?:{_BEFORE}){{0,3}}(?:{_WORDS})"
"""Pattern of a measure that can be nothing else."""

MEASURE: Final = rf"(?:(?:{_BEFORE}|{_OF_WHAT}){{0,3}}的?(?:{_WORDS})|{_SUFFIX}|{SECTION}(?:{_PERSONS}))"
"""Pattern of a measure with what it may be of (粮食产量)."""

SECTOR: Final = rf"(?:(?:{_OF_WHAT})(?<=[{HAN}]{{2}}))+"
"""Pattern of what a measure may be of."""

OWNED: Final = (
    rf"(?:(?:{_BEFORE}|{_OF_WHAT}){{0,3}}的?(?:{_WORDS})|(?:{_BEFORE}|{_OF_WHAT}){{1,3}}(?:率|额|量|产值"
    rf"|面积|人数|密度|强度)|{SECTION}(?:{_PERSONS}))"
)
"""Pattern of a measure that cannot be the subject of a question by itself."""

PARTS: Final = rf"(?:(?:{_OF_WHAT})(?<=[{HAN}]{{2}}))+$"
"""Pattern of what may stand before a measure, at the end of words."""

_AT_END: Final = tuple(re.compile(f"{pattern}$") for pattern in (OWNED, MEASURE))
_SORT_OF: Final = {word: sort for sort, words in _MEASURES.items() for word in words.split()}
_LONGEST: Final = max(map(len, _SORT_OF))
_HEADED: Final[tuple[tuple[re.Pattern[str], Kinds], ...]] = (
    (re.compile("经理|董事|总裁|执行官|财务官|监事|厂长|行长|总监"), frozenset({"org", "event"})),
    (re.compile("总统|总理|首相|议长|[市县省区镇乡村]长"), frozenset({"place"})),
    (re.compile("书记|部长"), frozenset({"org", "place"})),
)
"""What has a head that is called so."""

_REGIONAL: Final = re.compile(
    "gdp|生产总值|常住人口|户籍人口|城镇人口|农村人口|总人口|财政收入|财政支出|预算收入|预算支出|可支配收入|第[一二三]产业|制造业|服务业"
)
"""Measures that only regions have."""

_ANY_HEADED: Final[Kinds] = frozenset({"org", "place", "event"})
_FLOW: Final = re.compile(
    "gdp|总值|产值|增加值|收入|支出|利润|税收|人口|额|量|率|人数|价|投入|赤字|余额|进口|出口|外贸|营收"
    "|占比|比重|增速|增幅|降幅|涨幅"
)


@remembers(4096)
def _known(words: str) -> str:
    ends = (words[-size:] for size in range(min(_LONGEST, len(words)), 0, -1))
    return next((end for end in ends if end in _SORT_OF), "")


def measure_at_end(words: str) -> int:
    """Where in folded words the measure begins that they end with.

    :param words: folded words (昆山常住人口).
    :return: its offset; the length of the words where there is none.
    """
    for pattern in _AT_END:
        if match := pattern.search(words):
            return match.start()
    return len(words)


def sort_of(measure: str) -> Sort:
    """What a measure is asked for with.

    :param measure: folded.
    :return: "number" also for one that is not listed.
    """
    return _SORT_OF.get(_known(measure), "number")


def whose(measure: str) -> Kinds:
    """Of what kinds something is that has a measure.

    :param measure: folded.
    :return: the kinds.
    """
    known = _known(measure)
    if known in _PEOPLES:
        return frozenset() if known in _BOTH else frozenset({"person"})
    if known in _ROLES:
        return next((kinds for pattern, kinds in _HEADED if pattern.search(known)), _ANY_HEADED)
    return frozenset({"place"}) if _REGIONAL.search(measure) else ANYTHING


def is_flow(measure: str) -> bool:
    """Whether a measure differs from year to year, so that the year asked about goes on being asked about.

    :param measure: folded.
    :return: True for incomes and the like, False for lengths and the like.
    """
    return bool(_FLOW.search(measure))
