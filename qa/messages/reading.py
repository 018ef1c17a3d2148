"""What is said of PDF files, and of files at which the process that reads them ends."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # qa/ingest/pdf.py
    "is a PDF that is cut short: its end is missing": (
        "PDF 不完整，缺了结尾",
        "PDF 不完整，缺了結尾",
    ),
    "Fetch or export it again": ("请重新下载或导出", "請重新下載或匯出"),
    "is a damaged PDF": ("PDF 已损坏", "PDF 已損壞"),
    "Open it in the program that wrote it, export it again": (
        "请用原来的程序打开，重新导出",
        "請用原本的程式開啟，重新匯出",
    ),
    "Open it in the program that wrote it and export it again": (
        "请用原来的程序打开，重新导出",
        "請用原本的程式開啟，重新匯出",
    ),
    "is a PDF without pages": ("PDF 里一页也没有", "PDF 裡一頁也沒有"),
    "Export it again": ("请重新导出", "請重新匯出"),
    "has {} pages, more than the {} that are read": (
        "有 {} 页，超过能读的 {} 页",
        "有 {} 頁，超過能讀的 {} 頁",
    ),
    "is a PDF without text: a scan, its pages are pictures": (
        "PDF 里没有文字：是扫描件，每页都是图片",
        "PDF 裡沒有文字：是掃描檔，每頁都是圖片",
    ),
    "Run text recognition (OCR) on it and give the result": (
        "请先做文字识别（OCR），再添加识别后的文件",
        "請先做文字辨識（OCR），再加入辨識後的檔案",
    ),
    "is a PDF whose fonts don't say which characters they draw": (
        "PDF 的字体没有说明画的是哪些字",
        "PDF 的字型沒有說明畫的是哪些字",
    ),
    "Export it again with another program, or run text recognition (OCR) on it": (
        "请换个程序重新导出，或做文字识别（OCR）",
        "請換個程式重新匯出，或做文字辨識（OCR）",
    ),
    "is a damaged PDF: page {} cannot be opened": (
        "PDF 已损坏：第 {} 页打不开",
        "PDF 已損壞：無法開啟第 {} 頁",
    ),
    # qa/ingest/page_draw.py, page_parts.py
    "is a PDF with {} pages, without page {}": (
        "PDF 只有 {} 页，没有第 {} 页",
        "PDF 只有 {} 頁，沒有第 {} 頁",
    ),
    "has {} pages and no page {}": ("有 {} 页，没有第 {} 页", "有 {} 頁，沒有第 {} 頁"),
    "Ask for one of its pages": ("请指定它有的页", "請指定它有的頁"),
    # qa/ingest/child.py, worker.py
    "takes longer to read than the {} seconds that one file may take": (
        "读取时间超过了一份文件能用的 {} 秒",
        "讀取時間超過了一份檔案能用的 {} 秒",
    ),
    "needs more than the {} MiB of memory that one file may take": (
        "需要的内存超过了一份文件能用的 {} MiB",
        "需要的記憶體超過了一份檔案能用的 {} MiB",
    ),
    "is damaged or takes too much memory: its reader ended by signal {}": (
        "文件已损坏，或占用内存太多：读取进程因信号 {} 结束",
        "檔案已損壞，或佔用太多記憶體：讀取程序因訊號 {} 結束",
    ),
    "is damaged or takes too much memory: its reader stopped at it ({:message})": (
        "文件已损坏，或占用内存太多：读取进程停在了这里（{}）",
        "檔案已損壞，或佔用太多記憶體：讀取程序停在了這裡（{}）",
    ),
    "a library to read it is missing ({})": ("缺少读取它的程序库（{}）", "缺少讀取它的程式庫（{}）"),
    "Install report-qa again": ("请重新安装 report-qa", "請重新安裝 report-qa"),
}
