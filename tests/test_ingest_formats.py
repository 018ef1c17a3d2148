"""Real files of every format to Documents, through the child process."""

import datetime
import hashlib
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from qa.errors import DecodingError, EmptyError, EncryptedError, FormatError, TooLargeError
from qa.ingest import Limits, read_bytes
from qa.ingest.child import Child
from qa.ingest.limits import DEFAULT_LIMITS
from qa.types import Document
from tests import files

Read: TypeAlias = Callable[..., Document]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    with Child() as child:

        def read(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
            return read_bytes(data, name, limits, child)

        yield read


# --- PDF


def test_pdf_keeps_its_pages(read: Read) -> None:
    data = files.pdf([["First page, first line.", "Second."], ["On page two."], [], ["On page four."]])
    document = read(data, "report.pdf")
    assert document.text == "First page, first line.\nSecond.\nOn page two.\nOn page four."
    assert document.media_type == "application/pdf"
    assert document.codec is None
    assert document.id == hashlib.sha256(data).hexdigest()
    pages = {text: document.page_at(document.text.index(text)) for text in ("First", "Second", "two", "four")}
    assert pages == {"First": 1, "Second": 1, "two": 2, "four": 4}
    assert document.page_starts[0] == 0
    assert list(document.page_starts) == sorted(document.page_starts)


def test_pdf_in_chinese_joins_the_lines_of_a_paragraph(read: Read) -> None:
    lines = [
        "初步核算，全市实现地区生产总值一千二百八十六亿四千万元，比上年增长百",
        "分之六点二。",
        "二、工作安排",
    ]
    document = read(files.pdf([lines], font=files.CHINESE_FONT), "报告.pdf")
    assert document.text == "".join(lines[:2]) + "\n" + lines[2]


def test_pdf_without_page_numbers_in_its_text(read: Read) -> None:
    pages = [["The body of this page.", f"- {number} -"] for number in (1, 2, 3)]
    assert read(files.pdf(pages), "a.pdf").text == "\n".join(["The body of this page."] * 3)


def test_pdf_named_txt_is_read_as_pdf(read: Read) -> None:
    assert read(files.pdf([["Hello."]]), "a.txt").media_type == "application/pdf"


def test_scan_asks_for_text_recognition(read: Read) -> None:
    with pytest.raises(EmptyError, match=r"scan\.pdf: .*scan.*OCR"):
        read(files.scan(), "scan.pdf")


def test_encrypted_pdf(read: Read) -> None:
    with pytest.raises(EncryptedError, match="password"):
        read(files.pdf([["secret"]], locked_with="user"), "a.pdf")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_truncated_pdf_is_refused(read: Read, share: float) -> None:
    data = files.pdf([["text"]] * 20)
    with pytest.raises(FormatError, match="cut short"):
        read(data[: int(share * len(data))], "a.pdf")


def test_damaged_pdf_is_refused(read: Read) -> None:
    with pytest.raises(FormatError, match="damaged"):
        read(b"%PDF-1.4\n" + b"rubbish " * 50 + b"\nstartxref\n9\n%%EOF", "a.pdf")


def test_pdf_of_too_many_pages(read: Read) -> None:
    with pytest.raises(TooLargeError, match=r"3 pages.* 2 "):
        read(files.pdf([["a"]] * 3), "a.pdf", Limits(pdf_pages=2))


# --- docx


def test_docx_in_document_order(read: Read) -> None:
    built = docx.Document()
    built.add_heading("一、总体情况", 1)
    built.add_paragraph("全年接待游客").add_run("2140万").bold = True
    table = built.add_table(2, 3)
    for row, texts in zip(table.rows, [("指标", "2022", "2023"), ("产值", "", "1286")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    built.add_paragraph("行一\n行二\t列二")
    built.add_paragraph("   ")
    built.add_table(1, 1).cell(0, 0).text = "框内第一段\n框内第二段"
    document = read(files.word(built), "a.docx")
    assert document.text == (
        "一、总体情况\n全年接待游客2140万\n指标\t2022\t2023\n产值\t\t1286\n行一\n行二\t列二\n框内第一段\n框内第二段"
    )
    assert document.media_type.endswith("wordprocessingml.document")
    assert document.page_starts == ()


def paragraph(xml: str) -> Any:
    return parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>", "inserted"),
        ("<w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>", "kept"),
        ("<w:sdt><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt>", "control"),
        ("<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>", "link"),
        ("<w:r><w:t>20</w:t><w:noBreakHyphen/><w:t>30</w:t></w:r>", "20-30"),
        ("<w:r><w:instrText>PAGE</w:instrText><w:t>7</w:t></w:r>", "7"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>jiān</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>堅</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "堅(jiān)",
        ),
        (
            "<w:r><w:t>outside</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>",
            "outside\nin the box",
        ),
    ],
)
def test_docx_text_that_stands_in_special_places(read: Read, xml: str, text: str) -> None:
    built = docx.Document()
    built.element.body.insert(0, paragraph(xml))
    assert read(files.word(built), "a.docx").text == text


def test_docx_notes_follow_the_text(read: Read) -> None:
    built = docx.Document()
    built.add_paragraph("正文。")
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
        "<w:footnote w:id='1'><w:p><w:r><w:t>脚注一。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    plain = files.word(built)
    relations = files.member(plain, "word/_rels/document.xml.rels").replace(
        "</Relationships>",
        '<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/footnotes"/></Relationships>',
    )
    data = files.repacked(plain, {"word/footnotes.xml": notes, "word/_rels/document.xml.rels": relations})
    assert read(data, "a.docx").text == "正文。\n脚注一。"


def test_docx_named_txt_and_truncated_docx(read: Read) -> None:
    data = files.word(None, "text")
    assert read(data, "a.txt").text == "text"
    with pytest.raises(FormatError, match=r"cut.docx: .*cut short"):
        read(data[: len(data) // 2], "cut.docx")


def test_docx_with_damaged_members(read: Read) -> None:
    data = files.word(None, "text")
    with pytest.raises(FormatError, match="damaged"):
        read(files.repacked(data, {"word/document.xml": "<w:document"}), "a.docx")
    flipped = bytearray(data)
    flipped[len(data) // 3] ^= 0xFF
    with pytest.raises(FormatError):
        read(bytes(flipped), "a.docx")


def test_docx_without_text(read: Read) -> None:
    with pytest.raises(EmptyError):
        read(files.word(), "a.docx")


# --- xlsx and csv


def test_xlsx_sheet_by_sheet(read: Read) -> None:
    rows = [
        ["年份", "人口（万人）", "开工", "达标"],
        [2023, 213.8, datetime.date(2023, 6, 28), True],
        [None, None, None, None],
        [2024, 0.1 + 0.2, datetime.datetime(2024, 5, 1, 9, 30), None],
    ]
    document = read(files.workbook(人口=rows, 空白=[], 备注=[["第一行\n第二行"]]), "a.xlsx")
    assert document.text == (
        "人口\n年份\t人口（万人）\t开工\t达标\n"
        "2023\t213.8\t2023-06-28\tTRUE\n2024\t0.3\t2024-05-01 09:30:00\n"
        "备注\n第一行 第二行"
    )
    assert document.media_type.endswith("spreadsheetml.sheet")


def test_xlsx_whose_sheet_claims_a_wrong_size(read: Read) -> None:
    plain = files.workbook(a=[["one", "two"], ["three"]])
    sheet = files.member(plain, "xl/worksheets/sheet1.xml").replace('ref="A1:B2"', 'ref="B1:XFD1048576"')
    assert "XFD" in sheet
    assert read(files.repacked(plain, {"xl/worksheets/sheet1.xml": sheet}), "a").text == "a\none\ttwo\nthree"


def test_csv_is_kept_as_it_is(read: Read) -> None:
    text = '城市,人口\r\n松阙,213.8\r\n"一,二","多\r\n行"\r\n'
    document = read(text.encode("gb18030"), "a.csv")
    assert (document.text, document.codec, document.media_type) == (text, "gb18030", "text/csv")


# --- html

ARTICLE = """<!DOCTYPE html><html><head><meta charset="gbk"><title>标题栏</title><style>p{color:red}</style>
<script>var hidden = "不该出现";</script></head><body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/n">农业</a></li></ul></nav>
<div><ul><li><a href="/1">推荐阅读</a></li></ul></div>
<article><h1>松阙市发布统计公报</h1>
<p>2023年，全市常住人口<b>213.8</b>万人&mdash;&mdash;比上年末<em>增加</em>
两万人，<a href="#">常住人口城镇化率</a>达到61.7&#37;，比上年提高零点九个百分点。</p>
<div>第一产业<!-- 注释 -->增加值一百零四亿七千万元，增长百分之四点一。<br>第二产业增加值五百六十二亿元。</div>
<h2>农业</h2><ul><li>粮食产量78.4万吨</li><li>冬笋产量9万吨</li></ul>
<table><thead><tr><th>指标</th><th>2022</th></tr></thead><tr><td><p>产值</p></td><td>1,205</td></tr></table>
<blockquote>市长陆清和说：&ldquo;成绩来之不易。&rdquo;</blockquote><pre>甲  乙
丙  丁</pre></article>
<aside>广告</aside><p style="display:none">看不见</p><footer>版权所有</footer></body></html>"""


@pytest.mark.parametrize("codec", ["gbk", "utf-8", "utf-16"])
def test_html_to_its_article(read: Read, codec: str) -> None:
    document = read(ARTICLE.encode(codec), "page.html")
    assert document.text.split("\n") == [
        "松阙市发布统计公报",
        "2023年，全市常住人口213.8万人——比上年末增加两万人，常住人口城镇化率达到61.7%，比上年提高零点九个百分点。",
        "第一产业增加值一百零四亿七千万元，增长百分之四点一。",
        "第二产业增加值五百六十二亿元。",
        "农业",
        "粮食产量78.4万吨",
        "冬笋产量9万吨",
        "指标\t2022",
        "产值\t1,205",
        "市长陆清和说：“成绩来之不易。”",
        "甲  乙",
        "丙  丁",
    ]
    assert document.media_type == "text/html"
    assert document.codec == {"gbk": "gb18030"}.get(codec, codec)


def test_short_page_and_fragment(read: Read) -> None:
    assert read("<html><body><p>新桥于5月1日通车。".encode(), "a.html").text == "新桥于5月1日通车。"
    assert read("<div>第一段</div><div>第二段</div>".encode(), "a.txt").text == "第一段\n第二段"


def test_page_laid_out_by_tables(read: Read) -> None:
    page = "<html><body><table><tr><td>栏目</td><td><p>第一段文字。</p><p>第二段文字。</p></td></tr></table>"
    assert read(page.encode(), "a.html").text == "栏目\n第一段文字。\n第二段文字。"


def test_deeply_nested_page_keeps_its_text(read: Read) -> None:
    page = "<html><body>" + "<div>" * 2000 + "深处的文字。" + "</div>" * 2000 + "<p>后面的文字。</p>"
    assert read(page.encode(), "a.html").text == "深处的文字。\n后面的文字。"


def test_page_nested_beyond_the_parser_is_refused_not_cut(read: Read) -> None:
    with pytest.raises(TooLargeError, match="2,048"):
        read(("<html><body><p>前文。</p>" + "<div>" * 3000 + "深处的文字。").encode(), "a.html")


def test_page_that_is_a_script(read: Read) -> None:
    with pytest.raises(EmptyError, match="script"):
        read(b"<html><body><div id=app></div><script>render()</script></body></html>", "a.html")


def test_html_that_cannot_be_decoded(read: Read) -> None:
    with pytest.raises(DecodingError):
        read("<html><p>报告".encode("gb18030")[:-1], "a.html")
