"""What programs call in the tests: a library that answers from a table, a site around it, and who may do what there."""

import base64
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import huggingface_hub.constants
import pytest

from qa.accounts import Accounts, Role
from qa.errors import QuestionError
from qa.talk.store import Conversations
from qa.types import Answer, Candidate, Passage, Proof, Quote, Skipped
from tests.stub_library import StubLibrary, document, quote
from ui.loading import ready
from ui.site import Site

QUESTION: Final = "\u3000誰任組長？😀\x07"
REPORT: Final = document("報告。\u3000副市長石磊任組長。", "報告.txt")
EDITOR: Final = ("編輯", "correct horse")
READER: Final = ("reader", "battery staple")
DEFECT: Final = "what is the defect?"

_QUOTE: Final = Quote(
    text="\u3000副市長石磊(lěi)任\x07組長😀。\r\n",
    start=3,
    end=22,
    answer="石磊(lěi)",
    answer_start=4,
    source="報告\u2019<b>.txt",
    document_id="0" * 64,
    page=2,
    confidence=0.875,
    readable="\u3000副市長石磊任\x07組長😀。\r\n",
    context="報告。\u3000副市長石磊(lěi)任\x07組長😀。\r\n",
    context_start=0,
    proof=Proof(
        1,
        "報告",
        "0" * 64,
        "text/plain",
        "utf-8",
        3,
        22,
        9,
        60,
        None,
        "引",
        "1" * 64,
        "bag",
        "none",
        "2" * 64,
    ),
)
_FULL: Final = Answer(
    question=QUESTION,
    quotes=(_QUOTE, quote("另一句。")),
    candidates=(Candidate(Passage("0" * 64, 0, 3, "報告。"), "報告", None, 1.5, None, 12.25),),
    nearest=quote("另一句。"),
    threshold=0.5,
    skipped=(Skipped("壞.pdf", "is damaged", "Give another"),),
    conflicting=(quote("另一句。"),),
)
ANSWER: Final = _FULL
FOUND: Final = (
    *_FULL.candidates,
    Candidate(Passage("1" * 64, 4, 7, "\u3000\x07😀"), "二", 3, 0.25, 0.125, None),
)


class TableLibrary(StubLibrary):
    """Keeps how it was asked."""

    def __init__(self) -> None:
        refused = QuestionError("question", "it is empty", "Type what you want to know")
        super().__init__({QUESTION: ANSWER, "": refused, DEFECT: ZeroDivisionError("secret detail")})
        self.add(REPORT)
        self.called: list[tuple[Any, ...]] = []

    def ask(  # type: ignore[override]
        self,
        question: str,
        limit: int = 3,
        threshold: float | None = None,
        within: Collection[str] | None = None,
    ) -> Answer:
        self.called.append(("ask", question, limit, threshold, within))
        return super().ask(question, limit, threshold, within)

    def search(
        self, question: str, limit: int = 10, within: Collection[str] | None = None
    ) -> tuple[Candidate, ...]:
        self.called.append(("search", question, limit, within))
        return FOUND


def site_of(library: Any, accounts: Accounts | None = None, **changes: Any) -> Site:
    return Site(ready(library), Conversations.open(), accounts, **changes)


def accounts_in(folder: Path) -> Accounts:
    """An editor and a reader."""
    accounts = Accounts.open(folder / "users.json")
    accounts.add(*EDITOR, Role.EDITOR)
    accounts.add(*READER, Role.READER)
    return accounts


@contextmanager
def served(site: Site, **options: Any) -> Iterator[Any]:
    from ui.serving.server import Options, serve

    page = serve(site, Options(mcp=True, **options))
    try:
        yield page
    finally:
        page.stop()


@contextmanager
def no_hub() -> Iterator[None]:
    """Keep Gradio's client from asking its makers which programs there are to be told apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
        yield


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
