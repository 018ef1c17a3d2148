"""What the page does when something is asked, without a browser and without Gradio."""

import re
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from qa.errors import BusyError, ModelError, QAError, QuestionError
from qa.talk.store import Conversations
from qa.talk.types import Settings
from qa.types import Answer
from tests.stub_library import StubLibrary, answer, document, quote
from ui import handlers
from ui.handlers import Question
from ui.limits import Limiter, Rate
from ui.loading import Loading, Opened, ready
from ui.site import OWNER, Site
from ui.texts import EN, ZH_CN

_ANSWER = answer(quote("澜江二桥总投资41.7亿元。", answer="41.7亿元", answer_start=7))


def _site(table: dict[str, Any] | None = None, **changes: Any) -> Site:
    library: Any = StubLibrary(table or {})
    return Site(ready(library), Conversations.open(), **changes)


def _ask(site: Site, typed: str, conversation: str = "", **changes: Any) -> list[str]:
    return list(handlers.asking(site, OWNER, Question(typed, conversation, **changes), EN))


def _id(shown: Iterable[str]) -> str:
    (identity,) = {found for html in shown for found in re.findall(r'data-conversation="([^"]*)"', html)}
    return identity


def _library(site: Site) -> Any:
    return site.loading.wait().library


def test_a_question_waits_and_then_has_its_answer() -> None:
    site = _site({"投资多少？": _ANSWER})
    waiting, answered = _ask(site, "投资多少？")
    assert "Searching" in waiting
    assert 'class="quote"' not in waiting
    assert "<mark>41.7亿元</mark>" in answered
    assert _id([waiting, answered])


def test_the_turn_is_kept_and_the_next_one_follows_it() -> None:
    site = _site({"投资多少？": _ANSWER})
    identity = _id(_ask(site, "投资多少？"))
    shown = _ask(site, "海王星有几颗卫星？", identity)
    assert _id(shown) == identity
    assert all('data-turn="1"' in html for html in shown)
    kept = site.talks.load("", identity)
    assert [turn.typed for turn in kept.turns] == ["投资多少？", "海王星有几颗卫星？"]
    assert [bool(turn.outcome) for turn in kept.turns if isinstance(turn.outcome, Answer)] == [True, False]


def test_of_a_long_conversation_only_what_is_needed_is_read() -> None:
    site = _site()
    identity = _id(_ask(site, "q0"))
    for number in range(1, 110):
        _ask(site, f"q{number}", identity)
    shown = _ask(site, "last", identity)
    assert all('data-turn="110"' in html for html in shown)
    again = handlers.opening(site, OWNER, identity, EN)
    assert re.findall(r'data-turn="(\d+)"', again) == [str(number) for number in range(11, 111)]
    assert "which the export has: 11" in again


def test_a_question_asked_too_early_waits_for_the_models() -> None:
    go = threading.Event()

    def opening(report: Any) -> Opened:
        go.wait(10)
        library: Any = StubLibrary({"q": _ANSWER})
        return Opened(library)

    loading = Loading(opening)
    loading.start()
    steps = handlers.asking(Site(loading, Conversations.open()), OWNER, Question("q"), EN)
    assert "The models are loading" in next(steps)
    go.set()
    assert "41.7亿元" in next(steps)


@pytest.mark.parametrize(
    "refused", [QuestionError("question", "it is empty", "Type what you want to know"), None]
)
def test_what_cannot_be_asked_ends_in_its_error(refused: QAError | None) -> None:
    def failing(report: Any) -> Opened:
        raise ModelError("m", "it has no weights", "Name another")

    if refused is None:
        loading = Loading(failing)
        loading.start()
        site = Site(loading, Conversations.open())
    else:
        site = _site({"q": refused})
    *_, shown = _ask(site, "q")
    assert 'role="alert"' in shown
    assert "it is empty" in shown if refused else "it has no weights" in shown


def test_a_fault_of_the_program_takes_the_place_of_what_waits() -> None:
    site = _site({"q": ZeroDivisionError("secret detail")})
    steps = handlers.asking(site, OWNER, Question("q"), EN)
    assert "Searching" in next(steps)
    broken = next(steps)
    assert "stopped by a fault of its own" in broken
    assert "secret detail" not in broken
    with pytest.raises(ZeroDivisionError):
        next(steps)


def test_a_follow_up_is_completed_from_the_turns_before(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def complete(typed: str, earlier: Any) -> Any:
        asked.append((typed, earlier))
        return handlers.Completion("澜江二桥全长多少？", ("澜江二桥",))

    monkeypatch.setattr(handlers, "complete", complete)
    site = _site({"澜江二桥总投资多少？": _ANSWER, "澜江二桥全长多少？": answer(quote("全长2公里。"))})
    first = _ask(site, "澜江二桥总投资多少？")
    assert asked == []  # nothing was said before it
    *_, shown = _ask(site, "全长呢？", _id(first))
    ((typed, (said,)),) = asked
    assert typed == "全长呢？"
    assert (said.question, said.text, said.answer) == (
        "澜江二桥总投资多少？",
        "澜江二桥总投资41.7亿元。",
        "41.7亿元",
    )
    assert "全长2公里。" in shown
    assert "Ask as typed" in shown
    assert _library(site).asked[-1][0] == "澜江二桥全长多少？"


def test_what_was_completed_is_asked_as_typed_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "complete", lambda typed, earlier: handlers.Completion(f"x{typed}", ("x",)))
    site = _site({"b": answer(quote("乙。"))})
    identity = _id(_ask(site, "a"))
    _ask(site, "b", identity)
    waiting, shown = _ask(site, "b", identity, again=1)
    assert 'data-turn="1"' in waiting
    assert 'data-turn="1"' in shown
    assert "乙。" in shown
    assert "Ask as typed" not in shown
    kept = site.talks.load("", identity).turns
    assert [(turn.typed, turn.question) for turn in kept] == [("a", "a"), ("b", "b")]


def test_only_the_turn_it_was_asked_on_is_replaced() -> None:
    site = _site({"b": answer(quote("乙。"))})
    identity = _id(_ask(site, "a"))
    _ask(site, "from another tab", identity)
    *_, shown = _ask(site, "a", identity, again=0)
    assert 'data-turn="2"' in shown
    kept = site.talks.load("", identity).turns
    assert [turn.typed for turn in kept] == ["a", "from another tab", "a"]


@pytest.mark.parametrize(
    ("typed", "within"), [("x" * 1001, ()), ("q", ("../etc",)), ("q", ("a" * 64,) * 10_001), ("?!", ())]
)
def test_what_cannot_be_asked_is_refused_and_not_kept(typed: str, within: tuple[str, ...]) -> None:
    site = _site()
    (shown,) = _ask(site, typed, within=within)
    assert 'role="alert"' in shown
    assert site.talks.headings("", "") == ()
    assert _library(site).asked == []


def test_an_answer_is_shown_though_names_and_settings_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    site = _site({"q": _ANSWER})

    def busy(*given: Any) -> Any:
        raise BusyError("conversations", "another process is changing it", "Try again")

    monkeypatch.setattr(site.talks, "settings", busy)
    *_, shown = _ask(site, "q")
    assert "41.7亿元" in shown


def test_a_question_is_narrowed_to_reports_and_names_them() -> None:
    site = _site({"q": _ANSWER})
    one, other = document("甲", "一.txt"), document("乙", "二.txt")
    _library(site).add(one, other)
    *_, shown = _ask(site, "q", within=(other.id,))
    assert _library(site).asked == [("q", (other.id,))]
    assert "二.txt" in shown
    assert "一.txt" not in shown


def test_whoever_asks_too_much_is_told_to_wait() -> None:
    site = _site({"q": _ANSWER}, questions=Limiter(Rate(1), "questions"))
    identity = _id(_ask(site, "q"))
    *_, shown = _ask(site, "q", identity)
    assert 'role="alert"' in shown
    assert len(site.talks.load("", identity).turns) == 1  # kept, it would be a way to fill the disk


def test_a_conversation_that_was_deleted_meanwhile_begins_anew() -> None:
    site = _site({"q": _ANSWER})
    identity = _id(_ask(site, "q"))
    site.talks.delete("", identity)
    shown = _ask(site, "q", identity)
    assert _id(shown) != identity
    assert 'data-turn="0"' in shown[-1]


def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    site = _site({"q": _ANSWER})

    def full(*given: Any) -> Any:
        raise BusyError("conversations", "the disk is full", "Free some room")

    monkeypatch.setattr(site.talks, "append", full)
    *_, shown = _ask(site, "q")
    assert "41.7亿元" in shown
    assert "the disk is full" in shown


def test_a_conversation_is_taken_up_again() -> None:
    site = _site({"q": _ANSWER})
    identity = _id(_ask(site, "q"))
    _ask(site, "海王星？", identity)
    shown = handlers.opening(site, OWNER, identity, ZH_CN)
    assert re.findall(r'data-turn="(\d+)"', shown) == ["0", "1"]
    assert "把握很大" in shown
    assert handlers.opening(site, OWNER, "gone", ZH_CN).count("data-turn") == 0


def test_answers_are_rated_once_that_is_wanted() -> None:
    site = _site({"q": _ANSWER})
    identity = _id(_ask(site, "q"))
    assert 'role="alert"' in handlers.rating(site, OWNER, identity, EN, number=0, value=1)
    site.talks.set_settings("", Settings(keep_ratings=True))
    shown = handlers.rating(site, OWNER, identity, EN, number=0, value=1)
    assert re.findall(r'data-rating="(-?1)" aria-pressed="(\w+)"', shown) == [("1", "true"), ("-1", "false")]
    assert site.talks.load("", identity).turns[0].rating == 1
    assert 'role="alert"' in handlers.rating(site, OWNER, identity, EN, number=7, value=1)
