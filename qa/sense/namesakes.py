"""Persons and things that a question names and a report does not, while it names others in their place.

林淑芬 is not 林淑芳, and 柳河大桥 not 赵河大桥 (:mod:`qa.sense.things`). Where the report names the other and never the
one asked for, it hardly answers; it may still be a slip in the question, so the sentence is doubted, not left out. Of
355 questions of the training and development sets that name a person so, none is doubted in the report that answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from qa.asked import SURNAMES
from qa.fold import fold
from qa.sense.memory import remembers
from qa.sense.things import Thing, find_things, names_other_things
from qa.sense.towns import HAN

__all__ = ["Names", "find_names", "names_others"]

_GIVEN: Final = (
    "业东中丹丽久义书乾云亚亨亮仁仪伊伟佳俊信倩健允元光兰兴军冰凌凝凡凤凯刚创利勇勋勤北华南博卫卿厚友发可君启咏哲善喜嘉园国地坤墨"
    "士天奇奎如妍妹姣姬威娜娟娴婉婕婵婷媛子孝学宁宇守安宏宗定宜宝家宽宾富寒寿尚山岚峰崇川巧师希常平广庆庭康廉延建弘弟强彤彦彪彬彭影"
    "德心忆志忠念怀思怡恒恩恺悦悯惠慈慎慧成战才扬承抒振捷政敏敬文斌斐斯新方旋旭旺昊昌明昕星春昭昱显晓晖晨普景晴晶智曙曦月朝木本权"
    "材杨杰松林枝枫柏柔栋根格桂桐梁梅梓梦梧森楠榕樟欢欣正武毅毓永汉江沅沐沛河治泉波泰泽洁洋洪浚浦浩海涛润涵淇淑淮淳添清渊湖源满滢"
    "滨澄澍澜灿炎炜炳烈烨焕焰煜照熙燕爱爵爽玄玉玮玲珂珈珊珍珠理琛琦琨琪琬琰琳琴琼瑗瑛瑜瑞瑶瑾璇璐璟瓒生申略皓盈盛眉真睦睿磊礼祖祥"
    "禄福禹秀秋程稼穆穗立竹笑筠红纯绍继绪绮维缘美羽羿翔翰耀聪育胜胤舒舜良艳艺芝芬芳芸苑苗若英茂范茗茜荃荔荣荷莉莎莲莹莺菁菊菲萌萍"
    "葆蒙蓉蓓蓬蕊蕾薇虎虹融衡裕诗诚诺谊谋谦谨豪贞贤贵贺超越跃轩轶辉辰辽达迅进远迪逸道邦郁钊钟钧铁铭银锋锐锦镇长阔隆雁雄雅雪雯雷霄霆"
    "震霏霖霜霞霭露青静韬韵韶顺颂颖颢风飘飞香馥馨驰骁骏骐骥高鸣鸿鹏鹤麟黎黛齐龙甫辅颖盈煌焜奕翊玟郁涓卉芮鸾伦仲玫峻旗淞澈炫烽珩璋皎祺稚笙筱素蔚薰谕诠谅赫钰铎"
)
"""Characters that given names are made of."""

_FAMILY: Final = "".join(
    sorted(set(SURNAMES) - set("东万管水文农毕金高成路和时于常安平古易国权益游师关利越隆党向边应江长"))
)
"""Family names that are hardly the beginning of other words."""

_LEFT: Final = (
    rf"(?:(?<![{HAN}])|(?<=[市县省校院局部馆厂会站所行社处科区镇乡村州队团事班组台庭署厅司]长)"
    "|(?<=[席理任者监书员士授手家星演的是由和与跟对向被让]))"
)
_BEHIND: Final = (
    "的是在有和与今出担任曾毕去住说称为被对于何什谁多几将向因获得哪怎主表介宣指强要带考视调接访致讲同受"
)
_RIGHT: Final = rf"(?=[^{HAN}]|[{_BEHIND}]|$)"
_PERSON: Final = re.compile(rf"{_LEFT}[{_FAMILY}][{_GIVEN}]{{2}}{_RIGHT}")


@dataclass(frozen=True, slots=True)
class Names:
    """What a question names.

    :param people: persons with a family name and two given ones.
    :param things: named things.
    :param question: the folded question.
    """

    people: tuple[str, ...]
    things: tuple[Thing, ...]
    question: str


def find_names(text: str) -> Names | None:
    """Persons and things that a question names.

    :param text: the folded question.
    :return: each once; None for none.
    """
    people = tuple(dict.fromkeys(match[0] for match in _PERSON.finditer(text)))
    things = find_things(text)
    return Names(people, things, text) if people or things else None


@remembers(64)
def names_others(names: Names, report: str, file: str) -> bool:
    """Whether a report names others in place of those that a question names.

    :param names: what the question names.
    :param report: the folded report.
    :param file: what its file is called.
    :return: True when it names nobody asked about, but one whose name differs in one character; or none of the things
        asked about, but another.
    """
    name = fold(file).text
    told = f"{report}\n{name}"
    if names.people and not any(_is_named(person, told) for person in names.people):
        return any(_names_alike(person, names.question, report) for person in names.people)
    return names_other_things(names.things, names.question, report, name)


def _is_named(name: str, text: str) -> bool:
    """Whether a text names a person, by the whole name or by the given names alone."""
    return name in text or bool(re.search(rf"(?<![{SURNAMES}]){name[1:]}", text))


def _names_alike(name: str, question: str, report: str) -> bool:
    """Whether a report names somebody whose name differs from one in a single character."""
    family, first, second = tuple(name)
    alike = rf"[{_FAMILY}]{first}{second}|{family}[{HAN}]{second}|{family}{first}[{HAN}]"
    found = re.finditer(rf"{_LEFT}(?:{alike}){_RIGHT}", report)
    return any(match[0] not in question for match in found)
