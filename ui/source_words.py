"""The words around a report that is shown with a quote in it, in three languages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SourceWords", "source_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWords:
    """The words in one language; braces are filled by ``str.format``.

    :param lang: BCP 47 tag of the language.
    """

    lang: str
    page: str
    page_of: str
    pages_of: str
    count_of_pages: str
    codec: str
    size: str
    whole: str
    picture: str
    text: str
    to_quote: str
    earlier: str
    later: str
    alt: str
    alt_without: str
    not_kept: str
    not_drawn: str
    not_boxed: str
    more_pages: str


_ZH_CN = SourceWords(
    lang="zh-CN",
    page="第 {page} 页",
    page_of="第 {page} 页，共 {count} 页",
    pages_of="第 {first}–{last} 页，共 {count} 页",
    count_of_pages="共 {count} 页",
    codec="编码 {codec}",
    size="{count:,} 个字符",
    whole="打开全文",
    picture="原页",
    text="文字",
    to_quote="回到引文",
    earlier="前面的文字",
    later="后面的文字",
    alt="第 {page} 页的图片，框出的引文：{quote}",
    alt_without="第 {page} 页的图片",
    not_kept="没有保存原文件，只能显示文字。",
    not_drawn="显示不了原页，请看文字。",
    not_boxed="在这一页的图片上没能定位到引文，请看文字。",
    more_pages="引文很长，这里只显示前 {count} 页。",
)

_ZH_TW = SourceWords(
    lang="zh-TW",
    page="第 {page} 頁",
    page_of="第 {page} 頁，共 {count} 頁",
    pages_of="第 {first}–{last} 頁，共 {count} 頁",
    count_of_pages="共 {count} 頁",
    codec="編碼 {codec}",
    size="{count:,} 個字元",
    whole="開啟全文",
    picture="原頁",
    text="文字",
    to_quote="回到引文",
    earlier="前面的文字",
    later="後面的文字",
    alt="第 {page} 頁的圖片，框出的引文：{quote}",
    alt_without="第 {page} 頁的圖片",
    not_kept="沒有保存原檔案，只能顯示文字。",
    not_drawn="無法顯示原頁，請看文字。",
    not_boxed="在這一頁的圖片上未能定位到引文，請看文字。",
    more_pages="引文很長，這裡只顯示前 {count} 頁。",
)

_EN = SourceWords(
    lang="en",
    page="page {page}",
    page_of="page {page} of {count}",
    pages_of="pages {first}–{last} of {count}",
    count_of_pages="pages: {count}",
    codec="encoding {codec}",
    size="{count:,} characters",
    whole="Open the whole text",
    picture="Page",
    text="Text",
    to_quote="Back to the quote",
    earlier="Text before this",
    later="Text after this",
    alt="Picture of page {page}; the boxed quote: {quote}",
    alt_without="Picture of page {page}",
    not_kept="The file itself is not kept; here is its text.",
    not_drawn="The page cannot be shown; here is its text.",
    not_boxed="The quote could not be placed on the picture of this page; the text shows it.",
    more_pages="The quote is long; only its first {count} pages are shown.",
)


def source_words(lang: str) -> SourceWords:
    """The words in a language of the page.

    :param lang: BCP 47 tag: ``zh-CN``, ``zh-TW``, ``en``.
    :return: the words; English for another language.
    """
    return {words.lang: words for words in (_ZH_CN, _ZH_TW)}.get(lang, _EN)
