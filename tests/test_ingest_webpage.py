"""Which blocks of a page are its article, and what its blocks are."""

import pytest

from qa.errors import EmptyError
from qa.ingest.blocks import Block, blocks_of
from qa.ingest.limits import DEFAULT_LIMITS
from qa.ingest.webpage import article, extract

FIRST = "全市常住人口二百一十三万八千人，比上年末增加两万一千人。"
SECOND = "常住人口城镇化率达到百分之六十一点七，提高零点九个百分点。"


def plain(text: str) -> Block:
    return Block(text, heading=False, links_only=False)


def heading(text: str) -> Block:
    return Block(text, heading=True, links_only=False)


def menu(text: str) -> Block:
    return Block(text, heading=False, links_only=True)


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks]


def test_the_article_is_what_trafilatura_found_and_what_adjoins_it() -> None:
    page = [
        plain("欢迎光临"),
        menu("首页"),
        heading("统计公报"),
        plain("2024年3月1日"),
        plain(FIRST),
        menu("相关专题"),
        plain("短句。"),
        plain(SECOND),
        plain("（完）"),
        heading("网友评论"),
        plain("沙发！"),
    ]
    chosen = article(page, f"{FIRST}\n{SECOND}")
    assert texts(chosen) == ["统计公报", "2024年3月1日", FIRST, "短句。", SECOND, "（完）"]


def test_a_teaser_is_not_taken_for_the_article() -> None:
    page = [plain(FIRST), menu("更多"), *[plain(SECOND + str(number)) for number in range(5)]]
    assert texts(article(page, FIRST)) == texts([page[0], *page[2:]])


@pytest.mark.parametrize("found", [None, "", "text of another page that is nowhere here"])
def test_without_trafilatura_the_whole_page_is_taken_less_its_menus(found: str | None) -> None:
    assert texts(article([menu("首页"), plain(FIRST), plain("短")], found)) == [FIRST, "短"]


def test_words_that_stand_in_the_article_by_chance_do_not_open_it() -> None:
    page = [plain("人口"), menu("首页"), plain(FIRST), plain(SECOND)]
    assert texts(article(page, f"{FIRST}\n{SECOND}")) == [FIRST, SECOND]


def test_a_page_of_a_news_site() -> None:
    body = "".join(f"<p>第{number}段：{FIRST}{SECOND}</p>" for number in range(8))
    links = "".join(f'<li><a href="/{number}">栏目{number}</a></li>' for number in range(12))
    page = (
        f"<html><body><div class=top><ul>{links}</ul></div><div class=content><h1>标题</h1>{body}</div>"
        f"<div class=related><h3>相关新闻</h3><ul>{links}</ul></div></body></html>"
    )
    expected = ["标题", *(f"第{number}段：{FIRST}{SECOND}" for number in range(8))]
    assert extract(page.encode(), "a.html", DEFAULT_LIMITS).text.split("\n") == expected


def test_a_page_of_menus_has_no_text() -> None:
    with pytest.raises(EmptyError, match="menus"):
        extract(b"<html><body><ul><li><a href=/>Home</a></li></ul>", "a.html", DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>一<b>二</b><i>三</i>四</p>五", ["一二三四", "五"]),
        ("<p>全市\n  常住</p><p>two\n  words</p><p>中文\nword</p>", ["全市常住", "two words", "中文 word"]),
        ("<p>a&nbsp;b&#x3000;c &lt;d&gt; &copy;</p>", ["a\u00a0b\u3000c <d> ©"]),
        ("<div>before<p>inside</p>after</div>", ["before", "inside", "after"]),
        ("<p>one<br>two<br/>three</p>", ["one", "two", "three"]),
        ("<p>seen<span hidden>not</span><span style='display: none'>nor this</span></p>", ["seen"]),
        ("<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>", ["one", "inner", "two"]),
        ("<table><tr><td>a<td>b<tr><td><td>c</table>", ["a\tb", "c"]),
        ("<p>text<script>code()</script><!-- comment --> goes on</p>", ["text goes on"]),
        ("<p>unclosed <b>bold", ["unclosed bold"]),
        ("<form><label>name</label><input value=x><button>send</button></form>", ["name"]),
    ],
)
def test_blocks(page: str, expected: list[str]) -> None:
    assert texts(blocks_of(f"<html><body>{page}".encode(), "a.html")) == expected
