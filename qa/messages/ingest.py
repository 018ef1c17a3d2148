"""What is said of files that cannot be read."""

from __future__ import annotations

from typing import Final

from qa.messages.templates import Catalogue

__all__ = ["MESSAGES"]

MESSAGES: Final[Catalogue] = {
    # qa/ingest/sources.py, read.py
    "there is no file {}": ("没有文件 {}", "沒有檔案 {}"),
    "Check the path": ("请检查路径", "請檢查路徑"),
    "is {:message} and not a file": ("是{}，不是文件", "是{}，不是檔案"),
    "Give the path of a file": ("请给出文件的路径", "請指定檔案的路徑"),
    "the system refuses to read it: {:message}": ("系统拒绝读取：{}", "系統拒絕讀取：{}"),
    "Check that you may read the file and that its disk is there": (
        "请检查有没有读取权限，以及所在磁盘是否已连接",
        "請檢查有沒有讀取權限，以及所在磁碟是否已連接",
    ),
    "the system refuses to list the folder: {:message}": ("系统拒绝列出文件夹：{}", "系統拒絕列出資料夾：{}"),
    "Check that you may read it": ("请检查有没有读取权限", "請檢查有沒有讀取權限"),
    "the folder holds no report": ("文件夹里没有报告", "資料夾裡沒有報告"),
    "Put txt, md, html, pdf, docx, csv or xlsx files into it": (
        "请放入 txt、md、html、pdf、docx、csv 或 xlsx 文件",
        "請放入 txt、md、html、pdf、docx、csv 或 xlsx 檔案",
    ),
    "is {} MiB, more than the {} MiB that are read": (
        "有 {} MiB，超过能读的 {} MiB",
        "有 {} MiB，超過能讀的 {} MiB",
    ),
    "holds {} characters, more than the {} that are read": (
        "有 {} 个字符，超过能读的 {} 个",
        "有 {} 個字元，超過能讀的 {} 個",
    ),
    "holds more than the {} characters that are read": (
        "超过能读的 {} 个字符",
        "超過能讀的 {} 個字元",
    ),
    "Split it into smaller files": ("请拆成几个小一点的文件", "請拆成幾個較小的檔案"),
    "holds nothing but white space": ("只有空白，没有文字", "只有空白，沒有文字"),
    "is empty (0 bytes)": ("是空文件（0 字节）", "是空檔案（0 位元組）"),
    "Give a file with text in it": ("请换一份有文字的文件", "請換一份有文字的檔案"),
    "holds half of a surrogate pair at character {}": (
        "第 {} 个字符处只有半个代理对",
        "第 {} 個字元處只有半個代理對（surrogate pair）",
    ),
    "Decode the source strictly before you pass it on": (
        "请先严格解码，再传入文本",
        "請先嚴格解碼，再傳入文字",
    ),
    # qa/ingest/decode.py
    "holds the control character U+{}, so it is binary data and no text": (
        "含有控制字符 U+{}，是二进制数据而不是文本",
        "含有控制字元 U+{}，是二進位資料而不是文字",
    ),
    "Give a txt, md, html, pdf, docx, csv or xlsx file": (
        "请换成 txt、md、html、pdf、docx、csv 或 xlsx 文件",
        "請換成 txt、md、html、pdf、docx、csv 或 xlsx 檔案",
    ),
    "begins with the mark of {} but is not valid {}": (
        "开头有 {} 的标记，内容却不是合法的 {}",
        "開頭有 {} 的標記，內容卻不是合法的 {}",
    ),
    "It is damaged or cut short: save it again as UTF-8": (
        "文件已损坏或不完整，请以 UTF-8 编码重新保存",
        "檔案已損壞或不完整，請以 UTF-8 編碼重新儲存",
    ),
    "is in no encoding that decodes it without loss (tried UTF-8, UTF-16, GB18030 and Big5)": (
        "没有一种编码能不丢字地解码（试过 UTF-8、UTF-16、GB18030 和 Big5）",
        "沒有一種編碼能不漏字地解碼（試過 UTF-8、UTF-16、GB18030 和 Big5）",
    ),
    "Open it in the program that wrote it and save it as UTF-8": (
        "请用原来的程序打开，另存为 UTF-8 编码",
        "請用原本的程式開啟，另存為 UTF-8 編碼",
    ),
    # qa/ingest/kinds.py
    "is protected by a password": ("有密码保护", "有密碼保護"),
    "Open it, take the password off and save it again": (
        "请打开文件，取消密码后重新保存",
        "請開啟檔案，取消密碼後重新儲存",
    ),
    "Save it again without a password": ("请不带密码重新保存", "請不加密碼重新儲存"),
    "is in the old format of {} (97 to 2003)": (
        "是 {} 97–2003 的旧格式",
        "是 {} 97–2003 的舊格式",
    ),
    "Open it in {}, LibreOffice or WPS and save it as {}": (
        "请用 {}、LibreOffice 或 WPS 打开，另存为 {}",
        "請用 {}、LibreOffice 或 WPS 開啟，另存為 {}",
    ),
    "is an old Office file (OLE)": ("是旧格式的 Office 文件（OLE）", "是舊格式的 Office 檔案（OLE）"),
    "Save it as docx, xlsx or pdf in the program that wrote it": (
        "请用原来的程序另存为 docx、xlsx 或 pdf",
        "請用原本的程式另存為 docx、xlsx 或 pdf",
    ),
    "is a {} archive": ("是 {} 压缩包", "是 {} 壓縮檔"),
    "is a {} picture": ("是 {} 图片", "是 {} 圖片"),
    "is a Rich Text file": ("是 RTF 文件", "是 RTF 檔案"),
    "Open it in a word processor and save it as docx": (
        "请用文字处理软件打开，另存为 docx",
        "請用文書處理軟體開啟，另存為 docx",
    ),
    "Run text recognition (OCR) on it and give the text": (
        "请先做文字识别（OCR），再添加识别出的文本",
        "請先做文字辨識（OCR），再加入辨識出的文字",
    ),
    # qa/ingest/archive.py
    "is a presentation (pptx)": ("是演示文稿（pptx）", "是簡報（pptx）"),
    "Export it as pdf": ("请导出为 pdf", "請匯出為 pdf"),
    "is an OpenDocument file": ("是 OpenDocument 文件", "是 OpenDocument 檔案"),
    "Save it as docx or xlsx": ("请另存为 docx 或 xlsx", "請另存為 docx 或 xlsx"),
    "is a zip archive and no docx or xlsx": (
        "是 zip 压缩包，不是 docx 或 xlsx",
        "是 zip 壓縮檔，不是 docx 或 xlsx",
    ),
    "Unpack it and give the files": ("请解压后添加里面的文件", "請解壓縮後加入裡面的檔案"),
    "packs {} members, more than the {} that are read": (
        "里面有 {} 个文件，超过能读的 {} 个",
        "裡面有 {} 個檔案，超過能讀的 {} 個",
    ),
    "unpacks to {} MiB, more than the {} MiB that are read": (
        "解压后有 {} MiB，超过能读的 {} MiB",
        "解壓縮後有 {} MiB，超過能讀的 {} MiB",
    ),
    "unpacks to {} times its size, as a zip bomb does": (
        "解压后是原来的 {} 倍，像是压缩炸弹",
        "解壓縮後是原本的 {} 倍，像是壓縮炸彈",
    ),
    "Take the pictures out or split it": ("请去掉图片，或拆成几份", "請去掉圖片，或拆成幾份"),
    "Open it in the program that wrote it and save it again": (
        "请用原来的程序打开，重新保存",
        "請用原本的程式開啟，重新儲存",
    ),
    "declares a document type in {}, which no Office program writes": (
        "{} 里声明了文档类型，Office 程序不会这样写",
        "{} 裡宣告了文件類型，Office 程式不會這樣寫",
    ),
    "It may be an attack. Open it in the program that wrote it and save it again if you trust it": (
        "这可能是攻击。确信可靠的话，请用原来的程序打开，重新保存",
        "這可能是攻擊。若確定可靠，請用原本的程式開啟，重新儲存",
    ),
    "is packed by a method that no Office program uses": (
        "所用的压缩方法不是 Office 程序会用的",
        "所用的壓縮方法不是 Office 程式會用的",
    ),
    "is damaged or cut short ({:message})": ("已损坏或不完整（{}）", "已損壞或不完整（{}）"),
    "Fetch it again, or save it again": ("请重新下载或重新保存", "請重新下載或重新儲存"),
    # qa/ingest/blocks.py, webpage.py
    "nests its elements deeper than the {} levels that are read": (
        "元素嵌套太深，超过能读的 {} 层",
        "元素巢狀太深，超過能讀的 {} 層",
    ),
    "Open it in a browser and save it as pdf": ("请用浏览器打开，存为 pdf", "請用瀏覽器開啟，存成 pdf"),
    "is a page without text of its own: it holds menus only, or a script puts the text there": (
        "网页本身没有正文：只有菜单，或者正文是由脚本载入的",
        "網頁本身沒有內文：只有選單，或者內文是由指令碼載入的",
    ),
    "Open it in a browser and save it as a complete page or as pdf": (
        "请用浏览器打开，存为完整网页或 pdf",
        "請用瀏覽器開啟，存成完整網頁或 pdf",
    ),
    # qa/embedding.py
    "the file was changed since it was read": ("读取之后文件被改动过", "讀取之後檔案被改動過"),
    "Add it again": ("请重新添加", "請重新加入"),
}
