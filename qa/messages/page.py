"""What is said of the page: starting it, using it, and who may."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # ui/handlers.py, loading.py, serving/server.py
    "stopped by a fault of its own": ("因自身故障停止", "因自身故障停止"),
    "stopped by {}": ("因 {} 停止", "因 {} 停止"),
    "the page could not be started": ("网页未能启动", "網頁未能啟動"),
    "The terminal says more": ("详情请看终端", "詳情請看終端機"),
    # ui/launch.py, serving/reach.py
    "is in use or may not be opened": ("已被占用，或不允许打开", "已被佔用，或不允許開啟"),
    "Choose another one with --port": ("请用 --port 换一个", "請用 --port 換一個"),
    "it is no address of a machine or a network": ("不是机器或网络的地址", "不是機器或網路的位址"),
    "Give the address that the proxy asks from, or its network: 172.17.0.1 or 172.17.0.0/16": (
        "请写代理发出请求的地址或它的网络，如 172.17.0.1 或 172.17.0.0/16",
        "請寫代理發出請求的位址或它的網路，如 172.17.0.1 或 172.17.0.0/16",
    ),
    "it names no user, so nobody could log in": (
        "里面没有用户，谁也无法登录",
        "裡面沒有使用者，誰也無法登入",
    ),
    "Add somebody with `report-qa user add NAME --users {}`": (
        "请用 `report-qa user add NAME --users {}` 添加用户",
        "請用 `report-qa user add NAME --users {}` 新增使用者",
    ),
    "others reach the page there, and nobody would have to log in": (
        "别人也能从那里打开网页，而且谁都不用登录",
        "別人也能從那裡開啟網頁，而且誰都不用登入",
    ),
    "Add somebody with `report-qa user add NAME`, or leave out --host": (
        "请用 `report-qa user add NAME` 添加用户，或不写 --host",
        "請用 `report-qa user add NAME` 新增使用者，或不寫 --host",
    ),
    "it is no path that can be served below": ("不能用作网页的路径", "不能用作網頁的路徑"),
    "Give a path of letters and digits, like /reports": (
        "请用字母和数字写路径，例如 /reports",
        "請用字母和數字寫路徑，例如 /reports",
    ),
    "it is no name of a machine": ("不是主机名", "不是主機名稱"),
    "Give it as browsers show it: {}, without https:// and without a path": (
        "请照浏览器显示的写：{}，不带 https:// 和路径",
        "請照瀏覽器顯示的寫：{}，不含 https:// 和路徑",
    ),
    "there is no such address": ("没有这个地址", "沒有這個位址"),
    "Give one of this machine's addresses, 127.0.0.1 or 0.0.0.0": (
        "请写本机的某个地址、127.0.0.1 或 0.0.0.0",
        "請寫本機的某個位址、127.0.0.1 或 0.0.0.0",
    ),
    "Name another file with --log, or - for standard error": (
        "请用 --log 另指定文件，或用 - 表示标准错误输出",
        "請用 --log 另指定檔案，或用 - 表示標準錯誤輸出",
    ),
    # ui/limits.py
    "more than {} a minute were asked for": ("一分钟内超过了 {} 次", "一分鐘內超過了 {} 次"),
    "Try again in {} seconds": ("请 {} 秒后再试", "請 {} 秒後再試"),
    "Try again soon": ("请稍后再试", "請稍後再試"),
    "more than {} at once were asked for": ("同时进行的超过了 {} 个", "同時進行的超過了 {} 個"),
    "Wait until one is done and try again": ("请等其中一个完成再试", "請等其中一個完成再試"),
    "too many people ask at once": ("同时提问的人太多", "同時提問的人太多"),
    # ui/site.py, serving/asking.py, entrance.py, login.py, who.py
    "adding and removing reports is for editors": (
        "只有编辑者可以添加和移除报告",
        "只有編輯者可以加入和移除報告",
    ),
    "Ask whoever runs report-qa to make you one": (
        "请让管理 report-qa 的人把您设为编辑者",
        "請讓管理 report-qa 的人把您設為編輯者",
    ),
    "is nobody known here": ("这里没有这个用户", "這裡沒有這個使用者"),
    "Log in again": ("请重新登录", "請重新登入"),
    "nobody has logged in": ("还没有登录", "還沒有登入"),
    "Log in first": ("请先登录", "請先登入"),
    "the name or the password is wrong": ("用户名或密码不对", "使用者名稱或密碼不正確"),
    "Try again": ("请再试一次", "請再試一次"),
    "the user was removed": ("这个用户已被移除", "這個使用者已被移除"),
    "Ask for another": ("请联系管理员另设用户", "請聯絡管理員另設使用者"),
    # ui/source_view.py, serving/sources.py, parts.py
    "is still being opened": ("还在打开", "還在開啟"),
    "it is still being opened": ("还在打开", "還在開啟"),
    "has {} characters and none at {}: it is not the version that was quoted": (
        "只有 {} 个字符，没有位置 {}：不是被引用的那一版",
        "只有 {} 個字元，沒有位置 {}：不是被引用的那一版",
    ),
    "does not hold the quote at its place: it is not the version that was quoted": (
        "引文不在原来的位置：不是被引用的那一版",
        "引文不在原本的位置：不是被引用的那一版",
    ),
    "Ask the question again": ("请重新提问", "請重新提問"),
    "too many are being drawn": ("正在绘制的页面太多", "正在繪製的頁面太多"),
    "no report has the id {}": ("没有编号为 {} 的报告", "沒有編號為 {} 的報告"),
    "Load the page again": ("请刷新网页", "請重新整理網頁"),
    "is no whole number from 0 on": ("不是 0 或正整数", "不是 0 或正整數"),
    "name no stretch of a report": ("没有指明报告里的一段", "沒有指明報告裡的一段"),
    "is no SHA-256 in hexadecimal": ("不是十六进制的 SHA-256", "不是十六進位的 SHA-256"),
    "has no pages that could be drawn": ("没有可以显示的页面", "沒有可以顯示的頁面"),
    "is kept without its file": ("没有保存文件本身", "沒有保存檔案本身"),
    "Read its text": ("请看文字", "請看文字"),
    "there is no such picture": ("没有这张图片", "沒有這張圖片"),
    "they are not what was expected": ("内容不符合要求", "內容不符合要求"),
    "is no format of conversations": ("不是对话的导出格式", "不是對話的匯出格式"),
    "Choose one of {}": ("请从 {} 中选择", "請從 {} 中選擇"),
    # ui/serving/guard.py, draining.py
    "there is nothing at this address": ("这个网址下没有内容", "這個網址下沒有內容"),
    "Open the page at its own address": ("请从网页自己的网址打开", "請從網頁自己的網址開啟"),
    "the page is not reached by this name": ("不能用这个名称访问网页", "不能用這個名稱存取網頁"),
    "Use its own address, or name this one with --host-name when report-qa is started": (
        "请用网页自己的网址，或在启动 report-qa 时用 --host-name 写明这个名称",
        "請用網頁自己的網址，或在啟動 report-qa 時用 --host-name 寫明這個名稱",
    ),
    "it comes from a page of another site": ("来自其他网站的网页", "來自其他網站的網頁"),
    "it is being stopped": ("正在停止", "正在停止"),
    "Try again when it runs again": ("请等它重新启动后再试", "請等它重新啟動後再試"),
}
