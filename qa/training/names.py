"""Names in questions and reports, each with a type by which one can stand for another.

Told by their form, as there is no tagger here: titles in book marks, foreign names with a dot, what a report's first
words define ("平安站（）是...车站"), countries, and what ends in a word that names a kind ("...大学").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Name", "heading", "names_in"]

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SIMPLIFIED: Final = _words(
    """
    美国 英国 法国 德国 日本 韩国 泰国 俄罗斯 意大利 西班牙 荷兰 波兰 瑞士 瑞典 挪威 丹麦 芬兰 奥地利 希腊 葡萄牙
    加拿大 澳大利亚 新西兰 巴西 墨西哥 阿根廷 智利 印度 越南 马来西亚 新加坡 菲律宾 土耳其 伊朗 以色列 埃及 南非
    乌克兰 匈牙利 比利时
    """
)
_TRADITIONAL: Final = _words(
    """
    美國 英國 法國 德國 日本 韓國 泰國 俄羅斯 義大利 西班牙 荷蘭 波蘭 瑞士 瑞典 挪威 丹麥 芬蘭 奧地利 希臘 葡萄牙
    加拿大 澳洲 紐西蘭 巴西 墨西哥 阿根廷 智利 印度 越南 馬來西亞 新加坡 菲律賓 土耳其 伊朗 以色列 埃及 南非 烏克蘭
    匈牙利 比利時
    """
)
_PROVINCES: Final = _words(
    """
    北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南
    四川 贵州 云南 陕西 甘肃 青海 宁夏 新疆 西藏 内蒙古 广州 深圳 杭州 南京 武汉 成都 西安 苏州 青岛 大连 厦门
    长沙 郑州 济南 合肥 福州 昆明
    """
)

# The kind of what a report defines, by the word a clause of its definition ends in. The first that fits decides.
_DEFINED: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("station", "车站|車站|地铁站|火车站"),
        ("line", "铁路|鐵路|公路|号线|干线|高速"),
        ("fish", "[鱼魚]纲[^,，]*|[鱼魚鳗鲷鳕][类類科属目]"),
        ("plant", "植物"),
        ("animal", "动物|[鸟蛇蝉蛙龙虫兽]类|[鸟蛇蝉蛙龟]科|恐龙"),
        ("footballer", "足球运动员|足球員|足球员"),
        ("athlete", "运动员|球员|選手|选手"),
        ("actor", "演员|演員|声优"),
        ("singer", "歌手|音乐家|作曲家|音樂"),
        ("ruler", "皇帝|国王|君主|大臣|将领|武将|进士|宗室|官员|诸侯"),
        ("politician", "政治人物|政治家|市长|部长|主席|总统|书记|议员|军事家|上将|中将|少将|革命家|外交官"),
        (
            "scholar",
            "学者|教授|科学家|历史学家|物理学家|化学家|数学家|院士|作家|诗人|画家|教育家|工程师|导演|记者|设计师",
        ),
        ("university", "大学|学院|大學|學院"),
        ("school", "中学|小学|学校|學校"),
        ("company", "公司|企业|集团"),
        ("town", "乡级|下辖的一个[^，。]*[镇乡]|行政村|[^，。]的一个[镇乡村]"),
        ("county", "地级市|县级市|市辖区|辖县|下辖的一个县|州的一个县|城市"),
        ("island", "岛屿|群岛"),
        ("water", "河流|支流|湖泊|水库|海峡|海湾"),
        ("mountain", "山峰|山脉|火山"),
        ("temple", "寺院|寺庙|教堂|佛寺|道观|清真寺"),
        ("building", "大厦|建筑|大楼|商场|购物中心|酒店|广场"),
        ("park", "公园|郊野公园|景区|保护区|花园"),
        ("ship", "驱逐舰|巡洋舰|战列舰|航空母舰|潜艇|护卫舰"),
        ("aircraft", "战斗机|轰炸机|直升机|飞机|客机"),
        ("band", "乐队|乐团|组合|樂團"),
        ("club", "俱乐部|球会|球队"),
        ("contest", "锦标赛|联赛|公开赛|杯赛|大奖赛|奥运会"),
        ("battle", "战役|之战|会战|战争"),
    )
)
_WORKS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("game", "游戏|遊戲"),
        ("series", "电视剧|電視劇|剧集|连续剧|电视节目|综艺"),
        ("film", "电影|影片|電影|动画片"),
        ("album", "专辑|專輯|迷你专辑"),
        ("song", "单曲|歌曲|單曲"),
        ("comic", "漫画|动画|漫畫|轻小说"),
        ("book", "小说|著作|小說|书籍|杂志|期刊|日报|词典"),
    )
)
_ENDINGS: Final = _words(
    """
    大学 大學 学院 學院 中学 中學 小学 公司 集团 银行 医院 铁路 公路 大桥 水库 机场 车站 北站 南站 东站 西站 群岛
    公园 博物馆 图书馆 协会 联赛 锦标赛 县 市 省 镇 乡 村 站
    """
)
# 的, 在, 是, 和 and the like end a name, which hardly ever holds them.
_INSIDE: Final = rf"(?![的在是和与與及被哪最第个個])[{_HAN}]"
_ENDING = re.compile(rf"(?:{_INSIDE}){{2,10}}?(?P<kind>{'|'.join(sorted(_ENDINGS, key=len, reverse=True))})")
_TITLE = re.compile(r"《[^《》]{1,24}》")
_PART = rf"(?:{_INSIDE}){{1,8}}"
_DOTTED = re.compile(
    rf"(?<![{_HAN}·・•a-zA-Z-]){_PART}(?:-{_PART})*[·・•]{_PART}(?:[·・•-]{_PART})*(?![·・•-])"
)
# What is named after a person is none: "罗德·拉沃竞技场".
_NAMED_AFTER = re.compile(
    "(?:[场場学學院奖獎馆館站山河湖岛島州省市县縣号號法会會团團机機炮队隊语語]|效应|定理|改革|宣言|盆地|战争|条约|公司)$"
)
_HEADING = re.compile(
    rf"(?P<open>[“「\"]?)(?P<name>(?![0-9])[{_HAN}a-zA-Z0-9·・•-]{{2,16}}?)(?P<close>[”」\"]?)"
    r"(?=[（(，,、：:是为為位又]|全[称稱]|[简簡][称稱])"
)
_NO_NAME = re.compile("^[一本该此某这]|条目|目前|[0-9]年|[建成]立|始建|[是为為在于於的]")
# What may stand behind the word for the kind in a definition's clause: "...雀鲷科的其中一种".
_TAIL = re.compile("的?(?:其中)?的?(?:一[种種个個员員座所条條部]|之一)?")
_PERSONS: Final = frozenset({"footballer", "athlete", "actor", "singer", "ruler", "politician", "scholar"})
_PERSON = re.compile(rf"[{_HAN}]{{2,5}}")
_NOTES = re.compile(r"[（(][^（()）]*[)）]")
# Words that stand between a name and what is asked about it; a name cannot run over them.
_AFTER: Final = "的在是于於位有为為由被何哪共与與和，,最原曾现現什谁誰属屬因以从從又从向对對成建开開"
_BEFORE: Final = "在于於从從由自到向对對是和与與及的，,、：:“「（(么麼时時据據被让讓当當年月日 "


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: ``text[start:end]``.

    :param kind: its type; names of one type can stand for each other.
    """

    kind: str
    start: int
    end: int


def heading(report: str) -> tuple[str, str] | None:
    """The name a report begins with, where its first words say what kind of thing that is.

    :param report: its text.
    :return: ``(name, kind)``; None when it does not begin with a name of a known kind.
    """
    start = report[:200].lstrip()
    first = re.split("[。\n]", start, maxsplit=1)[0]
    if title := _TITLE.match(start):
        kind = _kind_of(first[title.end() :], _WORKS)
        return (title[0], kind) if kind else None
    match = _HEADING.match(start)
    if not match or bool(match["open"]) != bool(match["close"]) or _NO_NAME.search(match["name"]):
        return None
    name = match["name"]
    ending = next((each for each in _ENDINGS if name.endswith(each)), None)
    if _is_person(name) and not ending:
        return name, "person"
    kind = _kind_of(first[match.end() :], _DEFINED)
    if kind in _PERSONS:
        return (name, kind) if _PERSON.fullmatch(name) and not ending else None
    told = ending or kind
    return (name, told) if told else None


def _kind_of(definition: str, kinds: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    """The kind the first clause that ends in one names: Chinese puts the head of a definition at its end."""
    for clause in re.split("[,，；;、]", _NOTES.sub("", definition)):
        for kind, pattern in kinds:
            if any(_TAIL.fullmatch(clause, match.end()) for match in pattern.finditer(clause)):
                return kind
    return None


def names_in(question: str, report: str) -> Iterator[Name]:
    """Names that stand in a question and in its report, to the letter.

    :param question: the question.
    :param report: the report.
    :return: the subject of the report first, then the others.
    """
    defined = heading(report)
    if defined and (start := question.find(defined[0])) >= 0 and _begins(question, start):
        yield Name(defined[1], start, start + len(defined[0]))
    for match in _TITLE.finditer(question):
        if match[0] in report:
            yield Name("title", match.start(), match.end())
    for match in _DOTTED.finditer(question):
        if match[0] in report and _is_person(match[0]) and question[match.end() :][:1] in _AFTER:
            yield Name("person", match.start(), match.end())
    if (ending := _ENDING.match(question)) and ending[0] in report and question[ending.end() :][:1] in _AFTER:
        yield Name(ending["kind"], ending.start(), ending.end())
    for kind, places in (("country", _SIMPLIFIED), ("land", _TRADITIONAL), ("region", _PROVINCES)):
        for place in places:
            start = question.find(place)
            if start < 0 or place not in report:
                continue
            if _begins(question, start) and question[start + len(place) :][:1] in _AFTER:
                yield Name(kind, start, start + len(place))


def _is_person(name: str) -> bool:
    """Whether a name with a dot is a person's own."""
    return bool(_DOTTED.fullmatch(name)) and not _NAMED_AFTER.search(name)


def _begins(question: str, start: int) -> bool:
    """Whether a name can begin here rather than go on."""
    return start == 0 or question[start - 1] in _BEFORE
