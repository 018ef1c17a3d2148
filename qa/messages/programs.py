"""What is said to programs that call the page, and of what they send."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # ui/program_requests.py, programs.py
    "it is missing": ("没有给出", "沒有給出"),
    "nothing of that name can be given": ("没有这个名称的参数", "沒有這個名稱的參數"),
    "See /docs for what can be sent": ("可以发送什么，请看 /docs", "可以傳送什麼，請看 /docs"),
    "Give the id or the name of one it has": (
        "请给出库里某份报告的编号或名称",
        "請給出庫裡某份報告的編號或名稱",
    ),
    "Give the id of one it has": ("请给出库里某份报告的编号", "請給出庫裡某份報告的編號"),
    "both text and data are given": ("同时给出了 text 和 data", "同時給出了 text 和 data"),
    "neither text nor data is given": ("text 和 data 都没有给出", "text 和 data 都沒有給出"),
    "Give one of them": ("请给出其中一个", "請給出其中一個"),
    "its data is not in base64": ("data 不是 base64", "data 不是 base64"),
    "Encode the bytes of the file as RFC 4648 says in section 4, without line ends": (
        "请按 RFC 4648 第 4 节编码文件的字节，不要换行",
        "請依 RFC 4648 第 4 節編碼檔案的位元組，不要換行",
    ),
    "is {} MiB, more than the {} MiB that are taken": (
        "有 {} MiB，超过能接收的 {} MiB",
        "有 {} MiB，超過能接收的 {} MiB",
    ),
    "it was removed while it was added": ("添加期间它被移除了", "加入期間它被移除了"),
    # ui/serving/bodies.py, calling.py, parts.py
    "it is larger than {} KiB": ("超过了 {} KiB", "超過了 {} KiB"),
    "it is larger than {} MiB": ("超过了 {} MiB", "超過了 {} MiB"),
    "Send less at once": ("请一次少发一些", "請一次少傳一些"),
    "it was not there after {} seconds": ("{} 秒内没有收完", "{} 秒內沒有收完"),
    "Send it again, over a faster line or in smaller parts": (
        "请换快一点的网络，或分成几份重新发送",
        "請換快一點的網路，或分成幾份重新傳送",
    ),
    "too many calls wait for their turn": ("排队等待的请求太多", "排隊等待的請求太多"),
    "the calls before it take too long": ("前面的请求用时太久", "前面的請求用時太久"),
    "Try again in a few seconds": ("请过几秒再试", "請過幾秒再試"),
    "it is larger than the {} KiB that are taken": (
        "超过了能接收的 {} KiB",
        "超過了能接收的 {} KiB",
    ),
    "Send less at a time": ("请一次少发一些", "請一次少傳一些"),
    # ui/serving/rest.py, tools.py
    "{} is not read here": ("这里不接受 {}", "這裡不接受 {}"),
    "Send the header Content-Type: {}": (
        "请发送标头 Content-Type: {}",
        "請傳送標頭 Content-Type: {}",
    ),
    "Send the header Content-Type: {} or {}": (
        "请发送标头 Content-Type: {} 或 {}",
        "請傳送標頭 Content-Type: {} 或 {}",
    ),
    "Give it in the address: {}": ("请写在网址里：{}", "請寫在網址裡：{}"),
    "{} is no way to call {}": ("不能用 {} 调用 {}", "不能用 {} 呼叫 {}"),
    "Use {}": ("请用 {}", "請用 {}"),
    "it did not come over HTTP": ("不是经 HTTP 发来的", "不是經 HTTP 傳來的"),
    "Use the streamable HTTP transport": (
        "请用 streamable HTTP 传输",
        "請用 streamable HTTP 傳輸",
    ),
    "there is no such tool": ("没有这个工具", "沒有這個工具"),
    "Call one of {}": ("请调用其中之一：{}", "請呼叫其中之一：{}"),
    "Leave it out": ("请去掉它", "請去掉它"),
    "there is nothing to get here": ("这里没有可以获取的内容", "這裡沒有可以取得的內容"),
    "Use an MCP client, see /docs": ("请用 MCP 客户端，见 /docs", "請用 MCP 用戶端，見 /docs"),
}
