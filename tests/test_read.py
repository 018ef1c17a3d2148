"""Questions in another script than the report, through the whole library."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa.english.meaning import MEANING_FEATURES
from qa.library import Library
from qa.types import Document
from tests.fakes import BagEncoder, Vectors, WordReader, cover_scorers, linear

TEXT = "天气很好。\n增长目标为百分之五。"


class Translator(BagEncoder):
    """Knows that one English question means one Chinese sentence."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        meant = {"what is the growth target?": "增长目标为百分之五。"}
        return super().encode_queries([meant.get(text, text) for text in texts])


def _library(*others: str, encoder: str = "") -> Library:
    library = Library(Translator(), cover_scorers(least=0.9, encoder=encoder))
    texts = (TEXT, *others)
    library.add_documents([Document(text, f"{place}.txt", str(place)) for place, text in enumerate(texts)])
    return library


def test_by_an_encoder_the_odds_know_it_is_quoted() -> None:
    answer = _library(encoder=Translator().identity).ask("What is the growth target?")
    assert answer.text == "增长目标为百分之五。"
    # Its cosine is 1, and the odds made by hand are 20 * 1 - 10.
    assert answer.quotes[0].confidence == pytest.approx(1 / (1 + math.exp(-10)), abs=1e-6)
    assert len(answer.quotes) == 1
    assert answer.quotes[0].answer == "百分之五"


def test_what_means_something_else_is_shown_and_not_quoted() -> None:
    answer = _library(encoder=Translator().identity).ask("Who won the match?")
    assert not answer
    assert answer.nearest is not None
    assert answer.nearest.confidence < answer.threshold


def test_a_chinese_question_never_quotes_english_by_meaning() -> None:
    certain = replace(
        cover_scorers(least=0.9, encoder=Translator().identity), meaning=linear(MEANING_FEATURES, {}, 10.0)
    )
    library = Library(Translator(), certain)
    library.add_documents([Document("The growth of the harbour was steady and slow.", "a.txt", "1")])
    assert not library.ask("港口增长多少？")
    library.add_documents([Document(TEXT, "0.txt", "0")])
    assert not library.ask("Wie stark wuchs der Hafen?")
    assert library.ask("How did the weather grow?").quotes[0].document_id == "0"


def test_what_is_not_near_is_not_shown() -> None:
    answer = _library("On Monday a crane collapsed during the storm.").ask("明天天气如何？")
    assert not answer
    assert answer.nearest is not None
    assert answer.nearest.text == "天气很好。"


def test_a_named_reader_is_not_overruled() -> None:
    library = Library(
        Translator(), cover_scorers(least=0.9, encoder=Translator().identity), WordReader({}, null=9.0)
    )
    library.add_documents([Document(TEXT, "0.txt", "0")])
    answer = library.ask("What is the growth target?")
    assert not answer
    assert answer.nearest is not None
    assert answer.nearest.confidence == 0


def test_the_threshold_does_not_decide_which_sentence_is_first() -> None:
    library = _library(
        "The growth of the harbour was the target of the mayor.", encoder=Translator().identity
    )
    question = "What is the growth target?"
    assert library.ask(question).quotes[0].text == library.ask(question, threshold=0.0).quotes[0].text


def test_by_another_encoder_the_nearest_is_shown_and_not_quoted() -> None:
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
