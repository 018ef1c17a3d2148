"""What stands inside of messages: what the operating system says, and words of qa that are put into them."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["FRAGMENTS"]

FRAGMENTS: Final[Catalogue] = {
    # what str() makes of an OSError: with and without the file it is about
    "[Errno {}] {:message}": ("{1}（错误 {0}）", "{1}（錯誤 {0}）"),
    "[Errno {}] {:message}: {}": ("{1}：{2}（错误 {0}）", "{1}：{2}（錯誤 {0}）"),
    "{:message} (os error {})": ("{}（错误 {}）", "{}（錯誤 {}）"),
    # strerror(3) of the GNU C library, macOS and Windows
    "Operation not permitted": ("不允许这样操作", "不允許這樣操作"),
    "No such file or directory": ("没有这个文件或文件夹", "沒有這個檔案或資料夾"),
    "Input/output error": ("磁盘读写出错", "磁碟讀寫發生錯誤"),
    "No such device or address": ("没有这个设备或地址", "沒有這個裝置或位址"),
    "Bad file descriptor": ("文件已经关闭", "檔案已經關閉"),
    "Resource temporarily unavailable": ("资源暂时不可用", "資源暫時無法使用"),
    "Cannot allocate memory": ("内存不足", "記憶體不足"),
    "Permission denied": ("没有权限", "沒有權限"),
    "Device or resource busy": ("设备或资源正被占用", "裝置或資源正被佔用"),
    "File exists": ("文件已存在", "檔案已存在"),
    "Invalid cross-device link": ("不能跨磁盘移动", "不能跨磁碟移動"),
    "No such device": ("没有这个设备", "沒有這個裝置"),
    "Not a directory": ("不是文件夹", "不是資料夾"),
    "Is a directory": ("是文件夹", "是資料夾"),
    "Invalid argument": ("参数无效", "參數無效"),
    "Too many open files in system": ("系统打开的文件太多", "系統開啟的檔案太多"),
    "Too many open files": ("打开的文件太多", "開啟的檔案太多"),
    "Text file busy": ("文件正在使用", "檔案正在使用"),
    "File too large": ("文件太大", "檔案太大"),
    "No space left on device": ("磁盘已满", "磁碟已滿"),
    "Illegal seek": ("不能移动读写位置", "不能移動讀寫位置"),
    "Read-only file system": ("文件系统是只读的", "檔案系統是唯讀的"),
    "Broken pipe": ("管道已断开", "管線已中斷"),
    "File name too long": ("文件名太长", "檔名太長"),
    "Directory not empty": ("文件夹不是空的", "資料夾不是空的"),
    "Too many levels of symbolic links": ("符号链接层数太多", "符號連結層數太多"),
    "Stale file handle": ("网络磁盘上的文件已失效", "網路磁碟上的檔案已失效"),
    "Disk quota exceeded": ("超出了磁盘配额", "超出了磁碟配額"),
    "Transport endpoint is not connected": ("网络磁盘已断开", "網路磁碟已中斷連線"),
    "Operation not supported": ("不支持这样操作", "不支援這樣操作"),
    "Operation timed out": ("操作超时", "操作逾時"),
    "Address already in use": ("地址已被占用", "位址已被佔用"),
    "Cannot assign requested address": ("本机没有这个地址", "本機沒有這個位址"),
    "Network is unreachable": ("网络不可达", "網路無法連線"),
    "Connection reset by peer": ("连接被对方中断", "連線被對方中斷"),
    "Connection timed out": ("连接超时", "連線逾時"),
    "Connection refused": ("连接被拒绝", "連線被拒絕"),
    "No route to host": ("无法到达主机", "無法連到主機"),
    "Name or service not known": ("找不到这个主机", "找不到這個主機"),
    "Temporary failure in name resolution": ("暂时无法解析主机名", "暫時無法解析主機名稱"),
    "nodename nor servname provided, or not known": ("找不到这个主机", "找不到這個主機"),
    "timed out": ("超时", "逾時"),
    "The process cannot access the file because it is being used by another process": (
        "另一个程序正在使用这个文件",
        "另一個程式正在使用這個檔案",
    ),
    "Access is denied": ("没有权限", "沒有權限"),
    "There is not enough space on the disk": ("磁盘已满", "磁碟已滿"),
    # Python's own: what is no JSON, no zip archive, and no text in a codec
    "{:known}: line {:number} column {:number} (char {:number})": (
        "{0}：第 {1} 行第 {2} 列，字符偏移 {3}",
        "{0}：第 {1} 行第 {2} 欄，字元位移 {3}",
    ),
    "Expecting value": ("应有值", "應有值"),
    "Expecting property name enclosed in double quotes": ("应有双引号括起的名称", "應有雙引號括起的名稱"),
    "Expecting ',' delimiter": ("应有逗号", "應有逗號"),
    "Expecting ':' delimiter": ("应有冒号", "應有冒號"),
    "Extra data": ("后面还有多余的内容", "後面還有多餘的內容"),
    "Unterminated string starting at": ("字符串没有结束", "字串沒有結束"),
    "File is not a zip file": ("不是 zip 文件", "不是 zip 檔案"),
    "Bad CRC-32 for file {}": ("{} 的校验和不符", "{} 的總和檢查碼不符"),
    "'{}' codec can't decode byte {} in position {:number}: {:message}": (
        "位置 {2} 处的字节 {1} 不是 {0}：{3}",
        "位置 {2} 處的位元組 {1} 不是 {0}：{3}",
    ),
    "invalid start byte": ("起始字节无效", "起始位元組無效"),
    "invalid continuation byte": ("后续字节无效", "後續位元組無效"),
    "unexpected end of data": ("内容不完整", "內容不完整"),
    "truncated data": ("内容不完整", "內容不完整"),
    # an error of ours as a whole
    "{}: {:known}. {:known}": ("{}：{}。{}", "{}：{}。{}"),
    "its hash is another": ("校验值不符", "雜湊值不符"),
    "{:known}: {}": ("{}：{}", "{}：{}"),
    # SQLite
    "database disk image is malformed": ("数据库文件的结构已损坏", "資料庫檔案的結構已損壞"),
    "disk I/O error": ("磁盘读写出错", "磁碟讀寫發生錯誤"),
    "no such table: {}": ("没有表 {}", "沒有資料表 {}"),
    "no such column: {}": ("没有列 {}", "沒有欄位 {}"),
    # qa's own words
    "a folder": ("文件夹", "資料夾"),
    "a device or a pipe": ("设备或管道", "裝置或管線"),
    "status {}": ("退出码 {}", "結束代碼 {}"),
    "switched offline": ("已设为离线", "已設為離線"),
    "HF_ENDPOINT is no web address: {}": ("HF_ENDPOINT 不是网址：{}", "HF_ENDPOINT 不是網址：{}"),
    "no network: {:message}": ("没有网络：{}", "沒有網路：{}"),
    "its tokenizer.json holds no tokenizer": (
        "tokenizer.json 里没有分词器",
        "tokenizer.json 裡沒有斷詞器",
    ),
    "format {:number}": ("格式 {}", "格式 {}"),
    "analysis {:number}": ("分析方式 {}", "分析方式 {}"),
    "encoder": ("编码器", "編碼器"),
    "reader": ("阅读器", "閱讀器"),
    "text": ("文字", "文字"),
    "vectors": ("向量", "向量"),
    "bytes": ("文件字节", "檔案位元組"),
    "an object": ("对象", "物件"),
    "a list": ("列表", "清單"),
    "a number": ("数字", "數字"),
    "a whole number": ("整数", "整數"),
    "true or false": ("真假值", "真假值"),
    "null": (" null", " null"),
    "no JSON": ("非 JSON 的值", "非 JSON 的值"),
    # qa.errors.PartialError
    "and {:number} more": ("另有 {} 份", "另有 {} 份"),
    # one of several, as messages put them together
    "{:known} or {:known}": ("{}或{}", "{}或{}"),
}
