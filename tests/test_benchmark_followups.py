"""How completed follow-ups are scored, worked out by hand, and the form of the conversations."""

import importlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qa.followup import Completion, Said
from qa.types import Answer, Document
from tests.stub_library import answer, quote

FOLDER = Path(__file__).with_name("benchmarks")
HELDOUT = json.loads((FOLDER / "conversations" / "heldout.json").read_text(encoding="utf-8"))["conversations"]
REPORT = Document("澜江二桥通车。大桥全长3.86公里。总投资41.7亿元。", "bridge.txt", "1")


@pytest.fixture
def followups(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The benchmark, imported as when it is started as a script: from the folder it lies in."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("followups")


@pytest.fixture
def turns(followups: ModuleType) -> ModuleType:
    """What the benchmark reads."""
    return importlib.import_module("turns")


def cut(text: str, marked: str = "", **changes: Any) -> Any:
    start = REPORT.text.index(text)
    fields = {"start": start, "end": start + len(text), "document_id": "1", "source": "bridge.txt"}
    return quote(text, answer=marked, **(fields | changes))


def turn(module: ModuleType, kind: str, typed: str, complete: str | None = None, **fields: Any) -> Any:
    return module.Turn(
        typed,
        kind,
        complete,
        fields.get("also", ()),
        fields.get("text", ""),
        fields.get("answer", ""),
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("澜江二桥的总投资是多少？", "瀾江二橋總投資是多少", True),
        ("How long is IT?", "how long is it", True),
        ("Ｈ５ 卖多少钱", "H5卖多少钱？", True),
        ("《她乡》片长", "她乡片长", True),
        ("澜江二桥总投资多少", "澜江一桥总投资多少", False),
        ("多少钱", "多少$钱", False),
    ],
)
def test_what_makes_two_questions_the_same(turns: ModuleType, one: str, other: str, same: bool) -> None:
    assert (turns.key(one) == turns.key(other)) is same


def test_what_a_turn_accepts(followups: ModuleType) -> None:
    part = turn(followups, "ellipsis", "总投资呢", "二桥总投资多少", also=("二桥总投资是多少",))
    assert part.question == "二桥总投资多少"
    assert [part.accepts(each) for each in ("二桥的总投资多少？", "二桥总投资是多少", "总投资呢")] == [
        True,
        True,
        False,
    ]
    assert turn(followups, "standalone", "二桥多长？").accepts("二桥多长")


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (cut("大桥全长3.86公里。"), True),
        (cut("澜江二桥通车。大桥全长3.86公里。"), True),
        (cut("总投资41.7亿元。"), False),
        # the answer in another sentence than the gold one, in another report, half of it, nothing
        (cut("澜江二桥通车。"), False),
        (cut("大桥全长3.86公里。", document_id="2"), False),
        (cut("大桥全长3.8"), False),
        (None, False),
    ],
)
def test_a_quote_hits_with_the_answer_in_its_sentence(followups: ModuleType, found: Any, right: bool) -> None:
    asked = turn(followups, "ellipsis", "多长", "二桥多长", text="大桥全长3.86公里。", answer="3.86公里")
    assert followups.hits(found, REPORT, asked) is right


def conversation(module: ModuleType) -> Any:
    length = turn(module, "standalone", "二桥多长？", text="大桥全长3.86公里。", answer="3.86公里")
    cost = turn(module, "ellipsis", "总投资呢", "二桥总投资多少", text="总投资41.7亿元。", answer="41.7亿元")
    thanks = turn(module, "smalltalk", "谢谢")
    opened = turn(module, "standalone", "二桥通车了吗", text="澜江二桥通车。", answer="通车")
    return module.Conversation("bridge", "zh-CN", REPORT, (length, cost, thanks, opened))


TABLE = {
    "二桥多长？": cut("大桥全长3.86公里。", "3.86公里"),
    "二桥总投资": cut("总投资41.7亿元。", "41.7亿元"),
    "二桥总投资多少": cut("总投资41.7亿元。", "41.7亿元"),
    "总投资呢": cut("澜江二桥通车。"),
    "二桥通车了吗": cut("澜江二桥通车。", "通车"),
}
"""The first quote of each question; all but that of 总投资呢 are sure."""


def ask(question: str, threshold: float | None) -> Answer:
    found = TABLE.get(question)
    sure = found is not None and (threshold == 0 or question != "总投资呢")
    return answer(*([found] if sure else []), question=question, nearest=found)


class Completing:
    """Completes from a table, and remembers what it was told."""

    def __init__(self, table: dict[str, Completion]) -> None:
        self.table = table
        self.told: list[tuple[str, tuple[Said, ...]]] = []

    def __call__(self, question: str, earlier: Sequence[Said]) -> Completion | None:
        self.told.append((question, tuple(earlier)))
        return self.table.get(question)


COMPLETED = Completing(
    {
        "总投资呢": Completion("二桥总投资", ("二桥", "长")),
        "二桥通车了吗": Completion("二桥总投资二桥通车了吗", ("二桥总投资",)),
    }
)


def test_a_conversation_as_it_ought_to_go(followups: ModuleType) -> None:
    completing = Completing(COMPLETED.table)
    outcomes = list(followups.hold(conversation(followups), completing, ask, own=False))
    assert [each.turn.typed for each in outcomes] == ["总投资呢", "谢谢", "二桥通车了吗"]
    cost, thanks, opened = outcomes
    assert cost.completed == "二桥总投资"
    assert cost.right == {"typed": False, "completed": True, "by hand": True}
    assert (cost.exact, cost.strayed) == (False, ("长",))
    assert (thanks.completed, thanks.exact) == (None, True)
    assert thanks.right == {"typed": False, "completed": False, "by hand": False}
    assert (opened.exact, opened.strayed) == (False, ())
    assert opened.right == {"typed": True, "completed": False, "by hand": True}
    first = Said("二桥多长？", "大桥全长3.86公里。", "3.86公里", "bridge.txt")
    second = Said("二桥总投资多少", "总投资41.7亿元。", "41.7亿元", "bridge.txt")
    assert completing.told == [
        ("总投资呢", (first,)),
        ("谢谢", (first, second)),
        ("二桥通车了吗", (first, second, Said("谢谢"))),
    ]


def test_a_conversation_as_it_goes(followups: ModuleType) -> None:
    completing = Completing({})
    outcomes = list(followups.hold(conversation(followups), completing, ask, own=True))
    assert [each.completed for each in outcomes] == [None, None, None]
    assert completing.told[-1][1] == (
        Said("二桥多长？", "大桥全长3.86公里。", "3.86公里", "bridge.txt"),
        Said("总投资呢"),
        Said("谢谢"),
    )


def test_the_table(followups: ModuleType) -> None:
    outcomes = list(followups.hold(conversation(followups), Completing(COMPLETED.table), ask, own=False))
    lines = list(followups.table(outcomes))
    assert "| ellipsis | 1 | 0.000 | 0.000 | 1 | 0.000 | 1.000 | 1.000 |" in lines
    assert "| standalone | 1 | 0.000 | 0.000 | 1 | 1.000 | 0.000 | 1.000 |" in lines
    assert "| smalltalk | 1 | 1.000 | 1.000 | 0 |  |  |  |" in lines
    assert "| all follow-ups | 1 | 0.000 | 0.000 | 1 | 0.000 | 1.000 | 1.000 |" in lines
    assert "| all | 3 | 0.333 | 0.333 | 2 | 0.500 | 0.500 | 1.000 |" in lines
    assert "| smalltalk | 1 | 0.000 | 0.000 | 0.000 |" in lines
    assert "1 of 2 turns that stand on their own were completed, 1 of them wrongly." in lines
    assert "1 completions name words taken over that they do not hold." in lines
    assert list(followups.cases(outcomes)) == [
        "wrong bridge ellipsis: 总投资呢 -> 二桥总投资 (二桥总投资多少)",
        "MISSED bridge standalone: 二桥通车了吗 -> 二桥总投资二桥通车了吗 (二桥通车了吗)",
    ]


def test_there_are_conversations_enough() -> None:
    held = [each for each in HELDOUT if each["turns"]]
    turns = [turn for each in held for turn in each["turns"][1:]]
    assert len(held) >= 24
    assert len(turns) >= 120
    assert sum(each["kind"] == "standalone" for each in turns) >= 0.4 * len(turns)
    assert {each["lang"] for each in held} == {"zh-CN", "zh-TW", "en", "mixed"}
    assert len({each["name"] for each in HELDOUT}) == len({each["id"] for each in HELDOUT}) == len(HELDOUT)


@pytest.mark.parametrize("fields", HELDOUT, ids=[each["id"] for each in HELDOUT])
def test_a_conversation_is_well_formed(turns: ModuleType, fields: dict[str, Any]) -> None:
    (found,) = turns.load_all([fields])
    text = found.document.text
    assert text == text.strip()
    for number, each in enumerate(found.turns):
        assert each.kind == "standalone" if number == 0 else each.kind in turns.KINDS
        assert (each.complete is None) == (each.kind in turns.WHOLE)
        assert each.complete is None or not each.accepts(each.typed)
        assert text.count(each.text) == 1 if each.text else not each.answer
        assert each.answer in each.text
        assert bool(each.answer) == bool(each.text)
        assert len(re.findall(r"[。！？]", each.text)) <= 1
