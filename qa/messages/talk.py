"""What is said of conversations that are kept, and of answers that are read back."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # qa/talk/database.py
    "Free space and try again; what was kept is still there": (
        "请腾出空间再试；已保存的都还在",
        "請騰出空間再試；已保存的都還在",
    ),
    "Check that you may write to it and its folder": (
        "请检查有没有写入该文件及其文件夹的权限",
        "請檢查有沒有寫入該檔案及其資料夾的權限",
    ),
    "it may not be opened": ("没有权限打开", "沒有權限開啟"),
    "Check that you may read and write it": ("请检查有没有读写权限", "請檢查有沒有讀寫權限"),
    "Check the disk. Free space and try again; what was kept is still there": (
        "请检查磁盘，腾出空间再试；已保存的都还在",
        "請檢查磁碟，騰出空間再試；已保存的都還在",
    ),
    "Check that you may read and write its folder": (
        "请检查有没有读写其文件夹的权限",
        "請檢查有沒有讀寫其資料夾的權限",
    ),
    "another process is writing to it": ("另一个程序正在写入", "另一個程式正在寫入"),
    "Try again when that is done": ("请等写完再试", "請等寫完再試"),
    "it is damaged": ("已损坏", "已損壞"),
    "it is damaged, or no file of conversations": (
        "已损坏，或不是存放对话的文件",
        "已損壞，或不是存放對話的檔案",
    ),
    "Restore it from a copy, or move it away so that a new one is made; nothing in it was changed": (
        "请从备份恢复，或把它移走以便新建；其中的内容没有改动",
        "請從備份還原，或把它移走以便新建；其中的內容沒有改動",
    ),
    "it does not answer ({:message})": ("没有应答（{}）", "沒有回應（{}）"),
    "the file's name is no UTF-8": ("文件名不是 UTF-8", "檔名不是 UTF-8"),
    "it is a folder": ("是文件夹", "是資料夾"),
    "Name a file": ("请指定文件", "請指定檔案"),
    # qa/talk/changes.py, records.py, rows.py
    "there is no such conversation": ("没有这段对话", "沒有這段對話"),
    "Look for it in the list, or start another": (
        "请在列表里找，或另开一段",
        "請在清單裡找，或另開一段",
    ),
    "{} is no rating": ("{} 不是评分", "{} 不是評分"),
    "Rate with 1, -1, or 0 for neither": (
        "请用 1 或 -1 打分，用 0 表示不打分",
        "請用 1 或 -1 評分，用 0 表示不評分",
    ),
    "the conversation has none of that number": (
        "这段对话里没有这个序号",
        "這段對話裡沒有這個序號",
    ),
    "Load it again": ("请重新打开这段对话", "請重新開啟這段對話"),
    "it has {} characters, and 1 to {} are possible": (
        "有 {} 个字符，而可以是 1 到 {} 个",
        "有 {} 個字元，而可以是 1 到 {} 個",
    ),
    "Give it a short name": ("请起一个短一点的名称", "請取一個短一點的名稱"),
    "ratings are kept only of those who said that they may be": (
        "只保存同意者的评分",
        "只保存同意者的評分",
    ),
    "Let ratings be kept in the settings first": (
        "请先在设置里允许打分",
        "請先在設定裡允許評分",
    ),
    "it has {} bytes, and {} are the most that are kept": (
        "有 {} 字节，最多能保存 {} 字节",
        "有 {} 位元組，最多能保存 {} 位元組",
    ),
    "Ask a shorter question": ("请把问题写短一些", "請把問題寫短一些"),
    "what is kept of question {} is damaged ({:message})": (
        "第 {} 个问题的记录已损坏（{}）",
        "第 {} 個問題的記錄已損壞（{}）",
    ),
    "Ask it again; if it matters, restore the file from a copy": (
        "请重新提问；如果重要，请从备份恢复文件",
        "請重新提問；如果重要，請從備份還原檔案",
    ),
    # qa/talk/turn_json.py
    "its error lacks a kind, subject, cause or remedy": (
        "其中的错误缺少 kind、subject、cause 或 remedy",
        "其中的錯誤缺少 kind、subject、cause 或 remedy",
    ),
    "Give a turn as report-qa wrote it": (
        "请给出 report-qa 写出的一轮问答",
        "請給出 report-qa 寫出的一輪問答",
    ),
    "its error is of no kind that is known ({})": (
        "不认得其中错误的种类（{}）",
        "不認得其中錯誤的種類（{}）",
    ),
    "its error does not name what failed": (
        "其中的错误没有写明失败的是什么",
        "其中的錯誤沒有寫明失敗的是什麼",
    ),
    "its error names what is no failure of a source": (
        "其中的错误列出的不是文件读取失败",
        "其中的錯誤列出的不是檔案讀取失敗",
    ),
    "an answer is still to come": ("有一个问题还没有回答", "有一個問題還沒有回答"),
    "is no format of exported conversations": ("不是对话的导出格式", "不是對話的匯出格式"),
    "its answer is still to come": ("还没有回答", "還沒有回答"),
    "Wait for the answer": ("请等待回答", "請等待回答"),
    "it has not the fields {}": ("字段不是 {}", "欄位不是 {}"),
    "{} is no text": ("{} 不是文本", "{} 不是文字"),
    "{} is no list of texts": ("{} 不是文本列表", "{} 不是文字清單"),
    "rating is none of -1, 0 and 1": ("rating 不是 -1、0 或 1", "rating 不是 -1、0 或 1"),
    "it has not one of an answer and an error": (
        "回答和错误应恰有其一",
        "回答和錯誤應恰有其一",
    ),
    # qa/answer_json.py
    "Give an answer as report-qa wrote it, such as the JSON of `report-qa ask --json`": (
        "请给出 report-qa 写出的答案，例如 `report-qa ask --json` 的输出",
        "請給出 report-qa 寫出的答案，例如 `report-qa ask --json` 的輸出",
    ),
    "{} is {:message}, not {:message}": ("{} 是{}，不是{}", "{} 是{}，不是{}"),
    "{} is no finite number": ("{} 不是有限的数", "{} 不是有限的數"),
    "the answer is {:message}, not {:message}": ("答案是{}，不是{}", "答案是{}，不是{}"),
    "the answer lacks {}": ("答案里缺少 {}", "答案裡缺少 {}"),
    "the answer has {}, which belongs to no answer": ("答案里不该有 {}", "答案裡不該有 {}"),
    "{} lacks {}": ("{} 缺少 {}", "{} 缺少 {}"),
    "{} has {}, which belongs to no answer": (
        "{} 里有 {}，答案里没有这一项",
        "{} 裡有 {}，答案裡沒有這一項",
    ),
    "{} is {}, and pages are counted from 1": (
        "{} 是 {}，而页码从 1 数起",
        "{} 是 {}，而頁碼從 1 算起",
    ),
    "{} has {} characters, and its place is {} to {}": (
        "{} 有 {} 个字符，位置却是 {} 到 {}",
        "{} 有 {} 個字元，位置卻是 {} 到 {}",
    ),
    "{} does not stand in the quote at {}": (
        "{} 不在引文的位置 {} 处",
        "{} 不在引文的位置 {} 處",
    ),
    "{} is {}, and 0 to 1 are possible": (
        "{} 是 {}，而可以是 0 到 1",
        "{} 是 {}，而可以是 0 到 1",
    ),
    "{}.proof {:known}": ("{}.proof {}", "{}.proof {}"),
    "{} is of something else": ("{} 是别的内容的证明", "{} 是別的內容的證明"),
    "{} is {}, and there are {} quotes": ("{} 是 {}，而引文有 {} 句", "{} 是 {}，而引文有 {} 句"),
    "{} says something else than the first quote": ("{} 与第一句引文不一致", "{} 與第一句引文不一致"),
    "{} holds what is none of the quotes": ("{} 里有不属于引文的内容", "{} 裡有不屬於引文的內容"),
}
