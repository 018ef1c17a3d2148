"""The words of English sentences that answer questions, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asked import asked
from qa.english.answer import find_answer
from qa.fold import fold
from qa.library import Library
from qa.types import Document
from tests.fakes import BagEncoder, cover_scorers

BOILERS = "Tom Briggs will inspect the 14 boilers of Harbour Mill on 3 March 2024."
ORDERED = "The inspection was ordered by Mayor Anna Holt after a fire destroyed the east hall in January."
REPAIRS = "Repairs will cost 2.4 million dollars and take nine months."
MILL = "The mill employs 320 people in the town of Redford."
PLANT = "The shore power plant at Berth 4 was built by Tarn Electrical between October 2021 and May 2023."
SILT = "The contractor, Brightwater Marine, removed 412,000 cubic metres of silt."
SPILL = "The larger spill happened on 3 November, when a hose on the tanker *Ostrava Star* parted."


def marked(question: str, sentence: str) -> str | None:
    folded = fold(question).text
    found = find_answer(folded, asked(folded).kind, sentence)
    return found and sentence[slice(*found)]


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Who will inspect the boilers?", BOILERS, "Tom Briggs"),
        ("How many boilers are there?", BOILERS, "14 boilers"),
        ("When will the inspection take place?", BOILERS, "3 March 2024"),
        ("Who ordered the inspection?", ORDERED, "Mayor Anna Holt"),
        ("What destroyed the east hall?", ORDERED, "a fire"),
        (
            "Why was the inspection ordered?",
            ORDERED,
            "after a fire destroyed the east hall in January",
        ),
        ("How much will repairs cost?", REPAIRS, "2.4 million dollars"),
        ("How long will repairs take?", REPAIRS, "nine months"),
        ("Where is the mill?", MILL, "the town of Redford"),
        ("Who built the shore power plant?", PLANT, "Tarn Electrical"),
        ("How much silt was removed?", SILT, "412,000 cubic metres"),
        ("Which company removed the silt?", SILT, "Brightwater Marine"),
        ("What was the name of the tanker?", SPILL, "Ostrava Star"),
        ("What did the fire destroy?", "Early on Monday a fire destroyed the east hall.", "the east hall"),
        (
            "What will the mayor open?",
            "Next week the mayor will open a library.",
            "a library",
        ),
        ("When did Marcus Feld resign?", "Marcus Feld resigned on 3 March 2024.", "3 March 2024"),
        ("When did the market open?", "The market opened in 1998.", "1998"),
        ("Who resigned?", "May Smith resigned.", "May Smith"),
        ("Who?", "", None),
        ("Who said so?", "nobody said so.", "nobody"),
    ],
)
def test_what_answers(question: str, sentence: str, answer: str | None) -> None:
    assert marked(question, sentence) == answer


@given(
    st.sampled_from(
        ["who ran?", "how many?", "where is it?", "what did it do?", "why?", "when was it?", "which one?"]
    ),
    st.text(alphabet="ABcde 12,.;'$%of\u2019\n", max_size=60),
)
def test_an_answer_lies_in_its_sentence_and_is_not_empty(question: str, sentence: str) -> None:
    found = find_answer(question, asked(question).kind, sentence)
    assert found is None or 0 <= found[0] < found[1] <= len(sentence)


def test_the_library_marks_it_with_its_capitals() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add_documents([Document(f"Safety.\n\n{BOILERS}", "a.txt", "1")])
    quote = library.ask("Who will inspect the boilers of Harbour Mill?").quotes[0]
    assert (quote.text, quote.answer) == (BOILERS, "Tom Briggs")
