"""Text as it is said: signs become words or silence, and nothing is too long or too odd."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from inference.engines import spoken
from inference.engines.spoken import LONGEST_CLAUSE, clauses, said
from inference.engines.tongues import ENGLISH, GERMAN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Hello** _there_", "Hello there."),
        ("# Today\n- milk\n- bread", "Today. milk. bread."),
        ("1. First\n2) Second", "First. Second."),
        ("See [the plan](https://x.example/a?b=c).", "See the plan."),
        ("See https://www.example.org/a/b?c=d now", "See the page example.org now."),
        ("```python\nprint(1)\n```\nDone.", "There is some code here. Done."),
        ("Use `git status`.", "Use git status."),
        ("| Name | Age |\n|---|---|\n| Bob | 34 |", "Name: Bob, Age: 34."),
        (
            "| Name | Age |\n|---|---|\n" + "| Bob | 34 |\n" * 9 + "So it is.",
            "There is a table of 9 rows, with Name and Age. So it is.",
        ),
        ("| only | cells |", "only, cells."),
        ("|  | |\n|---|---|\n", ""),
        ("| A |\n|---|\n| x |", "x."),
        ("It is 20 °C and 5% off", "It is 20 degrees Celsius and 5 percent off."),
        ("It costs $1,200 or €3.50", "It costs 1,200 dollars or 3.50 euros."),
        ("$2 million", "2 million dollars."),
        ("2026-11-21", "November 21, 2026."),
        ("9–12", "9 to 12."),
        ("salt & pepper", "salt and pepper."),
        ("a → b", "a to b."),
        ("Great 🎉👍🏽 news", "Great news."),
        ("🎉", ""),
        ("", ""),
        ("***", ""),
        ("你好", ""),
        ("Café Müller", "Café Müller."),
        ("<b>bold</b> x", "bold x."),
        ("> quoted", "quoted."),
        ("snake_case_name", "snake case name."),
        ("A\u202eevil\u202c b", "A evil b."),
    ],
)
def test_signs(text: str, expected: str) -> None:
    assert said(text) == expected


def test_the_first_clause_is_short_and_nothing_is_lost() -> None:
    text = "Yes, I have moved the dentist to Thursday at nine and told Anna. Anything else?"
    found = list(clauses(text))
    assert found[0] == "Yes, I have moved the dentist"
    assert " ".join(found) == text


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert list(clauses("Dr. Miller is here.")) == ["Dr. Miller is here."]


@given(some.text(max_size=600))
def test_anything_can_be_said(text: str) -> None:
    for clause in clauses(text):
        assert clause.strip()
        assert len(clause) <= LONGEST_CLAUSE + 1


def test_a_word_without_end_is_cut() -> None:
    assert max(map(len, clauses("a" * 5000))) <= LONGEST_CLAUSE + 1


def test_other_alphabets_are_left_to_their_voices() -> None:
    assert said("Привет world", script="CYRILLIC").startswith("Привет")
    assert spoken.said("Привет world") == "world."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dentist, tomorrow at 09:00.", "Dentist, tomorrow at 9 AM."),
        ("From 14:30 to 16:05", "From 2 30 PM to 4 oh 5 PM."),
        ("Lunch is at 12:00, the ball at 00:00.", "Lunch is at noon, the ball at midnight."),
        ("At 9:15 p.m. then", "At 9 15 PM then."),
        ("a score of 3:1 and 25:61", "a score of 3:1 and 25:61."),
        ("5 km, 1 kg and 2.5 l", "5 kilometers, 1 kilogram and 2.5 liters."),
        ("20 EUR or 1,200 USD", "20 euros or 1,200 dollars."),
    ],
)
def test_times_units_and_money(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Am 21.11.2026 um 09:00 Uhr", "Am 21. November 2026 um 9 Uhr."),
        ("Von 14:30 bis 16:05", "Von 14 Uhr 30 bis 16 Uhr 5."),
        ("Das kostet 1.200 € oder 3,50 EUR", "Das kostet 1.200 Euro oder 3,50 Euro."),
        ("2 Mio. €", "2 Mio. Euro."),
        ("20 °C, 5 % & 9–12", "20 Grad, 5 Prozent und 9 bis 12."),
        ("1 kWh, 5 km und 80 km/h", "1 Kilowattstunde, 5 Kilometer und 80 Kilometer pro Stunde."),
        ("2026-03-01", "1. März 2026."),
        ("```\nx\n```", "Hier steht ein Programm."),
        ("https://www.example.org/a", "die Seite example.org."),
        (
            "| Name | Alter |\n|---|---|\n" + "| Bob | 34 |\n" * 9,
            "Hier steht eine Tabelle mit 9 Zeilen, mit Name und Alter.",
        ),
    ],
)
def test_german_signs(text: str, expected: str) -> None:
    assert said(text, tongue=GERMAN) == expected


def test_the_languages_name_the_same_signs() -> None:
    assert [one for one, _ in ENGLISH.signs] == [one for one, _ in GERMAN.signs]
    assert set(ENGLISH.money) == set(GERMAN.money)
