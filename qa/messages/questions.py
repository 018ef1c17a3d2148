"""What is said of questions, quotes and proofs."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # qa/question.py
    "it is of the type {}": ("类型是 {}", "類型是 {}"),
    "Give it as a str": ("请传入 str", "請傳入 str"),
    "it is empty": ("内容为空", "內容為空"),
    "Type what you want to know": ("请输入想知道的事", "請輸入想知道的事"),
    "it has {} characters, and {} are the most that are read": (
        "有 {} 个字符，最多能读 {} 个",
        "有 {} 個字元，最多能讀 {} 個",
    ),
    "Ask for one thing at a time": ("请一次只问一件事", "請一次只問一件事"),
    "it holds bytes that are no text": ("含有不是文字的字节", "含有不是文字的位元組"),
    "Type it again in UTF-8": ("请用 UTF-8 重新输入", "請用 UTF-8 重新輸入"),
    "it holds no word": ("里面没有词语", "裡面沒有字詞"),
    "Type what you want to know in words": ("请用文字写出想知道的事", "請用文字寫出想知道的事"),
    # qa/api.py, chosen.py, library.py
    "a Library has its own": ("Library 里已经有一个", "Library 裡已經有一個"),
    "Give the {:message} to Library.in_memory() instead": (
        "请改为把{}传给 Library.in_memory()",
        "請改為把{}傳給 Library.in_memory()",
    ),
    "it names no report": ("没有指定报告", "沒有指定報告"),
    "Give a file, a folder or a Document": (
        "请给出文件、文件夹或 Document",
        "請給出檔案、資料夾或 Document",
    ),
    "it is one text, and not several": ("是一个字符串，不是多个", "是一個字串，不是多個"),
    "Give a list of the ids of reports, or None to ask all of them": (
        "请给出报告编号的列表；给 None 则问全部报告",
        "請給出報告編號的清單；給 None 則問全部報告",
    ),
    "{} could not be read while {} were added ({})": (
        "有 {} 份未能读取，其余 {} 份已添加（{}）",
        "有 {} 份未能讀取，其餘 {} 份已加入（{}）",
    ),
    "The others can be asked; mend or leave out what is named": (
        "其余的可以提问；列出的请修好，或不再添加",
        "其餘的可以提問；列出的請修好，或不再加入",
    ),
    # qa/cite.py
    "is no style of citation": ("不是引用格式", "不是引用格式"),
    "Use {} or {}": ("请用 {} 或 {}", "請用 {} 或 {}"),
    "is not the report that is quoted": ("不是被引用的报告", "不是被引用的報告"),
    "Give the report with the id {}": ("请给出编号为 {} 的报告", "請給出編號為 {} 的報告"),
    # qa/proof.py, reader.py
    "is no proof": ("不是证明", "不是證明"),
    "Give a proof as report-qa wrote it, or the JSON of `report-qa ask --json`": (
        "请给出 report-qa 写出的证明，或 `report-qa ask --json` 的输出",
        "請給出 report-qa 寫出的證明，或 `report-qa ask --json` 的輸出",
    ),
    "is of format {}, and this version knows {}": (
        "格式是 {}，而这个版本只认得 {}",
        "格式是 {}，而這個版本只認得 {}",
    ),
    "Use the version of report-qa that wrote it, or a newer one": (
        "请用写出它的那一版 report-qa，或更新的版本",
        "請用寫出它的那一版 report-qa，或更新的版本",
    ),
    "was changed after it was made": ("生成之后被改动过", "產生之後被改動過"),
    "is an answer without quotes": ("是没有引文的答案", "是沒有引文的答案"),
    "says something else than its first quote": ("与它的第一句引文不一致", "與它的第一句引文不一致"),
    "is no quote": ("不是引文", "不是引文"),
    "says something else than its proof": ("与它的证明不一致", "與它的證明不一致"),
    "marks an answer that is not in it": ("标出的答案不在引文里", "標出的答案不在引文裡"),
    "is no JSON ({:message})": ("不是 JSON（{}）", "不是 JSON（{}）"),
    "the quote at {} does not stand there to the letter": (
        "位置 {} 处的原文与引文不是一字不差",
        "位置 {} 處的原文與引文並非一字不差",
    ),
    "Add the report again, and report this as a defect": (
        "请重新添加这份报告，并把这个缺陷告诉开发者",
        "請重新加入這份報告，並把這個缺陷回報給開發者",
    ),
}
