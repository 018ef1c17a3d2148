"""What is said of libraries that are damaged, and what the doctor finds and does."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # qa/store/local/records.py, view.py, facts.py, files.py
    "it is listed and cannot be found": ("目录里有，却找不到", "目錄裡有，卻找不到"),
    "its stored {:message} is damaged": ("库存的{}已损坏", "庫存的{}已損壞"),
    "its stored {:message} are damaged": ("库存的{}已损坏", "庫存的{}已損壞"),
    "its stored {:message} is gone": ("库存的{}不见了", "庫存的{}不見了"),
    "its stored {:message} are gone": ("库存的{}不见了", "庫存的{}不見了"),
    "it was found in the place of another report": ("占了另一份报告的位置", "佔了另一份報告的位置"),
    "what is stored about it is damaged": ("关于它的记录已损坏", "關於它的記錄已損壞"),
    "its {} is damaged": ("它的 {} 已损坏", "它的 {} 已損壞"),
    "{} damaged reports have no vectors yet": (
        "有 {} 份已损坏的报告还没有向量",
        "有 {} 份已損壞的報告還沒有向量",
    ),
    "its bytes are not those that were written": ("内容与写入时不同", "內容與寫入時不同"),
    "it cannot be read ({:message})": ("无法读取（{}）", "無法讀取（{}）"),
    "it cannot be read, as the database is damaged": (
        "数据库已损坏，无法读取",
        "資料庫已損壞，無法讀取",
    ),
    "It is made again": ("它会重新生成", "它會重新產生"),
    # qa/store/local/checks.py, doctor.py
    "its database is damaged ({:message})": ("数据库已损坏（{}）", "資料庫已損壞（{}）"),
    "a row of {} belongs to no report": ("{} 里有一行不属于任何报告", "{} 裡有一列不屬於任何報告"),
    "What could be read was copied; the damaged file is kept as {}": (
        "能读的都已复制；损坏的文件保留为 {}",
        "能讀的都已複製；損壞的檔案保留為 {}",
    ),
    "its row could not be read any more": ("它的那一行已读不出来", "它的那一列已讀不出來"),
    "It was read again from its bytes": ("已从文件字节重新读取", "已從檔案位元組重新讀取"),
    "it could not be read any more": ("已读不出来", "已讀不出來"),
    "its vectors are not of unit length": ("向量的长度不是 1", "向量的長度不是 1"),
    "{} rows of vectors belong to no encoder of the library": (
        "有 {} 行向量不属于报告库的任何编码器",
        "有 {} 列向量不屬於報告庫的任何編碼器",
    ),
    "They were removed": ("已移除", "已移除"),
    "a report is in two search files": ("有一份报告同时在两个检索文件里", "有一份報告同時在兩個檢索檔案裡"),
    "it is gone, or not what was written": ("不见了，或与写入时不同", "不見了，或與寫入時不同"),
    "its vectors are not those of its sentences": ("向量与句子对不上", "向量與句子對不上"),
    "its vectors are not those of the database": ("向量与数据库里的不同", "向量與資料庫裡的不同"),
    "It was made again from the database": ("已用数据库重新生成", "已用資料庫重新產生"),
    "{} reports are in no search file": ("有 {} 份报告不在任何检索文件里", "有 {} 份報告不在任何檢索檔案裡"),
    "They are indexed when the library is opened for asking": (
        "打开报告库提问时会为它们建立索引",
        "開啟報告庫提問時會為它們建立索引",
    ),
    "no report is searched with this file": ("没有报告用到这个检索文件", "沒有報告用到這個檢索檔案"),
    "It was removed": ("已移除", "已移除"),
    # qa/store/local/meta.py
    "it is no UTF-8": ("不是 UTF-8", "不是 UTF-8"),
    "It was emptied; name the models that the library was made with": (
        "已清空；请指定建库时用的模型",
        "已清空；請指定建庫時用的模型",
    ),
    "it is no number": ("不是数字", "不是數字"),
    "A new one was begun": ("已另起一个", "已另起一個"),
    "no vectors are of it": ("没有向量属于它", "沒有向量屬於它"),
    "It was told from the vectors": ("已根据向量推出", "已根據向量推出"),
    "it is not that of the vectors": ("与向量的不同", "與向量的不同"),
    "it is not recorded": ("没有记录", "沒有記錄"),
    "Name the encoder the library was made with (--encoder)": (
        "请指定建库时用的编码器（--encoder）",
        "請指定建庫時用的編碼器（--encoder）",
    ),
    "Ask it with the encoder it was made with, which is recorded then": (
        "请用建库时的编码器提问一次，届时会记录下来",
        "請用建庫時的編碼器提問一次，屆時會記錄下來",
    ),
    "Run `report-qa reindex`, which records it": (
        "请运行 `report-qa reindex`，它会记录下来",
        "請執行 `report-qa reindex`，它會記錄下來",
    ),
    # qa/store/local/repair.py, salvage.py
    "its vectors must be made again": ("向量需要重新计算", "向量需要重新計算"),
    "Name the encoder the library was made with (--encoder), so that it can be embedded again": (
        "请指定建库时用的编码器（--encoder），以便重新计算向量",
        "請指定建庫時用的編碼器（--encoder），以便重新計算向量",
    ),
    "Remove it and add its file again": ("请移除它，再重新添加文件", "請移除它，再重新加入檔案"),
    "neither its text nor its bytes are left": ("文字和文件字节都没有留下", "文字和檔案位元組都沒有留下"),
    "its pages are lost, and its bytes are not kept": (
        "分页信息已丢失，又没有保存文件本身",
        "分頁資訊已遺失，又沒有保存檔案本身",
    ),
    "nothing of its database can be read": ("数据库里什么也读不出来", "資料庫裡什麼也讀不出來"),
    "It was indexed again from its text": ("已用它的文字重建索引", "已用它的文字重建索引"),
    "It was read and indexed again": ("已重新读取并建立索引", "已重新讀取並建立索引"),
    "{:message}; its original bytes are not kept": (
        "{}；没有保存原文件",
        "{}；沒有保存原檔案",
    ),
    "{:message}; look whether its name is right": (
        "{}；请核对名称是否正确",
        "{}；請核對名稱是否正確",
    ),
    "{:message}; look whether its name, id and pages are right": (
        "{}；请核对名称、编号和页数是否正确",
        "{}；請核對名稱、編號和頁數是否正確",
    ),
}
