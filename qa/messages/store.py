"""What is said of libraries: opening, changing and moving them."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # qa/store/base.py, memory.py, gone.py
    "the library has no such report": ("报告库里没有这份报告", "報告庫裡沒有這份報告"),
    "Look it up among the reports; it may have been removed": (
        "请在报告列表里查找，它可能已被移除",
        "請在報告清單裡查找，它可能已被移除",
    ),
    "a search still finds it after it was removed": ("移除之后仍能搜到", "移除之後仍能搜尋到"),
    "Run `report-qa doctor --repair`, and tell its developers": (
        "请运行 `report-qa doctor --repair`，并告诉开发者",
        "請執行 `report-qa doctor --repair`，並告知開發者",
    ),
    "it was closed": ("已经关闭", "已經關閉"),
    "the library was closed": ("报告库已经关闭", "報告庫已經關閉"),
    "Open it again": ("请重新打开", "請重新開啟"),
    "it has no models yet": ("还没有记录模型", "還沒有記錄模型"),
    "it does not know its models yet": ("还没有记录模型", "還沒有記錄模型"),
    "Call use_models() first": ("请先调用 use_models()", "請先呼叫 use_models()"),
    # qa/opening.py
    "its name is empty": ("名称为空", "名稱為空"),
    "Name a folder or an address": ("请指定文件夹或地址", "請指定資料夾或位址"),
    # qa/store/local/connections.py, database.py
    "the folder's name is no UTF-8": ("文件夹名称不是 UTF-8", "資料夾名稱不是 UTF-8"),
    "Name another folder": ("请换一个文件夹", "請換一個資料夾"),
    "it is a link to a folder that is not there": (
        "是链接，指向的文件夹不存在",
        "是連結，指向的資料夾不存在",
    ),
    "it is a file, and a library is a folder": ("是文件，而报告库是文件夹", "是檔案，而報告庫是資料夾"),
    "Name a folder": ("请指定文件夹", "請指定資料夾"),
    "its database ({}) is gone": ("数据库（{}）不见了", "資料庫（{}）不見了"),
    "Restore it from a copy (`report-qa import`), or add the reports to a new library": (
        "请从备份恢复（`report-qa import`），或把报告添加到新的报告库",
        "請從備份還原（`report-qa import`），或把報告加入新的報告庫",
    ),
    "it is no library (it holds {} and no {})": (
        "不是报告库（里面有 {}，没有 {}）",
        "不是報告庫（裡面有 {}，沒有 {}）",
    ),
    "Name a library, or a new or empty folder for one": (
        "请指定报告库，或用来建库的新文件夹、空文件夹",
        "請指定報告庫，或用來建庫的新資料夾、空資料夾",
    ),
    "there is no library": ("没有报告库", "沒有報告庫"),
    "Make one with `report-qa add --library {} REPORT`": (
        "请用 `report-qa add --library {} REPORT` 建立",
        "請用 `report-qa add --library {} REPORT` 建立",
    ),
    "its database is empty, and its search files are not": (
        "数据库是空的，检索文件却不是",
        "資料庫是空的，檢索檔案卻不是",
    ),
    "it is of an older format, and read-only": ("格式较旧，而且是只读的", "格式較舊，而且是唯讀的"),
    "Open it once where it may be written, so that it is brought up to date": (
        "请在可以写入的地方打开一次，让它更新格式",
        "請在可以寫入的地方開啟一次，讓它更新格式",
    ),
    "its owner is changing it": ("所有者正在修改它", "擁有者正在修改它"),
    "Open it again when that is done": ("请等修改完再打开", "請等修改完再開啟"),
    "another process is changing it": ("另一个程序正在修改它", "另一個程式正在修改它"),
    "another thread is changing it": ("另一个线程正在修改它", "另一個執行緒正在修改它"),
    "Wait until that is done and try again; asking goes on meanwhile": (
        "请等修改完再试；其间照常可以提问",
        "請等修改完再試；其間照常可以提問",
    ),
    # qa/store/local/schema.py
    "it is a database of another program": ("是别的程序的数据库", "是別的程式的資料庫"),
    "it has the format {}, and this report-qa reads {} at most": (
        "格式是 {}，而这个 report-qa 最高只读 {}",
        "格式是 {}，而這個 report-qa 最高只讀 {}",
    ),
    "Update report-qa; nothing was changed": (
        "请升级 report-qa；没有改动任何内容",
        "請升級 report-qa；沒有改動任何內容",
    ),
    # qa/store/local/failures.py
    "the disk is full": ("磁盘已满", "磁碟已滿"),
    "Free space and try again": ("请腾出空间再试", "請騰出空間再試"),
    "it is read-only": ("是只读的", "是唯讀的"),
    "Check that you may write to the folder": (
        "请检查有没有写入该文件夹的权限",
        "請檢查有沒有寫入該資料夾的權限",
    ),
    "the disk fails or is full": ("磁盘有故障，或已满", "磁碟有故障，或已滿"),
    "Check the disk, free space and try again": (
        "请检查磁盘，腾出空间再试",
        "請檢查磁碟，騰出空間再試",
    ),
    "it cannot be opened": ("打不开", "無法開啟"),
    "Check that you may read and write the folder": (
        "请检查有没有读写该文件夹的权限",
        "請檢查有沒有讀寫該資料夾的權限",
    ),
    "Try again when it is done": ("请等它完成再试", "請等它完成再試"),
    "its database is damaged": ("数据库已损坏", "資料庫已損壞"),
    "Run `report-qa doctor --repair --library {}`": (
        "请运行 `report-qa doctor --repair --library {}`",
        "請執行 `report-qa doctor --repair --library {}`",
    ),
    "Run `report-qa doctor --repair --library {}`, which keeps all that can still be read": (
        "请运行 `report-qa doctor --repair --library {}`，还能读的都会保留",
        "請執行 `report-qa doctor --repair --library {}`，還能讀的都會保留",
    ),
    "a report is larger than a database can hold": (
        "有一份报告太大，数据库存不下",
        "有一份報告太大，資料庫存不下",
    ),
    "its database does not answer ({:message})": ("数据库没有应答（{}）", "資料庫沒有回應（{}）"),
    "the disk refuses: {:message}": ("磁盘拒绝：{}", "磁碟拒絕：{}"),
    "Check the disk and its rights, and try again": (
        "请检查磁盘和权限后再试",
        "請檢查磁碟和權限後再試",
    ),
    # qa/store/local/archive.py
    "there is such a file already": ("已经有这个文件了", "已經有這個檔案了"),
    "Name another file": ("请换一个文件名", "請換一個檔名"),
    "it holds something already": ("里面已有内容", "裡面已有內容"),
    "Name a new or empty folder": ("请指定新文件夹或空文件夹", "請指定新資料夾或空資料夾"),
    "the archive is damaged": ("导出的文件已损坏", "匯出的檔案已損壞"),
    "Export the library again, or take another copy": (
        "请重新导出报告库，或换一份副本",
        "請重新匯出報告庫，或換一份副本",
    ),
    "it has the format {}, and this report-qa reads {}": (
        "格式是 {}，而这个 report-qa 只读 {}",
        "格式是 {}，而這個 report-qa 只讀 {}",
    ),
    "Update report-qa": ("请升级 report-qa", "請升級 report-qa"),
    "there is no such file": ("没有这个文件", "沒有這個檔案"),
    "it is no archive of a library, or damaged": (
        "不是导出的报告库，或已损坏",
        "不是匯出的報告庫，或已損壞",
    ),
    "Name a file that `report-qa export` wrote": (
        "请指定 `report-qa export` 写出的文件",
        "請指定 `report-qa export` 寫出的檔案",
    ),
    # qa/store/local/searching.py
    "it was moved to another {:message} since it was opened": (
        "打开之后，它改用了别的{}",
        "開啟之後，它改用了別的{}",
    ),
    # qa/moving.py
    "a library cannot be copied onto itself": ("不能把报告库复制到它自己", "不能把報告庫複製到它自己"),
    "Name another place": ("请换一个位置", "請換一個位置"),
    "the library is empty": ("报告库是空的", "報告庫是空的"),
    "Add reports first": ("请先添加报告", "請先加入報告"),
    "it was moved to other models while it was copied": (
        "复制期间它改用了别的模型",
        "複製期間它改用了別的模型",
    ),
    "Copy it again to a new place": ("请重新复制到新的位置", "請重新複製到新的位置"),
}
