"""Towns, counties and villages that no list holds."""

import pytest

from qa.fold import fold
from qa.library import Library
from qa.sense.towns import find_towns, is_elsewhere
from qa.types import Document
from tests.fakes import BagEncoder, cover_scorers


@pytest.mark.parametrize(
    ("question", "towns"),
    [
        ("在習水縣，誰支持留守兒童？", ("习水",)),
        ("白石市的橋多長？", ("白石",)),
        ("去年白石市和青岭县", ("白石", "青岭")),
        ("白石市白石市", ("白石",)),
        ("恩施自治县", ("恩施",)),
        ("东浦市的桥多长？", ("东浦",)),
        ("北宋县令的俸禄是多少？", ()),
        ("东部乡村和西甲县", ()),
        ("GDP最高的白石市", ("白石",)),
        # What stands before may be part of the name, so it is not told where that begins.
        ("考察沛县的是谁？", ()),
        ("赴沛县考察的是谁？", ()),
        ("哪个城市增长最快？", ()),
        ("哪个直辖市人口最多？", ()),
        ("军队镇压了什么起义？", ()),
        ("该项目节省了多少投资？", ()),
        ("发达省份有哪些？", ()),
        ("沿海省市有哪些？", ()),
        ("全球车市和中国债市", ()),
        ("谁会见省长？", ()),
        ("农民工返乡", ()),
        ("东莞什么时候撤县建市？", ()),
        ("股市和超市", ()),
        ("石油市场多大？", ()),
        ("推派他当选县长", ()),
        ("小镇的村民", ()),
        ("What about the city?", ()),
        ("", ()),
    ],
)
def test_towns_by_their_form(question: str, towns: tuple[str, ...]) -> None:
    assert find_towns(fold(question).text) == towns


@pytest.mark.parametrize(
    ("question", "report", "name", "elsewhere"),
    [
        ("习水县有多少人？", "修水县有三千人。", "a.txt", True),
        ("习水县有多少人？", "贵州习水有三千人。", "a.txt", False),
        ("习水县有多少人？", "全县有三千人。", "習水縣.txt", False),
        ("习水县和修水县有多少人？", "修水县有三千人。", "a.txt", False),
        ("习水县有多少人？", "Xishui County has three thousand people.", "a.txt", False),
        ("全县有多少人？", "修水县有三千人。", "a.txt", False),
    ],
)
def test_a_report_that_never_names_it(question: str, report: str, name: str, elsewhere: bool) -> None:
    assert is_elsewhere(find_towns(fold(question).text), report, name) is elsewhere


def test_a_question_about_another_town_is_not_answered() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents([Document("修水县有三千人。", "a.txt", "1")])
    assert library.ask("修水县有多少人？")
    assert not library.ask("习水县有多少人？")
