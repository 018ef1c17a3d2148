"""Names, times and numbers in English, by their form."""

import pytest

from qa.english.forms import asks_in_english, candidates, is_latin, is_small, stems


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Who is the mayor?", True),
        ("Café Müller opens", True),
        ("12.5", False),
        ("GDP", False),
        ("总投资41.7亿元 by Tarn Electrical", False),
        ("Кто мэр of the town", False),
        ("", False),
    ],
)
def test_latin_script(text: str, latin: bool) -> None:
    assert is_latin(text) is latin


def test_english_is_told_from_other_languages_by_its_small_words() -> None:
    assert asks_in_english("How high is the tower?")
    assert not asks_in_english("Wie hoch ist der Turm?")
    assert not asks_in_english("塔有多高 in the city?")


@pytest.mark.parametrize(
    ("sentence", "kind", "found"),
    [
        ("The Mayor of Leeds met Dr. J. Smith.", "person", ["Mayor of Leeds", "Dr. J. Smith"]),
        ("It left Berth 4.", "person", []),
        ("It left Berth 4.", "name", ["Berth 4"]),
        ("In May it rained.", "name", []),
        ("Opened on 3 March 2024 and closed in late May.", "time", ["3 March 2024", "late May"]),
        ("In the second half of 2022 it grew.", "time", ["the second half of 2022"]),
        ("May 6, 2024", "time", ["May 6, 2024"]),
        ("Costs rose 4.2 per cent to £7.8 million.", "number", ["4.2 per cent", "£7.8 million"]),
        ("Three or 23,400 tonnes of it", "number", ["23,400 tonnes"]),
        ("It closed because of storms, they say.", "reason", ["because of storms"]),
    ],
)
def test_what_could_be_asked_for(sentence: str, kind: str, found: list[str]) -> None:
    assert [sentence[start:end] for start, end, _ in candidates(sentence, kind)] == found


def test_endings_and_small_words_do_not_count() -> None:
    assert stems("The mayor's inspection was ordered") == stems("mayor inspection orders")
    assert is_small("The")
    assert not is_small("mayor")
