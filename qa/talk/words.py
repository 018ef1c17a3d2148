"""The words around the quotes of an exported conversation, in each language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["EN", "WORDS", "ZH_CN", "ZH_TW", "ExportWords"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWords:
    """The labels of an exported conversation in one language; braces are filled by ``str.format``.

    :param lang: BCP 47 tag of the language.
    :param font: font of Chinese characters in Word.
    :param untitled: title of a conversation without one.
    :param asked_at: ``{time}`` of a question.
    :param asked_as: ``{question}`` that was asked where another was typed.
    :param within: ``{count}`` of the reports that were asked where not all were.
    :param answer: ``{answer}`` inside a quote, where it cannot be marked there.
    :param page: ``{page}`` of a quote.
    :param confidence: ``{confidence}`` that a quote answers, 0 to 1.
    :param conflicting: over quotes that give another figure than the first.
    :param further: over the other quotes.
    :param no_answer: where nothing answers.
    :param nearest: over the best sentence then, of a ``{confidence}`` below the ``{threshold}``.
    :param failed: ``{error}`` in place of an answer.
    :param skipped: ``{source}`` that could not be read, with its ``{cause}`` and ``{remedy}``.
    :param helpful: of an answer rated so.
    :param unhelpful: of an answer rated so.
    :param references: heading of the list of references.
    :param earlier: ``{count}`` of the turns that the file lacks.
    :param signs: what the signs for control characters stand for.
    """

    lang: str
    font: str
    untitled: str
    asked_at: str
    asked_as: str
    within: str
    answer: str
    page: str
    confidence: str
    conflicting: str
    further: str
    no_answer: str
    nearest: str
    failed: str
    skipped: str
    helpful: str
    unhelpful: str
    references: str
    earlier: str
    signs: str


EN: Final = ExportWords(
    lang="en",
    font="SimSun",
    untitled="Conversation",
    asked_at="Asked on {time}",
    asked_as="Asked as: {question}",
    within="Asked of chosen reports only ({count})",
    answer="Answer: {answer}",
    page="page {page}",
    confidence="confidence {confidence:.0%}",
    conflicting="The reports give different figures:",
    further="More quotes:",
    no_answer="These reports don’t say.",
    nearest="The nearest sentence; at {confidence:.0%} confidence ({threshold:.0%} needed) it is no answer:",
    failed="Not answered: {error}",
    skipped="Not read: {source}: {cause}. {remedy}",
    helpful="Rated as helpful",
    unhelpful="Rated as not helpful",
    references="References",
    earlier="{count} earlier questions are not in this file.",
    signs="Signs such as ␀ stand for control characters of the original, which this file cannot show.",
)

ZH_CN: Final = ExportWords(
    lang="zh-CN",
    font="宋体",
    untitled="对话",
    asked_at="提问时间：{time}",
    asked_as="实际提问：{question}",
    within="只问了选定的报告（{count} 份）",
    answer="答案：{answer}",
    page="第 {page} 页",
    confidence="把握 {confidence:.0%}",
    conflicting="各报告的数字不一致：",
    further="另外的引文：",
    no_answer="这些报告里没有找到答案。",
    nearest="最接近的一句，把握太小（{confidence:.0%}，至少要 {threshold:.0%}），不作为答案：",
    failed="未能回答：{error}",
    skipped="未能读取：{source}：{cause}。{remedy}",
    helpful="评价：有帮助",
    unhelpful="评价：没有帮助",
    references="参考文献",
    earlier="更早的 {count} 个问题不在此文件中。",
    signs="␀ 之类的符号代表原文中的控制字符，此文件无法显示这些字符。",
)

ZH_TW: Final = ExportWords(
    lang="zh-TW",
    font="新細明體",
    untitled="對話",
    asked_at="提問時間：{time}",
    asked_as="實際提問：{question}",
    within="只問了選定的報告（{count} 份）",
    answer="答案：{answer}",
    page="第 {page} 頁",
    confidence="把握 {confidence:.0%}",
    conflicting="各報告的數字不一致：",
    further="另外的引文：",
    no_answer="這些報告裡沒有找到答案。",
    nearest="最接近的一句，把握太小（{confidence:.0%}，至少要 {threshold:.0%}），不作為答案：",
    failed="未能回答：{error}",
    skipped="未能讀取：{source}：{cause}。{remedy}",
    helpful="評價：有幫助",
    unhelpful="評價：沒有幫助",
    references="參考文獻",
    earlier="更早的 {count} 個問題不在此檔案中。",
    signs="␀ 之類的符號代表原文中的控制字元，此檔案無法顯示這些字元。",
)

WORDS: Final[Mapping[str, ExportWords]] = {words.lang: words for words in (EN, ZH_CN, ZH_TW)}
"""By the language's tag."""
