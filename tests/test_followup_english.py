"""Follow-up questions in English, rule by rule."""

import pytest

from qa.followup import Said, complete

_TERMINAL = Said("When did the new ferry terminal open?", "", "3 May 2023")
_DESIGNER = Said(
    "who designed the new ferry terminal?",
    "It was designed by Ingrid Dahl.",
    "Ingrid Dahl, a Norwegian architect",
)
_LINES = Said("How many passengers did Sound Lines carry in 2023?", "", "2.4 million")
_BRIDGE = Said("Who opened Dunmore Bridge?", "", "Mayor Pauline Dresner")


def _question(typed: str, *earlier: Said) -> str | None:
    completion = complete(typed, earlier)
    return completion.question if completion else None


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        (_TERMINAL, "How much did it cost?", "How much did the new ferry terminal cost?"),
        (_TERMINAL, "How long did it take to build?", "How long did the new ferry terminal take to build?"),
        (_TERMINAL, "Who is its architect?", "Who is the new ferry terminal's architect?"),
        (_LINES, "Who is its chief executive?", "Who is Sound Lines' chief executive?"),
        (_DESIGNER, "What did she say?", "What did Ingrid Dahl say?"),
        (_DESIGNER, "Where is her office?", "Where is Ingrid Dahl's office?"),
        (_BRIDGE, "Where was she born?", "Where was Pauline Dresner born?"),
        (_BRIDGE, "How long is the bridge?", "How long is Dunmore Bridge?"),
        (_BRIDGE, "How long is this bridge?", "How long is Dunmore Bridge?"),
        (_LINES, "When was the company founded?", "When was Sound Lines founded?"),
        (_LINES, "How much did they earn?", "How much did Sound Lines earn?"),
        (Said("What is the area of Harwick?"), "How many people live there?", "How many people live in Harwick?"),
        (Said("When did Kelder Tunnel open?", "", "in 1999"), "What was the toll that year?",
         "What was the toll in 1999?"),
        (Said("Is Kelder Tunnel or Dunmore Bridge longer?"), "When did the latter open?",
         "When did Dunmore Bridge open?"),
        # Names in Chinese, from a question in Chinese.
        (Said("谁率团赴澄川县考察？", "", "苏映雪"), "What else did she say?", "What else did 苏映雪 say?"),
        # "it" that stands for nothing, or for what the question names itself.
        (_TERMINAL, "Is it true that it rained?", None),
        (_TERMINAL, "How long does it take to reach Leeds?", None),
        (_TERMINAL, "If the old pier is closed, when will it open?", None),
        # Nobody, and no bridge.
        (_LINES, "Where was she born?", None),
        (_LINES, "How long is the bridge?", None),
        (_TERMINAL, "What does the report say?", None),
    ],
)  # fmt: skip
def test_pronouns(earlier: Said, typed: str, expected: str | None) -> None:
    assert _question(typed, earlier) == expected


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        ("How many passengers did Sound Lines carry in 2023?", "And in 2022?",
         "How many passengers did Sound Lines carry in 2022?"),
        ("How many cars did the ferry carry last year?", "in 2019?", "How many cars did the ferry carry in 2019?"),
        ("How many cars did the ferry carry in 2019?", "And last year?",
         "How many cars did the ferry carry last year?"),
        ("How many cars did the ferry carry?", "what about 2019?", "How many cars did the ferry carry in 2019?"),
        ("What was the unemployment rate in Harwick?", "And in Leeds?", "What was the unemployment rate in Leeds?"),
        ("What was the unemployment rate?", "And in Leeds?", "What was the unemployment rate in Leeds?"),
        ("How many tonnes did Danmouth export in 2022?", "And Linport?", "How many tonnes did Linport export in 2022?"),
        ("How many tonnes did Danmouth export in 2021?", "what about Linport in 2022?",
         "How many tonnes did Linport export in 2022?"),
        ("By how much did exports rise?", "and imports?", "By how much did imports rise?"),
        ("How long is the bridge?", "what about the old bridge?", "How long is the old bridge?"),
        ("What is the length of Kelder Tunnel?", "what about its cost?", "What is the cost of Kelder Tunnel?"),
        ("What is Harwick's population?", "how about the area?", "What is Harwick's area?"),
        ("How many teachers does the school have?", "and students?", "How many students does the school have?"),
        ("How much is admission for adults?", "And for students?", "How much is admission for students?"),
        ("When will Dock 2 close?", "and dock 3?", "When will dock 3 close?"),
        # In Chinese.
        ("太仓港2022年集装箱吞吐量是多少？", "How about 连云港?", "连云港2022年集装箱吞吐量是多少？"),
        # Nothing of the kind.
        ("How long is the railway line?", "What about the insurance claims?", None),
        ("And the year before?", "And in 2022?", None),
    ],
)  # fmt: skip
def test_substitution(earlier: str, typed: str, expected: str | None) -> None:
    assert _question(typed, Said(earlier)) == expected


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        (Said("Where was the summit held?"), "When?", "When was the summit held?"),
        (Said("When did the ferry stop?"), "why?", "why did the ferry stop?"),
        (Said("When did the ferry stop?"), "为什么？", "Why did the ferry stop?"),
        (_BRIDGE, "When?", "When did Pauline Dresner open Dunmore Bridge?"),
        (Said("Who opened Dunmore Bridge?"), "When?", "When was Dunmore Bridge opened?"),
        (
            Said("How much did the terminal cost?", "", "42 million"),
            "Why?",
            "Why did the terminal cost 42 million?",
        ),
        (Said("青石河轮渡何时停航？"), "why?", "青石河轮渡为什么停航？"),
        (Said("When did the ferry stop?"), "When?", None),
        (Said("How much did the terminal cost?", "", "42 million"), "When?", None),
    ],
)
def test_question_words_alone(earlier: Said, typed: str, expected: str | None) -> None:
    assert _question(typed, earlier) == expected


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        ("What did Ingrid Dahl say?", "Anything else?", "What else did Ingrid Dahl say?"),
        ("Who attended the summit?", "who else?", "Who else attended the summit?"),
        ("Which countries signed the treaty?", "any others?", "Which other countries signed the treaty?"),
        (
            "Which countries signed the treaty?",
            "which other countries?",
            "Which other countries signed the treaty?",
        ),
        ("What did Ingrid Dahl say?", "还有呢？", "What else did Ingrid Dahl say?"),
        ("苏映雪说了什么？", "anything else?", "苏映雪还说了什么？"),
    ],
)
def test_asking_for_more(earlier: str, typed: str, expected: str) -> None:
    assert _question(typed, Said(earlier)) == expected


@pytest.mark.parametrize(
    ("earlier", "typed", "expected"),
    [
        (_LINES, "Who is the director?", "Who is the director of Sound Lines?"),
        (_LINES, "What was the revenue?", "What was the revenue of Sound Lines?"),
        (Said("How many branches does Oakfield Library have?"), "Which is the largest?",
         "Which is the largest branch of Oakfield Library?"),
        (_LINES, "Who is the director of Oakfield Library?", None),
        (Said("When did exports rise?"), "Who is the mayor?", None),
    ],
)  # fmt: skip
def test_what_belongs_to_something(earlier: Said, typed: str, expected: str | None) -> None:
    assert _question(typed, earlier) == expected
