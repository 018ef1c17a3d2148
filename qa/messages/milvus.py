"""What is said of libraries on Milvus."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # qa/opening.py, qa/store/milvus/lite.py
    "the client of Milvus is not installed": ("没有安装 Milvus 的客户端", "沒有安裝 Milvus 的用戶端"),
    "Install it with report-qa's extra `milvus`": (
        "请安装 report-qa 的附加组件 `milvus`",
        "請安裝 report-qa 的附加套件 `milvus`",
    ),
    "Milvus Lite is not installed": ("没有安装 Milvus Lite", "沒有安裝 Milvus Lite"),
    "On Linux and macOS install report-qa's extra `milvus`; elsewhere take a Milvus server": (
        "在 Linux 和 macOS 上请安装 report-qa 的附加组件 `milvus`；其他系统请用 Milvus 服务器",
        "在 Linux 和 macOS 上請安裝 report-qa 的附加套件 `milvus`；其他系統請用 Milvus 伺服器",
    ),
    "another process has it open": ("另一个程序正开着它", "另一個程式正開著它"),
    "Close it there; several processes need a Milvus server, or a library in a folder": (
        "请先在那边关闭；几个程序要同时用，需要 Milvus 服务器，或放在文件夹里的报告库",
        "請先在那邊關閉；幾個程式要同時用，需要 Milvus 伺服器，或放在資料夾裡的報告庫",
    ),
    "Milvus Lite cannot open it ({:message})": ("Milvus Lite 打不开它（{}）", "Milvus Lite 無法開啟它（{}）"),
    "Put a copy back": ("请用备份换回", "請用備份換回"),
    "it cannot be opened ({:message})": ("打不开（{}）", "無法開啟（{}）"),
    "Name a folder you may write": ("请换一个有写入权限的文件夹", "請換一個有寫入權限的資料夾"),
    # qa/store/milvus/address.py
    "it is none": ("不是地址", "不是位址"),
    "Write it as milvus://host:19530/name": (
        "请写成 milvus://host:19530/name",
        "請寫成 milvus://host:19530/name",
    ),
    "Write it as milvus://host:19530/name; "
    "in a password, %2F stands for /, %3F for ?, %23 for # and %40 for @": (
        "请写成 milvus://host:19530/name；密码里的 / 写作 %2F，? 写作 %3F，# 写作 %23，@ 写作 %40",
        "請寫成 milvus://host:19530/name；密碼裡的 / 寫作 %2F，? 寫作 %3F，# 寫作 %23，@ 寫作 %40",
    ),
    "it names no Milvus server": ("没有写明 Milvus 服务器", "沒有寫明 Milvus 伺服器"),
    "something follows the library's name": ("报告库名称后面还有别的内容", "報告庫名稱後面還有別的內容"),
    "{} cannot name a library on Milvus": (
        "{} 不能作为 Milvus 上的报告库名称",
        "{} 不能作為 Milvus 上的報告庫名稱",
    ),
    "Take up to 100 letters, digits and _, and no digit first": (
        "请用字母、数字和 _，最多 100 个，开头不能是数字",
        "請用字母、數字和 _，最多 100 個，開頭不能是數字",
    ),
    "{} begins no address that is known": (
        "不认得以 {} 开头的地址",
        "不認得以 {} 開頭的位址",
    ),
    # qa/store/milvus/driver.py
    "Milvus refuses the user name, password or token": (
        "Milvus 拒绝了用户名、密码或 token",
        "Milvus 拒絕了使用者名稱、密碼或 token",
    ),
    "Give user:password in the address or in {}": (
        "请在地址里或 {} 里写明 user:password",
        "請在位址裡或 {} 裡寫明 user:password",
    ),
    "Milvus does not allow it ({})": ("Milvus 不允许（{}）", "Milvus 不允許（{}）"),
    "Ask who runs the server": ("请联系管理服务器的人", "請聯絡管理伺服器的人"),
    "no Milvus server answers there": ("那里没有 Milvus 服务器应答", "那裡沒有 Milvus 伺服器回應"),
    "Start it, or correct the address": ("请启动它，或改正地址", "請啟動它，或更正位址"),
    "Milvus does not answer in time": ("Milvus 没有及时应答", "Milvus 沒有及時回應"),
    "Try again, or see the server's log": ("请再试，或查看服务器日志", "請再試，或查看伺服器記錄檔"),
    "Milvus fails ({})": ("Milvus 出错（{}）", "Milvus 發生錯誤（{}）"),
    "See the server's log": ("请查看服务器日志", "請查看伺服器記錄檔"),
    # qa/store/milvus/facts.py, records.py, passages.py, pieces.py, tidying.py
    "a newer version of report-qa made it ({:message})": (
        "是较新版本的 report-qa 建立的（{}）",
        "是較新版本的 report-qa 建立的（{}）",
    ),
    "an older version of report-qa made what is searched": (
        "检索用的内容是旧版本的 report-qa 生成的",
        "檢索用的內容是舊版本的 report-qa 產生的",
    ),
    "Run `report-qa reindex --library {}`": (
        "请运行 `report-qa reindex --library {}`",
        "請執行 `report-qa reindex --library {}`",
    ),
    "what it says of itself is damaged": ("它自身的记录已损坏", "它自身的記錄已損壞"),
    "Name another library": ("请换一个报告库", "請換一個報告庫"),
    "a report's row is damaged": ("有一份报告的行已损坏", "有一份報告的資料列已損壞"),
    "Remove the report and add its file again": (
        "请移除这份报告，再重新添加文件",
        "請移除這份報告，再重新加入檔案",
    ),
    "its name is too long for Milvus": ("名称太长，Milvus 存不下", "名稱太長，Milvus 存不下"),
    "Rename it": ("请改短名称", "請改短名稱"),
    "a sentence of it has more terms than Milvus keeps in a row": (
        "有一句的词太多，Milvus 的一行存不下",
        "有一句的詞太多，Milvus 的一列存不下",
    ),
    "Split the file": ("请拆分文件", "請拆分檔案"),
    "{} still holds it after it was removed": ("移除之后 {} 里仍有它", "移除之後 {} 裡仍有它"),
    "Remove it again, or run `report-qa compact`": (
        "请再移除一次，或运行 `report-qa compact`",
        "請再移除一次，或執行 `report-qa compact`",
    ),
    "Add the file again with --replace": ("请用 --replace 重新添加文件", "請用 --replace 重新加入檔案"),
    # qa/store/milvus/session.py, store.py, reindex.py, view.py
    "Correct the name, or add reports to make one": (
        "请改正名称，或添加报告来建立",
        "請更正名稱，或加入報告來建立",
    ),
    "another `report-qa reindex` is at work on it": (
        "另一个 `report-qa reindex` 正在处理它",
        "另一個 `report-qa reindex` 正在處理它",
    ),
    "Wait for it, and run it again if need be": (
        "请等它完成，必要时再运行一次",
        "請等它完成，必要時再執行一次",
    ),
    "it is being moved to other models": ("它正在改用别的模型", "它正在改用別的模型"),
    "Add the reports again in a while; if the move was interrupted, run `report-qa reindex` again": (
        "请过一会儿再添加报告；如果是中途断了，请再运行一次 `report-qa reindex`",
        "請過一會兒再加入報告；如果是中途中斷，請再執行一次 `report-qa reindex`",
    ),
    "it was removed while it was read": ("读取期间它被移除了", "讀取期間它被移除了"),
    "Ask again": ("请再问一次", "請再問一次"),
}
