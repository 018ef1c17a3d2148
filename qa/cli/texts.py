"""What the command says, in English and in simplified Chinese; in traditional Chinese see :mod:`qa.cli.traditional`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.cli.language import language_of
from qa.cli.library_texts import CHINESE as CHINESE_LIBRARY
from qa.cli.library_texts import ENGLISH as ENGLISH_LIBRARY
from qa.cli.library_texts import LibraryTexts
from qa.cli.serving_texts import CHINESE as CHINESE_SERVING
from qa.cli.serving_texts import ENGLISH as ENGLISH_SERVING
from qa.cli.serving_texts import ServingTexts

__all__ = ["CHINESE", "ENGLISH", "Texts", "texts_for"]


@dataclass(frozen=True, slots=True)
class Texts:
    """Every sentence of the command in one language; braces are filled by ``str.format``.

    :param library: what the commands for libraries that are kept say.
    :param serving: what the commands chat and user say, and help by itself.
    """

    program: str
    ask: str
    statuses: str
    chat: str
    question: str
    paths: str
    chat_paths: str
    verify: str
    verify_statuses: str
    proof: str
    file: str
    holds: str
    other_place: str
    other_file: str
    found_at: str
    not_found: str
    characters: str
    bytes: str
    only: str
    as_json: str
    limit: str
    encoder: str
    reader: str
    port: str
    no_browser: str
    version: str
    no_answer: str
    nearest: str
    page: str
    confidence: str
    conflicting: str
    separator: str
    skipped: str
    loading: str
    read: str
    embed: str
    library: LibraryTexts
    serving: ServingTexts


ENGLISH = Texts(
    program="Ask reports a question and get the sentence that answers it, quoted to the letter.",
    ask="Quote the sentence that answers a question.",
    statuses="Exit status: 0 answered, 1 no answer, 2 error.",
    chat="Ask in the browser: on this computer only, or as a team.",
    question="What you want to know.",
    paths="Reports (txt, md, html, pdf, docx, csv, xlsx) or folders of them; the library when left out.",
    chat_paths="Reports or folders of them; the sample reports when left out and no library is named.",
    verify="Check that a report holds a quote to the letter, at the place that its proof names.",
    verify_statuses="Exit status: 0 it does, 1 it does not, 2 error.",
    proof="A proof, or an answer printed by `report-qa ask --json`.",
    file="The report.",
    holds="It stands there to the letter:",
    other_place="It does not stand at that place:",
    other_file="This is not the file that was quoted (its bytes are others):",
    found_at="the words stand at offsets {places}",
    not_found="the words stand nowhere in it",
    characters="characters {start} to {end} (from 0, the last not counted)",
    bytes="bytes {start} to {end}",
    only="Ask only this report: its id, the first 6 or more digits of it, its path or its name; to be given once "
    "for each.",
    as_json="Print the whole answer as JSON.",
    limit="At most this many quotes.",
    encoder="A sentence-transformers model, by name or folder, or `bundled` for the one that ships; when left out "
    "the library's own, if it has one, else the bundled one.",
    reader="A question-answering model of the Hugging Face hub, by name or folder, or `bundled` for the one that "
    "ships; when left out the library's own, if it has one, else the bundled one.",
    port="Port of the page; a free one when left out.",
    no_browser="Do not open a browser window.",
    version="Print the version.",
    no_answer="No answer: the reports do not say.",
    nearest="The nearest sentence (confidence {confidence:.0%}, {threshold:.0%} needed):",
    page="page {page}",
    confidence="confidence {confidence:.0%}",
    conflicting="another figure than the first quote",
    separator=", ",
    skipped="skipped",
    loading="Loading",
    read="Reading reports",
    embed="Embedding sentences",
    library=ENGLISH_LIBRARY,
    serving=ENGLISH_SERVING,
)

CHINESE = Texts(
    program="向报告提问，得到回答问题的那一句原文，一字不差。",
    ask="引出回答问题的那一句原文。",
    statuses="退出码：0 有答案，1 没有答案，2 出错。",
    chat="在浏览器里提问：只在本机，或供团队使用。",
    question="想知道的事。",
    paths="报告，或装着报告的文件夹 (txt, md, html, pdf, docx, csv, xlsx)；不写则问报告库。",
    chat_paths="报告或装着报告的文件夹；不写，也没有指定报告库，则用自带的示例报告。",
    verify="检查报告在证明所说的位置是否一字不差地写着引文。",
    verify_statuses="退出码：0 是，1 否，2 出错。",
    proof="证明，或 `report-qa ask --json` 输出的答案。",
    file="报告。",
    holds="原文就在那里，一字不差：",
    other_place="原文不在那个位置：",
    other_file="这不是被引用的那个文件（字节不同）：",
    found_at="这段文字现在的字符偏移：{places}",
    not_found="文件里没有这段文字",
    characters="字符偏移 {start}–{end}（从 0 数起，不含末位）",
    bytes="字节偏移 {start}–{end}",
    only="只问这份报告：它的编号、编号的前 6 位或更多位、路径或名称；有几份就写几次。",
    as_json="以 JSON 输出完整答案。",
    limit="最多引几句。",
    encoder="sentence-transformers 模型（名称或文件夹），或 `bundled`（自带的）；不写则用报告库的，没有则用自带的。",
    reader="Hugging Face 问答模型（名称或文件夹），或 `bundled`（自带的）；不写则用报告库的，没有则用自带的。",
    port="网页端口；不写则自动选一个空闲的。",
    no_browser="不打开浏览器窗口。",
    version="显示版本号。",
    no_answer="没有答案：这些报告没有提到。",
    nearest="最接近的一句（可信度 {confidence:.0%}，需达到 {threshold:.0%}）：",
    page="第 {page} 页",
    confidence="可信度 {confidence:.0%}",
    conflicting="数字与第一句不同",
    separator="，",
    skipped="已跳过",
    loading="正在加载",
    read="正在读取报告",
    embed="正在计算句向量",
    library=CHINESE_LIBRARY,
    serving=CHINESE_SERVING,
)


def texts_for(environ: Mapping[str, str]) -> Texts:
    """The language of messages, see :func:`qa.cli.language.language_of`.

    :param environ: the environment variables.
    :return: simplified or traditional Chinese for a ``zh`` locale, English otherwise.
    """
    language = language_of(environ)
    if language == "zh-TW":
        from qa.cli.traditional import TRADITIONAL  # noqa: PLC0415 - it is made of what is defined here

        return TRADITIONAL
    return CHINESE if language == "zh-CN" else ENGLISH
