"""Reports beside the chat: added, chosen, looked at and taken out, in a real Chromium."""

import threading
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from qa.errors import StorageError
from qa.talk.store import Conversations
from qa.types import Document
from tests.browser.driving import Serve, Visit, ask, texts
from tests.stub_library import StubLibrary, answer, document, quote
from ui.loading import Loading, Opened, ready
from ui.site import Site

pytestmark = pytest.mark.browser

_NAMES = "#reports-part summary.name"
_DROP = """async ([names, contents]) => {
  const carried = new DataTransfer();
  names.forEach((name, place) => carried.items.add(new File([contents[place]], name)));
  const body = document.body;
  body.dispatchEvent(new DragEvent("dragover", {dataTransfer: carried, bubbles: true, cancelable: true}));
  body.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


def _stub(*reports: str, table: dict[str, Any] | None = None) -> tuple[Any, Site]:
    library: Any = StubLibrary(table or {})
    library.add(*(document(text, name=f"{text}.txt") for text in reports))
    return library, Site(ready(library), Conversations.open())


def _confirm(page: Page, *, yes: bool) -> None:
    page.locator(f"#confirm button[value={'yes' if yes else 'no'}]").click()
    expect(page.locator("#confirm")).to_be_hidden()


def test_reports_are_added_asked_and_removed(visit: Visit, url: str, uploads: Path, tmp_path: Path) -> None:
    good = tmp_path / "银杏（终稿）.txt"
    good.write_text("据园林局统计，全市共有古银杏七百三十二株，最老的一株树龄一千四百年。", encoding="utf-8")
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.7\nbroken")
    page = visit(url)
    expect(page.locator(_NAMES).first).to_be_visible()
    before = texts(page, _NAMES)
    expect(page.locator("#examples button").first).to_be_visible()
    page.set_input_files("#files", [good, bad])
    expect(page.locator("#uploads .good")).to_have_text("已添加：银杏（终稿）.txt")
    expect(page.locator("#uploads .bad")).to_contain_text("没能添加：坏.pdf")
    expect(page.locator("#uploads .bad")).to_contain_text("文件格式不支持，或者文件已损坏")
    expect(page.locator(_NAMES)).to_have_count(len(before) + 1)
    assert texts(page, _NAMES) == [*before, "银杏（终稿）.txt"]
    expect(page.locator("#examples button")).to_have_count(0)
    assert [
        path for path in uploads.rglob("*") if path.is_file()
    ] == []  # nothing lies where Gradio would serve it
    ask(page, "全市有多少株古银杏？")
    assert "七百三十二株" in texts(page, "blockquote.quote")[0]
    page.get_by_label("移除 银杏（终稿）.txt").click()
    expect(page.locator("#confirm-what")).to_have_text("把 银杏（终稿）.txt 从报告中移除？")
    _confirm(page, yes=False)
    expect(page.locator(_NAMES)).to_have_count(len(before) + 1)
    page.get_by_label("移除 银杏（终稿）.txt").click()
    _confirm(page, yes=True)
    expect(page.locator(_NAMES)).to_have_count(len(before))
    ask(page, "全市有多少株古银杏？")
    assert "七百三十二株" not in "".join(texts(page, "#log .turn:last-of-type .answer"))
    page.locator("#clear-uploads").click()
    expect(page.locator("#uploads li")).to_have_count(0)


def test_files_are_dropped_anywhere_on_the_page(visit: Visit, serving: Serve) -> None:
    library, site = _stub()
    page = visit(serving(site))
    expect(page.locator("#adding")).to_be_visible()
    names = [f"第{number}份.txt" for number in range(5)]
    page.evaluate(_DROP, [[*names, "空.txt"], [*(f"内容{name}" for name in names), ""]])
    expect(page.locator("#uploads .good")).to_have_count(5)
    expect(page.locator("#uploads .bad")).to_contain_text("空.txt")
    assert sorted(each.name for each in library.documents()) == names
    assert library.original(library.documents()[0].id).decode().startswith("内容")


def test_a_name_full_of_markup_is_shown_as_it_is(visit: Visit, serving: Serve) -> None:
    library, site = _stub()
    page = visit(serving(site))
    expect(page.locator("#adding")).to_be_visible()  # before that, nothing is taken
    name = "<img src=x onerror=\"document.title='x'\">\u202e.txt"
    page.evaluate(_DROP, [[name], ["内容。"]])
    expect(page.locator("#uploads .good")).to_have_count(1)
    expect(page.locator(_NAMES)).to_have_count(1)
    (held,) = library.documents()
    assert texts(page, _NAMES) == [held.name]
    assert page.locator("#side img").count() == 0
    assert page.title() == "report-qa"


class _Slow(StubLibrary):
    """Adds nothing before it is told to."""

    def __init__(self) -> None:
        super().__init__({})
        self.go, self.begun = threading.Event(), threading.Event()

    def add_documents(self, documents: Any, originals: Any) -> tuple[Document, ...]:
        self.begun.set()
        self.go.wait(20)
        return super().add_documents(documents, originals)


def test_what_waits_for_its_turn_can_be_cancelled(visit: Visit, serving: Serve) -> None:
    library: Any = _Slow()
    page = visit(serving(Site(ready(library), Conversations.open())))
    expect(page.locator("#adding")).to_be_visible()
    names = [f"{number}.txt" for number in range(4)]
    page.evaluate(_DROP, [names, [f"内容{name}" for name in names]])
    expect(page.locator("#uploads .going")).to_have_count(4)
    assert library.begun.wait(10)
    page.get_by_label("取消: 3.txt").click()
    expect(page.locator("#uploads .cancelled")).to_have_text("已取消：3.txt")
    library.go.set()
    expect(page.locator("#uploads .good")).to_have_count(3)
    assert sorted(each.name for each in library.documents()) == names[:3]


def test_a_file_that_is_too_large_is_not_sent(visit: Visit, serving: Serve) -> None:
    library: Any = StubLibrary({})
    page = visit(serving(Site(ready(library), Conversations.open(), max_file_bytes=1024**2)))
    expect(page.locator("#adding")).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.evaluate(_DROP, [["大.txt"], ["x" * (1024**2 + 1)]])
    expect(page.locator("#uploads .bad")).to_contain_text("超过了 1 MiB")
    assert "PUT" not in sent


class _Full(StubLibrary):
    """Has no room."""

    def add_documents(self, documents: Any, originals: Any) -> tuple[Document, ...]:
        raise StorageError("/kept", "the disk is full", "Free some room and try again")


def test_why_a_report_was_not_added_is_said(visit: Visit, serving: Serve) -> None:
    library: Any = _Full({})
    page = visit(serving(Site(ready(library), Conversations.open())))
    expect(page.locator("#adding")).to_be_visible()
    page.evaluate(_DROP, [["年报.txt"], ["内容。"]])
    expect(page.locator("#uploads .bad")).to_contain_text("没能添加：年报.txt")
    expect(page.locator("#uploads .bad")).to_contain_text("磁盘已满、只读或有故障")


def test_questions_are_asked_of_the_reports_that_are_chosen(visit: Visit, serving: Serve) -> None:
    library, site = _stub("甲", "乙", table={"谁？": answer(quote("甲。"))})
    page = visit(serving(site))
    one, other = (document(text).id for text in "甲乙")
    page.get_by_label("只问选中的报告：乙.txt").check()
    expect(page.locator("#chosen")).to_contain_text("只查 2 份报告中的 1 份")
    ask(page, "谁？")
    assert library.asked == [("谁？", (other,))]
    assert texts(page, "#log .scope li") == ["乙.txt"]
    page.get_by_label("只问选中的报告：甲.txt").check()
    page.reload()
    expect(page.locator("#chosen")).to_contain_text("只查 2 份报告中的 2 份")
    ask(page, "谁？")
    assert set(library.asked[-1][1]) == {one, other}
    page.locator("#chosen button").click()
    expect(page.locator("#chosen")).to_be_hidden()
    ask(page, "谁？")
    assert library.asked[-1] == ("谁？", None)


def test_without_an_answer_one_report_is_asked_with_a_click(visit: Visit, url: str) -> None:
    page = visit(url)
    ask(page, "海王星有几颗卫星？")
    offered = page.locator(".narrow button")
    name = str(offered.first.text_content()).removeprefix("只问 ")
    offered.first.click()
    expect(page.locator("#log .turn")).to_have_count(2)
    expect(page.locator("#log .pending")).to_have_count(0)
    assert texts(page, ".turn:last-of-type .scope li") == [name]
    expect(page.locator(".turn:last-of-type .narrow button")).to_have_text("查全部报告")


def test_what_is_known_of_a_report_is_one_click_away(visit: Visit, url: str) -> None:
    page = visit(url)
    facts = page.locator("#reports-part li", has_text="work_report.pdf").locator(".facts")
    expect(facts).to_be_hidden()
    page.locator(_NAMES, has_text="work_report.pdf").click()
    expect(facts).to_contain_text("7 页")


def test_every_open_page_sees_what_changes(visit: Visit, serving: Serve) -> None:
    library, site = _stub("甲")
    address = serving(site)
    first, second = visit(address), visit(address)
    expect(second.locator(_NAMES)).to_have_count(1)
    first.evaluate(_DROP, [["新.txt"], ["新内容。"]])
    expect(second.locator(_NAMES)).to_have_count(2)
    library.remove(document("甲").id)  # as another program would
    expect(first.locator(_NAMES)).to_have_text(["新.txt"])
    expect(second.locator(_NAMES)).to_have_text(["新.txt"])


def test_of_many_reports_the_others_are_found_by_name(visit: Visit, serving: Serve) -> None:
    _, site = _stub(*(f"第{number}号文件" for number in range(201)))
    page = visit(serving(site))
    expect(page.locator("#reports-part .note")).to_have_text("共 201 份，显示 200 份；其余的请搜索")
    page.fill("#find-reports", "第200号")
    expect(page.locator(_NAMES)).to_have_text(["第200号文件.txt"])


def test_how_far_loading_is_and_that_it_failed_is_said(visit: Visit, serving: Serve) -> None:
    told, go = threading.Event(), threading.Event()

    def opening(report: Any) -> Opened:
        report("embed", 2, 5)
        told.set()
        go.wait(20)
        raise StorageError("/kept", "the disk is full", "Free some room and try again")

    loading = Loading(opening)
    page = visit(serving(Site(loading, Conversations.open())))
    expect(page.locator("#status")).to_contain_text("模型正在加载，可以先提问")
    loading.start()
    expect(page.locator("#status")).to_contain_text("正在建立索引（2/5），可以先提问")
    go.set()
    expect(page.locator("#status")).to_contain_text("加载失败")
    expect(page.locator("#status .error")).to_contain_text("磁盘已满、只读或有故障")
