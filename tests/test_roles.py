"""Deputies and former holders of an office."""

import pytest

from qa.fold import fold
from qa.sense.roles import asked_roles, find_roles, names_other_holders


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("市长是谁？", {("市长", "")}),
        ("副館長和名誉院长", {("馆长", "副"), ("院长", "名誉")}),
        # Who was the former one depends on the time; 前 and 原 are often part of other words, too.
        ("前馆长和太原市长", {("馆长", ""), ("市长", "")}),
        ("总书记", {("总书记", "")}),
        # No office but a building or a group.
        ("总统府、大使馆和局长级会议", set()),
        ("桥长多少？", set()),
        ("", set()),
    ],
)
def test_offices_and_their_holders(text: str, roles: set[tuple[str, str]]) -> None:
    assert find_roles(fold(text).text) == roles


@pytest.mark.parametrize(
    ("question", "sentence", "others"),
    [
        ("市长是谁？", "副市长周志强出席会议。", True),
        ("副馆长是谁？", "馆长是周志强。", True),
        ("名誉院长是谁？", "院长是周志强。", True),
        ("市长是谁？", "副市长周志强升任市长。", False),
        ("副市长是谁？", "副市长是周志强。", False),
        ("市长是谁？", "周志强出席会议。", False),
        ("市长和副市长是谁？", "市长是周志强。", False),
        ("谁出席会议？", "副市长周志强出席会议。", False),
        ("市长访问了哪里？", "日前市长访问了白石村。", False),
        ("太原市市长是谁？", "太原市长李明出席了会议。", False),
        ("1995年的市长是谁？", "原市长王明1993年至1998年任职。", False),
        ("谁接任校长？", "原校长王明退休后由李强接任。", False),
        ("总统府位于哪里？", "前总统府位于南京。", False),
        # The office stands beside what is asked about.
        ("李明在担任市长之前任什么职务？", "李明此前任副市长。", False),
        ("谁陪同市长调研？", "副市长李明陪同调研。", False),
        ("市长工作会议由谁主持？", "会议由副市长李明主持。", False),
        ("骨科主任医师有多少人？", "其中副主任医师30人。", False),
        ("城市长期规划由谁主持编制？", "规划由副市长李明主持编制。", False),
    ],
)
def test_sentences_about_other_holders(question: str, sentence: str, others: bool) -> None:
    assert names_other_holders(asked_roles(fold(question).text), fold(sentence).text) is others
