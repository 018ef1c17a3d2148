"""What the command says of what it was told, and of users."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # qa/cli/asking.py
    "both reports and a library are named": ("既写了报告，又指定了报告库", "既寫了報告，又指定了報告庫"),
    "Leave out one of them, or put the reports into the library first with `report-qa add`": (
        "请只留一样，或先用 `report-qa add` 把报告添加到报告库",
        "請只留一樣，或先用 `report-qa add` 把報告加入報告庫",
    ),
    "no report is named, and there is no library of your own": (
        "没有指定报告，您也还没有自己的报告库",
        "沒有指定報告，您也還沒有自己的報告庫",
    ),
    "Name reports or a --library, or make a library of your own with `report-qa add REPORT`": (
        "请指定报告或 --library，或用 `report-qa add REPORT` 建立自己的报告库",
        "請指定報告或 --library，或用 `report-qa add REPORT` 建立自己的報告庫",
    ),
    "an address is named in place of a report": ("该写报告的地方写了地址", "該寫報告的地方寫了位址"),
    "Name files and folders; a library on Milvus is named by --library": (
        "请写文件或文件夹；Milvus 上的报告库用 --library 指定",
        "請寫檔案或資料夾；Milvus 上的報告庫用 --library 指定",
    ),
    "it holds no report yet": ("里面还没有报告", "裡面還沒有報告"),
    "Add some with `report-qa add`": ("请用 `report-qa add` 添加", "請用 `report-qa add` 加入"),
    "none of the reports that are read is called so": (
        "读取的报告里没有叫这个名称的",
        "讀取的報告裡沒有叫這個名稱的",
    ),
    "Name it by its file name or its path": ("请用文件名或路径指定", "請用檔名或路徑指定"),
    "See `report-qa list` for those it has": (
        "库里有哪些报告，请看 `report-qa list`",
        "庫裡有哪些報告，請看 `report-qa list`",
    ),
    "Name one of them by its id": ("请用编号指定其中一份", "請用編號指定其中一份"),
    # qa/cli/holdings.py
    "See `report-qa list` for those it has; nothing was removed": (
        "库里有哪些报告，请看 `report-qa list`；没有移除任何报告",
        "庫裡有哪些報告，請看 `report-qa list`；沒有移除任何報告",
    ),
    "{} reports are called so: {}": ("有 {} 份报告叫这个名称：{}", "有 {} 份報告叫這個名稱：{}"),
    "{} reports are called so: {} and {} more": (
        "有 {} 份报告叫这个名称：{}，另有 {} 份",
        "有 {} 份報告叫這個名稱：{}，另有 {} 份",
    ),
    "Name one of them by its id; nothing was removed": (
        "请用编号指定其中一份；没有移除任何报告",
        "請用編號指定其中一份；沒有移除任何報告",
    ),
    # qa/cli/running.py
    "it cannot be written: {:message}": ("无法写入：{}", "無法寫入：{}"),
    "Check where it goes to; the work itself is done": (
        "请检查输出到哪里；事情本身已经做完",
        "請檢查輸出到哪裡；工作本身已經完成",
    ),
    # qa/cli/upkeep.py
    "it is no folder, and this is for libraries in folders": (
        "不是文件夹，而这只适用于放在文件夹里的报告库",
        "不是資料夾，而這僅適用於放在資料夾裡的報告庫",
    ),
    "Name a folder; `report-qa copy` makes one of a library on Milvus": (
        "请指定文件夹；`report-qa copy` 可以把 Milvus 上的报告库复制到文件夹",
        "請指定資料夾；`report-qa copy` 可以把 Milvus 上的報告庫複製到資料夾",
    ),
    # qa/cli/users.py
    "there is no terminal to ask for it": ("没有终端，无法询问", "沒有終端機，無法詢問"),
    "Run it on a terminal, or hand it over with --password-stdin": (
        "请在终端里运行，或用 --password-stdin 传入",
        "請在終端機裡執行，或用 --password-stdin 傳入",
    ),
    "the two are not the same": ("两次输入的不一样", "兩次輸入的不一樣"),
    "Type it again": ("请重新输入", "請重新輸入"),
    # qa/accounts.py, users_file.py
    "it is too short": ("太短", "太短"),
    "it is too long": ("太长", "太長"),
    "Take {} to {} characters": ("请用 {} 到 {} 个字符", "請用 {} 到 {} 個字元"),
    "it holds a character that is no text": ("含有不是文字的字符", "含有不是文字的字元"),
    "Take letters, digits and signs": ("请用字母、数字和符号", "請用字母、數字和符號"),
    "there is such a user already": ("已经有这个用户了", "已經有這個使用者了"),
    "Take another name, or `report-qa user password` for a new password": (
        "请换一个名称；要改密码请用 `report-qa user password`",
        "請換一個名稱；要改密碼請用 `report-qa user password`",
    ),
    "there is no such user": ("没有这个用户", "沒有這個使用者"),
    "See `report-qa user list`": ("请看 `report-qa user list`", "請看 `report-qa user list`"),
    "it is no name for a user": ("不能作为用户名", "不能作為使用者名稱"),
    "Take 1 to {} letters, digits and signs that are seen, without a colon": (
        "请用 1 到 {} 个看得见的字母、数字和符号，不含冒号",
        "請用 1 到 {} 個看得見的字母、數字和符號，不含冒號",
    ),
    "it is no file of users as report-qa writes it": (
        "不是 report-qa 写出的用户文件",
        "不是 report-qa 寫出的使用者檔案",
    ),
    "Mend it, or name another one with --users": (
        "请修好它，或用 --users 另指定一个",
        "請修好它，或用 --users 另指定一個",
    ),
}
