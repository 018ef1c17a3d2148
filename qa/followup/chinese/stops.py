"""What stands around names in Chinese questions: small words, verbs and measures; and what stands before all of it."""

from __future__ import annotations

import re
from typing import Final

from qa.followup.chinese.measures import LISTED
from qa.followup.chinese.nouns import HEAD, LONG_HEAD
from qa.followup.chinese.verbs import ASPECT, SAYING, SHORT_VERB, VERB, VERB_STEM
from qa.followup.text import Span, is_within

__all__ = ["LEAD", "STOP", "UNIT", "around_names", "behind_lead", "first_words"]

LEAD: Final = re.compile(
    "(?:(?:请问一下|请问|请教一下|想问一下|我想知道|想知道|顺便问一下|顺便问|对了|好的|好|嗯|哦|另外"
    "|那么|那要是|要是|那如果|如果"
    "|那(?![个座家条项部种款次届场份位名支所套台架艘枚颗些里儿边年时天样段本])|然后呢?|接着|所以|而且|而"
    "|至于|关于|说到|换成|换作"
    r"|再问一下|再问|还想问|还有|and|so|ok(?:ay)?)[,;:.\s]*)*"
)
"""What may stand before a question and says nothing."""

UNIT: Final = (
    "(?:(?:万|亿|千|百|个)*(?:平方公里|平方千米|平方米|立方米|公里|千米|公顷|千瓦时|千瓦|兆瓦|百分点"
    "|人次|美元|人民币|欧元|分钟|小时|厘米"
    "|毫米|海里|节"
    "|[个座家条项次位名届件台辆架艘只头所处期岁年月周天日元吨米亩度户间层场轮集部本首种类款支组级张份页票分点人倍成斤克升套"
    "艘枚颗册盒瓶袋包桶箱碗杯餐桌幅块段列对株棵匹串具门钱]|国(?!家)))"
)
"""Pattern of what numbers count."""

_NAMING: Final = (
    "(?:院|所|局|处|厂|部|中心|公司|集团|工程|项目|银行|基地|区|园|会|团|馆|站|线|办|队|大学|计划|方案"
    "|规划|条例|办法|协议|标准|平台"
    "|系统|基金|大厦|费|额|量|者|师|商|方|单位|人员|大桥|船|车|企业|机构|学校|医院|厅|委|证|期|时间|日期"
    "|地点|典礼|仪式"
    f"|{LONG_HEAD})"
)
"""What makes a verb before it part of a name (设计院, 加固工程)."""

_SMALL: Final = (
    "的|了(?!望)|(?<![存现内实潜所外])在|(?<![自理缘经])由|被|(?<![但于可国])是"
    "|(?<![所国公私含])有(?![限色机线])|(?<![行成作认人华])为(?!民)"
    "|(?<![反相面绝])对(?![外象])|(?<![自服])从(?!事)|(?<![方志意走导])向(?!阳)|(?<!麻)将(?!军)|把(?!握)"
    "|(?<![太共永呼人平祥])和(?![平谐县田顺])"
    r"|(?<!参)与|跟(?!踪)|(?<![普埃涉])及(?!格)|以及|还是|[,、;:，。?!！（）()]|到|达(?=[\d多几到成])|已"
    r"|(?<=[\u4e00-\u9fff])曾(?!国)"
    "|(?<![归返偿])还(?!原)|又|也(?!门)|(?<![成首江丰花盛])都(?![市江匀])|只|(?<!成)就(?![业读职])"
    "|(?<![人天])才(?![能华])|共(?![和同青享产])"
)
_ASKING: Final = (
    "如何|怎么|怎样|什么|谁|哪|多少|第?几|何(?=[时处地人年月日种])|多(?=[大高长远重久宽深快厚少])|吗|呢"
)
_ADVERBS: Final = (
    "分别|一共|总共|预计|目前|现在|最终|首次|主要(?!矛盾)|每(?=[个公一年天日月吨亩人家户辆台件张])"
    r"|(?<=[\u4e00-\u9fff]{2})时(?=[说讲表指提强称])"
    r"|后来|当时|最后|如今|曾经|正式|此前|随后|已经|将会|一直|仍然|陆续|先后|亲自|以后|以来|之后"
    "|(?<![大协学商工议员晚集展览合联社都机动运年茶例全事委金])会(?=[选不在被有成让使受得把怎])"
    "|一般(?!公共)|通常|具体|本来|喜欢|究竟|到底"
    "|大概|经常|常常|往往|(?<![对巴相])比(?![利赛例分重萨])|最(?!终)"
    "|占(?=多少|比)|排名|可以|能(?=够|不能|有|达)|今年"
    r"|计划(?=[招建投于在])"
)
STOP: Final = re.compile(
    rf"{_SMALL}|{_ASKING}|{_ADVERBS}|(?!{VERB}{{1,2}}{_NAMING}){VERB_STEM}|{SHORT_VERB}(?={ASPECT}|什么"
    r"|多少|几|哪|谁)"
    rf"|{SAYING}(?={ASPECT}|什么|[,:])|{LISTED}(?!{_NAMING})"
)
"""The first word behind a name."""

_LONG_HEAD: Final = re.compile(LONG_HEAD)
_AFTER_TIME: Final = re.compile("(?:以后|以来|之后|以前|之前|期间|时|起|底|初|末),?")
_CLAUSE_BEFORE: Final = re.compile(f"(?:{VERB}){{1,2}}(?:之后|以后|之前|以前|后|前|时|以来|期间),?")


def behind_lead(folded: str) -> int:
    """Where a question begins.

    :param folded: the folded question.
    :return: the offset behind words such as 那么; 0 where it is made of them only.
    """
    lead = LEAD.match(folded)
    return lead.end() if lead and lead.end() < len(folded) else 0


def around_names(words: str) -> bool:
    """Whether folded words hold any that stand around names and not in them.

    :param words: what could be a name.
    :return: True for a clause, and for more than one name.
    """
    return bool(STOP.search(words))


def first_words(
    folded: str, start: int, times: tuple[Span, ...], quoted: list[Span], ask: int
) -> Span | None:
    """The words a question begins with, after any time, up to the first that stands around names.

    :param folded: the folded question.
    :param start: where it begins.
    :param times: the times it names.
    :param quoted: what it quotes.
    :param ask: where its question word begins; the end of the text where there is none.
    :return: the stretch; None where it is empty.
    """
    start = _behind_times(folded, start, times)
    if before := _CLAUSE_BEFORE.match(folded, start):
        start = before.end()
    if title := next((each for each in quoted if each[0] == start), None):
        head = HEAD.match(folded, title[1])
        return start, head.end() if head else title[1]
    end = min([len(folded), *(first for first, _ in times if first > start)])
    if ask > start or ask == 0:
        end = min(end, ask)
    # 公开赛 is one word, whatever 开赛 may mean.
    words = [match.span() for match in _LONG_HEAD.finditer(folded)]
    stops = (
        match.start()
        for match in STOP.finditer(folded, start, end)
        if not is_within(match.start(), quoted) and not any(_overlaps(match.span(), word) for word in words)
    )
    end = next(stops, end)
    end = next((last for first, last in quoted if first == end), end)
    return (start, end) if start < end else None


def _overlaps(stop: Span, word: Span) -> bool:
    """Whether what looks like a verb takes characters of a noun: 开赛 in 公开赛, 复工 in 修复工程."""
    return word[0] < stop[0] < word[1] or stop[0] < word[0] < stop[1] < word[1]


def _behind_times(folded: str, start: int, times: tuple[Span, ...]) -> int:
    while start < len(folded):
        time = next((each for each in times if each[0] <= start < each[1]), None)
        if time:
            after = _AFTER_TIME.match(folded, time[1])
            start = after.end() if after else time[1]
        elif folded[start] in "的,在 ":
            start += 1
        else:
            break
    return start
