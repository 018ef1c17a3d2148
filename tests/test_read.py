"""Questions in another script than the report, through the whole library."""

from collections.abc import Sequence
from dataclasses import replace

from qa.library import Library
from qa.types import Document
from tests.fakes import BagEncoder, Vectors, cover_scorers

TEXT = "增长目标为百分之五。\n天气很好。"


class Translator(BagEncoder):
    """Knows that one English question means one Chinese sentence."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return super().encode_queries(
            [text.replace("what is the growth target?", "增长目标为百分之五。") for text in texts]
        )


def _library(encoder: str) -> Library:
    library = Library(Translator(), replace(cover_scorers(), encoder=encoder))
    library.add_documents([Document(TEXT, "a.txt", "1")])
    return library


def test_an_english_question_is_answered_by_meaning() -> None:
    answer = _library("bag").ask("What is the growth target?")
    assert answer.text == "增长目标为百分之五。"
    assert answer.quotes[0].confidence > 0.9


def test_cosines_of_another_encoder_are_not_trusted() -> None:
    assert not _library("another").ask("What is the growth target?")


def test_a_question_that_means_nothing_in_the_reports_is_not_answered() -> None:
    assert not _library("bag").ask("Who sang?")


def test_a_question_in_the_script_of_the_report_is_answered_by_its_words() -> None:
    answer = _library("bag").ask("增长目标为多少？")
    assert answer.text == "增长目标为百分之五。"
