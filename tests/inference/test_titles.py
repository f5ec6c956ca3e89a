"""Titles of conversations by rule."""

import pytest

from inference.titles import LONGEST, title


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("What is a lighthouse?", "What is a lighthouse?"),
        ("hey tacit, could you please plan a trip to Rome. It is in May.", "Plan a trip to Rome"),
        ("Please", "Please"),
        ("Hi-fi speakers for the office", "Hi-fi speakers for the office"),
        ("Well-being tips", "Well-being tips"),
        ("Hello!", "Hello"),
        ("I'd like to learn Greek", "Learn Greek"),
        ("Ask Dr. Lee about the results. Then call Ana.", "Ask Dr. Lee about the results"),
        ("tell me what 3.5 times 2 is", "What 3.5 times 2 is"),
        ("Sum it up\n\n> From a.txt:\n> Dear Sir,\n> yours", "Sum it up"),
        ("> From a.txt:\n> Dear Sir,\n> yours", "From a.txt: Dear Sir, yours"),
        ("ما هي المنارة؟ أخبرني", "ما هي المنارة؟"),
        ("Would you be there?", "Would you be there?"),
        ("", ""),
    ],
)
def test_a_title_is_the_gist_of_the_first_words(said: str, expected: str) -> None:
    assert title(said) == expected


@pytest.mark.parametrize("said", ["word " * 40, "w" * 200])
def test_a_title_is_short_and_ends_with_a_whole_word(said: str) -> None:
    found = title(said)
    assert len(found) <= LONGEST
    assert found.endswith(("word…", "www…"))
