"""Places a report or a question is about: China's provinces, its larger cities and the larger countries, folded."""

from __future__ import annotations

import re
from typing import Final

from qa.sense.memory import remembers

__all__ = ["NATION", "find_places"]

NATION: Final = "中国"
"""What 我国, 全国, 国务院 and the like stand for."""

_PROVINCES: Final = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
    "广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
)
_CITIES: Final = (
    "石家庄 太原 沈阳 大连 长春 哈尔滨 南京 苏州 无锡 杭州 宁波 温州 合肥 福州 厦门 南昌 济南 青岛 "
    "郑州 武汉 长沙 广州 深圳 珠海 佛山 东莞 南宁 海口 三亚 成都 贵阳 昆明 拉萨 西安 兰州 西宁 银川 "
    "乌鲁木齐 呼和浩特 台北 高雄 台中 台南 雄安"
)
_COUNTRIES: Final = (
    "美国 日本 英国 法国 德国 俄罗斯 印度 韩国 朝鲜 加拿大 澳大利亚 新西兰 巴西 阿根廷 墨西哥 南非 埃及 "
    "意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威 丹麦 芬兰 波兰 乌克兰 希腊 土耳其 伊朗 伊拉克 以色列 "
    "沙特 巴基斯坦 孟加拉国 越南 泰国 马来西亚 新加坡 印度尼西亚 菲律宾 缅甸 柬埔寨 老挝 蒙古国 "
    "哈萨克斯坦 乌兹别克斯坦 欧盟 东盟 欧元区"
)
_ENGLISH: Final = {
    "china": NATION, "united states": "美国", "u.s.": "美国", "america": "美国", "japan": "日本",
    "germany": "德国", "france": "法国", "britain": "英国", "united kingdom": "英国", "russia": "俄罗斯",
    "india": "印度", "korea": "韩国", "canada": "加拿大", "australia": "澳大利亚", "brazil": "巴西",
    "beijing": "北京", "shanghai": "上海", "guangdong": "广东", "hong kong": "香港", "taiwan": "台湾",
    "tibet": "西藏", "xinjiang": "新疆", "european union": "欧盟",
}  # fmt: skip
_NATIONAL: Final = "中国|我国|全国|国务院|中华人民共和国|中央财政"
_SHORT: Final = {
    "美": "美国", "日": "日本", "韩": "韩国", "俄": "俄罗斯", "英": "英国", "法": "法国", "德": "德国", "印": "印度",
    "欧": "欧盟", "澳": "澳大利亚",
}  # fmt: skip
"""Countries by the one character that stands for them beside 中 or 对 (中美贸易额)."""

_BETWEEN: Final = (
    "两国|双边|双方|关系|贸易|经贸|货物|服务贸|投资|元首|高层|建交|合作|自贸|战略|经济|进出口|出口|进口|关税"
)
_BANK: Final = "[岸侧面边]"
_STREET: Final = "(?!路(?!网|桥)|站|麓|坡|峰|门|岸|侧)"
_PARTS_OF_WORDS: Final = {
    "河北": f"(?<![黄淮运渭洛辽漳滦汾])河北(?!{_BANK})",
    "河南": f"(?<![黄淮运渭洛辽漳滦汾])河南(?!{_BANK})",
    "江西": f"(?<![长珠湘赣])江西(?!{_BANK})",
    "湖南": f"(?<![太巢泽])湖南(?!{_BANK})",
    "湖北": f"(?<![太巢泽])湖北(?!{_BANK})",
    "山西": f"山西{_STREET}",
    "山东": f"山东{_STREET}",
    "海南": "(?<![渤黄])海南",
    "海口": "(?<![出入])海口",
    "大连": "大连(?![接续锁环])",
    "台中": "(?<![平舞讲站柜])台中",
    "日本": "(?<![昨近翌])(?:日本(?![报刊市省县院校区])|(?<![今当\\d一二三四五六七八九十])日本)",
    "印度": "印度(?!洋)",
    "法国": "(?<![依宪])法国",
}
"""Names that other words hold, too: 黄河北岸, 中山西路, 昨日本报."""

_NAMES: Final = sorted(f"{_PROVINCES} {_CITIES} {_COUNTRIES}".split(), key=len, reverse=True)
_CHINESE: Final = "|".join(_PARTS_OF_WORDS.get(name, name) for name in _NAMES)
_PLACE: Final = re.compile(
    rf"(?P<nation>{_NATIONAL})|(?P<place>{_CHINESE})|[中对](?P<short>[{''.join(_SHORT)}]{{1,2}})(?={_BETWEEN})"
    rf"|\b(?P<english>{'|'.join(map(re.escape, _ENGLISH))})(?![a-z])"
)


def _named(match: re.Match[str]) -> tuple[str, ...]:
    if match["short"]:
        return tuple(_SHORT[country] for country in match["short"])
    return (NATION if match["nation"] else match["place"] or _ENGLISH[match["english"]],)


@remembers(8192)
def find_places(text: str) -> frozenset[str]:
    """Places of a text.

    :param text: folded text.
    :return: their Chinese names; :data:`NATION` for all that stands for China.
    """
    return frozenset(place for match in _PLACE.finditer(text) for place in _named(match))
