"""Text as it is said: signs become words or silence, and nothing is too long or too odd."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from inference.engines import spoken
from inference.engines.spoken import LONGEST_CLAUSE, clauses, said


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
