"""Chinese verbs that questions about reports are made of, and whose doing they are."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.types import ANYTHING, Kinds, words_of
from qa.sense.memory import remembers

__all__ = [
    "ADVERB",
    "ASPECT",
    "CHANGE",
    "COPULA",
    "SAYING",
    "SHORT_VERB",
    "SMALL",
    "VERB",
    "VERB_STEM",
    "takes_a_person",
    "whose_doing",
]

_OF: Final = {
    "person": (
        "领奖 获颁 受访 过世 死亡 诞生 出道 就职 转会 退役 出家 牺牲 考入 考取 长大 成长 离婚 求学 行医 "
        "从政 从军 出演 饰演 执导 演出 效力 加盟 当 担任 当选 出生 去世 逝世 病逝 毕业 入学 就读 任职 "
        "任教 上任 就任 卸任 退休 辞职 当选 结婚 抵达 到访 到任 担任 曾任 兼任 生于 卒于 师从 主修 攻读 "
        "留学 入党 "
        "参军 获刑 被捕 演唱 学习 入选 从事 发言 致辞 讲话 演讲 回国 出国 到达 去 来 到 写"
    ),
    "person org": (
        "盼望 期待 期盼 担心 关心 表示 强调 指出 介绍 认为 承诺 呼吁 建议 宣布 透露 提出 提到 要求 回应 "
        "回答 解释 主张 批评 赞扬 "
        "希望 感谢 访问 考察 调研 视察 慰问 走访 参观 会见 "
        "会晤 拜访 率团 率队 签署 签订 离开 捐赠 捐款 捐 收购 聘请 招聘 说 讲 谈到 谈 问 称 赞成 反对 "
        "支持 负责 工作 拒绝 同意 打算 决定 代表"
    ),
    "org": "上市 注册 盈利 亏损 营收 破产 倒闭 创立 创办 组建 重组 合并 更名 改名 招收 招生 雇用 雇佣 裁员 "
        "停牌 退市",
    "thing": (
        "开工 动工 完工 竣工 通车 建成 建造 修建 修筑 落成 封顶 合龙 贯通 奠基 启用 投用 投产 投运 "
        "投入使用 通航 通水 通电 通气 并网 蓄水 停航 停产 停运 复航 复产 "
        "拆除 加固 改造 扩建 迁建 重建 修复 维修 翻修 下线 上映 下水 首飞 试飞 发射 交付 服役 退役 入役 "
        "沉没 失事 出土 发掘 研制 研发 发明 承建 施工 监理 "
        "运行 运营 养护 途经 途径 经过 连接 连通 通往 跨越 横跨 飞行 航行 续航 入库 定价 上线 公映 首映 "
        "出厂 交工 交房 兴建 改建 增建 扩容 拓宽 铺设 焚毁 拆毁 起飞 降落 停飞 复飞 停靠 抛锚 爆炸 坍塌 "
        "倒塌 起火 建"
    ),
    "event": "颁奖 揭晓 停赛 报名 截止 停办 复办 筹办 策划 发起 举行 举办 召开 开幕 闭幕 主办 承办 协办 爆发 "
        "开赛 登陆 揭幕 落幕 开始 结束 闭会 取消 推迟 延期 发生 参展 参赛 参会",
    "work": "问世 连载 首播 开播 播放 重播 热播 创刊 停刊 收录 杀青 开拍 拍 写成 完稿 发售 发表 绘制 摄制 "
        "录制 改编 出品 出版 发行 上演 首演 播出 公布 发布 颁布 生效 实施 施行 通过 废止 修订 印发 到期 "
        "编写 撰写 主编 创作 著 起草 签 签发 翻译 出台",
    "person org place thing event work": "获得 荣获 获奖 得奖 加入 参加 出席 入围 中标 吸引 影响 属于 叫",
    "": (
        "设计 生产 制造 开发 建设 投资 出资 管理 成立 创建 设立 建立 开通 开业 开放 开园 开馆 停工 复工 "
        "关闭 关停 搬迁 迁 启动 采用 使用 利用 拥有 包括 包含 组成 构成 "
        "分为 隶属 隶属于 位于 坐落 坐落于 地处 占地 耗资 耗时 历时 花费 花 用 供应 供水 供电 服务 覆盖 "
        "接待 容纳 引进 引入 进口 出口 销售 出售 生效 获批 批准 验收 评为 "
        "命名 认定 列入 列为 发现 提供 指挥 流经 出 坐 装 载 开行 开出 攻克 种 培养 培训 签约 达成 解决 "
        "导致 造成 完成 实现 减少 收 生存 起源 来源 分布 栖息 生长 牵头 达到 提高 占 设有 设 建有 种植 "
        "养殖 出产 产 推出 推广 更新 更换 安装 拍摄 主演 导演 主持 编剧 "
        "陪同 接待 会见 任命 提名 执行 制定 资助 赞助 选址 命名为 改为 升级 采购 购买 购入 卖 买 租 "
        "面临 发展 存在 需要 遇到 受灾 受损 受伤 遇难 死亡 申请 申报 安排 处理 处罚 罚款 举报 发放 发 "
        "收到 "
        "派 派出 支援 援助 帮助 运输 运送 输送 储存 燃烧 排放 处置 救援 疏散 转移 搜救 扑灭 起火 减产 "
        "增产 停止 恢复 保护 保存 收藏 展出 陈列 揭牌 挂牌 亮相 出现 形成 分裂 解散 解体 拆分 升格 改称 "
        "灭亡 独立 取得 赢得 击败 打败 输给 成为 讲述 记录 记载 描写 描述 叙述 反映 进入 退出 接受 选择 "
        "进行 设置 分成 产生 引起 引发 采取 投入 增设 新增 新建 涨价 降价 停电 停水 限流 限行 销往 运往 "
        "发往 飞往 开往 驶往 通向 流入 流向 注入 汇入 来自 减产 丰收 歉收 增收 脱贫 致富 失败 成功 获胜 "
        "夺冠 落败 晋级 淘汰 拿 拿下 夺得 摘得 排 排名 位居 位列 生效 作废 失效 更换 召回 下架 断货 "
        "售罄 保修 退货 缴纳 上缴 拨付 补贴 补偿 赔偿 索赔 起诉 判决 上诉 结案 侦破 试行 推行 取消 整改 "
        "巡查 督查 抽查 陪 经营 试制 试种 引种 栽种 收割 捕捞 放养 放流 救治 确诊 感染 康复 出院 接种 "
        "募集 筹集 筹资 捐建 援建 赞助 试运行 试运营 上涨 下降"
    ),
}  # fmt: skip
_CHANGES: Final = (
    "同比增长 同比下降 环比增长 环比下降 同比 环比 增长 下降 上涨 上升 下跌 下滑 提高 降低 减少 增加 "
    "放缓 回落 反弹 增多 扩大 缩小 缩短 延长 翻番 翻 涨 降 增 减"
)
_KINDS_OF: Final = {verb: frozenset(kinds.split()) for kinds, verbs in _OF.items() for verb in verbs.split()}
_ALONGSIDE: Final = {
    "thing": {"event", "place", "org", "work"},
    "event": {"thing"},
    "work": {"event", "thing"},
}
"""Kinds that can be meant as well: a hospital is built, a plan is carried out."""


def _one_of(words: str | list[str]) -> str:
    listed = words.split() if isinstance(words, str) else words
    return "|".join(sorted(listed, key=len, reverse=True))


CHANGE: Final = _one_of(_CHANGES)
"""Pattern of a change of what was asked before."""

VERB: Final = f"(?:{_one_of([*_KINDS_OF, *_CHANGES.split()])})"
"""Pattern of a verb."""

VERB_STEM: Final = f"(?:{_one_of([verb for verb in [*_KINDS_OF, *_CHANGES.split()] if len(verb) > 1])})"
"""Pattern of a verb of at least two characters."""

SHORT_VERB: Final = f"(?:{_one_of([verb for verb in [*_KINDS_OF, *_CHANGES.split()] if len(verb) == 1])})"
"""Pattern of a verb of one character, which may be part of any name."""

SAYING: Final = (
    "(?:说|表示|指出|强调|认为|介绍|透露|称|提出|呼吁|建议|宣布|提到|坦言|回应|解释|回答|告诉|谈到)"
)
"""Pattern of what people do with words."""

ASPECT: Final = "(?:了|过|着|的|完|好|成|到|出|出来|起来|下来|于|在|至|为|过来|回来|自)"
"""Pattern of what stands behind a verb and belongs to it."""

COPULA: Final = (
    "(?:是|为|有|达到|达|共有|共|共计|约|约为|约有|大约|合计|分别|又|还|总共|一共|超过|突破|实现|就|能有"
    "|能|会|要|定|定为|在|到|了|将|将是|叫|需要|需|和|用)"
)
"""Pattern of what may stand between what is asked about and the question word."""

ADVERB: Final = (
    "(?:一共|总共|共计|合计|大约|大概|到底|究竟|最终|最后|后来|当时|高峰时|高峰期|平时|旺季|淡季|周末"
    "|节假日|预定|拟定|原定|拟|有望|可望|力争"
    "|争取|即将|马上|很快|始终|完全|全都|共同|联合|亲自|一起|先后|陆续|目前|现在|如今|现|预计|预期|此前"
    "|先前|从前|原来|原先|刚刚|刚|再|仍然|仍|一直|还是|才|就|另|另外|当天|当年|去年|今年|当初|起初|计划"
    "|将要|将会|将|会|已经|已|曾经|曾|首次|第一次|最早|最初|最近|又|还|也|都|共|"
    "总|要|能|可以|可|正式|具体|主要|每年|每天|每日|每月|年均|平均|通常|一般|分别|实际|真正|全部|同时"
    "|随后|此后|其间|期间|今后|未来|接下来|以后|之后|之前|以前|打算|准备|为此|对此|因此|所以)"
)
"""Pattern of what may stand before a verb and names nothing."""

SMALL: Final = "(?:有没有人|有人|是|由|被|为|从|在|于|有|没有|向|跟|和|给|对|让|叫|以|把|比|按|至|到|不)"
"""Pattern of small words between verbs and what they go with."""

_TAKES_A_PERSON: Final = words_of("陪同 接待 会见 任命 提名 采访 培养 资助 援助 帮助 支持 反对 批评 赞扬")


def takes_a_person(verb: str) -> bool:
    """Whether what a verb is done to can be a person (谁陪同？).

    :param verb: a folded verb.
    :return: True when it can.
    """
    return verb in _TAKES_A_PERSON


@remembers(2048)
def whose_doing(words: str) -> Kinds:
    """Of what kinds something is that a verb speaks of.

    :param words: folded words with verbs in them; the first that tells counts.
    :return: the kinds; those of things for a verb that does not tell.
    """
    for match in re.finditer(VERB, words):
        kinds = _KINDS_OF.get(match[0], frozenset())
        if kinds:
            return kinds if "person" in kinds else kinds.union(*(_ALONGSIDE.get(kind, ()) for kind in kinds))
        if match[0] in _CHANGES.split():
            return ANYTHING
    return frozenset()
