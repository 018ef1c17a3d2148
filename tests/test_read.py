"""Questions in another script than the report, through the whole library: shown, never quoted."""

from collections.abc import Sequence

from qa.library import Library
from qa.types import Document
from tests.fakes import BagEncoder, Vectors, cover_scorers

TEXT = "天气很好。\n增长目标为百分之五。"


class Translator(BagEncoder):
    """Knows that one English question means one Chinese sentence."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        meant = {"what is the growth target?": "增长目标为百分之五。"}
        return super().encode_queries([meant.get(text, text) for text in texts])


def _library(*others: str) -> Library:
    library = Library(Translator(), cover_scorers(least=0.9))
    texts = (TEXT, *others)
    library.add_documents([Document(text, f"{place}.txt", str(place)) for place, text in enumerate(texts)])
    return library


def test_the_sentence_nearest_in_meaning_is_shown_and_not_quoted() -> None:
    answer = _library().ask("What is the growth target?")
    assert not answer
    assert answer.nearest is not None
    assert (answer.nearest.text, answer.nearest.confidence) == ("增长目标为百分之五。", 0)


def test_an_english_report_does_not_hide_the_chinese_one() -> None:
    answer = _library("The growth of the harbour was steady and the mayor said so.").ask(
        "What is the growth target?"
    )
    assert answer.nearest is not None
    assert answer.nearest.text == "增长目标为百分之五。"


def test_a_question_in_the_script_of_the_report_is_answered_by_its_words() -> None:
    answer = _library().ask("增长目标为百分之几？")
    assert answer.text == "增长目标为百分之五。"
