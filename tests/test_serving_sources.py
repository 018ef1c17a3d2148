"""Reports and their pages over HTTP."""

import asyncio
import hashlib
import io
import threading
import time
from collections.abc import Iterator

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from qa.errors import LimitError, NotFoundError, QAError
from qa.ingest import read_bytes
from qa.ingest.pages import PageImage
from qa.types import Document
from tests import files
from ui.loading import Loading, Opened, ready
from ui.serving import sources
from ui.serving.asking import on_error
from ui.serving.sources import routes
from ui.site import Site

PDF = files.pdf([["One line.", "", "Another line."], ["The second page says 340."]])
NAME = "年报 <1>.pdf"


class Shelved:
    """A library of reports with their files."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.originals: dict[str, bytes | None] = {}

    def put(self, document: Document, original: bytes | None = None) -> Document:
        self.documents[document.id] = document
        self.originals[document.id] = original
        return document

    def document(self, document_id: str) -> Document:
        if document_id not in self.documents:
            raise NotFoundError(document_id, "is not in the library", "See which reports are")
        return self.documents[document_id]

    def original(self, document_id: str) -> bytes | None:
        return self.originals[document_id]

    def close(self) -> None:
        pass


@pytest.fixture
def library() -> Shelved:
    return Shelved()


@pytest.fixture
def pdf(library: Shelved) -> Document:
    return library.put(read_bytes(PDF, NAME), PDF)


def app_of(loading: Loading, root_path: str = "") -> TestClient:
    site = Site(loading, talks=None)  # type: ignore[arg-type]
    app = Starlette(routes=routes(site), exception_handlers={QAError: on_error})
    return TestClient(app, root_path=root_path, headers={"accept-language": "en"})


@pytest.fixture
def client(library: Shelved) -> Iterator[TestClient]:
    with app_of(ready(library)) as opened:  # type: ignore[arg-type]
        yield opened


def place(document: Document, quote: str) -> str:
    start = document.text.index(quote)
    return f"start={start}&end={start + len(quote)}&sha256={hashlib.sha256(quote.encode()).hexdigest()}"


def test_a_quote_in_its_report(client: TestClient, pdf: Document) -> None:
    answer = client.get(f"/part/source/{pdf.id}?{place(pdf, 'says 340')}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert '<mark id="quote">says 340</mark>' in answer.text
    assert "年报 &lt;1&gt;.pdf" in answer.text
    assert "page 2 of 2" in answer.text
    assert answer.text.count('class="box"') == 1
    assert f'src="/page/{pdf.id}/2.png?width=900"' in answer.text


def test_in_the_language_of_the_request(client: TestClient, pdf: Document) -> None:
    address = f"/part/source/{pdf.id}?{place(pdf, 'says 340')}"
    for language, words in (("zh-CN", "第 2 页，共 2 页"), ("zh-TW", "第 2 頁，共 2 頁")):
        assert words in client.get(address, headers={"accept-language": language}).text


def test_below_a_path(library: Shelved, pdf: Document) -> None:
    with app_of(ready(library), "/reports") as client:  # type: ignore[arg-type]
        answer = client.get(f"/reports/part/source/{pdf.id}?{place(pdf, 'says 340')}")
        assert f'src="/reports/page/{pdf.id}/2.png?width=900"' in answer.text
        assert f'href="/reports/source/{pdf.id}.txt"' in answer.text


def test_another_stretch_of_a_long_report(client: TestClient, library: Shelved) -> None:
    long = library.put(Document.from_text("x" * 150_000, "long.txt"))
    answer = client.get(f"/part/source/{long.id}?start=10&end=12&from=60000")
    assert answer.text.count("x" * 60_000) == 1
    assert "<mark" not in answer.text
    assert "from=120000" in answer.text


def test_a_report_without_a_quote(client: TestClient, library: Shelved) -> None:
    plain = library.put(Document.from_text("报告原文。", "a.txt"))
    answer = client.get(f"/part/source/{plain.id}")
    assert answer.status_code == 200
    assert "报告原文。" in answer.text
    assert "<mark" not in answer.text


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("start=0&end=3&sha256=" + "0" * 64, 409, "does not hold the quote at its place"),
        ("start=0&end=9999", 404, "has 49 characters and none at 9,998"),
        ("start=3&end=2", 404, "name no stretch"),
        ("start=3", 404, "name no stretch"),
        ("end=3", 404, "name no stretch"),
        ("start=-1&end=3", 404, "is no whole number"),
        ("start=0&end=1e3", 404, "is no whole number"),
        ("start=0&end=%D9%A3", 404, "is no whole number"),
        ("start=0&end=9999999999", 404, "is no whole number"),
        ("start=0&end=3&sha256=%3Cb%3E", 404, "is no SHA-256"),
        ("from=x", 404, "is no whole number"),
    ],
)
def test_a_wrong_place_is_said_in_the_fragment(
    client: TestClient, pdf: Document, query: str, status: int, said: str
) -> None:
    answer = client.get(f"/part/source/{pdf.id}?{query}")
    assert len(pdf.text) == 49
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert said in answer.text
    assert 'role="alert"' in answer.text
    assert "<mark" not in answer.text


@pytest.mark.parametrize("identity", ["f" * 64, "F" * 64, "0" * 63, "<b>", "..%2f..%2fetc%2fpasswd"])
def test_a_report_that_is_not_there(client: TestClient, pdf: Document, identity: str) -> None:
    answer = client.get(f"/part/source/{identity}?start=0&end=1")
    assert answer.status_code == 404
    assert "<b>" not in answer.text.replace("<b><bdi>", "")
    for address in (f"/page/{identity}/1.png", f"/source/{identity}.txt"):
        refused = client.get(address)
        assert refused.status_code == 404
        if "%2f" not in identity:  # that one is no address of ours
            assert refused.json()["error"]["kind"] == "NotFoundError"


def test_the_picture_of_a_page(client: TestClient, pdf: Document) -> None:
    for width, height in ((900, 1273), (1600, 2263)):  # A4: 841.89 to 595.28
        answer = client.get(f"/page/{pdf.id}/2.png?width={width}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(answer.content)).size == (width, height)
    assert client.get(f"/page/{pdf.id}/2.png").headers["etag"] == f'"{pdf.id}-2-900-1"'


def test_a_picture_the_browser_has_is_not_sent_again(
    client: TestClient, pdf: Document, library: Shelved
) -> None:
    address = f"/page/{pdf.id}/1.png"
    first = client.get(address)
    assert first.headers["cache-control"] == "private, no-cache"
    etag = first.headers["etag"]
    for known in (etag, f'"other", W/{etag}', "*"):
        again = client.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
    library.documents.clear()
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404


def test_a_page_is_drawn_once(client: TestClient, pdf: Document, library: Shelved) -> None:
    address = f"/page/{pdf.id}/1.png"
    first = client.get(address).content
    library.originals[pdf.id] = None  # it could not be drawn again
    assert client.get(address).content == first
    assert client.get(f"{address}?width=1600").json()["error"]["cause"] == "is kept without its file"


@pytest.mark.parametrize(
    "address", ["0.png", "3.png", "-1.png", "x.png", "1.png?width=901", "1.png?width=x", "99999999999.png"]
)
def test_no_such_picture(client: TestClient, pdf: Document, address: str) -> None:
    answer = client.get(f"/page/{pdf.id}/{address}")
    assert answer.status_code == 404
    assert set(answer.json()["error"]) == {"kind", "subject", "cause", "remedy"}


def test_what_is_no_pdf_has_no_pictures(client: TestClient, library: Shelved) -> None:
    plain = library.put(Document.from_text("报告原文。", "a.txt"))
    assert (
        client.get(f"/page/{plain.id}/1.png").json()["error"]["cause"] == "has no pages that could be drawn"
    )


def test_a_pdf_that_cannot_be_drawn_shows_its_text(
    client: TestClient, pdf: Document, library: Shelved
) -> None:
    library.originals[pdf.id] = PDF[:300]
    refused = client.get(f"/page/{pdf.id}/1.png")
    assert refused.status_code == 422
    assert refused.json()["error"]["kind"] == "FormatError"
    part = client.get(f"/part/source/{pdf.id}?{place(pdf, 'says 340')}")
    assert part.status_code == 200
    assert "cut short" in part.text
    assert '<mark id="quote">says 340</mark>' in part.text


def test_the_whole_text(client: TestClient, library: Shelved) -> None:
    plain = library.put(Document.from_text("<script>报告</script>\r\n原文。", "a.txt"))
    answer = client.get(f"/source/{plain.id}.txt")
    assert answer.content == plain.text.encode()
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_before_the_library_is_open(library: Shelved, pdf: Document) -> None:
    with app_of(Loading(lambda report: Opened(library))) as client:  # type: ignore[arg-type]
        part = client.get(f"/part/source/{pdf.id}")
        assert (part.status_code, "is still being opened" in part.text) == (503, True)
        assert client.get(f"/page/{pdf.id}/1.png").status_code == 503


def test_two_pages_at_once_are_drawn_and_no_more(
    client: TestClient, pdf: Document, library: Shelved, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, here, most = threading.Lock(), 0, 0

    def draw(data: bytes, name: str, part: object, width: int) -> PageImage:
        nonlocal here, most
        with lock:
            here += 1
            most = max(most, here)
        time.sleep(0.1)
        with lock:
            here -= 1
        return PageImage(b"png", width, 1)

    monkeypatch.setattr(sources, "render_page", draw)
    addresses = [f"/page/{pdf.id}/{page}.png?width={width}" for page in (1, 2) for width in (900, 1600)]
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda address=address: statuses.append(client.get(address).status_code))
        for address in addresses
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (statuses, most) == ([200] * 4, 2)


def test_more_than_may_wait_are_refused() -> None:
    async def crowd() -> list[object]:
        drawing = sources._Drawing()
        asked = [drawing.run(lambda: time.sleep(0.05)) for _ in range(36)]
        return list(await asyncio.gather(*asked, return_exceptions=True))

    outcomes = asyncio.run(crowd())
    # two at work and 32 that wait
    assert [isinstance(outcome, LimitError) for outcome in outcomes] == [False] * 34 + [True] * 2
