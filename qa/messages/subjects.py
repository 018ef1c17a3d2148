"""What messages are about, where that is not the name of a file, a model, a user or an option."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["SUBJECTS"]

SUBJECTS: Final[Catalogue] = {
    "question": ("问题", "問題"),
    "question {:number}": ("第 {} 个问题", "第 {} 個問題"),
    "{}, quote {:number}": ("{} 的第 {} 句引文", "{} 的第 {} 句引文"),
    "turn": ("一轮问答", "一輪問答"),
    "rating": ("评分", "評分"),
    "title": ("标题", "標題"),
    "settings": ("设置", "設定"),
    "conversations": ("对话", "對話"),
    "source": ("报告来源", "報告來源"),
    "within": ("提问范围", "提問範圍"),
    "report": ("报告", "報告"),
    "report {:number}": ("第 {} 号报告", "第 {} 號報告"),
    "library": ("报告库", "報告庫"),
    "the address of the library": ("报告库的地址", "報告庫的位址"),
    "index": ("检索文件", "檢索檔案"),
    "meta": ("报告库的记录", "報告庫的記錄"),
    "meta: {}": ("报告库的记录 {}", "報告庫的記錄 {}"),
    "encoder": ("编码器", "編碼器"),
    "reader": ("阅读器", "閱讀器"),
    "loading": ("加载", "載入"),
    "standard output": ("标准输出", "標準輸出"),
    "name": ("名称", "名稱"),
    "user": ("用户", "使用者"),
    "password": ("密码", "密碼"),
    "login": ("登录", "登入"),
    "page": ("页面", "頁面"),
    "pages": ("页面", "頁面"),
    "path": ("网址", "網址"),
    "port {:number}": ("端口 {}", "連接埠 {}"),
    "every port from {:number} on": ("从 {} 起的所有端口", "從 {} 起的所有連接埠"),
    "start and end": ("起止位置", "起訖位置"),
    "request": ("请求", "請求"),
    "requests": ("请求", "請求"),
    "questions": ("提问", "提問"),
    "uploads": ("上传", "上傳"),
    "connections": ("连接", "連線"),
}
