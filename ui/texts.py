"""Every sentence of the page, in simplified and traditional Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.errors import (
    BusyError,
    DamagedError,
    DecodingError,
    EmptyError,
    EncryptedError,
    FormatError,
    LibraryError,
    ModelError,
    NotFoundError,
    QAError,
    QuestionError,
    SourceError,
    StorageError,
    TooLargeError,
)

__all__ = ["EN", "ZH_CN", "ZH_TW", "Texts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The page in one language; braces are filled by ``str.format``.

    :param lang: BCP 47 tag of the language, as Gradio knows it.
    :param errors: what an error of a class is called; a class that is missing goes by its nearest ancestor.
        None where the error's own English sentence needs no heading.
    """

    lang: str
    title: str
    tagline: str
    question_label: str
    placeholder: str
    ask: str
    examples: str
    waiting: str
    searching: str
    loading: str
    reading: str
    embedding: str
    ready: str
    nothing_loaded: str
    load_failed: str
    kept: str
    no_answer: str
    nearest: str
    likely: str
    probable: str
    doubtful: str
    page: str
    paragraph: str
    conflicting: str
    further: str
    readable: str
    copy: str
    copied: str
    reports: str
    drop_label: str
    uploading: str
    added: str
    failed: str
    skipped: str
    remove: str
    errors: Mapping[type[QAError], str] | None


ZH_CN = Texts(
    lang="zh-CN",
    title="向报告提问",
    tagline="答案逐字引自报告原文，不作任何改写。",
    question_label="问题",
    placeholder="输入问题，按回车键提问",
    ask="提问",
    examples="试着问问示例报告",
    waiting="模型正在加载，加载完就回答……",
    searching="正在查找……",
    loading="模型正在加载，可以先提问",
    reading="正在读取报告（{done}/{total}），可以先提问",
    embedding="正在建立索引（{done}/{total}），可以先提问",
    ready="可以提问了",
    nothing_loaded="还没有报告，请先添加",
    load_failed="加载失败",
    kept="报告库：{where}（在这里添加、移除的报告都会保存）",
    no_answer="这些报告里没有找到答案。",
    nearest="最接近的一句，把握太小（{confidence:.0%}，至少要 {threshold:.0%}），不作为答案",
    likely="把握很大",
    probable="有一定把握",
    doubtful="把握不大",
    page="第 {page} 页",
    paragraph="所在段落",
    conflicting="各报告的数字不一致，另一份写的是：",
    further="另外 {count} 处引文",
    readable="去掉注音便于阅读（不是原文）",
    copy="复制原文",
    copied="已复制",
    reports="报告",
    drop_label="添加报告",
    uploading="正在读取……",
    added="已添加：{name}",
    failed="没能添加：{name}",
    skipped="没能读取：{name}",
    remove="移除 {name}",
    errors={
        QAError: "出错了",
        SourceError: "读不了这份文件",
        NotFoundError: "找不到文件，或者里面没有可读的报告",
        FormatError: "文件格式不支持，或者文件已损坏",
        DecodingError: "无法在不丢字的前提下识别文字编码",
        EmptyError: "文件里没有文字（空文件，或未经文字识别的扫描件）",
        EncryptedError: "文件有密码保护，请先解除密码",
        TooLargeError: "文件超出了大小限制",
        QuestionError: "这个问题无法提问",
        ModelError: "模型加载失败",
        LibraryError: "打不开报告库，或者改不了它",
        BusyError: "另一个程序正在修改报告库，请稍后再试",
        DamagedError: "报告库已损坏",
        StorageError: "磁盘已满、只读或有故障",
    },
)

ZH_TW = Texts(
    lang="zh-TW",
    title="向報告提問",
    tagline="答案逐字引自報告原文，不作任何改寫。",
    question_label="問題",
    placeholder="輸入問題，按 Enter 鍵提問",
    ask="提問",
    examples="試著問問範例報告",
    waiting="模型正在載入，載入完就回答……",
    searching="正在查找……",
    loading="模型正在載入，可以先提問",
    reading="正在讀取報告（{done}/{total}），可以先提問",
    embedding="正在建立索引（{done}/{total}），可以先提問",
    ready="可以提問了",
    nothing_loaded="還沒有報告，請先加入",
    load_failed="載入失敗",
    kept="報告庫：{where}（在這裡加入、移除的報告都會保存）",
    no_answer="這些報告裡沒有找到答案。",
    nearest="最接近的一句，把握太小（{confidence:.0%}，至少要 {threshold:.0%}），不作為答案",
    likely="把握很大",
    probable="有一定把握",
    doubtful="把握不大",
    page="第 {page} 頁",
    paragraph="所在段落",
    conflicting="各報告的數字不一致，另一份寫的是：",
    further="另外 {count} 處引文",
    readable="去掉注音便於閱讀（不是原文）",
    copy="複製原文",
    copied="已複製",
    reports="報告",
    drop_label="加入報告",
    uploading="正在讀取……",
    added="已加入：{name}",
    failed="未能加入：{name}",
    skipped="未能讀取：{name}",
    remove="移除 {name}",
    errors={
        QAError: "發生錯誤",
        SourceError: "無法讀取這份檔案",
        NotFoundError: "找不到檔案，或者裡面沒有可讀的報告",
        FormatError: "檔案格式不支援，或者檔案已損壞",
        DecodingError: "無法在不遺漏文字的前提下辨識編碼",
        EmptyError: "檔案裡沒有文字（空檔案，或未經文字辨識的掃描件）",
        EncryptedError: "檔案有密碼保護，請先解除密碼",
        TooLargeError: "檔案超出了大小限制",
        QuestionError: "這個問題無法提問",
        ModelError: "模型載入失敗",
        LibraryError: "無法開啟或修改報告庫",
        BusyError: "另一個程式正在修改報告庫，請稍後再試",
        DamagedError: "報告庫已損壞",
        StorageError: "磁碟已滿、唯讀或有故障",
    },
)

EN = Texts(
    lang="en",
    title="Ask the reports",
    tagline="Every answer is quoted from a report, letter for letter.",
    question_label="Question",
    placeholder="Type a question",
    ask="Ask",
    examples="Try one on the sample reports",
    waiting="The models are loading; the answer follows …",
    searching="Searching …",
    loading="The models are loading; you can ask already",
    reading="Reading reports ({done}/{total}); you can ask already",
    embedding="Indexing ({done}/{total}); you can ask already",
    ready="Ready for questions",
    nothing_loaded="No reports yet; add one first",
    load_failed="Loading failed",
    kept="Library: {where}. What you add or remove here is kept",
    no_answer="These reports don’t say.",
    nearest="The nearest sentence; at {confidence:.0%} confidence ({threshold:.0%} needed) it is no answer",
    likely="Very likely",
    probable="Likely",
    doubtful="Uncertain",
    page="page {page}",
    paragraph="The paragraph around it",
    conflicting="The reports give different figures. Another one says:",
    further="More quotes: {count}",
    readable="Without reading aids (not the original)",
    copy="Copy quote",
    copied="Copied",
    reports="Reports",
    drop_label="Add reports",
    uploading="Reading …",
    added="Added: {name}",
    failed="Not added: {name}",
    skipped="Not read: {name}",
    remove="Remove {name}",
    errors=None,
)
